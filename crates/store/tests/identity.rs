//! What an identity promises, on each engine: one account within an office, and what was disconnected opens nothing.

use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::people::{Actor, Role};
use linli_store::people::account;
use linli_store::people::identity::{self, Connected, Identity};
use linli_store::testing::{TestStore, actor, now};
use linli_store::trail::{self, Filter};
use linli_store::{Error, on_each_engine};

const ISSUER: &str = "https://id.example.org";

fn named(subject: &str) -> Identity {
    Identity { issuer: ISSUER.into(), subject: subject.into() }
}

async fn somebody(store: &TestStore, name: &str, office: &str) -> Actor {
    let sign_in = format!("{name}@{office}").parse().expect("a name");
    let new = NewAccount::new(sign_in, name).expect("an account");
    let person = Actor { account: new.id, name: name.to_owned(), ..actor(office, Role::Head) };
    let added = store.write(&person, move |tx| account::add(tx, &new, "no password"));
    added.await.expect("an account");
    person
}

async fn connect(store: &TestStore, person: &Actor, subject: &str) -> Result<(), Error> {
    let identity = named(subject);
    store.write(person, move |tx| identity::connect(tx, &identity)).await
}

async fn found(store: &TestStore, subject: &str) -> Vec<String> {
    let identity = named(subject);
    let found = store.read(move |tx| identity::accounts(tx, &identity)).await.expect("read");
    found.into_iter().map(|held| format!("{}/{}", held.office, held.account)).collect()
}

fn place(person: &Actor) -> String {
    format!("{}/{}", person.office, person.account)
}

on_each_engine! {
    async fn one_identity_is_one_account_within_an_office(store: TestStore) {
        let (chen, deng) = (somebody(&store, "chen", "430527").await, somebody(&store, "deng", "430527").await);
        let elsewhere = somebody(&store, "chen", "430522").await;
        connect(&store, &chen, "a").await.expect("connected");
        assert!(matches!(connect(&store, &chen, "b").await, Err(Error::Duplicate)), "a second identity");
        assert!(matches!(connect(&store, &deng, "a").await, Err(Error::Duplicate)), "another's identity");
        connect(&store, &elsewhere, "a").await.expect("another office");
        assert_eq!(found(&store, "a").await, [place(&elsewhere), place(&chen)]);
        assert_eq!(found(&store, "b").await, Vec::<String>::new());

        let of = chen.clone();
        let kept = store.read(move |tx| identity::of(tx, of.office, of.account)).await.expect("read");
        assert_eq!(kept, Some(Connected { issuer: ISSUER.into(), at: now() }));
    }

    async fn of_two_that_connect_one_identity_at_once_one_succeeds(store: TestStore) {
        let (chen, deng) = (somebody(&store, "chen", "430527").await, somebody(&store, "deng", "430527").await);
        let (one, other) = tokio::join!(connect(&store, &chen, "a"), connect(&store, &deng, "a"));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(found(&store, "a").await.len(), 1);
    }

    async fn a_stopped_account_is_not_found_and_a_disconnected_one_neither(store: TestStore) {
        let (chen, deng) = (somebody(&store, "chen", "430527").await, somebody(&store, "deng", "430527").await);
        connect(&store, &chen, "a").await.expect("connected");
        connect(&store, &deng, "b").await.expect("connected");
        let id = chen.account;
        store.write(&deng, move |tx| account::stop(tx, id)).await.expect("stopped");
        assert_eq!(found(&store, "a").await, Vec::<String>::new());
        store.write(&deng, identity::disconnect).await.expect("disconnected");
        assert_eq!(found(&store, "b").await, Vec::<String>::new());
        assert!(matches!(store.write(&deng, identity::disconnect).await, Err(Error::Missing)));
        connect(&store, &deng, "c").await.expect("connected anew");
    }

    async fn the_trail_knows_no_subject(store: TestStore) {
        let (chen, deng) = (somebody(&store, "chen", "430527").await, somebody(&store, "deng", "430527").await);
        connect(&store, &chen, "a-subject").await.expect("connected");
        let id = chen.account;
        store.write(&deng, move |tx| identity::reset(tx, id, "left")).await.expect("disconnected");
        let office = chen.office;
        let lines = store.read(move |tx| trail::page(tx, office, &Filter::default(), None, 50)).await.expect("read");
        for act in ["identity.connected", "identity.disconnected"] {
            assert!(lines.iter().any(|line| line.act == act), "{act}");
        }
        assert!(!lines.iter().any(|line| line.detail.contains("a-subject")));
        assert!(!format!("{:?}", named("a-subject")).contains("a-subject"));
    }
}
