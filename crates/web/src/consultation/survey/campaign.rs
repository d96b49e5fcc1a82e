//! One campaign: how far it is, place by place and person by person; the way to doors and shares; its end.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::survey::coverage::Coverage;
use linli_domain::consultation::survey::{Campaign, CampaignId};
use linli_domain::kernel::people::{AccountId, Act};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_store::consultation::survey::said::{self, Said, Will};
use linli_store::consultation::survey::{self, Left, doors};

use super::campaigns::state;
use super::{address, crumbs, rate, window};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, page};

#[derive(Template)]
#[template(path = "consultation/survey/campaign.html")]
struct CampaignPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    name: String,
    window: String,
    state: &'static str,
    look: &'static str,
    target: i64,
    total: Line,
    still: i64,
    places: Vec<Line>,
    people: Vec<Person>,
    said: Vec<Wills>,
    left: Vec<Gone>,
    export: Option<String>,
    /// Entrances that are nobody's.
    unshared: usize,
    may_run: bool,
    is_open: bool,
}

/// Coverage of a place.
struct Line {
    name: String,
    href: String,
    doors: i64,
    households: i64,
    answered: i64,
    refused: i64,
    nobody_home: i64,
    to_do: i64,
    conflict: i64,
    rate: String,
    reached: bool,
}

impl Line {
    fn of(ctx: &Ctx, name: String, href: String, of: &Coverage, target: i64) -> Self {
        Self {
            name,
            href,
            doors: of.doors(),
            households: of.households(),
            answered: of.answered + of.conflict,
            refused: of.refused,
            nobody_home: of.nobody_home,
            to_do: of.to_do,
            conflict: of.conflict,
            rate: rate(ctx, of),
            reached: of.households() > 0 && of.still(target) == 0,
        }
    }
}

/// What the households of a place want.
struct Wills {
    name: String,
    answered: i64,
    willing: Will,
    pay: Will,
    average: String,
    named: i64,
    council: i64,
}

impl Wills {
    fn of(ctx: &Ctx, name: String, said: &Said) -> Self {
        Self {
            name,
            answered: said.answered,
            willing: said.willing,
            pay: said.pay,
            average: said.average().map_or_else(|| "—".to_owned(), |amount| ctx.money_yuan(amount)),
            named: said.named,
            council: said.council,
        }
    }
}

/// A neighbourhood that was taken out while phones were in it.
struct Gone {
    name: String,
    href: String,
    since: String,
    visits: i64,
    after: i64,
}

/// What somebody of the team has done.
struct Person {
    name: String,
    doors: i64,
    answered: i64,
    visits: i64,
}

struct Known {
    campaign: Campaign,
    names: BTreeMap<NeighbourhoodId, String>,
    coverage: BTreeMap<NeighbourhoodId, Coverage>,
    shares: Vec<survey::Shared>,
    by_member: BTreeMap<AccountId, (i64, i64)>,
    people: BTreeMap<AccountId, String>,
    said: BTreeMap<NeighbourhoodId, Said>,
    left: Vec<Left>,
}

/// Twelve statements, however large it is.
async fn know(app: &App, office: Office, id: CampaignId) -> Result<Known, WebError> {
    let read = app.store.read(move |tx| {
        let campaign = survey::get(tx, office, id)?;
        let mut coverage: BTreeMap<NeighbourhoodId, Vec<Coverage>> = BTreeMap::new();
        for ((of, _), one) in doors::coverage(tx, office, id)? {
            coverage.entry(of).or_default().push(one);
        }
        Ok::<_, WebError>(Known {
            names: survey::places(tx, office, id)?,
            coverage: coverage.into_iter().map(|(of, all)| (of, all.into_iter().sum())).collect(),
            shares: survey::shares(tx, office, id)?,
            by_member: doors::by_member(tx, office, id)?,
            people: survey::members(tx, office, id)?,
            said: said::by_place(tx, office, id)?,
            left: survey::left(tx, office, id)?,
            campaign,
        })
    });
    read.await
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    let known = know(&app, office, id).await?;
    let (campaign, here) = (&known.campaign, address(office, id));
    let (state, look) = state(campaign.opens, campaign.closes, campaign.closed_on, app.today());
    let place = |of: &NeighbourhoodId| {
        let name = known.names.get(of).cloned().unwrap_or_default();
        let coverage = known.coverage.get(of).copied().unwrap_or_default();
        Line::of(&ctx, name, format!("{here}/places/{of}"), &coverage, campaign.target)
    };
    let gone = |one: &Left| Gone {
        name: one.name.clone(),
        href: format!("{here}/places/{}", one.neighbourhood),
        since: ctx.t_with("survey-left-since", &[("day", ctx.instant(one.at)), ("name", one.by_name.clone())]),
        visits: one.visits,
        after: one.after,
    };
    let total: Coverage = known.coverage.values().copied().sum();
    let shown = CampaignPage {
        crumbs: crumbs(&ctx, office),
        name: campaign.name.clone(),
        window: window(&ctx, campaign.opens, campaign.closes),
        state,
        look,
        target: campaign.target,
        total: Line::of(&ctx, ctx.t("survey-total"), String::new(), &total, campaign.target),
        still: total.still(campaign.target),
        places: campaign.neighbourhoods.iter().map(place).collect(),
        people: people(&known),
        said: wills(&ctx, &known),
        left: known.left.iter().map(gone).collect(),
        export: actor.may_enter(Act::ExportOpinions, office).is_ok().then(|| format!("{here}/export.xlsx")),
        unshared: known.shares.iter().filter(|share| share.account.is_none()).count(),
        may_run: actor.may_enter(Act::RunSurveys, office).is_ok(),
        is_open: campaign.closed_on.is_none(),
        here,
        ctx,
    };
    Ok(page(&shown))
}

/// By place, and all of them; nothing while nobody answered.
fn wills(ctx: &Ctx, known: &Known) -> Vec<Wills> {
    let mut total = Said::default();
    let mut all = Vec::new();
    for (of, said) in &known.said {
        total.add(said);
        all.push(Wills::of(ctx, known.names.get(of).cloned().unwrap_or_default(), said));
    }
    if total.answered > 0 {
        all.push(Wills::of(ctx, ctx.t("survey-total"), &total));
    }
    all
}

fn people(known: &Known) -> Vec<Person> {
    let doors = |account: AccountId| -> i64 {
        known.shares.iter().filter(|share| share.account == Some(account)).map(|share| share.doors).sum()
    };
    let person = |(account, name): (&AccountId, &String)| {
        let (answered, visits) = known.by_member.get(account).copied().unwrap_or_default();
        Person { name: name.clone(), doors: doors(*account), answered, visits }
    };
    known.people.iter().map(person).collect()
}

/// `POST …/closure`: nobody takes doors along any more; what is out still arrives.
pub async fn close(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, CampaignId)>,
) -> Result<Response, WebError> {
    app.store.write(&actor, move |tx| survey::close(tx, id)).await?;
    Ok(done(&address(office, id), "survey-done-closed"))
}
