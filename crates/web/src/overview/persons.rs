//! Requests of a person (个人信息请求): what is kept of somebody is looked up by name, of a household by its door, of an opinion by its
//! receipt, and in the submissions of a form by a word; handed out, and erased where the law allows (《个人信息保护法》第45、47条). What
//! somebody looks for is sent in a form: it stands in no address and in no log.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::openrosa::FieldFormId;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Date, Office};
use linli_domain::organisation::term::LONGEST_NAME;
use linli_domain::oversight::retention::{Ground, Stays, may_erase};
use linli_store::Error;
use linli_store::consultation::openrosa::form;
use linli_store::consultation::opinion::{self, Choice};
use linli_store::oversight::known::{self, Seat};
use linli_store::oversight::retention;
use linli_store::people::account;
use linli_store::register::listing::Reach;
use serde::Deserialize;

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, SignedIn};
use crate::organisation::words;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// Accounts of one name that are shown.
const ACCOUNTS: usize = 20;
/// Neighbourhoods to choose from, and forms.
const CHOICES: usize = 2_000;
const FORMS: usize = 500;

#[derive(Template)]
#[template(path = "overview/persons.html")]
struct PersonsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    retention: String,
    name: Field,
    door: Vec<Field>,
    receipt: Field,
    /// Nothing where the office has no forms.
    form: Vec<Field>,
    problems: Problems,
    /// What was found, once somebody was looked for.
    found: Option<Found>,
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// What was looked for.
    pub wanted: String,
    /// Why nothing may have been found.
    pub hint: String,
    pub seats: Vec<Row>,
    /// Page, name and id.
    pub accounts: Vec<(String, String, String)>,
    pub records: Vec<Row>,
    /// The door that everything is kept of, to hand it out with where it is.
    pub dwelling: Option<String>,
    /// By a word in submissions, which may be those of anybody: whoever looks picks.
    pub by_word: bool,
}

/// A seat or a record as a row shows it.
pub(super) struct Row {
    pub id: String,
    pub name: String,
    pub of: String,
    pub post: String,
    pub from: String,
    pub until: String,
    /// Where it can be read.
    pub page: Option<String>,
    /// Why it stays although somebody asks.
    pub stays: Option<String>,
}

impl Row {
    /// What it is of, in one line.
    pub(super) fn told(&self) -> String {
        let days = if self.until.is_empty() { self.from.clone() } else { format!("{} – {}", self.from, self.until) };
        let parts = [&self.of, &self.post, &days].into_iter().filter(|part| !part.is_empty());
        parts.cloned().collect::<Vec<_>>().join(" · ")
    }
}

/// What somebody looks for, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub(super) name: String,
    pub(super) of: String,
    pub(super) building: String,
    pub(super) entrance: String,
    pub(super) room: String,
    pub(super) receipt: String,
    pub(super) form: String,
    pub(super) word: String,
}

pub async fn show(State(app): State<App>, ctx: Ctx, OfficeOf(office): OfficeOf) -> Result<Response, WebError> {
    persons(&app, ctx, office, &Asked::default(), Problems::default(), None).await
}

/// The page, with what was typed and what was found.
pub(super) async fn persons(
    app: &App,
    ctx: Ctx,
    office: Office,
    asked: &Asked,
    problems: Problems,
    found: Option<Found>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let places = opinion::neighbourhoods(tx, office, &Reach::All, CHOICES)?;
        let forms = form::list(tx, office, "", FORMS)?.into_iter().map(|form| (form.id, form.title)).collect();
        Ok::<_, WebError>((places, forms))
    });
    let (places, forms): (Vec<Choice>, Vec<(FieldFormId, String)>) = read.await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let field = |name: &'static str, label: &str, value: &str| Field::new(name, ctx.t(label)).value(value);
    let choices = |all: Vec<(String, String)>| {
        std::iter::once((String::new(), ctx.t("known-choose-one"))).chain(all).collect::<Vec<_>>()
    };
    let places = places.into_iter().map(|one| (one.id.to_string(), format!("{} · {}", one.name, one.number))).collect();
    let forms: Vec<_> = forms.into_iter().map(|(id, title)| (id.to_string(), title)).collect();
    let door = vec![
        field("of", "opinions-filter-of", &asked.of).kind("select").options(choices(places)).required(),
        field("building", "opinions-field-building", &asked.building).required(),
        field("entrance", "opinions-field-entrance", &asked.entrance).hint(ctx.t("opinions-field-entrance-hint")),
        field("room", "opinions-field-room", &asked.room).required(),
    ];
    let form = if forms.is_empty() {
        Vec::new()
    } else {
        vec![
            field("form", "known-form", &asked.form).kind("select").options(choices(forms)).required(),
            field("word", "known-word", &asked.word).hint(ctx.t("known-word-hint")).required(),
        ]
    };
    let told = |fields: Vec<Field>| fields.into_iter().map(|field| field.problem(&problems)).collect();
    let shown = PersonsPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")],
        here: here(office),
        retention: format!("/desk/{office}/retention"),
        name: field("name", "known-person", &asked.name).hint(ctx.t("known-name-hint")).problem(&problems).required(),
        door: told(door),
        receipt: field("receipt", "receipt-code", &asked.receipt).problem(&problems).required(),
        form: told(form),
        problems,
        found,
        ctx,
    };
    Ok(page_with(status, &shown))
}

pub(super) fn here(office: Office) -> String {
    format!("/desk/{office}/persons")
}

/// The page once more, saying what is wrong with what was typed.
pub(super) async fn wrong(
    app: &App,
    ctx: Ctx,
    office: Office,
    asked: &Asked,
    (field, key): (&'static str, &str),
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add(field, ctx.t(key));
    persons(app, ctx, office, asked, problems, None).await
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
        return wrong(&app, ctx, office, &asked, ("name", "known-why-name")).await;
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
        let why = may_erase(&(&seat.term).into(), Ground::Asked, &rules, today).err();
        Row { stays: why.map(|why| stays(&ctx, why)), ..row(&ctx, office, seat) }
    };
    let link = |of: account::Account| (format!("/desk/{office}/accounts/{}", of.id), of.name, of.id.to_string());
    let found = Found {
        wanted: name,
        hint: ctx.t("known-nobody-hint"),
        seats: seats.iter().map(row).collect(),
        accounts: accounts.into_iter().map(link).collect(),
        ..Found::default()
    };
    persons(&app, ctx, office, &asked, Problems::default(), Some(found)).await
}

pub(super) fn row(ctx: &Ctx, office: Office, Seat { term, of }: &Seat) -> Row {
    let row = words::Row::of(ctx, office, term, Date::MIN);
    Row {
        id: term.id.to_string(),
        name: row.name,
        of: of.clone(),
        post: row.post,
        from: row.from,
        until: row.until,
        page: None,
        stays: None,
    }
}

pub(super) fn stays(ctx: &Ctx, why: Stays) -> String {
    match why {
        Stays::Running => ctx.t("known-stays-running"),
        Stays::Open => ctx.t("known-stays-open"),
        Stays::Owns => ctx.t("known-stays-owns"),
        Stays::Time(day) => ctx.t_with("known-stays-time", &[("day", ctx.day(day))]),
        Stays::Erased => ctx.t("known-stays-erased"),
    }
}
