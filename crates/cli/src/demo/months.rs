//! The months of the demonstration: figures reported towards the end of each, signed by the clerk and by the head. The last
//! month is left to whoever tries it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use linli_domain::kernel::{Money, Month};
use linli_domain::works::measure::{Measure, Quantities};
use linli_domain::works::month_check::{self, Beside};
use linli_domain::works::month_end::Signature;
use linli_domain::works::progress::Progress;
use linli_store::people::second_factor::Proof;
use linli_store::works::{month_end, month_rules, monthly_report, progress};
use linli_store::{Error, Transaction};

use super::records::{Case, Trouble};
use super::replay::{Course, Who};

const FIRST: (i16, i8) = (2021, 3);
/// The last month that is signed.
const LAST: (i16, i8) = (2022, 4);

fn day(month: Month, day: i8) -> Date {
    Date::new(month.year(), month.month(), day).unwrap_or(month.last_day())
}

/// What is reported of one neighbourhood. The stalled one said all it had to say in its first month.
pub fn reports(course: &mut Course, case: &Arc<Case>) {
    let mut reports = case.sample.reports.clone();
    if case.trouble == Some(Trouble::Stalled)
        && let (Some((first, _)), Some((_, total))) = (reports.first().copied(), reports.last().copied())
    {
        reports = vec![(first, total)];
    }
    let planned = case.sample.facts.planned_investment.unwrap_or_default();
    let households = case.sample.facts.households.unwrap_or_default();
    for (month, done) in reports {
        let of = Arc::clone(case);
        course.add(day(month, 25), Who::Clerk, move |tx| {
            let quantities = quantities(households, done, planned);
            let report = Progress { quantities, ..Progress::new(of.id, month, done) };
            progress::report(tx, &report)
        });
    }
}

/// Physical figures that grow with the money: made up, and the same every time.
fn quantities(households: i64, done: Money, planned: Money) -> Quantities {
    let share = |whole: i64| whole * done.fen() / planned.fen().max(1);
    let mut quantities = Quantities::default();
    let all = [
        (Measure::WaterPipe, households * 9),
        (Measure::DrainPipe, households * 7),
        (Measure::ParkingSpace, households / 4),
        (Measure::BikeCharging, households / 5),
    ];
    for (measure, whole) in all {
        quantities.set(measure, Some(share(whole)));
    }
    let sources = [
        (planned, [Measure::PlannedCentralSubsidy, Measure::PlannedUtility, Measure::PlannedCounty]),
        (done, [Measure::CentralSubsidy, Measure::Utility, Measure::County]),
    ];
    for (money, [central, utility, county]) in sources {
        let (four_tenths, one_tenth) = (money.fen() / 10 * 4, money.fen() / 10);
        quantities.set(central, Some(four_tenths));
        quantities.set(utility, Some(one_tenth));
        quantities.set(county, Some(money.fen() - four_tenths - one_tenth));
    }
    // Everybody is asked once the works are done, and nine of ten are content.
    if done == planned {
        quantities.set(Measure::Asked, Some(households));
        quantities.set(Measure::Satisfied, Some(households * 9 / 10));
    }
    quantities
}

/// Every month up to the last is closed by two people.
pub fn ends(course: &mut Course) {
    let (mut month, last) = (Month::new(FIRST.0, FIRST.1), Month::new(LAST.0, LAST.1));
    while let Some(of) = month.filter(|month| Some(*month) <= last) {
        // February is the shortest; the cut-off day is the 27th.
        course.add(day(of, 27), Who::Clerk, move |tx| fill(tx, of));
        course.add(day(of, 28), Who::Head, move |tx| sign(tx, of));
        month = Some(of.next());
    }
}

fn signature(tx: &Transaction) -> Signature {
    Signature { account: tx.actor().account, name: tx.actor().name.clone(), at: tx.now() }
}

fn fill(tx: &mut Transaction, month: Month) -> Result<(), Error> {
    let (office, today, by) = (tx.office(), tx.today(), signature(tx));
    let report = monthly_report::of(tx, office, month, today)?;
    let rules = month_rules::of(tx, office, today)?;
    let before = month_end::before(tx, office, month)?;
    let heard_of: BTreeMap<_, _> = monthly_report::heard_of(tx, office)?;
    let beside = Beside { before: before.as_ref(), heard_of: &heard_of, rules: &rules };
    let remarks = month_check::remarks(&report, beside);
    let unmended = remarks.iter().filter(|remark| remark.what.must_be_mended()).count();
    let (text, digest) = monthly_report::sealed(&report)?;
    let (mut end, reports) = (month_end::of(tx, office, month)?, month_end::reports(tx, office, month)?);
    end.fill(by, (digest, digest), unmended, (today, &rules)).map_err(|_| Error::Refused)?;
    let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
    month_end::fill(tx, &end, &text, reports, &taken)
}

fn sign(tx: &mut Transaction, month: Month) -> Result<(), Error> {
    let (office, by, actor) = (tx.office(), signature(tx), tx.actor().clone());
    let mut end = month_end::of(tx, office, month)?;
    let digest = end.digest.ok_or(Error::Missing)?;
    end.sign(&actor, by, digest).map_err(|_| Error::Refused)?;
    let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
    month_end::sign(tx, &end, &taken)
}
