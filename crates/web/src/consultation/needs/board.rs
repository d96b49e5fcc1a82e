//! `GET /desk/{office}/needs/places/{neighbourhood}`: what is not grouped yet beside the needs. Linli suggests; a person picks and
//! puts. Everything works by plain forms; a script adds dragging and keys.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::consultation::need::{ChangeId, Need};
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_store::consultation::need::{Card, Change, Lane, Waiting};
use linli_store::consultation::{catalogue, need};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::opinions::excerpt;
use super::marks::marked;
use super::suggesting::{self, Learnt, Reading};
use super::{address, board_of, crumbs, urgencies, urgency, veil_card, weight, work, works};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Lang, Problems, page_with};

/// Cards on one page.
const PAGE: usize = 40;
/// Changes that are told on the board.
const TOLD: usize = 12;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The code of a work; `-` for those that nothing was found for. Else the longest lane.
    pub lane: String,
    pub after: String,
}

#[derive(Template)]
#[template(path = "consultation/needs/board.html")]
struct BoardPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    name: String,
    here: String,
    picture: String,
    /// The plan that answers them.
    plan: String,
    ungrouped: i64,
    reading: Reading,
    lanes: Vec<Tab>,
    lane: String,
    lane_name: String,
    groups: Vec<Vec<Shown>>,
    shown: String,
    next: Option<String>,
    needs: Vec<Tile>,
    change: String,
    new: Vec<Field>,
    may_group: bool,
    told: Vec<Told>,
    problems: Problems,
}

struct Tab {
    label: String,
    count: String,
    href: String,
    current: bool,
}

/// An opinion that is to be grouped.
#[allow(clippy::struct_excessive_bools, reason = "each says whether one thing is shown")]
struct Shown {
    id: String,
    href: String,
    text: Vec<(String, bool)>,
    /// What a screen reader says before its box.
    name: String,
    place: String,
    wished: bool,
    words: String,
    also: Vec<String>,
    hazard: bool,
    unverified: bool,
    picked: bool,
}

