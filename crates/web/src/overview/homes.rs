//! What is kept of a household, found by its door; of one opinion, by its receipt; and submissions of a form, by a word in them.

use axum::extract::State;
use axum::response::Response;
use linli_domain::consultation::openrosa::FieldFormId;
use linli_domain::consultation::opinion::door;
use linli_domain::consultation::{OpinionId, Receipt};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, NeighbourhoodId, Office};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Record, may_erase};
use linli_store::consultation::openrosa::{form, listing};
use linli_store::consultation::{opinion, receipt};
use linli_store::oversight::household::{self, Entry};
use linli_store::oversight::{known, retention};
use linli_store::{Error, Tx};

use super::persons::{Asked, Found, Row, persons, stays, wrong};
use crate::app::App;
use crate::consultation::opinions::no_door;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::shell::{Ctx, Problems};

/// Submissions that are read at one time, and in one look-up.
const BATCH: usize = 50;
const MOST: usize = 5_000;
/// Submissions that a look-up shows.
const SHOWN: usize = 50;
/// Signs of a word that is looked for.
const WORD: std::ops::RangeInclusive<usize> = 2..=30;

/// `POST …/persons/household`: what is kept of whoever lives behind this door.
pub async fn of_door(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let Ok(of) = asked.of.parse::<NeighbourhoodId>() else {
        return wrong(&app, ctx, office, &asked, ("of", "known-why-place")).await;
    };
    let address = (asked.building.as_str(), asked.entrance.as_str(), asked.room.as_str());
    let (doors, closed) = app
        .store
        .read(move |tx| Ok::<_, Error>((opinion::doors(tx, office, of)?, opinion::closed_doors(tx, office, of)?)))
        .await?;
    // What was said in a house that is closed is kept, too.
    let found = door::find(of, &doors, address).or_else(|why| door::find(of, &closed, address).map_err(|_| why));
    let dwelling = match found {
        Ok(at) => at.dwelling,
        Err(why) => {
            let (field, key) = no_door(why);
            return wrong(&app, ctx, office, &asked, (field, key)).await;
        }
    };
    let Some(dwelling) = dwelling else {
        return wrong(&app, ctx, office, &asked, ("room", "known-why-room")).await;
    };
    let today = app.today();
    let read = move |tx: &mut Tx| household::of_dwelling(tx, office, dwelling, today);
    let records = looked_up(&app, &ctx, &actor, office, read).await?;
    let wanted = format!("{} {} {}", asked.building, asked.entrance, asked.room);
    let hint = ctx.t("known-household-hint");
    let found = Found { wanted, hint, records, dwelling: Some(dwelling.to_string()), ..Found::default() };
    persons(&app, ctx, office, &asked, Problems::default(), Some(found)).await
}

/// `POST …/persons/receipt`: the one opinion of a receipt. Whoever holds it asks for this opinion, and for no other of the household.
pub async fn of_receipt(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let Some(code) = clean_line(&asked.receipt).parse::<Receipt>().ok().filter(|code| code.office() == office) else {
        return wrong(&app, ctx, office, &asked, ("receipt", "receipt-none")).await;
    };
    let today = app.today();
    let read = move |tx: &mut Tx| {
        let found: Option<OpinionId> = receipt::find(tx, code)?;
        let records: Vec<Record> = found.map(Record::Opinion).into_iter().collect();
        household::some(tx, office, &records, today)
    };
    let records = looked_up(&app, &ctx, &actor, office, read).await?;
    if records.is_empty() {
        return wrong(&app, ctx, office, &asked, ("receipt", "receipt-none")).await;
    }
    let found = Found { wanted: code.to_string(), records, ..Found::default() };
    // The code is shown once, above what was found; the form begins anew.
    persons(&app, ctx, office, &Asked::default(), Problems::default(), Some(found)).await
}

/// `POST …/persons/form`: submissions of a form in which a word stands, the latest first. Each is opened and looked at.
pub async fn in_form(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let Ok(of) = asked.form.parse::<FieldFormId>() else {
        return wrong(&app, ctx, office, &asked, ("form", "known-why-form")).await;
    };
    let word = clean_line(&asked.word);
    if !WORD.contains(&word.chars().count()) {
        return wrong(&app, ctx, office, &asked, ("word", "known-why-word")).await;
    }
    app.store.read(move |tx| form::get(tx, office, of)).await?;
    let (ids, all) = with_word(&app, office, of, &word).await?;
    let today = app.today();
    let read = move |tx: &mut Tx| household::some(tx, office, &ids, today);
    let records = looked_up(&app, &ctx, &actor, office, read).await?;
    let hint = ctx.t(if all { "known-form-none" } else { "known-form-more" });
    // Whose they are is told by nobody but who reads them.
    let found = Found { wanted: word, hint, records, by_word: true, ..Found::default() };
    persons(&app, ctx, office, &asked, Problems::default(), Some(found)).await
}

