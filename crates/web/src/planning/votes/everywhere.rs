//! `GET /desk/{office}/votes`: the owners' votes of an office; `…/places/{neighbourhood}`: those of one neighbourhood.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::planning::vote::VoteId;
use linli_store::planning::vote::{self, Kept, Tab as Which};
use linli_store::register::listing::Reach;
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::{address, crumbs, of_place as place_address, root, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Paging, page};

/// Votes on one page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    show: String,
    /// The last vote of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "planning/votes/everywhere.html")]
struct EverywherePage {
    ctx: Ctx,
    root: String,
    show: &'static str,
    search: Field,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    filtered: bool,
    paging: Paging,
    rules: String,
    plans: String,
}

#[derive(Template)]
#[template(path = "planning/votes/place.html")]
struct PlacePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    rows: Vec<Row>,
    /// Where the next one is drafted.
    new: Option<String>,
    plan: String,
    owners: Option<String>,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    title: String,
    place: String,
    place_href: String,
    matter: String,
    days: String,
    state: String,
    look: &'static str,
    came: String,
}

fn row(ctx: &Ctx, office: Office, vote: &Kept, place: &str, today: Date) -> Row {
    let (state, look) = words::state(ctx, vote, today);
    let came = [("part", ctx.number(vote.came.heads)), ("whole", ctx.number(vote.total.heads))];
    Row {
        href: address(office, vote.id),
        title: vote.draft.title.clone(),
        place: place.to_owned(),
        place_href: place_address(office, vote.draft.neighbourhood),
        matter: words::matter(ctx, vote.draft.matter),
        days: words::days(ctx, vote),
        state,
        look,
        came: if vote.total.heads > 0 { ctx.t_with("votes-of", &came) } else { "—".to_owned() },
    }
}

/// Two statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (today, reach) = (app.today(), Reach::of(&actor, Act::ReadPlans, office));
    let which = Which::ALL.into_iter().find(|tab| tab.as_str() == asked.show).unwrap_or_default();
    let sought: String = asked.q.trim().chars().take(40).collect();
    let (find, after) = (sought.clone(), asked.after.parse::<VoteId>().ok());
    let read = app.store.read(move |tx| {
        let rows = vote::everywhere(tx, office, (&reach, today), which, &find, after, PAGE + 1)?;
        Ok::<_, WebError>((rows, vote::counts(tx, office, &reach, today)?))
    });
    let (mut all, counts) = read.await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|last| ctx.here_with("after", &last.vote.id.to_string()));
    let tab = |(tab, count): (Which, i64)| Tab {
        label: ctx.t(format!("votes-tab-{}", tab.as_str())),
        count: ctx.number(count),
        href: ctx.here_with("show", tab.as_str()),
        current: tab == which,
    };
    let shown = EverywherePage {
        search: Field::new("q", ctx.t("votes-find-what")).kind("search").value(&sought).quiet(),
        tabs: Which::ALL.into_iter().zip(counts).map(tab).collect(),
        filtered: !sought.is_empty() || which != Which::All,
        paging: Paging {
            previous: (!asked.after.is_empty()).then(|| ctx.here_with("after", "")),
            next,
            shown: ctx.t_n("votes-shown", all.len()),
        },
        rows: all.iter().map(|one| row(&ctx, office, &one.vote, &one.place, today)).collect(),
        root: root(office),
        show: which.as_str(),
        rules: format!("/desk/{office}/vote-rules"),
        plans: format!("/desk/{office}/plans"),
        ctx,
    };
    Ok(page(&shown))
}

/// Two statements: a neighbourhood does not vote so often that it needs pages.
pub async fn of_place(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        Ok::<_, WebError>((n, vote::of(tx, office, id)?))
    });
    let (n, votes) = read.await?;
    actor.may(Act::ReadPlans, &n.place())?;
    let here = place_address(office, id);
    let keeps = n.merged_into.is_none() && actor.may(Act::KeepVotes, &n.place()).is_ok();
    let shown = PlacePage {
        crumbs: crumbs(&ctx, office),
        title: ctx.t_with("votes-of-place", &[("name", &n.facts.name)]),
        rows: votes.iter().map(|vote| row(&ctx, office, vote, &n.facts.name, today)).collect(),
        new: keeps.then(|| format!("{here}/new")),
        plan: format!("/desk/{office}/plans/places/{id}"),
        owners: actor.may(Act::ReadOwners, &n.place()).is_ok().then(|| format!("/desk/{office}/register/{id}/owners")),
        ctx,
    };
    Ok(page(&shown))
}
