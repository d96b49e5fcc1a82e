//! `linli import progress`: takes a declared table of progress, and names everything in it that does not fit.

use std::collections::BTreeMap;

use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::{Finding, TableId};
use linli_domain::register::Division;
use linli_formats::table::{Mapped, Mapping, ReadError, Unit};
use linli_store::oversight::declared::{self, Origin};
use linli_store::{Error, Store};
use linli_web::oversight::intake::{self, Intake};
use linli_web::oversight::units::{Units, prepare};
use linli_web::oversight::words;
use serde_json::{Value, json};

use crate::args::{Format, ImportProgress, MoneyIn};
use crate::bulletin;
use crate::config::Settings;
use crate::database;
use crate::files;
use crate::lang::Text;
use crate::machine;
use crate::outcome::{Failure, Outcome};

pub async fn run(settings: &Settings, asked: &ImportProgress, format: Format) -> Result<Outcome, Failure> {
    let bytes = files::read(&asked.file)?;
    let file = File { name: asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes };
    let scope = match asked.scope {
        Some(scope) => scope,
        None => settings
            .office
            .value
            .map(linli_domain::kernel::Office::code)
            .or_else(|| guess(&file, asked.month))
            .ok_or_else(|| Failure::wrong_use(Text::new("import-which-scope")))?,
    };
    if scope.level() > Level::County {
        return Err(Failure::wrong_use(Text::new("bulletin-bad-scope").with("scope", scope)));
    }
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let told = |error: Error| bulletin::told(settings, scope, &error);
    let actor = machine::actor(scope.office(), "import progress");
    prepare(&store, &actor, scope).await.map_err(told)?;
    let units = store.read(move |tx| Units::read(tx, scope)).await.map_err(told)?;
    let lang = bulletin::shown(settings);
    let unreadable = |error: ReadError| {
        Failure::cannot(
            Text::new("import-unreadable").with("file", &file.name).with("why", words::unreadable(lang, &error)),
        )
    };
    let mut intake = intake::take(&file.bytes, &file.name, &units, asked.month, None).map_err(&unreadable)?;
    if let Some(money) = asked.money {
        let mapping = with_money(&intake, money);
        intake = intake::take(&file.bytes, &file.name, &units, asked.month, Some(&mapping)).map_err(&unreadable)?;
    }
    let kept = keep(&store, &actor, asked, &file, &intake).await.map_err(told)?;
    let report = Report { settings, units: &units, intake: &intake, kept: &kept };
    match format {
        Format::Json => println!("{}", report.json()),
        Format::Text => report.print(),
    }
    // A table that cannot be read as one is no success, looked at or not.
    let refused = matches!(kept.what, What::Refused) || !intake.missing.is_empty() || intake.table.rows.is_empty();
    Ok(if refused { Outcome::Findings } else { Outcome::Fine })
}

/// The columns as they were guessed, with money in the unit that was said.
fn with_money(intake: &Intake, money: MoneyIn) -> Mapping {
    let unit = match money {
        MoneyIn::Yuan => Unit::Yuan,
        MoneyIn::Wan => Unit::Wan,
        MoneyIn::Yi => Unit::Yi,
    };
    let is_money = |field: &&str| matches!(*field, "planned_investment" | "done_investment");
    let mapped = |column: &intake::ColumnRead| Mapped {
        field: column.field.map(str::to_owned),
        unit: column.field.filter(is_money).map(|_| unit),
    };
    let columns = intake.columns.iter().map(|column| (column.index, mapped(column))).collect();
    Mapping { columns, plan_year: None }
}

struct File {
    name: String,
    bytes: Vec<u8>,
}

/// What became of the file.
struct Kept {
    what: What,
    findings: Vec<Finding>,
}

#[derive(Clone, Copy)]
enum What {
    /// Kept as a version of the table.
    Taken { id: TableId, version: i64 },
    /// The very same file has been taken before.
    Same { id: TableId },
    /// Only looked at.
    Tried,
    /// Nothing was written, since there are lines that cannot be read.
    Refused,
}

