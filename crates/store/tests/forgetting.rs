//! What residents said, answered at doors and filled in on phones goes when its time is over or they ask, with its files; what is
//! counted stays, and neither a phone nor an older backup brings it back.

use jiff::civil::{Date, date};
use linli_domain::consultation::need::{ChangeId, Facts as NeedFacts};
use linli_domain::consultation::openrosa::{CollectorId, SubmissionId};
use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId, Step};
use linli_domain::consultation::survey::visit::{Answers, Respondent, Will};
use linli_domain::consultation::survey::{Campaign, CampaignId, Form, Outcome, Visit, VisitId};
use linli_domain::consultation::{Answer, AnswerId, Calendar, NeedId, Verdict};
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Office, Personal};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Kind, Record};
use linli_domain::register::building::Layout;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_domain::register::{Building, BuildingId, Facts};
use linli_store::check::faults;
use linli_store::consultation::openrosa::form::{self, NewVersion, Published};
use linli_store::consultation::openrosa::submission::{self, Received as Kept, SentFile};
use linli_store::consultation::opinion::{self, Recorded};
use linli_store::consultation::survey::{self, said, visit};
use linli_store::consultation::{answer, need, receipt};
use linli_store::oversight::{household, retention};
use linli_store::people::account;
use linli_store::register::{building, evidence, neighbourhood};
use linli_store::seal::{KeyFile, Seal};
use linli_store::testing::clerk;
use linli_store::{Error, Objects, Store, args, on_each_engine};

const OFFICE: &str = "430527";
const WORDS: &str = "3栋王大爷示例，电话13800000000：楼顶漏水";
const TODAY: Date = date(2022, 5, 5);

fn office() -> Office {
    OFFICE.parse().expect("an office")
}

fn id(n: u128) -> OpinionId {
    OpinionId::from_number(n)
}

/// A county with a neighbourhood of one building, a campaign there, a key and a store of files.
struct County {
    folder: tempfile::TempDir,
    store: Store,
    objects: Objects,
    /// Who knocks on doors.
    by: Actor,
    doors: Vec<Address>,
}

const CAMPAIGN: CampaignId = CampaignId::from_number(1);

async fn begin(store: &Store) -> County {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("linli.key"), Seal::new_key().expect("random")).expect("written");
    let store = store.with_keys(KeyFile::at(Some(folder.path().join("linli.key"))));
    let objects = Objects::in_folder(&folder.path().join("files")).expect("a store of files");
    let new = NewAccount::new("knocker@430527".parse().expect("a name"), "示例").expect("an account");
    let by = Actor { account: new.id, ..clerk(OFFICE) };
    let facts = Facts::new("示例小区", "430527100001".parse().expect("a code"));
    let (house, account) = (BuildingId::from_number(1), new.id);
    let set_up = store.write(&clerk(OFFICE), move |tx| {
        account::add(tx, &new, "hash")?;
        let of = neighbourhood::add(tx, facts.clone())?.id;
        let block = Building { id: house, neighbourhood: of, name: "3栋".into(), built_year: None, floors: 2 };
        building::add(tx, &block, Layout { entrances: 1, floors: 2, doors: 2 })?;
        let campaign = Campaign {
            id: CAMPAIGN,
            name: "摸底示例".into(),
            neighbourhoods: vec![of],
            members: vec![account],
            opens: date(2022, 5, 1),
            closes: date(2022, 5, 31),
            target: 75,
            form: Form::default(),
            closed_on: None,
        };
        survey::add(tx, &campaign)?;
        Ok::<_, Error>(of)
    });
    let of = set_up.await.expect("set up");
    let doors = store.read(move |tx| building::doors(tx, office(), house)).await.expect("doors");
    let address = |entrance, dwelling| Address {
        neighbourhood: of,
        building: Some(house),
        entrance: Some(entrance),
        dwelling: Some(dwelling),
    };
    let doors = doors.into_iter().map(|(_, door)| address(door.entrance, door.id)).collect();
    County { folder, store, objects, by, doors }
}

fn answers(text: &str) -> Answers {
    Answers {
        respondent: Respondent::Owner,
        willing: Will::Yes,
        wishes: vec!["roof".into()],
        text: text.into(),
        hazard: false,
        pay: Some(Will::No),
        pay_fen: None,
        council: Some(true),
        needs: "轮椅示例".into(),
        consent: true,
        own: std::collections::BTreeMap::new(),
    }
}

