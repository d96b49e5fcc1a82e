//! `…/slips/{neighbourhood}/doors/{dwelling}`: the slip of one door with every one before it; printed, printed anew or revoked here.
//! The form says which slip it was looked at with: whoever was overtaken is shown what holds now, and ends nothing.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use linli_domain::consultation::opinion::Address;
use linli_domain::consultation::slip::{Paper, SlipId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::{DwellingId, Neighbourhood};
use linli_store::Error;
use linli_store::consultation::slip::{self, Past, Place};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::print::{laid_out, reasoned};
use super::show::Site;
use super::{batch, building_of, crumbs, door_page, page_of};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, file, page_with, qr};

/// Papers that are shown; a door has a handful.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "consultation/slips/door.html")]
struct DoorPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    place: String,
    /// The slip that holds.
    holds: Option<String>,
    papers: Vec<Row>,
    site: Site,
    may_keep: bool,
    reason: Field,
    sure: Field,
    problems: Problems,
}

struct Row {
    made: String,
    opened: String,
    ended: Option<String>,
}

/// What is asked for, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    act: String,
    reason: String,
    sure: String,
    /// The slip that held when the page was looked at.
    seen: String,
}

struct Known {
    n: Neighbourhood,
    place: Place,
    papers: Vec<Past>,
}

impl Known {
    fn holds(&self) -> Option<SlipId> {
        self.place.printed.as_ref().map(|paper| paper.id)
    }
}

/// Three statements.
async fn know(app: &App, office: Office, of: NeighbourhoodId, dwelling: DwellingId) -> Result<Known, WebError> {
    let read = app.store.read(move |tx| {
        let (n, place) = (neighbourhood::get(tx, office, of)?, slip::door(tx, office, of, dwelling)?);
        let papers = slip::papers(tx, office, (place.spot.entrance(), dwelling), MOST)?;
        Ok::<_, WebError>(Known { n, place, papers })
    });
    read.await
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, of, dwelling)): Path<(Office, NeighbourhoodId, DwellingId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, of, dwelling).await?;
    actor.may(Act::ReadSurveys, &known.n.place())?;
    let site = Site::of(&app, &headers);
    Ok(shown(ctx, &actor, site, &known, (office, dwelling), &Draft::default(), StatusCode::OK, Problems::default()))
}

#[allow(clippy::too_many_arguments, reason = "what a page shows")]
fn shown(
    ctx: Ctx,
    actor: &Actor,
    site: Site,
    known: &Known,
    (office, dwelling): (Office, DwellingId),
    draft: &Draft,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let [building, entrance, room] = &known.place.names;
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(&known.n.facts.name, page_of(office, known.n.id)));
    crumbs.push(Crumb::new(building, building_of(office, known.n.id, known.place.building)));
    let reason = Field::new("reason", ctx.t("slips-field-reason")).hint(ctx.t("slips-field-reason-hint"));
    let page = DoorPage {
        crumbs,
        here: door_page(office, known.n.id, dwelling),
        name: format!("{building} {entrance} {room}"),
        place: known.n.facts.name.clone(),
        holds: known.holds().map(|id| id.to_string()),
        papers: known.papers.iter().map(|paper| row(&ctx, paper)).collect(),
        site,
        may_keep: known.n.merged_into.is_none() && actor.may(Act::KeepSlips, &known.n.place()).is_ok(),
        reason: reason.value(&draft.reason).required().problem(&problems),
        sure: Field::new("sure", ctx.t("slips-field-sure"))
            .kind("checkbox")
            .value(&draft.sure)
            .required()
            .problem(&problems),
        problems,
        ctx,
    };
    page_with(status, &page)
}

fn row(ctx: &Ctx, paper: &Past) -> Row {
    let made = [("day", ctx.instant(paper.made_at)), ("name", paper.by_name.clone())];
    let opened = paper
        .opened_on
        .map(|day| ctx.t_with("slips-opened-times", &[("count", ctx.number(paper.opened)), ("day", ctx.day(day))]));
    let ended = paper.revoked.as_ref().map(|(at, by, why)| {
        let told = [("day", ctx.instant(*at)), ("name", by.clone()), ("reason", why.clone())];
        ctx.t_with("slips-paper-ended", &told)
    });
    Row {
        made: ctx.t_with("slips-paper-made", &made),
        opened: opened.unwrap_or_else(|| ctx.t("slips-never-opened")),
        ended,
    }
}

