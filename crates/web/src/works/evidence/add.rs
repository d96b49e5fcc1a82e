//! Evidence added: a form with files, whole or in parts that came before, kept all together or not at all.

use axum::extract::{Multipart, State};
use axum::response::Response;
use bytes::Bytes;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::works::stage::Stage;
use linli_store::register::{evidence as rows, neighbourhood};
use linli_store::works::stage as stages;

use super::super::stage::{self, settle};
use super::super::stages::Found;
use super::super::uploads;
use super::{LONGEST_TEXT, evidence_page};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::files::{self, Arrived, told};
use crate::register::{address as record, done};
use crate::shell::{Ctx, Problems};

/// Files in one form.
const MOST_FILES: usize = 20;

/// A form with files, as it came.
#[derive(Debug, Default)]
struct Sent {
    /// Name and bytes.
    files: Vec<(String, Bytes)>,
    document: String,
    taken: String,
    caption: String,
    spot: String,
    moment: String,
    /// Files that came before, in parts.
    uploads: Vec<String>,
}

impl Sent {
    async fn read(app: &App, actor: &Actor, mut form: Multipart) -> Result<Self, WebError> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await? {
            match field.name().unwrap_or_default() {
                "file" => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    let bytes = field.bytes().await?;
                    // A browser sends an empty part where no file was chosen.
                    if !(name.is_empty() && bytes.is_empty()) {
                        sent.files.push((name, bytes));
                    }
                }
                "upload" => sent.uploads.push(field.text().await?),
                "document" => sent.document = field.text().await?,
                "taken" => sent.taken = field.text().await?,
                "caption" => sent.caption = field.text().await?,
                "spot" => sent.spot = field.text().await?,
                "moment" => sent.moment = field.text().await?,
                _ => {}
            }
            if sent.files.len() + sent.uploads.len() > MOST_FILES {
                return Err(WebError::TooLarge);
            }
        }
        for upload in &sent.uploads {
            sent.files.push(uploads::collect(app, actor, upload).await?);
        }
        Ok(sent)
    }

    /// What is wrong with what was typed, and the day of the photo where one was.
    fn check(&self, ctx: &Ctx, today: Date, problems: &mut Problems) -> Option<Date> {
        if self.files.is_empty() {
            problems.add("file", ctx.t("works-file-missing"));
        }
        for (field, text) in [("caption", &self.caption), ("spot", &self.spot)] {
            if text.chars().count() > LONGEST_TEXT {
                problems.add(field, ctx.t("register-why-too-long"));
            }
        }
        let typed = clean_line(&half_width(&self.taken));
        if typed.is_empty() {
            return None;
        }
        match typed.parse::<Date>() {
            Ok(day) if day <= today && day.year() >= FIRST_YEAR => Some(day),
            Ok(day) if day <= today => {
                problems.add("taken", ctx.t("works-why-day"));
                None
            }
            Ok(_) => {
                problems.add("taken", ctx.t("works-why-future"));
                None
            }
            Err(_) => {
                problems.add("taken", ctx.t("works-why-day"));
                None
            }
        }
    }
}

/// `POST /desk/{office}/register/{id}/evidence`
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    form: Multipart,
) -> Result<Response, WebError> {
    may_add(&app, &actor, office, id).await?;
    let sent = Sent::read(&app, &actor, form).await?;
    match keep(&app, &ctx, &actor, (office, id), None, sent).await? {
        Ok(kept) => Ok(done(&format!("{}/evidence", record(office, id)), said(kept))),
        Err(problems) => evidence_page(&app, ctx, &actor, (office, id), problems).await,
    }
}

/// `POST /desk/{office}/register/{id}/stages/{stage}/evidence`
pub async fn add_to_stage(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, stage)): Path<(Office, NeighbourhoodId, String)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let stage: Stage = stage.parse().map_err(|()| WebError::NotFound)?;
    may_add(&app, &actor, office, id).await?;
    let sent = Sent::read(&app, &actor, form).await?;
    match keep(&app, &ctx, &actor, (office, id), Some(stage), sent).await? {
        Ok(kept) => Ok(done(&format!("{}/stages/{}", record(office, id), stage.as_str()), said(kept))),
        Err(problems) => {
            let draft = stage::Draft::default();
            stage::stage_page(&app, ctx, &actor, (office, id, stage), &draft, problems).await
        }
    }
}

/// No photo of a renewal is older.
const FIRST_YEAR: i16 = 1990;

/// What became of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    New,
    /// One of them was here already: it stays as it was described.
    Again,
}

const fn said(kept: Kept) -> &'static str {
    match kept {
        Kept::New => "works-done-evidence",
        Kept::Again => "works-done-evidence-again",
    }
}

