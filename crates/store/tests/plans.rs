//! Plans on each engine: one draft at a time, items with needs and money, a version that was posted never changes, objections.

use std::fmt::Debug;

use jiff::civil::{Date, date};
use linli_domain::consultation::answer::{Answer, Verdict};
use linli_domain::consultation::need::{ChangeId, Facts as NeedFacts};
use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId};
use linli_domain::consultation::{AnswerId, Catalogue, NeedId};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Money, NeighbourhoodId, Office};
use linli_domain::planning::notice::{NotReady, Window};
use linli_domain::planning::plan::{
    CannotChange, Difference, Facts, Part, Place, Quantity, Standing, State, Upkeep, compare,
};
use linli_domain::planning::{Item, ItemId, NoticeId, PlanningRules, VersionId};
use linli_domain::register::building::Layout;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::register::{Building, BuildingId, Facts as PlaceFacts};
use linli_store::consultation::opinion::{self, Recorded};
use linli_store::consultation::{answer, need};
use linli_store::planning::notice::{self, Objected};
use linli_store::planning::plan::{self, NotChanged, Tab};
use linli_store::planning::rules;
use linli_store::register::listing::Reach;
use linli_store::register::{building, evidence, neighbourhood};
use linli_store::testing::{clerk, now};
use linli_store::works::monthly_report;
use linli_store::{Error, Store, Transaction, args, on_each_engine};

const OFFICE: &str = "430527";
const TODAY: Date = date(2022, 5, 5);
const AFTER: Date = date(2022, 5, 13);

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn version(n: u128) -> VersionId {
    VersionId::from_number(n)
}

fn item_id(n: u128) -> ItemId {
    ItemId::from_number(n)
}

fn notice_id(n: u128) -> NoticeId {
    NoticeId::from_number(n)
}

/// A neighbourhood with a building and a need for its roof.
async fn place(store: &Store, n: u128) -> NeighbourhoodId {
    let facts = PlaceFacts::new(format!("示例小区{n}"), "430527100001".parse().expect("a code"));
    let added = store.write(&clerk(OFFICE), move |tx| {
        let at = neighbourhood::add(tx, facts.clone())?.id;
        let house = Building {
            id: BuildingId::from_number(n),
            neighbourhood: at,
            name: "3栋".into(),
            built_year: Some(1996),
            floors: 2,
        };
        building::add(tx, &house, Layout { entrances: 1, floors: 2, doors: 2 })?;
        let title = NeedFacts { item: "roof".into(), title: "楼顶漏水".into(), urgency: None };
        need::open(tx, ChangeId::from_number(n), at, NeedId::from_number(n), &title, None, &[])
            .map_err(|_| Error::Refused)?;
        Ok::<_, Error>(at)
    });
    added.await.expect("a place")
}

fn roof(n: u128, house: u128) -> Item {
    let item = Item {
        id: item_id(n),
        work: "roof".into(),
        class: String::new(),
        place: Place::Building(BuildingId::from_number(house)),
        title: format!("{n}号屋面防水"),
        quantity: Quantity::from_thousandths(100_500),
        unit: "m²".into(),
        unit_cost: Money::from_yuan(120),
        upkeep: Some(Upkeep::Owners),
        upkeep_by: String::new(),
        reason: String::new(),
        sources: vec![
            Part { source: "central_subsidy".into(), amount: Money::from_yuan(10_000) },
            Part { source: "county".into(), amount: Money::from_yuan(2_060) },
        ],
        needs: vec![NeedId::from_number(house)],
        standing: Standing::Taken,
        revision: 0,
    };
    item.checked(&Catalogue::default(), None).expect("an item")
}

async fn change<T, F>(store: &Store, work: F) -> Result<T, NotChanged>
where
    F: FnMut(&mut Transaction) -> Result<T, NotChanged> + Send + 'static,
    T: Send + 'static,
{
    store.write(&clerk(OFFICE), work).await
}

fn cannot<T: Debug>(made: Result<T, NotChanged>) -> CannotChange {
    match made {
        Err(NotChanged::Cannot(why)) => why,
        other => panic!("{other:?}"),
    }
}

