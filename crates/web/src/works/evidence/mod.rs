//! Evidence (佐证材料): photos and documents of a neighbourhood, added, looked at, withdrawn.
//!
//! Photos are shown; documents are only ever offered as downloads, since what is in them is somebody else's. Where a phone
//! was is shown to nobody here but as the distance to the neighbourhood.

mod add;
mod serve;
mod withdraw;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::evidence::{Evidence, EvidenceId, Moment};
use linli_store::register::{evidence as rows, neighbourhood};
use linli_store::works::stage as stages;

use super::stages::document;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::Head;
use crate::register::words::Names;
use crate::shell::{Ctx, Field, Problems, page_with};

pub use add::{add, add_to_stage};
pub use serve::{show, small};
pub use withdraw::{ask_withdraw, withdraw};

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
