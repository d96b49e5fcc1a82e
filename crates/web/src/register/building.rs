//! Buildings, entrances and doors (楼栋、单元、户): added by their layout, seen as a picture of their doors.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Neighbourhood};
use linli_store::register::building::{self as store, Counted};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::draft::whole;
use super::head::Head;
use super::words::Names;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// The longest name of a building, in characters.
const LONGEST_NAME: usize = 40;

#[derive(Template)]
#[template(path = "register/buildings.html")]
struct ListPage {
    ctx: Ctx,
    head: Head,
    title: String,
    rows: Vec<Row>,
    shown: String,
    id: String,
    fields: Vec<Field>,
    problems: Problems,
}

struct Row {
    href: String,
    name: String,
    year: String,
    floors: String,
    entrances: String,
    dwellings: String,
}

/// The form for a building as somebody typed it; its id comes with the form, so that sending it twice adds one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    name: String,
    built_year: String,
    entrances: String,
    floors: String,
    doors: String,
}

impl Draft {
    fn fresh() -> Self {
        Self { id: BuildingId::new().to_string(), ..Self::default() }
    }

    fn read(
        &self,
        ctx: &Ctx,
        neighbourhood: NeighbourhoodId,
        this_year: i16,
    ) -> Result<(Building, Layout), (Problems, WebError)> {
        let mut problems = Problems::default();
        let Ok(id) = self.id.parse() else { return Err((problems, WebError::BadRequest)) };
        let name = clean_line(&half_width(&self.name));
        match name.chars().count() {
            0 => problems.add("name", ctx.t("register-why-missing")),
            1..=LONGEST_NAME => {}
            _ => problems.add("name", ctx.t("register-why-too-long")),
        }
        let mut number = |field: &'static str, typed: &str, range: std::ops::RangeInclusive<i64>| {
            let typed = clean_line(&half_width(typed));
            let read = if typed.is_empty() { Err("register-why-missing") } else { whole::<i64>(&typed) };
            match read {
                Ok(n) if range.contains(&n) => Some(n),
                Ok(_) => {
                    let bounds = [("from", *range.start()), ("to", *range.end())];
                    problems.add(field, ctx.t_with("register-why-between", &bounds));
                    None
                }
                Err(key) => {
                    problems.add(field, ctx.t(key));
                    None
                }
            }
        };
        let entrances = number("entrances", &self.entrances, 1..=20);
        let floors = number("floors", &self.floors, 1..=60);
        let doors = number("doors", &self.doors, 1..=20);
        let no_year = clean_line(&self.built_year).is_empty();
        let year = if no_year { None } else { number("built_year", &self.built_year, 1880..=i64::from(this_year)) };
        let built_year = year.and_then(|year| i16::try_from(year).ok());
        match (entrances, floors, doors, problems.is_empty()) {
            (Some(entrances), Some(floors), Some(doors), true) => match Layout::new(entrances, floors, doors) {
                Ok(layout) => Ok((Building { id, neighbourhood, name, built_year, floors }, layout)),
                Err(_) => Err((problems, WebError::Unprocessable)),
            },
            _ => Err((problems, WebError::Unprocessable)),
        }
    }
}

/// `GET /desk/{office}/register/{id}/buildings`. Three statements.
pub async fn list(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    list_page(&app, ctx, &actor, (office, id), &Draft::fresh(), Problems::default()).await
}

async fn list_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, NeighbourhoodId),
    draft: &Draft,
    problems: Problems,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        Ok::<_, WebError>((n, store::of(tx, office, id)?, Names::read(tx, office)?))
    });
    let (n, buildings, names) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let head = Head::of(&ctx, &names, &n, actor, app.today());
    let field = |name: &'static str, value: &str| {
        Field::new(name, ctx.t(format!("register-building-{name}"))).value(value).problem(&problems)
    };
    let fields = vec![
        field("name", &draft.name).hint(ctx.t("register-building-name-hint")).required(),
        field("entrances", &draft.entrances).required(),
        field("floors", &draft.floors).required(),
        field("doors", &draft.doors).hint(ctx.t("register-building-doors-hint")).required(),
        field("built_year", &draft.built_year),
    ];
    let doors: i64 = buildings.iter().map(|b| b.dwellings).sum();
    let shown = ctx.t_with(
        "register-buildings-shown",
        &[("buildings", ctx.number(buildings.len())), ("doors", ctx.number(doors))],
    );
    let row = |b: &Counted| Row {
        href: format!("{}/buildings/{}", head.base, b.building.id),
        name: b.building.name.clone(),
        year: b.building.built_year.map_or_else(|| "—".to_owned(), |year| year.to_string()),
        floors: ctx.number(b.building.floors),
        entrances: ctx.number(b.entrances),
        dwellings: ctx.number(b.dwellings),
    };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = ListPage {
        title: ctx.t("register-tab-buildings"),
        rows: buildings.iter().map(row).collect(),
        shown,
        id: draft.id.clone(),
        fields,
        head,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// What became of the form.
enum Added {
    Yes,
    /// The form was sent before, with something else in it: that one is kept.
    Before(String),
    Taken,
}

/// `POST /desk/{office}/register/{id}/buildings`
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (building, layout) = match draft.read(&ctx, id, app.today().year()) {
        Ok(read) => read,
        Err((_, WebError::BadRequest)) => return Err(WebError::BadRequest),
        Err((problems, _)) => {
            return list_page(&app, ctx, &actor, (office, id), &draft, problems).await;
        }
    };
    let added = app.store.write(&actor, move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        tx.actor().may(Act::EditRegister, &n.place())?;
        if n.merged_into.is_some() {
            return Err(WebError::Conflict);
        }
        let there = store::of(tx, office, id)?;
        if let Some(other) = there.iter().find(|other| other.building.id == building.id) {
            let same = other.building == building;
            return Ok(if same { Added::Yes } else { Added::Before(other.building.name.clone()) });
        }
        if there.iter().any(|other| other.building.name == building.name) {
            return Ok(Added::Taken);
        }
        store::add(tx, &building, layout)?;
        Ok(Added::Yes)
    });
    let (mut problems, mut draft) = (Problems::default(), draft);
    match added.await? {
        Added::Yes => {
            return Ok(super::done(&format!("{}/buildings", super::address(office, id)), "register-done-building"));
        }
        Added::Taken => problems.add("name", ctx.t("register-building-taken")),
        Added::Before(name) => {
            problems.add("name", ctx.t_with("register-why-sent-before", &[("name", name)]));
            draft.id = BuildingId::new().to_string();
        }
    }
    list_page(&app, ctx, &actor, (office, id), &draft, problems).await
}