impl County {
    fn content(&self, door: usize, text: &str) -> Content {
        Content {
            address: self.doors[door],
            channel: Channel::Paper,
            said_on: date(2022, 5, 4),
            text: text.into(),
            wishes: vec!["roof".into()],
            hazard: false,
        }
    }

    async fn say(&self, n: u128, door: usize, text: &str) -> Recorded {
        let content = self.content(door, text);
        self.store.write(&clerk(OFFICE), move |tx| opinion::record(tx, id(n), &content)).await.expect("recorded")
    }

    async fn take(&self, n: u128, step: Step) {
        let taken = self.store.write(&clerk(OFFICE), move |tx| {
            let before = opinion::get(tx, office(), id(n))?;
            let mut after = before.standing;
            let step = after.step(step.clone(), &Calendar::default()).map_err(|_| Error::Refused)?;
            opinion::keep(tx, &before, &after, &step)
        });
        taken.await.expect("taken");
    }

    /// Answers an opinion; the one who asked says something of it.
    async fn answer(&self, n: u128) {
        let given = Answer { verdict: Verdict::Adopted, reason: "已列入计划示例".into() };
        let which = AnswerId::from_number(n);
        let done = self.store.write(&clerk(OFFICE), move |tx| {
            let one = opinion::get(tx, office(), id(n))?;
            answer::give(tx, which, &given, &[one])?;
            let last = answer::versions(tx, office(), which)?.remove(0);
            answer::helped(tx, id(n), &last, true, "谢谢王干部示例")
        });
        assert!(done.await.expect("answered"));
    }

    /// A photo with these bytes on an opinion.
    async fn hang(&self, n: u128, piece: u128, bytes: &'static [u8]) -> Digest {
        let digest = self.objects.keep(bytes.into()).await.expect("kept");
        let piece = self.piece(piece, digest);
        let hung = self.store.write(&clerk(OFFICE), move |tx| {
            evidence::add(tx, &piece)?;
            opinion::put_evidence(tx, id(n), piece.id)
        });
        hung.await.expect("hung");
        digest
    }

    fn piece(&self, n: u128, digest: Digest) -> Evidence {
        Evidence {
            id: EvidenceId::from_number(n),
            neighbourhood: self.doors[0].neighbourhood,
            file_name: "示例.pdf".into(),
            media_type: "application/pdf".into(),
            digest,
            bytes: 1,
            picture: None,
            caption: None,
            at: jiff::Timestamp::UNIX_EPOCH,
            account: self.by.account,
            by_name: "示例".into(),
            withdrawn: None,
            confidential: true,
        }
    }

    fn sent(&self, n: u128, door: usize, text: &str) -> visit::Sent {
        let dwelling = self.doors[door].dwelling.expect("a dwelling");
        visit::Sent {
            id: VisitId::from_number(n),
            campaign: CAMPAIGN,
            form_version: 1,
            opinion: id(1_000 + n),
            visit: Visit { dwelling, outcome: Outcome::Answered, answers: Some(answers(text)), replaces: None },
            at: "2022-05-05T01:00:00Z".parse().expect("a time"),
            sent_at: "2022-05-05T01:00:00Z".parse().expect("a time"),
        }
    }

    async fn visit(&self, n: u128, door: usize, text: &str) -> visit::Received {
        let sent = self.sent(n, door, text);
        self.store.write(&self.by, move |tx| visit::receive(tx, &sent)).await.expect("received")
    }

    async fn visited(&self, n: u128) -> visit::Kept {
        let found = self.store.read(move |tx| visit::find(tx, office(), VisitId::from_number(n))).await;
        found.expect("read").expect("a visit")
    }

    async fn opinion(&self, n: u128) -> linli_domain::consultation::Opinion {
        self.store.read(move |tx| opinion::get(tx, office(), id(n))).await.expect("an opinion")
    }

    async fn erase(&self, records: &[Record], ground: Ground) -> retention::Gone {
        let by = clerk(OFFICE);
        let gone = retention::erase_records(&self.store, &self.objects, &by, records.to_vec(), ground);
        gone.await.expect("erased")
    }

