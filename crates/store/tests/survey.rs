//! Survey campaigns on each engine: what phones bring from a neighbourhood that was taken out meanwhile is kept, and does not count.

use jiff::SignedDuration;
use jiff::civil::date;
use linli_domain::consultation::survey::visit::{Answers, Respondent, Will};
use linli_domain::consultation::survey::{Campaign, CampaignId, Form, Outcome, Visit, VisitId};
use linli_domain::consultation::{Catalogue, OpinionId};
use linli_domain::kernel::account::{NewAccount, SignInName};
use linli_domain::kernel::{NeighbourhoodId, Office, Timestamp};
use linli_domain::register::building::Layout;
use linli_domain::register::{Building, BuildingId, DwellingId, Facts};
use linli_store::consultation::survey::visit::{self, Received, Sent};
use linli_store::consultation::survey::{self, doors, said};
use linli_store::people::account;
use linli_store::register::{building, neighbourhood};
use linli_store::testing::clerk;
use linli_store::{Error, Store, args, check, on_each_engine};

const OFFICE: &str = "430527";

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn campaign(of: &[NeighbourhoodId]) -> Campaign {
    let campaign = Campaign {
        id: CampaignId::from_number(1),
        name: "春季摸底".into(),
        neighbourhoods: of.to_vec(),
        members: vec![clerk(OFFICE).account],
        opens: date(2022, 5, 1),
        closes: date(2022, 5, 31),
        target: Campaign::TARGET,
        form: Form::default(),
        closed_on: None,
    };
    campaign.checked().expect("a campaign")
}

/// Two neighbourhoods with four doors each, in one campaign.
async fn begin(store: &Store) -> [NeighbourhoodId; 2] {
    let (id, sign_in) = (clerk(OFFICE).account, SignInName::new("clerk", office()).expect("a name"));
    let member = NewAccount { id, sign_in, name: "示例".into() };
    store.write(&clerk(OFFICE), move |tx| account::add(tx, &member, "none")).await.expect("an account");
    let mut all = Vec::new();
    for (n, name) in [(1, "甲小区"), (2, "乙小区")] {
        let facts = Facts::new(name, "430527100001".parse().expect("a code"));
        let added = store.write(&clerk(OFFICE), move |tx| {
            let of = neighbourhood::add(tx, facts.clone())?.id;
            let (id, name) = (BuildingId::from_number(n), "1栋".to_owned());
            let house = Building { id, neighbourhood: of, name, built_year: None, floors: 2 };
            building::add(tx, &house, Layout { entrances: 1, floors: 2, doors: 2 })?;
            Ok::<_, Error>(of)
        });
        all.push(added.await.expect("added"));
    }
    let two = campaign(&all);
    store.write(&clerk(OFFICE), move |tx| survey::add(tx, &two)).await.expect("opened");
    [all[0], all[1]]
}

async fn change(store: &Store, of: &[NeighbourhoodId]) {
    let changed = campaign(of);
    store.write(&clerk(OFFICE), move |tx| survey::change(tx, &changed)).await.expect("changed");
}

async fn doors_of(store: &Store, of: NeighbourhoodId) -> Vec<DwellingId> {
    let doors = store.read(move |tx| doors::of(tx, office(), CampaignId::from_number(1), &[of])).await.expect("doors");
    doors.into_iter().map(|door| door.dwelling).collect()
}

async fn visit(store: &Store, n: u128, dwelling: DwellingId, at: Timestamp) -> Result<Received, Error> {
    let answers = Answers {
        respondent: Respondent::Owner,
        willing: Will::Yes,
        wishes: vec!["lift".into()],
        text: "灯不亮（示例）".into(),
        hazard: false,
        pay: None,
        pay_fen: None,
        council: None,
        needs: String::new(),
        consent: false,
        own: std::collections::BTreeMap::new(),
    };
    let visit = Visit { dwelling, outcome: Outcome::Answered, answers: Some(answers), replaces: None };
    let visit = visit.checked(&Form::default(), &Catalogue::default()).expect("a visit");
    let sent = Sent {
        id: VisitId::from_number(n),
        campaign: CampaignId::from_number(1),
        form_version: 1,
        opinion: OpinionId::from_number(n),
        visit,
        at,
        sent_at: store.now(),
    };
    store.write(&clerk(OFFICE), move |tx| visit::receive(tx, &sent)).await
}

