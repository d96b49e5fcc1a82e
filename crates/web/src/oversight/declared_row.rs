//! One line of a declared table as it is shown: as declared, with rates beside what follows from the figures.

use linli_domain::kernel::Percent;
use linli_domain::kernel::rate::Ratio;
use linli_domain::oversight::{Declaration, DeclaredTable};

use super::units::Units;
use super::words;
use crate::shell::Ctx;

/// One line as declared, with rates beside what follows from the figures.
pub(super) struct RowView {
    pub name: String,
    pub written: String,
    pub says: Declaration,
    pub start: Option<Percent>,
    pub investment: Option<Percent>,
}

impl RowView {
    pub fn of(name: String, written: &str, says: &Declaration) -> Self {
        let (start, investment) = (says.figures.start_rate(), says.figures.investment_rate());
        let written = if written == name { String::new() } else { written.to_owned() };
        Self {
            name,
            written,
            says: says.clone(),
            start: start.map(Ratio::percent),
            investment: investment.map(Ratio::percent),
        }
    }

    pub fn start_differs(&self) -> bool {
        self.says.printed.start.is_some_and(|said| Some(said) != self.start)
    }

    pub fn investment_differs(&self) -> bool {
        self.says.printed.investment.is_some_and(|said| Some(said) != self.investment)
    }

    pub fn rounded(&self, ctx: &Ctx) -> Option<String> {
        words::rounded(ctx.lang, &self.says)
    }
}

pub(super) fn rows(table: &DeclaredTable, units: &Units) -> Vec<RowView> {
    table.rows.iter().map(|row| RowView::of(units.name(row.unit), &row.written, &row.says)).collect()
}
