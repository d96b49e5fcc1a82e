//! `GET /desk/{office}/notices/{notice}`: one notice: its window, its paper, photos of it, objections with what was answered, and
//! whether its version can go to the vote.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::Opinion;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::notice::NotReady;
use linli_domain::planning::{Notice, NoticeId, Version};
use linli_domain::register::Neighbourhood;
use linli_domain::register::evidence::{Evidence, Picture};
use linli_store::consultation::opinion;
use linli_store::planning::{notice, plan};
use linli_store::register::neighbourhood;

use super::super::{plans, words};
use super::address;
use crate::app::App;
use crate::consultation::opinions::{self, files};
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Objections on one page.
const MOST: usize = 100;
/// Photos of one paper.
const MOST_PHOTOS: usize = 20;

#[derive(Template)]
#[template(path = "planning/notices/show.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
struct NoticePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    plan: String,
    plan_number: String,
    window: String,
    posted: String,
    said: String,
    look: &'static str,
    withdrawn: Option<String>,
    photos: Vec<Photo>,
    objections: Vec<Objection>,
    more: bool,
    reads: bool,
    may_hang: bool,
    may_hear: bool,
    may_take_down: bool,
    file: Field,
    why: Field,
    problems: Problems,
}

struct Photo {
    href: String,
    small: Option<String>,
    alt: String,
    said: String,
}

struct Objection {
    href: String,
    text: String,
    state: String,
    look: &'static str,
    said: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NoticeId)>,
) -> Result<Response, WebError> {
    notice_page(&app, ctx, &actor, office, id, Problems::default()).await
}

struct Read {
    notice: Notice,
    place: Neighbourhood,
    version: Version,
    photos: Vec<Evidence>,
    objections: Vec<Opinion>,
    ready: Result<(), NotReady>,
}

/// Ten statements.
async fn know(app: &App, office: Office, id: NoticeId) -> Result<Read, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let one = notice::get(tx, office, id)?;
        let version = plan::get(tx, office, one.version)?;
        let ids: Vec<OpinionId> = notice::objections(tx, office, id, None, MOST + 1)?;
        Ok::<_, WebError>(Read {
            place: neighbourhood::get(tx, office, one.neighbourhood)?,
            photos: notice::photos(tx, office, id)?,
            objections: opinion::some(tx, office, &ids)?,
            ready: notice::ready(tx, office, &version, today)?,
            version,
            notice: one,
        })
    });
    read.await
}

pub(super) async fn notice_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    id: NoticeId,
    problems: Problems,
) -> Result<Response, WebError> {
    let (mut read, today) = (know(app, office, id).await?, app.today());
    let at = read.place.place();
    actor.may(Act::ReadPlans, &at)?;
    let more = read.objections.len() > MOST;
    read.objections.truncate(MOST);
    let reads = actor.may(Act::ReadOpinions, &at).is_ok();
    let (one, version) = (&read.notice, &read.version);
    let window = [("from", ctx.day(one.window.from)), ("until", ctx.day(one.window.until))];
    let (said, look) = words::readiness(&ctx, one, read.ready, today);
    let mut crumbs = plans::crumbs(&ctx, office);
    crumbs.push(Crumb::new(&read.place.facts.name, plans::address(office, version.id)));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let hangs = one.withdrawn.is_none();
    let shown = NoticePage {
        crumbs,
        title: ctx.t_with("notices-of", &[("name", &read.place.facts.name)]),
        here: address(office, id),
        plan: plans::address(office, version.id),
        plan_number: plans::number(&ctx, version),
        window: ctx.t_with("notices-window", &window),
        posted: ctx.t_with("notices-posted", &[("name", one.by_name.clone()), ("at", ctx.instant(one.at))]),
        said,
        look,
        withdrawn: one.withdrawn.as_ref().map(|down| {
            let values = [("name", down.by_name.clone()), ("at", ctx.instant(down.at)), ("why", down.why.clone())];
            ctx.t_with("notices-down", &values)
        }),
        photos: read.photos.iter().map(|piece| photo(&ctx, office, piece)).collect(),
        objections: if reads {
            read.objections.into_iter().map(|one| objection(&ctx, actor, office, one)).collect()
        } else {
            Vec::new()
        },
        more,
        reads,
        may_hang: hangs && actor.may(Act::AddEvidence, &at).is_ok(),
        may_hear: hangs && actor.may(Act::RecordOpinion, &at).is_ok(),
        may_take_down: hangs && actor.may(Act::PostPlans, &at).is_ok(),
        file: Field::new("file", ctx.t("notices-field-file"))
            .kind("file")
            .hint(ctx.t("notices-field-file-hint"))
            .problem(&problems)
            .required(),
        why: Field::new("why", ctx.t("notices-field-why")).kind("textarea").problem(&problems).required(),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn photo(ctx: &Ctx, office: Office, piece: &Evidence) -> Photo {
    let href = format!("/desk/{office}/evidence/{}", piece.id);
    let by = [("name", piece.by_name.clone()), ("at", ctx.instant(piece.at))];
    let said = match &piece.withdrawn {
        Some(withdrawn) => {
            ctx.t_with("works-withdrawn", &[("name", &withdrawn.by_name), ("reason", &withdrawn.reason)])
        }
        None => ctx.t_with("works-by", &by),
    };
    Photo { small: piece.picture.is_some().then(|| format!("{href}/small")), href, alt: piece.file_name.clone(), said }
}

fn objection(ctx: &Ctx, actor: &Actor, office: Office, mut one: Opinion) -> Objection {
    opinions::veil(actor, office, &mut one);
    let state = one.standing.state();
    let channel = ctx.t(format!("opinions-channel-{}", one.channel.as_str()));
    Objection {
        href: format!("/desk/{office}/opinions/{}", one.id),
        text: opinions::excerpt(ctx, &one.text),
        state: opinions::state(ctx, state),
        look: opinions::look(state),
        said: format!("{channel} · {}", ctx.day(one.said_on)),
    }
}

/// `POST …/photos`: photos of the posted paper. All of them or none.
pub async fn hang(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NoticeId)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let read = know(&app, office, id).await?;
    actor.may(Act::AddEvidence, &read.place.place())?;
    if read.notice.withdrawn.is_some() {
        return Err(WebError::Conflict);
    }
    let sent = files::Sent::read(form).await?;
    let mut problems = Problems::default();
    if sent.files.is_empty() {
        problems.add("file", ctx.t("works-file-missing"));
    }
    if read.photos.len() + sent.files.len() > MOST_PHOTOS {
        problems.add("file", ctx.t_n("notices-why-photos", MOST_PHOTOS));
    }
    let pieces = if problems.is_empty() {
        files::taken(&app, &ctx, &actor, read.place.id, &sent.files, &mut problems).await?
    } else {
        Vec::new()
    };
    if pieces.iter().any(|piece| piece.picture.is_none()) {
        problems.add("file", ctx.t("works-file-no-photo"));
    }
    if !problems.is_empty() {
        return notice_page(&app, ctx, &actor, office, id, problems).await;
    }
    // What hangs at the gate is everybody's to see; where the phone was is not.
    let open = |piece: Evidence| Evidence {
        confidential: false,
        picture: piece.picture.map(|picture| Picture { location: None, ..picture }),
        ..piece
    };
    let pieces: Vec<Evidence> = pieces.into_iter().map(open).collect();
    let written = app.store.write(&actor, move |tx| notice::hang(tx, id, &pieces, MOST_PHOTOS));
    written.await?;
    Ok(done(&address(office, id), "notices-done-photo"))
}