on_each_engine! {
    async fn what_comes_late_from_a_neighbourhood_that_left_is_kept_and_does_not_count(store: TestStore) {
        let [stays, leaves] = begin(&store).await;
        let (here, there) = (doors_of(&store, stays).await, doors_of(&store, leaves).await);
        let before = store.now() - SignedDuration::from_hours(1);
        visit(&store, 1, here[0], before).await.expect("received");
        change(&store, &[stays]).await;
        let left = store.read(move |tx| survey::left_at(tx, office(), CampaignId::from_number(1), leaves)).await;
        let left = left.expect("looked").expect("it left");
        for again in [Received::New, Received::Same] {
            assert_eq!(visit(&store, 2, there[0], before).await.expect("it was made while it was in"), again);
        }
        assert!(store.now() >= left);
        let id = CampaignId::from_number(1);
        let read = store.read(move |tx| {
            Ok::<_, Error>((
                survey::left(tx, office(), id)?,
                doors::coverage(tx, office(), id)?,
                said::by_place(tx, office(), id)?,
                visit::of_door(tx, office(), id, there[0])?,
                check::faults(tx, office())?,
            ))
        });
        let (gone, coverage, said, kept, faults) = read.await.expect("read");
        assert_eq!(gone.iter().map(|one| (one.name.as_str(), one.visits, one.after)).collect::<Vec<_>>(), [("乙小区", 1, 0)]);
        assert_eq!(coverage.keys().map(|(of, _)| *of).collect::<Vec<_>>(), [stays]);
        assert_eq!(said.keys().copied().collect::<Vec<_>>(), [stays], "what they want is not counted");
        assert!(kept.len() == 1 && kept[0].stands && kept[0].opinion.is_some(), "and what was said is an opinion: {kept:?}");
        assert_eq!(faults, []);
        let earlier = store.write(&clerk(OFFICE), |tx| {
            tx.run("update campaign_left set at = at - 86400000 where office = $1", args![office()]).map(drop)
        });
        earlier.await.expect("as if it had left the day before");
        let gone = store.read(move |tx| survey::left(tx, office(), id)).await.expect("read");
        assert_eq!(gone.iter().map(|one| (one.visits, one.after)).collect::<Vec<_>>(), [(1, 1)], "made after it had left");

        change(&store, &[stays, leaves]).await;
        let (gone, said) = store.read(move |tx| Ok::<_, Error>((survey::left(tx, office(), id)?, said::by_place(tx, office(), id)?))).await.expect("read");
        assert_eq!((gone.len(), said.len()), (0, 2), "taken in again, it counts");
    }

    async fn a_door_that_was_never_in_the_campaign_is_not_taken(store: TestStore) {
        let [stays, leaves] = begin(&store).await;
        let there = doors_of(&store, leaves).await[0];
        let other = campaign(&[stays]);
        let other = Campaign { id: CampaignId::from_number(2), ..other };
        store.write(&clerk(OFFICE), move |tx| survey::add(tx, &other)).await.expect("opened");
        let answered = store.read(move |tx| survey::left_at(tx, office(), CampaignId::from_number(2), leaves)).await;
        assert_eq!(answered.expect("looked"), None);
        let visit = Visit { dwelling: there, outcome: Outcome::NobodyHome, answers: None, replaces: None };
        let now = store.now();
        let sent = Sent {
            id: VisitId::from_number(9),
            campaign: CampaignId::from_number(2),
            form_version: 1,
            opinion: OpinionId::from_number(9),
            visit,
            at: now,
            sent_at: now,
        };
        let never = store.write(&clerk(OFFICE), move |tx| visit::receive(tx, &sent)).await;
        assert!(matches!(never, Err(Error::Missing)), "{never:?}");
    }
}
