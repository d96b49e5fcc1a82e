//! `linli person export`: what Linli keeps of somebody, as JSON (《个人信息保护法》第45条).

use linli_domain::consultation::Receipt;
use linli_domain::kernel::Office;
use linli_domain::organisation::TermId;
use linli_domain::oversight::retention::Record;
use linli_domain::register::DwellingId;
use linli_store::consultation::receipt as codes;
use linli_store::oversight::{household, known};
use linli_store::people::account;
use linli_store::{Error, Transaction};
use serde_json::Value;

use crate::args::{PersonAsked, PersonExport};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{database, machine};

pub async fn run(settings: &Settings, asked: &PersonAsked) -> Result<Outcome, Failure> {
    let PersonAsked::Export(asked) = asked;
    let store = database::open_existing(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let (office, asked) = (asked.county.office(), asked.clone());
    let by = machine::actor(office, "person");
    let written = store.write(&by, move |tx| match &asked {
        PersonExport { sign_in: Some(sign_in), .. } => of_account(tx, office, sign_in),
        PersonExport { receipt: Some(receipt), .. } => of_receipt(tx, office, *receipt),
        PersonExport { dwelling: Some(dwelling), .. } => of_dwelling(tx, office, *dwelling),
        PersonExport { term, .. } => of_terms(tx, office, term),
    });
    let about = written.await.map_err(|error| match error {
        Error::Missing => Failure::cannot(Text::new("person-missing")),
        other => database::told(settings, &other),
    })?;
    let text = serde_json::to_string_pretty(&about).map_err(|_| Failure::cannot(Text::new("person-missing")))?;
    println!("{text}");
    Ok(Outcome::Fine)
}

fn of_account(
    tx: &mut Transaction,
    office: Office,
    sign_in: &linli_domain::kernel::account::SignInName,
) -> Result<Value, Error> {
    let account = account::named(tx, sign_in)?;
    if sign_in.office() != office {
        return Err(Error::Missing);
    }
    let about = known::about(tx, office, account.id)?;
    known::given_out(tx, account.id);
    Ok(about)
}

fn of_terms(tx: &mut Transaction, office: Office, terms: &[TermId]) -> Result<Value, Error> {
    let seats = known::seats_of(tx, office, terms)?;
    if seats.len() < terms.len() {
        return Err(Error::Missing);
    }
    let about = known::about_seats(tx, office, &seats)?;
    known::handed_out(tx, terms);
    Ok(about)
}

/// The one opinion of a receipt.
fn of_receipt(tx: &mut Transaction, office: Office, receipt: Receipt) -> Result<Value, Error> {
    let found = if receipt.office() == office { codes::find(tx, receipt)? } else { None };
    let records = [Record::Opinion(found.ok_or(Error::Missing)?)];
    let today = tx.today();
    let entries = household::some(tx, office, &records, today)?;
    let about = household::about(tx, office, &entries, today)?;
    known::handed_out(tx, &records);
    Ok(about)
}

/// A household, with its door and slips.
fn of_dwelling(tx: &mut Transaction, office: Office, dwelling: DwellingId) -> Result<Value, Error> {
    let today = tx.today();
    let door = household::about_dwelling(tx, office, dwelling)?;
    let entries = household::of_dwelling(tx, office, dwelling, today)?;
    let mut about = household::about(tx, office, &entries, today)?;
    if let (Value::Object(about), Value::Object(door)) = (&mut about, door) {
        about.extend(door);
    }
    let records: Vec<Record> = entries.iter().map(|entry| entry.record).collect();
    known::handed_out(tx, &records);
    known::handed_out(tx, &[dwelling]);
    Ok(about)
}
