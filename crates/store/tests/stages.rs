//! What stages and evidence promise, on each engine.

use jiff::civil::date;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Date, Office};
use linli_domain::register::Neighbourhood;
use linli_domain::register::evidence::{Evidence, EvidenceId, Picture, Taken};
use linli_domain::register::facts::Facts;
use linli_domain::works::stage::{Course, Lack, Stage};
use linli_domain::works::stage_rules::StageRules;
use linli_store::register::{evidence, neighbourhood};
use linli_store::testing::{TestStore, clerk, now};
use linli_store::works::stage::{self, RulesOf, SITE_PHOTO};
use linli_store::{Error, Result, Transaction};

/// The day of the clock of tests.
const TODAY: Date = date(2022, 5, 5);

fn office() -> Office {
    "430527".parse().expect("an office")
}

async fn added(store: &TestStore, started: Option<Date>) -> Neighbourhood {
    let town = "430527100001".parse().expect("a code");
    let facts = Facts { plan_year: Some(2022), started_on: started, ..Facts::new("甲小区", town) };
    store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added")
}

fn photo(of: &Neighbourhood, bytes: &[u8], on: Date) -> Evidence {
    let picture = Picture {
        small: Digest::of(b"small"),
        width: 4,
        height: 3,
        taken: Some(Taken { on, by_phone: true }),
        location: "110.155075,26.580622".parse().ok(),
        spot: None,
        moment: None,
    };
    Evidence {
        id: EvidenceId::new(),
        neighbourhood: of.id,
        file_name: "开工.jpg".into(),
        media_type: "image/jpeg".into(),
        digest: Digest::of(bytes),
        bytes: 5,
        picture: Some(picture),
        caption: Some("挖沟".into()),
        at: now(),
        account: AccountId::from_number(1),
        by_name: "示例".into(),
        withdrawn: None,
        confidential: false,
    }
}

fn document(of: &Neighbourhood) -> Evidence {
    let photo = photo(of, b"report", TODAY);
    Evidence { id: EvidenceId::new(), file_name: "开工报告.pdf".into(), picture: None, ..photo }
}

fn rules(tx: &mut Transaction) -> Result<RulesOf> {
    stage::rules(tx, office(), TODAY)
}

async fn course(store: &TestStore, of: &Neighbourhood) -> Course {
    let id = of.id;
    let read = store.read(move |tx| {
        let n = neighbourhood::get(tx, office(), id)?;
        let by = stage::rules(tx, office(), TODAY)?;
        stage::course(tx, &n, by.evidence_from)
    });
    read.await.expect("a course")
}

/// Reports the start, with everything that shows it.
async fn start(store: &TestStore, of: &Neighbourhood) -> (EvidenceId, Neighbourhood) {
    let (n, report, site) = (of.clone(), document(of), photo(of, b"site", date(2022, 5, 4)));
    let shown = site.id;
    let written = store.write(&clerk("430527"), move |tx| {
        let by = rules(tx)?;
        stage::report(tx, &n, Stage::Start, date(2022, 5, 3))?;
        for (piece, kind) in [(&report, "start_report"), (&site, SITE_PHOTO)] {
            evidence::add(tx, piece)?;
            stage::put_evidence(tx, n.id, Stage::Start, piece.id, kind)?;
        }
        let n = neighbourhood::get(tx, office(), n.id)?;
        stage::confirm(tx, &n, Stage::Start, date(2022, 5, 3))?;
        stage::settle(tx, &n, &by)?;
        Ok::<_, Error>(n)
    });
    (shown, written.await.expect("started"))
}

