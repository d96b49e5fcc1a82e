//! The picture of an office: every neighbourhood with its lamp and what is open of it.
//!
//! It is worked out once and kept until something is written or the day turns: the head of the trail counts every change,
//! so a kept picture is never an old one, and a county of fifteen hundred costs a reader what one of sixty-five costs.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::tz::offset;
use linli_domain::kernel::people::{Act, Actor, Place};
use linli_domain::kernel::{Date, DivisionCode, Level, Money, Month, NeighbourhoodId, Office, Personal, Timestamp};
use linli_domain::organisation::OrganisationRules;
use linli_domain::organisation::four_ones::Filled;
use linli_domain::organisation::task::Lamp;
use linli_domain::oversight::lamp::{self, Point, Seen};
use linli_domain::register::Stage;
use linli_domain::register::facts::Location;
use linli_domain::works::month_rules::MonthRules;
use linli_domain::works::stage;
use linli_store::organisation::four_ones;
use linli_store::oversight::picture::{self as store, Happened, Stands};
use linli_store::register::listing::Reach;
use linli_store::works::{month_end, month_rules, monthly_report};
use linli_store::{Tx, trail};

use crate::app::App;
use crate::error::WebError;
use crate::portal::map;

/// One neighbourhood with its lamp.
#[derive(Clone, Debug)]
pub(crate) struct Lit {
    pub stands: Stands,
    /// The stage that it has reached and shown.
    pub reached: Option<stage::Stage>,
    pub leader: Option<Personal>,
    /// What is open, the oldest first.
    pub points: Vec<Point>,
    pub lamp: Lamp,
}

impl Lit {
    /// Where it lies, for the question who may.
    pub(crate) fn place(&self, office: Office) -> Place {
        Place { office, division: Some(self.stands.division), neighbourhood: Some(self.stands.id) }
    }
}

/// An office at a moment.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub today: Date,
    /// What is late stands first, by the day since when.
    pub all: Vec<Lit>,
    /// The plan of each year in which any of them stands, the latest first.
    pub plans: Vec<Plan>,
    /// How many shine red, yellow and green.
    pub lamps: [usize; 3],
    pub happened: Vec<Happened>,
    /// Months that are past their cut-off day and not signed, the earliest first.
    pub unsigned: Vec<Month>,
}

impl Picture {
    /// What this person may see of it.
    pub(crate) fn for_reader<'a>(&'a self, actor: &'a Actor, office: Office) -> impl Iterator<Item = &'a Lit> {
        let whole = Reach::of(actor, Act::ReadOrganisation, office) == Reach::All;
        let may = move |lit: &&Lit| whole || actor.may(Act::ReadOrganisation, &lit.place(office)).is_ok();
        self.all.iter().filter(may)
    }
}

/// The plan of one year: its sums, and those of each town in the order of the codes.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub year: i16,
    pub sums: Sums,
    pub towns: Vec<Town>,
}

/// What a town has in the plan of a year.
#[derive(Clone, Debug)]
pub(crate) struct Town {
    pub code: DivisionCode,
    pub sums: Sums,
    /// Not started, under way, finished.
    pub states: [usize; 3],
    pub red: usize,
    /// The middle of those whose place is known, and how many they are.
    pub middle: Option<((f64, f64), usize)>,
}

impl Plan {
    fn of(year: i16, all: &[Lit]) -> Self {
        let all: Vec<&Lit> = all.iter().filter(|lit| lit.stands.plan_year == year).collect();
        let mut by_town: BTreeMap<DivisionCode, Vec<&Lit>> = BTreeMap::new();
        for lit in &all {
            by_town.entry(lit.stands.division.at(Level::Town)).or_default().push(lit);
        }
        let towns = by_town.into_iter().map(|(code, here)| Town::of(code, &here)).collect();
        Self { year, sums: all.into_iter().collect(), towns }
    }
}

impl Town {
    fn of(code: DivisionCode, here: &[&Lit]) -> Self {
        let count = |stage: Stage| here.iter().filter(|lit| lit.stands.state == stage).count();
        let known: Vec<Location> = here.iter().filter_map(|lit| lit.stands.location).collect();
        Self {
            code,
            sums: here.iter().copied().collect(),
            states: [count(Stage::Planned), count(Stage::UnderWay), count(Stage::Finished)],
            red: here.iter().filter(|lit| lit.lamp == Lamp::Red).count(),
            middle: (!known.is_empty()).then(|| (map::middle_of(&known), known.len())),
        }
    }
}

/// Sums of some neighbourhoods.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub planned: i64,
    pub started: i64,
    pub unproven: i64,
    pub finished: i64,
    pub money_planned: Money,
    pub money_done: Money,
}

impl<'a> FromIterator<&'a Lit> for Sums {
    fn from_iter<I: IntoIterator<Item = &'a Lit>>(all: I) -> Self {
        let all: Vec<&Stands> = all.into_iter().map(|lit| &lit.stands).collect();
        let count = |which: fn(&Stands) -> bool| all.iter().filter(|of| which(of)).map(|_| 1).sum();
        Self {
            planned: count(|_| true),
            started: count(|of| of.started_on.is_some() && of.start_counts),
            unproven: count(|of| of.started_on.is_some() && !of.start_counts),
            finished: count(|of| of.finished_on.is_some() && of.finish_counts),
            money_planned: all.iter().filter_map(|of| of.planned).sum(),
            money_done: all.iter().map(|of| of.done).sum(),
        }
    }
}

/// Kept pictures by office, each with the head of the trail and the day it was made for.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<HashMap<Office, (i64, Arc<Picture>)>>);

/// A server of many offices keeps the pictures of so many.
const KEPT: usize = 64;
/// Happenings of so many days are shown, and so many of them.
const DAYS: i64 = 7;
const HAPPENED: i64 = 20;

