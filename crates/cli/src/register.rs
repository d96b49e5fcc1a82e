//! `linli import register`: holds a register against the one that is kept, and loads it where nothing is refused.

use linli_domain::kernel::people::Actor;
use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::register::intake::{Counts, FIELDS, ImportId, Outcome as RowOutcome, Planned};
use linli_formats::table::{Mapped, Mapping, Unit};
use linli_store::register::intake::{self, State};
use linli_store::{Error, Store};
use linli_web::oversight::words::list;
use linli_web::reference;
use linli_web::register::imports::planning;
use linli_web::register::imports::reading::Reading;
use linli_web::register::imports::words;
use linli_web::shell::Lang;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::args::{Format, ImportRegister};
use crate::config::Settings;
use crate::database;
use crate::files;
use crate::lang::Text;
use crate::machine;
use crate::outcome::{Failure, Outcome};

/// A file as it was brought, with its rows as they were understood.
struct File {
    name: String,
    bytes: Vec<u8>,
    reading: Reading,
    mapping: Mapping,
}

pub async fn run(settings: &Settings, asked: &ImportRegister, format: Format) -> Result<Outcome, Failure> {
    if !matches!(asked.county.level(), Level::Prefecture | Level::County) {
        return Err(Failure::wrong_use(Text::new("register-bad-county").with("code", asked.county)));
    }
    let lang = Lang::parse(settings.lang.value.code()).unwrap_or_default();
    known_or_refused(asked.county, lang)?;
    let file = read(asked, lang)?;
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let actor = machine::actor(asked.county.office(), "import register");
    let told = |error: Error| database::told(settings, &error);
    reference::seed(&store, &actor, asked.county).await.map_err(told)?;

    let today = jiff::tz::offset(8).to_datetime(store.now()).date();
    let planned = planning::planned(&store, &actor, None, today, &file.reading).await.map_err(told)?;
    let counts = Counts::of(&planned);
    let wanted = !asked.dry_run && counts.written() > 0 && (counts.refused == 0 || asked.skip_refused);
    let mut import = None;
    if wanted {
        let id = load(&store, &actor, &file, planned.clone(), counts, asked.skip_refused).await;
        import = Some(id.map_err(|error| match error {
            Error::Stale | Error::Duplicate => Failure::cannot(Text::new("register-stale")),
            other => database::told(settings, &other),
        })?);
    }
    match format {
        Format::Json => println!("{}", as_json(lang, &planned, counts, import)),
        Format::Text => print(settings, lang, asked, &planned, counts, import),
    }
    let held_back = counts.refused > 0 && import.is_none() && (asked.dry_run || !asked.skip_refused);
    Ok(if held_back { Outcome::Findings } else { Outcome::Fine })
}

fn read(asked: &ImportRegister, lang: Lang) -> Result<File, Failure> {
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let shown = name.clone();
    let cannot = |why: String| Failure::cannot(Text::new("register-unreadable").with("file", &shown).with("why", why));
    let bytes = files::read(&asked.file)?;
    let reading = Reading::of(&bytes, &name, asked.sheet.as_deref());
    let mut reading = reading.map_err(|error| cannot(words::file(lang, &error)))?;
    if let Some(name) = asked.sheet.as_deref().filter(|name| *name != reading.sheet_name()) {
        let sheets = list(lang, reading.sheets.iter().map(String::as_str));
        return Err(Failure::wrong_use(Text::new("register-no-sheet").with("name", name).with("sheets", sheets)));
    }
    let mut mapping = Mapping { plan_year: asked.plan_year, ..reading.found.mapping() };
    for said in &asked.map {
        let (column, field) = mapped(&reading, said).ok_or_else(|| bad_map(&reading, said, lang))?;
        if let Some(field) = &field {
            let others = mapping.columns.values_mut().filter(|mapped| mapped.field.as_deref() == Some(field));
            others.for_each(|mapped| mapped.field = None);
        }
        mapping.columns.insert(column, Mapped { field, unit: None });
    }
    if let Some(money) = asked.money {
        count_in(&reading, &mut mapping, money.into());
    }
    reading.decide(&mapping);
    if !reading.has_names() {
        return Err(cannot(lang.text("imports-no-name")));
    }
    Ok(File { name, bytes, reading, mapping })
}

/// What money is counted in, where the table does not say.
fn count_in(reading: &Reading, mapping: &mut Mapping, unit: Unit) {
    let said = |index: usize| reading.found.columns.iter().any(|c| c.index == index && c.unit.is_some());
    let is_money = |mapped: &Mapped| {
        let field = mapped.field.as_deref().and_then(|key| FIELDS.iter().find(|field| field.key == key));
        field.is_some_and(|field| field.kind == FieldKind::Money)
    };
    let silent = mapping.columns.iter_mut().filter(|(index, mapped)| is_money(mapped) && !said(**index));
    silent.for_each(|(_, mapped)| mapped.unit = Some(unit));
}

