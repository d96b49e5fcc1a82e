//! One import: what it would do or has done, row by row; or how far it is.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::register::intake::{ImportId, Outcome};
use linli_store::Error;
use linli_store::register::division;
use linli_store::register::intake::{self, Intake, Line, State as Stand};
use serde::Deserialize;

use super::words::{self, Names};
use super::{background, columns, list};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Problems, page};

/// Rows on one page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "register/imports/import.html")]
struct ImportPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    file: String,
    about: String,
    state: String,
    look: &'static str,
    message: Option<String>,
    same: Option<(String, String)>,
    may_apply: bool,
    may_undo: bool,
    refused: bool,
    tabs: Vec<Tab>,
    rows: Vec<RowView>,
    next: Option<String>,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct RowView {
    row: String,
    name: String,
    href: Option<String>,
    outcome: String,
    look: &'static str,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "register/imports/wait.html")]
struct WaitPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    file: String,
    state: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: i64,
}

/// `GET /desk/{office}/imports/{id}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, ImportId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, WebError> {
    let about = background::look(&app, &actor, id).await?;
    match about.state {
        Stand::Uploaded | Stand::Failed => {
            columns::columns(&app, ctx, office, about, None, StatusCode::OK, Problems::default()).await
        }
        Stand::Receiving | Stand::Planning | Stand::Applying => Ok(wait(ctx, office, &about)),
        Stand::Previewed | Stand::Applied | Stand::Undone => rows(&app, ctx, office, about, wanted).await,
    }
}

/// The page asks again by itself, without a script; it can be closed meanwhile.
fn wait(ctx: Ctx, office: Office, about: &Intake) -> Response {
    let mut answer = page(&WaitPage {
        crumbs: vec![Crumb::new(ctx.t("imports-title"), super::root(office))],
        here: super::address(office, about.id),
        file: about.file_name.clone(),
        state: ctx.t(format!("imports-state-{}", about.state.as_str())),
        ctx,
    });
    answer.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static("2"));
    answer
}

async fn rows(app: &App, ctx: Ctx, office: Office, about: Intake, wanted: Wanted) -> Result<Response, WebError> {
    let filter = if Outcome::ALL.contains(&wanted.show.as_str()) { wanted.show } else { String::new() };
    let (id, digest, only, most) = (about.id, about.digest.clone(), filter.clone(), PAGE_AND_ONE);
    let after = wanted.after;
    let read = app.store.read(move |tx| {
        let lines = intake::page(tx, office, id, &only, after, most)?;
        let names = division::within(tx, office.code())?;
        Ok::<_, Error>((lines, names, intake::same_file(tx, office, &digest, id)?))
    });
    let (mut lines, names, same) = read.await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let here = super::address(office, id);
    let names = Names::new(names);
    let next = lines.last().filter(|_| more).map(|last| format!("{here}?show={filter}&after={}", last.row));
    let applied = about.state == Stand::Applied;
    let view = |line: &Line| row(&ctx, office, &names, line, applied);
    let rows = lines.iter().map(view).collect();
    let who = [("by", about.by_name.clone()), ("at", ctx.instant(about.at))];
    Ok(page(&ImportPage {
        crumbs: vec![Crumb::new(ctx.t("imports-title"), super::root(office))],
        file: about.file_name.clone(),
        about: ctx.t_with("imports-about", &who),
        state: ctx.t(format!("imports-state-{}", about.state.as_str())),
        look: list::look(about.state),
        message: about.message.as_ref().map(|key| ctx.t(format!("imports-message-{key}"))),
        same: same.filter(|_| !applied).map(|other| (super::address(office, other.id), ctx.instant(other.at))),
        may_apply: about.state == Stand::Previewed && about.counts.written() > 0,
        may_undo: applied && about.counts.written() > 0,
        refused: about.counts.refused > 0,
        tabs: tabs(&ctx, &here, &about, &filter),
        here,
        rows,
        next,
        ctx,
    }))
}

const PAGE_AND_ONE: i64 = 101;

fn tabs(ctx: &Ctx, here: &str, about: &Intake, filter: &str) -> Vec<Tab> {
    let counts = about.counts;
    let tab = |show: &str, key: &str, n: i64| Tab {
        label: ctx.t(key),
        count: ctx.number(n),
        href: format!("{here}?show={show}"),
        current: show == filter,
    };
    vec![
        tab("", "imports-all", counts.all()),
        tab("new", "imports-outcome-new", counts.new),
        tab("changed", "imports-outcome-changed", counts.changed),
        tab("same", "imports-outcome-same", counts.same),
        tab("refused", "imports-outcome-refused", counts.refused),
    ]
}

fn row(ctx: &Ctx, office: Office, names: &Names, line: &Line, applied: bool) -> RowView {
    let lines = match (&line.before, &line.after) {
        (Some(before), Some(after)) => {
            before.changes(after).iter().map(|change| words::change(ctx.lang, names, change)).collect()
        }
        (None, Some(after)) => vec![names.of(after.division)],
        _ => line.reasons.iter().map(|reason| words::sentence(ctx.lang, reason)).collect(),
    };
    let there = applied || line.outcome != "new";
    RowView {
        row: ctx.number(line.row),
        name: line.name.clone(),
        href: line.target.filter(|_| there).map(|id| format!("/desk/{office}/register/{id}")),
        outcome: ctx.t(format!("imports-outcome-{}", line.outcome)),
        look: match line.outcome.as_str() {
            "new" => "green",
            "changed" => "teal",
            "refused" => "red",
            _ => "grey",
        },
        lines,
    }
}