async fn put(store: &Store, into: u128, item: Item) -> Result<(), NotChanged> {
    change(store, move |tx| plan::put(tx, version(into), &item)).await
}

async fn items(store: &Store, of: u128) -> Vec<Item> {
    store.read(move |tx| plan::items(tx, office(), version(of))).await.expect("items")
}

async fn begin(store: &Store, at: NeighbourhoodId, n: u128) -> Result<VersionId, NotChanged> {
    change(store, move |tx| plan::begin(tx, at, version(n))).await
}

/// Posts a version for seven days, as it stands now.
async fn post(store: &Store, of: u128, n: u128) -> Result<(), NotChanged> {
    let window = Window::days(TODAY, 7).expect("a window");
    change(store, move |tx| {
        let known = plan::know(tx, office(), version(of), TODAY)?;
        notice::post(tx, notice_id(n), version(of), known.version.revision, &notice::looks(&known), window)
    })
    .await
}

/// A draft with one item, posted.
async fn posted(store: &Store) -> NeighbourhoodId {
    let at = place(store, 1).await;
    begin(store, at, 1).await.expect("begun");
    put(store, 1, roof(1, 1)).await.expect("put");
    post(store, 1, 1).await.expect("posted");
    at
}

fn content(at: NeighbourhoodId, said_on: Date) -> Content {
    Content {
        address: Address::of(at),
        channel: Channel::Telephone,
        said_on,
        text: "停车位不要占绿地".into(),
        wishes: Vec::new(),
        hazard: false,
    }
}

async fn object(store: &Store, n: u128, said: Content) -> Objected {
    let id = OpinionId::from_number(n);
    let done = store.write(&clerk(OFFICE), move |tx| notice::object(tx, notice_id(1), id, &said));
    done.await.expect("objected")
}

async fn ready(store: &Store, of: u128, today: Date) -> Result<(), NotReady> {
    let read = store.read(move |tx| {
        let of = plan::get(tx, office(), version(of))?;
        notice::ready(tx, office(), &of, today)
    });
    read.await.expect("read")
}

async fn photo(store: &Store, at: NeighbourhoodId) {
    let piece = Evidence {
        id: EvidenceId::from_number(1),
        neighbourhood: at,
        file_name: "公示栏.jpg".into(),
        media_type: "image/jpeg".into(),
        digest: Digest::of(b"photo"),
        bytes: 5,
        picture: None,
        caption: None,
        at: now(),
        account: AccountId::from_number(1),
        by_name: "示例".into(),
        withdrawn: None,
        confidential: false,
    };
    let put = store.write(&clerk(OFFICE), move |tx| {
        evidence::add(tx, &piece)?;
        notice::show(tx, notice_id(1), piece.id)?;
        notice::show(tx, notice_id(1), piece.id)
    });
    put.await.expect("a photo");
}

async fn is_sound(store: &Store) {
    let faults = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("walked through");
    assert_eq!(faults, []);
}