/// What may be said instead: the headers of this table, and the fields of a register.
fn bad_map(reading: &Reading, said: &str, lang: Lang) -> Failure {
    let headers: Vec<&str> = reading.found.columns.iter().map(|column| column.header.as_str()).collect();
    let fields: Vec<&str> = FIELDS.iter().map(|field| field.key).collect();
    let text = Text::new("register-bad-map").with("said", said).with("headers", list(lang, headers));
    Failure::wrong_use(text.with("fields", fields.join(", ")))
}

/// A code that is well written may still be nobody's.
fn known_or_refused(county: DivisionCode, lang: Lang) -> Result<(), Failure> {
    let all = reference::divisions(county);
    if all.iter().any(|division| division.code == county) {
        return Ok(());
    }
    let near = all.iter().filter(|division| division.code.level() == county.level());
    let near = near.filter(|division| division.code.parent() == county.parent());
    let near: Vec<String> = near.map(|division| format!("{} {}", division.code, division.name)).collect();
    if near.is_empty() {
        return Err(Failure::wrong_use(Text::new("register-bad-county").with("code", county)));
    }
    let text =
        Text::new("register-no-county").with("code", county).with("near", list(lang, near.iter().map(String::as_str)));
    Err(Failure::wrong_use(text))
}

/// `HEADER=FIELD`; an empty field is not read.
fn mapped(reading: &Reading, said: &str) -> Option<(usize, Option<String>)> {
    let (header, field) = said.rsplit_once('=')?;
    let column = reading.found.columns.iter().find(|column| column.header == header)?;
    match field {
        "" => Some((column.index, None)),
        key => FIELDS.iter().find(|field| field.key == key).map(|field| (column.index, Some(field.key.to_owned()))),
    }
}

async fn load(
    store: &Store,
    actor: &Actor,
    file: &File,
    planned: Vec<Planned>,
    counts: Counts,
    skip_refused: bool,
) -> Result<ImportId, Error> {
    let digest = hex::encode(Sha256::digest(&file.bytes));
    let id = planning::keep(store, actor, &file.name, &digest, &file.bytes).await?;
    let sheet = file.reading.sheet_name().to_owned();
    let mapping = serde_json::to_string(&file.mapping).map_err(|_| Error::Damaged)?;
    store.write(actor, move |tx| intake::begin_planning(tx, id, &sheet, &mapping)).await?;
    planning::keep_plan(store, actor, id, planned).await?;
    store.write(actor, move |tx| intake::step(tx, id, State::Previewed, State::Applying, None)).await?;
    let done = planning::carry_out(store, actor, id, skip_refused && counts.refused > 0).await;
    if done.is_err() {
        let failed = move |tx: &mut linli_store::Transaction| {
            intake::step(tx, id, State::Applying, State::Failed, Some("broken-off"))
        };
        store.write(actor, failed).await?;
    }
    done.map(|()| id)
}

fn as_json(lang: Lang, planned: &[Planned], counts: Counts, import: Option<ImportId>) -> Value {
    let (mut new, mut changed, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for row in planned {
        match &row.outcome {
            RowOutcome::New(facts) => {
                new.push(json!({ "row": row.row, "name": facts.name, "division": facts.division.to_string() }));
            }
            RowOutcome::Changed { was, facts } => {
                let changes: Vec<Value> = was
                    .facts
                    .changes(facts)
                    .into_iter()
                    .map(|change| json!({ "field": change.field.key(), "from": change.from, "to": change.to }))
                    .collect();
                changed.push(json!({ "row": row.row, "number": was.number, "name": facts.name, "changes": changes }));
            }
            RowOutcome::Same(_) => {}
            RowOutcome::Refused(reasons) => {
                let reasons: Vec<Value> = reasons
                    .iter()
                    .map(|reason| {
                        json!({ "column": reason.column, "field": reason.field, "given": reason.given,
                            "kind": reason.why, "reason": words::why(lang, reason) })
                    })
                    .collect();
                refused.push(json!({ "row": row.row, "name": row.name, "reasons": reasons }));
            }
        }
    }
    json!({ "new": new, "changed": changed, "same": counts.same, "refused": refused, "applied": import.is_some(),
        "import": import.map(|id| id.to_string()) })
}

fn print(
    settings: &Settings,
    lang: Lang,
    asked: &ImportRegister,
    planned: &[Planned],
    counts: Counts,
    import: Option<ImportId>,
) {
    for row in planned {
        if let RowOutcome::Refused(reasons) = &row.outcome {
            for reason in reasons {
                let line =
                    Text::new("register-refused").with("row", row.row).with("why", words::sentence(lang, reason));
                println!("{}", line.say(settings.lang.value));
            }
        }
    }
    let key = match import {
        Some(_) => "register-loaded",
        None if asked.dry_run => "register-tried",
        None if counts.refused > 0 && !asked.skip_refused => "register-nothing-written",
        None => "register-nothing-new",
    };
    let line = Text::new(key)
        .with("new", counts.new)
        .with("changed", counts.changed)
        .with("same", counts.same)
        .with("refused", counts.refused);
    println!("{}", line.say(settings.lang.value));
}
