//! What league tables, declared tables and bulletins promise, on each engine.

use jiff::civil::date;
use linli_domain::kernel::people::Role;
use linli_domain::kernel::{DivisionCode, Money, Month};
use linli_domain::oversight::bulletin::Wording;
use linli_domain::oversight::declared::PrintedRates;
use linli_domain::oversight::{
    Bulletin, BulletinId, BulletinState, Declaration, DeclaredRow, DeclaredTable, Figures, FindingKind, League, Origin,
};
use linli_domain::register::{Division, Facts, Stage};
use linli_domain::works::progress::Progress;
use linli_store::Error;
use linli_store::oversight::{across, bulletin, declared, league};
use linli_store::register::{division, neighbourhood, overview};
use linli_store::testing::{TestStore, actor, clerk};
use linli_store::works::progress;

fn code(text: &str) -> DivisionCode {
    text.parse().expect("a code")
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

async fn divisions(store: &TestStore) {
    let rows = [
        ("430000", "湖南省"),
        ("430500", "邵阳市"),
        ("430522", "新邵县"),
        ("430527", "绥宁县"),
        ("430527100", "长铺镇"),
        ("430527101", "武阳镇"),
    ];
    let divisions: Vec<Division> =
        rows.iter().map(|(c, name)| Division { code: code(c), name: (*name).into() }).collect();
    store.write(&clerk("430527"), move |tx| division::put_all(tx, &divisions).map(drop)).await.expect("put");
}

/// Two of the plan of 2022, one started, one report each; and one of the plan of 2021.
async fn records(store: &TestStore) {
    let planned = |name: &str, town: &str, year| Facts {
        plan_year: Some(year),
        households: Some(100),
        planned_investment: Some(Money::from_yuan(1_000)),
        ..Facts::new(name, code(town))
    };
    let started = Facts { started_on: Some(date(2022, 4, 20)), ..planned("甲小区", "430527100", 2022) };
    let rows = vec![started, planned("乙小区", "430527101", 2022), planned("丙小区", "430527101", 2021)];
    store
        .write(&clerk("430527"), move |tx| {
            for facts in rows.clone() {
                let added = neighbourhood::add(tx, facts)?;
                for (m, yuan) in [("2022-03", 100), ("2022-05", 403)] {
                    let done = Money::from_yuan(if added.facts.started_on.is_some() { yuan } else { 0 });
                    progress::report(tx, &Progress::new(added.id, month(m), done))?;
                }
            }
            Ok::<_, Error>(())
        })
        .await
        .expect("written");
}

fn declaration(planned: i64, started: i64) -> Declaration {
    let figures = Figures {
        planned,
        started,
        planned_investment: Money::from_yuan(1_000),
        done_investment: Money::from_yuan(200),
        ..Figures::default()
    };
    Declaration::of(figures, PrintedRates::default())
}

fn table(at: &str, started: i64) -> DeclaredTable {
    let row = |(line, unit): (i64, &str)| DeclaredRow {
        unit: code(unit),
        written: unit.into(),
        line,
        says: declaration(4, started),
    };
    let rows = [(2, "430522"), (3, "430527")].into_iter().map(row).collect();
    DeclaredTable { scope: code("430500"), month: month(at), rows, total: None }
}

fn origin() -> declared::Origin {
    declared::Origin { sender: "示例".into(), file_name: "a.csv".into(), file_digest: "00".into(), note: None }
}

async fn declare(store: &TestStore, table: DeclaredTable) {
    let prefecture = actor("430500", Role::Supervisor);
    store.write(&prefecture, move |tx| declared::put(tx, &table, &origin()).map(drop)).await.expect("kept");
}

async fn league_of(store: &TestStore, scope: &str, at: &str) -> League {
    let (scope, at) = (code(scope), month(at));
    store.read(move |tx| league::of(tx, scope, at)).await.expect("a league table")
}

linli_store::on_each_engine! {
    async fn records_count_by_plan_year_and_month(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let may = league_of(&store, "430500", "2022-05").await;
        let suining = &may.rows[1];
        assert_eq!((suining.unit.name.as_str(), suining.origin), ("绥宁县", Origin::Records));
        assert_eq!((suining.figures.planned, suining.figures.started), (2, 1));
        assert_eq!(suining.figures.done_investment, Money::from_yuan(403));
        assert_eq!(suining.figures.households.map(|h| (h.planned, h.started)), Some((200, 100)));
        let april = league_of(&store, "430500", "2022-04").await;
        assert_eq!(april.rows[1].figures.done_investment, Money::from_yuan(100));
        let march = league_of(&store, "430500", "2022-03").await;
        assert_eq!(march.rows[1].figures.started, 0);
    }

    async fn a_county_is_shown_by_town_and_a_province_by_prefecture(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let towns = league_of(&store, "430527", "2022-05").await;
        assert_eq!(towns.rows.iter().map(|r| (r.unit.name.as_str(), r.figures.planned)).collect::<Vec<_>>(), [("长铺镇", 1), ("武阳镇", 1)]);
        let province = league_of(&store, "430000", "2022-05").await;
        assert_eq!((province.rows[0].unit.name.as_str(), province.total.planned), ("邵阳市", 2));
    }

    async fn declared_figures_stand_beside_computed_ones(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        declare(&store, table("2022-05", 3)).await;
        let league = league_of(&store, "430500", "2022-05").await;
        assert_eq!((league.rows[0].origin, league.rows[0].figures.started), (Origin::Declared, 3));
        assert_eq!((league.rows[1].origin, league.rows[1].declared.map(|d| d.started)), (Origin::Records, Some(3)));
    }

    async fn a_few_counties_do_not_stand_for_a_prefecture_that_declared_all(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let mut of_province = table("2022-05", 3);
        of_province.scope = code("430000");
        of_province.rows.truncate(1);
        of_province.rows[0].unit = code("430500");
        let province = actor("430000", Role::Supervisor);
        store.write(&province, move |tx| declared::put(tx, &of_province, &origin()).map(drop)).await.expect("kept");
        let league = league_of(&store, "430000", "2022-05").await;
        assert_eq!((league.rows[0].origin, league.rows[0].figures.planned), (Origin::Declared, 4));
    }

    async fn a_table_of_a_month_to_come_is_refused(store: TestStore) {
        divisions(&store).await;
        let (slip, prefecture) = (table("2062-05", 3), actor("430500", Role::Supervisor));
        let answer = store.write(&prefecture, move |tx| declared::put(tx, &slip, &origin()).map(drop)).await;
        assert!(matches!(answer, Err(Error::Refused)));
    }

    async fn a_correction_is_a_new_version(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-05", 3)).await;
        declare(&store, table("2022-05", 4)).await;
        let office = "430500".parse().expect("an office");
        let all = store.read(move |tx| declared::list(tx, office, None, 10)).await.expect("a list");
        assert_eq!(all.iter().map(|kept| (kept.version, kept.current)).collect::<Vec<_>>(), [(2, true), (1, false)]);
        let league = league_of(&store, "430500", "2022-05").await;
        assert_eq!(league.rows[0].figures.started, 4);
    }

    async fn figures_that_fell_since_the_month_before_are_found(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-04", 4)).await;
        let now = table("2022-05", 3);
        let found = store.read(move |tx| declared::findings_of(tx, &now)).await.expect("findings");
        assert_eq!(found.iter().map(|f| f.kind).collect::<Vec<_>>(), [FindingKind::CumulativeFell; 2]);
    }

    async fn a_unit_that_skipped_a_month_is_held_against_the_last_one_it_has(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-03", 4)).await;
        let mut april = table("2022-04", 5);
        april.rows.retain(|row| row.unit == code("430522"));
        declare(&store, april).await;
        let mut now = table("2022-05", 5);
        now.rows[1].says = declaration(4, 3);
        let found = store.read(move |tx| declared::findings_of(tx, &now)).await.expect("findings");
        let fell: Vec<_> = found.iter().filter(|f| f.kind == FindingKind::CumulativeFell).collect();
        assert_eq!(fell.iter().map(|f| (f.unit, f.against)).collect::<Vec<_>>(), [(Some(code("430527")), Some(month("2022-03")))]);
    }

    async fn figures_that_fell_since_the_last_month_that_has_some_are_found(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2021-12", 9)).await;
        declare(&store, table("2022-02", 4)).await;
        let now = table("2022-05", 3);
        let found = store.read(move |tx| declared::findings_of(tx, &now)).await.expect("findings");
        let against: Vec<_> = found.iter().map(|f| (f.kind, f.against)).collect();
        assert_eq!(against, [(FindingKind::CumulativeFell, Some(month("2022-02"))); 2]);
    }

    async fn what_a_prefecture_gathered_stands_for_it_where_it_declared_nothing(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-05", 3)).await;
        let of = |league: &League| league.rows.iter().find(|row| row.unit.code == code("430500")).map(|r| r.figures.started);
        let gathered = league_of(&store, "430000", "2022-05").await;
        let sum = league_of(&store, "430500", "2022-05").await.total.started;
        assert_eq!(of(&gathered), Some(sum));

        let to_the_province = DeclaredTable {
            scope: code("430000"),
            rows: vec![DeclaredRow { unit: code("430500"), written: "邵阳市".into(), ..table("2022-05", 1).rows[0].clone() }],
            total: None,
            ..table("2022-05", 1)
        };
        let (said, province) = (to_the_province.clone(), actor("430000", Role::Supervisor));
        store.write(&province, move |tx| declared::put(tx, &said, &origin()).map(drop)).await.expect("declared");
        let both = league_of(&store, "430000", "2022-05").await;
        assert_eq!(of(&both), Some(sum), "what it gathered is nearer to the neighbourhoods");
        assert_eq!((both.rows[0].origin, both.rows[0].declared.map(|d| d.started)), (Origin::Gathered, Some(1)));
        let found = store.read(move |tx| declared::findings_of(tx, &to_the_province)).await.expect("findings");
        assert!(found.iter().any(|f| f.kind == FindingKind::GatheredDiffers), "{found:?}");
    }

    async fn records_of_some_counties_and_declarations_of_the_others_make_the_prefecture_whole(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        assert_eq!(league_of(&store, "430000", "2022-05").await.rows[0].origin, Origin::Part, "one county of two");
        declare(&store, table("2022-05", 3)).await;
        let (province, prefecture) = (league_of(&store, "430000", "2022-05").await, league_of(&store, "430500", "2022-05").await);
        assert_eq!((province.rows[0].origin, province.rows[0].figures), (Origin::Gathered, prefecture.total));
        let mut short = table("2022-04", 3);
        short.rows.retain(|row| row.unit == code("430522"));
        declare(&store, short).await;
        assert_eq!(league_of(&store, "430000", "2022-04").await.rows[0].origin, Origin::Gathered, "the other keeps records");
    }

    async fn a_declared_line_that_its_units_records_contradict_is_named(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let said = table("2022-05", 3);
        let found = store.read(move |tx| declared::findings_of(tx, &said)).await.expect("findings");
        let differs: Vec<_> = found.iter().filter(|f| f.kind == FindingKind::GatheredDiffers).collect();
        assert!(differs.iter().all(|f| f.unit == Some(code("430527"))), "{differs:?}");
        assert!(differs.iter().any(|f| (f.printed.as_str(), f.computed.as_str()) == ("3", "1")), "{differs:?}");
    }

    async fn a_zone_may_be_listed_and_is_never_missed(store: TestStore) {
        divisions(&store).await;
        let zone = [Division { code: code("430571"), name: "邵阳经济开发区".into() }];
        store.write(&clerk("430571"), move |tx| division::put_all(tx, &zone).map(drop)).await.expect("put");
        let said = table("2022-05", 3);
        let found = store.read(move |tx| declared::findings_of(tx, &said)).await.expect("findings");
        assert!(found.iter().all(|f| f.kind != FindingKind::UnitMissing), "{found:?}");
        declare(&store, table("2022-05", 3)).await;
        assert_eq!(league_of(&store, "430500", "2022-05").await.rows.len(), 2, "nobody waits for it");
        assert_eq!(league_of(&store, "430000", "2022-05").await.rows[0].origin, Origin::Gathered);
        let mut with_it = table("2022-05", 3);
        with_it.rows.push(DeclaredRow { unit: code("430571"), written: "经开区".into(), line: 9, says: declaration(2, 1) });
        declare(&store, with_it).await;
        assert_eq!(league_of(&store, "430500", "2022-05").await.rows.len(), 3);
    }

    async fn the_same_file_is_the_same_only_if_it_was_read_the_same_way(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-05", 3)).await;
        let digest = origin().file_digest;
        let of = |table: DeclaredTable, digest: String| store.read(move |tx| declared::same(tx, &table, &digest));
        let mut turned = table("2022-05", 3);
        turned.rows.reverse();
        assert!(of(turned, digest.clone()).await.expect("read").is_some());
        assert!(of(table("2022-05", 4), digest).await.expect("read").is_none());
        assert!(of(table("2022-05", 3), "other".into()).await.expect("read").is_none());
    }

    async fn counties_that_answer_to_the_province_stand_among_its_units(store: TestStore) {
        let rows = [("420000", "湖北省"), ("420100", "武汉市"), ("429000", "省直辖县级行政区划"), ("429004", "仙桃市"), ("420102", "江岸区")];
        let hubei: Vec<Division> = rows.iter().map(|(c, name)| Division { code: code(c), name: (*name).into() }).collect();
        store.write(&clerk("420102"), move |tx| division::put_all(tx, &hubei).map(drop)).await.expect("put");
        let units = store.read(|tx| division::units(tx, code("420000"))).await.expect("read");
        assert_eq!(units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["武汉市", "仙桃市"]);
        let of_a_prefecture = store.read(|tx| division::units(tx, code("420100"))).await.expect("read");
        assert_eq!(of_a_prefecture.len(), 1);
    }

    async fn a_bulletin_keeps_every_step(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let league = league_of(&store, "430527", "2022-05").await;
        let clerk = clerk("430527");
        let draft = Bulletin {
            office: clerk.office,
            id: BulletinId::new(),
            month: month("2022-05"),
            state: BulletinState::Draft,
            version: 1,
            wording: Wording {
                issuer: "示例办公室".into(),
                title: "通报".into(),
                addressees: String::new(),
                body: "正文".into(),
                copies_to: String::new(),
            },
            league,
            number: None,
            drafted_by: clerk.account,
            drafted_at: linli_store::testing::now(),
            signed_by: None,
            signed_on: None,
            issued_at: None,
            reason: None,
        };
        let (id, written) = (draft.id, draft.clone());
        store.write(&clerk, move |tx| bulletin::add(tx, &written)).await.expect("added");
        let submit = move |tx: &mut linli_store::Transaction| {
            let office = tx.office();
            let mut read = bulletin::get(tx, office, id)?;
            read.submit().map_err(|_| Error::Refused)?;
            bulletin::save(tx, &read, "submitted")
        };
        store.write(&clerk, submit).await.expect("submitted");
        let office = clerk.office;
        let (read, steps) = store
            .read(move |tx| Ok::<_, Error>((bulletin::get(tx, office, id)?, bulletin::steps(tx, office, id)?)))
            .await
            .expect("read");
        assert_eq!((read.state, read.version), (BulletinState::Submitted, 2));
        assert_eq!(steps.iter().map(|s| s.act.as_str()).collect::<Vec<_>>(), ["drafted", "submitted"]);
        assert_eq!(read.league, draft.league);
        let hands = store.read(move |tx| bulletin::hands(tx, office, id)).await.expect("read");
        assert_eq!(hands, [clerk.account]);
        let stale = draft.clone();
        assert!(matches!(store.write(&clerk, move |tx| bulletin::save(tx, &stale, "edited")).await, Err(Error::Stale)));
        let public = store.read(move |tx| bulletin::list(tx, office, true, None, 10)).await.expect("a list");
        assert!(public.is_empty());
    }
}

linli_store::on_each_engine! {
    async fn a_province_speaks_of_the_last_month_that_a_prefecture_gathered(store: TestStore) {
        divisions(&store).await;
        declare(&store, table("2022-05", 3)).await;
        let latest = store.read(|tx| league::latest_month(tx, code("430000"))).await.expect("read");
        assert_eq!(latest, Some(month("2022-05")));
    }

    async fn the_public_reads_find_the_month_the_office_and_the_neighbourhood(store: TestStore) {
        divisions(&store).await;
        let nothing = store.read(across::highest_office).await.expect("read");
        assert_eq!(nothing, None);
        let no_month = store.read(|tx| league::latest_month(tx, code("430500"))).await.expect("read");
        assert_eq!(no_month, None);

        records(&store).await;
        let found = store
            .read(|tx| {
                let office = across::highest_office(tx)?;
                let months = [league::latest_month(tx, code("430500"))?, league::latest_month(tx, code("430522"))?];
                let names: Vec<String> =
                    across::search(tx, code("430500"), "jxq", 5)?.into_iter().map(|found| found.name).collect();
                let elsewhere = across::search(tx, code("430522"), "小区", 5)?.len();
                let wild = across::search(tx, code("430500"), "%", 5)?.len();
                Ok::<_, Error>((office, months, names, elsewhere, wild))
            })
            .await
            .expect("read");
        assert_eq!(found.0, "430527".parse().ok());
        assert_eq!(found.1, [Some(month("2022-05")), None]);
        assert_eq!((found.2, found.3, found.4), (vec!["甲小区".to_owned()], 0, 0));
    }

    async fn an_overview_counts_by_town_year_and_stage(store: TestStore) {
        divisions(&store).await;
        records(&store).await;
        let office = "430527".parse().expect("an office");
        let (all, town, points) = store
            .read(move |tx| {
                let all = overview::facets(tx, office, None)?;
                let town = overview::facets(tx, office, Some(code("430527101")))?;
                Ok::<_, Error>((all, town, overview::points(tx, office, None, 10)?))
            })
            .await
            .expect("read");
        assert_eq!(all.iter().map(|facet| facet.count).sum::<i64>(), 3);
        assert!(town.iter().all(|facet| facet.town_name == "武阳镇" && facet.stage == Stage::Planned));
        assert_eq!(town.len(), 2, "two plan years");
        assert_eq!(points, [], "no location is known");
    }
}
