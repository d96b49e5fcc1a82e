//! The roll of owners: who owns what, what ends, who is let go of, on each engine.

use jiff::civil::date;
use linli_domain::kernel::{Area, Date, NeighbourhoodId, Office};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind, Record, Stays, may_erase};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Roll, Scope, Why,
};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::oversight::{household, retention};
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestObjects, TestStore, clerk};
use linli_store::{Error, Transaction, args};

const FROM: Date = date(2001, 6, 1);

fn office() -> Office {
    "430527".parse().expect("an office")
}

/// A neighbourhood with one building of two entrances, two floors, two doors each.
async fn place(store: &TestStore) -> NeighbourhoodId {
    let facts = Facts::new("甲小区", "430527100001".parse().expect("a code"));
    let made = store.write(&clerk("430527"), move |tx| {
        let of = neighbourhood::add(tx, facts.clone())?.id;
        let one = Building {
            id: BuildingId::from_number(1),
            neighbourhood: of,
            name: "1栋".into(),
            built_year: None,
            floors: 2,
        };
        building::add(tx, &one, Layout::new(2, 2, 2).map_err(|_| Error::Refused)?)?;
        Ok::<_, Error>(of)
    });
    made.await.expect("a neighbourhood")
}

fn party(n: u128, kind: PartyKind, owners: &[&str]) -> Party {
    let owners = owners.iter().map(|name| Owner::new(name, "13800001234", "1234")).collect();
    Party { id: PartyId::from_number(n), kind, owners: Owners::Known(owners) }
}

async fn roll(store: &TestStore, of: NeighbourhoodId, scope: Scope) -> Roll {
    store.read(move |tx| owner::roll(tx, office(), of, scope)).await.expect("a roll")
}

#[allow(clippy::unnecessary_wraps, reason = "a change may state an area or none")]
fn measured(area: i64) -> Option<Measured> {
    Some(Measured { area: Area::from_hundredths(area), basis: Basis::Survey })
}

async fn apply(store: &TestStore, of: NeighbourhoodId, seen: i64, changes: Changes) -> Result<(), Error> {
    store.write(&clerk("430527"), move |tx: &mut Transaction| owner::apply(tx, of, seen, &changes)).await
}

/// The first two dwellings belong to one, the third to two together, the fourth to the developer.
async fn filled(store: &TestStore, of: NeighbourhoodId) -> Roll {
    let empty = roll(store, of, Scope::Neighbourhood).await;
    let parties = vec![
        party(1, PartyKind::Person, &["杨示例"]),
        party(2, PartyKind::Person, &["李示例", "黄示例"]),
        party(3, PartyKind::Developer, &["示例开发公司"]),
    ];
    let begin = |at: usize, party: u128, area| Change {
        dwelling: empty.units[at].dwelling,
        end: None,
        begin: Some((PartyId::from_number(party), FROM)),
        area: measured(area),
    };
    let each = vec![begin(0, 1, 8_000), begin(1, 1, 9_050), begin(2, 2, 7_000), begin(3, 3, 6_000)];
    apply(store, of, 0, Changes { parties, each }).await.expect("owners");
    roll(store, of, Scope::Neighbourhood).await
}

