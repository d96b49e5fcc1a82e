//! What a second factor promises, on each engine: a code serves once, a proof is its person's, a secret stays in its row.

use jiff::SignedDuration;
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::people::{AccountId, Actor, Role};
use linli_domain::kernel::second_factor::{Secret, recovery_code};
use linli_domain::kernel::{Office, Timestamp};
use linli_store::people::account;
use linli_store::people::second_factor::{self, Kept, NoProof, Proof};
use linli_store::people::session::TokenHash;
use linli_store::seal::{CannotOpen, KeyFile, NoKey, Seal, samples};
use linli_store::testing::{TestStore, actor, now};
use linli_store::{Error, args};

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn nowhere() -> TokenHash {
    TokenHash(String::new())
}

fn seal() -> Seal {
    Seal::read(&Seal::new_key().expect("random")).expect("a key")
}

fn later(steps: i64) -> Timestamp {
    now() + SignedDuration::from_secs(30 * steps)
}

/// Somebody with an account.
async fn somebody(store: &TestStore, name: &str) -> Actor {
    let sign_in = format!("{name}@430527").parse().expect("a name");
    let new = NewAccount::new(sign_in, name).expect("an account");
    let person = Actor { account: new.id, name: name.to_owned(), ..actor("430527", Role::Head) };
    let added = store.write(&person, move |tx| account::add(tx, &new, "no password"));
    added.await.expect("an account");
    person
}

async fn kept(store: &TestStore, account: AccountId) -> Option<Kept> {
    store.read(move |tx| second_factor::of(tx, office(), account)).await.expect("read")
}

async fn begin(store: &TestStore, person: &Actor, seal: &Seal, secret: &Secret) -> Result<(), Error> {
    let sealed = seal.seal(&second_factor::place(office(), person.account), secret.bytes()).expect("sealed");
    store.write(person, move |tx| second_factor::begin(tx, &sealed)).await
}

/// Begun, and confirmed by a code of an hour ago: those around now are unused.
async fn enrolled(store: &TestStore, person: &Actor, seal: &Seal, byte: u8) -> Secret {
    let secret = Secret::new([byte; Secret::BYTES]);
    begin(store, person, seal, &secret).await.expect("begun");
    let before = later(-120);
    let code = secret.code(before).expect("a code");
    let row = kept(store, person.account).await.expect("begun");
    let proof = row.check(seal, &code, before).expect("it is right");
    let codes = vec![recovery_code([byte; 16]), recovery_code([byte + 1; 16])];
    let confirmed = store.write(person, move |tx| second_factor::confirm(tx, &proof, &codes, &nowhere()));
    confirmed.await.expect("confirmed");
    secret
}

async fn take(store: &TestStore, by: &Actor, proof: &Proof) -> Result<String, Error> {
    let proof = proof.clone();
    store.write(by, move |tx| Ok(proof.take(tx)?.word().to_owned())).await
}