/// Submissions with a word in them; and whether all of the form were looked at.
async fn with_word(app: &App, office: Office, of: FieldFormId, word: &str) -> Result<(Vec<Record>, bool), WebError> {
    let (mut found, mut before, mut read) = (Vec::new(), None, 0);
    // In XML a sign of markup stands as its entity.
    let written = word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    loop {
        let batch = app.store.read(move |tx| listing::page(tx, office, of, before, true, BATCH)).await?;
        if batch.iter().any(|one| one.xml == linli_domain::kernel::Personal::Closed) {
            return Err(WebError::NoKey("key-missing"));
        }
        let has = batch.iter().filter(|one| one.xml.known().is_some_and(|xml| says(xml, &written)));
        found.extend(has.map(|one| Record::Submission(one.id)));
        let more = found.len() > SHOWN;
        found.truncate(SHOWN);
        before = batch.last().map(|last| (last.received_at, last.id));
        read += batch.len();
        if batch.len() < BATCH {
            return Ok((found, !more));
        }
        if found.len() >= SHOWN || read >= MOST {
            return Ok((found, false));
        }
    }
}

/// Whether a word stands in what was answered; the names of questions are no answers.
fn says(xml: &str, word: &str) -> bool {
    xml.split('<').any(|piece| {
        let said = piece.strip_prefix("![CDATA[").or_else(|| piece.split_once('>').map(|(_, said)| said));
        said.unwrap_or_default().contains(word)
    })
}

/// Reads records and writes down that somebody was looked for.
async fn looked_up(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    office: Office,
    read: impl Fn(&mut Tx) -> Result<Vec<Entry>, Error> + Send + Sync + 'static,
) -> Result<Vec<Row>, WebError> {
    let today = app.today();
    let read = app.store.read(move |tx| Ok::<_, Error>((retention::rules(tx, office, today)?, read(tx)?)));
    let (rules, entries) = read.await?;
    let count = entries.len();
    let noted = app.store.write(actor, move |tx| {
        known::looked_up(tx, count);
        Ok::<_, Error>(())
    });
    noted.await?;
    Ok(entries.iter().map(|entry| row(ctx, office, entry, (Ground::Asked, &rules, today))).collect())
}

/// A record as a row: what it is, without a word of it.
pub(super) fn row(ctx: &Ctx, office: Office, entry: &Entry, (ground, rules, today): Why<'_>) -> Row {
    let (name, page, post) = match entry.record {
        Record::Opinion(id) => (
            ctx.t("known-opinion"),
            format!("/desk/{office}/opinions/{id}"),
            ctx.t(format!("opinions-channel-{}", entry.what)),
        ),
        Record::Visit(_) => {
            (ctx.t("known-visit"), String::new(), ctx.t(format!("survey-{}", entry.what.replace('_', "-"))))
        }
        Record::Submission(id) => {
            let form = entry.form.map(|form| format!("/desk/{office}/forms/{form}/submissions/{id}"));
            (ctx.t("known-submission"), form.unwrap_or_default(), entry.what.clone())
        }
        Record::Party(_) => (ctx.t("known-owner"), String::new(), ctx.t(format!("owners-kind-{}", entry.what))),
        Record::Term(_) => (String::new(), String::new(), String::new()),
    };
    let act = if entry.form.is_some() { Act::ReadForms } else { Act::ReadOpinions };
    let reads = ctx.reader.as_ref().is_some_and(|who| who.may_enter(act, office).is_ok());
    let stay = may_erase(&entry.kept, ground, rules, today).err();
    Row {
        id: format!("{}:{}", entry.record.sort(), entry.record),
        name,
        of: String::new(),
        post,
        from: ctx.instant(entry.at),
        until: String::new(),
        // Who keeps accounts need not be one who reads opinions and forms.
        page: Some(page).filter(|page| !page.is_empty() && reads),
        stays: stay.map(|why| stays(ctx, why)),
    }
}

/// On which ground, by which rules, on which day.
pub(super) type Why<'a> = (Ground, &'a RetentionRules, Date);

#[cfg(test)]
mod tests {
    use super::says;

    #[test]
    fn a_word_is_looked_for_in_answers_alone() {
        let xml = "<data id=\"name\"><name>张伟</name><note><![CDATA[住三楼]]></note><meta/></data>";
        assert!(says(xml, "张伟") && says(xml, "三楼"));
        assert!(!says(xml, "name") && !says(xml, "CDATA") && !says(xml, "伟<"));
    }
}
