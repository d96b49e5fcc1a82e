//! `GET /neighbourhoods/{office}/{id}`: one neighbourhood, for those who live there.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::{Catalogue, Need};
use linli_domain::kernel::{Date, Level, Month, NeighbourhoodId, Office, Percent, Ratio, Timestamp};
use linli_domain::register::evidence::{Evidence, EvidenceId, Pair, pairs};
use linli_domain::register::facts::{Arrangement, Facts};
use linli_domain::register::{Division, Neighbourhood, Stage};
use linli_domain::works::progress::Progress;
use linli_domain::works::stage::{Course, Stage as Milestone};
use linli_domain::works::stage_rules::StageRules;
use linli_store::consultation::{answer, catalogue, need};
use linli_store::oversight::bulletin::{self, Headline};
use linli_store::planning::vote;
use linli_store::register::{division, evidence, neighbourhood, overview};
use linli_store::works::{progress, stage as stages};

use super::answer::Keep;
use super::{crumbs, map, place_url};
use crate::app::App;
use crate::consultation::{needs, opinions};
use crate::error::WebError;
use crate::extract::Path;
use crate::planning::posted::{self, Posted};
use crate::reference;
use crate::shell::{Crumb, Ctx, chart};

/// Leaders in charge (包联领导) are officials, and answer for their neighbourhood with their name: it stands on the board at
/// the gate, so it stands here. Names of residents never do; where a county decides otherwise, this is the one place.
const LEADERS_ARE_NAMED: bool = true;
/// Bulletins of the county and of the prefecture that are shown.
const BULLETINS: i64 = 2;

#[derive(Template)]
#[template(path = "portal/neighbourhood.html")]
struct NeighbourhoodPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    number: String,
    facts: Facts,
    stage: Stage,
    where_: String,
    done: Option<(Month, linli_domain::kernel::Money)>,
    rate: Option<Percent>,
    curve: Option<String>,
    reports: Vec<Progress>,
    map: Option<String>,
    bulletins: Vec<Headline>,
    pairs: Vec<PairShown>,
    said: Vec<Said>,
    /// The plan that was posted: its window, what it comes to, whether it hangs.
    plan: Option<(String, String, bool)>,
    votes: Vec<super::vote::Line>,
    here: String,
    /// Reported, and not shown by evidence yet.
    start_unproven: bool,
    finish_unproven: bool,
    qr: Option<String>,
    address: String,
    changed_at: Timestamp,
}

/// What residents asked for, and what is answered (您说我答). No sentence and no household is told of.
struct Said {
    title: String,
    work: String,
    homes: String,
    /// The verdict with its colour, and the reason.
    answer: Option<(String, &'static str, String)>,
}

/// One spot before and after the work.
struct PairShown {
    spot: String,
    before: Side,
    after: Side,
}

struct Side {
    src: String,
    when: String,
    width: i64,
    height: i64,
}

/// What one unit of work reads: some thirty statements.
struct Found {
    evidence: Vec<Evidence>,
    course: Course,
    rules: StageRules,
    neighbourhood: Neighbourhood,
    path: Vec<Division>,
    reports: Vec<Progress>,
    changed_at: Timestamp,
    bulletins: Vec<Headline>,
    needs: Vec<(Need, Vec<answer::Version>)>,
    catalogue: Catalogue,
    plan: Option<Posted>,
    votes: Vec<vote::Kept>,
}

/// Shows a neighbourhood; one that was merged leads to the one that goes on.
pub(super) async fn show(
    ctx: Ctx,
    keep: Keep,
    State(app): State<App>,
    Path((office, id)): Path<(Office, String)>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let id: NeighbourhoodId = id.parse().map_err(|_| WebError::NotFound)?;
    let today = app.today();
    let read = app.store.read(move |tx| {
        let neighbourhood = neighbourhood::get(tx, office, id)?;
        if let Some(goes_on) = neighbourhood.merged_into {
            return Ok(Err(goes_on));
        }
        let mut bulletins = bulletin::headlines(tx, office, None, BULLETINS)?;
        if let Some(above) = office.code().parent() {
            bulletins.extend(bulletin::headlines(tx, above.office(), None, BULLETINS)?);
        }
        let by = stages::rules(tx, office, today)?;
        Ok::<_, linli_store::Error>(Ok(Found {
            evidence: evidence::compared(tx, office, id)?,
            course: stages::course(tx, &neighbourhood, by.evidence_from)?,
            rules: by.rules,
            path: division::path(tx, neighbourhood.facts.division)?,
            reports: progress::of(tx, office, id)?,
            changed_at: overview::changed_at(tx, office, id)?,
            needs: need::said(tx, office, id)?,
            catalogue: catalogue::of(tx, office, today)?.catalogue,
            plan: posted::read(tx, office, id, today)?,
            votes: vote::of(tx, office, id)?,
            neighbourhood,
            bulletins,
        }))
    });
    match read.await? {
        Err(goes_on) => Ok(moved(office, goes_on)),
        Ok(found) => {
            let address = format!("/neighbourhoods/{office}/{id}");
            let full = crate::shell::qr::site(&app.config, &headers).map(|origin| format!("{origin}{address}"));
            keep.page(&page(ctx, found, full.unwrap_or(address), today))
        }
    }
}

/// A merge can be taken back, so nobody is told that the way is for ever.
fn moved(office: Office, to: NeighbourhoodId) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/neighbourhoods/{office}/{to}"))]).into_response()
}

