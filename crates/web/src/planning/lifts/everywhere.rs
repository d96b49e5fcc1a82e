//! `GET /desk/{office}/lifts`: every entrance with a lift project, and where it stands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_store::planning::lift::{self, Entry, Tab as Which};
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::{address, root, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, Paging, page};

/// Entrances on one page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    show: String,
    /// The entrance that stood last on the page before.
    after: String,
}

#[derive(Template)]
#[template(path = "planning/lifts/everywhere.html")]
struct EverywherePage {
    ctx: Ctx,
    here: String,
    rules: String,
    show: &'static str,
    search: Field,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    filtered: bool,
    paging: Paging,
}

struct Row {
    href: String,
    name: String,
    place: String,
    place_href: String,
    number: String,
    state: String,
    look: &'static str,
    said: String,
    cost: String,
    settled: Option<(String, String)>,
}

/// One statement.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let reach = Reach::of(&actor, Act::ReadOpinions, office);
    let which = Which::ALL.into_iter().find(|tab| tab.as_str() == asked.show).unwrap_or_default();
    let (words, after) = (asked.q.trim().to_owned(), asked.after.clone());
    let sought = words.clone();
    let read = app.store.read(move |tx| lift::everywhere(tx, office, &reach, which, &sought, &after, PAGE + 1));
    let mut all = read.await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|last| ctx.here_with("after", &last.entrance.to_string()));
    let tab =
        |tab: Which| (ctx.t(format!("lifts-tab-{}", tab.as_str())), ctx.here_with("show", tab.as_str()), tab == which);
    let shown = EverywherePage {
        search: Field::new("q", ctx.t("plans-col-place")).kind("search").value(&words).quiet(),
        tabs: Which::ALL.map(tab).into(),
        filtered: !words.is_empty() || which != Which::All,
        paging: Paging {
            previous: (!asked.after.is_empty()).then(|| ctx.here_with("after", "")),
            next,
            shown: ctx.t_n("lifts-shown", all.len()),
        },
        rows: all.iter().map(|one| row(&ctx, office, one)).collect(),
        here: format!("/desk/{office}/lifts"),
        rules: format!("/desk/{office}/lift-rules"),
        show: which.as_str(),
        ctx,
    };
    Ok(page(&shown))
}

fn row(ctx: &Ctx, office: Office, one: &Entry) -> Row {
    let (state, look) = words::state(ctx, one.state);
    let [pays, agrees, against, silent] = one.said.map(|n| ctx.number(n));
    let said = [("pays", pays), ("agrees", agrees), ("against", against), ("silent", silent)];
    Row {
        href: address(office, one.scheme),
        name: format!("{} {}", one.building_name, one.entrance_name),
        place: one.neighbourhood_name.clone(),
        place_href: root(office, one.neighbourhood),
        number: ctx.t_n("lifts-version", one.number),
        state,
        look,
        said: ctx.t_with("lifts-said", &said),
        cost: ctx.money_yuan(one.cost),
        settled: one.settled.map(|(id, number)| (address(office, id), ctx.t_n("lifts-version", number))),
    }
}
