//! `GET /desk/{office}/needs/{need}`: one need: the households behind it and where they live, what they said, how it came about;
//! moved, split, merged, changed from here, and answered for all.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::answer::MOST_AT_ONCE;
use linli_domain::consultation::need::{ChangeId, Need, State as Stands};
use linli_domain::consultation::{Catalogue, NeedId, OpinionId};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::register::Neighbourhood;
use linli_store::consultation::need::{self, Card, Change, Home};
use linli_store::consultation::{answer, catalogue};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::opinions::{excerpt, look, state, verdict, verdict_look};
use super::board::{Told, told};
use super::{address, board_of, crumbs, urgencies, urgency, veil_card, weight, work, works};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

const PAGE: usize = 50;
const TOLD: usize = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "consultation/needs/show.html")]
struct NeedPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    work: String,
    homes: String,
    weight: String,
    urgency: Option<(String, &'static str)>,
    gone: Option<String>,
    /// The one that it was merged into.
    into: Option<String>,
    here: String,
    board: String,
    need: String,
    item: String,
    version: i64,
    change: String,
    buildings: Vec<Bar>,
    most: i64,
    answers: Vec<(String, &'static str, String, String)>,
    answer: Option<(String, String)>,
    /// Answers that could stand beside it as well: id, verdict with its colour, reason.
    given: Vec<(String, String, &'static str, String)>,
    rows: Vec<Row>,
    shown: String,
    next: Option<String>,
    others: Vec<(String, String)>,
    facts: Vec<Field>,
    split: Vec<Field>,
    note: Field,
    may_group: bool,
    is_empty: bool,
    told: Vec<Told>,
    problems: Problems,
}

struct Bar {
    name: String,
    households: i64,
    said: String,
}

struct Row {
    id: String,
    href: String,
    text: String,
    place: String,
    state: String,
    look: &'static str,
    unverified: bool,
    picked: bool,
}

struct Known {
    need: Need,
    place: Neighbourhood,
    catalogue: Catalogue,
    cards: Vec<Card>,
    buildings: Vec<Home>,
    others: Vec<Need>,
    answers: Vec<answer::Version>,
    given: Vec<answer::Version>,
    told: Vec<Change>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeedId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let after = asked.after.parse().ok();
    need_page(&app, ctx, &actor, office, id, after, &BTreeSet::new(), Problems::default()).await
}

/// Twelve statements.
async fn know(app: &App, office: Office, id: NeedId, after: Option<OpinionId>) -> Result<Known, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| {
        let need = need::get(tx, office, id)?;
        let place = neighbourhood::get(tx, office, need.neighbourhood)?;
        let board = place.merged_into.unwrap_or(place.id);
        let buildings = need::buildings(tx, office, id)?;
        Ok::<_, WebError>(Known {
            catalogue: catalogue::of(tx, office, today)?.catalogue,
            cards: need::opinions_of(tx, office, id, after, PAGE + 1)?,
            buildings,
            others: need::of(tx, office, board)?,
            answers: need::answers(tx, office, id)?,
            given: need::given(tx, office, id)?,
            told: need::history_of(tx, office, id, TOLD)?,
            place,
            need,
        })
    });
    read.await
}