    async fn due(&self, today: Date) -> [i64; 3] {
        let rules = RetentionRules::default();
        let due = self.store.read(move |tx| retention::due(tx, office(), &rules, today)).await.expect("counted");
        let of = |kind| due.iter().find(|due| due.kind == kind).map_or(-1, |due| due.count);
        [of(Kind::Opinions), of(Kind::Visits), of(Kind::Submissions)]
    }

    async fn is_there(&self, digest: Digest) -> bool {
        self.objects.get(digest).await.is_ok()
    }

    async fn is_sound(&self) {
        assert_eq!(self.store.read(|tx| faults(tx, office())).await.expect("walked through"), []);
    }

    /// Whether a word of somebody stands anywhere in what is kept of them.
    async fn keeps(&self, records: &[Record], word: &str) -> bool {
        let records = records.to_vec();
        let told = self.store.read(move |tx| {
            let entries = household::some(tx, office(), &records, TODAY)?;
            household::about(tx, office(), &entries, TODAY)
        });
        told.await.expect("told").to_string().contains(word)
    }

    /// A form for phones, and one submission with a file.
    async fn submit(&self, words: &str) -> (SubmissionId, Digest) {
        let digest = self.objects.keep(b"a field photo".as_slice().into()).await.expect("kept");
        let new = NewVersion {
            form_id: "lifts".into(),
            version: "1".into(),
            title: "电梯".into(),
            xml: "<form/>".into(),
            given: None,
            md5: "0".into(),
        };
        let published = self.store.write(&clerk(OFFICE), move |tx| form::publish(tx, &new)).await.expect("published");
        assert!(matches!(published, Published::Form(..) | Published::Same(..)));
        (self.submitted(words, digest).await, digest)
    }

    async fn submitted(&self, words: &str, digest: Digest) -> SubmissionId {
        let sent = submission::Sent {
            id: SubmissionId::new(),
            collector: CollectorId::from_number(1),
            form_id: "lifts".into(),
            version: "1".into(),
            instance: Some("uuid:1".into()),
            deprecated: None,
            encrypted: false,
            xml: words.into(),
            incomplete: false,
            files: vec![SentFile { name: "1.jpg".into(), digest, media_type: "image/jpeg", bytes: 1 }],
        };
        match self.store.write(&clerk(OFFICE), move |tx| submission::receive(tx, &sent)).await.expect("received") {
            Kept::New(id) | Kept::Same(id) => id,
        }
    }
}

