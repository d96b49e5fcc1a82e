//! `linli person export`: what Linli keeps of somebody, as JSON (《个人信息保护法》第45条).

use linli_domain::kernel::Office;
use linli_domain::organisation::TermId;
use linli_store::oversight::known;
use linli_store::people::account;
use linli_store::{Error, Transaction};

use crate::args::{PersonAsked, PersonExport};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{database, machine};

pub async fn run(settings: &Settings, asked: &PersonAsked) -> Result<Outcome, Failure> {
    let PersonAsked::Export(PersonExport { county, sign_in, term }) = asked;
    let store = database::open_existing(settings).await?;
    database::bring_up_to_date(&store, settings, false).await?;
    let (office, sign_in, terms) = (county.office(), sign_in.clone(), term.clone());
    let by = machine::actor(office, "person");
    let written = store.write(&by, move |tx| match &sign_in {
        Some(sign_in) => of_account(tx, office, sign_in),
        None => of_terms(tx, office, &terms),
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
) -> Result<serde_json::Value, Error> {
    let account = account::named(tx, sign_in)?;
    if sign_in.office() != office {
        return Err(Error::Missing);
    }
    let about = known::about(tx, office, account.id)?;
    known::given_out(tx, account.id);
    Ok(about)
}

fn of_terms(tx: &mut Transaction, office: Office, terms: &[TermId]) -> Result<serde_json::Value, Error> {
    let seats = known::seats_of(tx, office, terms)?;
    if seats.len() < terms.len() {
        return Err(Error::Missing);
    }
    let about = known::about_seats(tx, office, &seats)?;
    known::handed_out(tx, terms);
    Ok(about)
}
