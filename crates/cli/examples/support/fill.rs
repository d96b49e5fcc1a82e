//! Registers of a known size: real counties and towns of the country, made-up neighbourhoods in them.
//!
//! Counties differ in size. Every second one has as many neighbourhoods as Suining, whatever the size of the whole:
//! these are the ones whose pages are asked for, so that what grows with the database is told from what grows with
//! the county.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::kernel::{Area, Date, DivisionCode, Level, Money, Month, NeighbourhoodId, Office};
use linli_domain::register::facts::{Arrangement, Location, Ownership};
use linli_domain::register::{Division, Facts};
use linli_domain::works::progress::Progress;
use linli_store::register::{division, neighbourhood};
use linli_store::works::progress;
use linli_store::{Error, Store};
use linli_web::reference;
use tokio::task::JoinSet;

use super::Result;

/// The neighbourhoods of a county whose pages are asked for.
pub const COUNTY: usize = 65;
/// Pages of neighbourhoods asked for in each such county.
const ASKED: usize = 12;
/// Counties written at one time.
const AT_ONCE: usize = 8;
/// Divisions written in one unit of work.
const CHUNK: usize = 5_000;
const UNITS: [&str; 8] = ["粮食局", "供销社", "农机厂", "邮电局", "林业局", "百货公司", "水泥厂", "教师进修学校"];

/// How a database is filled.
#[derive(Clone, Copy)]
pub struct Plan {
    pub neighbourhoods: usize,
    pub counties: usize,
    /// The first counties are those of this division.
    pub within: &'static str,
    /// The first month of progress, and how many each neighbourhood that has started reports.
    pub from: (i16, i8),
    pub months: usize,
    /// The year in whose plan all of them stand.
    pub year: i16,
}

/// What can be asked for now.
#[derive(Default)]
pub struct Filled {
    pub counties: Vec<Office>,
    pub neighbourhoods: Vec<(Office, NeighbourhoodId)>,
}

/// Whoever writes the records of an office here.
pub fn clerk(office: Office) -> Actor {
    let grants = vec![Grant { role: Role::Clerk, scope: Scope::Division(office.code()) }];
    Actor { account: AccountId::from_number(2), office, name: "script/bench".to_owned(), grants }
}

/// Fills an empty database.
pub async fn fill(store: &Store, plan: Plan) -> Result<Filled> {
    let counties = counties(plan)?;
    let towns = towns(&counties);
    write_divisions(store, &towns).await?;

    let (small, count) = (COUNTY.min(plan.neighbourhoods / counties.len().max(1)), counties.len().div_ceil(2));
    let large = (plan.neighbourhoods - small * count) / (counties.len() - count).max(1);
    let (mut filled, mut writing, mut written) = (Filled::default(), JoinSet::new(), 0);
    for (n, county) in counties.iter().enumerate() {
        let is_last = n + 1 == counties.len();
        let size = if is_last {
            plan.neighbourhoods - written
        } else if n.is_multiple_of(2) {
            small
        } else {
            large
        };
        written += size;
        let records = Records::of(*county, towns.get(county).map_or(&[], Vec::as_slice), size, plan)?;
        if n.is_multiple_of(2) {
            filled.counties.push(records.office);
            let ids = records.new.iter().map(|(id, _)| (records.office, *id));
            filled.neighbourhoods.extend(ids.step_by((size / ASKED).max(1)));
        }
        if writing.len() >= AT_ONCE {
            writing.join_next().await.ok_or("nothing is being written")???;
        }
        let store = store.clone();
        writing.spawn(async move { records.write(&store).await });
    }
    while let Some(done) = writing.join_next().await {
        done??;
    }
    Ok(filled)
}

/// Suining first, then its neighbours, then the rest of the country.
fn counties(plan: Plan) -> Result<Vec<DivisionCode>> {
    let within: DivisionCode = plan.within.parse().map_err(|_| "not a division")?;
    let first: DivisionCode = linli_domain::sample::COUNTY.parse().map_err(|_| "not a county")?;
    let all = reference::divisions(first).into_iter().map(|division| division.code);
    let mut counties: Vec<DivisionCode> = all.filter(|code| code.level() == Level::County).collect();
    counties.sort_by_key(|code| (*code != first, !within.contains(*code), code.to_string()));
    counties.truncate(plan.counties);
    Ok(counties)
}

fn towns(counties: &[DivisionCode]) -> BTreeMap<DivisionCode, Vec<Division>> {
    let provinces: BTreeSet<DivisionCode> = counties.iter().map(|county| county.at(Level::Province)).collect();
    let all = provinces.into_iter().flat_map(reference::divisions);
    let mut towns: BTreeMap<DivisionCode, Vec<Division>> =
        counties.iter().map(|county| (*county, Vec::new())).collect();
    for town in all.filter(|division| division.code.level() == Level::Town) {
        if let Some(of_county) = towns.get_mut(&town.code.at(Level::County)) {
            of_county.push(town);
        }
    }
    towns
}