fn page(ctx: Ctx, found: Found, address: String, today: Date) -> NeighbourhoodPage {
    let unproven = |stage| found.course.of(stage).is_some_and(|standing| !standing.counts(&found.rules));
    let (start_unproven, finish_unproven) = (unproven(Milestone::Start), unproven(Milestone::Accept));
    let pairs = pairs(&found.evidence).iter().map(|pair| pair_shown(&ctx, found.neighbourhood.office, pair)).collect();
    let said = found.needs.iter().map(|(need, answers)| said(&ctx, &found.catalogue, need, answers)).collect();
    let answered_at = found.needs.iter().flat_map(|(_, answers)| answers).map(|one| one.at).max();
    let votes = super::vote::lines(&ctx, found.neighbourhood.office, &found.votes, today);
    let plan = found.plan.map(|plan| (plan.window(&ctx), plan.gist(&ctx), plan.hears(today)));
    let here = format!("/neighbourhoods/{}/{}", found.neighbourhood.office, found.neighbourhood.id);
    let finish_counts = found.neighbourhood.finish_counts;
    let facts = found.neighbourhood.facts;
    let mut crumbs = crumbs(&ctx, &found.path);
    crumbs.extend(found.path.last().map(|place| Crumb::new(&place.name, place_url(place.code))));
    let done = found.reports.last().map(|last| (last.month, last.done));
    let rate = done.and_then(|(_, done)| Ratio::new(done.fen(), facts.planned_investment?.fen())).map(Ratio::percent);
    let where_ = found.path.iter().filter(|place| place.code.level() >= Level::County).map(|place| place.name.as_str());
    NeighbourhoodPage {
        where_: where_.collect::<Vec<_>>().join(" "),
        stage: facts.stage_proven(today, finish_counts),
        curve: curve(&ctx, &facts, &found.reports),
        map: drawn(&ctx, &facts),
        qr: crate::shell::qr::drawn(&address, &ctx.t("portal-qr-label")),
        number: found.neighbourhood.number,
        reports: found.reports,
        bulletins: found.bulletins,
        pairs,
        said,
        plan,
        votes,
        here,
        start_unproven,
        finish_unproven,
        changed_at: answered_at.map_or(found.changed_at, |at| at.max(found.changed_at)),
        crumbs,
        done,
        rate,
        address,
        facts,
        ctx,
    }
}

