//! Needs on each engine: opinions grouped, moved, merged, split, taken back; what stands behind a need is counted by households.

use std::collections::BTreeSet;

use jiff::civil::date;
use linli_domain::consultation::need::{CannotChange, ChangeId, Facts, Need, State, Urgency};
use linli_domain::consultation::opinion::{
    Address, Channel, Content, OpinionId, OpinionVersionId, State as Stands, Step,
};
use linli_domain::consultation::{Calendar, NeedId};
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, Facts as Place};
use linli_store::consultation::need::{self, Made, NotChanged};
use linli_store::consultation::{opinion, receipt};
use linli_store::register::{building, merge, neighbourhood};
use linli_store::testing::clerk;
use linli_store::{Error, Store, Transaction, args, on_each_engine};

const OFFICE: &str = "430527";

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn id(n: u128) -> OpinionId {
    OpinionId::from_number(n)
}

fn ids(all: &[u128]) -> Vec<OpinionId> {
    all.iter().map(|n| id(*n)).collect()
}

fn need_id(n: u128) -> NeedId {
    NeedId::from_number(n)
}

/// A neighbourhood with a building of four doors.
async fn place(store: &Store, n: u128) -> (NeighbourhoodId, Vec<Address>) {
    let facts = Place::new(format!("示例小区{n}"), "430527100001".parse().expect("a code"));
    let at = store.write(&clerk(OFFICE), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added").id;
    let house = BuildingId::from_number(n);
    let one = Building { id: house, neighbourhood: at, name: "3栋".into(), built_year: Some(1996), floors: 2 };
    let layout = Layout { entrances: 1, floors: 2, doors: 2 };
    store.write(&clerk(OFFICE), move |tx| building::add(tx, &one, layout)).await.expect("a building");
    let doors = store.read(move |tx| building::doors(tx, office(), house)).await.expect("doors");
    let address = |entrance, dwelling| Address {
        neighbourhood: at,
        building: Some(house),
        entrance: Some(entrance),
        dwelling: Some(dwelling),
    };
    (at, doors.into_iter().map(|(_, door)| address(door.entrance, door.id)).collect())
}

async fn say(store: &Store, n: u128, address: Address, text: &str) {
    let content = Content {
        address,
        channel: Channel::Paper,
        said_on: date(2022, 5, 4),
        text: text.into(),
        wishes: Vec::new(),
        hazard: n == 1,
    };
    let said = store.write(&clerk(OFFICE), move |tx| opinion::record(tx, id(n), &content));
    said.await.expect("recorded");
}

/// Six opinions of three households and one of nobody; the second household says it twice.
async fn six(store: &Store) -> NeighbourhoodId {
    let (at, doors) = place(store, 1).await;
    let from = [doors[0], doors[1], doors[1], doors[2], doors[3], Address::of(at)];
    for (n, address) in (1..).zip(from) {
        say(store, n, address, "楼顶漏水").await;
    }
    at
}

fn roof(title: &str) -> Facts {
    Facts { item: "roof".into(), title: title.into(), urgency: None }
}

async fn make<F>(store: &Store, work: F) -> Result<Made, NotChanged>
where
    F: FnMut(&mut Transaction) -> Result<Made, NotChanged> + Send + 'static,
{
    store.write(&clerk(OFFICE), work).await
}

async fn open(
    store: &Store,
    at: NeighbourhoodId,
    change: u128,
    n: u128,
    from: Option<u128>,
    of: &[u128],
) -> Result<Made, NotChanged> {
    let (of, facts) = (ids(of), roof(&format!("漏水{n}")));
    let change = ChangeId::from_number(change);
    make(store, move |tx| need::open(tx, change, at, need_id(n), &facts, from.map(need_id), &of)).await
}

async fn put(
    store: &Store,
    at: NeighbourhoodId,
    change: u128,
    into: u128,
    from: Option<u128>,
    of: &[u128],
) -> Result<Made, NotChanged> {
    let (of, change) = (ids(of), ChangeId::from_number(change));
    make(store, move |tx| need::put(tx, change, at, need_id(into), from.map(need_id), &of)).await
}

async fn undo(store: &Store, at: NeighbourhoodId, change: u128, which: u128) -> Result<Made, NotChanged> {
    let (change, which) = (ChangeId::from_number(change), ChangeId::from_number(which));
    make(store, move |tx| need::undo(tx, change, at, which)).await
}

async fn get(store: &Store, n: u128) -> Need {
    store.read(move |tx| need::get(tx, office(), need_id(n))).await.expect("a need")
}

/// Opinions, households, without a household.
async fn weight(store: &Store, n: u128) -> (i64, i64, i64) {
    let weight = get(store, n).await.weight;
    (weight.opinions, weight.households, weight.unverified)
}

async fn stands(store: &Store, n: u128) -> Stands {
    store.read(move |tx| opinion::get(tx, office(), id(n))).await.expect("an opinion").standing.state()
}

async fn take(store: &Store, n: u128, step: Step) {
    let taken = store.write(&clerk(OFFICE), move |tx| {
        let before = opinion::get(tx, office(), id(n))?;
        let mut after = before.standing;
        let step = after.step(step.clone(), &Calendar::default()).map_err(|_| Error::Refused)?;
        opinion::keep(tx, &before, &after, &step)
    });
    taken.await.expect("taken");
}

async fn is_sound(store: &Store) {
    let faults = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("walked through");
    assert_eq!(faults, []);
}

#[allow(clippy::needless_pass_by_value, reason = "made for the call")]
fn cannot(made: Result<Made, NotChanged>) -> Option<CannotChange> {
    match made {
        Err(NotChanged::Cannot(why)) => Some(why),
        _ => None,
    }
}

/// Reads every opinion of a board; what is found for it is told.
async fn suggest(store: &Store, at: NeighbourhoodId, found: &'static [(u128, &'static [&'static str])]) {
    let kept = store.write(&clerk(OFFICE), move |tx| {
        let one = |(n, items): &(u128, &[&str])| need::Found {
            id: id(*n),
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            same_as: id(*n),
        };
        let all: Vec<_> = found.iter().map(one).collect();
        need::keep_suggestions(tx, at, 0, &all)?;
        need::unread(tx, office(), at, 0, 10)
    });
    assert_eq!(kept.await.expect("kept"), []);
}

async fn lanes(store: &Store, at: NeighbourhoodId) -> Vec<(String, i64)> {
    let lanes = store.read(move |tx| need::lanes(tx, office(), at)).await.expect("lanes");
    lanes.into_iter().map(|lane| (lane.item, lane.opinions)).collect()
}

on_each_engine! {
    async fn a_need_is_as_heavy_as_the_households_behind_it(store: TestStore) {
        let at = six(&store).await;
        assert_eq!(open(&store, at, 1, 1, None, &[1, 2, 3, 6]).await.expect("opened"), Made::New(4));
        assert_eq!(weight(&store, 1).await, (4, 2, 1), "who says it twice is one household; a poster is none");
        assert_eq!((stands(&store, 1).await, stands(&store, 4).await), (Stands::Grouped, Stands::Received));
        let one = get(&store, 1).await;
        assert_eq!((one.weight.hazards, one.weight.waiting, one.urgency()), (1, 4, Urgency::Urgent));
        take(&store, 2, Step::Withdraw { why: "本人撤回".into() }).await;
        assert_eq!(weight(&store, 1).await, (3, 2, 1), "the household still says it once");
        take(&store, 3, Step::Withdraw { why: "本人撤回".into() }).await;
        assert_eq!(weight(&store, 1).await, (2, 1, 1));
        take(&store, 3, Step::Reverse { why: "误撤".into() }).await;
        assert_eq!(weight(&store, 1).await, (3, 2, 1));
        let houses = store.read(|tx| need::buildings(tx, office(), need_id(1))).await.expect("buildings");
        assert_eq!(houses.iter().map(|home| (home.building.as_str(), home.households, home.opinions)).collect::<Vec<_>>(), [("3栋", 2, 2), ("", 0, 1)]);
        let homes = store.read(move |tx| need::dwellings(tx, office(), at, "roof")).await.expect("households");
        assert_eq!(homes.into_values().collect::<Vec<_>>(), [1, 1]);
        is_sound(&store).await;
    }

    async fn opinions_are_moved_split_merged_and_taken_out_and_each_change_can_be_taken_back(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[1, 2, 3]).await.expect("opened");
        open(&store, at, 2, 2, None, &[4]).await.expect("opened");
        put(&store, at, 3, 2, Some(1), &[3]).await.expect("moved");
        assert_eq!((weight(&store, 1).await, weight(&store, 2).await), ((2, 2, 0), (2, 2, 0)));
        open(&store, at, 4, 3, Some(2), &[4]).await.expect("split");
        assert_eq!((weight(&store, 2).await, weight(&store, 3).await), ((1, 1, 0), (1, 1, 0)));
        let merged = make(&store, move |tx| need::merge(tx, ChangeId::from_number(5), at, need_id(2), need_id(1))).await;
        assert_eq!(merged.expect("merged"), Made::New(1));
        assert_eq!((get(&store, 2).await.state, weight(&store, 1).await), (State::Merged(need_id(1)), (3, 2, 0)));
        let out = make(&store, move |tx| need::take_out(tx, ChangeId::from_number(6), at, need_id(1), &ids(&[1]), "不是一回事")).await;
        assert_eq!(out.expect("taken out"), Made::New(1));
        assert_eq!(stands(&store, 1).await, Stands::Received);
        is_sound(&store).await;
        for (n, which) in [(16, 6), (15, 5), (14, 4), (13, 3), (12, 2), (11, 1)] {
            undo(&store, at, n, which).await.unwrap_or_else(|why| panic!("{which}: {why:?}"));
            is_sound(&store).await;
        }
        for n in [1, 2, 3] {
            assert_eq!(get(&store, n).await.state, State::Withdrawn);
            assert_eq!(stands(&store, n).await, Stands::Received);
        }
        let told = store.read(move |tx| need::history(tx, office(), at, 50)).await.expect("changes");
        assert_eq!((told.len(), told.iter().filter(|change| change.undone_by.is_some()).count()), (12, 6), "all of it is told");
    }

    async fn what_came_later_is_not_taken_back_by_the_way(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[1, 2]).await.expect("opened");
        put(&store, at, 2, 1, None, &[3]).await.expect("put");
        assert_eq!(cannot(undo(&store, at, 11, 1).await), Some(CannotChange::Overtaken), "another opinion stands behind it");
        assert_eq!(weight(&store, 1).await, (3, 2, 0), "nothing half-done");
        assert_eq!(stands(&store, 1).await, Stands::Grouped);
        undo(&store, at, 12, 2).await.expect("taken back");
        assert_eq!(cannot(undo(&store, at, 13, 2).await), Some(CannotChange::Overtaken), "once");
        assert_eq!(cannot(undo(&store, at, 14, 12).await), Some(CannotChange::Overtaken), "an undo is made again by hand");
        undo(&store, at, 15, 1).await.expect("taken back");
        is_sound(&store).await;
    }

    async fn a_form_that_is_sent_twice_changes_once(store: TestStore) {
        let at = six(&store).await;
        assert_eq!(open(&store, at, 1, 1, None, &[1]).await.expect("opened"), Made::New(1));
        assert_eq!(open(&store, at, 1, 1, None, &[1]).await.expect("the same"), Made::Same);
        assert_eq!(put(&store, at, 2, 1, None, &[1, 2, 2]).await.expect("put"), Made::New(1), "what is there stays, what is named twice moves once");
        assert_eq!(weight(&store, 1).await, (2, 2, 0));
    }

    async fn what_cannot_be_is_refused_and_changes_nothing(store: TestStore) {
        let at = six(&store).await;
        let (other, doors) = place(&store, 2).await;
        say(&store, 20, doors[0], "路灯坏了").await;
        open(&store, at, 1, 1, None, &[1]).await.expect("opened");
        assert_eq!(cannot(put(&store, at, 2, 1, None, &[20]).await), Some(CannotChange::Elsewhere));
        assert_eq!(cannot(put(&store, at, 3, 1, None, &[99]).await), Some(CannotChange::Elsewhere));
        assert_eq!(cannot(put(&store, at, 4, 1, Some(1), &[1]).await), Some(CannotChange::Itself));
        open(&store, at, 5, 2, None, &[]).await.expect("an empty one");
        assert_eq!(cannot(put(&store, at, 6, 2, Some(1), &[4]).await), Some(CannotChange::Moved), "it does not stand there");
        take(&store, 5, Step::Withdraw { why: "本人撤回".into() }).await;
        assert_eq!(cannot(put(&store, at, 7, 1, None, &[5]).await), Some(CannotChange::Elsewhere));
        let many: Vec<u128> = (1_000..1_501).collect();
        assert_eq!(cannot(put(&store, at, 8, 1, None, &many).await), Some(CannotChange::TooMany));
        let gone = make(&store, move |tx| need::withdraw(tx, ChangeId::from_number(9), at, need_id(1))).await;
        assert_eq!(cannot(gone), Some(CannotChange::NotEmpty));
        make(&store, move |tx| need::withdraw(tx, ChangeId::from_number(10), at, need_id(2))).await.expect("withdrawn");
        assert_eq!(cannot(put(&store, at, 11, 2, None, &[4]).await), Some(CannotChange::Gone));
        let foreign = make(&store, move |tx| need::undo(tx, ChangeId::from_number(12), other, ChangeId::from_number(10))).await;
        assert!(matches!(foreign, Err(NotChanged::Store(Error::Missing))), "{foreign:?}");
        is_sound(&store).await;
    }

    async fn a_need_of_another_board_is_out_of_reach(store: TestStore) {
        let at = six(&store).await;
        let (other, doors) = place(&store, 2).await;
        say(&store, 20, doors[0], "路灯坏了").await;
        open(&store, at, 1, 1, None, &[1, 2]).await.expect("opened");
        open(&store, at, 2, 2, None, &[]).await.expect("an empty one");
        open(&store, other, 3, 3, None, &[20]).await.expect("opened");
        let elsewhere = Some(CannotChange::Elsewhere);
        assert_eq!(cannot(put(&store, other, 4, 1, None, &[20]).await), elsewhere);
        assert_eq!(cannot(put(&store, other, 5, 3, Some(1), &[1]).await), elsewhere);
        assert_eq!(cannot(open(&store, other, 6, 4, Some(1), &[1]).await), elsewhere, "split off");
        let made = |change: u128| (ChangeId::from_number(change), other);
        let (id, board) = made(7);
        assert_eq!(cannot(make(&store, move |tx| need::merge(tx, id, board, need_id(1), need_id(3))).await), elsewhere);
        let (id, board) = made(8);
        assert_eq!(cannot(make(&store, move |tx| need::merge(tx, id, board, need_id(3), need_id(1))).await), elsewhere);
        let (id, board) = made(9);
        assert_eq!(cannot(make(&store, move |tx| need::take_out(tx, id, board, need_id(1), &ids(&[1]), "")).await), elsewhere);
        let (id, board) = made(10);
        assert_eq!(cannot(make(&store, move |tx| need::withdraw(tx, id, board, need_id(2))).await), elsewhere);
        assert_eq!((weight(&store, 1).await, weight(&store, 3).await), ((2, 2, 0), (1, 1, 0)));
        is_sound(&store).await;
    }

    async fn what_is_merged_goes_on_on_one_board(store: TestStore) {
        let at = six(&store).await;
        let (other, doors) = place(&store, 2).await;
        say(&store, 20, doors[0], "楼顶漏水").await;
        open(&store, other, 1, 1, None, &[20]).await.expect("opened");
        let merged = store.write(&clerk(OFFICE), move |tx| {
            let (kept, gone) = (neighbourhood::get(tx, office(), at)?, neighbourhood::get(tx, office(), other)?);
            merge::merge(tx, &kept, &gone, kept.facts.clone(), "同一个小区")
        });
        merged.await.expect("merged");
        put(&store, at, 2, 1, None, &[1]).await.expect("an old need takes opinions of both");
        assert_eq!(weight(&store, 1).await, (2, 2, 0));
        let before = get(&store, 1).await;
        let renamed = make(&store, move |tx| need::change(tx, ChangeId::from_number(3), &before, &roof("屋面"))).await;
        renamed.expect("changed");
        undo(&store, at, 4, 3).await.expect("it stands on the board that goes on");
        is_sound(&store).await;
    }

    async fn of_two_who_change_the_words_of_a_need_one_is_told(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[1]).await.expect("opened");
        let before = get(&store, 1).await;
        let rename = |change: u128, title: &'static str| {
            let before = before.clone();
            make(&store, move |tx| need::change(tx, ChangeId::from_number(change), &before, &roof(title)))
        };
        rename(2, "屋面").await.expect("changed");
        assert!(matches!(rename(3, "楼顶").await, Err(NotChanged::Store(Error::Stale))));
        undo(&store, at, 4, 2).await.expect("taken back");
        assert_eq!(get(&store, 1).await.facts.title, "漏水1");
    }

    async fn many_who_group_at_once_are_all_counted(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[]).await.expect("opened");
        let all = tokio::join!(
            put(&store, at, 101, 1, None, &[1]),
            put(&store, at, 102, 1, None, &[2]),
            put(&store, at, 103, 1, None, &[3]),
            put(&store, at, 104, 1, None, &[4]),
            put(&store, at, 105, 1, None, &[5]),
            put(&store, at, 106, 1, None, &[6]),
        );
        assert!(matches!(all, (Ok(_), Ok(_), Ok(_), Ok(_), Ok(_), Ok(_))), "{all:?}");
        assert_eq!(weight(&store, 1).await, (6, 4, 1));
        is_sound(&store).await;
    }

    async fn those_that_say_the_same_come_one_after_another(store: TestStore) {
        let at = six(&store).await;
        let found = |n, same_as| need::Found { id: id(n), items: vec!["roof".to_owned()], same_as: id(same_as) };
        let found = [found(1, 1), found(2, 2), found(3, 3), found(4, 2), found(5, 1)];
        let kept = store.write(&clerk(OFFICE), move |tx| need::keep_suggestions(tx, at, 0, &found));
        kept.await.expect("kept");
        let page = async |after: Option<(u128, u128)>| {
            let after = after.map(|(same_as, n)| (id(same_as), id(n)));
            let cards = store.read(move |tx| need::cards(tx, office(), at, "roof", after, 2)).await.expect("cards");
            cards.iter().map(|one| one.card.opinion.id).collect::<Vec<_>>()
        };
        assert_eq!(page(None).await, ids(&[1, 5]));
        assert_eq!(page(Some((1, 5))).await, ids(&[2, 4]));
        assert_eq!(page(Some((2, 4))).await, ids(&[3]));
        let firsts = store.read(move |tx| need::firsts(tx, office(), at, 10)).await.expect("firsts");
        assert_eq!(firsts.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ids(&[1, 2, 3]));

        // Waved away and read anew meanwhile, it comes back beside those that say the same now.
        make(&store, move |tx| need::dismiss(tx, ChangeId::from_number(1), at, "roof", &ids(&[5]))).await.expect("waved away");
        let found = [need::Found { id: id(5), items: vec!["roof".to_owned()], same_as: id(3) }];
        store.write(&clerk(OFFICE), move |tx| need::keep_suggestions(tx, at, 0, &found)).await.expect("kept");
        undo(&store, at, 2, 1).await.expect("taken back");
        assert_eq!(page(Some((2, 4))).await, ids(&[3, 5]));
    }

    async fn suggestions_wait_in_lanes_until_somebody_decides(store: TestStore) {
        let at = six(&store).await;
        let unread = store.read(move |tx| need::unread(tx, office(), at, 0, 10)).await.expect("unread");
        assert_eq!(unread.iter().map(|one| one.id).collect::<Vec<_>>(), ids(&[1, 2, 3, 4, 5, 6]));
        suggest(&store, at, &[(1, &["roof", "lift"]), (2, &["roof"]), (3, &["roof"]), (4, &["lift"]), (5, &[]), (6, &["roof"])]).await;
        assert_eq!(lanes(&store, at).await, [("roof".into(), 4), ("lift".into(), 2), (String::new(), 1)]);
        open(&store, at, 1, 1, None, &[1, 2, 5]).await.expect("opened");
        assert_eq!(lanes(&store, at).await, [("lift".into(), 2), ("roof".into(), 2)], "the first still waits for its lift");
        let away = make(&store, move |tx| need::dismiss(tx, ChangeId::from_number(2), at, "lift", &ids(&[1]))).await;
        assert_eq!(away.expect("waved away"), Made::New(1));
        take(&store, 6, Step::Withdraw { why: "本人撤回".into() }).await;
        assert_eq!(lanes(&store, at).await, [("lift".into(), 1), ("roof".into(), 1)]);
        let cards = store.read(move |tx| need::cards(tx, office(), at, "roof", None, 10)).await.expect("cards");
        assert_eq!(cards.iter().map(|one| (one.card.opinion.id, one.card.building.as_str())).collect::<Vec<_>>(), [(id(3), "3栋")]);
        undo(&store, at, 3, 2).await.expect("taken back");
        undo(&store, at, 4, 1).await.expect("taken back");
        assert_eq!(lanes(&store, at).await, [("roof".into(), 3), ("lift".into(), 2), (String::new(), 1)]);
        suggest(&store, at, &[(1, &["fire"])]).await;
        assert_eq!(lanes(&store, at).await[0], ("roof".into(), 2), "read anew");
        assert_eq!(store.read(move |tx| need::ungrouped(tx, office(), at)).await.expect("a count"), 5);
    }

    async fn what_was_confirmed_is_learnt_from_in_the_same_order(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[1, 2]).await.expect("opened");
        let confirmed = store.read(|tx| need::confirmed(tx, office())).await.expect("a count");
        assert_eq!(confirmed, 2);
        let examples = store.read(|tx| need::examples(tx, office(), 2)).await.expect("examples");
        assert_eq!(examples, vec![("楼顶漏水".to_owned(), vec!["roof".to_owned()]); 2]);
    }

    async fn an_opinion_that_was_of_another_neighbourhood_leaves_its_need(store: TestStore) {
        let at = six(&store).await;
        let (_, doors) = place(&store, 2).await;
        open(&store, at, 1, 1, None, &[1, 2]).await.expect("opened");
        say(&store, 1, doors[0], "楼顶漏水").await;
        let settled = store.write(&clerk(OFFICE), move |tx| {
            let secret = receipt::secret_or_new(tx)?;
            let which: OpinionVersionId = opinion::versions(tx, office(), id(1))?[0].id;
            opinion::settle(tx, &secret, id(1), which, true)
        });
        settled.await.expect("settled");
        assert_eq!(weight(&store, 1).await, (1, 1, 0));
        assert_eq!(stands(&store, 1).await, Stands::Received);
        is_sound(&store).await;
    }

    async fn what_was_counted_past_linli_is_found(store: TestStore) {
        let at = six(&store).await;
        open(&store, at, 1, 1, None, &[1]).await.expect("opened");
        is_sound(&store).await;
        for (sql, rules) in [
            ("update need set households = 7 where office = $1", vec!["need-count"]),
            ("update need set households = 1, state = 'withdrawn' where office = $1", vec!["need-count"]),
            ("delete from need_opinion where office = $1", vec!["need-count", "need-grouped"]),
        ] {
            store.write(&clerk(OFFICE), move |tx| tx.run(sql, args![office()])?.exactly_one()).await.expect("written");
            let faults = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("walked through");
            assert_eq!(faults.iter().map(|fault| fault.rule).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), rules);
        }
    }
}
