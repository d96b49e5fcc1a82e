//! `GET /desk/{office}/opinions`: what waits for an answer, the one due first on top; what was answered and done. Four
//! statements for any number of opinions.

use askama::Template;
use axum::extract::State as Shared;
use axum::response::Response;
use linli_domain::consultation::opinion::{Channel, State};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_store::consultation::opinion::{self, Counts, Listed, Show, Wanted};
use linli_store::consultation::rules;
use linli_store::register::listing::Reach;
use serde::Deserialize;

use super::{address, excerpt, look, place, root, state, veil};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Field, page};

/// Opinions on one page.
const PAGE: usize = 50;
/// Neighbourhoods to choose from.
const CHOICES: usize = 2_000;

/// What the address asks for, as text: a filter that cannot be read leaves everything in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `answered`, `done`, `all`, `withdrawn`; else what waits.
    pub show: String,
    /// A neighbourhood.
    pub of: String,
    pub channel: String,
    pub late: String,
    pub hazard: String,
    pub again: String,
    /// An answer: those that it serves.
    pub answer: String,
    pub after: String,
}

impl Asked {
    pub(super) fn wanted(&self, actor: &Actor, act: Act, office: Office, today: Date) -> Wanted {
        Wanted {
            show: match self.show.as_str() {
                "answered" => Show::In(State::Answered),
                "done" => Show::In(State::Done),
                "withdrawn" => Show::In(State::Withdrawn),
                "all" => Show::All,
                _ => Show::Waiting,
            },
            neighbourhood: self.of.parse::<NeighbourhoodId>().ok(),
            channel: self.channel.parse().ok(),
            hazard: self.hazard == "yes",
            due_before: (self.late == "yes").then_some(today),
            unsettled: self.again == "yes",
            answer: self.answer.parse().ok(),
            reach: Reach::of(actor, act, office),
            after: self.after.rsplit_once('|').map(|(key, id)| (clean_line(key), clean_line(id))),
        }
    }

    fn is_filtered(&self) -> bool {
        let chosen = [&self.of, &self.channel, &self.answer].iter().any(|chosen| !chosen.is_empty());
        chosen || [&self.late, &self.hazard, &self.again].iter().any(|asked| *asked == "yes")
    }
}

