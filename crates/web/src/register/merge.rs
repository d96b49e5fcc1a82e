//! Merging two records of one neighbourhood (合并): find the other one, compare, choose field by field, say why.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_domain::register::facts::Field as Fact;
use linli_domain::register::merge::{self as rule, CannotMerge};
use linli_store::register::listing::{self, Reach, Wanted};
use linli_store::register::merge;
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::head::Head;
use super::words::{self, Names};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// So many records are offered at most.
const OFFERED: usize = 20;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    with: Option<NeighbourhoodId>,
}

#[derive(Template)]
#[template(path = "register/merge_find.html")]
struct FindPage {
    ctx: Ctx,
    title: String,
    crumbs: Vec<Crumb>,
    name: String,
    word: Field,
    rows: Vec<Found>,
}

struct Found {
    href: String,
    name: String,
    number: String,
    place: String,
}

#[derive(Template)]
#[template(path = "register/merge.html")]
struct ComparePage {
    ctx: Ctx,
    title: String,
    crumbs: Vec<Crumb>,
    back: String,
    kept: Side,
    gone: Side,
    rows: Vec<Row>,
    reason: Field,
    problems: Problems,
}

/// One of the two records.
struct Side {
    id: NeighbourhoodId,
    version: i64,
    name: String,
    number: String,
}

/// One field of both; a choice only where both know it and do not agree.
struct Row {
    label: String,
    input: String,
    kept: Option<String>,
    gone: Option<String>,
    choose: bool,
    /// Whether the other record's value is taken.
    take: bool,
}

/// `GET /desk/{office}/register/{id}/merge`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    match asked.with {
        Some(other) => {
            let pair = Pair::read(&app, &actor, office, id, other).await?;
            let mut problems = Problems::default();
            if let Err(why) = rule::may_merge(&pair.kept, &pair.gone) {
                problems.add("reason", words::cannot_merge(&ctx, why));
            }
            Ok(pair.page(ctx, &actor, &app, &BTreeMap::new(), problems))
        }
        None => find(&app, ctx, &actor, (office, id), &asked.q).await,
    }
}

async fn find(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, NeighbourhoodId),
    words: &str,
) -> Result<Response, WebError> {
    let typed: String = clean_line(words).chars().take(80).collect();
    let wanted =
        Wanted { words: typed.clone(), reach: Reach::of(actor, Act::EditRegister, office), ..Wanted::default() };
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        // Without words: those of the same town, where a second record of it is most likely.
        let town = n.facts.division.at(linli_domain::kernel::Level::Town);
        let near = Wanted { division: wanted.words.is_empty().then_some(town), ..wanted.clone() };
        let found = listing::page(tx, office, &near, OFFERED + 1)?;
        Ok::<_, WebError>((n, found.rows, Names::read(tx, office)?))
    });
    let (n, found, names) = read.await?;
    actor.may(Act::EditRegister, &n.place())?;
    let head = Head::of(&ctx, &names, &n, actor, app.today());
    let row = |other: &Neighbourhood| Found {
        href: format!("{}/merge?with={}", head.base, other.id),
        name: other.facts.name.clone(),
        number: other.number.clone(),
        place: names.place(other.facts.division),
    };
    Ok(page(&FindPage {
        title: ctx.t("register-merge"),
        crumbs: head.crumbs_below(),
        name: n.facts.name.clone(),
        word: Field::new("q", ctx.t("register-merge-search")).kind("search").value(typed).quiet(),
        rows: found.iter().filter(|other| other.id != id).take(OFFERED).map(row).collect(),
        ctx,
    }))
}

/// The two records, both of which this person may change.
struct Pair {
    kept: Neighbourhood,
    gone: Neighbourhood,
    names: Names,
}

impl Pair {
    async fn read(
        app: &App,
        actor: &Actor,
        office: Office,
        kept: NeighbourhoodId,
        gone: NeighbourhoodId,
    ) -> Result<Self, WebError> {
        let read = app.store.read(move |tx| {
            Ok::<_, WebError>(Self {
                kept: neighbourhood::get(tx, office, kept)?,
                gone: neighbourhood::get(tx, office, gone)?,
                names: Names::read(tx, office)?,
            })
        });
        let pair = read.await?;
        actor.may(Act::EditRegister, &pair.kept.place())?;
        actor.may(Act::EditRegister, &pair.gone.place())?;
        Ok(pair)
    }