fn said(ctx: &Ctx, catalogue: &Catalogue, need: &Need, answers: &[answer::Version]) -> Said {
    let answer = answers.first().map(|last| {
        let verdict = last.answer.verdict;
        (opinions::verdict(ctx, verdict), opinions::verdict_look(verdict), last.answer.reason.clone())
    });
    Said {
        title: need.facts.title.clone(),
        work: needs::work(ctx, catalogue, &need.facts.item),
        homes: ctx.t_n("needs-households", need.weight.households),
        answer,
    }
}

fn pair_shown(ctx: &Ctx, office: Office, pair: &Pair<'_>) -> PairShown {
    let side = |piece: &Evidence| Side {
        src: format!("/neighbourhoods/{office}/{}/photos/{}", piece.neighbourhood, piece.id),
        when: piece.taken_on().map(|day| ctx.day(day)).unwrap_or_default(),
        width: piece.picture.as_ref().map_or(4, |picture| picture.width),
        height: piece.picture.as_ref().map_or(3, |picture| picture.height),
    };
    PairShown { spot: pair.spot.to_owned(), before: side(pair.before), after: side(pair.after) }
}

/// `GET /neighbourhoods/{office}/{id}/photos/{piece}`: a photo of a spot before or after the work, and no other one.
pub(super) async fn photo(
    State(app): State<App>,
    Path((office, id, piece)): Path<(Office, NeighbourhoodId, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = app.store.read(move |tx| evidence::get(tx, office, piece)).await?;
    let shown = piece.picture.as_ref().is_some_and(|picture| picture.moment.is_some() && picture.spot.is_some());
    if piece.neighbourhood != id || piece.withdrawn.is_some() || !shown {
        return Err(WebError::NotFound);
    }
    let mut answer = crate::register::files::file(&app, &piece, false).await?;
    // For an hour only: a photo that was withdrawn is to go from the caches too.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    Ok(answer)
}

/// Needs that the page shows at once; the others open below.
const NEEDS: usize = 8;

impl NeighbourhoodPage {
    fn first_needs(&self) -> &[Said] {
        &self.said[..self.said.len().min(NEEDS)]
    }

    fn further_needs(&self) -> &[Said] {
        &self.said[self.said.len().min(NEEDS)..]
    }

    fn leader(&self) -> Option<&str> {
        self.facts.leader.as_deref().filter(|_| LEADERS_ARE_NAMED)
    }

    fn area_scheme(&self) -> Option<&str> {
        match &self.facts.arrangement {
            Some(Arrangement::Contiguous(name)) => Some(name),
            _ => None,
        }
    }

    fn is_single(&self) -> bool {
        matches!(self.facts.arrangement, Some(Arrangement::Single))
    }

    fn share(&self, report: &Progress) -> Option<Percent> {
        Ratio::new(report.done.fen(), self.facts.planned_investment?.fen()).map(Ratio::percent)
    }
}

/// The share of the plan done, month by month; months without a report stay open.
fn curve(ctx: &Ctx, facts: &Facts, reports: &[Progress]) -> Option<String> {
    let (first, last) = (reports.first()?.month, reports.last()?.month);
    let planned = facts.planned_investment?.fen();
    let mut months = vec![first];
    while months.last().is_some_and(|month| *month < last) && months.len() < 60 {
        months.extend(months.last().map(|month| month.next()));
    }
    let share = |month: &Month| {
        let report = reports.iter().find(|report| report.month == *month)?;
        Ratio::new(report.done.fen(), planned).map(|ratio| ratio.percent().hundredths())
    };
    let values: Vec<Option<i64>> = months.iter().map(share).collect();
    (values.len() > 1).then(|| chart::sparkline(&values, 10_000, &ctx.t("portal-curve-label")))
}

fn drawn(ctx: &Ctx, facts: &Facts) -> Option<String> {
    let county = facts.division.at(Level::County);
    let outlines = reference::outlines(county);
    map::of_one(outlines.get(&county)?, facts.location?, &ctx.t_with("portal-map-one", &[("name", &facts.name)]))
}
