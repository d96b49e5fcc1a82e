//! What a month promises once it is signed, on each engine.

use jiff::civil::date;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::{Date, Money, Month, NeighbourhoodId, Office};
use linli_domain::register::Facts;
use linli_domain::works::measure::Measure;
use linli_domain::works::month_end::{CannotClose, MonthEnd, MonthState, Signature};
use linli_domain::works::month_rules::MonthRules;
use linli_domain::works::progress::Progress;
use linli_store::people::second_factor::Proof;
use linli_store::register::neighbourhood;
use linli_store::testing::{TestStore, clerk};
use linli_store::works::{month_end, month_rules, monthly_report, progress};
use linli_store::{Error, Transaction, args, check};

const TODAY: Date = date(2022, 5, 31);

fn office() -> Office {
    "430527".parse().expect("an office")
}

fn may() -> Month {
    "2022-05".parse().expect("a month")
}

fn head() -> Actor {
    Actor { account: AccountId::from_number(9), name: "示例负责人".into(), ..clerk("430527") }
}

fn signature(tx: &Transaction) -> Signature {
    Signature { account: tx.actor().account, name: tx.actor().name.clone(), at: tx.now() }
}

/// A neighbourhood under way.
async fn added(store: &TestStore) -> NeighbourhoodId {
    let facts = Facts {
        plan_year: Some(2022),
        started_on: Some(date(2022, 4, 8)),
        planned_investment: Some(Money::from_yuan(1_000)),
        ..Facts::new("甲小区", "430527100001".parse().expect("a code"))
    };
    let added = store.write(&clerk("430527"), move |tx| neighbourhood::add(tx, facts.clone()));
    added.await.expect("a neighbourhood").id
}

async fn report(store: &TestStore, id: NeighbourhoodId, month: Month, yuan: i64) -> Result<(), Error> {
    let mut report = Progress::new(id, month, Money::from_yuan(yuan));
    report.quantities.set(Measure::Lift, Some(2));
    store.write(&clerk("430527"), move |tx| progress::report(tx, &report)).await
}

/// The filler signs what the records say; `between` runs after it was read and before it is signed.
async fn fill(store: &TestStore, between: impl Future<Output = ()>) -> Result<MonthEnd, Error> {
    let read = store.read(|tx| {
        let report = monthly_report::of(tx, office(), may(), TODAY)?;
        Ok::<_, Error>((report, month_end::of(tx, office(), may())?, month_end::reports(tx, office(), may())?))
    });
    let (report, end, known) = read.await?;
    let (text, digest) = monthly_report::sealed(&report)?;
    between.await;
    let signed = store.write(&clerk("430527"), move |tx| {
        let (mut end, by) = (end.clone(), signature(tx));
        end.fill(by, (digest, digest), 0, (TODAY, &MonthRules::default())).map_err(|_| Error::Refused)?;
        let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
        month_end::fill(tx, &end, &text, known, &taken)?;
        Ok::<_, Error>(end)
    });
    signed.await
}

async fn sign(store: &TestStore, by: &Actor) -> Result<Result<(), CannotClose>, Error> {
    let signed = store.write(by, |tx| {
        let mut end = month_end::of(tx, office(), may())?;
        let (by, actor) = (signature(tx), tx.actor().clone());
        let digest = end.digest.ok_or(Error::Missing)?;
        if let Err(why) = end.sign(&actor, by, digest) {
            return Ok(Err(why));
        }
        let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
        month_end::sign(tx, &end, &taken).map(Ok)
    });
    signed.await
}

async fn state(store: &TestStore) -> MonthEnd {
    store.read(|tx| month_end::of(tx, office(), may())).await.expect("a month")
}

