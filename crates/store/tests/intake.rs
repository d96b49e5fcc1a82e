//! What imports promise, on each engine: all or nothing, never over somebody else's change, and back again.

use jiff::civil::date;
use linli_domain::kernel::{DivisionCode, Money, Month, NeighbourhoodId, Office};
use linli_domain::register::intake::{Counts, Given, Ground, ImportId, Planned, plan};
use linli_domain::register::{Division, Facts, Neighbourhood};
use linli_domain::works::progress::Progress;
use linli_store::oversight::across;
use linli_store::register::intake::{self, State};
use linli_store::register::{history, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_store::works::progress;
use linli_store::{Error, Result};

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

async fn all(store: &TestStore) -> Vec<Neighbourhood> {
    store.read(|tx| neighbourhood::all(tx, office())).await.expect("the register")
}

/// Rows of a name and a number of households, planned against the register as it stands.
async fn planned(store: &TestStore, rows: &[(&str, i64)]) -> Vec<Planned> {
    let given = |(at, (name, households)): (u32, &(&str, i64))| Given {
        row: at,
        words: [("name", (*name).to_owned()), ("town", "长铺镇".to_owned())].into(),
        households: Some(*households),
        plan_year: Some(2022),
        ..Given::default()
    };
    let rows: Vec<Given> = (2..).zip(rows).map(given).collect();
    let divisions = [Division { code: code("430527100"), name: "长铺镇".into() }];
    let existing = all(store).await;
    let ground = Ground {
        office: office(),
        today: date(2022, 5, 5),
        county: None,
        divisions: &divisions,
        existing: &existing,
        plan_year: None,
    };
    plan(&ground, &rows)
}

async fn previewed(store: &TestStore, rows: &[(&str, i64)]) -> ImportId {
    let planned = planned(store, rows).await;
    let (id, counts) = (ImportId::new(), Counts::of(&planned));
    let work = store.write(&clerk("430527"), move |tx| {
        intake::add(tx, id, "台账.xlsx", "digest")?;
        intake::keep(tx, id, 0, b"as it came")?;
        intake::step(tx, id, State::Receiving, State::Uploaded, None)?;
        intake::begin_planning(tx, id, "Sheet1", "{}")?;
        intake::add_rows(tx, id, &planned)?;
        intake::planned(tx, id, counts)
    });
    work.await.expect("a preview");
    id
}

async fn apply(store: &TestStore, id: ImportId) -> Result<()> {
    let read = store.read(move |tx| Ok::<_, Error>((intake::get(tx, office(), id)?, intake::work(tx, office(), id)?)));
    let (about, work) = read.await?;
    store
        .write(&clerk("430527"), move |tx| {
            intake::step(tx, id, State::Previewed, State::Applying, None)?;
            intake::apply(tx, &about, &work, false)
        })
        .await
}

async fn undo(store: &TestStore, id: ImportId) -> Result<()> {
    let read = store.read(move |tx| Ok::<_, Error>((intake::get(tx, office(), id)?, intake::work(tx, office(), id)?)));
    let (about, work) = read.await?;
    store.write(&clerk("430527"), move |tx| intake::undo(tx, &about, &work)).await
}

async fn state(store: &TestStore, id: ImportId) -> State {
    store.read(move |tx| intake::get(tx, office(), id)).await.expect("an import").state
}

fn households(all: &[Neighbourhood]) -> Vec<(&str, Option<i64>)> {
    all.iter().map(|n| (n.facts.name.as_str(), n.facts.households)).collect()
}

linli_store::on_each_engine! {
    async fn an_import_adds_and_changes_and_the_same_file_again_does_nothing(store: TestStore) {
        let first = previewed(&store, &[("㑇䶮小区", 10), ("乙小区", 20)]).await;
        apply(&store, first).await.expect("applied");
        let second = previewed(&store, &[("㑇䶮小区", 10), ("乙小区", 21), ("丙小区", 30)]).await;
        apply(&store, second).await.expect("applied");

        let kept = all(&store).await;
        assert_eq!(households(&kept), [("㑇䶮小区", Some(10)), ("乙小区", Some(21)), ("丙小区", Some(30))]);
        let id = kept[1].id;
        let versions = store.read(move |tx| history::of(tx, office(), id)).await.expect("versions");
        assert!(versions.iter().all(|v| v.act == "imported" && v.reason.as_deref().is_some_and(|r| r.contains("台账.xlsx"))));
        assert_eq!(versions.len(), 2);

        let again = planned(&store, &[("㑇䶮小区", 10), ("乙小区", 21), ("丙小区", 30)]).await;
        assert_eq!(Counts::of(&again), Counts { same: 3, ..Counts::default() });
        let bytes = store.read(move |tx| intake::content(tx, office(), second)).await.expect("the file");
        assert_eq!(bytes, b"as it came");
        let same = store.read(move |tx| intake::same_file(tx, office(), "digest", second)).await.expect("read");
        assert_eq!(same.map(|other| other.id), Some(first));
    }

    async fn nothing_is_written_over_what_somebody_else_changed(store: TestStore) {
        let first = previewed(&store, &[("甲小区", 10)]).await;
        apply(&store, first).await.expect("applied");
        let second = previewed(&store, &[("甲小区", 11), ("乙小区", 20)]).await;
        let was = all(&store).await.remove(0);
        let facts = Facts { households: Some(99), ..was.facts.clone() };
        store.write(&clerk("430527"), move |tx| neighbourhood::change(tx, &was, facts.clone(), None)).await.expect("changed");

        assert!(matches!(apply(&store, second).await, Err(Error::Stale)));
        assert_eq!(households(&all(&store).await), [("甲小区", Some(99))]);
        assert_eq!(state(&store, second).await, State::Previewed);
    }

    async fn two_clerks_at_once_write_once(store: TestStore) {
        let id = previewed(&store, &[("甲小区", 10)]).await;
        let (one, two) = tokio::join!(apply(&store, id), apply(&store, id));
        assert_eq!(i32::from(one.is_ok()) + i32::from(two.is_ok()), 1);
        let same = previewed(&store, &[("甲小区", 10)]).await;
        assert_eq!(state(&store, same).await, State::Previewed);
        assert_eq!(all(&store).await.len(), 1);
    }

    async fn two_previews_of_one_new_name_add_it_once(store: TestStore) {
        let one = previewed(&store, &[("甲小区", 10)]).await;
        let two = previewed(&store, &[("甲小区", 12), ("乙小区", 1)]).await;
        apply(&store, one).await.expect("applied");
        assert!(matches!(apply(&store, two).await, Err(Error::Duplicate)));
        assert_eq!(households(&all(&store).await), [("甲小区", Some(10))]);
    }

    async fn an_import_can_be_undone_and_loaded_again(store: TestStore) {
        let first = previewed(&store, &[("甲小区", 10)]).await;
        apply(&store, first).await.expect("applied");
        let second = previewed(&store, &[("甲小区", 11), ("乙小区", 20)]).await;
        apply(&store, second).await.expect("applied");
        undo(&store, second).await.expect("undone");

        let kept = all(&store).await;
        assert_eq!(households(&kept), [("甲小区", Some(10))]);
        assert_eq!((kept[0].version, state(&store, second).await), (3, State::Undone));
        let figures = store.read(|tx| across::figures_by_office(tx, code("430500"), "2022-05".parse::<Month>().expect("a month"))).await;
        assert_eq!(figures.expect("figures")[0].1.planned, 1);
        let offices = store.read(|tx| across::offices(tx, code("430500"))).await.expect("offices");
        assert_eq!(offices, [(office(), 1)]);
        let gone = store.read(|tx| neighbourhood::by_number(tx, office(), "430527100-XQ-0002")).await.expect("read");
        assert!(gone.is_some_and(|n| n.is_withdrawn()));

        assert!(undo(&store, second).await.is_err(), "once is enough");
        let third = previewed(&store, &[("乙小区", 20)]).await;
        apply(&store, third).await.expect("its name is free again");
        assert_eq!(all(&store).await.len(), 2);
    }

    async fn what_something_builds_on_is_not_undone(store: TestStore) {
        let id = previewed(&store, &[("甲小区", 10), ("乙小区", 20)]).await;
        apply(&store, id).await.expect("applied");
        let kept = all(&store).await;
        let (first, second): (NeighbourhoodId, Neighbourhood) = (kept[0].id, kept[1].clone());
        let report = Progress::new(first, "2022-04".parse().expect("a month"), Money::from_yuan(1));
        store.write(&clerk("430527"), move |tx| progress::report(tx, &report)).await.expect("reported");
        let facts = Facts { households: Some(9), ..second.facts.clone() };
        store.write(&clerk("430527"), move |tx| neighbourhood::change(tx, &second, facts.clone(), None)).await.expect("changed");

        assert!(matches!(undo(&store, id).await, Err(Error::Stale)));
        let ways = store.read(move |tx| intake::in_the_way(tx, office(), id)).await.expect("read");
        assert_eq!(ways.iter().map(|way| way.why).collect::<Vec<_>>(), ["changed", "progress"]);
        assert_eq!((all(&store).await.len(), state(&store, id).await), (2, State::Applied));
    }
}