/// Asked before a file is read: nobody sends thirty megabytes to be told no.
async fn may_add(app: &App, actor: &Actor, office: Office, id: NeighbourhoodId) -> Result<(), WebError> {
    let n = app.store.read(move |tx| neighbourhood::get(tx, office, id)).await?;
    actor.may(Act::AddEvidence, &n.place())?;
    if n.merged_into.is_some() { Err(WebError::Conflict) } else { Ok(()) }
}

/// All files of a form, or none of them.
async fn keep(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    (office, id): (Office, NeighbourhoodId),
    stage: Option<Stage>,
    sent: Sent,
) -> Result<Result<Kept, Problems>, WebError> {
    let (today, mut problems) = (app.today(), Problems::default());
    let typed = sent.check(ctx, today, &mut problems);
    let mut pieces = Vec::new();
    for (name, bytes) in &sent.files {
        if !problems.is_empty() {
            break;
        }
        match files::take(app, name, bytes.clone()).await? {
            Ok(arrived) => pieces.push(piece(app, actor, id, arrived, &sent, typed)),
            Err(why) => problems.add("file", told(ctx, name, &why)),
        }
    }
    let is_photo = |piece: &Evidence| piece.picture.is_some();
    let document = if stage.is_some() { sent.document.clone() } else { String::new() };
    if document == stages::SITE_PHOTO {
        if !pieces.iter().all(is_photo) {
            problems.add("file", ctx.t("works-file-no-photo"));
        } else if pieces.iter().any(|piece| piece.taken_on().is_none()) {
            problems.add("taken", ctx.t("works-why-undated"));
        } else if pieces.iter().any(|piece| piece.taken_on().is_some_and(|day| day > today)) {
            problems.add("file", ctx.t("works-why-clock"));
        }
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let written = app.store.write(actor, move |tx| {
        let found = Found::read(tx, office, id, today)?;
        tx.actor().may(Act::AddEvidence, &found.n.place())?;
        if found.n.merged_into.is_some() {
            return Err(WebError::Conflict);
        }
        if let Some(stage) = stage
            && document != stages::SITE_PHOTO
            && !found.by.rules.documents(stage).contains(&document.as_str())
        {
            return Ok(Err(Refused::Kind));
        }
        let mut outcome = Kept::New;
        for piece in &pieces {
            let same = rows::with_digest(tx, office, piece.digest)?;
            // One photo shows one place: the second one is a mistake, or a start that is talked up.
            if let Some(other) = same.iter().find(|other| other.neighbourhood != id).filter(|_| is_photo(piece)) {
                let n = neighbourhood::get(tx, office, other.neighbourhood)?;
                return Ok(Err(Refused::Elsewhere(n.facts.name)));
            }
            let kept = same.into_iter().find(|other| other.neighbourhood == id).map_or(piece.id, |other| other.id);
            if kept == piece.id {
                rows::add(tx, piece)?;
            } else {
                outcome = Kept::Again;
            }
            if let Some(stage) = stage {
                stages::put_evidence(tx, id, stage, kept, &document)?;
            }
        }
        settle(tx, office, id, &found)?;
        Ok(Ok(outcome))
    });
    let written = written.await?;
    for upload in &sent.uploads {
        uploads::forget(app, actor, upload).await;
    }
    Ok(written.map_err(|refused| {
        let (field, text) = match refused {
            Refused::Kind => ("document", ctx.t("works-why-kind")),
            Refused::Elsewhere(name) => ("file", ctx.t_with("works-why-elsewhere", &[("name", name)])),
        };
        problems.add(field, text);
        problems
    }))
}

enum Refused {
    Kind,
    Elsewhere(String),
}

fn piece(
    app: &App,
    actor: &Actor,
    id: NeighbourhoodId,
    arrived: Arrived,
    sent: &Sent,
    typed: Option<Date>,
) -> Evidence {
    let said = |text: &str| Some(clean_line(text)).filter(|text| !text.is_empty());
    let picture = arrived.picture.map(|mut picture| {
        files::taken_on(&mut picture, typed);
        picture.moment = sent.moment.parse().ok();
        picture.spot = said(&sent.spot);
        picture
    });
    Evidence {
        id: EvidenceId::new(),
        neighbourhood: id,
        file_name: arrived.file_name,
        media_type: arrived.media_type.to_owned(),
        digest: arrived.digest,
        bytes: arrived.bytes,
        picture,
        caption: said(&sent.caption),
        at: app.now(),
        account: actor.account,
        by_name: actor.name.clone(),
        withdrawn: None,
        confidential: false,
    }
}
