//! What came of `linli import progress`, for a person and for a program.

use linli_domain::oversight::Declaration;
use linli_web::oversight::intake::{ColumnRead, Intake};
use linli_web::oversight::units::Units;
use linli_web::oversight::words;
use serde_json::{Value, json};

use super::decided::letters;
use super::{Kept, What};
use crate::bulletin;
use crate::config::Settings;
use crate::lang::Text;

pub(super) struct Report<'a> {
    pub settings: &'a Settings,
    pub units: &'a Units,
    pub intake: &'a Intake,
    pub kept: &'a Kept,
}

impl Report<'_> {
    pub fn json(&self) -> Value {
        let lang = bulletin::shown(self.settings);
        let rows = self.intake.table.rows.iter().map(|row| {
            let mut line = line(&row.says);
            line["unit"] = self.units.name(row.unit).into();
            line["code"] = row.unit.to_string().into();
            line["line"] = row.line.into();
            line
        });
        let refused = self
            .intake
            .refused
            .iter()
            .map(|row| json!({ "line": row.line, "written": row.written, "why": words::refusal(lang, row) }));
        let (what, id, version) = match self.kept.what {
            What::Taken { id, version } => ("taken", Some(id.to_string()), Some(version)),
            What::Same { id } => ("same", Some(id.to_string()), None),
            What::Tried => ("tried", None, None),
            What::Refused => ("refused", None, None),
        };
        json!({
            "outcome": what,
            "id": id,
            "version": version,
            "scope": self.intake.table.scope.to_string(),
            "month": self.intake.table.month,
            "digest": self.intake.digest,
            "sheet": self.intake.sheet,
            "sheets": self.intake.sheets,
            "hidden_sheets": self.intake.hidden_sheets,
            "title": self.intake.title,
            "notes": self.intake.notes,
            "columns": self.columns(),
            "not_read": self.not_read(),
            "rows": rows.collect::<Vec<_>>(),
            "total": self.intake.table.total.as_ref().map(line),
            "refused": refused.collect::<Vec<_>>(),
            "missing": self.intake.missing,
            "findings": bulletin::findings(&self.kept.findings, |code| self.units.name(code)),
        })
    }

    /// Which column was taken for which field.
    fn columns(&self) -> Value {
        let taken = self.intake.columns.iter().filter_map(|column| Some((column.field?, column)));
        let taken = taken.map(|(field, column)| (field.to_owned(), self.column(column)));
        Value::Object(taken.collect())
    }

    fn not_read(&self) -> Vec<Value> {
        self.intake.columns.iter().filter(|column| column.field.is_none()).map(|column| self.column(column)).collect()
    }

    fn column(&self, column: &ColumnRead) -> Value {
        json!({
            "sheet": self.intake.sheet,
            "column": letters(column.index),
            "header": column.header,
            "unit": column.unit.filter(|_| column.field.is_some()),
        })
    }

    pub fn print(&self) {
        let (lang, web) = (self.settings.lang.value, bulletin::shown(self.settings));
        for column in &self.intake.columns {
            let Some(field) = column.field else { continue };
            let told = Text::new("import-column").with("field", words::column(web, field));
            println!("{}", told.with("column", letters(column.index)).with("header", &column.header).say(lang));
        }
        for field in &self.intake.missing {
            println!("{}", Text::new("import-missing").with("column", words::column(web, field)).say(lang));
        }
        for row in &self.intake.refused {
            let told = Text::new("import-refused").with("line", row.line).with("written", &row.written);
            println!("{}", told.with("why", words::refusal(web, row)).say(lang));
        }
        let total = (web.text("oversight-total"), self.intake.table.total.as_ref());
        let rows = self.intake.table.rows.iter().map(|row| (row.written.clone(), Some(&row.says)));
        for (written, says) in rows.chain(std::iter::once(total)) {
            if let Some(rounded) = says.and_then(|says| words::rounded(web, says)) {
                println!("{}", Text::new("import-rounded").with("written", written).with("rounded", rounded).say(lang));
            }
        }
        let findings = words::findings(web, &self.kept.findings, |code| self.units.name(code));
        for found in &findings {
            println!("{found}");
        }
        if words::sums_without_refused(&self.kept.findings, self.intake.refused.len()) {
            println!("{}", web.text("oversight-sums-without-refused"));
        }
        let text = match self.kept.what {
            What::Taken { version, .. } => Text::new("import-taken").with("version", version),
            What::Same { .. } => Text::new("import-same"),
            What::Tried => Text::new("import-tried"),
            What::Refused => Text::new("import-nothing-written"),
        };
        let text = text.with("rows", self.intake.table.rows.len()).with("findings", findings.len());
        let text = text.with("scope", &self.units.scope.name).with("month", self.intake.table.month);
        println!("{}", text.say(lang));
    }
}

/// A line as a program reads it: the figures with what follows from them, and what was printed.
fn line(says: &Declaration) -> Value {
    let mut line = bulletin::figures(&says.figures);
    line["printed"] = json!({
        "start_rate": says.printed.start.map(|rate| rate.to_string()),
        "completion_rate": says.printed.completion.map(|rate| rate.to_string()),
        "investment_rate": says.printed.investment.map(|rate| rate.to_string()),
    });
    if !says.rounded.is_empty() {
        let rounded = says.rounded.iter().map(|r| json!({ "column": r.column.key(), "given": r.given }));
        line["rounded"] = rounded.collect();
    }
    line
}