on_each_engine! {
    async fn what_an_opinion_says_goes_and_what_is_counted_stays(store: TestStore) {
        let county = begin(&store).await;
        assert_eq!(county.say(1, 0, WORDS).await, Recorded::New);
        assert_eq!(county.say(1, 0, "王大爷示例又说：还漏").await, Recorded::Second);
        county.say(2, 1, "路灯不亮").await;
        let (own, shared) = (county.hang(1, 1, b"own").await, county.hang(1, 2, b"shared").await);
        county.hang(2, 3, b"shared").await;
        let grouped = county.store.write(&clerk(OFFICE), {
            let at = county.doors[0].neighbourhood;
            let facts = NeedFacts { item: "roof".into(), title: "屋面漏水".into(), urgency: None };
            move |tx| need::open(tx, ChangeId::from_number(1), at, NeedId::from_number(1), &facts, None, &[id(1), id(2)])
        });
        grouped.await.expect("grouped");
        county.answer(1).await;
        let of_need = || county.store.read(|tx| need::get(tx, office(), NeedId::from_number(1)));
        let before = of_need().await.expect("a need").weight;
        let steps = county.store.read(|tx| opinion::steps(tx, office(), id(1))).await.expect("steps");

        let record = Record::Opinion(id(1));
        for word in ["王大爷", "还漏", "王干部"] {
            assert!(county.keeps(&[record], word).await, "{word}");
        }
        let gone = county.erase(&[record], Ground::Asked).await;
        assert_eq!((gone.kinds.get(&Kind::Opinions), gone.files_left), (Some(&1), 0));

        let after = county.opinion(1).await;
        assert_eq!((after.text.clone(), after.wishes.len()), (Personal::Erased, 1));
        for word in ["王大爷", "还漏", "王干部"] {
            assert!(!county.keeps(&[record], word).await, "{word}");
        }
        let (versions, hung, help) = county.store.read(|tx| Ok::<_, Error>((
            opinion::versions(tx, office(), id(1))?, opinion::evidence(tx, office(), id(1))?,
            answer::said_of(tx, office(), id(1), AnswerId::from_number(1))?,
        ))).await.expect("read");
        assert!(versions.is_empty() && hung.is_empty());
        assert_eq!((help[0].helped, &help[0].words), (true, &Personal::Erased));
        assert!(!county.is_there(own).await, "nothing names it any more");
        assert!(county.is_there(shared).await, "another opinion shows it");
        assert!(county.store.read(|tx| evidence::find(tx, office(), EvidenceId::from_number(1))).await.expect("read").is_none());

        assert_eq!(of_need().await.expect("a need").weight, before);
        assert_eq!(county.store.read(|tx| opinion::steps(tx, office(), id(1))).await.expect("steps"), steps);
        county.is_sound().await;
        assert_eq!(county.erase(&[record], Ground::Asked).await.many(), 0, "of two the second finds nothing");
    }

    async fn versions_of_a_visit_that_differ_in_words_alone_go_together(store: TestStore) {
        let county = begin(&store).await;
        for words in [WORDS, "王大爷示例又说一次", "王大爷示例再说一次", ""] {
            county.visit(7, 1, words).await;
        }
        county.answer(1_007).await;
        let records = [Record::Opinion(id(1_007)), Record::Visit(VisitId::from_number(7))];
        assert_eq!(county.erase(&records[..1], Ground::Asked).await.many(), 1);
        assert!(!county.keeps(&records, "王大爷").await);
        county.is_sound().await;
    }

    async fn the_time_of_an_opinion_runs_when_a_hazard_was_none_after_all(store: TestStore) {
        let county = begin(&store).await;
        let hazard = Content { hazard: true, ..county.content(0, WORDS) };
        let said = county.store.write(&clerk(OFFICE), move |tx| opinion::record(tx, id(1), &hazard));
        assert_eq!(said.await.expect("recorded"), Recorded::New);
        county.answer(1).await;
        assert_eq!(county.say(1, 0, WORDS).await, Recorded::Second, "the same without a hazard");
        let settled = county.store.write(&clerk(OFFICE), move |tx| {
            let secret = receipt::secret_or_new(tx)?;
            let which = opinion::versions(tx, office(), id(1))?.remove(0).id;
            opinion::settle(tx, &secret, id(1), which, true)
        });
        settled.await.expect("settled");
        county.is_sound().await;
        assert_eq!(county.erase(&[Record::Opinion(id(1))], Ground::Asked).await.many(), 1);
    }

    async fn whoever_waits_for_an_answer_is_not_let_go_of(store: TestStore) {
        let county = begin(&store).await;
        county.say(1, 0, WORDS).await;
        county.say(2, 1, WORDS).await;
        county.answer(2).await;
        // It was asked about before: meanwhile somebody opened it again.
        let gone = county.erase(&[Record::Opinion(id(1)), Record::Opinion(id(2))], Ground::Asked).await;
        assert_eq!(gone.many(), 1);
        assert_eq!(county.opinion(1).await.text, Personal::Known(WORDS.into()));
        let back = retention::erased_again(&county.store).await.expect("the list is read");
        assert_eq!(back, [], "nor does the list say that it is gone");
        let again = county.store.write(&clerk(OFFICE), move |tx| {
            let before = opinion::get(tx, office(), id(2))?;
            let mut after = before.standing;
            let step = after.step(Step::Reverse { why: "示例".into() }, &Calendar::default()).map_err(|_| Error::Refused)?;
            opinion::keep(tx, &before, &after, &step)
        });
        assert!(matches!(again.await, Err(Error::Stale)), "nobody could read any more what is to be answered");
    }

    async fn nothing_is_put_to_what_was_let_go_of(store: TestStore) {
        let county = begin(&store).await;
        county.say(1, 0, WORDS).await;
        county.visit(7, 1, WORDS).await;
        let (sent, file) = county.submit("<data>王大爷示例</data>").await;
        county.answer(1).await;
        let records = [Record::Opinion(id(1)), Record::Visit(VisitId::from_number(7)), Record::Submission(sent)];
        assert_eq!(county.erase(&records, Ground::Asked).await.many(), 3);

        for text in [WORDS, "王大爷示例换了说法"] {
            assert_eq!(county.say(1, 0, text).await, Recorded::Same);
            assert_eq!(county.visit(7, 1, text).await, visit::Received::Same);
        }
        for words in ["<data>王大爷示例</data>", "<data>王大爷示例换了说法</data>"] {
            assert_eq!(county.submitted(words, file).await, sent);
        }
        county.hang(1, 1, b"late").await;
        let photo = county.store.write(&county.by, |tx| survey::forget::still_said(tx, VisitId::from_number(7)));
        assert!(!photo.await.expect("asked"), "a photo that comes late is not kept");
        let (hung, files) = county.store.read(move |tx| {
            Ok::<_, Error>((opinion::evidence(tx, office(), id(1))?, submission::files(tx, office(), sent)?))
        }).await.expect("read");
        assert!(hung.is_empty() && files.is_empty());
        assert!(!county.keeps(&records, "王大爷").await);
        county.is_sound().await;
    }

    async fn of_many_who_erase_and_send_at_one_moment_one_erases_and_nothing_stays(store: TestStore) {
        let county = begin(&store).await;
        county.say(1, 0, WORDS).await;
        county.visit(7, 1, WORDS).await;
        county.take(1_007, Step::Withdraw { why: "示例".into() }).await;
        county.answer(1).await;
        let records = [Record::Opinion(id(1)), Record::Opinion(id(1_007)), Record::Visit(VisitId::from_number(7))];
        let piece = |n| county.piece(n, Digest::of(b"late"));
        let photo = |n| {
            let (store, piece) = (&county.store, piece(n));
            async move {
                let hung = store.write(&clerk(OFFICE), move |tx| {
                    if opinion::still_said(tx, id(1))? {
                        evidence::add(tx, &piece)?;
                        opinion::put_evidence(tx, id(1), piece.id)?;
                    }
                    Ok::<_, Error>(())
                });
                hung.await.expect("hung, or not any more");
            }
        };
        let erase = || county.erase(&records, Ground::Asked);
        let (one, (), other, _, again, (), last, _, _) = tokio::join!(
            erase(), photo(1), erase(), county.visit(7, 1, "王大爷示例换了说法"), erase(), photo(2), erase(),
            county.say(1, 0, "王大爷示例又说：还漏"), county.visit(7, 1, WORDS)
        );
        let many = [one, other, again, last].iter().map(retention::Gone::many).sum::<u64>();
        assert_eq!(many, 3, "each went once");
        assert!(!county.keeps(&records, "王大爷").await);
        let hung = county.store.read(|tx| opinion::evidence(tx, office(), id(1))).await.expect("read");
        assert!(hung.is_empty());
        county.is_sound().await;
    }

    async fn what_was_answered_at_a_door_goes_and_its_figures_stay(store: TestStore) {
        let county = begin(&store).await;
        assert_eq!(county.visit(7, 0, WORDS).await, visit::Received::New);
        assert_eq!(county.visit(7, 0, "王大爷示例换了说法").await, visit::Received::Second);
        let figures = || county.store.read(|tx| said::by_place(tx, office(), CAMPAIGN));
        let before = figures().await.expect("counted");
        let record = Record::Visit(VisitId::from_number(7));
        assert!(county.keeps(&[record], "轮椅").await && county.keeps(&[record], "换了说法").await);

        let gone = county.erase(&[record], Ground::Asked).await;
        assert_eq!(gone.kinds.get(&Kind::Visits), Some(&1));
        let visit = county.visited(7).await;
        assert!(visit.erased && visit.visit.is_none() && visit.stands);
        assert!(!county.keeps(&[record], "轮椅").await && !county.keeps(&[record], "换了说法").await);
        assert_eq!(figures().await.expect("counted"), before, "whether they are willing is counted as before");
        assert_eq!(county.opinion(1_007).await.text, WORDS.into(), "what was said there is an opinion of its own");
        county.is_sound().await;
    }

    async fn words_said_at_a_door_go_from_the_visit_with_the_opinion(store: TestStore) {
        let county = begin(&store).await;
        county.visit(7, 0, WORDS).await;
        county.visit(7, 0, "王大爷示例换了说法").await;
        county.take(1_007, Step::Withdraw { why: "本人要求".into() }).await;
        county.erase(&[Record::Opinion(id(1_007))], Ground::Asked).await;
        let kept = county.visited(7).await;
        let answers = kept.visit.and_then(|visit| visit.answers).expect("the other answers");
        assert_eq!((answers.text.as_str(), answers.needs.as_str()), ("", "轮椅示例"));
        let record = [Record::Visit(VisitId::from_number(7))];
        assert!(!county.keeps(&record, "王大爷").await);
        // The phone sends once more what it sent: it is there, without its words.
        assert_eq!(county.visit(7, 0, WORDS).await, visit::Received::Same);
        assert!(!county.keeps(&record, "王大爷").await);
        county.is_sound().await;
    }

    async fn each_is_due_when_its_own_time_is_over(store: TestStore) {
        let county = begin(&store).await;
        // By the clock of the tests all of it is of the 5th of May 2022.
        for n in 1..=4 {
            county.say(n, 0, WORDS).await;
        }
        county.answer(1).await;
        county.take(2, Step::Withdraw { why: "示例".into() }).await;
        county.answer(3).await;
        county.take(3, Step::Reverse { why: "示例".into() }).await;
        county.visit(7, 1, WORDS).await;
        county.submit("<data>王大爷示例</data>").await;
        assert_eq!(county.due(date(2024, 5, 30)).await, [0, 0, 0]);
        assert_eq!(county.due(date(2024, 5, 31)).await, [0, 1, 0], "two years after the last day of the campaign");
        assert_eq!(county.due(date(2025, 5, 4)).await, [0, 1, 0]);
        let today = date(2025, 5, 5);
        assert_eq!(county.due(today).await, [2, 1, 1], "the third waits again, and nobody answered the fourth");

        let rules = RetentionRules::default();
        let gone = retention::erase_due(&county.store, &county.objects, &clerk(OFFICE), &rules, today).await.expect("erased");
        let of = |kind| gone.kinds.get(&kind).copied().unwrap_or_default();
        assert_eq!((of(Kind::Opinions), of(Kind::Visits), of(Kind::Submissions)), (2, 1, 1));
        assert_eq!(county.due(today).await, [0, 0, 0]);
        for (n, there) in [(1, false), (2, false), (3, true), (4, true), (1_007, true)] {
            assert_eq!(county.opinion(n).await.text.known().is_some(), there, "{n}");
        }
        let history = county.store.read(|tx| retention::history(tx, office(), None, 9)).await.expect("read");
        let told: i64 = history.iter().map(|erased| erased.count).sum();
        assert_eq!(told, 4);
        county.is_sound().await;
    }

    async fn a_campaign_that_was_closed_early_counts_from_then(store: TestStore) {
        let county = begin(&store).await;
        county.visit(7, 0, WORDS).await;
        county.store.write(&clerk(OFFICE), |tx| survey::close(tx, CAMPAIGN)).await.expect("closed");
        assert_eq!(county.due(date(2024, 5, 4)).await, [0, 0, 0]);
        assert_eq!(county.due(date(2024, 5, 5)).await, [0, 1, 0]);
    }

    async fn an_older_backup_brings_nothing_back(store: TestStore) {
        let county = begin(&store).await;
        county.say(1, 0, WORDS).await;
        let photo = county.hang(1, 1, b"own").await;
        county.visit(7, 1, WORDS).await;
        let (sent, file) = county.submit("<data>王大爷示例</data>").await;
        let before = lying(&county.store).await;
        county.answer(1).await;
        let records = [Record::Opinion(id(1)), Record::Visit(VisitId::from_number(7)), Record::Submission(sent)];
        county.erase(&records, Ground::Asked).await;
        let again = || retention::repeat(&county.store, &county.objects, |_| clerk(OFFICE));
        assert_eq!(again().await.expect("nothing came back").many(), 0);

        put_back(&county.store, before).await;
        county.hang(1, 1, b"own").await;
        county.objects.keep(b"a field photo".as_slice().into()).await.expect("kept");
        assert_eq!(county.submitted("<data>王大爷示例</data>", file).await, sent);
        assert!(county.keeps(&records, "王大爷").await);
        let back = retention::erased_again(&county.store).await.expect("looked");
        assert_eq!(back.iter().map(|(_, _, records)| records.len()).sum::<usize>(), 3);
        assert_eq!(again().await.expect("erased").many(), 3);
        assert!(!county.keeps(&records, "王大爷").await);
        assert!(!county.is_there(photo).await && !county.is_there(file).await, "their files went again too");
        assert!(retention::erased_again(&county.store).await.expect("looked").is_empty());
        let list = std::fs::read_to_string(county.folder.path().join("linli.erased")).expect("a list");
        assert!(!list.contains("王大爷") && ["\topinion\n", "\tvisit\n", "\tsubmission\n"].iter().all(|end| list.contains(end)));
    }

    async fn without_a_key_more_goes_rather_than_less(store: TestStore) {
        let county = begin(&store).await;
        county.visit(7, 0, WORDS).await;
        county.take(1_007, Step::Withdraw { why: "本人要求".into() }).await;
        let without = county.store.with_keys(KeyFile::at(None));
        let records = vec![Record::Opinion(id(1_007))];
        let by = clerk(OFFICE);
        let gone = retention::erase_records(&without, &county.objects, &by, records, Ground::Asked);
        assert_eq!(gone.await.expect("erased").many(), 1);
        assert!(county.visited(7).await.erased, "nobody could read which part of it was said");
        let looked = without.read(|tx| household::some(tx, office(), &[Record::Opinion(id(1_007))], TODAY).map(|all| all.len()));
        assert_eq!(looked.await.expect("there is nothing to read"), 1);
    }

    async fn a_household_is_told_everything_and_of_others_nothing(store: TestStore) {
        let county = begin(&store).await;
        county.say(1, 0, WORDS).await;
        county.say(2, 1, "邻居的话示例").await;
        county.visit(7, 0, "走廊堆物示例").await;
        let dwelling = county.doors[0].dwelling.expect("a dwelling");
        let told = county.store.read(move |tx| {
            let entries = household::of_dwelling(tx, office(), dwelling, TODAY)?;
            let kinds: Vec<Kind> = entries.iter().map(|entry| entry.kept.kind).collect();
            Ok::<_, Error>((kinds, household::about(tx, office(), &entries, TODAY)?, household::about_dwelling(tx, office(), dwelling)?))
        });
        let (kinds, about, door) = told.await.expect("told");
        assert_eq!(kinds, [Kind::Visits, Kind::Opinions, Kind::Opinions]);
        assert_eq!((about["visits"][0]["special_needs"].as_str(), about["visits"][0]["willing"].as_str()), (Some("轮椅示例"), Some("yes")));
        assert_eq!(about["opinions"].as_array().map(Vec::len), Some(2));
        assert!(about.to_string().contains(WORDS) && !about.to_string().contains("邻居的话"), "{about}");
        assert!(about["trail_about_the_records"].as_array().is_some_and(|lines| !lines.is_empty()));
        assert!(door["door"].as_str().is_some_and(|door| door.contains("3栋")), "{door}");

        let without = county.store.with_keys(KeyFile::at(None));
        let looked = without.read(move |tx| household::of_dwelling(tx, office(), dwelling, TODAY).map(|all| all.len())).await;
        assert!(matches!(looked, Err(Error::NoKey(_))), "{looked:?}");
        let elsewhere = "430528".parse().expect("an office");
        let none = county.store.read(move |tx| household::of_dwelling(tx, elsewhere, dwelling, TODAY).map(|all| all.len()));
        assert_eq!(none.await.expect("read"), 0);
    }
}

