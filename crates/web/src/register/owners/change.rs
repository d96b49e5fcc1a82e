//! Changing the owner or the area of one dwelling by hand: the same rules as for a list, line by line.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::register::DwellingId;
use linli_domain::register::owner::intake::{Given, Ground, Line, Note, Outcome, plan};
use linli_domain::register::owner::{Change, Changes, Measured, PartyId, Roll, Unit, Why, read_area};
use linli_store::Error;
use linli_store::register::owner;
use serde::Deserialize;

use super::dwelling::shown;
use super::{Found, find, may_keep};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Ctx, Problems};

/// The forms as somebody typed them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub version: i64,
    pub known: String,
    pub kind: String,
    pub owner: String,
    pub phone: String,
    pub document: String,
    pub from: String,
    pub why: String,
    pub area: String,
    pub basis: String,
    pub on: String,
    /// It is another person of the same name.
    pub other: String,
    #[serde(skip)]
    pub asks_other: bool,
    #[serde(skip)]
    pub sent: &'static str,
}

type At = (Office, NeighbourhoodId, DwellingId);

/// `POST …/owners/{dwelling}/owner`: somebody else owns it from a day on.
pub async fn owner(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<At>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let draft = Draft { sent: "owner", ..draft };
    change(&app, ctx, &actor, at, draft, new_owner).await
}

/// `POST …/owners/{dwelling}/area`
pub async fn area(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<At>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let draft = Draft { sent: "area", ..draft };
    change(&app, ctx, &actor, at, draft, new_area).await
}

/// `POST …/owners/{dwelling}/end`: nobody is known to own it from a day on.
pub async fn end(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<At>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let draft = Draft { sent: "end", ..draft };
    change(&app, ctx, &actor, at, draft, end_it).await
}

/// What a form comes to; `None` where it changes nothing.
type Decide = fn(&Ctx, &mut Draft, &Roll, &Unit, Date, &mut Problems) -> Option<Changes>;

async fn change(
    app: &App,
    ctx: Ctx,
    actor: &linli_domain::kernel::people::Actor,
    at: At,
    mut draft: Draft,
    decide: Decide,
) -> Result<Response, WebError> {
    let (office, id, dwelling) = at;
    let Found { n, roll, .. } = app.store.read(move |tx| find(tx, office, id)).await?;
    actor.may(Act::KeepOwners, &n.place())?;
    if !may_keep(actor, &n) {
        return Err(WebError::Conflict);
    }
    let unit = roll.unit(dwelling).ok_or(WebError::NotFound)?;
    let mut problems = Problems::default();
    let changes = decide(&ctx, &mut draft, &roll, unit, app.today(), &mut problems);
    if !problems.is_empty() {
        return shown(app, ctx, actor, at, Some(draft), problems).await;
    }
    let to = format!("{}/{dwelling}", super::root(office, id));
    let Some(changes) = changes else { return Ok(done(&to, "owners-done-same")) };
    let seen = draft.version;
    match app.store.write(actor, move |tx| owner::apply(tx, id, seen, &changes)).await {
        Ok(()) => Ok(done(&to, "owners-done-changed")),
        Err(Error::Stale | Error::Duplicate) => Err(WebError::Conflict),
        Err(error) => Err(error.into()),
    }
}

fn new_owner(
    ctx: &Ctx,
    draft: &mut Draft,
    roll: &Roll,
    unit: &Unit,
    today: Date,
    problems: &mut Problems,
) -> Option<Changes> {
    let from = day(ctx, "from", &draft.from, today, problems)?;
    let why = if unit.party.is_some() { why(ctx, &draft.why, problems)? } else { Why::Corrected };
    if !draft.known.is_empty() {
        return known(ctx, draft, roll, unit, (from, why), problems);
    }
    let given = Given {
        row: 1,
        building: unit.building_name.clone(),
        entrance: unit.entrance_name.clone(),
        room: unit.room.clone(),
        owner: draft.owner.clone(),
        kind: draft.kind.clone(),
        phone: draft.phone.clone(),
        document: draft.document.clone(),
        from: Some(from),
        ..Given::default()
    };
    let planned = plan(&Ground { roll, today, why }, &[given]);
    let line = planned.lines.first()?;
    if let Outcome::Refused(reasons) = &line.outcome {
        for reason in reasons {
            let field = if matches!(reason.field, "building" | "entrance" | "room") { "owner" } else { reason.field };
            problems.add(field, super::import::words(ctx, reason));
        }
        return None;
    }
    same_name(ctx, draft, line, problems);
    (!planned.changes.each.is_empty()).then_some(planned.changes)
}

