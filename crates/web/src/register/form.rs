//! The page with the form of a neighbourhood, for a new record and for a change.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{DivisionCode, Level, Office};
use linli_domain::register::facts::Ownership;
use linli_store::register::listing::Reach;

use super::conflict::Conflict;
use super::draft::Draft;
use super::words::{self, Names};
use crate::shell::{Choice, Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "register/form.html")]
pub(super) struct FormPage {
    ctx: Ctx,
    title: String,
    crumbs: Vec<Crumb>,
    /// Where "cancel" leads.
    back: String,
    hidden: [(&'static str, String); 2],
    groups: Vec<Group>,
    problems: Problems,
    conflict: Option<Conflict>,
}

/// Some fields under one heading.
struct Group {
    title: String,
    fields: Vec<Field>,
}

/// A town with its communities, in the list of places.
struct Town {
    name: String,
    places: Vec<Choice>,
}

/// What the form of one page is about.
pub(super) struct About {
    pub title: String,
    pub crumbs: Vec<Crumb>,
    pub back: String,
    /// A new record needs no reason.
    pub is_new: bool,
}

impl FormPage {
    pub(super) fn new(ctx: Ctx, about: About, places: &Places, draft: &Draft, problems: Problems) -> Self {
        let made =
            |name: &'static str, label: String| Field::new(name, label).value(draft.typed(name)).problem(&problems);
        let field = |name: &'static str| made(name, ctx.t(format!("register-field-{name}")));
        let hinted = |name: &'static str| field(name).hint(ctx.t(format!("register-hint-{name}")));
        let group = |title: &str, fields: Vec<Field>| Group { title: ctx.t(title), fields };
        let mut groups = vec![
            group(
                "register-group-place",
                vec![
                    hinted("name").required(),
                    hinted("division").kind("place").required().options(places.flat(&ctx)),
                    field("address"),
                    hinted("location"),
                ],
            ),
            group(
                "register-group-houses",
                vec![
                    hinted("built_year"),
                    hinted("floor_area"),
                    field("buildings"),
                    field("households"),
                    field("ownership").kind("select").options(ownerships(&ctx)),
                    hinted("former_unit"),
                ],
            ),
            group(
                "register-group-work",
                vec![
                    hinted("plan_year"),
                    field("arrangement").kind("select").options(arrangements(&ctx)),
                    hinted("arrangement_area"),
                    hinted("planned_investment"),
                    dated(field("started_on")),
                    dated(field("finished_on")),
                ],
            ),
            group("register-group-people", vec![hinted("leader"), hinted("residents_body")]),
        ];
        if !about.is_new {
            let reason = hinted("reason");
            groups.push(group("register-group-reason", vec![reason]));
        }
        let hidden = [("id", draft.id.clone()), ("version", draft.version.clone())];
        let About { title, crumbs, back, .. } = about;
        Self { ctx, title, crumbs, back, hidden, groups, problems, conflict: None }
    }

    pub(super) fn with(mut self, conflict: Conflict) -> Self {
        self.conflict = Some(conflict);
        self
    }

    pub(super) fn answer(&self) -> Response {
        let status = match (&self.conflict, self.problems.is_empty()) {
            (Some(_), _) => StatusCode::CONFLICT,
            (None, true) => StatusCode::OK,
            (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        page_with(status, self)
    }

    /// The choices of a place, town by town: what stands before the first town belongs to no town.
    fn towns(&self, field: &Field) -> Vec<Town> {
        let mut towns: Vec<Town> = Vec::new();
        for choice in field.options.iter().filter(|choice| !choice.value.is_empty()) {
            let is_town = choice.value.len() <= 9;
            if is_town || towns.is_empty() {
                towns.push(Town { name: choice.label.clone(), places: Vec::new() });
            }
            if let Some(town) = towns.last_mut() {
                let label = if is_town {
                    self.ctx.t_with("register-whole-town", &[("town", &choice.label)])
                } else {
                    choice.label.clone()
                };
                town.places.push(Choice { value: choice.value.clone(), label });
            }
        }
        towns
    }
}

/// A date field of the browser where it can show what was typed, else a line of text that loses nothing.
fn dated(field: Field) -> Field {
    let shown = field.value.is_empty() || field.value.parse::<linli_domain::kernel::Date>().is_ok();
    if shown { field.kind("date") } else { field }
}

fn ownerships(ctx: &Ctx) -> Vec<(String, String)> {
    let none = (String::new(), ctx.t("register-unknown"));
    let known = Ownership::ALL.into_iter().map(|kind| (kind.as_str().to_owned(), words::ownership(ctx, kind)));
    std::iter::once(none).chain(known).collect()
}

fn arrangements(ctx: &Ctx) -> Vec<(String, String)> {
    ["", "single", "contiguous"]
        .map(|value| {
            let key =
                if value.is_empty() { "register-unknown".to_owned() } else { format!("register-arrangement-{value}") };
            (value.to_owned(), ctx.t(&key))
        })
        .to_vec()
}

/// The places that this person may put a neighbourhood in.
pub(super) struct Places(Vec<(DivisionCode, String)>);

impl Places {
    /// The places within reach, and the one where it lies already.
    pub(super) fn of(names: &Names, actor: &Actor, office: Office, now: Option<DivisionCode>) -> Self {
        let open = |code: DivisionCode| match Reach::of(actor, Act::EditRegister, office) {
            Reach::All => true,
            Reach::Some { divisions, .. } => divisions.iter().any(|division| division.contains(code)),
        };
        let has_open = |town: DivisionCode| names.all.iter().any(|d| town.contains(d.code) && open(d.code));
        let shown = names.all.iter().filter(|division| {
            open(division.code)
                || now == Some(division.code)
                || (division.code.level() == Level::Town && has_open(division.code))
        });
        Self(shown.map(|division| (division.code, division.name.clone())).collect())
    }

    fn flat(&self, ctx: &Ctx) -> Vec<(String, String)> {
        let first = (String::new(), ctx.t("register-choose"));
        let places = self.0.iter().map(|(code, name)| (code.to_string(), name.clone()));
        std::iter::once(first).chain(places).collect()
    }
}
