//! Lifts on each engine: one draft at a time, put as a whole, settled once and never changed; the table of coefficients by day.

use jiff::civil::date;
use linli_domain::kernel::people::{AccountId, Act, Actor, Grant, Role, Scope as Reached};
use linli_domain::kernel::{Area, Money, NeighbourhoodId, Office};
use linli_domain::planning::lift::{
    Answer, Basis, Coefficient, Compensation, Group, LiftRules, NoShares, NotReady, Part, Remainder, Rule, Scheme,
    SchemeId, State, Sum, Terms, Upkeep,
};
use linli_domain::register::building::Layout;
use linli_domain::register::owner::{Basis as Measure, Change, Changes, Measured, Scope};
use linli_domain::register::{Building, BuildingId, EntranceId, Facts};
use linli_store::planning::lift::{self, NotChanged, Tab, looks, rules};
use linli_store::register::listing::Reach;
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::clerk;
use linli_store::{Error, Store, Transaction, on_each_engine, trail};

const OFFICE: &str = "430527";
const YUAN: fn(i64) -> Money = Money::from_yuan;

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn id(n: u128) -> SchemeId {
    SchemeId::from_number(n)
}

/// A neighbourhood with one entrance of four floors with a door each.
async fn place(store: &Store, n: u128) -> (NeighbourhoodId, EntranceId) {
    let facts = Facts::new(format!("示例小区{n}"), "430527100001".parse().expect("a code"));
    let added = store.write(&clerk(OFFICE), move |tx| {
        let of = neighbourhood::add(tx, facts.clone())?.id;
        let house = BuildingId::from_number(n);
        let one = Building { id: house, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 4 };
        building::add(tx, &one, Layout { entrances: 1, floors: 4, doors: 1 })?;
        let at = owner::roll(tx, office(), of, Scope::Neighbourhood)?.units[0].entrance;
        Ok::<_, Error>((of, at))
    });
    added.await.expect("a place")
}

async fn change<T, F>(store: &Store, work: F) -> Result<T, NotChanged>
where
    F: FnMut(&mut Transaction) -> Result<T, NotChanged> + Send + 'static,
    T: Send + 'static,
{
    store.write(&clerk(OFFICE), work).await
}

async fn begin(store: &Store, at: EntranceId, n: u128) -> Result<SchemeId, NotChanged> {
    change(store, move |tx| lift::begin(tx, at, id(n))).await
}

async fn get(store: &Store, n: u128) -> Scheme {
    store.read(move |tx| lift::get(tx, office(), id(n))).await.expect("a scheme")
}

async fn put(store: &Store, n: u128, revision: i64, terms: Terms) -> Result<(), NotChanged> {
    let terms = terms.checked().expect("terms");
    change(store, move |tx| lift::put(tx, id(n), revision, &terms)).await
}

async fn settle(store: &Store, n: u128) -> Result<(), NotChanged> {
    let seen = looks(&get(store, n).await);
    change(store, move |tx| lift::settle(tx, id(n), &seen)).await
}

/// Everything that a scheme can say.
fn talked(scheme: &Scheme) -> Terms {
    let mut terms = scheme.terms.clone();
    terms.design.model = "示例型号".into();
    terms.design.stops = Some(4);
    terms.design.summary = "外挂井道\n平层入户".into();
    let lift = &mut terms.lift;
    lift.cost = YUAN(300_000);
    lift.fund = YUAN(20_000);
    lift.subsidies = vec![Sum { name: "示例补助".into(), amount: YUAN(100_000) }];
    lift.groups = vec![
        Group { id: "高层".into(), rule: Rule::Coefficient, part: Part::Rest },
        Group { id: "二层".into(), rule: Rule::Fixed(YUAN(10_000)), part: Part::Rest },
        Group { id: "另议".into(), rule: Rule::Equal, part: Part::Sum(Money::ZERO) },
    ];
    lift.compensations =
        vec![Compensation { to: lift.households[0].id.clone(), amount: YUAN(8_000), why: "采光".into() }];
    lift.remainder.all_to_one = true;
    lift.remainder.household = Some(lift.households[3].id.clone());
    lift.upkeep = Some(Upkeep { yearly: YUAN(4_000), rule: Rule::Equal });
    let said = [Answer::WithoutPaying, Answer::For, Answer::For, Answer::For];
    for (one, answer) in lift.households.iter_mut().zip(said) {
        one.answer = answer;
    }
    lift.households[0].uses = Some(true);
    lift.households[1].group = 1;
    lift.households[3].coefficient = Coefficient::from_thousandths(1_250);
    terms
}

