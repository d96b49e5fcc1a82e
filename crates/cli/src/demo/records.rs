//! The records of the demonstration: the county's register with its progress, and what other counties declared.

use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Month, NeighbourhoodId};
use linli_domain::oversight::declared::PrintedRates;
use linli_domain::oversight::figures::printed;
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable, Figures};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId};
use linli_domain::sample::{self, Sample};
use linli_domain::works::progress::Progress;
use linli_store::oversight::declared::{self, Origin};
use linli_store::oversight::league;
use linli_store::register::{building, division, neighbourhood};
use linli_store::works::progress;
use linli_store::{Error, Store, Transaction};

use super::{county, office};

/// Neighbourhoods written in one unit of work.
const CHUNK: usize = 13;

/// The 65 neighbourhoods with buildings and monthly reports, in the name of the county's clerk.
pub async fn register(store: &Store, clerk: &Actor) -> Result<Vec<NeighbourhoodId>, Error> {
    let divisions = store.read(|tx| division::within(tx, county())).await?;
    let mut added = Vec::new();
    for samples in sample::neighbourhoods(&divisions).chunks(CHUNK) {
        let samples = samples.to_vec();
        let ids = store
            .write(clerk, move |tx| samples.iter().map(|sample| one(tx, sample)).collect::<Result<Vec<_>, Error>>());
        added.extend(ids.await?);
    }
    Ok(added)
}

fn one(tx: &mut Transaction, sample: &Sample) -> Result<NeighbourhoodId, Error> {
    let added = neighbourhood::add(tx, sample.facts.clone())?;
    for (n, (entrances, floors, doors)) in (1..).zip(&sample.buildings) {
        let layout = Layout::new(*entrances, *floors, *doors).map_err(|_| Error::Refused)?;
        let building = Building {
            id: BuildingId::new(),
            neighbourhood: added.id,
            name: format!("{n}栋"),
            built_year: sample.facts.built_year,
            floors: *floors,
        };
        building::add(tx, &building, layout)?;
    }
    for (month, done) in &sample.reports {
        progress::report(tx, &Progress::new(added.id, *month, *done))?;
    }
    Ok(added.id)
}

/// The tables of January to May 2022, as the prefecture received them: all twelve counties declare.
pub async fn declarations(store: &Store, supervisor: &Actor) -> Result<(), Error> {
    let months = (1..=5).filter_map(|number| Month::new(2022, number));
    for month in months {
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
