//! Forms, collectors and submissions on each engine: kept once, sealed, in whatever order they come.

use linli_domain::consultation::openrosa::{CollectorId, FieldFormId, FormState, SubmissionId};
use linli_domain::kernel::Office;
use linli_domain::kernel::account::{NewAccount, SignInName};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::AccountId;
use linli_store::consultation::openrosa::collector::{self, NewCollector};
use linli_store::consultation::openrosa::form::{self, Medium, NewVersion, Published};
use linli_store::consultation::openrosa::submission::{self, NotTaken, Received, Sent, SentFile};
use linli_store::consultation::openrosa::{digests, listing};
use linli_store::people::account;
use linli_store::people::session::TokenHash;
use linli_store::seal::{KeyFile, Seal, is_sealed};
use linli_store::testing::clerk;
use linli_store::{Error, Store, args, on_each_engine};

const OFFICE: &str = "430527";
const WORDS: &str = "<data id=\"lifts\"><who>3栋王大爷示例</who></data>";

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn version(version: &str) -> NewVersion {
    NewVersion {
        form_id: "lifts".into(),
        version: version.into(),
        title: "电梯".into(),
        xml: format!("<form {version}/>"),
        given: None,
        md5: "0".into(),
    }
}

async fn published(store: &Store, text: &str) -> Published {
    let new = version(text);
    store.write(&clerk(OFFICE), move |tx| form::publish(tx, &new)).await.expect("published")
}

async fn lifts(store: &Store) -> FieldFormId {
    let Published::Form(id, 1) = published(store, "1").await else { panic!("a form of its own") };
    id
}

fn sent(instance: &str, words: &str) -> Sent {
    Sent {
        id: SubmissionId::new(),
        collector: CollectorId::from_number(1),
        form_id: "lifts".into(),
        version: "1".into(),
        instance: Some(instance.into()),
        deprecated: None,
        encrypted: false,
        xml: words.into(),
        incomplete: false,
        files: Vec::new(),
    }
}

async fn send(store: &Store, sent: Sent) -> Result<Received, NotTaken> {
    store.write(&clerk(OFFICE), move |tx| submission::receive(tx, &sent)).await
}

fn file(n: u8) -> SentFile {
    SentFile { name: format!("{n}.jpg"), digest: Digest::of(&[n]), media_type: "image/jpeg", bytes: 1 }
}

