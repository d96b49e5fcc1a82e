//! Bodies, terms, tasks and the four ones, on each engine.

use jiff::civil::date;
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Personal};
use linli_domain::organisation::four_ones::{Filled, Lack, One};
use linli_domain::organisation::task::{BadTask, Matter, Person, Step, TaskState};
use linli_domain::organisation::term::{Post, Seat, Standing};
use linli_domain::organisation::{Body, BodyId, BodyKind, OrganisationRules, Task, TaskId, Term, TermId};
use linli_domain::register::Facts;
use linli_store::organisation::task::{Wanted, Whose};
use linli_store::organisation::{body, four_ones, rules, task, term};
use linli_store::people::{account, grant};
use linli_store::register::listing::Reach;
use linli_store::register::neighbourhood;
use linli_store::testing::{TestStore, clerk};
use linli_store::{Error, check};

const TODAY: Date = date(2022, 5, 31);

fn office() -> Office {
    "430527".parse().expect("an office")
}

async fn added(store: &TestStore, name: &str) -> NeighbourhoodId {
    let facts = Facts { plan_year: Some(2022), ..Facts::new(name, "430527100001".parse().expect("a code")) };
    let added = store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone()));
    added.await.expect("a neighbourhood").id
}

fn member(n: u128, seat: Seat, name: &str, standing: Option<Standing>) -> Term {
    Term {
        id: TermId::from_number(n),
        seat,
        name: name.into(),
        title: None,
        account: None,
        post: Post::Member,
        standing,
        chosen: Some(linli_domain::organisation::term::Chosen::Elected),
        contact: Some("0739-0000000".into()),
        from: date(2022, 3, 1),
        until: None,
        ended: None,
    }
}

fn council(of: NeighbourhoodId) -> Body {
    Body {
        id: BodyId::from_number(1),
        kind: BodyKind::RenewalCouncil,
        name: "甲小区改造理事会".into(),
        division: None,
        neighbourhood: Some(of),
        set_up_on: date(2022, 3, 1),
        dissolved_on: None,
    }
}

/// Somebody of the office with a role, who can own tasks.
async fn person(store: &TestStore, n: u128, name: &str, role: Role) -> (Actor, Person) {
    let id = AccountId::from_number(n);
    let sign_in = format!("demo{n}@430527").parse().expect("a sign-in name");
    let new = NewAccount { id, sign_in, name: name.into() };
    let scope = Scope::Division("430527".parse().expect("a code"));
    let granted = Grant { role, scope };
    let made = store.write(&clerk("430527"), move |tx| {
        account::add(tx, &new, "hash")?;
        grant::give(tx, id, granted)
    });
    made.await.expect("an account");
    let actor = Actor { account: id, name: name.into(), grants: vec![granted], ..clerk("430527") };
    (actor, Person { account: id, name: name.into() })
}

fn a_task(giver: &Person, owner: &Person, of: NeighbourhoodId, due: Date) -> Task {
    Task {
        id: TaskId::new(),
        title: "补齐包联领导".into(),
        detail: String::new(),
        matter: Matter::One(One::Leader),
        neighbourhood: Some(of),
        giver: giver.clone(),
        owner: owner.clone(),
        given_at: linli_domain::kernel::Timestamp::UNIX_EPOCH,
        due,
        state: TaskState::Open,
        reminded_on: None,
        version: 1,
    }
}

fn wanted(reader: AccountId, whose: Whose) -> Wanted {
    Wanted { whose, reader, reach: None, running: true, due_before: None, words: String::new(), after: None }
}

async fn titles(store: &TestStore, wanted: Wanted) -> Vec<String> {
    let found = store.read(move |tx| task::page(tx, office(), &wanted, 50)).await.expect("a page");
    found.into_iter().map(|(task, _)| task.title).collect()
}

async fn lines(store: &TestStore) -> Vec<four_ones::Line> {
    store.read(|tx| four_ones::lines(tx, office(), &Reach::All, &[])).await.expect("the matrix")
}

