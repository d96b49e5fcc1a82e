//! `GET /desk/{office}/tasks`: what waits for me, what I wait for, all that I may see; the one due first on top. Five
//! statements for any number of tasks.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_store::organisation::rules;
use linli_store::organisation::task::{self, Wanted, Whose};
use serde::Deserialize;

use super::{Row, reach, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, page};

/// Tasks on one page.
const PAGE: usize = 50;
/// The longest text to search for, in characters.
const LONGEST_WORDS: usize = 80;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `given`, `all` or `over`; else what waits for the reader.
    show: String,
    q: String,
    late: String,
    after: String,
}

#[derive(Template)]
#[template(path = "organisation/tasks/list.html")]
struct ListPage {
    ctx: Ctx,
    root: String,
    tabs: Vec<Tab>,
    show: String,
    filters: [Field; 2],
    filtered: bool,
    rows: Vec<Row>,
    shown: String,
    next: Option<String>,
    new: Option<String>,
    empty: String,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
    late: bool,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let (today, own) = (app.today(), actor.account);
    let show = ["given", "all", "over"].into_iter().find(|show| *show == asked.show).unwrap_or("mine");
    let wanted = |show: &str| Wanted {
        whose: match show {
            "given" => Whose::GivenBy(own),
            "mine" => Whose::WaitsFor(own),
            _ => Whose::All,
        },
        reader: own,
        reach: reach(&actor, office),
        running: show != "over",
        due_before: (asked.late == "yes").then_some(today),
        words: clean_line(&asked.q).chars().take(LONGEST_WORDS).collect(),
        after: asked.after.split_once('|').map(|(day, id)| (clean_line(day), clean_line(id))),
    };
    let counted = ["mine", "given", "all"].map(|show| Wanted {
        due_before: None,
        words: String::new(),
        after: None,
        ..wanted(show)
    });
    let page_of = wanted(show);
    let read = app.store.read(move |tx| {
        let mut counts = Vec::new();
        for wanted in &counted {
            counts.push(task::counts(tx, office, wanted, today)?);
        }
        let found = task::page(tx, office, &page_of, PAGE + 1)?;
        Ok::<_, WebError>((counts, found, rules::of(tx, office, today)?))
    });
    let (counts, mut found, rules) = read.await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let filtered = !clean_line(&asked.q).is_empty() || asked.late == "yes";
    let next =
        found.last().filter(|_| more).map(|(last, _)| ctx.here_with("after", &format!("{}|{}", last.due, last.id)));
    let tab = |of: &str, count: Option<(i64, i64)>| Tab {
        label: ctx.t(format!("tasks-tab-{of}")),
        count: count.map(|(all, _)| ctx.number(all)).unwrap_or_default(),
        href: format!("{}?show={of}", root(office)),
        current: of == show,
        late: count.is_some_and(|(_, late)| late > 0),
    };
    let tabs = ["mine", "given", "all"].iter().zip(&counts).map(|(of, count)| tab(of, Some(*count)));
    Ok(page(&ListPage {
        root: root(office),
        tabs: tabs.chain([tab("over", None)]).collect(),
        show: show.to_owned(),
        filters: [
            Field::new("q", ctx.t("tasks-search")).kind("search").value(&asked.q).quiet(),
            Field::new("late", ctx.t("tasks-late")).kind("checkbox").value(&asked.late).quiet(),
        ],
        filtered,
        rows: found.iter().map(|(task, place)| Row::of(&ctx, office, task, place.as_deref(), today, &rules)).collect(),
        shown: ctx.t_n("tasks-shown", found.len()),
        next,
        new: actor.may_enter(Act::GiveTasks, office).is_ok().then(|| format!("{}/new", root(office))),
        empty: ctx.t(if filtered { "tasks-none-found".to_owned() } else { format!("tasks-none-{show}") }),
        ctx,
    }))
}