impl Pictures {
    fn kept(&self, office: Office, head: i64, today: Date) -> Option<Arc<Picture>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (of, picture) = all.get(&office)?;
        (*of == head && picture.today == today).then(|| Arc::clone(picture))
    }

    fn keep(&self, office: Office, head: i64, picture: &Arc<Picture>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= KEPT && !all.contains_key(&office) {
            all.clear();
        }
        all.insert(office, (head, Arc::clone(picture)));
    }
}

/// The picture of an office: one statement where nothing was written since the last one, else fifteen.
pub(crate) async fn of(app: &App, office: Office) -> Result<Arc<Picture>, WebError> {
    let (today, now) = (app.today(), app.now());
    let seq =
        move |tx: &mut Tx| -> linli_store::Result<i64> { Ok(trail::head(tx, office)?.map_or(0, |head| head.seq)) };
    let head = app.store.read(seq).await?;
    if let Some(kept) = app.pictures.kept(office, head, today) {
        return Ok(kept);
    }
    // The head once more, in the same unit of work: what was written between the two belongs to the picture.
    let read = app.store.read(move |tx| Ok::<_, WebError>((seq(tx)?, known(tx, office, today, now)?)));
    let (head, known) = read.await?;
    let picture = tokio::task::spawn_blocking(move || Arc::new(known.picture(today))).await.map_err(WebError::fault)?;
    app.pictures.keep(office, head, &picture);
    Ok(picture)
}

/// What the records say, before anything is concluded.
struct Known {
    standing: Vec<Stands>,
    ones: Vec<four_ones::Line>,
    heard: BTreeMap<NeighbourhoodId, Timestamp>,
    due: BTreeMap<NeighbourhoodId, Date>,
    furthest: BTreeMap<NeighbourhoodId, stage::Stage>,
    happened: Vec<Happened>,
    months: Vec<Month>,
    rules: OrganisationRules,
    month_rules: MonthRules,
}

fn known(tx: &mut Tx, office: Office, today: Date, now: Timestamp) -> Result<Known, WebError> {
    let mut plans = linli_store::works::stage::plans(tx, office)?;
    plans.extend(linli_store::planning::plan::planned(tx, office)?);
    let week = jiff::SignedDuration::from_hours(24 * DAYS);
    let since = now.checked_sub(week).unwrap_or(now);
    let month_rules = month_rules::of(tx, office, today)?;
    let months = month_end::list(tx, office, None, 24)?;
    let unsigned = months.iter().filter(|end| end.signed.is_none() && month_rules.cut_off(end.month) < today);
    let mut months: Vec<Month> = unsigned.map(|end| end.month).collect();
    months.reverse();
    Ok(Known {
        standing: store::standing(tx, office, today)?,
        ones: four_ones::lines(tx, office, &Reach::All, &plans)?,
        heard: monthly_report::heard_of(tx, office)?,
        due: store::tasks_due(tx, office)?,
        furthest: store::furthest(tx, office)?,
        happened: store::happened(tx, office, since, HAPPENED)?,
        months,
        rules: linli_store::organisation::rules::of(tx, office, today)?,
        month_rules,
    })
}

impl Known {
    fn picture(self, today: Date) -> Picture {
        let ones: HashMap<NeighbourhoodId, &four_ones::Line> =
            self.ones.iter().map(|line| (line.holding.neighbourhood, line)).collect();
        let day = |at: &Timestamp| offset(8).to_datetime(*at).date();
        let lit = |stands: &Stands| {
            let line = ones.get(&stands.id);
            let missing = line.map(|line| line.holding.missing(&self.rules)).unwrap_or_default();
            let points = lamp::points(
                &Seen {
                    plan_year: stands.plan_year,
                    stage: stands.state,
                    started_on: stands.started_on,
                    start_counts: stands.start_counts,
                    heard_on: self.heard.get(&stands.id).map(day),
                    missing: &missing,
                    task_due: self.due.get(&stands.id).copied(),
                },
                self.month_rules.silent_weeks,
                &self.rules,
                today,
            );
            let leader = line.and_then(|line| match &line.holding.leader {
                Some(Filled::Since { name, .. }) => Some(name.clone()),
                Some(Filled::Register(name)) => Some(name.as_str().into()),
                None => None,
            });
            let reached = self.furthest.get(&stands.id).copied();
            Lit { stands: stands.clone(), reached, leader, lamp: lamp::lamp(&points), points }
        };
        let mut all: Vec<Lit> = self.standing.iter().map(lit).collect();
        all.sort_by(|a, b| {
            let since = |lit: &Lit| lit.points.first().map_or(Date::MAX, |point| point.since);
            (b.lamp, since(a), &a.stands.number).cmp(&(a.lamp, since(b), &b.stands.number))
        });
        let mut years: Vec<i16> = all.iter().map(|lit| lit.stands.plan_year).collect();
        years.sort_unstable_by(|a, b| b.cmp(a));
        years.dedup();
        let plans = years.into_iter().map(|year| Plan::of(year, &all)).collect();
        let count = |lamp: Lamp| all.iter().filter(|lit| lit.lamp == lamp).count();
        let lamps = [count(Lamp::Red), count(Lamp::Yellow), count(Lamp::Green)];
        Picture { today, all, plans, lamps, happened: self.happened, unsigned: self.months }
    }
}

/// The names of towns that occur, in the order of their codes.
pub(crate) fn towns<'a>(all: impl Iterator<Item = &'a Lit>) -> Vec<DivisionCode> {
    let mut towns: Vec<DivisionCode> = all.map(|lit| lit.stands.division.at(Level::Town)).collect();
    towns.sort_unstable();
    towns.dedup();
    towns
}