linli_store::on_each_engine! {
    async fn a_code_serves_once_and_not_after_a_later_one(store: TestStore) {
        let (seal, person) = (seal(), somebody(&store, "zhang").await);
        let secret = enrolled(&store, &person, &seal, 1).await;
        let row = kept(&store, person.account).await.expect("kept");
        let code = |steps| secret.code(later(steps)).expect("a code");
        let [before, here] = [-1, 0].map(|steps| row.check(&seal, &code(steps), now()).expect("right"));

        assert_eq!(take(&store, &person, &here).await.expect("taken"), "code");
        assert!(matches!(take(&store, &person, &here).await, Err(Error::Stale)), "twice");
        assert!(matches!(take(&store, &person, &before).await, Err(Error::Stale)), "an earlier one, later");
        let row = kept(&store, person.account).await.expect("kept");
        assert_eq!(row.check(&seal, &code(0), now()), Err(NoProof::Used));
        assert_eq!(row.check(&seal, "000000", now()).err(), Some(NoProof::Wrong));
        assert!(row.check(&seal, &code(1), now()).is_ok());
    }

    async fn what_is_refused_consumes_nothing(store: TestStore) {
        let (seal, person) = (seal(), somebody(&store, "zhang").await);
        let secret = enrolled(&store, &person, &seal, 1).await;
        let row = kept(&store, person.account).await.expect("kept");
        let proof = row.check(&seal, &secret.code(now()).expect("a code"), now()).expect("right");
        let refused = proof.clone();
        let done = store.write(&person, move |tx| {
            let _taken = refused.take(tx)?;
            Err::<(), _>(Error::Refused)
        });
        assert!(matches!(done.await, Err(Error::Refused)));
        assert_eq!(take(&store, &person, &proof).await.expect("still unused"), "code");
    }

    async fn one_of_two_with_the_same_code_is_refused(store: TestStore) {
        let (seal, person) = (seal(), somebody(&store, "zhang").await);
        let secret = enrolled(&store, &person, &seal, 1).await;
        let row = kept(&store, person.account).await.expect("kept");
        let proof = row.check(&seal, &secret.code(now()).expect("a code"), now()).expect("right");
        let both = tokio::join!(take(&store, &person, &proof), take(&store, &person, &proof));
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|ok| **ok).count(), 1);
    }

    async fn a_recovery_code_serves_once_and_is_kept_as_a_digest(store: TestStore) {
        let (seal, person) = (seal(), somebody(&store, "zhang").await);
        enrolled(&store, &person, &seal, 1).await;
        let (account, plain) = (person.account, recovery_code([1; 16]).replace('-', ""));
        let check = |code: String| store.read(move |tx| second_factor::check_recovery(tx, office(), account, &code));
        let proof = check(plain.clone()).await.expect("read").expect("it is right");
        assert_eq!(take(&store, &person, &proof).await.expect("taken"), "recovery-code");
        assert!(matches!(take(&store, &person, &proof).await, Err(Error::Stale)));
        assert_eq!(check(plain.clone()).await.expect("read"), Err(NoProof::Used));
        assert_eq!(check("x".repeat(16)).await.expect("read"), Err(NoProof::Wrong));
        assert_eq!(kept(&store, account).await.expect("kept").recovery_codes, 1);
        let read = store.read(|tx| {
            tx.query("select hash from recovery_code where office = $1", args![office()], |row| row.get::<String>(0))
        });
        assert!(read.await.expect("read").iter().all(|hash| hash.len() == 64 && !hash.contains(&plain)));
    }

    async fn a_proof_is_its_persons_and_of_nothing_only_where_there_is_nothing(store: TestStore) {
        let (seal, zhang, li) = (seal(), somebody(&store, "zhang").await, somebody(&store, "li").await);
        let secret = enrolled(&store, &zhang, &seal, 1).await;
        let row = kept(&store, zhang.account).await.expect("kept");
        let proof = row.check(&seal, &secret.code(now()).expect("a code"), now()).expect("right");
        assert!(matches!(take(&store, &li, &proof).await, Err(Error::Refused)), "another's");
        assert!(matches!(take(&store, &zhang, &Proof::of_nothing(zhang.account)).await, Err(Error::Stale)));
        assert!(matches!(take(&store, &zhang, &Proof::of_nothing(li.account)).await, Err(Error::Refused)));
        assert_eq!(take(&store, &li, &Proof::of_nothing(li.account)).await.expect("none"), "none");
    }

    async fn a_secret_that_was_moved_to_another_account_does_not_open(store: TestStore) {
        let (seal, zhang, li) = (seal(), somebody(&store, "zhang").await, somebody(&store, "li").await);
        let secret = enrolled(&store, &zhang, &seal, 1).await;
        enrolled(&store, &li, &seal, 3).await;
        let (from, to) = (zhang.account, li.account);
        let moved = store.write(&zhang, move |tx| {
            tx.run(
                "update second_factor set secret =
                   (select secret from second_factor f where f.office = $1 and f.account = $2)
                  where office = $1 and account = $3",
                args![office(), from, to],
            )?
            .exactly_one()
        });
        moved.await.expect("somebody writes past Linli");
        let row = kept(&store, li.account).await.expect("kept");
        let code = secret.code(now()).expect("a code");
        assert_eq!(row.check(&seal, &code, now()), Err(NoProof::Closed(CannotOpen::Changed)));
        assert_eq!(row.check(&self::seal(), &code, now()), Err(NoProof::Closed(CannotOpen::OtherKey)));
    }

    async fn one_that_is_confirmed_is_not_begun_anew_and_one_that_was_given_up_is(store: TestStore) {
        let (seal, person) = (seal(), somebody(&store, "zhang").await);
        let (first, second) = (Secret::new([8; Secret::BYTES]), Secret::new([9; Secret::BYTES]));
        begin(&store, &person, &seal, &first).await.expect("begun");
        let old = kept(&store, person.account).await.expect("begun");
        let stale = old.check(&seal, &first.code(now()).expect("a code"), now()).expect("right");
        begin(&store, &person, &seal, &second).await.expect("begun anew");
        let late = store.write(&person, move |tx| second_factor::confirm(tx, &stale, &[], &nowhere()));
        assert!(matches!(late.await, Err(Error::Stale)), "a code of the picture that is no longer shown");

        let secret = enrolled(&store, &person, &seal, 1).await;
        assert!(matches!(begin(&store, &person, &seal, &second).await, Err(Error::Stale)));
        let row = kept(&store, person.account).await.expect("kept");
        let proof = row.check(&seal, &secret.code(now()).expect("a code"), now()).expect("right");
        let removed = store.write(&person, move |tx| second_factor::remove(tx, &proof));
        removed.await.expect("given up");
        assert_eq!(kept(&store, person.account).await, None);
        begin(&store, &person, &seal, &second).await.expect("begun again");
    }

    async fn a_key_is_made_before_anything_is_sealed_and_never_after(store: TestStore) {
        let room = tempfile::tempdir().expect("a folder");
        let path = room.path().join("linli.key");
        let keys = || KeyFile::at(Some(path.clone()));
        assert!(matches!(keys().to_open().await, Err(NoKey::Missing(_))));
        keys().look(&store).await.expect("nothing is sealed");
        assert!(matches!(KeyFile::at(None).to_seal(&store).await, Err(NoKey::Unset)));

        let seal = keys().to_seal(&store).await.expect("made now");
        let person = somebody(&store, "zhang").await;
        enrolled(&store, &person, &seal, 1).await;
        assert_eq!(store.read(samples).await.expect("read").len(), 1);
        keys().look(&store).await.expect("it fits");

        let kept = std::fs::read_to_string(&path).expect("a file");
        std::fs::remove_file(&path).expect("lost");
        let lost = keys();
        assert!(matches!(lost.to_seal(&store).await, Err(NoKey::Missing(_))));
        assert!(matches!(lost.look(&store).await, Err(NoKey::Missing(_))));
        assert!(!path.exists(), "no new key stands in for the lost one");

        std::fs::write(&path, Seal::new_key().expect("random")).expect("written");
        assert!(matches!(lost.to_seal(&store).await, Err(NoKey::Other(_))));
        std::fs::write(&path, kept).expect("put back");
        lost.to_seal(&store).await.expect("what is put back helps at once");
    }
}
