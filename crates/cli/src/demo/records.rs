//! The records of the demonstration: the county's register with its progress, and what other counties declared.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use linli_domain::kernel::{Month, NeighbourhoodId};
use linli_domain::oversight::declared::PrintedRates;
use linli_domain::oversight::figures::printed;
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable, Figures};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_domain::sample::{self, Sample};
use linli_store::oversight::declared::{self, Origin};
use linli_store::oversight::league;
use linli_store::register::{building, neighbourhood};
use linli_store::{Error, Store, Transaction};

use super::replay::{Course, Scene, Who};
use super::{county, office};

/// What goes wrong with a neighbourhood of the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Its start is reported, and nothing shows it.
    Unproven,
    /// Nothing was heard of it for weeks.
    Stalled,
    /// Nobody was named to answer for it.
    NoLeader,
    /// Its residents have no council yet.
    NoCouncil,
    /// Its council lost a member.
    ThinCouncil,
}

impl Trouble {
    /// Five of the plan of 2022 are troubled.
    pub const fn of(n: usize) -> Option<Self> {
        match n {
            7 => Some(Self::Unproven),
            10 => Some(Self::Stalled),
            13 => Some(Self::NoLeader),
            14 => Some(Self::NoCouncil),
            16 => Some(Self::ThinCouncil),
            _ => None,
        }
    }
}

/// One neighbourhood of the sample on its way through the demonstration.
#[derive(Clone, Debug)]
pub struct Case {
    pub n: usize,
    pub id: NeighbourhoodId,
    pub sample: Sample,
    pub trouble: Option<Trouble>,
}

impl Case {
    pub fn new(n: usize, sample: Sample) -> Self {
        Self { n, id: Self::id_of(n), trouble: Trouble::of(n), sample }
    }

    /// The same neighbourhood has the same id in every demonstration of one county.
    pub fn id_of(n: usize) -> NeighbourhoodId {
        // As version 7 writes it, of the morning on which the register was opened.
        const FIRST: u128 = 0x0176_d11c_2a00_7000_8000_0000_0000_0000;
        NeighbourhoodId::from_number(FIRST + u128::try_from(n).unwrap_or_default())
    }

    /// So many days into the year of its plan; not before there is a register.
    pub fn planned_on(&self, days: i8) -> Date {
        let year = self.sample.facts.plan_year.unwrap_or(2021);
        let on = Date::new(year, 1, 5).unwrap_or(super::replay::BEGINNING);
        on.checked_add(i64::from(days).days()).unwrap_or(on)
    }
}

/// Enters it when its plan is made, with its buildings: what happens later is not known yet.
pub fn register(course: &mut Course, case: &Arc<Case>) {
    let of = Arc::clone(case);
    course.add(case.planned_on(0), Who::Clerk, move |tx| enter(tx, &of));
}

fn enter(tx: &mut Transaction, case: &Case) -> Result<(), Error> {
    let known =
        Facts { leader: None, residents_body: None, started_on: None, finished_on: None, ..case.sample.facts.clone() };
    let added = neighbourhood::add_as(tx, case.id, known, None)?;
    for (n, (entrances, floors, doors)) in (1..).zip(&case.sample.buildings) {
        let layout = Layout::new(*entrances, *floors, *doors).map_err(|_| Error::Refused)?;
        let building = Building {
            id: BuildingId::new(),
            neighbourhood: added.id,
            name: format!("{n}栋"),
            built_year: case.sample.facts.built_year,
            floors: *floors,
        };
        building::add(tx, &building, layout)?;
    }
    Ok(())
}

/// The tables of January to May 2022, as the prefecture received them: all twelve counties declare.
pub async fn declarations(scene: &Scene<'_>) -> Result<(), Error> {
    let (store, supervisor) = (scene.store, &scene.people.supervisor);
    let months = (1..=5).filter_map(|number| Month::new(2022, number));
    for month in months {
        // On the third of the month after.
        scene.clock.to(Date::new(2022, month.month() + 1, 3).unwrap_or(super::replay::END));
        let (table, origin) = (table(store, month).await?, origin(month, None));
        if month.month() == 3 {
            // In March one rate was printed wrongly; the table was sent again.
            let (wrong, first) = (with_a_slip(&table), origin.clone());
            store.write(supervisor, move |tx| declared::put(tx, &wrong, &first).map(drop)).await?;
            let (table, second) = (table.clone(), self::origin(month, Some("更正开工率（示例）")));
            store.write(supervisor, move |tx| declared::put(tx, &table, &second).map(drop)).await?;
            continue;
        }
        store.write(supervisor, move |tx| declared::put(tx, &table, &origin).map(drop)).await?;
    }
    Ok(())
}

async fn table(store: &Store, month: Month) -> Result<DeclaredTable, Error> {
    let scope = office(sample::PREFECTURE).code();
    let league = store.read(move |tx| league::of(tx, scope, month)).await?;
    let rows: Vec<DeclaredRow> = (5..)
        .zip(league.rows)
        .map(|(line, row)| {
            // The county that keeps its records here declares what they say.
            let figures = if row.unit.code == county() { row.figures } else { sample::declared(row.unit.code, month) };
            DeclaredRow { unit: row.unit.code, written: row.unit.name, line, says: said(figures) }
        })
        .collect();
    let total = said(rows.iter().map(|row| row.says.figures).sum());
    Ok(DeclaredTable { scope, month, rows, total: Some(total) })
}

/// A declaration whose printed rates follow from its figures.
fn said(figures: Figures) -> Declaration {
    let printed = PrintedRates {
        start: printed(figures.start_rate()),
        completion: printed(figures.completion_rate()),
        investment: printed(figures.investment_rate()),
    };
    Declaration::of(figures, printed)
}

fn with_a_slip(table: &DeclaredTable) -> DeclaredTable {
    let mut table = table.clone();
    if let Some(row) = table.rows.first_mut() {
        row.says.printed.start = row.says.printed.investment;
    }
    table
}

fn origin(month: Month, note: Option<&str>) -> Origin {
    Origin {
        sender: "各县市区（示例）".to_owned(),
        file_name: format!("{month} 进展情况统计表（示例）.xlsx"),
        file_digest: format!("demo-{month}-{}", note.is_some()),
        note: note.map(str::to_owned),
    }
}