#[derive(Template)]
#[template(path = "register/building.html")]
struct DoorsPage {
    ctx: Ctx,
    head: Head,
    crumbs: Vec<Crumb>,
    name: String,
    line: String,
    close: String,
    entrances: Vec<String>,
    floors: Vec<Floor>,
}

/// One floor from above to below, with the doors of each entrance.
struct Floor {
    label: String,
    doors: Vec<Landing>,
}

struct Landing {
    rooms: Vec<String>,
}

struct Found {
    n: Neighbourhood,
    building: Counted,
    names: Names,
}

fn get(
    tx: &mut linli_store::Tx,
    (office, id, building): (Office, NeighbourhoodId, BuildingId),
) -> Result<Found, WebError> {
    let n = neighbourhood::get(tx, office, id)?;
    let building = store::get(tx, office, id, building)?;
    Ok(Found { n, building, names: Names::read(tx, office)? })
}

/// `GET /desk/{office}/register/{id}/buildings/{building}`. Four statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<(Office, NeighbourhoodId, BuildingId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let found = get(tx, at)?;
        Ok::<_, WebError>((found, store::doors(tx, at.0, at.2)?))
    });
    let (Found { n, building, names }, doors) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let mut entrances: Vec<String> = Vec::new();
    let mut by_floor: BTreeMap<i64, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (entrance, dwelling) in doors {
        if !entrances.contains(&entrance) {
            entrances.push(entrance.clone());
        }
        by_floor.entry(dwelling.floor).or_default().entry(entrance).or_default().push(dwelling.room);
    }
    let landing = |rooms: &BTreeMap<String, Vec<String>>, entrance: &String| Landing {
        rooms: rooms.get(entrance).cloned().unwrap_or_default(),
    };
    let floor = |(floor, rooms): (&i64, &BTreeMap<String, Vec<String>>)| Floor {
        label: ctx.t_with("register-floor", &[("floor", *floor)]),
        doors: entrances.iter().map(|entrance| landing(rooms, entrance)).collect(),
    };
    let floors: Vec<Floor> = by_floor.iter().rev().map(floor).collect();
    let head = Head::of(&ctx, &names, &n, &actor, app.today());
    let (crumbs, line) = (crumbs(&ctx, &head), line(&ctx, &building));
    Ok(page(&DoorsPage {
        crumbs,
        name: building.building.name.clone(),
        line,
        close: format!("{}/buildings/{}/close", head.base, at.2),
        entrances,
        floors,
        head,
        ctx,
    }))
}

fn crumbs(ctx: &Ctx, head: &Head) -> Vec<Crumb> {
    let mut crumbs = head.crumbs_below();
    crumbs.push(Crumb::new(ctx.t("register-tab-buildings"), format!("{}/buildings", head.base)));
    crumbs
}

fn line(ctx: &Ctx, building: &Counted) -> String {
    ctx.t_with(
        "register-building-line",
        &[
            ("entrances", ctx.number(building.entrances)),
            ("floors", ctx.number(building.building.floors)),
            ("doors", ctx.number(building.dwellings)),
        ],
    )
}

#[derive(Template)]
#[template(path = "register/building_close.html")]
struct ClosePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    name: String,
    line: String,
    back: String,
}

/// `GET /desk/{office}/register/{id}/buildings/{building}/close`: asks before it is done.
pub async fn ask_close(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<(Office, NeighbourhoodId, BuildingId)>,
) -> Result<Response, WebError> {
    let Found { n, building, names } = app.store.read(move |tx| get(tx, at)).await?;
    actor.may(Act::EditRegister, &n.place())?;
    let head = Head::of(&ctx, &names, &n, &actor, app.today());
    Ok(page(&ClosePage {
        crumbs: crumbs(&ctx, &head),
        name: building.building.name.clone(),
        line: line(&ctx, &building),
        back: format!("{}/buildings", head.base),
        ctx,
    }))
}

/// `POST /desk/{office}/register/{id}/buildings/{building}/close`
pub async fn close(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, building)): Path<(Office, NeighbourhoodId, BuildingId)>,
) -> Result<Response, WebError> {
    let closed = app.store.write(&actor, move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        tx.actor().may(Act::EditRegister, &n.place())?;
        store::close(tx, id, building)?;
        Ok::<_, WebError>(())
    });
    closed.await?;
    Ok(super::done(&format!("{}/buildings", super::address(office, id)), "register-done-building-closed"))
}
