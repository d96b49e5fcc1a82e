//! The owners of a neighbourhood, door by door: what they come to by head and by area, and what is missing.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Area, NeighbourhoodId, Office};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::{Owners, PartyKind, Roll, Scope, Sums, Unit};
use serde::Deserialize;

use super::{Found, find, may_keep};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::register::Head;
use crate::shell::{Ctx, Field, Paging, page};

/// Doors on one page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "register/owners/list.html")]
struct ListPage {
    ctx: Ctx,
    head: Head,
    here: String,
    stats: Vec<(String, String, String)>,
    /// What does not fit together.
    notes: Vec<String>,
    filters: [Field; 2],
    filtered: bool,
    rows: Vec<Row>,
    paging: Paging,
    may_keep: bool,
    /// Not one dwelling is known.
    no_doors: bool,
}

struct Row {
    href: String,
    door: String,
    floor: String,
    owner: String,
    kind: Option<String>,
    look: &'static str,
    several: String,
    area: String,
    basis: String,
    since: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    building: String,
    after: String,
}

/// `GET /desk/{office}/register/{id}/owners`. Five statements for any number of doors.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let Found { n, names, roll } = app.store.read(move |tx| find(tx, office, id)).await?;
    actor.may(Act::ReadOwners, &n.place())?;
    let here = super::root(office, id);
    let words = clean_line(&half_width(&asked.q)).to_lowercase();
    let building = roll.units.iter().map(|unit| unit.building).find(|one| one.to_string() == asked.building);
    let scope = building.map_or(Scope::Neighbourhood, Scope::Building);
    let sums = roll.sums(scope);
    let found: Vec<&Unit> =
        roll.units.iter().filter(|unit| unit.is_within(scope) && names_it(&roll, unit, &words)).collect();
    let from = asked.after.parse::<DwellingId>().ok();
    let start = from.and_then(|after| found.iter().position(|unit| unit.dwelling == after)).map_or(0, |at| at + 1);
    let shown: Vec<&Unit> = found.iter().skip(start).take(PAGE).copied().collect();
    let next = shown.last().filter(|_| start + shown.len() < found.len());
    let paging = Paging {
        previous: (start > 0).then(|| ctx.here_with("after", "")),
        next: next.map(|last| ctx.here_with("after", &last.dwelling.to_string())),
        shown: ctx.t_with("owners-shown", &[("shown", ctx.number(shown.len())), ("count", ctx.number(found.len()))]),
    };
    let page_of = ListPage {
        head: Head::of(&ctx, &names, &n, &actor, app.today()),
        stats: stats(&ctx, &sums),
        notes: notes(&ctx, &roll, n.facts.floor_area),
        filters: filters(&ctx, &asked, &roll),
        filtered: !words.is_empty() || building.is_some(),
        rows: shown.iter().map(|unit| row(&ctx, &here, &roll, unit)).collect(),
        paging,
        may_keep: may_keep(&actor, &n),
        no_doors: roll.units.is_empty(),
        here,
        ctx,
    };
    Ok(page(&page_of))
}

/// Whether a door or who owns it has these words. Names are sealed, so each is opened and looked at.
fn names_it(roll: &Roll, unit: &Unit, words: &str) -> bool {
    let owner = || roll.party_of(unit).is_some_and(|party| party.names().to_lowercase().contains(words));
    words.is_empty() || unit.door().to_lowercase().contains(words) || owner()
}

fn stats(ctx: &Ctx, sums: &Sums) -> Vec<(String, String, String)> {
    let figure = |key: &str, figure: String, unit: String| (ctx.t(key), figure, unit);
    vec![
        figure("owners-dwellings", ctx.number(sums.dwellings), String::new()),
        figure("owners-heads", ctx.number(sums.heads), String::new()),
        figure("owners-area", ctx.area(sums.area), ctx.t("owners-square-metre")),
        figure("owners-without-owner", ctx.number(sums.without_owner), String::new()),
        figure("owners-without-area", ctx.number(sums.without_area), String::new()),
    ]
}

fn notes(ctx: &Ctx, roll: &Roll, stated: Option<Area>) -> Vec<String> {
    let mut notes = Vec::new();
    if roll.parties.values().any(|party| party.owners == Owners::Closed) {
        notes.push(ctx.t("owners-closed"));
    }
    let all: Area = roll.units.iter().filter_map(|unit| unit.measured).map(|measured| measured.area).sum();
    if let Some(stated) = stated.filter(|stated| all > *stated) {
        notes.push(ctx.t_with("owners-too-much", &[("sum", ctx.area(all)), ("stated", ctx.area(stated))]));
    }
    notes
}

fn filters(ctx: &Ctx, asked: &Asked, roll: &Roll) -> [Field; 2] {
    let mut buildings = vec![(String::new(), ctx.t("owners-all-buildings"))];
    for unit in &roll.units {
        let id = unit.building.to_string();
        if buildings.last().is_none_or(|(last, _)| *last != id) {
            buildings.push((id, unit.building_name.clone()));
        }
    }
    [
        Field::new("q", ctx.t("owners-search")).kind("search").value(&asked.q).quiet(),
        Field::new("building", ctx.t("owners-field-building"))
            .kind("select")
            .options(buildings)
            .value(&asked.building)
            .quiet(),
    ]
}

fn row(ctx: &Ctx, here: &str, roll: &Roll, unit: &Unit) -> Row {
    let party = roll.party_of(unit);
    let dash = || "—".to_owned();
    let owner = match party.map(|party| (&party.owners, party.kind)) {
        None => ctx.t("owners-none"),
        Some((Owners::Closed, _)) => ctx.t("owners-name-closed"),
        Some((Owners::Erased, _)) => ctx.t("owners-name-erased"),
        Some((_, PartyKind::Unknown)) => ctx.t("owners-kind-unknown"),
        Some(_) => party.map(linli_domain::register::owner::Party::masked).unwrap_or_default(),
    };
    let others = roll.units.iter().filter(|other| party.is_some() && other.party == unit.party).count();
    Row {
        href: format!("{here}/{}", unit.dwelling),
        door: unit.door(),
        floor: ctx.number(unit.floor),
        owner,
        kind: party
            .filter(|party| party.kind.is_known_by_name())
            .map(|p| ctx.t(format!("owners-kind-{}", p.kind.as_str()))),
        look: if party.is_some() { "" } else { "amber" },
        several: if others > 1 {
            ctx.t_with("owners-one-head", &[("count", ctx.number(others))])
        } else {
            String::new()
        },
        area: unit.measured.map_or_else(dash, |measured| ctx.area(measured.area)),
        basis: unit.measured.map_or_else(String::new, |m| ctx.t(format!("owners-basis-{}", m.basis.as_str()))),
        since: unit.since.map_or_else(dash, |day| ctx.day(day)),
    }
}