async fn write_divisions(store: &Store, towns: &BTreeMap<DivisionCode, Vec<Division>>) -> Result<()> {
    let first = towns.keys().next().ok_or("no county")?;
    let mut all = reference::divisions(*first);
    all.retain(|division| division.code.level() <= Level::County);
    all.extend(towns.values().flatten().cloned());
    for chunk in all.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        store.write(&clerk(first.office()), move |tx| division::put_all(tx, &chunk).map(drop)).await?;
    }
    Ok(())
}

/// What one county keeps.
struct Records {
    office: Office,
    new: Vec<(NeighbourhoodId, Facts)>,
    reports: Vec<Progress>,
}

impl Records {
    fn of(county: DivisionCode, towns: &[Division], size: usize, plan: Plan) -> Result<Self> {
        let middle = middle_of(county);
        let new = (0..size).map(|n| {
            let town = towns.get(n % towns.len().max(1)).map_or(county, |town| town.code);
            (NeighbourhoodId::new(), facts(n, town, middle, plan))
        });
        let new: Vec<_> = new.collect();
        let from = Month::new(plan.from.0, plan.from.1).ok_or("no month")?;
        let months: Vec<Month> =
            std::iter::successors(Some(from), |month| Some(month.next())).take(plan.months).collect();
        let started = new.iter().filter(|(_, facts)| facts.started_on.is_some());
        let reports = started.flat_map(|(id, _)| {
            let report = |(n, month): (i64, &Month)| Progress::new(*id, *month, Money::from_yuan(100_000 * n));
            (1..).zip(&months).map(report).collect::<Vec<_>>()
        });
        Ok(Self { office: county.office(), reports: reports.collect(), new })
    }

    async fn write(self, store: &Store) -> Result<(), Error> {
        let Self { office, new, reports } = self;
        let kept = store.write(&clerk(office), move |tx| {
            let added = neighbourhood::add_all(tx, new.clone(), "imported", None)?;
            progress::report_all(tx, &reports)?;
            tx.record("register.imported", office, serde_json::json!({ "count": added.len() }));
            Ok(())
        });
        kept.await
    }
}

/// One in three is finished, one in three is being worked on, one in three waits.
fn facts(n: usize, town: DivisionCode, middle: Option<(i64, i64)>, plan: Plan) -> Facts {
    let k = i64::try_from(n).unwrap_or(0);
    let unit = UNITS[n % UNITS.len()];
    let (year, month) = plan.from;
    let started_on = (n % 3 < 2).then(|| Date::new(year, month, 15).ok()).flatten();
    let finished_on = n.is_multiple_of(3).then(|| Date::new(plan.year, 12, 20).ok()).flatten();
    let location = middle.map(|(longitude, latitude)| Location {
        longitude_e6: longitude + k * 7_919 % 60_000,
        latitude_e6: latitude + k * 104_729 % 60_000,
    });
    Facts {
        name: format!("{unit}{n}号家属院"),
        division: town,
        address: Some(format!("长征路 {} 号（示例）", n + 1)),
        location,
        built_year: i16::try_from(1975 + n % 25).ok(),
        floor_area: Some(Area::from_hundredths(600_000 + k * 1_234)),
        buildings: Some(2 + k % 7),
        households: Some(40 + k % 260),
        ownership: Some(Ownership::Reform),
        former_unit: Some(unit.to_owned()),
        plan_year: Some(plan.year),
        arrangement: Some(if n.is_multiple_of(2) {
            Arrangement::Single
        } else {
            Arrangement::Contiguous("长征路片区".into())
        }),
        leader: Some("包联领导（示例）".to_owned()),
        residents_body: Some("改造理事会（示例）".to_owned()),
        planned_investment: Some(Money::from_yuan(2_000_000 + k * 10_000)),
        started_on,
        finished_on,
    }
}

/// Somewhere inside, in millionths of a degree; where no outline is known, nowhere.
fn middle_of(county: DivisionCode) -> Option<(i64, i64)> {
    let outlines = reference::outlines(county);
    let ring = outlines.get(&county)?.iter().max_by_key(|ring| ring.len())?;
    let count = i64::try_from(ring.len()).ok()?.max(1);
    let sum = |of: fn(&(i32, i32)) -> i32| ring.iter().map(|point| i64::from(of(point))).sum::<i64>();
    Some((sum(|point| point.0) * 1000 / count, sum(|point| point.1) * 1000 / count))
}