    fn page(
        &self,
        ctx: Ctx,
        actor: &Actor,
        app: &App,
        typed: &BTreeMap<String, String>,
        problems: Problems,
    ) -> Response {
        let head = Head::of(&ctx, &self.names, &self.kept, actor, app.today());
        let side = |n: &Neighbourhood| Side {
            id: n.id,
            version: n.version,
            name: n.facts.name.clone(),
            number: n.number.clone(),
        };
        let row = |field: Fact| {
            let (a, b) = (self.kept.facts.text(field), self.gone.facts.text(field));
            let value = |n: &Neighbourhood| words::value(&ctx, &self.names, &n.facts, field);
            let input = input(field);
            Row {
                label: words::field(&ctx, field),
                kept: value(&self.kept),
                gone: value(&self.gone),
                choose: a.is_some() && b.is_some() && a != b,
                take: typed.get(&input).is_some_and(|side| side == "gone") || (a.is_none() && b.is_some()),
                input,
            }
        };
        let reason = typed.get("reason").cloned().unwrap_or_default();
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let shown = ComparePage {
            title: ctx.t("register-merge"),
            crumbs: head.crumbs_below(),
            back: head.base,
            kept: side(&self.kept),
            gone: side(&self.gone),
            rows: Fact::ALL.into_iter().map(row).collect(),
            reason: Field::new("reason", ctx.t("register-field-reason"))
                .hint(ctx.t("register-merge-reason-hint"))
                .value(reason)
                .required()
                .problem(&problems),
            problems,
            ctx,
        };
        page_with(status, &shown)
    }
}

/// The name of the choice of one field.
fn input(field: Fact) -> String {
    format!("take_{}", field.key())
}

/// `POST /desk/{office}/register/{id}/merge`
pub async fn carry_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Form(typed): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let number = |name: &str| typed.get(name).and_then(|text| text.parse::<i64>().ok()).ok_or(WebError::BadRequest);
    let other = typed.get("with").and_then(|text| text.parse().ok()).ok_or(WebError::BadRequest)?;
    let versions = (number("kept_version")?, number("gone_version")?);
    let pair = Pair::read(&app, &actor, office, id, other).await?;
    let done = || super::done(&super::address(office, id), "register-done-merged");
    if pair.gone.merged_into == Some(id) {
        return Ok(done());
    }
    let mut problems = Problems::default();
    let reason = reason(&ctx, &typed, &mut problems);
    if let Err(why) = rule::may_merge(&pair.kept, &pair.gone) {
        problems.add("reason", words::cannot_merge(&ctx, why));
    }
    let chosen: Vec<Fact> =
        Fact::ALL.into_iter().filter(|field| typed.get(&input(*field)).is_some_and(|side| side == "gone")).collect();
    let facts = rule::merged(&pair.kept.facts, &pair.gone.facts, &chosen);
    for problem in facts.problems(office, app.today()) {
        let label = words::field(&ctx, problem.field);
        problems.add("reason", format!("{label}: {}", words::why(&ctx, problem.field, problem.why)));
    }
    if (pair.kept.version, pair.gone.version) != versions {
        problems.add("reason", ctx.t("register-merge-stale"));
    }
    if !problems.is_empty() {
        return Ok(pair.page(ctx, &actor, &app, &typed, problems));
    }
    let written = app.store.write(&actor, move |tx| {
        let (kept, gone) = (neighbourhood::get(tx, office, id)?, neighbourhood::get(tx, office, other)?);
        tx.actor().may(Act::EditRegister, &kept.place())?;
        tx.actor().may(Act::EditRegister, &gone.place())?;
        let fresh = (kept.version, gone.version) == versions;
        if !fresh || rule::may_merge(&kept, &gone) == Err(CannotMerge::AlreadyMerged) {
            return Err(WebError::Conflict);
        }
        merge::merge(tx, &kept, &gone, facts.clone(), &reason)?;
        Ok(())
    });
    match written.await {
        Ok(()) => Ok(done()),
        Err(WebError::Conflict) => {
            problems.add("reason", ctx.t("register-merge-stale"));
            let pair = Pair::read(&app, &actor, office, id, other).await?;
            Ok(pair.page(ctx, &actor, &app, &typed, problems))
        }
        Err(fault) => Err(fault),
    }
}

/// The reason, which merging and parting need.
pub(super) fn reason(ctx: &Ctx, typed: &BTreeMap<String, String>, problems: &mut Problems) -> String {
    let reason = clean_line(typed.get("reason").map_or("", String::as_str));
    match reason.chars().count() {
        0 => problems.add("reason", ctx.t("register-why-missing-reason")),
        201.. => problems.add("reason", ctx.t("register-why-too-long")),
        _ => {}
    }
    reason
}
