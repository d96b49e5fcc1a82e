//! Evidence (佐证材料): photos and documents of a neighbourhood, added, looked at, withdrawn.
//!
//! Photos are shown; documents are only ever offered as downloads, since what is in them is somebody else's. Where a phone
//! was is shown to nobody here but as the distance to the neighbourhood.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::evidence::{Evidence, EvidenceId, Moment};
use linli_domain::works::stage::Stage;
use linli_store::register::{evidence as rows, neighbourhood};
use linli_store::works::stage as stages;
use serde::Deserialize;

use super::intake::{self, Arrived, NotTaken};
use super::stage::{self, settle};
use super::stages::{Found, document};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::words::Names;
use crate::register::{Head, address as record, done};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// Files in one form.
const MOST_FILES: usize = 20;
const LONGEST_TEXT: usize = 200;

pub(super) fn address(office: Office, id: EvidenceId) -> String {
    format!("/desk/{office}/evidence/{id}")
}

/// A piece as pages show it.
pub(super) struct Shown {
    pub href: String,
    pub small: Option<String>,
    pub alt: String,
    pub file_name: String,
    pub kind: String,
    pub caption: String,
    pub taken: String,
    pub by: String,
    pub withdrawn: Option<String>,
}

pub(super) fn shown(ctx: &Ctx, office: Office, piece: &Evidence, kind: Option<&str>) -> Shown {
    let href = address(office, piece.id);
    let taken = piece.picture.as_ref().and_then(|picture| picture.taken).map(|taken| {
        let key = if taken.by_phone { "works-taken-by-phone" } else { "works-taken-typed" };
        ctx.t_with(key, &[("day", ctx.day(taken.on))])
    });
    let spot = piece.picture.as_ref().and_then(|picture| Some((picture.spot.as_ref()?, picture.moment?)));
    let spot = spot.map(|(spot, moment)| format!("{spot}（{}）", ctx.t(format!("works-moment-{}", moment.as_str()))));
    let caption: Vec<String> = piece.caption.clone().into_iter().chain(spot).collect();
    let withdrawn = piece.withdrawn.as_ref().map(|withdrawn| {
        let said = [("name", withdrawn.by_name.clone()), ("reason", withdrawn.reason.clone())];
        ctx.t_with("works-withdrawn", &said)
    });
    Shown {
        small: piece.picture.is_some().then(|| format!("{href}/small")),
        alt: piece.caption.clone().unwrap_or_else(|| piece.file_name.clone()),
        file_name: piece.file_name.clone(),
        kind: kind.map(|kind| document(ctx, kind)).unwrap_or_default(),
        caption: caption.join(" · "),
        taken: taken.unwrap_or_default(),
        by: ctx.t_with("works-by", &[("name", piece.by_name.clone()), ("at", ctx.instant(piece.at))]),
        withdrawn,
        href,
    }
}

/// The fields of an upload; with `kinds`, it is put to a stage as one of them.
pub(super) fn fields(ctx: &Ctx, kinds: Option<&[&str]>, problems: &Problems) -> Vec<Field> {
    let field = |name: &'static str| Field::new(name, ctx.t(format!("works-field-{name}"))).problem(problems);
    let mut fields = vec![field("file").kind("file").hint(ctx.t("works-hint-file")).required()];
    if let Some(kinds) = kinds {
        let all = std::iter::once(stages::SITE_PHOTO).chain(kinds.iter().copied());
        let all = all.map(|kind| (kind.to_owned(), document(ctx, kind)));
        fields.push(field("document").kind("select").options(all).required());
    }
    fields.push(field("taken").kind("date").hint(ctx.t("works-hint-taken")));
    fields.push(field("caption"));
    if kinds.is_none() {
        fields.push(field("spot").hint(ctx.t("works-hint-spot")));
        let none = (String::new(), ctx.t("works-moment-none"));
        let moments = [Moment::Before, Moment::After];
        let moments = moments.map(|m| (m.as_str().to_owned(), ctx.t(format!("works-moment-{}", m.as_str()))));
        fields.push(field("moment").kind("select").options(std::iter::once(none).chain(moments)));
    }
    fields
}

#[derive(Template)]
#[template(path = "works/evidence.html")]
struct EvidencePage {
    ctx: Ctx,
    head: Head,
    title: String,
    evidence: Vec<Shown>,
    upload: Vec<Field>,
    problems: Problems,
}

/// `GET /desk/{office}/register/{id}/evidence`
pub async fn list(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    evidence_page(&app, ctx, &actor, (office, id), Problems::default()).await
}

