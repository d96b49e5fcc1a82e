//! `linli check` finds what was written past Linli, and nothing else.

use linli_domain::kernel::{DivisionCode, Money, Month, Office};
use linli_domain::oversight::declared::PrintedRates;
use linli_domain::oversight::rules::Targets;
use linli_domain::oversight::{Declaration, DeclaredRow, DeclaredTable, Figures};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts};
use linli_domain::works::progress::Progress;
use linli_store::check::faults;
use linli_store::oversight::declared::{self, Origin};
use linli_store::oversight::targets::{self, Dated};
use linli_store::register::{building, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_store::works::progress;
use linli_store::{Error, args};

fn office() -> Office {
    "430527".parse().expect("an office")
}

async fn records(store: &TestStore) {
    let town: DivisionCode = "430527100".parse().expect("a code");
    store
        .write(&clerk("430527"), move |tx| {
            let added = neighbourhood::add(tx, Facts::new("示例小区", town))?;
            let facts = Facts { households: Some(96), ..added.facts.clone() };
            neighbourhood::change(tx, &added, facts, None)?;
            let month = "2022-05".parse().map_err(|_| Error::Refused)?;
            progress::report(tx, &Progress::new(added.id, month, Money::from_yuan(5)))?;
            let building = Building {
                id: BuildingId::new(),
                neighbourhood: added.id,
                name: "1栋".into(),
                built_year: None,
                floors: 6,
            };
            building::add(tx, &building, Layout::new(2, 6, 2).map_err(|_| Error::Refused)?)?;
            let from = month.first_day();
            targets::put(tx, &Dated { from, targets: Targets::default(), source: "示例".into() })?;
            declared::put(tx, &table(month), &origin()).map(drop)
        })
        .await
        .expect("written");
}

fn table(month: Month) -> DeclaredTable {
    let figures = Figures { planned: 10, started: 8, ..Figures::default() };
    let says = Declaration::of(figures, PrintedRates::default());
    let unit = "430527100".parse().expect("a code");
    let row = DeclaredRow { unit, written: "长铺镇".into(), line: 3, says: says.clone() };
    DeclaredTable { scope: office().code(), month, rows: vec![row], total: Some(says) }
}

fn origin() -> Origin {
    Origin { sender: "示例".into(), file_name: "a.csv".into(), file_digest: "0".into(), note: None }
}

async fn rules_broken(store: &TestStore) -> Vec<&'static str> {
    let found = store.read(|tx| faults(tx, office())).await.expect("walked through");
    found.into_iter().map(|fault| fault.rule).collect()
}

async fn past_linli(store: &TestStore, sql: &'static str) {
    let written =
        store.write(&clerk("430527"), move |tx| tx.run(sql, args!["430527"]).map(linli_store::Affected::count));
    assert!(written.await.expect("written") > 0, "{sql}");
}

linli_store::on_each_engine! {
    async fn what_went_through_linli_has_no_fault(store: TestStore) {
        records(&store).await;
        assert!(rules_broken(&store).await.is_empty());
    }

    async fn a_figure_changed_past_linli_is_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "update progress set done_fen = 1 where office = $1").await;
        assert_eq!(rules_broken(&store).await, ["progress-version"]);
    }

    async fn a_fact_changed_past_linli_is_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "update neighbourhood set households = 97 where office = $1").await;
        assert_eq!(rules_broken(&store).await, ["neighbourhood-facts"]);
    }

    async fn what_a_unit_declared_and_what_was_added_up_for_it_stay_as_they_came(store: TestStore) {
        records(&store).await;
        past_linli(&store, "update declared_row set says = replace(says, ':8', ':9') where office = $1").await;
        assert_eq!(rules_broken(&store).await, ["declared-content"]);
        past_linli(&store, "delete from declared_row where office = $1").await;
        assert_eq!(rules_broken(&store).await, ["declared-content"]);
    }

    async fn targets_changed_past_linli_are_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "update targets set targets = replace(targets, '9', '8') where office = $1").await;
        assert_eq!(rules_broken(&store).await, ["targets-content"]);
    }

    async fn a_door_that_was_added_or_taken_out_past_linli_is_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "delete from dwelling where office = $1 and floor = 6").await;
        assert_eq!(rules_broken(&store).await, ["building-doors"]);
    }

    async fn a_version_that_was_removed_is_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "delete from neighbourhood_version where office = $1 and version = 1").await;
        assert_eq!(rules_broken(&store).await, ["neighbourhood-history"]);
    }

    async fn a_record_changed_without_a_version_is_found(store: TestStore) {
        records(&store).await;
        past_linli(&store, "update neighbourhood set version = version + 1 where office = $1").await;
        let broken = rules_broken(&store).await;
        assert!(broken.contains(&"neighbourhood-version"), "{broken:?}");
    }
}
