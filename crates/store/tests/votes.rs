//! Owners' votes, from the draft to the bound result, on each engine.

use std::sync::Arc;

use jiff::civil::date;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Area, Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::planning::vote::{
    BallotCode, BallotId, CannotFreeze, CannotHold, Choice, Draft, Field, Invalid, Matter, Options, ProxyKind, State,
    Threshold, Typed, TypedProxy, VoteId, VoteRules, Weight, needed,
};
use linli_domain::register::building::Layout;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::register::owner::{
    Basis, Change, Changes, Measured, Owner, Owners, Party, PartyId, PartyKind, Scope,
};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::planning::vote::{self, Cast, NotCast, NotHeld, Sheet, Shows, Step, Tab, TypeError};
use linli_store::register::listing::Reach;
use linli_store::register::{building, neighbourhood, owner};
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, Store, args, check};

/// The test clock stands on 5 May 2022; notice is fifteen days.
const FIRST: Date = date(2022, 5, 20);
const LAST: Date = date(2022, 5, 31);
/// Where ballots are typed, voting began some days ago.
const BEGUN: Date = date(2022, 4, 20);

fn office() -> Office {
    "430527".parse().expect("an office")
}

/// Somebody of the office, by number.
fn person(number: u128) -> Actor {
    Actor { account: AccountId::from_number(number), ..clerk("430527") }
}

fn id() -> VoteId {
    VoteId::from_number(7)
}

/// Eight doors: the first two belong to one, four to one each, the last two to the developer.
async fn place(store: &TestStore, complete: bool) -> NeighbourhoodId {
    let made = store.write(&clerk("430527"), move |tx| {
        let of = neighbourhood::add(tx, Facts::new("甲小区", "430527100001".parse().map_err(|_| Error::Refused)?))?.id;
        let one = Building {
            id: BuildingId::from_number(1),
            neighbourhood: of,
            name: "1栋".into(),
            built_year: None,
            floors: 2,
        };
        building::add(tx, &one, Layout::new(2, 2, 2).map_err(|_| Error::Refused)?)?;
        let roll = owner::roll(tx, office(), of, Scope::Neighbourhood)?;
        let party = |n: u128, kind| Party {
            id: PartyId::from_number(n),
            kind,
            owners: Owners::Known(vec![Owner::new("杨示例", "", &format!("{n:04}"))]),
        };
        let mut parties: Vec<Party> = (1..=5).map(|n| party(n, PartyKind::Person)).collect();
        parties.push(party(6, PartyKind::Developer));
        let whose = [1, 1, 2, 3, 4, 5, 6, 6];
        let each = roll.units.iter().zip(whose).take(if complete { 8 } else { 7 }).map(|(unit, party)| Change {
            dwelling: unit.dwelling,
            end: None,
            begin: Some((PartyId::from_number(party), date(2001, 6, 1))),
            area: Some(Measured { area: Area::from_hundredths(9_000), basis: Basis::Register }),
        });
        owner::apply(tx, of, 0, &Changes { parties, each: each.collect() })?;
        Ok::<_, Error>(of)
    });
    made.await.expect("a neighbourhood")
}

fn draft(of: NeighbourhoodId) -> Draft {
    Draft {
        neighbourhood: of,
        scope: Scope::Neighbourhood,
        matter: Matter::Rebuild,
        title: "加装电梯（示例）".into(),
        question: "是否同意按公示方案加装电梯？".into(),
        options: Options { without_paying: true },
        first: FIRST,
        last: LAST,
        clause: None,
        plan: None,
    }
}

async fn announce(store: &TestStore, revision: i64) -> Result<(), NotHeld> {
    store.write(&person(1), move |tx| vote::announce(tx, id(), revision)).await
}

/// A vote that is announced, and the number of each party's head.
async fn announced(store: &TestStore) -> std::collections::BTreeMap<PartyId, u32> {
    let of = place(store, true).await;
    store.write(&person(1), move |tx| vote::draft(tx, id(), &draft(of))).await.expect("a draft");
    announce(store, 1).await.expect("announced");
    days(store, BEGUN, LAST).await;
    let voters = store.read(|tx| vote::voters(tx, office(), id())).await.expect("a roll");
    voters.into_iter().map(|(voter, _)| (voter.party, voter.number)).collect()
}

