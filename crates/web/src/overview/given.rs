//! What was found of somebody and ticked: handed out, or let go of where it may be.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::organisation::TermId;
use linli_domain::oversight::retention::{Ground, Record, may_erase};
use linli_domain::register::DwellingId;
use linli_store::Error;
use linli_store::oversight::household::{self, Entry};
use linli_store::oversight::known::{self, Seat};
use linli_store::oversight::retention;
use serde_json::Value;

use super::homes;
use super::known::{As, answer};
use super::persons::{self, Asked, Row, here, stays};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::oversight::retention::{done_key, not_erased};
use crate::register::done;
use crate::shell::{Crumb, Ctx, page};

/// Records that are handed out or erased in one go.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "overview/erase.html")]
struct ErasePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    back: String,
    ground: &'static str,
    why: String,
    goes: Vec<Row>,
    stays: Vec<Row>,
}

/// What was ticked: `term` or `record` once for each, and how or why.
type Ticked = Vec<(String, String)>;

fn of<'t>(ticked: &'t Ticked, name: &str) -> Option<&'t str> {
    ticked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Terms by their ids, other records as `visit:ID`.
fn records(ticked: &Ticked) -> Result<Vec<Record>, WebError> {
    let read = |(key, value): &(String, String)| match key.as_str() {
        "term" => Some(Record::read("term", value)),
        "record" => Some(value.split_once(':').and_then(|(sort, id)| Record::read(sort, id))),
        _ => None,
    };
    let records: Option<Vec<Record>> = ticked.iter().filter_map(read).collect();
    records.filter(|records| records.len() <= MOST).ok_or(WebError::BadRequest)
}

fn terms(records: &[Record]) -> Vec<TermId> {
    records.iter().filter_map(|record| if let Record::Term(id) = record { Some(*id) } else { None }).collect()
}

fn others(records: &[Record]) -> Vec<Record> {
    records.iter().filter(|record| !matches!(record, Record::Term(_))).copied().collect()
}

/// What was ticked, as it stands; `Missing`: something of it is not of this office.
async fn find(app: &App, office: Office, records: &[Record]) -> Result<(Vec<Seat>, Vec<Entry>), WebError> {
    let (terms, others, today) = (terms(records), others(records), app.today());
    let read = app.store.read(move |tx| {
        let seats = if terms.is_empty() { Vec::new() } else { known::seats_of(tx, office, &terms)? };
        let entries = household::some(tx, office, &others, today)?;
        if seats.len() < terms.len() || entries.len() < others.len() {
            return Err(Error::Missing);
        }
        Ok((seats, entries))
    });
    Ok(read.await?)
}

/// `POST …/persons/known`: what these records say of a person, to hand out.
pub async fn hand_out(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(ticked): Form<Ticked>,
) -> Result<Response, WebError> {
    if let Some(account) = of(&ticked, "account") {
        return hand_out_account(app, ctx, actor, office, account, &ticked).await;
    }
    let records = records(&ticked)?;
    let dwelling: Option<DwellingId> =
        of(&ticked, "dwelling").map(|id| id.parse().map_err(|_| WebError::BadRequest)).transpose()?;
    if records.is_empty() && dwelling.is_none() {
        return persons::wrong(&app, ctx, office, &Asked::default(), ("name", "known-why-none")).await;
    }
    let (seats, entries) = find(&app, office, &records).await?;
    let today = app.today();
    let read = app.store.read(move |tx| {
        let mut about = Value::Object(serde_json::Map::new());
        if !seats.is_empty() {
            put(&mut about, known::about_seats(tx, office, &seats)?);
        }
        if let Some(dwelling) = dwelling {
            put(&mut about, household::about_dwelling(tx, office, dwelling)?);
        }
        if !entries.is_empty() {
            put(&mut about, household::about(tx, office, &entries, today)?);
        }
        Ok::<_, Error>(about)
    });
    let about = read.await?;
    let hidden = ticked.iter().filter_map(|(key, value)| {
        let key = ["term", "record", "dwelling"].into_iter().find(|known| known == key)?;
        Some((key, value.clone()))
    });
    let hidden = hidden.collect();
    let written = app.store.write(&actor, move |tx| {
        known::handed_out(tx, &records);
        known::handed_out(tx, dwelling.as_slice());
        Ok::<_, Error>(())
    });
    written.await?;
    let crumbs = vec![Crumb::new(ctx.t("known-persons"), here(office))];
    answer(ctx, crumbs, shape(&ticked), &about, &format!("{}/known", here(office)), hidden)
}