async fn evidence_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, NeighbourhoodId),
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        Ok::<_, WebError>((n, rows::of(tx, office, id)?, Names::read(tx, office)?))
    });
    let (n, evidence, names) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let may = n.merged_into.is_none() && actor.may(Act::AddEvidence, &n.place()).is_ok();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = EvidencePage {
        title: ctx.t("works-evidence"),
        head: Head::of(&ctx, &names, &n, actor, app.today()),
        evidence: evidence.iter().map(|piece| shown(&ctx, office, piece, None)).collect(),
        upload: if may { fields(&ctx, None, &problems) } else { Vec::new() },
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

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
            sent.files.push(super::uploads::collect(app, actor, upload).await?);
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
            Ok(day) if day <= today => Some(day),
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
        Ok(()) => Ok(done(&format!("{}/evidence", record(office, id)), "works-done-evidence")),
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
        Ok(()) => Ok(done(&format!("{}/stages/{}", record(office, id), stage.as_str()), "works-done-evidence")),
        Err(problems) => {
            let draft = stage::Draft::default();
            stage::stage_page(&app, ctx, &actor, (office, id, stage), &draft, problems).await
        }
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
) -> Result<Result<(), Problems>, WebError> {
    let (today, mut problems) = (app.today(), Problems::default());
    let typed = sent.check(ctx, today, &mut problems);
    let mut pieces = Vec::new();
    for (name, bytes) in &sent.files {
        if !problems.is_empty() {
            break;
        }
        match intake::take(app, name, bytes.clone()).await? {
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
            }
            if let Some(stage) = stage {
                stages::put_evidence(tx, id, stage, kept, &document)?;
            }
        }
        settle(tx, office, id, &found)?;
        Ok(Ok(()))
    });
    let written = written.await?;
    for upload in &sent.uploads {
        super::uploads::forget(app, actor, upload).await;
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
        intake::taken_on(&mut picture, typed);
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
    }
}

fn told(ctx: &Ctx, name: &str, why: &NotTaken) -> String {
    let line: String = clean_line(name).chars().take(60).collect();
    if line.is_empty() { why.text(ctx) } else { format!("{line}: {}", why.text(ctx)) }
}

/// A piece that this person may see.
async fn visible(app: &App, actor: &Actor, office: Office, id: EvidenceId) -> Result<Evidence, WebError> {
    let read = app.store.read(move |tx| {
        let piece = rows::get(tx, office, id)?;
        let n = neighbourhood::get(tx, office, piece.neighbourhood)?;
        Ok::<_, linli_store::Error>((piece, n))
    });
    let (piece, n) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    Ok(piece)
}

/// `GET /desk/{office}/evidence/{piece}`: the photo, or the document as a download.
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, false).await
}

/// `GET /desk/{office}/evidence/{piece}/small`
pub async fn small(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, true).await
}

/// A photo to look at, or a document to save.
pub(crate) async fn file(app: &App, piece: &Evidence, small: bool) -> Result<Response, WebError> {
    let digest = match &piece.picture {
        Some(picture) if small => picture.small,
        None if small => return Err(WebError::NotFound),
        _ => piece.digest,
    };
    let bytes = app.objects.get(digest).await?;
    let mut answer = bytes.into_response();
    let headers = answer.headers_mut();
    if piece.picture.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
        return Ok(answer);
    }
    // Whatever it is, a browser saves it and opens nothing.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let name: String = piece
        .file_name
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    headers.insert(CONTENT_DISPOSITION, HeaderValue::try_from(disposition).map_err(WebError::fault)?);
    Ok(answer)
}

#[derive(Template)]
#[template(path = "works/withdrawal.html")]
struct WithdrawalPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    piece: Shown,
    reason: Field,
    problems: Problems,
    back: String,
}

/// What is typed when a piece is withdrawn.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    reason: String,
}

/// `GET /desk/{office}/evidence/{piece}/withdrawal`
pub async fn ask_withdraw(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    Ok(page(&withdrawal_page(ctx, office, &piece, &Draft::default(), Problems::default())))
}

fn withdrawal_page(ctx: Ctx, office: Office, piece: &Evidence, draft: &Draft, problems: Problems) -> WithdrawalPage {
    let back = format!("{}/evidence", record(office, piece.neighbourhood));
    let reason = Field::new("reason", ctx.t("works-field-reason")).value(&draft.reason).required().problem(&problems);
    WithdrawalPage {
        title: ctx.t("works-withdraw-title"),
        crumbs: vec![Crumb::new(ctx.t("works-evidence"), &back)],
        piece: shown(&ctx, office, piece, None),
        reason,
        problems,
        back,
        ctx,
    }
}

/// `POST /desk/{office}/evidence/{piece}/withdrawal`: what stood on it may not count any more.
pub async fn withdraw(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    let reason = clean_line(&draft.reason);
    let why = match reason.chars().count() {
        0 => Some("works-why-no-reason"),
        n if n > LONGEST_TEXT => Some("register-why-too-long"),
        _ => None,
    };
    if let Some(key) = why {
        let mut problems = Problems::default();
        problems.add("reason", ctx.t(key));
        let shown = withdrawal_page(ctx, office, &piece, &draft, problems);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown));
    }
    let (of, today) = (piece.neighbourhood, app.today());
    let written = app.store.write(&actor, move |tx| {
        let found = Found::read(tx, office, of, today)?;
        tx.actor().may(Act::AddEvidence, &found.n.place())?;
        if rows::get(tx, office, id)?.withdrawn.is_none() {
            rows::withdraw(tx, id, &reason)?;
            settle(tx, office, of, &found)?;
        }
        Ok::<_, WebError>(())
    });
    written.await?;
    Ok(done(&format!("{}/evidence", record(office, of)), "works-done-withdrawn"))
}