fn typed(head: u32, choice: Choice) -> Typed {
    Typed { head: Some(head), marks: vec![choice], received: BEGUN, version: None, proxy: None, seen: None }
}

async fn type_in(store: &Store, by: u128, number: Option<u32>, typed: Typed) -> Result<(u32, Step), TypeError> {
    type_sheet(store, by, number.map_or_else(|| Sheet::New(BallotId::new()), Sheet::Numbered), typed).await
}

async fn type_sheet(store: &Store, by: u128, sheet: Sheet, typed: Typed) -> Result<(u32, Step), TypeError> {
    store.write(&person(by), move |tx| vote::type_in(tx, id(), sheet, &typed)).await
}

/// Typed by two who agree.
async fn given(store: &Store, typed: Typed) -> u32 {
    let (number, step) = type_in(store, 1, None, typed.clone()).await.expect("typed");
    assert_eq!(step, Step::Typed);
    assert_eq!(type_in(store, 2, Some(number), typed).await.expect("typed"), (number, Step::Settled));
    number
}

async fn kept(store: &Store) -> vote::Kept {
    store.read(|tx| vote::get(tx, office(), id())).await.expect("a vote")
}

/// As if its days were other ones: the clock stands still, so the days move.
async fn days(store: &TestStore, first: Date, last: Date) {
    let moved = store.write(&person(1), move |tx| {
        tx.run(
            "update owner_vote set first_day = $3, last_day = $4 where office = $1 and id = $2",
            args![office(), id(), first, last],
        )?
        .exactly_one()
    });
    moved.await.expect("moved");
}

/// Counted and closed on the day after the last.
async fn closed(store: &TestStore) -> Result<Arc<vote::Closing>, Error> {
    days(store, BEGUN, date(2022, 5, 4)).await;
    let closing = Arc::new(store.read(|tx| vote::prepare(tx, office(), id())).await?);
    let own = Arc::clone(&closing);
    store.write(&person(9), move |tx| vote::close(tx, id(), &own)).await.map(|()| closing)
}

/// An announced vote whose rules let ballots come online.
async fn online(store: &TestStore) -> std::collections::BTreeMap<PartyId, u32> {
    let rules = VoteRules { online: true, ..VoteRules::default() };
    store.write(&person(1), move |tx| vote::rules::set(tx, date(2022, 5, 1), &rules, "示例")).await.expect("set");
    announced(store).await
}

/// A dwelling of a party.
async fn door(
    store: &TestStore,
    heads: &std::collections::BTreeMap<PartyId, u32>,
    party: u128,
) -> linli_domain::register::DwellingId {
    let head = heads[&PartyId::from_number(party)];
    let voters = store.read(|tx| vote::voters(tx, office(), id())).await.expect("a roll");
    let (voter, _) = voters.into_iter().find(|(voter, _)| voter.number == head).expect("a head");
    voter.doors[0].0
}

/// A ballot as a household sends it.
async fn send(store: &Store, cast: Cast) -> Result<BallotCode, NotCast> {
    let by = Actor { account: linli_domain::consultation::slip::RESIDENT, ..clerk("430527") };
    store.write(&by, move |tx| vote::cast(tx, id(), &cast)).await
}

/// A scan that lies in the object store.
fn piece(of: NeighbourhoodId) -> Evidence {
    Evidence {
        id: EvidenceId::new(),
        neighbourhood: of,
        file_name: "委托书.pdf".into(),
        media_type: "application/pdf".into(),
        digest: Digest::of("a paper（示例）".as_bytes()),
        bytes: 7,
        picture: None,
        caption: None,
        at: Timestamp::UNIX_EPOCH,
        account: person(1).account,
        by_name: person(1).name,
        withdrawn: None,
        confidential: true,
    }
}

