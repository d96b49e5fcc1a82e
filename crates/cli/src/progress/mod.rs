//! `linli import progress`: takes a declared table of progress, and names everything in it that does not fit.

mod decided;
mod report;

use linli_domain::kernel::{DivisionCode, Level, Month};
use linli_domain::oversight::{Finding, TableId};
use linli_domain::register::Division;
use linli_formats::table::ReadError;
use linli_store::oversight::declared::{self, Origin};
use linli_store::{Error, Store};
use linli_web::oversight::intake::{self, Decided, Intake};
use linli_web::oversight::units::{Units, families, prepare};
use linli_web::oversight::words;

use crate::args::{Format, ImportProgress};
use crate::bulletin;
use crate::config::Settings;
use crate::database;
use crate::files;
use crate::lang::Text;
use crate::machine;
use crate::outcome::{Failure, Outcome};
use report::Report;

pub async fn run(settings: &Settings, asked: &ImportProgress, format: Format) -> Result<Outcome, Failure> {
    let bytes = files::read(&asked.file)?;
    let file = File { name: asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes };
    let scope = match asked.scope {
        Some(scope) => scope,
        None => settings
            .office
            .value
            .map(linli_domain::kernel::Office::code)
            .or_else(|| guess(&file))
            .ok_or_else(|| Failure::wrong_use(Text::new("import-which-scope")))?,
    };
    if scope.level() > Level::County {
        return Err(Failure::wrong_use(Text::new("bulletin-bad-scope").with("scope", scope)));
    }
    let store = database::open(settings).await?;
    let this_month = Month::of(jiff::tz::offset(8).to_datetime(store.now()).date());
    if asked.month > this_month {
        return Err(Failure::wrong_use(Text::new("import-future-month").with("month", asked.month)));
    }
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
    let mut decided = decided::of(asked);
    let read = |decided: &Decided| intake::take(&file.bytes, &file.name, &units, asked.month, decided);
    let mut intake = read(&decided).map_err(&unreadable)?;
    if let Some(name) = asked.sheet.as_ref().filter(|name| **name != intake.sheet) {
        let sheets = words::list(lang, intake.sheets.iter().map(String::as_str));
        return Err(Failure::wrong_use(Text::new("register-no-sheet").with("name", name).with("sheets", sheets)));
    }
    decided.mapping = decided::mapping(&intake, &asked.map)?;
    if decided.mapping.is_some() {
        intake = read(&decided).map_err(&unreadable)?;
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
    /// The very same file has been taken before, and read the same way.
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
        if let Some(id) = declared::same(tx, &table, &origin.file_digest)? {
            return Ok(Kept { what: What::Same { id }, findings });
        }
        let id = declared::put(tx, &table, &origin)?;
        let version = declared::get(tx, table.scope.office(), id)?.version;
        Ok(Kept { what: What::Taken { id, version }, findings })
    });
    write.await
}

/// The scope whose units the table lists, where one fits best.
fn guess(file: &File) -> Option<DivisionCode> {
    let nowhere: DivisionCode = "110000".parse().ok()?;
    let names = intake::names_in(&file.bytes, &file.name).ok()?;
    let mut all = linli_web::reference::divisions(nowhere);
    all.retain(|division| division.code.level() <= Level::County);
    let fitting = |(scope, units): (DivisionCode, Vec<Division>)| {
        let units = Units { scope: Division { code: scope, name: String::new() }, units };
        (names.iter().filter(|name| units.find(name).is_ok()).count(), scope)
    };
    let mut fits: Vec<(usize, DivisionCode)> = families(all).into_iter().map(fitting).collect();
    fits.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match fits.as_slice() {
        [(best, scope), (second, _), ..] if best > second => Some(*scope),
        _ => None,
    }
}
