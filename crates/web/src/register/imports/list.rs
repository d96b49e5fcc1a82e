//! The imports of an office, and the form that takes a file.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::text::clean_line;
use linli_domain::register::intake::ImportId;
use linli_formats::table::ReadError;
use linli_store::register::intake::{self, Intake, State as Stand};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::reading::Reading;
use super::{LARGEST, background, planning, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, Problems, page_with};

/// Imports on one page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "register/imports/list.html")]
struct ListPage {
    ctx: Ctx,
    root: String,
    file: Field,
    problems: Problems,
    rows: Vec<ListRow>,
    next: Option<String>,
}

struct ListRow {
    href: String,
    file: String,
    at: String,
    by: String,
    state: String,
    look: &'static str,
    counts: [String; 4],
}

#[derive(Debug, Deserialize)]
pub struct Wanted {
    below: Option<ImportId>,
}

/// `GET /desk/{office}/imports`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    OfficeOf(office): OfficeOf,
    SignedIn(actor): SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    list(&app, ctx, &actor, office, wanted.below, StatusCode::OK, Problems::default()).await
}

async fn list(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    below: Option<ImportId>,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let by = (!background::sees_all(actor)).then_some(actor.account);
    let mut found = app.store.read(move |tx| intake::list(tx, office, by, below, most)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let root = super::root(office);
    let next = found.last().filter(|_| more).map(|last| format!("{root}?below={}", last.id));
    let file = Field::new("file", ctx.t("imports-file"))
        .kind("file")
        .hint(ctx.t("imports-file-hint"))
        .required()
        .problem(&problems);
    let rows = found.iter().map(|about| row(&ctx, office, about)).collect();
    Ok(page_with(status, &ListPage { ctx, root, file, problems, rows, next }))
}

fn row(ctx: &Ctx, office: Office, about: &Intake) -> ListRow {
    let counts = about.counts;
    ListRow {
        href: super::address(office, about.id),
        file: about.file_name.clone(),
        at: ctx.instant(about.at),
        by: about.by_name.clone(),
        state: ctx.t(format!("imports-state-{}", about.state.as_str())),
        look: look(about.state),
        counts: [counts.new, counts.changed, counts.same, counts.refused].map(|n| ctx.number(n)),
    }
}

pub(super) const fn look(state: Stand) -> &'static str {
    match state {
        Stand::Applied => "green",
        Stand::Failed => "red",
        Stand::Undone => "grey",
        Stand::Planning | Stand::Applying | Stand::Receiving => "teal",
        Stand::Uploaded | Stand::Previewed => "amber",
    }
}

/// `POST /desk/{office}/imports`: takes a file, reads it, and keeps it if it is a table.
pub async fn upload(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    mut form: Multipart,
) -> Result<Response, WebError> {
    let mut file = None;
    while let Some(field) = form.next_field().await? {
        if field.name() == Some("file") {
            let name = file_name(field.file_name().unwrap_or_default());
            file = Some((name, take(field).await?));
        }
    }
    // A browser sends an empty file without a name where none was chosen.
    let key = if file.as_ref().is_some_and(|(name, _)| name != NAMELESS) {
        "imports-file-empty"
    } else {
        "imports-file-missing"
    };
    let Some((name, bytes)) = file.filter(|(_, bytes)| !bytes.is_empty()) else {
        let mut problems = Problems::default();
        problems.add("file", ctx.t(key));
        return list(&app, ctx, &actor, office, None, StatusCode::UNPROCESSABLE_ENTITY, problems).await;
    };
    match receive(&app, &actor, name, bytes).await? {
        Ok(id) => Ok(Redirect::to(&super::address(office, id)).into_response()),
        Err(error) => {
            let status = match error {
                ReadError::TooLarge { what: "file", .. } => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let mut problems = Problems::default();
            problems.add("file", words::file(ctx.lang, &error));
            list(&app, ctx, &actor, office, None, status, problems).await
        }
    }
}

async fn take(mut field: axum::extract::multipart::Field<'_>) -> Result<Vec<u8>, WebError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await? {
        if bytes.len() + piece.len() > LARGEST {
            return Err(WebError::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// What is no table is not kept: the reader is told at once.
async fn receive(
    app: &App,
    actor: &Actor,
    name: String,
    bytes: Vec<u8>,
) -> Result<Result<ImportId, ReadError>, WebError> {
    let asked = name.clone();
    let read = app.parse(move || {
        let answer = Reading::of(&bytes, &asked, None).map(drop);
        (answer, hex::encode(Sha256::digest(&bytes)), bytes)
    });
    let (answer, digest, bytes) = read.await?;
    match answer {
        Ok(()) => Ok(Ok(planning::keep(&app.store, actor, &name, &digest, &bytes).await?)),
        Err(error) => Ok(Err(error)),
    }
}

/// The name of a file that came without one.
const NAMELESS: &str = "-";

/// The last part of a path, in one line that fits.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let line: String = clean_line(last).chars().take(120).collect();
    if line.is_empty() { NAMELESS.to_owned() } else { line }
}