fn weight(heads: i64, hundredths: i64) -> Weight {
    Weight { heads, area: Area::from_hundredths(hundredths) }
}

linli_store::on_each_engine! {
    async fn a_roll_is_frozen_when_a_vote_is_announced(store: TestStore) {
        let heads = announced(&store).await;
        let vote = kept(&store).await;
        assert_eq!((vote.state, vote.total, vote.announced_on), (State::Announced, weight(6, 72_000), Some(date(2022, 5, 5))));
        assert_eq!((heads.len(), vote.rules.clone().map(|rules| rules.notice_days)), (6, Some(15)));
        let voters = store.read(|tx| vote::voters(tx, office(), id())).await.expect("a roll");
        let two: Vec<usize> = voters.iter().map(|(voter, _)| voter.doors.len()).filter(|doors| *doors == 2).collect();
        assert_eq!(two.len(), 2, "who owns two, and the developer");
        assert!(matches!(announce(&store, 1).await, Err(NotHeld::Store(Error::Stale))), "once");
        let stricter = VoteRules { proxies_a_person: 1, ..VoteRules::default() };
        store.write(&person(1), move |tx| vote::rules::set(tx, date(2022, 5, 1), &stricter, "示例")).await.expect("set");
        assert_eq!(kept(&store).await.rules.map(|rules| rules.proxies_a_person), Some(3), "frozen with it");
    }

    async fn what_stands_against_a_vote_is_named_and_nothing_is_kept(store: TestStore) {
        let of = place(&store, false).await;
        let early = Draft { first: date(2022, 5, 19), title: String::new(), ..draft(of) };
        store.write(&person(1), move |tx| vote::draft(tx, id(), &early)).await.expect("a draft");
        let Err(NotHeld::Faults(faults)) = announce(&store, 1).await else { panic!("announced") };
        assert_eq!(faults, [CannotHold::Title, CannotHold::Notice { earliest: FIRST }]);

        let other = VoteId::from_number(8);
        let refused = store.write(&person(1), move |tx| {
            vote::draft(tx, other, &draft(of))?;
            vote::announce(tx, other, 1)
        }).await;
        let Err(NotHeld::Roll(CannotFreeze::NoOwner(doors))) = refused else { panic!("announced") };
        assert_eq!(doors.len(), 1);
        let votes = store.read(move |tx| vote::of(tx, office(), of)).await.expect("votes");
        assert_eq!(votes.iter().map(|one| (one.id, one.state)).collect::<Vec<_>>(), [(id(), State::Draft)]);
    }

    async fn rules_below_the_law_are_refused(store: TestStore) {
        let mut rules = VoteRules::default();
        rules.matters[6].majority_heads = Threshold::more_than(1, 2);
        let set = store.write(&person(1), move |tx| vote::rules::set(tx, date(2022, 5, 1), &rules, "示例")).await;
        assert!(matches!(set, Err(Error::Refused)));
    }

    async fn deliveries_are_noted_once(store: TestStore) {
        announced(&store).await;
        let deliver = |heads: Vec<u32>| store.write(&person(1), move |tx| vote::deliver(tx, id(), &heads, FIRST, "上门"));
        assert_eq!(deliver(vec![1, 2, 2, 99]).await.expect("noted"), 2);
        assert_eq!(deliver(vec![2, 3]).await.expect("noted"), 1);
        assert_eq!(kept(&store).await.delivered, 3);
        let lines = store.read(|tx| vote::lines(tx, office(), id(), 0, 10)).await.expect("lines");
        assert_eq!(lines.iter().filter(|line| line.delivered.is_some()).count(), 3);
        assert!(lines.iter().any(|line| line.party.masked() == "杨*"));
    }

    async fn a_ballot_is_typed_by_two_people_and_settled_by_a_third(store: TestStore) {
        announced(&store).await;
        let (number, step) = type_in(&store, 1, None, typed(1, Choice::For)).await.expect("typed");
        assert_eq!((number, step), (1, Step::Typed));
        assert!(matches!(type_in(&store, 1, Some(1), typed(1, Choice::For)).await, Err(TypeError::SamePerson)));
        assert_eq!(type_in(&store, 2, Some(1), typed(1, Choice::Against)).await.expect("typed").1, Step::Differs);
        assert_eq!(kept(&store).await.came, weight(0, 0), "nobody came while it is open what is on it");
        for by in [1, 2] {
            let seen = store.read(move |tx| vote::readings(tx, office(), (id(), 1), AccountId::from_number(by))).await;
            assert!(matches!(seen, Err(TypeError::SamePerson)), "who typed sees nothing of the other");
            let settled = store.write(&person(by), |tx| vote::settle(tx, id(), 1, &typed(1, Choice::For))).await;
            assert!(matches!(settled, Err(TypeError::SamePerson)));
        }
        let (readings, fields) =
            store.read(|tx| vote::readings(tx, office(), (id(), 1), AccountId::from_number(3))).await.expect("readings");
        assert_eq!((readings.len(), fields), (2, vec![Field::Marks]));
        store.write(&person(3), |tx| vote::settle(tx, id(), 1, &typed(1, Choice::Against))).await.expect("settled");
        let again = store.write(&person(4), |tx| vote::settle(tx, id(), 1, &typed(1, Choice::For))).await;
        assert!(matches!(again, Err(TypeError::NotNow)));
        assert!(matches!(type_in(&store, 5, Some(1), typed(1, Choice::For)).await, Err(TypeError::NotNow)));
        assert_eq!(kept(&store).await.came.heads, 1);
        assert!(matches!(type_in(&store, 1, None, typed(77, Choice::For)).await, Err(TypeError::NoHead(77))));
        assert!(matches!(type_in(&store, 1, Some(9), typed(1, Choice::For)).await, Err(TypeError::Store(Error::Missing))));
    }

    async fn a_form_that_is_sent_twice_is_one_paper(store: TestStore) {
        announced(&store).await;
        let sheet = Sheet::New(BallotId::from_number(1));
        let both = tokio::join!(
            type_sheet(&store, 1, sheet, typed(1, Choice::For)),
            type_sheet(&store, 1, sheet, typed(1, Choice::For))
        );
        assert_eq!((both.0.expect("typed"), both.1.expect("typed")), ((1, Step::Typed), (1, Step::Typed)));
        assert_eq!(kept(&store).await.ballots, 1);
        let other = type_sheet(&store, 1, sheet, typed(1, Choice::Against)).await;
        assert!(matches!(other, Err(TypeError::Store(Error::Stale))), "other words under the same id");
        let stranger = type_sheet(&store, 2, sheet, typed(1, Choice::For)).await;
        assert!(matches!(stranger, Err(TypeError::Store(Error::Duplicate))), "the paper of somebody else");
    }

    async fn of_two_who_type_the_second_reading_at_once_one_is_refused(store: TestStore) {
        announced(&store).await;
        type_in(&store, 1, None, typed(1, Choice::For)).await.expect("typed");
        let (one, two) = tokio::join!(
            type_in(&store, 2, Some(1), typed(1, Choice::For)),
            type_in(&store, 3, Some(1), typed(1, Choice::For))
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (three, four) = tokio::join!(type_in(&store, 4, None, typed(2, Choice::For)), type_in(&store, 5, None, typed(3, Choice::For)));
        let mut numbers = [three.expect("typed").0, four.expect("typed").0];
        numbers.sort_unstable();
        assert_eq!(numbers, [2, 3], "numbers have no gaps");
    }

    async fn what_is_still_needed_follows_from_who_came(store: TestStore) {
        let heads = announced(&store).await;
        given(&store, typed(heads[&PartyId::from_number(1)], Choice::Against)).await;
        given(&store, typed(heads[&PartyId::from_number(1)], Choice::For)).await;
        given(&store, Typed { seen: Some(Invalid::NoSignature), ..typed(heads[&PartyId::from_number(2)], Choice::For) }).await;
        let vote = kept(&store).await;
        assert_eq!(vote.came, weight(1, 18_000), "once, and nobody for an unsigned paper");
        let rule = linli_domain::planning::vote::Rule::of(Matter::Rebuild, &VoteRules::default());
        assert_eq!(needed(&rule, vote.total, vote.came).to_take_part, weight(3, 30_000));
    }

    async fn a_closed_vote_is_counted_bound_and_never_changes(store: TestStore) {
        let heads = announced(&store).await;
        let of = |party: u128| heads[&PartyId::from_number(party)];
        for party in [1, 2, 3] {
            given(&store, typed(of(party), Choice::For)).await;
        }
        given(&store, typed(of(4), Choice::Against)).await;
        given(&store, typed(of(4), Choice::For)).await;
        let proxy = TypedProxy { head: None, name: "吴示例".into(), kind: ProxyKind::Manager, by_owner: true, paper: true };
        given(&store, Typed { proxy: Some(proxy), ..typed(of(5), Choice::Against) }).await;

        let early = store.read(|tx| vote::prepare(tx, office(), id())).await.expect("counted");
        assert!(matches!(store.write(&person(9), move |tx| vote::close(tx, id(), &early)).await, Err(Error::Refused)), "its days are not over");
        let waiting = type_in(&store, 1, None, typed(of(6), Choice::For)).await.expect("typed").0;
        assert!(matches!(closed(&store).await, Err(Error::Refused)), "a ballot waits");
        type_in(&store, 2, Some(waiting), typed(of(6), Choice::For)).await.expect("typed");
        assert!(matches!(closed(&store).await, Err(Error::Refused)), "the authority of a proxy is not scanned");
        let paper = piece(kept(&store).await.draft.neighbourhood);
        store.write(&person(1), move |tx| vote::scan(tx, id(), 6, Shows::Authority, &paper)).await.expect("scanned");

        let closing = closed(&store).await.expect("closed");
        assert_eq!(closing.tally.invalid, [(5, Invalid::Duplicate), (6, Invalid::BarredProxy)]);
        assert_eq!((closing.tally.spoke, closing.tally.agreed), (weight(5, 63_000), weight(4, 54_000)));
        assert!(closing.tally.carried() && closing.root.ballots == 7);
        let vote = kept(&store).await;
        assert_eq!((vote.state, vote.root.as_deref()), (State::Closed, Some(format!("{}/7", closing.root.digest).as_str())));

        assert!(matches!(type_in(&store, 1, None, typed(of(5), Choice::For)).await, Err(TypeError::Store(Error::Stale))));
        assert!(matches!(store.write(&person(9), |tx| vote::withdraw(tx, id(), State::Announced, "示例")).await, Err(Error::Stale)));
        assert!(matches!(closed(&store).await, Err(Error::Refused)));
        assert_eq!(store.read(|tx| check::faults(tx, office())).await.expect("looked"), []);
    }

    async fn what_was_counted_before_somebody_typed_is_not_closed(store: TestStore) {
        announced(&store).await;
        days(&store, BEGUN, date(2022, 5, 4)).await;
        let before = store.read(|tx| vote::prepare(tx, office(), id())).await.expect("counted");
        given(&store, typed(1, Choice::For)).await;
        let closed = store.write(&person(9), move |tx| vote::close(tx, id(), &before)).await;
        assert!(matches!(closed, Err(Error::Stale)));
    }

    async fn a_ballot_that_was_changed_past_linli_is_found(store: TestStore) {
        announced(&store).await;
        for head in 1..=4 {
            given(&store, typed(head, Choice::For)).await;
        }
        closed(&store).await.expect("closed");
        let rules = |faults: Vec<check::Fault>| faults.into_iter().map(|fault| fault.rule).collect::<Vec<_>>();
        // Somebody gives one paper the reading of another.
        store.write(&person(1), |tx| {
            tx.run(
                "update vote_ballot set entry = (select entry from vote_ballot o where o.office = $1 and o.vote = $2 and o.number = 1)
                  where office = $1 and vote = $2 and number = 2",
                args![office(), id()],
            )?.exactly_one()
        }).await.expect("changed");
        assert_eq!(rules(store.read(|tx| check::faults(tx, office())).await.expect("looked")), ["vote-bound"]);
    }

    async fn how_somebody_voted_lies_sealed_and_not_in_the_trail(store: TestStore) {
        announced(&store).await;
        given(&store, typed(1, Choice::Against)).await;
        let texts = store.read(|tx| {
            let mut texts = tx.query("select content from vote_entry where office = $1", args![office()], |row| row.get::<String>(0))?;
            texts.extend(tx.query("select code from vote_ballot where office = $1", args![office()], |row| row.get::<String>(0))?);
            texts.extend(tx.query("select detail from audit where office = $1", args![office()], |row| row.get::<String>(0))?);
            Ok::<_, Error>(texts)
        }).await.expect("texts");
        assert!(texts.len() > 6 && texts.iter().all(|text| !text.contains("against") && !text.starts_with("1-")), "{texts:?}");
    }

    async fn a_ballot_from_home_is_taken_once_and_only_of_the_owner(store: TestStore) {
        let heads = online(&store).await;
        let door = door(&store, &heads, 2).await;
        let cast = |ballot: u128, owner: &str, choice| Cast { ballot: BallotId::from_number(ballot), dwelling: door, owner: owner.into(), choice };
        assert!(matches!(send(&store, cast(1, "杨别人", Choice::For)).await, Err(NotCast::NotTheOwner)));
        let elsewhere = Cast { dwelling: linli_domain::register::DwellingId::from_number(99), ..cast(1, "杨示例", Choice::For) };
        assert!(matches!(send(&store, elsewhere).await, Err(NotCast::NotOnRoll)));
        assert_eq!(kept(&store).await.ballots, 0, "nothing is kept of what was refused");

        let (one, other) = tokio::join!(send(&store, cast(1, " 杨 示例", Choice::For)), send(&store, cast(2, "杨示例", Choice::Against)));
        assert!(one.is_ok() != other.is_ok(), "of two at once one is taken");
        let (vote, given) = (kept(&store).await, if one.is_ok() { (1, Choice::For) } else { (2, Choice::Against) });
        assert_eq!((vote.ballots, vote.came.heads), (1, 1));
        let code = one.or(other).expect("one was taken");
        assert_eq!(send(&store, cast(given.0, "杨示例", given.1)).await.expect("the same"), code, "sent twice it is one");
        let words = send(&store, cast(given.0, "杨示例", Choice::Abstain)).await;
        assert!(matches!(words, Err(NotCast::Store(Error::Stale))), "other words under the same id");
        assert!(matches!(send(&store, cast(3, "杨示例", Choice::For)).await, Err(NotCast::Given)));
        let there = store.read(move |tx| vote::code(tx, office(), id(), code.number)).await.expect("a code");
        assert_eq!(there, code);
        assert_eq!(store.read(|tx| check::faults(tx, office())).await.expect("looked"), []);
    }

    async fn a_ballot_from_home_needs_rules_that_allow_it_and_an_open_vote(store: TestStore) {
        let heads = online(&store).await;
        let dwelling = door(&store, &heads, 2).await;
        let cast = || Cast { ballot: BallotId::from_number(1), dwelling, owner: "杨示例".into(), choice: Choice::For };
        days(&store, FIRST, LAST).await;
        assert!(matches!(send(&store, cast()).await, Err(NotCast::NotOpen)));
        days(&store, BEGUN, LAST).await;
        let rules = serde_json::to_string(&VoteRules::default()).expect("text");
        store.write(&person(1), move |tx| {
            tx.run("update owner_vote set rules = $3 where office = $1 and id = $2", args![office(), id(), rules])?.exactly_one()
        }).await.expect("as if it had been announced under others");
        assert!(matches!(send(&store, cast()).await, Err(NotCast::NotAllowed)));
    }

    async fn a_later_scan_takes_the_place_of_an_earlier_one(store: TestStore) {
        announced(&store).await;
        given(&store, typed(1, Choice::For)).await;
        let of = kept(&store).await.draft.neighbourhood;
        let scan = |piece: Evidence| store.write(&person(1), move |tx| vote::scan(tx, id(), 1, Shows::Ballot, &piece));
        let (first, second) = (piece(of), Evidence { digest: Digest::of(b"another"), ..piece(of) });
        let earlier = first.id;
        scan(first.clone()).await.expect("kept");
        scan(Evidence { id: EvidenceId::new(), ..first }).await.expect("the same bytes change nothing");
        scan(second.clone()).await.expect("kept");
        let (ballot, before) = store.read(move |tx| {
            Ok::<_, Error>((vote::find(tx, office(), id(), 1)?, linli_store::register::evidence::get(tx, office(), earlier)?))
        }).await.expect("read");
        assert_eq!(ballot.and_then(|one| one.scan), Some(second.id));
        assert!(before.withdrawn.is_some());
        assert!(store.read(move |tx| vote::is_scan(tx, office(), second.id)).await.expect("read"));
        let heard = store.read(|tx| linli_store::works::monthly_report::heard_of(tx, office())).await.expect("heard");
        assert!(heard.is_empty(), "a ballot is no news of the works");
        let missing = Evidence { id: EvidenceId::new(), ..piece(of) };
        let none = store.write(&person(1), move |tx| vote::scan(tx, id(), 9, Shows::Ballot, &missing)).await;
        assert!(matches!(none, Err(Error::Missing)));
    }

    async fn of_two_who_change_a_draft_one_looks_again(store: TestStore) {
        let of = place(&store, true).await;
        store.write(&person(1), move |tx| vote::draft(tx, id(), &draft(of))).await.expect("a draft");
        let change = |title: &str| {
            let other = Draft { title: title.into(), ..draft(of) };
            store.write(&person(1), move |tx| vote::change(tx, id(), 1, &other))
        };
        change("一（示例）").await.expect("changed");
        assert!(matches!(change("二（示例）").await, Err(Error::Stale)));
        assert_eq!(kept(&store).await.draft.title, "一（示例）");
        announce(&store, 2).await.expect("announced");
        assert!(matches!(change("三（示例）").await, Err(Error::Stale)), "announced it stays");
        let seen = store.write(&person(1), |tx| vote::withdraw(tx, id(), State::Draft, "示例")).await;
        assert!(matches!(seen, Err(Error::Stale)), "it was announced meanwhile");
    }

    async fn votes_are_listed_by_where_they_stand(store: TestStore) {
        announced(&store).await;
        let listed = |tab: Tab, words: &'static str| store.read(move |tx| {
            Ok::<_, Error>(vote::everywhere(tx, office(), (&Reach::All, date(2022, 5, 5)), tab, words, None, 10)?.len())
        });
        for (tab, many) in [(Tab::All, 1), (Tab::Open, 1), (Tab::Announced, 0), (Tab::Over, 0), (Tab::Draft, 0), (Tab::Closed, 0)] {
            assert_eq!(listed(tab, "").await.expect("listed"), many, "{tab:?}");
        }
        assert_eq!((listed(Tab::All, "电梯").await.expect("listed"), listed(Tab::All, "%").await.expect("listed")), (1, 0));
        let counts = store.read(|tx| vote::counts(tx, office(), &Reach::All, date(2022, 5, 5))).await.expect("counts");
        assert_eq!(counts, [1, 0, 0, 1, 0, 0]);
    }

    async fn a_count_that_was_changed_past_linli_is_found(store: TestStore) {
        announced(&store).await;
        given(&store, typed(1, Choice::For)).await;
        assert_eq!(store.read(|tx| check::faults(tx, office())).await.expect("looked"), []);
        store.write(&person(1), |tx| {
            tx.run("update owner_vote set came_heads = came_heads + 1 where office = $1 and id = $2", args![office(), id()])?.exactly_one()
        }).await.expect("changed");
        let faults = store.read(|tx| check::faults(tx, office())).await.expect("looked");
        assert_eq!(faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), ["vote-counts"]);
    }
}
