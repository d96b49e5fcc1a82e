//! The audit trail (审计日志) as the auditor reads it: who did what and when, and whether the chain holds.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::AccountId;
use linli_store::trail::{self, Breach, Filter, Line};
use serde::Deserialize;
use serde_json::json;

use super::acts;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, Paging, Problems, Tone, page};

/// Lines on one page.
const PAGE: u32 = 100;

#[derive(Template)]
#[template(path = "people/trail.html")]
struct TrailPage {
    ctx: Ctx,
    problems: Problems,
    fields: [Field; 3],
    lines: Vec<Shown>,
    paging: Paging,
    head: Option<trail::Head>,
    /// What a check found, where one was asked for.
    breaches: Option<Vec<Breach>>,
}

/// A line as it is read.
struct Shown {
    act: String,
    /// The end of the subject's id: enough to tell two apart.
    about: String,
    /// Its own page,
    page: Option<String>,
    /// all lines about it,
    same: String,
    /// and all lines of who did this.
    by: String,
    detail: Vec<(String, String)>,
    line: Line,
}

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    act: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    subject: String,
    before: Option<i64>,
    /// Walk the whole chain and say whether it holds.
    check: Option<String>,
}

/// `GET /desk/{office}/trail`: reading it is written down too, in the reader's own office.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let filter = filter(&ctx, &asked, &mut problems);
    let detail = json!({ "act": asked.act, "account": asked.account, "subject": asked.subject });
    let noted = app.store.write(&actor, move |tx| {
        tx.record("trail.read", office, detail.clone());
        Ok::<_, linli_store::Error>(())
    });
    noted.await?;
    let (before, check) = (asked.before, asked.check.is_some());
    let read = app.store.read(move |tx| {
        let lines = trail::page(tx, office, &filter, before, PAGE + 1)?;
        let breaches = if check { Some(trail::verify(tx, office)?) } else { None };
        Ok::<_, linli_store::Error>((lines, trail::head(tx, office)?, breaches))
    });
    let (mut lines, head, breaches) = read.await?;
    let more = lines.len() > PAGE as usize;
    lines.truncate(PAGE as usize);
    let next = lines.last().filter(|_| more).map(|last| ctx.here_with("before", &last.seq.to_string()));
    let paging = Paging { previous: None, next, shown: ctx.t_n("people-trail-shown", lines.len()) };
    let lines = lines.into_iter().map(|line| shown(&ctx, line)).collect();
    let fields = fields(&ctx, &asked, &problems);
    Ok(page(&TrailPage { ctx, problems, fields, lines, paging, head, breaches }))
}

fn shown(ctx: &Ctx, line: Line) -> Shown {
    Shown {
        act: acts::word(ctx, &line.act),
        about: acts::short(&line.subject).to_owned(),
        page: acts::page_of(ctx, &line),
        same: ctx.here_with("subject", &line.subject),
        by: ctx.here_with("account", &line.account.to_string()),
        detail: detail(ctx, &line.detail),
        line,
    }
}

/// What else was written, without the marks of its notation.
fn detail(ctx: &Ctx, written: &str) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(pairs)) = serde_json::from_str(written) else { return Vec::new() };
    let plain = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(all) => all
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    let pairs = pairs.into_iter().map(|(key, value)| acts::pair(ctx, &key, plain(value)));
    pairs.filter(|(_, value)| !value.is_empty()).collect()
}

fn filter(ctx: &Ctx, asked: &Asked, problems: &mut Problems) -> Filter {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let account = given(&asked.account).and_then(|text| {
        let id = text.parse::<AccountId>();
        id.map_err(|_| problems.add("account", ctx.t("people-trail-bad-account"))).ok()
    });
    Filter { act: given(&asked.act), account, subject: given(&asked.subject) }
}

fn fields(ctx: &Ctx, asked: &Asked, problems: &Problems) -> [Field; 3] {
    let field = |name, label, value: &str| Field::new(name, ctx.t(label)).value(value).quiet().problem(problems);
    let any = (String::new(), ctx.t("people-act-any"));
    let acts = acts::ACTS.iter().map(|act| ((*act).to_owned(), acts::word(ctx, act)));
    [
        field("act", "people-trail-act", &asked.act).kind("select").options(std::iter::once(any).chain(acts)),
        field("account", "people-trail-account", &asked.account),
        field("subject", "people-trail-subject", &asked.subject),
    ]
}
