//! What was changed, by whom, when and why: of this record and of those that went into it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::facts::{Facts, Field};
use linli_store::register::history::{self, Version};
use linli_store::register::neighbourhood;

use super::head::Head;
use super::words::{self, Names};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "register/history.html")]
struct HistoryPage {
    ctx: Ctx,
    head: Head,
    title: String,
    entries: Vec<Entry>,
}

struct Entry {
    at: String,
    act: String,
    by: String,
    reason: Option<String>,
    /// The name of the other record, where the version is not of this one.
    other: Option<String>,
    /// Whether it is the first version of its record: nothing stood there before.
    first: bool,
    changes: Vec<Change>,
}

struct Change {
    label: String,
    from: Option<String>,
    to: Option<String>,
}

/// `GET /desk/{office}/register/{id}/history`. Three statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        Ok::<_, WebError>((n, history::of(tx, office, id)?, Names::read(tx, office)?))
    });
    let (n, versions, names) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let before: BTreeMap<(NeighbourhoodId, i64), &Facts> =
        versions.iter().map(|v| ((v.neighbourhood, v.version), &v.facts)).collect();
    let entry = |v: &Version| Entry {
        at: ctx.instant(v.at),
        act: act(&ctx, &v.act),
        by: v.by_name.clone(),
        reason: v.reason.clone(),
        first: v.version == 1,
        other: (v.neighbourhood != id).then(|| v.facts.name.clone()),
        changes: changes(&ctx, &names, before.get(&(v.neighbourhood, v.version - 1)).copied(), &v.facts),
    };
    let entries = versions.iter().map(entry).collect();
    let head = Head::of(&ctx, &names, &n, &actor, app.today());
    Ok(page(&HistoryPage { title: ctx.t("register-tab-history"), head, entries, ctx }))
}

/// What was done; the name in the record where an import or a later room has one of its own.
fn act(ctx: &Ctx, act: &str) -> String {
    let key = format!("register-act-{act}");
    if ctx.lang.has(&key) { ctx.t(&key) } else { act.to_owned() }
}

/// Field by field; of a first version, everything that was known.
fn changes(ctx: &Ctx, names: &Names, before: Option<&Facts>, after: &Facts) -> Vec<Change> {
    let text = |facts: &Facts, field| facts.text(field);
    let value = |facts: &Facts, field| words::value(ctx, names, facts, field);
    let differs = |field: &Field| before.and_then(|b| text(b, *field)) != text(after, *field);
    Field::ALL
        .into_iter()
        .filter(differs)
        .map(|field| Change {
            label: words::field(ctx, field),
            from: before.and_then(|b| value(b, field)),
            to: value(after, field),
        })
        .collect()
}
