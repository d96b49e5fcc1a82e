//! `GET /desk/{office}/slips/{neighbourhood}`: how many doors have a code that holds, how many opened it; and what may be done.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::ToSpan;
use linli_domain::consultation::slip::Paper;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::{BuildingId, Neighbourhood};
use linli_store::consultation::slip::{self, Place};
use linli_store::register::neighbourhood;

use super::print::Draft;
use super::{building_of, crumbs, page_of};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with, qr};

/// Days of which wrong codes are counted.
const DAYS: i64 = 30;

#[derive(Template)]
#[template(path = "consultation/slips/show.html")]
struct SlipsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    site: Site,
    rows: Vec<Row>,
    tried: i64,
    may_keep: bool,
    fields: Vec<Field>,
    problems: Problems,
}

struct Row {
    name: String,
    href: String,
    doors: usize,
    slips: usize,
    opened: usize,
    stairwells: usize,
    posters: usize,
}

/// What the page stands on. Four statements.
pub(super) struct Known {
    pub n: Neighbourhood,
    pub doors: Vec<Place>,
    pub stairwells: Vec<Place>,
    tried: i64,
}

impl Known {
    pub(super) fn places(&self, paper: Paper) -> &[Place] {
        match paper {
            Paper::Slip => &self.doors,
            Paper::Poster => &self.stairwells,
        }
    }
}

pub(super) async fn know(app: &App, office: Office, of: NeighbourhoodId) -> Result<Known, WebError> {
    let today = app.today();
    let since: Date = today.checked_sub(DAYS.days()).unwrap_or(today);
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>(Known {
            n: neighbourhood::get(tx, office, of)?,
            doors: slip::places(tx, office, of, Paper::Slip)?,
            stairwells: slip::places(tx, office, of, Paper::Poster)?,
            tried: slip::tried(tx, office, since)?,
        })
    });
    read.await
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, of)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, of).await?;
    actor.may(Act::ReadSurveys, &known.n.place())?;
    let draft = Draft { paper: Paper::Slip.as_str().to_owned(), ..Draft::default() };
    let site = Site::of(&app, &headers);
    Ok(slips_page(ctx, &actor, site, office, &known, &draft, Problems::default()))
}

pub(super) fn slips_page(
    ctx: Ctx,
    actor: &Actor,
    site: Site,
    office: Office,
    known: &Known,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let papers = Paper::ALL.map(|paper| (paper.as_str(), ctx.t(format!("opinions-channel-{}", paper.as_str()))));
    let mut buildings = vec![(String::new(), ctx.t("slips-all-buildings"))];
    let rows = rows(office, known);
    buildings.extend(rows.iter().map(|row| (row.name.clone(), row.name.clone())));
    let field = |name: &'static str, value: &str| Field::new(name, ctx.t(format!("slips-field-{name}"))).value(value);
    let fields = vec![
        field("paper", &draft.paper).kind("radio").options(papers).required(),
        field("building", &draft.building).kind("select").options(buildings),
        field("entrance", &draft.entrance).hint(ctx.t("slips-field-entrance-hint")),
        field("room", &draft.room).hint(ctx.t("slips-field-room-hint")),
        field("large", &draft.large).kind("checkbox").quiet(),
        field("anew", &draft.anew).kind("checkbox").hint(ctx.t("slips-field-anew-hint")).quiet(),
        field("reason", &draft.reason).hint(ctx.t("slips-field-reason-hint")),
        field("all", &draft.all).kind("checkbox").quiet(),
    ];
    // Asked only where it matters.
    let asked = fields.into_iter().filter(|field| field.name != "all" || problems.of("all").is_some());
    let fields: Vec<Field> = asked.map(|field| field.problem(&problems)).collect();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = SlipsPage {
        crumbs: crumbs(&ctx, office),
        here: page_of(office, known.n.id),
        name: known.n.facts.name.clone(),
        site,
        rows,
        tried: known.tried,
        may_keep: actor.may(Act::KeepSlips, &known.n.place()).is_ok(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// Which address is printed, and whether it was set: the one in a clerk's browser may open nowhere else.
pub(super) struct Site {
    pub address: String,
    pub is_set: bool,
}

impl Site {
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Self {
        Self { address: qr::site(&app.config, headers).unwrap_or_default(), is_set: app.config.site.is_some() }
    }

    /// The same in words.
    pub(super) fn said(&self, ctx: &Ctx) -> String {
        let key = match (self.address.as_str(), self.is_set) {
            ("", _) => "slips-site-none",
            (_, true) => "slips-site-set",
            (_, false) => "slips-site-browser",
        };
        ctx.t_with(key, &[("address", self.address.as_str())])
    }
}

/// Building by building, in the order of their names.
fn rows(office: Office, known: &Known) -> Vec<Row> {
    let mut rows: Vec<(BuildingId, Row)> = Vec::new();
    for place in known.stairwells.iter().chain(&known.doors) {
        if !rows.iter().any(|(id, _)| *id == place.building) {
            let (name, href) = (place.names[0].clone(), building_of(office, known.n.id, place.building));
            rows.push((place.building, Row { name, href, doors: 0, slips: 0, opened: 0, stairwells: 0, posters: 0 }));
        }
        let Some((_, row)) = rows.iter_mut().find(|(id, _)| *id == place.building) else { continue };
        let (holds, opened) = (place.printed.is_some(), place.printed.as_ref().is_some_and(|one| one.opened > 0));
        if place.spot.paper() == Paper::Slip {
            row.doors += 1;
            row.slips += usize::from(holds);
            row.opened += usize::from(opened);
        } else {
            row.stairwells += 1;
            row.posters += usize::from(holds);
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
