//! What the register promises, on each engine.

use jiff::civil::date;
use linli_domain::kernel::people::{Act, Actor, Grant, Role, Scope};
use linli_domain::kernel::{DivisionCode, Money, Month, NeighbourhoodId, Office};
use linli_domain::register::building::{BuildingId, Layout};
use linli_domain::register::facts::{Facts, Field};
use linli_domain::register::{Building, Division, Neighbourhood, Stage, merge};
use linli_domain::works::progress::Progress;
use linli_store::register::listing::{self, Reach, Sort, Wanted};
use linli_store::register::{building, division, history, merge as merging, neighbourhood};
use linli_store::testing::{TestStore, clerk};
use linli_store::works::progress;
use linli_store::{Error, Result};

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn facts(name: &str, town: &str) -> Facts {
    Facts { plan_year: Some(2022), households: Some(96), ..Facts::new(name, code(town)) }
}

async fn add(store: &TestStore, facts: Facts) -> Neighbourhood {
    store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added")
}

async fn list(store: &TestStore, wanted: Wanted) -> Vec<String> {
    let page = store.read(move |tx| listing::page(tx, office(), &wanted, 50)).await.expect("a page");
    page.rows.into_iter().map(|n| n.facts.name).collect()
}

linli_store::on_each_engine! {
    async fn numbers_count_up_in_each_town(store: TestStore) {
        let first = add(&store, facts("甲小区", "430527100001")).await;
        let second = add(&store, facts("乙小区", "430527100002")).await;
        let elsewhere = add(&store, facts("丙小区", "430527101")).await;
        assert_eq!(first.number, "430527100-XQ-0001");
        assert_eq!(second.number, "430527100-XQ-0002");
        assert_eq!(elsewhere.number, "430527101-XQ-0001");
    }

    async fn a_record_comes_back_as_it_was_written(store: TestStore) {
        let full = Facts {
            location: "110.155075,26.580622".parse().ok(),
            planned_investment: Some(Money::from_yuan(4_570_000)),
            started_on: Some(date(2022, 4, 20)),
            leader: Some("示例领导".into()),
            ..facts("㑇䶮𰻝小区", "430527100001")
        };
        let added = add(&store, full.clone()).await;
        let read = store.read(move |tx| neighbourhood::get(tx, office(), added.id)).await.expect("there");
        assert_eq!(read.facts, full);
        assert_eq!(read.facts.stage(date(2022, 5, 1)), Stage::UnderWay);
    }

    async fn two_of_one_name_in_one_community_are_refused(store: TestStore) {
        add(&store, facts("甲小区", "430527100001")).await;
        let twice = facts("甲小区", "430527100001");
        let answer = store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, twice.clone())).await;
        assert!(matches!(answer, Err(Error::Duplicate)));
        add(&store, facts("甲小区", "430527100002")).await;
    }

    async fn two_characters_or_initials_find_a_neighbourhood(store: TestStore) {
        add(&store, facts("粮食局小区", "430527100001")).await;
        add(&store, facts("供销社小区", "430527100001")).await;
        for words in ["粮食", "lsj", "liangshi", "粮 食"] {
            assert_eq!(list(&store, Wanted { words: words.into(), ..Wanted::default() }).await, ["粮食局小区"], "{words}");
        }
        assert!(list(&store, Wanted { words: "%".into(), ..Wanted::default() }).await.is_empty());
    }

    async fn a_list_is_paged_by_key_in_every_order(store: TestStore) {
        for n in 0..7 {
            add(&store, facts(&format!("示例{n}号小区"), "430527100001")).await;
        }
        for sort in [Sort::Number, Sort::Name, Sort::Changed] {
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let wanted = Wanted { sort, after: after.clone(), ..Wanted::default() };
                let page = store.read(move |tx| listing::page(tx, office(), &wanted, 3)).await.expect("a page");
                seen.extend(page.rows.into_iter().map(|n| n.id));
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            // And all the way back, page by page.
            let mut back: Vec<_> = Vec::new();
            let mut before = after.clone();
            while let Some(key) = before {
                let wanted = Wanted { sort, before: Some(key), ..Wanted::default() };
                let page = store.read(move |tx| listing::page(tx, office(), &wanted, 3)).await.expect("a page");
                assert!(page.next.is_some(), "whoever comes back came from somewhere");
                back.splice(0..0, page.rows.iter().map(|n| n.id));
                before = page.previous;
            }
            assert_eq!(back, seen[..5], "{sort:?}");
            let distinct: std::collections::BTreeSet<_> = seen.iter().collect();
            assert_eq!((seen.len(), distinct.len()), (7, 7), "{sort:?}");
        }
    }

    async fn a_list_is_filtered_by_stage_year_and_town(store: TestStore) {
        add(&store, Facts { plan_year: None, ..facts("储备小区", "430527100001") }).await;
        add(&store, facts("计划小区", "430527101")).await;
        let stage = |stage| Wanted { stage: Some(stage), ..Wanted::default() };
        assert_eq!(list(&store, stage(Stage::Reserve)).await, ["储备小区"]);
        assert_eq!(list(&store, stage(Stage::Planned)).await, ["计划小区"]);
        assert_eq!(list(&store, Wanted { plan_year: Some(2022), ..Wanted::default() }).await, ["计划小区"]);
        assert_eq!(list(&store, Wanted { division: Some(code("430527100")), ..Wanted::default() }).await, ["储备小区"]);
    }

    async fn a_reader_sees_and_counts_what_lies_in_reach(store: TestStore) {
        let one = add(&store, facts("甲小区", "430527100001")).await;
        add(&store, facts("乙小区", "430527100002")).await;
        let far = add(&store, facts("丙小区", "430527101")).await;
        let grant = |scope| Grant { role: Role::Leader, scope };
        let see = async |grants: Vec<Grant>| {
            let actor = Actor { grants, ..clerk("430527") };
            let reach = Reach::of(&actor, Act::ReadRegister, office());
            let wanted = Wanted { reach: reach.clone(), ..Wanted::default() };
            let names = list(&store, wanted.clone()).await;
            let counted = store.read(move |tx| listing::counts(tx, office(), &wanted)).await.expect("counts");
            let placed = store.read(move |tx| listing::counts_by_division(tx, office(), &reach)).await;
            assert_eq!(counted.iter().map(|(_, n)| n).sum::<i64>(), i64::try_from(names.len()).expect("few"));
            assert_eq!(placed.expect("counts").iter().map(|(_, n)| n).sum::<i64>(), i64::try_from(names.len()).expect("few"));
            names
        };
        let division = |text| grant(Scope::Division(code(text)));
        assert_eq!(see(vec![]).await, Vec::<String>::new());
        assert_eq!(see(vec![division("430500")]).await.len(), 3);
        assert_eq!(see(vec![division("430527100")]).await, ["甲小区", "乙小区"]);
        assert_eq!(see(vec![division("430527100002"), grant(Scope::Neighbourhood(far.id))]).await, ["乙小区", "丙小区"]);
        assert_eq!(see(vec![grant(Scope::Neighbourhood(one.id))]).await, ["甲小区"]);
        assert_eq!(see(vec![division("430522")]).await, Vec::<String>::new());
    }

    async fn a_form_sent_twice_adds_one(store: TestStore) {
        let id = NeighbourhoodId::new();
        let clerk = clerk("430527");
        let send = || store.write(&clerk, move |tx| neighbourhood::add_as(tx, id, facts("甲小区", "430527100001"), None));
        assert_eq!(send().await.expect("added").id, id);
        assert!(matches!(send().await, Err(Error::Duplicate)));
        let found = store.read(move |tx| neighbourhood::by_name(tx, office(), code("430527100001"), "甲小区")).await;
        assert_eq!(found.expect("read").map(|n| n.id), Some(id));
    }

    async fn an_edit_says_which_version_it_has_read(store: TestStore) {
        let read = add(&store, facts("甲小区", "430527100001")).await;
        let clerk = clerk("430527");
        let edit = |households| {
            let (read, facts) = (read.clone(), Facts { households: Some(households), ..read.facts.clone() });
            store.write(&clerk, move |tx| neighbourhood::change(tx, &read, facts.clone(), None))
        };
        edit(97).await.expect("changed");
        assert!(matches!(edit(98).await, Err(Error::Stale)));
        let id = read.id;
        let versions = store.read(move |tx| history::of(tx, office(), id)).await.expect("history");
        assert_eq!(versions.iter().map(|v| v.facts.households).collect::<Vec<_>>(), [Some(97), Some(96)]);
    }

    async fn a_merge_loses_neither_history_and_can_be_parted(store: TestStore) {
        let kept = add(&store, facts("粮食局小区", "430527100001")).await;
        let gone = add(&store, Facts { built_year: Some(1986), ..facts("粮食局宿舍", "430527100001") }).await;
        let block = Building { id: BuildingId::new(), neighbourhood: gone.id, name: "1栋".into(), built_year: None, floors: 6 };
        let layout = Layout::new(2, 6, 2).expect("a layout");
        store.write(&clerk("430527"), move |tx| building::add(tx, &block, layout)).await.expect("a building");

        let facts = merge::merged(&kept.facts, &gone.facts, &[Field::Name]);
        let (k, g) = (kept.clone(), gone.clone());
        store
            .write(&clerk("430527"), move |tx| merging::merge(tx, &k, &g, facts.clone(), "同一小区"))
            .await
            .expect("merged");

        let (kept_id, gone_id) = (kept.id, gone.id);
        let (now, other, versions, buildings) = store
            .read(move |tx| {
                Ok::<_, Error>((
                    neighbourhood::get(tx, office(), kept_id)?,
                    neighbourhood::get(tx, office(), gone_id)?,
                    history::of(tx, office(), kept_id)?,
                    building::of(tx, office(), kept_id)?,
                ))
            })
            .await
            .expect("read");
        assert_eq!((now.facts.name.as_str(), now.facts.built_year), ("粮食局宿舍", Some(1986)));
        assert_eq!(other.merged_into, Some(kept.id));
        assert_eq!(versions.len(), 4);
        assert_eq!((buildings.len(), buildings[0].entrances, buildings[0].dwellings), (1, 2, 24));
        assert_eq!(list(&store, Wanted::default()).await.len(), 1);

        // The name went over with the merge, so the other record needs its own again before it can stand by itself.
        let (mut renamed, back) = (now.clone(), now.clone());
        renamed.facts.name = "粮食局小区".into();
        store
            .write(&clerk("430527"), move |tx| {
                let now = neighbourhood::change(tx, &back, renamed.facts.clone(), None)?;
                merging::part(tx, &now, &other, "两个小区")
            })
            .await
            .expect("parted");
        assert_eq!(list(&store, Wanted::default()).await.len(), 2);
        let buildings = store.read(move |tx| building::of(tx, office(), gone_id)).await.expect("read");
        assert_eq!(buildings.len(), 1);
    }

    async fn what_was_merged_into_a_merged_record_goes_on_with_it(store: TestStore) {
        let first = add(&store, facts("甲小区", "430527100001")).await;
        let second = add(&store, facts("乙小区", "430527100001")).await;
        let third = add(&store, facts("丙小区", "430527100001")).await;
        let block = Building { id: BuildingId::new(), neighbourhood: first.id, name: "1栋".into(), built_year: None, floors: 6 };
        let layout = Layout::new(1, 6, 2).expect("a layout");
        let (a, b, c) = (first.clone(), second.clone(), third.clone());
        store
            .write(&clerk("430527"), move |tx| {
                building::add(tx, &block, layout)?;
                merging::merge(tx, &b, &a, b.facts.clone(), "同一小区")?;
                let b = neighbourhood::get(tx, office(), b.id)?;
                merging::merge(tx, &c, &b, c.facts.clone(), "同一小区")
            })
            .await
            .expect("merged twice");
        let (kept, faults) = (third.id, store.read(|tx| linli_store::check::faults(tx, office())).await.expect("checked"));
        assert!(faults.is_empty(), "{faults:?}");
        let (versions, buildings) = store
            .read(move |tx| Ok::<_, Error>((history::of(tx, office(), kept)?, building::of(tx, office(), kept)?)))
            .await
            .expect("read");
        let records: std::collections::BTreeSet<_> = versions.iter().map(|version| version.neighbourhood).collect();
        assert_eq!((records.len(), buildings.len()), (3, 1));
    }

    async fn what_was_reported_of_the_record_that_goes_is_not_lost(store: TestStore) {
        let kept = add(&store, facts("甲小区", "430527100001")).await;
        let gone = add(&store, facts("乙小区", "430527100001")).await;
        let report = Progress::new(gone.id, month("2022-05"), Money::from_yuan(300));
        let id = kept.id;
        store
            .write(&clerk("430527"), move |tx| {
                progress::report(tx, &report)?;
                merging::merge(tx, &kept, &gone, kept.facts.clone(), "同一小区")
            })
            .await
            .expect("merged");
        let latest = store.read(move |tx| progress::latest(tx, office(), id, month("2022-05"))).await.expect("read");
        assert_eq!(latest.map(|p| p.done), Some(Money::from_yuan(300)));
        assert!(store.read(|tx| linli_store::check::faults(tx, office())).await.expect("checked").is_empty());
    }

    async fn progress_is_corrected_by_a_version(store: TestStore) {
        let id = add(&store, facts("甲小区", "430527100001")).await.id;
        for yuan in [100, 90] {
            let report = Progress::new(id, month("2022-05"), Money::from_yuan(yuan));
            store.write(&clerk("430527"), move |tx| progress::report(tx, &report)).await.expect("reported");
        }
        let latest = store.read(move |tx| progress::latest(tx, office(), id, month("2022-06"))).await.expect("read");
        assert_eq!(latest.map(|p| p.done), Some(Money::from_yuan(90)));
        let versions = store.read(move |tx| progress::versions(tx, office(), id)).await.expect("read");
        assert_eq!(versions.iter().map(|v| v.progress.done.fen()).collect::<Vec<_>>(), [9_000, 10_000]);
    }

    async fn another_office_has_no_such_neighbourhood(store: TestStore) {
        let id = add(&store, facts("甲小区", "430527100001")).await.id;
        let other: Office = "430522".parse().expect("an office");
        let answer = store.read(move |tx| neighbourhood::get(tx, other, id)).await;
        assert!(matches!(answer, Err(Error::Missing)));
        let unknown = NeighbourhoodId::new();
        assert!(store.read(move |tx| neighbourhood::get(tx, office(), unknown)).await.is_err());
    }

    async fn divisions_are_found_by_place_and_by_name(store: TestStore) {
        let rows = [("430000", "湖南省"), ("430500", "邵阳市"), ("430527", "绥宁县"), ("430527100", "长铺镇"), ("430527100001", "长铺社区")];
        let divisions: Vec<Division> =
            rows.iter().map(|(c, name)| Division { code: code(c), name: (*name).into() }).collect();
        store.write(&clerk("430527"), move |tx| division::put_all(tx, &divisions).map(drop)).await.expect("put");
        let names = |found: Result<Vec<Division>>| found.expect("found").into_iter().map(|d| d.name).collect::<Vec<_>>();
        assert_eq!(names(store.read(|tx| division::children(tx, code("430500"))).await), ["绥宁县"]);
        assert_eq!(names(store.read(|tx| division::within(tx, code("430527"))).await), ["长铺镇", "长铺社区"]);
        assert_eq!(names(store.read(|tx| division::path(tx, code("430527100001"))).await).len(), 5);
        assert_eq!(names(store.read(|tx| division::search(tx, "长铺", 9)).await), ["长铺镇", "长铺社区"]);
    }
}