on_each_engine! {
    async fn a_form_has_versions_and_each_is_one_text(store: TestStore) {
        let id = lifts(&store).await;
        assert_eq!(published(&store, "1").await, Published::Same(id, 1));
        let medium = Medium { name: "a.csv".into(), digest: Digest::of(b"a"), md5: "1".into(), bytes: 1 };
        let put = medium.clone();
        store.write(&clerk(OFFICE), move |tx| form::put_medium(tx, id, 1, &put)).await.expect("put");
        assert_eq!(published(&store, "2").await, Published::Version(id, 2));
        let other = NewVersion { xml: "<other/>".into(), ..version("2") };
        assert_eq!(store.write(&clerk(OFFICE), move |tx| form::publish(tx, &other)).await.expect("told"), Published::Taken(id));
        let (offered, media) = store.read(move |tx| {
            Ok::<_, Error>((form::offered(tx, office(), Some("lifts"))?, form::media(tx, office(), id, 2)?))
        }).await.expect("read");
        assert_eq!((offered.len(), offered[0].version.as_str(), offered[0].has_media), (1, "2", true));
        assert_eq!(media, [medium]);
    }

    async fn of_two_who_open_and_close_one_is_told_to_look_again(store: TestStore) {
        let id = lifts(&store).await;
        let by = clerk(OFFICE);
        let step = |from, to| store.write(&by, move |tx| form::set_state(tx, id, from, to));
        step(FormState::Open, FormState::Closing).await.expect("closing");
        assert!(matches!(step(FormState::Open, FormState::Closed).await, Err(Error::Stale)));
    }

    async fn an_answer_is_kept_once_however_it_comes(store: TestStore) {
        let form = lifts(&store).await;
        let first = Sent { files: vec![file(1)], incomplete: true, ..sent("a", WORDS) };
        let Ok(Received::New(id)) = send(&store, first).await else { panic!("new") };
        let rest = Sent { files: vec![file(1), file(2)], ..sent("a", WORDS) };
        assert!(matches!(send(&store, rest).await, Ok(Received::Same(same)) if same == id));
        assert!(matches!(send(&store, sent("a", "<data/>")).await, Err(NotTaken::OtherWords)));
        assert!(matches!(send(&store, Sent { version: "9".into(), ..sent("b", WORDS) }).await, Err(NotTaken::NoSuchVersion)));
        assert!(matches!(send(&store, Sent { form_id: "x".into(), ..sent("b", WORDS) }).await, Err(NotTaken::NoSuchForm)));
        let (kept, files, named) = store.read(move |tx| {
            let kept = listing::page(tx, office(), form, None, true, 10)?;
            Ok::<_, Error>((kept, submission::files(tx, office(), id)?, digests(tx, office())?))
        }).await.expect("read");
        assert_eq!((kept.len(), kept[0].complete, kept[0].xml.known()), (1, true, Some(WORDS)));
        assert_eq!((files.len(), named.len()), (2, 2), "and nothing cleans them away");
    }

    async fn without_an_identity_the_same_words_are_the_same_answer(store: TestStore) {
        let form = lifts(&store).await;
        let nameless = |words: &str| Sent { instance: None, ..sent("", words) };
        assert!(matches!(send(&store, nameless(WORDS)).await, Ok(Received::New(_))));
        assert!(matches!(send(&store, nameless(WORDS)).await, Ok(Received::Same(_))));
        assert!(matches!(send(&store, nameless("<data/>")).await, Ok(Received::New(_))));
        let counts = store.read(|tx| listing::counts(tx, office())).await.expect("counts");
        assert_eq!(counts[&form], 2);
    }

    async fn a_correction_and_what_it_corrects_arrive_in_either_order(store: TestStore) {
        let form = lifts(&store).await;
        let correction = |of: &str, new: &str| Sent { deprecated: Some(of.into()), ..sent(new, WORDS) };
        send(&store, sent("a", WORDS)).await.expect("kept");
        send(&store, correction("a", "b")).await.expect("kept");
        send(&store, correction("c", "d")).await.expect("kept");
        send(&store, sent("c", WORDS)).await.expect("kept");
        let all = store.read(move |tx| listing::page(tx, office(), form, None, false, 10)).await.expect("read");
        let mut standing: Vec<_> = all.iter().map(|one| one.instance.as_str()).collect();
        standing.sort_unstable();
        assert_eq!(standing, ["b", "d"]);
    }

    async fn what_was_answered_is_sealed_and_stays_closed_without_its_key(store: TestStore) {
        lifts(&store).await;
        let Ok(Received::New(id)) = send(&store, sent("a", WORDS)).await else { panic!("new") };
        let raw: String = store.read(move |tx| {
            tx.query_one("select xml from submission where office = $1 and id = $2", args![OFFICE, id], |row| row.get(0))
        }).await.expect("a row");
        assert!(is_sealed(&raw));
        let other = store.with_keys(KeyFile::holding(Seal::read(&Seal::new_key().expect("random")).expect("a key")));
        let closed = other.read(move |tx| submission::get(tx, office(), id)).await.expect("a row");
        assert_eq!(closed.xml.known(), None);
        assert!(matches!(send(&other, sent("b", WORDS)).await, Err(NotTaken::Store(Error::NoKey(_)))), "nor is anything sealed with it");
        assert!(matches!(send(&other, sent("a", WORDS)).await, Err(NotTaken::Store(Error::NoKey(_)))));
        let found = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("looked");
        assert!(found.is_empty(), "{found:?}");
    }

    async fn a_collector_lives_as_long_as_its_account_and_until_it_is_stopped(store: TestStore) {
        let account = AccountId::from_number(7);
        let new = NewAccount { id: account, sign_in: SignInName::new("li", office()).expect("a name"), name: "示例".into() };
        let given = NewCollector {
            id: CollectorId::from_number(1),
            account,
            label: "一组".into(),
            user_name: "abc".into(),
            ha1: "0123".into(),
            token: TokenHash("t".into()),
        };
        let (none, made) = (given.clone(), given.clone());
        let missing = store.write(&clerk(OFFICE), move |tx| collector::add(tx, &none)).await;
        assert!(matches!(missing, Err(Error::Missing)), "{missing:?}");
        store.write(&clerk(OFFICE), move |tx| { account::add(tx, &new, "hash")?; collector::add(tx, &made) }).await.expect("made");
        let find = || store.read(|tx| {
            let by_user = collector::by_user(tx, office(), "abc")?;
            Ok::<_, Error>((by_user.map(|found| found.ha1), collector::by_token(tx, office(), &TokenHash("t".into()))?.map(|found| found.actor.name)))
        });
        let (ha1, name) = find().await.expect("read");
        assert_eq!((ha1.expect("found").known().map(str::to_owned), name.as_deref()), (Some("0123".to_owned()), Some("示例")));
        store.write(&clerk(OFFICE), move |tx| account::stop(tx, account)).await.expect("stopped");
        assert_eq!(find().await.expect("read").1, None);
        store.write(&clerk(OFFICE), move |tx| { account::reopen(tx, account)?; collector::stop(tx, CollectorId::from_number(1)) }).await.expect("stopped");
        assert_eq!(find().await.expect("read").1, None);
    }
}