#[allow(clippy::too_many_arguments, reason = "what was asked, and what was wrong with it")]
pub(super) async fn need_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    id: NeedId,
    after: Option<OpinionId>,
    picked: &BTreeSet<OpinionId>,
    problems: Problems,
) -> Result<Response, WebError> {
    let mut known = know(app, office, id, after).await?;
    actor.may(Act::ReadOpinions, &known.place.place())?;
    let more = known.cards.len() > PAGE;
    known.cards.truncate(PAGE);
    let next = known.cards.last().filter(|_| more).map(|last| ctx.here_with("after", &last.opinion.id.to_string()));
    for card in &mut known.cards {
        veil_card(actor, office, card);
    }
    let (need, is_open) = (&known.need, known.need.state == Stands::Open);
    let may_group = is_open && actor.may(Act::GroupOpinions, &known.place.place()).is_ok();
    let may_answer = is_open && actor.may(Act::AnswerOpinion, &known.place.place()).is_ok();
    let board = board_of(office, known.place.merged_into.unwrap_or(known.place.id));
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&known.place.facts.name, board.clone()));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = NeedPage {
        crumbs,
        title: need.facts.title.clone(),
        work: work(&ctx, &known.catalogue, &need.facts.item),
        homes: ctx.t_n("needs-households", need.weight.households),
        weight: weight(&ctx, need),
        urgency: urgency(&ctx, need),
        gone: (!is_open).then(|| ctx.t(format!("needs-state-{}", need.state.as_str()))),
        into: match need.state {
            Stands::Merged(into) => Some(address(office, into)),
            Stands::Open | Stands::Withdrawn => None,
        },
        here: address(office, id),
        need: id.to_string(),
        item: need.facts.item.clone(),
        version: need.version,
        change: ChangeId::new().to_string(),
        most: known.buildings.iter().map(|home| home.households).max().unwrap_or_default().max(1),
        buildings: known.buildings.iter().map(|one| bar(&ctx, one)).collect(),
        answers: known.answers.iter().map(|one| answered(&ctx, one)).collect(),
        given: if may_answer { known.given.iter().map(|one| given(&ctx, one)).collect() } else { Vec::new() },
        answer: answer_all(&ctx, actor, office, &known),
        rows: known.cards.iter().map(|card| row(&ctx, office, card, picked)).collect(),
        shown: ctx.t_n("needs-shown", known.cards.len()),
        next,
        others: others(&ctx, &known),
        facts: fact_fields(&ctx, &known, &problems),
        split: split_fields(&ctx),
        note: Field::new("note", ctx.t("needs-field-note")).hint(ctx.t("needs-field-note-hint")),
        is_empty: need.weight.opinions == 0,
        told: told(&ctx, &known.told, may_group),
        board,
        may_group,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn bar(ctx: &Ctx, home: &Home) -> Bar {
    let name = if home.building.is_empty() { ctx.t("needs-no-building") } else { home.building.clone() };
    let said =
        format!("{} · {}", ctx.t_n("needs-households", home.households), ctx.t_n("needs-opinions", home.opinions));
    Bar { name, households: home.households, said }
}

fn row(ctx: &Ctx, office: Office, card: &Card, picked: &BTreeSet<OpinionId>) -> Row {
    let one = &card.opinion;
    let parts = [&card.building, &card.entrance, &card.room].map(String::as_str);
    let place: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let stands = one.standing.state();
    Row {
        id: one.id.to_string(),
        href: format!("/desk/{office}/opinions/{}", one.id),
        text: excerpt(ctx, &one.text),
        place: if place.is_empty() { ctx.t("needs-no-door") } else { place.join(" ") },
        state: state(ctx, stands),
        look: look(stands),
        unverified: !one.address.is_verified(),
        picked: picked.contains(&one.id),
    }
}

fn answered(ctx: &Ctx, one: &answer::Version) -> (String, &'static str, String, String) {
    let by = [("day", ctx.instant(one.at)), ("name", one.by_name.clone())];
    let verdict_of = one.answer.verdict;
    (
        verdict(ctx, verdict_of),
        verdict_look(verdict_of),
        one.answer.reason.clone(),
        ctx.t_with("opinions-recorded-by", &by),
    )
}

fn given(ctx: &Ctx, one: &answer::Version) -> (String, String, &'static str, String) {
    let of = one.answer.verdict;
    (one.id.to_string(), verdict(ctx, of), verdict_look(of), one.answer.reason.clone())
}

/// Where all that waits behind it is answered at once.
fn answer_all(ctx: &Ctx, actor: &Actor, office: Office, known: &Known) -> Option<(String, String)> {
    let waiting = known.need.weight.waiting;
    let may = actor.may(Act::AnswerOpinion, &known.place.place()).is_ok();
    (may && waiting > 0).then(|| {
        let most = i64::try_from(MOST_AT_ONCE).unwrap_or(i64::MAX);
        (ctx.t_n("needs-answer-all", waiting.min(most)), format!("/desk/{office}/answers/new?need={}", known.need.id))
    })
}

/// The other needs of the board, those of the same work first.
fn others(ctx: &Ctx, known: &Known) -> Vec<(String, String)> {
    let mut all: Vec<&Need> = known.others.iter().filter(|other| other.id != known.need.id).collect();
    all.sort_by_key(|other| other.facts.item != known.need.facts.item);
    all.into_iter()
        .map(|other| {
            (
                other.id.to_string(),
                format!("{} · {}", other.facts.title, work(ctx, &known.catalogue, &other.facts.item)),
            )
        })
        .collect()
}

fn fact_fields(ctx: &Ctx, known: &Known, problems: &Problems) -> Vec<Field> {
    let facts = &known.need.facts;
    let fields = vec![
        Field::new("item", ctx.t("needs-field-item"))
            .kind("select")
            .options(works(ctx, &known.catalogue, &facts.item))
            .value(&facts.item)
            .required(),
        Field::new("title", ctx.t("needs-field-title"))
            .hint(ctx.t("needs-field-title-hint"))
            .value(&facts.title)
            .required(),
        Field::new("urgency", ctx.t("needs-field-urgency"))
            .kind("select")
            .options(urgencies(ctx))
            .value(facts.urgency.map_or("", |one| one.as_str()))
            .required(),
    ];
    fields.into_iter().map(|field| field.problem(problems)).collect()
}

/// What is split off is of the same work, under a title of its own.
fn split_fields(ctx: &Ctx) -> Vec<Field> {
    vec![Field::new("split-title", ctx.t("needs-field-title-new")).required()]
}