/// Puts the parts of what is known beside those that are there.
fn put(about: &mut Value, more: Value) {
    if let (Value::Object(about), Value::Object(more)) = (about, more) {
        about.extend(more);
    }
}

/// The same for somebody with an account, who may not be able to sign in any more.
async fn hand_out_account(
    app: App,
    ctx: Ctx,
    actor: Actor,
    office: Office,
    account: &str,
    ticked: &Ticked,
) -> Result<Response, WebError> {
    let id: AccountId = account.parse().map_err(|_| WebError::BadRequest)?;
    let about = app.store.read(move |tx| known::about(tx, office, id)).await?;
    let written = app.store.write(&actor, move |tx| {
        known::given_out(tx, id);
        Ok::<_, Error>(())
    });
    written.await?;
    let crumbs = vec![Crumb::new(ctx.t("known-persons"), here(office))];
    let hidden = vec![("account", id.to_string())];
    answer(ctx, crumbs, shape(ticked), &about, &format!("{}/known", here(office)), hidden)
}

fn shape(ticked: &Ticked) -> As {
    if of(ticked, "as") == Some("json") { As::Json } else { As::Page }
}

/// `POST …/persons/erasure`: first what would go and what stays and why, then, confirmed, it goes.
pub async fn erase(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(ticked): Form<Ticked>,
) -> Result<Response, WebError> {
    let (records, today) = (records(&ticked)?, app.today());
    if records.is_empty() {
        return persons::wrong(&app, ctx, office, &Asked::default(), ("name", "known-why-none")).await;
    }
    let ground: Ground = of(&ticked, "ground").unwrap_or_default().parse().map_err(|()| WebError::BadRequest)?;
    if !Ground::GIVEN.contains(&ground) {
        return Err(WebError::BadRequest);
    }
    let (seats, entries) = find(&app, office, &records).await?;
    let rules = app.store.read(move |tx| retention::rules(tx, office, today)).await?;
    let seats = seats.iter().map(|seat| {
        let why = may_erase(&(&seat.term).into(), ground, &rules, today).err();
        let stays = why.map(|why| stays(&ctx, why));
        let row = persons::row(&ctx, office, seat);
        (Record::Term(seat.term.id), Row { id: format!("term:{}", row.id), stays, ..row })
    });
    let entries = entries.iter().map(|entry| (entry.record, homes::row(&ctx, office, entry, (ground, &rules, today))));
    let (goes, stay): (Vec<_>, Vec<_>) = seats.chain(entries).partition(|(_, row)| row.stays.is_none());
    if of(&ticked, "sure") == Some("yes") {
        let records: Vec<Record> = goes.iter().map(|(record, _)| *record).collect();
        if records.is_empty() {
            return Err(WebError::Conflict);
        }
        let gone = retention::erase_records(&app.store, &app.objects, &actor, records, ground).await;
        return Ok(done(&here(office), done_key(&gone.map_err(not_erased)?, "known-done-erased")));
    }
    let rows = |all: Vec<(Record, Row)>| all.into_iter().map(|(_, row)| row).collect();
    let shown = ErasePage {
        crumbs: vec![Crumb::new(ctx.t("known-persons"), here(office))],
        here: format!("{}/erasure", here(office)),
        back: here(office),
        ground: ground.as_str(),
        why: ctx.t(format!("retention-ground-{}", ground.as_str())),
        goes: rows(goes),
        stays: rows(stay),
        ctx,
    };
    Ok(page(&shown))
}