linli_store::on_each_engine! {
    async fn who_sat_in_a_body_stays_readable_after_it_is_dissolved(store: TestStore) {
        let of = added(&store, "甲小区").await;
        let (body_of, seat) = (council(of), Seat::Body(BodyId::from_number(1)));
        let set_up = body_of.clone();
        store.write(&clerk("430527"), move |tx| {
            body::set_up(tx, &set_up)?;
            term::begin(tx, &member(1, seat, "杨示例", Some(Standing::Resident)))?;
            term::begin(tx, &Term { post: Post::Head, ..member(2, seat, "李示例", Some(Standing::PartyMember)) })
        }).await.expect("a body");
        let found = store.read(move |tx| body::of_neighbourhood(tx, office(), of)).await.expect("the bodies");
        assert_eq!(found.iter().map(|b| (b.head.as_ref().and_then(Personal::known), b.members)).collect::<Vec<_>>(), [(Some("李示例"), 2)]);

        store.write(&clerk("430527"), move |tx| {
            let mut body = body::get(tx, office(), BodyId::from_number(1))?;
            body.dissolve(TODAY, TODAY).map_err(|_| Error::Refused)?;
            body::dissolve(tx, &body, "换届")
        }).await.expect("it is dissolved");
        let terms = store.read(|tx| term::of_body(tx, office(), BodyId::from_number(1))).await.expect("the terms");
        assert!(terms.iter().all(|term| term.ended.as_ref().is_some_and(|ended| ended.on == TODAY && ended.why == "换届".into())));
        assert_eq!(terms.len(), 2);
        let again = store.write(&clerk("430527"), move |tx| {
            let body = Body { dissolved_on: Some(TODAY), ..body_of.clone() };
            body::dissolve(tx, &body, "换届")
        });
        assert!(matches!(again.await, Err(Error::Stale)));
        assert_eq!(store.read(|tx| check::faults(tx, office())).await.expect("a walk"), []);
    }

    async fn a_neighbourhood_has_one_leader_at_a_time(store: TestStore) {
        let of = added(&store, "甲小区").await;
        let named = |n, name: &'static str| store.write(&clerk("430527"), move |tx| {
            term::begin(tx, &member(n, Seat::Leader(of), name, None))
        });
        named(1, "王示例").await.expect("a leader");
        assert!(matches!(named(2, "赵示例").await, Err(Error::Duplicate)), "two clerks at once");
        store.write(&clerk("430527"), move |tx| {
            let before = term::leader(tx, office(), of)?;
            let next = Term { from: TODAY, ..member(2, Seat::Leader(of), "赵示例", None) };
            let (next, before) = next.as_leader(before, TODAY).map_err(|_| Error::Refused)?;
            before.iter().try_for_each(|term| term::end(tx, term))?;
            term::begin(tx, &next)
        }).await.expect("the next leader");
        let all = store.read(move |tx| term::leaders(tx, office(), of)).await.expect("the leaders");
        assert_eq!(all.iter().map(|term| term.name.known().unwrap_or_default()).collect::<Vec<_>>(), ["赵示例", "王示例"]);
        assert_eq!(all[1].ended.as_ref().map(|ended| ended.on), Some(TODAY));
    }

    async fn the_matrix_says_what_lacks_since_when_and_whose_task_it_is(store: TestStore) {
        let (of, bare) = (added(&store, "甲小区").await, added(&store, "乙小区").await);
        let (_, giver) = person(&store, 1, "示例主任", Role::Head).await;
        let (_, owner) = person(&store, 2, "示例干事", Role::Clerk).await;
        let given = a_task(&giver, &owner, bare, TODAY);
        let seat = Seat::Body(BodyId::from_number(1));
        store.write(&clerk("430527"), move |tx| {
            body::set_up(tx, &council(of))?;
            term::begin(tx, &member(1, Seat::Leader(of), "王示例", None))?;
            term::begin(tx, &member(2, seat, "杨示例", Some(Standing::Resident)))?;
            term::begin(tx, &member(3, seat, "李示例", Some(Standing::GridOfficer)))?;
            let mut gone = member(3, seat, "李示例", Some(Standing::GridOfficer));
            gone.end(date(2022, 5, 20), "调离", TODAY).map_err(|_| Error::Refused)?;
            term::end(tx, &gone)?;
            task::give(tx, &given)
        }).await.expect("an organisation");
        let lines = lines(&store).await;
        let rules = OrganisationRules { members_at_least: 2, ..OrganisationRules::default() };
        let (first, second) = (&lines[0], &lines[1]);
        assert_eq!(first.holding.leader, Some(Filled::Since { name: "王示例".into(), on: date(2022, 3, 1) }));
        assert_eq!(first.holding.members, [(Standing::Resident, 1)]);
        let missing = first.holding.missing(&rules);
        assert_eq!(missing[0].what, Lack::Plan);
        assert_eq!(missing[1].what, Lack::Members { has: 1, needs: 2 });
        assert!(missing[1].since >= date(2022, 5, 20));
        assert_eq!(second.task_for(One::Leader).map(|(_, task)| task.owner.name.as_str()), Some("示例干事"));
        assert_eq!(second.task_for(One::Body), None);
        assert_eq!(second.holding.missing(&rules).len(), 3);
    }

    async fn each_sees_the_tasks_that_wait_for_them_and_no_others(store: TestStore) {
        let of = added(&store, "甲小区").await;
        let (head, giver) = person(&store, 1, "示例主任", Role::Head).await;
        let (clerk, owner) = person(&store, 2, "示例干事", Role::Clerk).await;
        let (_, other) = person(&store, 3, "示例施工", Role::Contractor).await;
        let given = a_task(&giver, &owner, of, date(2022, 5, 30));
        let id = given.id;
        store.write(&head, move |tx| task::give(tx, &given)).await.expect("a task");

        let waits = |person: &Person| wanted(person.account, Whose::WaitsFor(person.account));
        let gave = |person: &Person| wanted(person.account, Whose::GivenBy(person.account));
        assert_eq!(titles(&store, waits(&owner)).await.len(), 1);
        assert_eq!(titles(&store, waits(&giver)).await.len(), 0);
        assert_eq!(titles(&store, gave(&giver)).await.len(), 1);
        assert_eq!(titles(&store, wanted(other.account, Whose::All)).await.len(), 0, "it is not theirs");
        let reach = |reach| Wanted { reach: Some(reach), ..wanted(other.account, Whose::All) };
        assert_eq!(titles(&store, reach(Reach::All)).await.len(), 1);
        let town = Reach::Some { divisions: vec!["430527100".parse().expect("a code")], neighbourhoods: vec![] };
        assert_eq!(titles(&store, reach(town)).await.len(), 1);
        let elsewhere = Reach::Some { divisions: vec!["430527101".parse().expect("a code")], neighbourhoods: vec![] };
        assert_eq!(titles(&store, reach(elsewhere)).await.len(), 0);
        let counted = waits(&owner);
        assert_eq!(store.read(move |tx| task::counts(tx, office(), &counted, TODAY)).await.expect("a count"), (1, 1));
        let found = Wanted { words: "bqbl".into(), ..waits(&owner) };
        assert_eq!(titles(&store, found).await.len(), 1, "by its initials");

        let account = clerk.account;
        store.write(&clerk, move |tx| {
            let mut task = task::get(tx, office(), id)?;
            let step = task.step(Step::Report { note: "已明确".into() }, account, TODAY).map_err(|_| Error::Refused)?;
            task::keep(tx, &task, &step)
        }).await.expect("reported");
        assert_eq!(titles(&store, waits(&owner)).await.len(), 0, "the owner waits");
        assert_eq!(titles(&store, waits(&giver)).await.len(), 1, "the giver strikes it off");
    }

    async fn of_two_who_take_a_step_at_once_one_is_told(store: TestStore) {
        let of = added(&store, "甲小区").await;
        let (head, giver) = person(&store, 1, "示例主任", Role::Head).await;
        let (_, owner) = person(&store, 2, "示例干事", Role::Clerk).await;
        let given = a_task(&giver, &owner, of, TODAY);
        let id = given.id;
        store.write(&head, move |tx| task::give(tx, &given)).await.expect("a task");
        let seen = store.read(move |tx| task::get(tx, office(), id)).await.expect("a task");
        let account = head.account;
        let withdraw = |seen: Task| store.write(&head, move |tx| {
            let mut task = seen.clone();
            let step = task.step(Step::Withdraw { why: "重复".into() }, account, TODAY).map_err(|_: BadTask| Error::Refused)?;
            task::keep(tx, &task, &step)
        });
        withdraw(seen.clone()).await.expect("taken back");
        assert!(matches!(withdraw(seen).await, Err(Error::Stale)));
        let steps = store.read(move |tx| task::steps(tx, office(), id)).await.expect("the steps");
        assert_eq!(steps.iter().map(|step| step.act.as_str()).collect::<Vec<_>>(), ["withdraw"]);
    }

    async fn a_task_is_given_to_open_accounts_that_can_own_one(store: TestStore) {
        person(&store, 1, "示例主任", Role::Head).await;
        person(&store, 2, "示例审计", Role::Auditor).await;
        let (_, stopped) = person(&store, 3, "示例离职", Role::Clerk).await;
        store.write(&clerk("430527"), move |tx| account::stop(tx, stopped.account)).await.expect("stopped");
        let roles = linli_domain::kernel::people::Act::WorkTasks.roles();
        let people = store.read(move |tx| task::people(tx, office(), roles)).await.expect("people");
        assert_eq!(people.into_iter().map(|person| person.name).collect::<Vec<_>>(), ["示例主任"]);
    }

    async fn the_rules_hold_from_their_day(store: TestStore) {
        let set = OrganisationRules { members_at_least: 7, confirmed: true, ..OrganisationRules::default() };
        let kept = set.clone();
        store.write(&clerk("430527"), move |tx| rules::set(tx, date(2022, 5, 1), &kept, "县里规定")).await.expect("set");
        let on = |day| store.read(move |tx| rules::of(tx, office(), day));
        assert_eq!(on(date(2022, 4, 30)).await.expect("rules"), OrganisationRules::default());
        assert_eq!(on(TODAY).await.expect("rules"), set);
    }
}