on_each_engine! {
    async fn a_scheme_is_put_as_a_whole_and_read_as_it_was_put(store: TestStore) {
        let (_, at) = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        let draft = get(&store, 1).await;
        assert_eq!((draft.number, draft.state, draft.revision), (1, State::Draft, 1));
        assert_eq!((draft.terms.design.title.as_str(), draft.terms.basis), ("3栋 1单元加装电梯", Basis::Office));
        assert!(draft.terms.lift.table.as_ref().is_some_and(|table| table.example));
        assert_eq!(draft.doors.iter().map(|door| door.room.as_str()).collect::<Vec<_>>(), ["101", "201", "301", "401"]);
        let terms = talked(&draft);
        put(&store, 1, 1, terms.clone()).await.expect("put");
        let kept = get(&store, 1).await;
        assert_eq!((kept.terms.clone(), kept.revision), (terms.checked().expect("terms"), 2));
        let shared = kept.shared().expect("shares");
        assert_eq!(shared.to_pay, YUAN(188_000));
        let pays: Vec<String> = shared.shares.iter().map(|share| share.pays.to_string()).collect();
        // 178,000 by 1.0 and 1.25 after the fixed 10,000.
        assert_eq!(pays, ["0.00", "10000.00", "79111.11", "98888.89"]);
        assert_eq!(shared.shares[0].receives, YUAN(8_000));
        // Without groups, upkeep, remainder and compensation again: nothing of them stays behind.
        let mut plain = kept.terms.clone();
        (plain.lift.groups, plain.lift.compensations, plain.lift.upkeep) = (vec![], vec![], None);
        plain.lift.remainder = Remainder::default();
        plain.basis = Basis::Area;
        plain.lift.households.iter_mut().for_each(|one| (one.group, one.coefficient) = (0, None));
        put(&store, 1, 2, plain.clone()).await.expect("put");
        assert_eq!(get(&store, 1).await.terms, plain.checked().expect("terms"));
    }

    async fn of_two_who_change_it_one_looks_again(store: TestStore) {
        let (_, at) = place(&store, 1).await;
        let (one, other) = tokio::join!(begin(&store, at, 1), begin(&store, at, 2));
        let drafts = [one, other];
        assert_eq!(drafts.iter().filter(|made| made.is_ok()).count(), 1, "{drafts:?}");
        assert!(drafts.iter().any(|made| matches!(made, Err(NotChanged::DraftThere(_)))), "{drafts:?}");
        let n = if drafts[0].is_ok() { 1 } else { 2 };
        assert_eq!(begin(&store, at, n).await.ok(), Some(id(n)), "the same again");
        let terms = talked(&get(&store, n).await);
        let both = tokio::join!(put(&store, n, 1, terms.clone()), put(&store, n, 1, terms.clone()));
        let both = [both.0, both.1];
        assert_eq!(both.iter().filter(|made| made.is_ok()).count(), 1);
        assert!(both.iter().any(|made| matches!(made, Err(NotChanged::Store(Error::Stale)))), "{both:?}");
    }

    async fn households_of_another_entrance_are_refused_and_nothing_is_half_kept(store: TestStore) {
        let (_, at) = place(&store, 1).await;
        let (_, elsewhere) = place(&store, 2).await;
        begin(&store, at, 1).await.expect("begun");
        begin(&store, elsewhere, 2).await.expect("begun");
        let (here, there) = (get(&store, 1).await, get(&store, 2).await);
        let mut stranger = talked(&here);
        stranger.lift.compensations.clear();
        stranger.lift.households[0].id.clone_from(&there.terms.lift.households[0].id);
        let made = put(&store, 1, 1, stranger).await;
        assert!(matches!(made, Err(NotChanged::NoSuchDwelling)), "{made:?}");
        assert_eq!(get(&store, 1).await, here);
        assert!(matches!(begin(&store, EntranceId::from_number(9), 9).await, Err(NotChanged::Store(Error::Missing))));
    }

    async fn what_was_settled_never_changes_and_a_later_one_is_a_new_version(store: TestStore) {
        let (of, at) = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        let early = settle(&store, 1).await;
        assert!(matches!(early, Err(NotChanged::NotReady(NotReady::NoCost))), "{early:?}");
        let mut silent = talked(&get(&store, 1).await);
        silent.lift.groups.clear();
        silent.lift.households.iter_mut().for_each(|one| (one.answer, one.group) = (Answer::Silent, 0));
        put(&store, 1, 1, silent).await.expect("a draft may wait");
        let early = settle(&store, 1).await;
        assert!(matches!(early, Err(NotChanged::NotReady(NotReady::Shares(NoShares::NobodyPays)))), "{early:?}");
        let terms = talked(&get(&store, 1).await);
        put(&store, 1, 2, terms).await.expect("put");
        let old = looks(&get(&store, 1).await);
        // The register changes below it: an area is entered.
        let measured = store.write(&clerk(OFFICE), move |tx| {
            let roll = owner::roll(tx, office(), of, Scope::Neighbourhood)?;
            let area = Some(Measured { area: Area::from_hundredths(8_850), basis: Measure::Register });
            let each = vec![Change { dwelling: roll.units[0].dwelling, end: None, begin: None, area }];
            owner::apply(tx, of, roll.version, &Changes { parties: vec![], each })
        });
        measured.await.expect("measured");
        let stale = change(&store, move |tx| lift::settle(tx, id(1), &old)).await;
        assert!(matches!(stale, Err(NotChanged::Store(Error::Stale))), "{stale:?}");
        let both = tokio::join!(settle(&store, 1), settle(&store, 1));
        assert_eq!([&both.0, &both.1].iter().filter(|made| made.is_ok()).count(), 1, "{both:?}");
        let kept = get(&store, 1).await;
        assert_eq!((kept.state, kept.agreed.len()), (State::Settled, 4));
        assert_eq!(kept.agreed[3].pays.to_string(), "98888.89");
        let late = put(&store, 1, kept.revision, kept.terms.clone()).await;
        assert!(matches!(late, Err(NotChanged::Fixed)), "{late:?}");
        assert!(matches!(change(&store, |tx| lift::give_up(tx, id(1))).await, Err(NotChanged::Fixed)));
        // The register goes on, and the settled one says what it said.
        let other = store.write(&clerk(OFFICE), move |tx| {
            let roll = owner::roll(tx, office(), of, Scope::Neighbourhood)?;
            let area = Some(Measured { area: Area::from_hundredths(10_000), basis: Measure::Register });
            let each = vec![Change { dwelling: roll.units[0].dwelling, end: None, begin: None, area }];
            owner::apply(tx, of, roll.version, &Changes { parties: vec![], each })
        });
        other.await.expect("measured");
        assert_eq!(get(&store, 1).await, kept);
        begin(&store, at, 2).await.expect("the next");
        let next = get(&store, 2).await;
        assert_eq!((next.number, next.terms.lift.cost, next.agreed.len()), (2, YUAN(300_000), 0));
        assert_eq!(next.terms.lift.households[0].area, Some(Area::from_hundredths(10_000)), "a draft goes with the register");
        change(&store, |tx| lift::give_up(tx, id(2))).await.expect("given up");
        let states: Vec<State> =
            store.read(move |tx| lift::versions(tx, office(), at)).await.expect("read").iter().map(|one| one.state).collect();
        assert_eq!(states, [State::GivenUp, State::Settled]);
        let lines = store.read(|tx| trail::page(tx, office(), &trail::Filter::default(), None, 50)).await.expect("a trail");
        for act in ["lift.begun", "lift.put", "lift.settled", "lift.given_up"] {
            assert!(lines.iter().any(|line| line.act == act), "{act}");
        }
    }

    async fn the_list_says_where_each_entrance_stands_as_far_as_somebody_sees(store: TestStore) {
        let (here, at) = place(&store, 1).await;
        let (there, other) = place(&store, 2).await;
        begin(&store, at, 1).await.expect("begun");
        begin(&store, other, 2).await.expect("begun");
        let terms = talked(&get(&store, 1).await);
        put(&store, 1, 1, terms).await.expect("put");
        settle(&store, 1).await.expect("settled");
        begin(&store, at, 3).await.expect("the next");
        let list = |reach: Reach, tab, words: &'static str| {
            let store = &store;
            async move {
                store.read(move |tx| lift::everywhere(tx, office(), &reach, tab, words, "", 50)).await.expect("a list")
            }
        };
        let all = list(Reach::All, Tab::All, "").await;
        assert_eq!(all.len(), 2);
        let one = all.iter().find(|one| one.neighbourhood == here).expect("ours");
        assert_eq!((one.number, one.state, one.settled, one.said), (2, State::Draft, Some((id(1), 1)), [3, 1, 0, 0]));
        assert_eq!(list(Reach::All, Tab::Settled, "").await.len(), 1);
        assert_eq!(list(Reach::All, Tab::Draft, "小区2").await.len(), 1);
        let grants = vec![Grant { role: Role::Clerk, scope: Reached::Neighbourhood(there) }];
        let actor = Actor { account: AccountId::from_number(3), office: office(), name: "示例".into(), grants };
        let seen = list(Reach::of(&actor, Act::ReadPlans, office()), Tab::All, "").await;
        assert_eq!(seen.iter().map(|one| one.neighbourhood).collect::<Vec<_>>(), [there]);
        let own = store.read(move |tx| lift::of_neighbourhood(tx, office(), here)).await.expect("a list");
        assert_eq!(own.len(), 1);
        let after = at.max(other).to_string();
        let rest = store.read(move |tx| lift::everywhere(tx, office(), &Reach::All, Tab::All, "", &after, 50)).await;
        assert!(rest.expect("a list").is_empty());
    }

    async fn a_table_holds_from_its_day_and_a_scheme_keeps_the_one_it_began_with(store: TestStore) {
        let (_, at) = place(&store, 1).await;
        let none = LiftRules { table: None };
        store.write(&clerk(OFFICE), move |tx| rules::set(tx, date(2022, 6, 1), &none, "示例")).await.expect("set");
        let of = |day| store.read(move |tx| rules::of(tx, office(), day));
        assert_eq!(of(date(2022, 5, 31)).await.expect("rules"), LiftRules::default());
        assert!(of(date(2022, 6, 1)).await.expect("rules").table.is_none());
        begin(&store, at, 1).await.expect("begun");
        let mut table = LiftRules::default();
        if let Some(table) = &mut table.table {
            (table.name, table.example, table.from) = ("县参考表（示例）".into(), false, Some(date(2022, 1, 1)));
        }
        let wanted = table.clone();
        store.write(&clerk(OFFICE), move |tx| rules::set(tx, date(2022, 1, 1), &table, "示例")).await.expect("set");
        assert_eq!(of(date(2022, 1, 1)).await.expect("rules"), wanted);
        assert!(get(&store, 1).await.terms.lift.table.is_some_and(|table| table.example), "it keeps the one it began with");
    }
}