/// Somebody who has the name of another is that one, or is said not to be.
fn same_name(ctx: &Ctx, draft: &mut Draft, line: &Line, problems: &mut Problems) {
    let Some(Note::SameName(door)) = &line.note else { return };
    draft.asks_other = true;
    if draft.other != "yes" {
        problems.add("other", ctx.t_with("owners-why-same-name", &[("door", door)]));
    }
}

/// One who owns another dwelling here.
fn known(
    ctx: &Ctx,
    draft: &Draft,
    roll: &Roll,
    unit: &Unit,
    (from, why): (Date, Why),
    problems: &mut Problems,
) -> Option<Changes> {
    let party = draft.known.parse::<PartyId>().ok().filter(|id| roll.parties.contains_key(id));
    let Some(party) = party else {
        problems.add("known", ctx.t("owners-why-known"));
        return None;
    };
    if unit.party == Some(party) {
        return None;
    }
    if unit.since.is_some_and(|since| since > from) {
        problems.add("from", ctx.t_with("owners-why-before-former", &[("detail", ctx.day(unit.since?))]));
        return None;
    }
    let end = unit.party.map(|_| (from, why));
    let change = Change { dwelling: unit.dwelling, end, begin: Some((party, from)), area: None };
    Some(Changes { parties: Vec::new(), each: vec![change] })
}

fn new_area(ctx: &Ctx, draft: &mut Draft, _: &Roll, unit: &Unit, _: Date, problems: &mut Problems) -> Option<Changes> {
    let area = read_area(&draft.area);
    if let Err(why) = area {
        problems.add(
            "area",
            ctx.t_with(
                &format!("owners-why-{why}"),
                &[("field", ctx.t("owners-field-area")), ("detail", draft.area.clone())],
            ),
        );
    }
    let basis = draft.basis.parse();
    if basis.is_err() {
        problems.add("basis", ctx.t_with("owners-why-basis", &[("detail", &draft.basis)]));
    }
    let measured = Measured { area: area.ok()?, basis: basis.ok()? };
    let change = Change { dwelling: unit.dwelling, end: None, begin: None, area: Some(measured) };
    (unit.measured != Some(measured)).then(|| Changes { parties: Vec::new(), each: vec![change] })
}

fn end_it(
    ctx: &Ctx,
    draft: &mut Draft,
    _: &Roll,
    unit: &Unit,
    today: Date,
    problems: &mut Problems,
) -> Option<Changes> {
    let (on, why) = (day(ctx, "on", &draft.on, today, problems), why(ctx, &draft.why, problems));
    let (on, why, since) = (on?, why?, unit.since?);
    if on < since {
        problems.add("on", ctx.t_with("owners-why-before-former", &[("detail", ctx.day(since))]));
        return None;
    }
    let change = Change { dwelling: unit.dwelling, end: Some((on, why)), begin: None, area: None };
    Some(Changes { parties: Vec::new(), each: vec![change] })
}

/// A day that is not ahead.
fn day(ctx: &Ctx, field: &'static str, typed: &str, today: Date, problems: &mut Problems) -> Option<Date> {
    match clean_line(&half_width(typed)).parse::<Date>() {
        Ok(day) if day > today => problems.add(field, ctx.t_with("owners-why-future", &[("detail", ctx.day(day))])),
        Ok(day) if day.year() >= 1949 => return Some(day),
        _ => problems.add(field, ctx.t("owners-why-day")),
    }
    None
}

fn why(ctx: &Ctx, typed: &str, problems: &mut Problems) -> Option<Why> {
    let why = typed.parse().ok();
    if why.is_none() {
        problems.add("why", ctx.t("owners-why-why"));
    }
    why
}