/// A need to put opinions behind.
pub(super) struct Tile {
    pub id: String,
    pub href: String,
    pub title: String,
    pub work: String,
    pub households: i64,
    pub homes: String,
    pub weight: String,
    pub most: i64,
    pub urgency: Option<(String, &'static str)>,
    /// Of the work whose lane is open.
    pub fits: bool,
}

/// A change as it is told.
pub(super) struct Told {
    pub id: String,
    pub text: String,
    pub note: String,
    pub by: String,
    pub undone: bool,
    pub may_undo: bool,
}

struct Known {
    place: Neighbourhood,
    catalogue: Catalogue,
    needs: Vec<Need>,
    lanes: Vec<Lane>,
    ungrouped: i64,
    cards: Vec<Waiting>,
    lane: String,
    settled: BTreeSet<(OpinionId, String)>,
    told: Vec<Change>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let place = app.store.read(move |tx| neighbourhood::get(tx, office, of)).await?;
    // A merge can be taken back, so nobody is told that the way is for ever.
    if let Some(goes_on) = place.merged_into {
        return Ok(Redirect::to(&board_of(office, goes_on)).into_response());
    }
    board_page(&app, ctx, &actor, place, &asked, &BTreeSet::new(), Problems::default()).await
}

/// Eleven statements, however many opinions wait; more only where some are read for the first time.
pub(super) async fn board_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    place: Neighbourhood,
    asked: &Asked,
    picked: &BTreeSet<OpinionId>,
    problems: Problems,
) -> Result<Response, WebError> {
    let (office, of) = (place.office, place.id);
    actor.may(Act::ReadOpinions, &place.place())?;
    let learnt = suggesting::learnt(app, office).await?;
    let reading = suggesting::read(app, actor, office, of, &learnt).await?;
    let mut known = know(app, office, place, asked).await?;
    let next = (known.cards.len() > PAGE).then(|| {
        known.cards.truncate(PAGE);
        known.cards.last().map(|last| ctx.here_with("after", &format!("{}.{}", last.same_as, last.card.opinion.id)))
    });
    for one in &mut known.cards {
        veil_card(actor, office, &mut one.card);
    }
    let may_group = actor.may(Act::GroupOpinions, &known.place.place()).is_ok();
    let groups = groups(&ctx, office, &known, &learnt, picked);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let lane_name = work(&ctx, &known.catalogue, &known.lane);
    let shown = BoardPage {
        crumbs: crumbs(&ctx, office),
        name: known.place.facts.name.clone(),
        here: board_of(office, of),
        picture: format!("{}/picture", board_of(office, of)),
        plan: format!("/desk/{office}/plans/places/{of}"),
        ungrouped: known.ungrouped,
        reading,
        lanes: tabs(&ctx, office, of, &known),
        new: new_need(&ctx, &known),
        shown: ctx.t_n("needs-shown", known.cards.len()),
        next: next.flatten(),
        needs: tiles(&ctx, office, &known),
        change: ChangeId::new().to_string(),
        told: told(&ctx, &known.told, may_group),
        lane: if known.lane.is_empty() { "-".to_owned() } else { known.lane },
        lane_name,
        groups,
        may_group,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

async fn know(app: &App, office: Office, place: Neighbourhood, asked: &Asked) -> Result<Known, WebError> {
    let (today, of, lane) = (app.today(), place.id, asked.lane.clone());
    let after = asked.after.split_once('.').and_then(|(same_as, id)| Some((same_as.parse().ok()?, id.parse().ok()?)));
    let read = app.store.read(move |tx| {
        let lanes = need::lanes(tx, office, of)?;
        let asked = lanes.iter().find(|one| one.item == lane.trim_start_matches('-') && !lane.is_empty());
        let lane = asked.or_else(|| lanes.iter().find(|one| !one.item.is_empty())).or(lanes.first());
        let lane = lane.map(|lane| lane.item.clone()).unwrap_or_default();
        let cards = need::cards(tx, office, of, &lane, after, PAGE + 1)?;
        Ok::<_, WebError>(Known {
            needs: need::of(tx, office, of)?,
            ungrouped: need::ungrouped(tx, office, of)?,
            settled: need::settled(tx, office, of, &cards)?,
            told: need::history(tx, office, of, TOLD)?,
            catalogue: catalogue::of(tx, office, today)?.catalogue,
            place: place.clone(),
            lanes,
            cards,
            lane,
        })
    });
    read.await
}

fn tabs(ctx: &Ctx, office: Office, of: NeighbourhoodId, known: &Known) -> Vec<Tab> {
    let tab = |lane: &Lane| Tab {
        label: work(ctx, &known.catalogue, &lane.item),
        count: ctx.number(lane.opinions),
        href: format!("{}?lane={}", board_of(office, of), if lane.item.is_empty() { "-" } else { &lane.item }),
        current: lane.item == known.lane,
    };
    known.lanes.iter().map(tab).collect()
}

/// The cards, those that say the same together.
fn groups(ctx: &Ctx, office: Office, known: &Known, learnt: &Learnt, picked: &BTreeSet<OpinionId>) -> Vec<Vec<Shown>> {
    let one =
        |waiting: &Waiting| shown(ctx, office, known, learnt, &waiting.card, picked.contains(&waiting.card.opinion.id));
    let same = known.cards.chunk_by(|one, next| one.same_as == next.same_as);
    same.map(|group| group.iter().map(one).collect()).collect()
}

fn shown(ctx: &Ctx, office: Office, known: &Known, learnt: &Learnt, card: &Card, picked: bool) -> Shown {
    let one = &card.opinion;
    let text = one.text.known().unwrap_or_default();
    let found = learnt.suggester.read(text, &one.wishes);
    let here = found.iter().find(|found| found.item == known.lane);
    let words = here.map(|found| found.words.clone()).unwrap_or_default();
    let open = |item: &str| item != known.lane && !known.settled.contains(&(one.id, item.to_owned()));
    let also = found.iter().filter(|found| open(&found.item)).map(|found| {
        let name = work(ctx, &known.catalogue, &found.item);
        if found.words.is_empty() { name } else { format!("{name}（{}）", words_of(ctx, &found.words)) }
    });
    let place: Vec<&str> = [&card.building, &card.entrance, &card.room]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    Shown {
        id: one.id.to_string(),
        href: format!("/desk/{office}/opinions/{}", one.id),
        text: if text.is_empty() { vec![(excerpt(ctx, &one.text), false)] } else { marked(text, &words) },
        name: excerpt(ctx, &one.text),
        place: if place.is_empty() { ctx.t("needs-no-door") } else { place.join(" ") },
        wished: here.is_none() && !known.lane.is_empty(),
        words: words_of(ctx, &words),
        also: also.collect(),
        hazard: one.standing.hazard_open,
        unverified: !one.address.is_verified(),
        picked,
    }
}

fn words_of(ctx: &Ctx, words: &[String]) -> String {
    words.join(if ctx.lang == Lang::En { ", " } else { "、" })
}

fn tiles(ctx: &Ctx, office: Office, known: &Known) -> Vec<Tile> {
    let most = known.needs.iter().map(|need| need.weight.households).max().unwrap_or_default().max(1);
    let mut all: Vec<Tile> =
        known.needs.iter().map(|need| tile(ctx, office, &known.catalogue, need, most, &known.lane)).collect();
    // Those of this work first: that is where the picked ones go.
    all.sort_by_key(|tile| !tile.fits);
    all
}

pub(super) fn tile(ctx: &Ctx, office: Office, catalogue: &Catalogue, need: &Need, most: i64, lane: &str) -> Tile {
    Tile {
        id: need.id.to_string(),
        href: address(office, need.id),
        title: need.facts.title.clone(),
        work: work(ctx, catalogue, &need.facts.item),
        households: need.weight.households,
        homes: ctx.t_n("needs-households", need.weight.households),
        weight: weight(ctx, need),
        most,
        urgency: urgency(ctx, need),
        fits: need.facts.item == lane,
    }
}

/// A need that is opened with what is picked: its work is that of the lane.
fn new_need(ctx: &Ctx, known: &Known) -> Vec<Field> {
    let title = if known.lane.is_empty() { String::new() } else { work(ctx, &known.catalogue, &known.lane) };
    vec![
        Field::new("item", ctx.t("needs-field-item"))
            .kind("select")
            .options(works(ctx, &known.catalogue, &known.lane))
            .value(&known.lane)
            .required(),
        Field::new("title", ctx.t("needs-field-title")).hint(ctx.t("needs-field-title-hint")).value(&title).required(),
        Field::new("urgency", ctx.t("needs-field-urgency")).kind("select").options(urgencies(ctx)).required(),
    ]
}

pub(super) fn told(ctx: &Ctx, all: &[Change], may_undo: bool) -> Vec<Told> {
    use linli_domain::consultation::need::Act as Made;
    let one = |change: &Change| {
        let key = format!("needs-told-{}", change.act.as_str().replace('_', "-"));
        let values =
            [("need", change.title.clone()), ("other", change.other_title.clone()), ("many", ctx.number(change.many))];
        let undone = change.undone_by.is_some();
        Told {
            id: change.id.to_string(),
            text: ctx.t_with(&key, &values),
            note: change.note.clone(),
            by: ctx
                .t_with("opinions-recorded-by", &[("day", ctx.instant(change.at)), ("name", change.by_name.clone())]),
            undone,
            may_undo: may_undo && !undone && change.act != Made::Undo,
        }
    };
    all.iter().map(one).collect()
}

/// Back to the board of a neighbourhood, in the lane that was open.
pub(super) fn back_to(office: Office, of: NeighbourhoodId, lane: &str) -> String {
    if lane.is_empty() {
        format!("{}?", board_of(office, of))
    } else {
        format!("{}?lane={lane}&", board_of(office, of))
    }
}
