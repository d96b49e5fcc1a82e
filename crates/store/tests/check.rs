//! `linli check` finds what was written past Linli, and nothing else.

use linli_domain::kernel::{DivisionCode, Money, Office};
use linli_domain::register::Facts;
use linli_domain::works::progress::Progress;
use linli_store::check::faults;
use linli_store::register::neighbourhood;
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
            progress::report(tx, &Progress { neighbourhood: added.id, month, done: Money::from_yuan(5), note: None })
        })
        .await
        .expect("written");
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