linli_store::on_each_engine! {
    async fn a_signed_month_takes_no_reports_until_it_is_opened_with_a_reason(store: TestStore) {
        let id = added(&store).await;
        report(&store, id, may(), 400).await.expect("an open month takes it");
        fill(&store, async {}).await.expect("it is signed");
        assert!(matches!(report(&store, id, may(), 500).await, Err(Error::Stale)), "it waits for the head");
        assert!(sign(&store, &clerk("430527")).await.expect("an answer").is_err(), "one person signs once");
        sign(&store, &head()).await.expect("an answer").expect("it is frozen");
        assert!(matches!(report(&store, id, may(), 500).await, Err(Error::Stale)), "it is frozen");
        report(&store, id, may().next(), 500).await.expect("the next month is open");

        let opened = store.write(&clerk("430527"), |tx| {
            let next = month_end::of(tx, office(), may())?.correct("审计核减").map_err(|_| Error::Refused)?;
            month_end::open(tx, &next)
        });
        opened.await.expect("it is opened");
        report(&store, id, may(), 390).await.expect("the correction is taken");
        fill(&store, async {}).await.expect("it is signed again");
        sign(&store, &head()).await.expect("an answer").expect("it is frozen again");
        let both = store.read(|tx| {
            Ok::<_, Error>((month_end::version(tx, office(), may(), 1)?, month_end::version(tx, office(), may(), 2)?))
        });
        let (first, second) = both.await.expect("both stay readable");
        let done: Vec<_> = first.differences(&second).iter().map(|(a, b)| (a.map(|l| l.done), b.map(|l| l.done))).collect();
        assert_eq!(done, [(Some(Money::from_yuan(400)), Some(Money::from_yuan(390)))]);
        assert_eq!(first.of_plan().quantities.of(Measure::Lift), Some(2));
        assert_eq!(store.read(|tx| check::faults(tx, office())).await.expect("a walk"), []);
    }

    async fn nobody_signs_beside_a_change(store: TestStore) {
        let id = added(&store).await;
        report(&store, id, may(), 400).await.expect("reported");
        let between = async { report(&store, id, may(), 450).await.expect("somebody reports meanwhile") };
        assert!(matches!(fill(&store, between).await, Err(Error::Stale)));
        assert_eq!(state(&store).await.state, MonthState::Open);
    }

    async fn a_month_without_a_report_is_signed_as_well(store: TestStore) {
        added(&store).await;
        fill(&store, async {}).await.expect("it is signed");
        assert_eq!(state(&store).await.state, MonthState::Filled);
    }

    async fn sent_back_it_is_open_again_and_both_steps_stay(store: TestStore) {
        let id = added(&store).await;
        report(&store, id, may(), 400).await.expect("reported");
        fill(&store, async {}).await.expect("it is signed");
        let back = store.write(&head(), |tx| {
            let mut end = month_end::of(tx, office(), may())?;
            let reason = end.send_back("少报一个小区").map_err(|_| Error::Refused)?;
            month_end::send_back(tx, &end, &reason)
        });
        back.await.expect("it is sent back");
        let end = state(&store).await;
        assert_eq!((end.state, end.filled, end.digest), (MonthState::Open, None, None));
        report(&store, id, may(), 410).await.expect("it takes reports again");
        let steps = store.read(|tx| month_end::steps(tx, office(), may())).await.expect("the steps");
        assert_eq!(steps.iter().map(|step| step.act.as_str()).collect::<Vec<_>>(), ["sent_back", "filled"]);
    }

    async fn a_frozen_report_that_was_changed_past_linli_is_found(store: TestStore) {
        let id = added(&store).await;
        report(&store, id, may(), 400).await.expect("reported");
        fill(&store, async {}).await.expect("it is signed");
        sign(&store, &head()).await.expect("an answer").expect("it is frozen");
        let changed = store.write(&clerk("430527"), |tx| {
            let office = tx.office();
            tx.run("update month_report set report = replace(report, '40000', '50000') where office = $1", args![office])?
                .exactly_one()
        });
        changed.await.expect("somebody writes past Linli");
        let faults = store.read(|tx| check::faults(tx, office())).await.expect("a walk");
        assert_eq!(faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), ["month-report"]);
    }

    async fn the_rules_of_an_office_hold_from_their_day(store: TestStore) {
        let rules = MonthRules { cut_off_day: 25, silent_weeks: 4, confirmed: true };
        let set = store.write(&head(), move |tx| month_rules::set(tx, date(2022, 5, 1), &rules, "县里规定"));
        set.await.expect("they are set");
        let on = |day: Date| store.read(move |tx| month_rules::of(tx, office(), day));
        assert_eq!(on(date(2022, 4, 30)).await.expect("rules"), MonthRules::default());
        assert_eq!(on(TODAY).await.expect("rules"), rules);
    }
}
