//! What was found in a month, in words.

use linli_domain::kernel::{Month, Office};
use linli_domain::works::month_check::{Beside, Remark, What, remarks};
use linli_domain::works::month_rules::MonthRules;
use linli_domain::works::monthly_report::MonthlyReport;
use linli_store::works::{month_end, monthly_report};
use linli_store::{Result, Tx};

use super::{figure, measure};
use crate::register::words::wan;
use crate::shell::Ctx;

/// One remark as the page shows it.
pub struct Said {
    /// The neighbourhood that it is about.
    pub of: String,
    pub href: Option<String>,
    pub text: String,
    pub must_be_mended: bool,
}

/// Everything there is to say of a month. Two statements.
pub fn of(tx: &mut Tx, report: &MonthlyReport, rules: &MonthRules) -> Result<Vec<Remark>> {
    let before = month_end::before(tx, report.office, report.month)?;
    let heard_of = monthly_report::heard_of(tx, report.office)?;
    Ok(remarks(report, Beside { before: before.as_ref(), heard_of: &heard_of, rules }))
}

pub fn said(ctx: &Ctx, report: &MonthlyReport, remark: &Remark) -> Said {
    let line = report.lines.iter().find(|line| line.id == remark.of);
    let (of, href) =
        line.map_or_else(Default::default, |line| (line.name.clone(), Some(place(report.office, report.month, line))));
    Said { of, href, text: text(ctx, &remark.what), must_be_mended: remark.what.must_be_mended() }
}

/// The row in the table of figures.
fn place(office: Office, month: Month, line: &linli_domain::works::monthly_report::Line) -> String {
    format!("{}/figures?at={}#d-{}", super::address(office, month), line.number, line.id)
}

fn text(ctx: &Ctx, what: &What) -> String {
    let key = format!("months-remark-{}", what.key());
    let values: Vec<(&'static str, String)> = match what {
        What::DoneWithoutStart { done } => vec![("done", wan(ctx, *done))],
        What::BeyondPlan { done, planned } => vec![("done", wan(ctx, *done)), ("planned", wan(ctx, *planned))],
        What::DoneFell { before, now } => vec![("before", wan(ctx, *before)), ("now", wan(ctx, *now))],
        What::FigureFell { measure: of, before, now } => {
            vec![("measure", measure(ctx, *of)), ("before", figure(ctx, *of, *before)), ("now", figure(ctx, *of, *now))]
        }
        What::SourcesDiffer { sources, done } => vec![("sources", wan(ctx, *sources)), ("done", wan(ctx, *done))],
        What::PlannedSourcesDiffer { sources, planned } => {
            vec![("sources", wan(ctx, *sources)), ("planned", wan(ctx, *planned))]
        }
        What::MoreSatisfied { satisfied, asked } => {
            vec![("satisfied", ctx.number(*satisfied)), ("asked", ctx.number(*asked))]
        }
        What::Silent { weeks } => vec![("weeks", weeks.to_string())],
        What::FinishWithoutStart | What::NotReported | What::StartUnproven => Vec::new(),
    };
    ctx.t_with(&key, &values)
}
