//! Requests of a person (个人信息请求): what is kept of somebody is looked up by name, handed out, and erased where the law allows
//! (《个人信息保护法》第45、47条). The name is sent in a form: it stands in no address and in no log.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::TermId;
use linli_domain::organisation::term::LONGEST_NAME;
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Ground, Stays, may_erase};
use linli_store::Error;
use linli_store::oversight::known::{self, Seat};
use linli_store::oversight::retention;
use linli_store::people::account;
use serde::Deserialize;

use super::known::{As, answer};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words;
use crate::oversight::retention::not_erased;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// Accounts of one name that are shown.
const ACCOUNTS: usize = 20;
/// Seats that are handed out or erased in one go.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "overview/persons.html")]
struct PersonsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    retention: String,
    name: Field,
    problems: Problems,
    /// What was found, once somebody was looked for.
    found: Option<Found>,
}

struct Found {
    name: String,
    seats: Vec<Row>,
    /// Page, name and id.
    accounts: Vec<(String, String, String)>,
}

/// A seat as a row shows it.
struct Row {
    id: String,
    name: String,
    of: String,
    post: String,
    from: String,
    until: String,
    /// Why it stays although somebody asks.
    stays: Option<String>,
}

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

#[derive(Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    name: String,
}

pub async fn show(ctx: Ctx, OfficeOf(office): OfficeOf) -> Result<Response, WebError> {
    Ok(persons(ctx, office, "", Problems::default(), None))
}

fn persons(ctx: Ctx, office: Office, name: &str, problems: Problems, found: Option<Found>) -> Response {
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let hint = ctx.t("known-name-hint");
    let shown = PersonsPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        here: here(office),
        retention: format!("/desk/{office}/retention"),
        name: Field::new("name", ctx.t("known-person")).value(name).hint(hint).problem(&problems).required(),
        problems,
        found,
        ctx,
    };
    page_with(status, &shown)
}

fn here(office: Office) -> String {
    format!("/desk/{office}/persons")
}

/// `POST /desk/{office}/persons`: everybody of this name. That somebody was looked for is written down, not who.
pub async fn look_up(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let name = clean_line(&asked.name);
    if !(2..=LONGEST_NAME).contains(&name.chars().count()) {
        let mut problems = Problems::default();
        problems.add("name", ctx.t("known-why-name"));
        return Ok(persons(ctx, office, &name, problems, None));
    }
    let (today, wanted) = (app.today(), name.clone());
    let read = app.store.read(move |tx| {
        let rules = retention::rules(tx, office, today)?;
        let accounts = account::list(tx, office, &wanted, None, ACCOUNTS)?;
        Ok::<_, Error>((rules, known::seats(tx, office, &wanted)?, accounts))
    });
    let (rules, seats, accounts) = read.await?;
    let count = seats.len() + accounts.len();
    let noted = app.store.write(&actor, move |tx| {
        known::looked_up(tx, count);
        Ok::<_, Error>(())
    });
    noted.await?;
    let row = |seat: &Seat| {
        let why = may_erase(&seat.term, Ground::Asked, &rules, today).err();
        Row { stays: why.map(|why| stays(&ctx, why)), ..row(&ctx, office, seat) }
    };
    let link = |of: account::Account| (format!("/desk/{office}/accounts/{}", of.id), of.name, of.id.to_string());
    let found = Found {
        name: name.clone(),
        seats: seats.iter().map(row).collect(),
        accounts: accounts.into_iter().map(link).collect(),
    };
    Ok(persons(ctx, office, &name, Problems::default(), Some(found)))
}

fn row(ctx: &Ctx, office: Office, Seat { term, of }: &Seat) -> Row {
    let row = words::Row::of(ctx, office, term, Date::MIN);
    Row {
        id: term.id.to_string(),
        name: row.name,
        of: of.clone(),
        post: row.post,
        from: row.from,
        until: row.until,
        stays: None,
    }
}