/// `POST`: one slip as a file, or its code ended.
pub async fn act(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, of, dwelling)): Path<(Office, NeighbourhoodId, DwellingId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let known = know(&app, office, of, dwelling).await?;
    actor.may(Act::KeepSlips, &known.n.place())?;
    if known.n.merged_into.is_some() {
        return Err(WebError::Conflict);
    }
    let revokes = match draft.act.as_str() {
        "print" => false,
        "revoke" => true,
        _ => return Err(WebError::BadRequest),
    };
    let (site, at) = (Site::of(&app, &headers), (office, dwelling));
    let holds = known.holds();
    let mut problems = Problems::default();
    if draft.seen != holds.map(|id| id.to_string()).unwrap_or_default() {
        problems.add("reason", ctx.t("slips-why-overtaken"));
        return Ok(shown(ctx, &actor, site, &known, at, &draft, StatusCode::CONFLICT, problems));
    }
    if revokes && holds.is_none() {
        return Err(WebError::BadRequest);
    }
    reasoned(&ctx, &draft.reason, holds.is_some(), &mut problems);
    if holds.is_some() && draft.sure != "yes" {
        problems.add("sure", ctx.t("slips-why-sure"));
    }
    if !problems.is_empty() {
        return Ok(shown(ctx, &actor, site, &known, at, &draft, StatusCode::UNPROCESSABLE_ENTITY, problems));
    }
    let why = clean_line(&draft.reason);
    if let (true, Some(paper)) = (revokes, holds) {
        let ended = app.store.write(&actor, move |tx| slip::revoke(tx, of, Paper::Slip, &[paper], &why)).await?;
        if ended == 0 {
            return Err(WebError::Conflict);
        }
        return Ok(done(&door_page(office, of, dwelling), "slips-done-revoked"));
    }
    print(&app, ctx, &actor, &headers, &known, at, draft, why).await
}

#[allow(clippy::too_many_arguments, reason = "what was asked for, and by whom")]
async fn print(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    headers: &HeaderMap,
    known: &Known,
    (office, dwelling): (Office, DwellingId),
    draft: Draft,
    why: String,
) -> Result<Response, WebError> {
    let (of, at) = (known.n.id, (office, dwelling));
    let asked = super::Asked {
        lang: ctx.lang,
        office,
        neighbourhood: known.n.facts.name.clone(),
        paper: Paper::Slip,
        large: false,
        at: Address {
            building: Some(known.place.building),
            entrance: Some(known.place.spot.entrance()),
            dwelling: Some(dwelling),
            ..Address::of(of)
        },
        anew: true,
        site: qr::site(&app.config, headers).ok_or(WebError::BadRequest)?,
        contact: app.config.contact.clone(),
        date: app.today(),
        illustrative: app.config.illustrative,
    };
    let batch = batch(&asked, std::slice::from_ref(&known.place)).map_err(WebError::fault)?;
    let site = Site::of(app, headers);
    let bytes = match laid_out(&ctx, batch.papers).await? {
        Ok(bytes) => bytes,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("reason", why);
            return Ok(shown(ctx, actor, site, known, at, &draft, StatusCode::UNPROCESSABLE_ENTITY, problems));
        }
    };
    let new = batch.new;
    match app.store.write(actor, move |tx| slip::print(tx, of, Paper::Slip, &new, &why)).await {
        Ok(_) => {
            let name = known.place.names.concat();
            let name = format!("{}-{name}", ctx.t("opinions-channel-slip"));
            Ok(file(&ctx, &name, "pdf", "application/pdf", bytes))
        }
        // Somebody printed or revoked between the look and the writing.
        Err(Error::Stale) => {
            let (known, mut problems) = (know(app, office, of, dwelling).await?, Problems::default());
            problems.add("reason", ctx.t("slips-why-overtaken"));
            Ok(shown(ctx, actor, site, &known, at, &draft, StatusCode::CONFLICT, problems))
        }
        Err(error) => Err(error.into()),
    }
}