#[derive(Template)]
#[template(path = "consultation/opinions/list.html")]
struct ListPage {
    ctx: Ctx,
    root: String,
    lead: String,
    rules: String,
    tabs: Vec<Tab>,
    alerts: Vec<Alert>,
    show: &'static str,
    filters: Vec<Field>,
    filtered: bool,
    rows: Vec<Row>,
    shown: String,
    next: Option<String>,
    new: Option<String>,
    answers: String,
    may_answer: bool,
    export: Vec<(String, String)>,
    empty: String,
    empty_hint: String,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

struct Alert {
    text: String,
    href: String,
    look: &'static str,
}

#[allow(clippy::struct_excessive_bools, reason = "each says whether one tag is shown")]
struct Row {
    id: String,
    href: String,
    text: String,
    place: String,
    channel: String,
    received: String,
    due: String,
    state: String,
    look: &'static str,
    late: bool,
    hazard: bool,
    objection: bool,
    again: bool,
    verified: bool,
    pick: bool,
}

pub async fn show(
    Shared(app): Shared<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let today = app.today();
    let wanted = asked.wanted(&actor, Act::ReadOpinions, office, today);
    let whole = Wanted { reach: wanted.reach.clone(), neighbourhood: wanted.neighbourhood, ..Wanted::default() };
    let read = app.store.read(move |tx| {
        let found = opinion::page(tx, office, &wanted, PAGE + 1)?;
        let counts = opinion::counts(tx, office, &whole, today)?;
        let choices = opinion::neighbourhoods(tx, office, &whole.reach, CHOICES)?;
        Ok::<_, WebError>((found, counts, choices, rules::of(tx, office, today)?))
    });
    let (mut found, counts, choices, rules) = read.await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    for one in &mut found {
        veil(&actor, office, &mut one.opinion);
    }
    let next = found.last().filter(|_| more);
    let next = next.map(|last| ctx.here_with("after", &format!("{}|{}", last.key, last.opinion.id)));
    let may_answer = actor.may_enter(Act::AnswerOpinion, office).is_ok();
    let show = ["answered", "done", "all", "withdrawn"].into_iter().find(|show| *show == asked.show);
    let show = show.unwrap_or("waiting");
    let rows: Vec<Row> = found.iter().map(|one| row(&ctx, office, one, today, may_answer)).collect();
    let filtered = asked.is_filtered();
    let empty = if filtered { "found" } else { show };
    Ok(page(&ListPage {
        root: root(office),
        lead: ctx.t_n("consultation-rules-says-answer", rules.answer_days),
        rules: format!("/desk/{office}/consultation-rules"),
        tabs: tabs(&ctx, office, &asked, show, &counts),
        alerts: alerts(&ctx, office, &asked, &counts),
        show,
        filters: filters(&ctx, &asked, choices),
        filtered,
        may_answer: rows.iter().any(|row| row.pick),
        rows,
        shown: ctx.t_n(if show == "waiting" { "opinions-shown-due" } else { "opinions-shown" }, found.len()),
        next,
        new: actor.may_enter(Act::RecordOpinion, office).is_ok().then(|| format!("{}/new", root(office))),
        answers: format!("/desk/{office}/answers/new"),
        export: export(&ctx, &actor, office),
        empty: ctx.t(format!("opinions-none-{empty}")),
        empty_hint: ctx.t(if filtered { "opinions-none-found-hint" } else { "opinions-none-hint" }),
        ctx,
    }))
}

fn row(ctx: &Ctx, office: Office, one: &Listed, today: Date, may_answer: bool) -> Row {
    let (opinion, standing) = (&one.opinion, &one.opinion.standing);
    let state_of = standing.state();
    let due = || ctx.t_with("opinions-due-on", &[("day", ctx.day(standing.due))]);
    Row {
        id: opinion.id.to_string(),
        href: address(office, opinion.id),
        text: excerpt(ctx, &opinion.text),
        place: place([&one.neighbourhood, &one.building, &one.entrance, &one.room]),
        channel: ctx.t(format!("opinions-channel-{}", opinion.channel.as_str())),
        received: ctx.t_with("opinions-received-on", &[("day", ctx.day(opinion.received_on))]),
        due: if state_of.is_waiting() { due() } else { String::new() },
        state: state(ctx, state_of),
        look: look(state_of),
        late: standing.is_late(today),
        objection: one.opinion.objects_to.is_some(),
        hazard: standing.hazard_open && state_of != State::Withdrawn,
        again: one.open_versions > 0,
        verified: opinion.address.is_verified(),
        pick: may_answer && state_of.is_waiting(),
    }
}

fn tabs(ctx: &Ctx, office: Office, asked: &Asked, show: &str, counts: &Counts) -> Vec<Tab> {
    let of = of_query(asked);
    let all = [
        ("waiting", counts.waiting),
        ("answered", counts.answered),
        ("done", counts.done),
        ("all", counts.all()),
        ("withdrawn", counts.withdrawn),
    ];
    let tab = |(of_tab, count): (&str, i64)| Tab {
        label: ctx.t(format!("opinions-tab-{of_tab}")),
        count: ctx.number(count),
        href: format!("{}?show={of_tab}{of}", root(office)),
        current: of_tab == show,
    };
    all.into_iter().map(tab).collect()
}

/// The neighbourhood stays chosen from tab to tab.
fn of_query(asked: &Asked) -> String {
    if asked.of.parse::<NeighbourhoodId>().is_ok() { format!("&of={}", asked.of) } else { String::new() }
}

/// What nobody should overlook, each with the list of it.
fn alerts(ctx: &Ctx, office: Office, asked: &Asked, counts: &Counts) -> Vec<Alert> {
    let all = [
        ("opinions-some-late", counts.late, "red", "late=yes"),
        ("opinions-some-hazards", counts.hazards, "red", "show=all&hazard=yes"),
        ("opinions-some-again", counts.unsettled, "amber", "show=all&again=yes"),
    ];
    let some = all.into_iter().filter(|(_, count, ..)| *count > 0);
    some.map(|(key, count, look, query)| Alert {
        text: ctx.t_n(key, count),
        href: format!("{}?{query}{}", root(office), of_query(asked)),
        look,
    })
    .collect()
}

fn filters(ctx: &Ctx, asked: &Asked, choices: Vec<opinion::Choice>) -> Vec<Field> {
    let all = |key: &str| (String::new(), ctx.t(key));
    let places = choices.into_iter().map(|one| (one.id.to_string(), one.name));
    let channels =
        Channel::ALL.map(|one| (one.as_str().to_owned(), ctx.t(format!("opinions-channel-{}", one.as_str()))));
    let select = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("opinions-filter-{name}"))).kind("select").value(value).quiet()
    };
    let check = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("opinions-filter-{name}"))).kind("checkbox").value(value).quiet()
    };
    vec![
        select("of", &asked.of).options(std::iter::once(all("opinions-filter-any-place")).chain(places)),
        select("channel", &asked.channel).options(std::iter::once(all("opinions-filter-any-channel")).chain(channels)),
        check("late", &asked.late),
        check("hazard", &asked.hazard),
    ]
}

/// The same list as a file, for who may take records away.
fn export(ctx: &Ctx, actor: &Actor, office: Office) -> Vec<(String, String)> {
    if actor.may_enter(Act::ExportOpinions, office).is_err() {
        return Vec::new();
    }
    let query = if ctx.query.is_empty() { String::new() } else { format!("?{}", ctx.query) };
    let file =
        |ending: &str| (ctx.t(format!("opinions-export-{ending}")), format!("{}/export.{ending}{query}", root(office)));
    vec![file("xlsx"), file("csv")]
}