linli_store::on_each_engine! {
    async fn a_start_counts_with_everything_that_shows_it_and_stands_in_the_register(store: TestStore) {
        let n = added(&store, None).await;
        let (_, n) = start(&store, &n).await;
        let by = RulesOf { rules: StageRules::default(), evidence_from: Some(TODAY) };
        let start = course(&store, &n).await.of(Stage::Start).cloned().expect("it stands");
        assert!(start.counts(&by.rules) && !start.taken_over, "{start:?}");
        assert_eq!(n.facts.started_on, Some(date(2022, 5, 3)));
    }

    async fn a_withdrawn_photo_makes_a_start_unproven_again(store: TestStore) {
        let n = added(&store, None).await;
        let (photo, n) = start(&store, &n).await;
        let of = n.clone();
        let withdrawn = store.write(&clerk("430527"), move |tx| {
            evidence::withdraw(tx, photo, "拍错地方")?;
            let by = rules(tx)?;
            stage::settle(tx, &of, &by)
        });
        let course = withdrawn.await.expect("withdrawn");
        let start = course.of(Stage::Start).expect("it stands");
        assert_eq!(start.lacks(&StageRules::default()), [Lack::Photo]);
        let again = store.write(&clerk("430527"), move |tx| evidence::withdraw(tx, photo, "再一次")).await;
        assert!(matches!(again, Err(Error::Missing)), "nothing is withdrawn twice");
    }

    async fn a_start_of_another_day_is_not_shown_by_the_old_proof(store: TestStore) {
        let n = added(&store, None).await;
        let (_, n) = start(&store, &n).await;
        let later = Facts { started_on: Some(date(2022, 5, 5)), ..n.facts.clone() };
        let of = n.clone();
        let changed = store.write(&clerk("430527"), move |tx| neighbourhood::change(tx, &of, later.clone(), None));
        changed.await.expect("changed");
        let start = course(&store, &n).await.of(Stage::Start).cloned().expect("it stands");
        assert_eq!((start.on, start.lacks(&StageRules::default())), (date(2022, 5, 5), vec![Lack::Residents]));
    }

    async fn what_a_register_brought_from_before_is_taken_over(store: TestStore) {
        let n = added(&store, Some(date(2021, 3, 1))).await;
        let start = course(&store, &n).await.of(Stage::Start).cloned().expect("it stands");
        assert!(start.taken_over && start.counts(&StageRules::default()));
        let today = added_again(&store, TODAY).await;
        let start = course(&store, &today).await.of(Stage::Start).cloned().expect("it stands");
        assert!(!start.taken_over && !start.counts(&StageRules::default()), "it began after the office did");
    }

    async fn a_reversal_takes_the_day_out_of_the_register_and_stays_written(store: TestStore) {
        let n = added(&store, None).await;
        let (_, n) = start(&store, &n).await;
        let of = n.clone();
        let reversed = store.write(&clerk("430527"), move |tx| stage::reverse(tx, &of, Stage::Start, "误报"));
        reversed.await.expect("reversed");
        assert_eq!(course(&store, &n).await.of(Stage::Start), None);
        let id = n.id;
        let (n, events) = store
            .read(move |tx| {
                Ok::<_, Error>((neighbourhood::get(tx, office(), id)?, stage::events(tx, office(), id)?))
            })
            .await
            .expect("read");
        assert_eq!(n.facts.started_on, None);
        assert_eq!(events.iter().map(|e| e.act).collect::<Vec<_>>(), [
            stage::Act::Reversed,
            stage::Act::Confirmed,
            stage::Act::Reported
        ]);
        assert_eq!(events[0].reason.as_deref(), Some("误报"));
    }

    async fn rules_hold_from_their_day_on(store: TestStore) {
        added(&store, None).await;
        let mut of = store.read(|tx| stage::rules(tx, office(), TODAY)).await.expect("rules");
        assert_eq!(of.evidence_from, Some(TODAY), "by default from the day the office began");
        of.rules.photo_days_after = 7;
        of.evidence_from = Some(date(2022, 1, 1));
        let set = of.clone();
        let from = date(2022, 5, 1);
        let written = store.write(&clerk("430527"), move |tx| stage::set_rules(tx, from, &set, "县里的规定"));
        written.await.expect("set");
        assert_eq!(store.read(|tx| stage::rules(tx, office(), TODAY)).await.expect("rules"), of);
        let before = store.read(|tx| stage::rules(tx, office(), date(2022, 4, 30))).await.expect("rules");
        assert_eq!(before.rules, StageRules::default());
    }

    async fn the_same_piece_sent_twice_is_added_once(store: TestStore) {
        let n = added(&store, None).await;
        let piece = photo(&n, b"site", TODAY);
        for _ in 0..2 {
            let piece = piece.clone();
            store.write(&clerk("430527"), move |tx| evidence::add(tx, &piece)).await.expect("added");
        }
        let id = n.id;
        let found = store.read(move |tx| evidence::of(tx, office(), id)).await.expect("read");
        assert_eq!(found, std::slice::from_ref(&piece));
        let same = store.read(move |tx| evidence::with_digest(tx, office(), piece.digest)).await.expect("read");
        assert_eq!(same.len(), 1);
    }

    async fn a_stage_written_past_linli_is_found(store: TestStore) {
        let n = added(&store, None).await;
        let office_rules = Course::default();
        store.write(&clerk("430527"), {
            let n = n.clone();
            move |tx| {
                let by = rules(tx)?;
                let mut course = office_rules.clone();
                for (on, stage) in [(1, Stage::Survey), (2, Stage::Pipeline), (3, Stage::Design)] {
                    let on = date(2022, 4, on);
                    course.may_report(stage, on, TODAY, &by.rules).map_err(|_| Error::Refused)?;
                    stage::report(tx, &n, stage, on)?;
                    let paper = document(&n);
                    evidence::add(tx, &paper)?;
                    for kind in by.rules.documents(stage) {
                        let paper = Evidence { id: EvidenceId::new(), ..paper.clone() };
                        evidence::add(tx, &paper)?;
                        stage::put_evidence(tx, n.id, stage, paper.id, kind)?;
                    }
                    course = stage::settle(tx, &n, &by)?;
                }
                Ok::<_, Error>(())
            }
        }).await.expect("three stages");
        assert_eq!(broken(&store).await, [""; 0]);

        let past = [
            ("update stage_standing set on_day = '2022-04-20' where office = $1 and stage = 'survey'", "stage-event"),
            ("delete from stage_standing where office = $1 and stage = 'survey'", "stage-order"),
            ("delete from stage_evidence where office = $1 and stage = 'design'", "stage-counts"),
        ];
        for (sql, rule) in past {
            store.write(&clerk("430527"), move |tx| tx.run(sql, linli_store::args!["430527"]).map(|_| ())).await.expect("written");
            assert!(broken(&store).await.contains(&rule), "{sql}");
        }
    }
}

/// The rules that something breaks.
async fn broken(store: &TestStore) -> Vec<&'static str> {
    let found = store.read(|tx| linli_store::check::faults(tx, office())).await.expect("walked through");
    found.into_iter().map(|fault| fault.rule).collect()
}

async fn added_again(store: &TestStore, started: Date) -> Neighbourhood {
    let town = "430527100002".parse().expect("a code");
    let facts = Facts { plan_year: Some(2022), started_on: Some(started), ..Facts::new("乙小区", town) };
    store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone())).await.expect("added")
}
