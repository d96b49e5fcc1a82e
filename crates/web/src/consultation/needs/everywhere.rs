//! `GET /desk/{office}/needs`: every neighbourhood with its opinions, what is not grouped yet, what is late, and its needs.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_store::consultation::need::{self, Place, Sought};
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::{board_of, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, Paging, page};

/// Neighbourhoods on one page.
const PAGE: usize = 100;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    /// `waiting`: only where opinions wait to be grouped.
    show: String,
    after: String,
}

#[derive(Template)]
#[template(path = "consultation/needs/everywhere.html")]
struct EverywherePage {
    ctx: Ctx,
    root: String,
    filters: Vec<Field>,
    filtered: bool,
    rows: Vec<Row>,
    export: Option<String>,
    paging: Paging,
}

struct Row {
    place: Place,
    href: String,
    late: Option<String>,
    /// The longest bar has this length.
    most: i64,
}

/// Three statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (today, reach) = (app.today(), Reach::of(&actor, Act::ReadOpinions, office));
    let sought = Sought {
        words: asked.q.trim().to_owned(),
        waiting: asked.show == "waiting",
        after: asked.after.rsplit_once('|').map(|(key, id)| (key.to_owned(), id.to_owned())),
    };
    let (filtered, goes_on) = (!sought.words.is_empty() || sought.waiting, sought.after.is_some());
    let read = app.store.read(move |tx| need::needs_everywhere(tx, office, &reach, today, &sought, PAGE + 1));
    let mut all = read.await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let last = all.last().filter(|_| more);
    let next = last.map(|last| ctx.here_with("after", &format!("{}|{}", last.key, last.id)));
    let most = all.iter().map(|place| place.opinions).max().unwrap_or_default().max(1);
    let row = |place: Place| Row {
        href: board_of(office, place.id),
        late: (place.late > 0).then(|| format!("/desk/{office}/opinions?late=yes&of={}", place.id)),
        most,
        place,
    };
    let shown = ctx.t_n("needs-places-shown", all.len());
    let shown = EverywherePage {
        export: actor.may_enter(Act::ExportOpinions, office).is_ok().then(|| format!("{}/export.xlsx", root(office))),
        paging: Paging { previous: goes_on.then(|| ctx.here_with("after", "")), next, shown },
        root: root(office),
        filters: filters(&ctx, &asked),
        filtered,
        rows: all.into_iter().map(row).collect(),
        ctx,
    };
    Ok(page(&shown))
}

fn filters(ctx: &Ctx, asked: &Asked) -> Vec<Field> {
    let shows = [("", "needs-show-all"), ("waiting", "needs-show-waiting")];
    vec![
        Field::new("q", ctx.t("needs-col-place")).value(&asked.q),
        Field::new("show", ctx.t("needs-show"))
            .kind("select")
            .options(shows.map(|(value, key)| (value.to_owned(), ctx.t(key))))
            .value(&asked.show),
    ]
}