linli_store::on_each_engine! {
    async fn a_roll_is_read_as_it_was_written_whole_and_in_parts(store: TestStore) {
        let of = place(&store).await;
        let roll = filled(&store, of).await;
        assert_eq!((roll.version, roll.units.len(), roll.parties.len()), (1, 8, 3));
        let sums = roll.sums(Scope::Neighbourhood);
        assert_eq!((sums.heads, sums.area.to_string(), sums.without_owner, sums.without_area), (3, "300.50".into(), 4, 4));
        let unit = &roll.units[2];
        assert_eq!((unit.door().as_str(), unit.since, unit.measured), ("1栋 1单元 201", Some(FROM), measured(7_000)));
        assert_eq!(roll.party_of(unit).map(Party::masked).as_deref(), Some("李*、黄*"));
        assert_eq!(roll.party_of(unit).map(Party::names).as_deref(), Some("李示例、黄示例"));

        let part = self::roll(&store, of, Scope::Entrance(unit.entrance)).await;
        assert_eq!((part.units.len(), part.parties.len()), (4, 3));
        let other = roll.units.iter().find(|other| other.entrance != unit.entrance).expect("another entrance");
        let part = self::roll(&store, of, Scope::Entrance(other.entrance)).await;
        assert_eq!((part.units.len(), part.parties.len()), (4, 0));
        assert_eq!(self::roll(&store, of, Scope::Building(unit.building)).await, roll);
    }

    async fn names_lie_sealed_and_not_in_the_trail(store: TestStore) {
        let of = place(&store).await;
        filled(&store, of).await;
        let texts = store.read(|tx| {
            let mut texts = tx.query("select owners from owner_party where office = $1", args![office()], |row| row.get::<String>(0))?;
            texts.extend(tx.query("select detail from audit where office = $1", args![office()], |row| row.get::<String>(0))?);
            Ok::<_, Error>(texts)
        }).await.expect("texts");
        assert!(texts.len() > 4 && texts.iter().all(|text| !text.contains("示例") && !text.contains("1380000")), "{texts:?}");
    }

    async fn what_was_sold_stays_with_its_day_and_its_reason(store: TestStore) {
        let of = place(&store).await;
        let roll = filled(&store, of).await;
        let dwelling = roll.units[0].dwelling;
        let sold = Change {
            dwelling,
            end: Some((date(2022, 3, 1), Why::Sold)),
            begin: Some((PartyId::from_number(4), date(2022, 3, 1))),
            area: measured(8_100),
        };
        let changes = Changes { parties: vec![party(4, PartyKind::Person, &["唐示例"])], each: vec![sold] };
        apply(&store, of, 1, changes.clone()).await.expect("sold");

        let (before, areas) = store.read(move |tx| {
            Ok::<_, Error>((owner::before(tx, office(), dwelling)?, owner::areas(tx, office(), dwelling)?))
        }).await.expect("the history");
        let names: Vec<_> = before.iter().map(|one| (one.party.names(), one.from, one.ended)).collect();
        let first = ("杨示例".to_owned(), FROM, Some((date(2022, 3, 1), Why::Sold)));
        assert_eq!(names, [("唐示例".to_owned(), date(2022, 3, 1), None), first]);
        assert_eq!(areas.iter().map(|one| one.area.to_string()).collect::<Vec<_>>(), ["81.00", "80.00"]);

        assert!(matches!(apply(&store, of, 1, changes).await, Err(Error::Stale)), "the roll is another one by now");
        let roll = self::roll(&store, of, Scope::Neighbourhood).await;
        assert_eq!((roll.version, roll.sums(Scope::Neighbourhood).heads), (2, 4));
    }

    async fn one_refused_change_leaves_nothing_behind(store: TestStore) {
        let of = place(&store).await;
        let roll = filled(&store, of).await;
        let end = |at: usize, on| Change { dwelling: roll.units[at].dwelling, end: Some((on, Why::Gone)), begin: None, area: None };
        // The fifth has no owner that could end; the first none that ends before it begins.
        for wrong in [end(4, date(2022, 1, 1)), end(0, date(2000, 1, 1))] {
            let changes = Changes { parties: Vec::new(), each: vec![end(1, date(2022, 1, 1)), wrong] };
            assert!(matches!(apply(&store, of, 1, changes).await, Err(Error::Stale)));
        }
        assert_eq!(self::roll(&store, of, Scope::Neighbourhood).await, roll);
    }

    async fn of_two_who_change_a_roll_at_once_one_looks_again(store: TestStore) {
        let of = place(&store).await;
        let roll = filled(&store, of).await;
        let change = |n| Changes {
            parties: vec![party(n, PartyKind::Person, &["莫示例"])],
            each: vec![Change { dwelling: roll.units[5].dwelling, end: None, begin: Some((PartyId::from_number(n), FROM)), area: None }],
        };
        let (one, two) = tokio::join!(apply(&store, of, 1, change(11)), apply(&store, of, 1, change(12)));
        assert!(one.is_ok() != two.is_ok());
        assert!(matches!(one.and(two), Err(Error::Stale)));
    }

    async fn who_owns_nothing_any_more_is_let_go_of_and_that_there_was_an_owner_stays(store: TestStore) {
        let (of, objects) = (place(&store).await, TestObjects::folder());
        let roll = filled(&store, of).await;
        let gone = |at: usize| Change { dwelling: roll.units[at].dwelling, end: Some((date(2022, 3, 1), Why::Sold)), begin: None, area: None };
        // Of the first owner only one of two dwellings; of the developer all.
        let changes = Changes { parties: Vec::new(), each: vec![gone(0), gone(3)] };
        apply(&store, of, 1, changes).await.expect("sold");

        let (rules, today) = (RetentionRules { owners_years: 0, confirmed: true, ..RetentionRules::default() }, date(2022, 3, 1));
        let (own, door) = (rules.clone(), roll.units[3].dwelling);
        let (due, waiting) = store.read(move |tx| {
            let due = retention::due(tx, office(), &own, today)?;
            Ok::<_, Error>((due, retention::waiting(tx, office(), Kind::Owners, (&own, today), None, 10)?))
        }).await.expect("what is due");
        assert_eq!(due.iter().find(|due| due.kind == Kind::Owners).map(|due| (due.count, due.oldest)), Some((1, Some(today))));
        let places: Vec<_> = waiting.iter().map(|one| (one.record, one.place.as_str(), one.at)).collect();
        let developer = Record::Party(PartyId::from_number(3));
        assert_eq!(places, [(developer, "甲小区 1栋 1单元 202", retention::At::Owner(of, door))]);

        let kept = |dwelling| store.read(move |tx| household::of_dwelling(tx, office(), dwelling, today));
        let (first, last) = (kept(roll.units[0].dwelling).await.expect("kept"), kept(door).await.expect("kept"));
        assert_eq!(may_erase(&first[0].kept, Ground::Asked, &rules, today), Err(Stays::Owns));
        assert_eq!((last[0].record, may_erase(&last[0].kept, Ground::Asked, &rules, today)), (developer, Ok(())));

        let gone = retention::erase_due(&store, &objects, &clerk("430527"), &rules, today).await.expect("let go of");
        assert_eq!(gone.kinds.get(&Kind::Owners), Some(&1));
        let before = store.read(move |tx| owner::before(tx, office(), door)).await.expect("the history");
        assert_eq!((&before[0].party.owners, before[0].ended), (&Owners::Erased, Some((today, Why::Sold))));
        assert!(kept(door).await.expect("kept")[0].kept.erased);
        assert_eq!(self::roll(&store, of, Scope::Neighbourhood).await.parties.len(), 2);
    }
}