async fn keep(
    store: &Store,
    actor: &linli_domain::kernel::people::Actor,
    asked: &ImportProgress,
    file: &File,
    intake: &Intake,
) -> Result<Kept, Error> {
    let table = intake.table.clone();
    if asked.dry_run || !intake.may_be_kept(asked.skip_refused) {
        let findings = if intake.missing.is_empty() {
            store.read(move |tx| declared::findings_of(tx, &table)).await?
        } else {
            Vec::new()
        };
        let what = if asked.dry_run { What::Tried } else { What::Refused };
        return Ok(Kept { what, findings });
    }
    let origin = Origin {
        sender: asked.sender.clone().unwrap_or_default(),
        file_name: file.name.clone(),
        file_digest: intake.digest.clone(),
        note: asked.note.clone(),
    };
    let write = store.write(actor, move |tx| {
        let findings = declared::findings_of(tx, &table)?;
        if let Some(id) = declared::seen(tx, table.scope, table.month, &origin.file_digest)? {
            return Ok(Kept { what: What::Same { id }, findings });
        }
        let id = declared::put(tx, &table, &origin)?;
        let version = declared::get(tx, table.scope.office(), id)?.version;
        Ok(Kept { what: What::Taken { id, version }, findings })
    });
    write.await
}

/// The scope whose units the table lists, where one fits best.
fn guess(file: &File, month: Month) -> Option<DivisionCode> {
    let nowhere: DivisionCode = "110000".parse().ok()?;
    let none = Units { scope: Division { code: nowhere, name: String::new() }, units: Vec::new() };
    let intake = intake::take(&file.bytes, &file.name, &none, month, None).ok()?;
    let mut families: BTreeMap<DivisionCode, Vec<Division>> = BTreeMap::new();
    for division in linli_web::reference::divisions(nowhere) {
        if let Some(parent) = division.code.parent().filter(|_| division.code.level() <= Level::County) {
            families.entry(parent).or_default().push(division);
        }
    }
    let fitting = |(scope, units): (DivisionCode, Vec<Division>)| {
        let units = Units { scope: Division { code: scope, name: String::new() }, units };
        (intake.refused.iter().filter(|row| units.find(&row.written).is_ok()).count(), scope)
    };
    let mut fits: Vec<(usize, DivisionCode)> = families.into_iter().map(fitting).collect();
    fits.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match fits.as_slice() {
        [(best, scope), (second, _), ..] if best > second => Some(*scope),
        _ => None,
    }
}

struct Report<'a> {
    settings: &'a Settings,
    units: &'a Units,
    intake: &'a Intake,
    kept: &'a Kept,
}

impl Report<'_> {
    fn json(&self) -> Value {
        let lang = bulletin::shown(self.settings);
        let rows = self.intake.table.rows.iter().map(|row| {
            let mut line = bulletin::figures(&row.says.figures);
            line["unit"] = self.units.name(row.unit).into();
            line["code"] = row.unit.to_string().into();
            line["line"] = row.line.into();
            line["printed"] = json!({
                "start_rate": row.says.printed.start.map(|rate| rate.to_string()),
                "completion_rate": row.says.printed.completion.map(|rate| rate.to_string()),
                "investment_rate": row.says.printed.investment.map(|rate| rate.to_string()),
            });
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
            "rows": rows.collect::<Vec<_>>(),
            "total": self.intake.table.total.as_ref().map(|total| bulletin::figures(&total.figures)),
            "refused": refused.collect::<Vec<_>>(),
            "missing": self.intake.missing,
            "findings": bulletin::findings(&self.kept.findings, |code| self.units.name(code)),
        })
    }

    fn print(&self) {
        let (lang, web) = (self.settings.lang.value, bulletin::shown(self.settings));
        for field in &self.intake.missing {
            println!("{}", Text::new("import-missing").with("column", words::column(web, field)).say(lang));
        }
        for row in &self.intake.refused {
            let told = Text::new("import-refused").with("line", row.line).with("written", &row.written);
            println!("{}", told.with("why", words::refusal(web, row)).say(lang));
        }
        for found in words::findings(web, &self.kept.findings, |code| self.units.name(code)) {
            println!("{found}");
        }
        let text = match self.kept.what {
            What::Taken { version, .. } => Text::new("import-taken").with("version", version),
            What::Same { .. } => Text::new("import-same"),
            What::Tried => Text::new("import-tried"),
            What::Refused => Text::new("import-nothing-written"),
        };
        let text = text.with("rows", self.intake.table.rows.len()).with("findings", self.kept.findings.len());
        let text = text.with("scope", &self.units.scope.name).with("month", self.intake.table.month);
        println!("{}", text.say(lang));
    }
}
