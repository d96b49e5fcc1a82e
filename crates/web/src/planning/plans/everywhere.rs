//! `GET /desk/{office}/plans`: every neighbourhood with its plan: what is drafted, what hangs, what is objected to.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{Date, Office};
use linli_store::planning::plan::{self, Entry, Tab as Which};
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::{address, of_place, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, Paging, page};

/// Neighbourhoods on one page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    show: String,
    /// The number of the last row of the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "planning/plans/everywhere.html")]
struct EverywherePage {
    ctx: Ctx,
    root: String,
    /// Which tab is shown.
    show: &'static str,
    search: Field,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    filtered: bool,
    paging: Paging,
    rules: String,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Row {
    name: String,
    href: String,
    draft: Option<(String, String)>,
    posted: Option<(String, String)>,
    /// Whether its notice hangs, and until when.
    notice: Option<(String, &'static str)>,
    items: String,
    cost: String,
    open: i64,
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
    let (words, after) = (asked.q.trim().to_owned(), asked.after.clone());
    let sought = words.clone();
    let read = app.store.read(move |tx| {
        let rows = plan::everywhere(tx, office, (&reach, today), which, &sought, &after, PAGE + 1)?;
        Ok::<_, WebError>((rows, plan::counts(tx, office, &reach, today)?))
    });
    let (mut all, counts) = read.await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|last| ctx.here_with("after", &last.number));
    let tab = |tab: Which| Tab {
        label: ctx.t(format!("plans-tab-{}", tab.as_str())),
        count: ctx.number(counts.of(tab)),
        href: ctx.here_with("show", tab.as_str()),
        current: tab == which,
    };
    let shown = EverywherePage {
        search: Field::new("q", ctx.t("plans-col-place")).kind("search").value(&words).quiet(),
        tabs: Which::ALL.into_iter().map(tab).collect(),
        filtered: !words.is_empty() || which != Which::All,
        paging: Paging {
            previous: (!asked.after.is_empty()).then(|| ctx.here_with("after", "")),
            next,
            shown: ctx.t_n("plans-places-shown", all.len()),
        },
        rows: all.iter().map(|one| row(&ctx, office, one, today)).collect(),
        root: root(office),
        show: which.as_str(),
        rules: format!("/desk/{office}/planning-rules"),
        ctx,
    };
    Ok(page(&shown))
}

fn row(ctx: &Ctx, office: Office, one: &Entry, today: Date) -> Row {
    let version = |pair: Option<(_, i64)>| pair.map(|(id, n)| (address(office, id), ctx.t_n("plans-version", n)));
    let notice = one.until.filter(|_| one.posted.is_some()).map(|until| {
        let hangs = until >= today;
        let key = if hangs { "plans-hangs-until" } else { "plans-hung-until" };
        (ctx.t_with(key, &[("day", ctx.day(until))]), if hangs { "amber" } else { "green" })
    });
    Row {
        name: one.name.clone(),
        href: of_place(office, one.neighbourhood),
        draft: version(one.draft),
        posted: version(one.posted),
        notice,
        items: ctx.number(one.items),
        cost: ctx.money_wan(one.cost),
        open: one.open,
    }
}