fn stays(ctx: &Ctx, why: Stays) -> String {
    match why {
        Stays::Running => ctx.t("known-stays-running"),
        Stays::Time(day) => ctx.t_with("known-stays-time", &[("day", ctx.day(day))]),
        Stays::Erased => ctx.t("known-stays-erased"),
    }
}

/// What was ticked: `term` once for each, and how or why.
type Ticked = Vec<(String, String)>;

fn of<'t>(ticked: &'t Ticked, name: &str) -> Option<&'t str> {
    ticked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn terms(ticked: &Ticked) -> Result<Vec<TermId>, WebError> {
    let all = ticked.iter().filter(|(key, _)| key == "term");
    let terms: Vec<TermId> =
        all.map(|(_, id)| id.parse().map_err(|_| WebError::BadRequest)).collect::<Result<_, _>>()?;
    if terms.len() > MOST { Err(WebError::BadRequest) } else { Ok(terms) }
}

/// Nothing was ticked: the page again, saying so.
fn nothing(ctx: Ctx, office: Office) -> Response {
    let mut problems = Problems::default();
    problems.add("name", ctx.t("known-why-none"));
    persons(ctx, office, "", problems, None)
}

/// `POST …/persons/known`: what these seats say of a person, to hand out.
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
    let terms = terms(&ticked)?;
    if terms.is_empty() {
        return Ok(nothing(ctx, office));
    }
    let asked = terms.clone();
    let read = app.store.read(move |tx| {
        let seats = known::seats_of(tx, office, &asked)?;
        if seats.len() < asked.len() {
            return Err(Error::Missing);
        }
        known::about_seats(tx, office, &seats)
    });
    let about = read.await?;
    let (noted, hidden) = (terms.clone(), terms.iter().map(|term| ("term", term.to_string())).collect());
    let written = app.store.write(&actor, move |tx| {
        known::handed_out(tx, &noted);
        Ok::<_, Error>(())
    });
    written.await?;
    let crumbs = vec![Crumb::new(ctx.t("known-persons"), here(office))];
    answer(ctx, crumbs, shape(&ticked), &about, &format!("{}/known", here(office)), hidden)
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
    let (terms, today) = (terms(&ticked)?, app.today());
    if terms.is_empty() {
        return Ok(nothing(ctx, office));
    }
    let ground: Ground = of(&ticked, "ground").unwrap_or_default().parse().map_err(|()| WebError::BadRequest)?;
    let read = app
        .store
        .read(move |tx| Ok::<_, Error>((retention::rules(tx, office, today)?, known::seats_of(tx, office, &terms)?)));
    let (rules, seats): (RetentionRules, Vec<Seat>) = read.await?;
    let asked = seats.iter().map(|seat| (seat, may_erase(&seat.term, ground, &rules, today).err()));
    let (goes, stay): (Vec<_>, Vec<_>) = asked.partition(|(_, why)| why.is_none());
    if of(&ticked, "sure") == Some("yes") {
        let terms: Vec<TermId> = goes.iter().map(|(seat, _)| seat.term.id).collect();
        if terms.is_empty() {
            return Err(WebError::Conflict);
        }
        retention::erase_terms(&app.store, &actor, terms, ground).await.map_err(not_erased)?;
        return Ok(done(&here(office), "known-done-erased"));
    }
    let shown = ErasePage {
        crumbs: vec![Crumb::new(ctx.t("known-persons"), here(office))],
        here: format!("{}/erasure", here(office)),
        back: here(office),
        ground: ground.as_str(),
        why: ctx.t(format!("retention-ground-{}", ground.as_str())),
        goes: goes.iter().map(|(seat, _)| row(&ctx, office, seat)).collect(),
        stays: stay
            .iter()
            .map(|(seat, why)| Row { stays: why.map(|why| stays(&ctx, why)), ..row(&ctx, office, seat) })
            .collect(),
        ctx,
    };
    Ok(page(&shown))
}