/// The sealed texts, as they lie there: of opinions, of visits and of submissions.
async fn lying(store: &Store) -> [Vec<[String; 2]>; 3] {
    let rows = store.read(|tx| {
        let pair = |row: &linli_store::Row<'_>| Ok([row.get(0)?, row.get(1)?]);
        Ok::<_, Error>([
            tx.query("select id, words from opinion where office = $1", args![office()], pair)?,
            tx.query("select id, said from visit where office = $1", args![office()], pair)?,
            tx.query("select id, xml from submission where office = $1", args![office()], pair)?,
        ])
    });
    rows.await.expect("read")
}

/// As an older backup does.
async fn put_back(store: &Store, rows: [Vec<[String; 2]>; 3]) {
    let work = store.write(&clerk(OFFICE), move |tx| {
        let statements = [
            "update opinion set words = $3, erased_at = null where office = $1 and id = $2",
            "update visit set said = $3, erased_at = null where office = $1 and id = $2",
            "update submission set xml = $3, erased_at = null where office = $1 and id = $2",
        ];
        for (sql, rows) in statements.into_iter().zip(&rows) {
            tx.run_many(sql, rows.iter().map(|[id, text]| args![office(), id.as_str(), text.as_str()]))?;
        }
        Ok::<_, Error>(())
    });
    work.await.expect("put back");
}
