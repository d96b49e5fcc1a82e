//! One line of a table: what it says, or all that is wrong with it.

use linli_domain::kernel::Money;
use linli_domain::oversight::declared::{PrintedRates, Rounded};
use linli_domain::oversight::figures::Households;
use linli_domain::oversight::{Column, Declaration, Figures};
use linli_formats::table::typed::{Problem, TypedRow};

use super::Why;

/// No figure in it, and nothing that was meant as one.
pub(super) fn says_nothing(row: &TypedRow) -> bool {
    row.values.keys().all(|field| matches!(*field, "unit" | "note"))
        && row.problems.iter().all(|p| p.problem == Problem::Missing)
}

/// No unit of the country has more: households, or 万元. Sums of such figures stay far from what a number holds.
const MOST: i64 = 1_000_000_000;

/// What a line says, or all that is wrong with it.
pub(super) fn declaration(row: &TypedRow) -> Result<Declaration, Vec<Why>> {
    let cell = |field, given: &str, problem| Why::Cell { field, given: given.to_owned(), problem };
    let mut why: Vec<Why> = row.problems.iter().map(|p| cell(p.field, &p.given, p.problem)).collect();
    let counts = ["planned", "started", "finished", "households_planned", "households_started", "households_finished"];
    for field in counts {
        if let Some(count) = row.integer(field).filter(|count| *count < 0) {
            why.push(cell(field, &count.to_string(), Problem::Negative));
        }
        if let Some(count) = row.integer(field).filter(|count| *count > MOST) {
            why.push(cell(field, &count.to_string(), Problem::TooLarge));
        }
    }
    for field in ["planned_investment", "done_investment"] {
        if let Some(amount) = row.money(field).filter(|amount| amount.is_negative()) {
            why.push(cell(field, &amount.to_wan_exact(), Problem::Negative));
        }
        if let Some(amount) = row.money(field).filter(|amount| *amount > Money::from_yuan(MOST * 10_000)) {
            why.push(cell(field, &amount.to_wan_exact(), Problem::TooLarge));
        }
    }
    if !why.is_empty() {
        return Err(why);
    }
    let households = || {
        Some(Households {
            planned: row.integer("households_planned")?,
            started: row.integer("households_started")?,
            finished: row.integer("households_finished"),
        })
    };
    let figures = Figures {
        planned: row.integer("planned").unwrap_or_default(),
        started: row.integer("started").unwrap_or_default(),
        finished: row.integer("finished"),
        households: households(),
        planned_investment: row.money("planned_investment").unwrap_or_default(),
        done_investment: row.money("done_investment").unwrap_or_default(),
        unproven: 0,
    };
    let printed = PrintedRates {
        start: row.percent("start_rate"),
        completion: row.percent("completion_rate"),
        investment: row.percent("investment_rate"),
    };
    let rounded = |r: &linli_formats::table::typed::Rounded| {
        let column = if r.field == "done_investment" { Column::DoneInvestment } else { Column::PlannedInvestment };
        Rounded { column, given: r.given.clone() }
    };
    let rounded = row.rounded.iter().map(rounded).collect();
    Ok(Declaration { figures, printed, note: row.text("note"), rounded })
}