on_each_engine! {
    async fn an_item_comes_back_as_it_was_put(store: TestStore) {
        let at = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        put(&store, 1, roof(1, 1)).await.expect("put");
        // Sent twice, it is there once.
        put(&store, 1, roof(1, 1)).await.expect("put again");
        assert_eq!(items(&store, 1).await, [Item { revision: 1, ..roof(1, 1) }]);
        let narrower = Item { place: Place::Common, needs: Vec::new(), sources: Vec::new(), revision: 1, ..roof(1, 1) };
        put(&store, 1, narrower.clone()).await.expect("changed");
        assert_eq!(items(&store, 1).await, [Item { revision: 2, ..narrower.clone() }]);
        let other = Item { title: "屋面全部防水".into(), ..narrower };
        assert!(matches!(put(&store, 1, other).await, Err(NotChanged::Store(Error::Stale))), "somebody was faster");
        is_sound(&store).await;
    }

    async fn a_plan_has_one_draft_at_a_time_and_begins_from_the_last_version(store: TestStore) {
        let at = posted(&store).await;
        begin(&store, at, 2).await.expect("a second version");
        begin(&store, at, 2).await.expect("sent twice");
        assert_eq!(cannot(begin(&store, at, 3).await), CannotChange::DraftThere);
        assert_eq!(items(&store, 2).await, [Item { revision: 1, ..roof(1, 1) }]);
        let drop = |n| change(&store, move |tx| plan::stand(tx, version(2), item_id(n), Standing::Dropped));
        drop(1).await.expect("dropped");
        put(&store, 2, roof(2, 1)).await.expect("put");
        let lines = compare(&items(&store, 1).await, &items(&store, 2).await);
        let told: Vec<_> = lines.iter().map(|line| (line.item, &line.difference)).collect();
        let dropped = Difference::Changed(vec![linli_domain::planning::plan::Field::Standing]);
        assert_eq!(told, [(item_id(1), &dropped), (item_id(2), &Difference::Added)]);
        change(&store, |tx| plan::give_up(tx, version(2))).await.expect("given up");
        begin(&store, at, 3).await.expect("the next one");
        let numbers = store.read(move |tx| plan::versions(tx, office(), at)).await.expect("versions");
        let told: Vec<_> = numbers.iter().map(|one| (one.number, one.state)).collect();
        assert_eq!(told, [(3, State::Draft), (2, State::Withdrawn), (1, State::Posted)]);
        assert_eq!(items(&store, 3).await.len(), 1, "what was dropped stays behind");
        is_sound(&store).await;
    }

    async fn a_version_that_was_posted_never_changes(store: TestStore) {
        posted(&store).await;
        let before = items(&store, 1).await;
        assert_eq!(cannot(put(&store, 1, Item { revision: 1, ..roof(1, 1) }).await), CannotChange::Fixed);
        assert_eq!(cannot(put(&store, 1, roof(2, 1)).await), CannotChange::Fixed);
        let stood = change(&store, |tx| plan::stand(tx, version(1), item_id(1), Standing::Reserve)).await;
        assert_eq!(cannot(stood), CannotChange::Fixed);
        let facts = Facts { summary: "改".into(), budget: None };
        let worded = change(&store, move |tx| plan::set_facts(tx, version(1), 2, &facts)).await;
        assert_eq!(cannot(worded), CannotChange::Fixed);
        let left = change(&store, |tx| plan::leave_out(tx, version(1), NeedId::from_number(1), "不改")).await;
        assert_eq!(cannot(left), CannotChange::Fixed);
        assert_eq!(items(&store, 1).await, before);
    }

    async fn what_is_named_stands_in_this_neighbourhood(store: TestStore) {
        let at = place(&store, 1).await;
        place(&store, 2).await;
        begin(&store, at, 1).await.expect("begun");
        let elsewhere = Item { place: Place::Building(BuildingId::from_number(2)), ..roof(1, 1) };
        assert_eq!(cannot(put(&store, 1, elsewhere).await), CannotChange::NoSuchPlace);
        let other = Item { needs: vec![NeedId::from_number(2)], ..roof(1, 1) };
        assert_eq!(cannot(put(&store, 1, other).await), CannotChange::NoSuchNeed);
        let left = change(&store, |tx| plan::leave_out(tx, version(1), NeedId::from_number(2), "不改")).await;
        assert_eq!(cannot(left), CannotChange::NoSuchNeed);
        assert_eq!(items(&store, 1).await, []);
    }

    async fn what_hinders_is_not_posted_and_what_was_changed_since_is_looked_at_again(store: TestStore) {
        let at = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        assert_eq!(cannot(post(&store, 1, 1).await), CannotChange::Hindered, "nothing in it");
        put(&store, 1, Item { needs: Vec::new(), ..roof(1, 1) }).await.expect("put");
        assert_eq!(cannot(post(&store, 1, 1).await), CannotChange::Hindered, "a basic need is left out");
        let left = change(&store, |tx| plan::leave_out(tx, version(1), NeedId::from_number(1), "去年已大修")).await;
        left.expect("left out");
        let window = Window::days(TODAY, 7).expect("a window");
        let stale = change(&store, move |tx| notice::post(tx, notice_id(1), version(1), 1, "0.0.0", window)).await;
        assert!(matches!(stale, Err(NotChanged::Store(Error::Stale))));
        post(&store, 1, 1).await.expect("posted");
        post(&store, 1, 1).await.expect("sent twice");
        assert_eq!(cannot(post(&store, 1, 2).await), CannotChange::Fixed);
        let reasons = store.read(|tx| plan::reasons(tx, office(), version(1))).await.expect("reasons");
        assert_eq!(reasons, [(NeedId::from_number(1), "去年已大修".to_owned())]);
        is_sound(&store).await;
    }

    async fn a_reason_with_other_words_is_looked_at_again_before_it_is_posted(store: TestStore) {
        let at = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        put(&store, 1, Item { needs: Vec::new(), ..roof(1, 1) }).await.expect("put");
        let say = |why: &'static str| change(&store, move |tx| plan::leave_out(tx, version(1), NeedId::from_number(1), why));
        say("去年已大修").await.expect("left out");
        let seen = store.read(|tx| Ok::<_, Error>(notice::looks(&plan::know(tx, office(), version(1), TODAY)?)));
        let seen = seen.await.expect("looked at");
        say("没有钱").await.expect("other words");
        let window = Window::days(TODAY, 7).expect("a window");
        let posted = change(&store, move |tx| notice::post(tx, notice_id(1), version(1), 1, &seen, window)).await;
        assert!(matches!(posted, Err(NotChanged::Store(Error::Stale))), "the head saw another reason");
    }

    async fn a_plan_with_an_open_objection_does_not_go_to_the_vote(store: TestStore) {
        let at = posted(&store).await;
        assert_eq!(ready(&store, 1, TODAY).await, Err(NotReady::Hangs(date(2022, 5, 12))));
        assert_eq!(ready(&store, 1, AFTER).await, Err(NotReady::NoPhoto));
        photo(&store, at).await;
        assert_eq!(object(&store, 1, content(at, TODAY)).await, Objected::Heard(Recorded::New));
        assert_eq!(object(&store, 1, content(at, TODAY)).await, Objected::Heard(Recorded::Same));
        assert_eq!(ready(&store, 1, AFTER).await, Err(NotReady::Objections(1)));
        let answered = store.write(&clerk(OFFICE), |tx| {
            let of = opinion::some(tx, office(), &[OpinionId::from_number(1)])?;
            let reply = Answer { verdict: Verdict::Partly, reason: "减少两个车位。".into() };
            answer::give(tx, AnswerId::from_number(1), &reply, &of)
        });
        answered.await.expect("answered");
        assert_eq!(ready(&store, 1, AFTER).await, Ok(()));
        let heard = store.read(|tx| notice::get(tx, office(), notice_id(1))).await.expect("a notice");
        assert_eq!((heard.photos, heard.objections, heard.open), (1, 1, 0));
        is_sound(&store).await;
    }

    async fn a_photo_of_the_posted_paper_is_no_news_of_the_works(store: TestStore) {
        let at = posted(&store).await;
        photo(&store, at).await;
        let heard = store.read(|tx| monthly_report::heard_of(tx, office())).await.expect("read");
        assert_eq!(heard.get(&at), None, "a site that stands still does so with a plan at its gate");
    }

    async fn objections_are_heard_of_this_place_and_in_time(store: TestStore) {
        let at = posted(&store).await;
        let other = place(&store, 2).await;
        assert_eq!(object(&store, 1, content(other, TODAY)).await, Objected::Elsewhere);
        assert_eq!(object(&store, 1, content(at, date(2022, 5, 4))).await, Objected::NotHanging, "before it hung");
        let down = |n| change(&store, move |tx| notice::withdraw(tx, notice_id(n), "写错楼栋"));
        down(1).await.expect("taken down");
        assert_eq!(cannot(down(1).await), CannotChange::SoAlready);
        assert_eq!(object(&store, 1, content(at, TODAY)).await, Objected::NotHanging);
        let none = store.read(|tx| opinion::find(tx, office(), OpinionId::from_number(1))).await.expect("looked up");
        assert_eq!(none, None, "nothing was kept");
        assert_eq!(ready(&store, 1, AFTER).await, Err(NotReady::Withdrawn));
        let hangs = store.read(move |tx| notice::hanging(tx, office(), at, TODAY)).await.expect("looked up");
        assert_eq!(hangs, None);
    }

    async fn a_later_version_supersedes_the_one_before(store: TestStore) {
        let at = posted(&store).await;
        begin(&store, at, 2).await.expect("begun");
        put(&store, 2, Item { revision: 1, title: "全部屋面防水".into(), ..roof(1, 1) }).await.expect("changed");
        post(&store, 2, 2).await.expect("posted");
        photo(&store, at).await;
        assert_eq!(ready(&store, 1, AFTER).await, Err(NotReady::Superseded));
        let hangs = store.read(move |tx| notice::hanging(tx, office(), at, TODAY)).await.expect("looked up");
        assert_eq!(hangs.map(|one| one.version), Some(version(2)));
    }

    async fn the_office_sees_every_plan_with_what_it_costs(store: TestStore) {
        posted(&store).await;
        let second = place(&store, 2).await;
        begin(&store, second, 2).await.expect("begun");
        put(&store, 2, Item { standing: Standing::Reserve, ..roof(2, 2) }).await.expect("put");
        place(&store, 3).await;
        let seen = store.read(|tx| {
            let page = |tx: &mut linli_store::Tx, tab, after: &str| {
                plan::everywhere(tx, office(), (&Reach::All, TODAY), tab, "", after, 2)
            };
            let first = page(tx, Tab::All, "")?;
            let rest = page(tx, Tab::All, &first[1].number.clone())?;
            let hangs = page(tx, Tab::Hangs, "")?;
            let none = plan::everywhere(tx, office(), (&Reach::Some { divisions: vec![], neighbourhoods: vec![] }, TODAY), Tab::All, "", "", 2)?;
            Ok::<_, Error>((first, rest, hangs, none, plan::counts(tx, office(), &Reach::All, TODAY)?))
        });
        let (first, rest, hangs, none, counts) = seen.await.expect("plans");
        assert_eq!((first.len(), rest.len(), hangs.len(), none.len()), (2, 1, 1, 0));
        assert_eq!((first[0].items, first[0].cost), (1, Money::from_yuan(12_060)));
        assert_eq!((first[1].items, first[1].cost), (0, Money::ZERO), "what stands in reserve costs nothing");
        assert_eq!(rest[0].draft, None);
        assert_eq!((counts.all, counts.none, counts.draft, counts.hangs, counts.over, counts.objected), (3, 1, 1, 1, 0, 0));
    }

    async fn rules_hold_from_their_day(store: TestStore) {
        let ten = PlanningRules { notice_days: 10, photo_needed: false, confirmed: true };
        let set = store.write(&clerk(OFFICE), move |tx| rules::set(tx, date(2022, 5, 6), ten, "按市局要求"));
        set.await.expect("set");
        let of = |day| store.read(move |tx| rules::of(tx, office(), day));
        assert_eq!(of(TODAY).await.expect("rules"), PlanningRules::default());
        assert_eq!(of(date(2022, 5, 6)).await.expect("rules"), ten);
    }

    async fn two_people_put_items_at_the_same_time_and_both_are_there(store: TestStore) {
        let at = place(&store, 1).await;
        begin(&store, at, 1).await.expect("begun");
        let both: Vec<_> = (1..=8).map(|n| put(&store, 1, roof(n, 1))).collect();
        for one in futures_util::future::join_all(both).await {
            one.expect("put");
        }
        assert_eq!(items(&store, 1).await.len(), 8);
        let changes = store.read(|tx| {
            tx.query_one("select changes from plan where office = $1", args![office()], |row| row.get::<i64>(0))
        });
        assert_eq!(changes.await.expect("a count"), 9);
    }
}
