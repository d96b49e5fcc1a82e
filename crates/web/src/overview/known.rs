//! What Linli knows about somebody, to read, print and take away (《个人信息保护法》第45条): their own records, whole.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::{Date, Timestamp};
use linli_store::oversight::known;
use serde::Deserialize;
use serde_json::Value;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, SignedIn};
use crate::people::{acts, words};
use crate::shell::{Crumb, Ctx, file, page};

/// What is read first of an entry; the rest in the order of the file.
const FIRST: [&str; 22] = [
    "name",
    "title",
    "act",
    "role",
    "seat",
    "post",
    "standing",
    "chosen",
    "contact",
    "from",
    "until",
    "ended_on",
    "ended_why",
    "said_on",
    "received_at",
    "at",
    "channel",
    "outcome",
    "opinion_state",
    "words",
    "wishes",
    "verdict",
];
/// Entries of one part on the page; the file has all of them.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "overview/known.html")]
struct KnownPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    parts: Vec<Part>,
    /// The same again as a file: where to, and what the form says.
    again: String,
    hidden: Vec<(&'static str, String)>,
}

/// A part of what is known: one record, or a list of them.
struct Part {
    title: String,
    entries: Vec<Vec<(String, String)>>,
    /// How many there are, where more are in the file than on the page.
    of: Option<usize>,
}

/// To read on a page, or to take away as a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum As {
    #[default]
    Page,
    Json,
}

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default, rename = "as")]
    shape: As,
}

/// `POST /me/known`: a form and no link, since it is written down that it was taken.
pub async fn hand_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let (office, id) = (actor.office, actor.account);
    let written = app.store.write(&actor, |tx| {
        known::hand_out(tx);
        Ok::<_, linli_store::Error>(())
    });
    written.await?;
    // Read beside the writer: somebody who worked here for years has many lines.
    let about = app.store.read(move |tx| known::about(tx, office, id)).await?;
    let crumbs = vec![Crumb::new(ctx.t("people-me"), "/me")];
    answer(ctx, crumbs, asked.shape, &about, "/me/known", Vec::new())
}

/// What is known, in the shape that was asked for.
pub(super) fn answer(
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    shape: As,
    about: &Value,
    again: &str,
    hidden: Vec<(&'static str, String)>,
) -> Result<Response, WebError> {
    if shape == As::Json {
        let bytes = serde_json::to_vec_pretty(about).map_err(WebError::fault)?;
        return Ok(file(&ctx, &ctx.t("people-known-file"), "json", "application/json; charset=utf-8", bytes));
    }
    let parts = about.as_object().into_iter().flatten().filter_map(|(key, value)| part(&ctx, key, value)).collect();
    Ok(page(&KnownPage { parts, crumbs, again: again.to_owned(), hidden, ctx }))
}

fn part(ctx: &Ctx, key: &str, value: &Value) -> Option<Part> {
    let (entries, of) = match value {
        Value::Null => return None,
        Value::Array(all) if all.is_empty() => return None,
        Value::Array(all) => {
            let shown = all.iter().rev().take(SHOWN).rev();
            let more = (all.len() > SHOWN).then_some(all.len());
            (shown.map(|entry| pairs(ctx, entry)).collect(), more)
        }
        Value::Object(_) => (vec![pairs(ctx, value)], None),
        plain => (vec![vec![(label(ctx, key), said(ctx, key, plain))]], None),
    };
    Some(Part { title: label(ctx, key), entries, of })
}

fn pairs(ctx: &Ctx, entry: &Value) -> Vec<(String, String)> {
    let all = entry.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(key, _)| FIRST.iter().position(|first| first == key).unwrap_or(FIRST.len()));
    let said = all.into_iter().map(|(key, value)| (label(ctx, key), said(ctx, key, value)));
    said.filter(|(_, value)| !value.is_empty()).collect()
}

fn label(ctx: &Ctx, key: &str) -> String {
    // `known-title` is the page's own.
    ctx.t(if key == "title" { "known-title-of".to_owned() } else { format!("known-{}", key.replace('_', "-")) })
}

/// What a line of the trail says besides, as the trail's own page says it.
fn detail(ctx: &Ctx, text: &str) -> String {
    let detail: Value = serde_json::from_str(text).unwrap_or_default();
    let all = detail.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    let pair = |(key, value): (&String, &Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let (name, value) = acts::pair(ctx, key, value);
        ctx.t_with("known-pair", &[("name", name), ("value", value)])
    };
    all.map(pair).collect::<Vec<_>>().join(&ctx.t("known-and"))
}

/// One of a family of words, where there is one.
fn word(ctx: &Ctx, family: &str, text: &str) -> Option<String> {
    let key = format!("{family}-{}", text.replace('_', "-"));
    ctx.lang.has(&key).then(|| ctx.t(key))
}

/// A value as people read it: days, times and the words of roles, posts and acts.
fn said(ctx: &Ctx, key: &str, value: &Value) -> String {
    let text = match value {
        Value::Bool(yes) => return ctx.t(if *yes { "known-yes" } else { "known-no" }),
        Value::String(text) => text,
        other => return other.to_string(),
    };
    let in_words = match key {
        "role" => text.parse().ok().map(|role| words::role(ctx, role)),
        "post" => text.parse().ok().map(|post| crate::organisation::words::post(ctx, post)),
        "chosen" => text.parse().ok().map(|how| crate::organisation::words::chosen(ctx, how)),
        "standing" => text.parse().ok().map(|kind| crate::organisation::words::standing(ctx, kind)),
        "act" => Some(acts::word(ctx, text)),
        "outcome" => word(ctx, "survey", text),
        "respondent" | "willing" | "pay" => word(ctx, "door", text),
        "channel" => word(ctx, "opinions-channel", text),
        "opinion_state" => word(ctx, "opinions-state", text),
        "verdict" => word(ctx, "opinions-verdict", text),
        "state" => ctx.lang.has(&format!("tasks-state-{text}")).then(|| ctx.t(format!("tasks-state-{text}"))),
        "detail" => Some(detail(ctx, text)),
        "id" | "subject" | "opinion" | "visit" | "answer" => Some(acts::short(text).to_owned()),
        _ => None,
    };
    let at = || text.parse::<Timestamp>().ok().map(|at| ctx.instant(at));
    let day = || text.parse::<Date>().ok().map(|day| ctx.day(day));
    in_words.or_else(at).or_else(day).unwrap_or_else(|| text.clone())
}
