//! One neighbourhood (小区): what is known of it, how far it is, and which records went into it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::facts::Field;
use linli_domain::register::{Neighbourhood, Stage};
use linli_store::register::{merge, neighbourhood};

use super::head::Head;
use super::words::{self, Names};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Ctx, page};

#[derive(Template)]
#[template(path = "register/record.html")]
struct RecordPage {
    ctx: Ctx,
    head: Head,
    office: Office,
    id: NeighbourhoodId,
    groups: Vec<Group>,
    course: Vec<Step>,
    /// The record that goes on in its place.
    into: Option<Link>,
    /// The records that went into this one.
    merged: Vec<Link>,
}

struct Group {
    title: String,
    facts: Vec<(String, Option<String>)>,
}

/// A step of the course: planned, started, finished.
struct Step {
    look: &'static str,
    label: String,
    day: String,
    text: String,
}

struct Link {
    href: String,
    name: String,
    number: String,
    part: String,
}

const GROUPS: [(&str, &[Field]); 4] = [
    ("register-group-place", &[Field::Division, Field::Address, Field::Location]),
    (
        "register-group-houses",
        &[Field::BuiltYear, Field::FloorArea, Field::Buildings, Field::Households, Field::Ownership, Field::FormerUnit],
    ),
    (
        "register-group-work",
        &[Field::PlanYear, Field::Arrangement, Field::PlannedInvestment, Field::StartedOn, Field::FinishedOn],
    ),
    ("register-group-people", &[Field::Leader, Field::ResidentsBody]),
];

/// `GET /desk/{office}/register/{id}`. Four statements, whatever is known of it.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let n = neighbourhood::get(tx, office, id)?;
        let into = n
            .merged_into
            .filter(|kept| *kept != Neighbourhood::NOWHERE)
            .map(|kept| neighbourhood::get(tx, office, kept))
            .transpose()?;
        let merged = merge::merged_into(tx, office, id)?;
        Ok::<_, WebError>((n, into, merged, Names::read(tx, office)?))
    });
    let (n, into, merged, names) = read.await?;
    actor.may(Act::ReadRegister, &n.place())?;
    let group = |(title, fields): &(&str, &[Field])| Group {
        title: ctx.t(title),
        facts: fields.iter().map(|f| (words::field(&ctx, *f), words::value(&ctx, &names, &n.facts, *f))).collect(),
    };
    let own = super::address(office, id);
    let link = |other: &Neighbourhood| Link {
        href: super::address(office, other.id),
        name: other.facts.name.clone(),
        number: other.number.clone(),
        part: format!("{own}/part/{}", other.id),
    };
    Ok(page(&RecordPage {
        groups: GROUPS.iter().map(group).collect(),
        course: course(&ctx, &n, app.today()),
        into: into.as_ref().map(link),
        merged: merged.iter().map(link).collect(),
        head: Head::of(&ctx, &names, &n, &actor, app.today()),
        office,
        id,
        ctx,
    }))
}

fn course(ctx: &Ctx, n: &Neighbourhood, today: linli_domain::kernel::Date) -> Vec<Step> {
    let stage = n.stage(today);
    let look = |reached: Stage| match reached {
        _ if stage == reached && reached != Stage::Finished => "timeline-now",
        _ if stage >= reached => "timeline-past",
        _ => "timeline-later",
    };
    let day = |day: Option<linli_domain::kernel::Date>| day.map(|day| ctx.day(day)).unwrap_or_default();
    let year = n.facts.plan_year.map(|year| ctx.t_with("register-year", &[("year", year)])).unwrap_or_default();
    let step = |reached: Stage, key: &str, day: String, hint: &str| {
        let text = if day.is_empty() { ctx.t(hint) } else { String::new() };
        Step { look: look(reached), label: ctx.t(key), day, text }
    };
    vec![
        step(Stage::Planned, "register-course-planned", year, "register-course-no-plan"),
        step(Stage::UnderWay, "register-course-started", day(n.facts.started_on), "register-course-no-start"),
        step(Stage::Finished, "register-course-finished", day(n.facts.finished_on), "register-course-no-finish"),
    ]
}
