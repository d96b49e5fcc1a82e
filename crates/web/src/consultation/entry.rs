//! One entry of the catalogue: added, renamed, moved into another class, no longer offered, offered again.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::Catalogue;
use linli_domain::consultation::catalogue::{CannotEdit, Edit, LONGEST_NAME, MOST_CLASSES, MOST_ITEMS, Name};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::text::clean_line;
use linli_domain::organisation::term::LONGEST_REASON;
use linli_store::consultation::catalogue::{self as store, Kept};
use serde::Deserialize;

use super::catalogue::{address, said};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "consultation/entry.html")]
struct EntryPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    version: i64,
    kind: String,
    fields: Vec<Field>,
    problems: Problems,
}

/// An entry as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// `class`, or nothing for an item.
    kind: String,
    step: String,
    version: i64,
    class: String,
    zh: String,
    en: String,
    rule: String,
    reason: String,
}

impl Draft {
    fn is_class(&self) -> bool {
        self.kind == "class"
    }

    fn name(&self) -> Name {
        Name::new(&self.zh, &self.en)
    }
}

/// `GET …/catalogue/new`
pub async fn ask_new(
    State(app): State<App>,
    ctx: Ctx,
    OfficeOf(office): OfficeOf,
    Query(draft): Query<Draft>,
) -> Result<Response, WebError> {
    let kept = kept(&app, office).await?;
    Ok(entry_page(ctx, office, &kept, None, &draft, Problems::default()))
}

/// `POST …/catalogue/new`
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let edit = if draft.is_class() {
        Edit::AddClass { name: draft.name(), rule: Name::new(&draft.rule, "") }
    } else {
        Edit::AddItem { class: draft.class.clone(), name: draft.name() }
    };
    make(&app, ctx, &actor, office, None, &draft, vec![edit]).await
}

/// `GET …/catalogue/{code}`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, code)): Path<(Office, String)>,
) -> Result<Response, WebError> {
    let kept = kept(&app, office).await?;
    let draft = as_it_stands(&kept.catalogue, &code).ok_or(WebError::NotFound)?;
    Ok(entry_page(ctx, office, &kept, Some(&code), &draft, Problems::default()))
}

/// `POST …/catalogue/{code}`
pub async fn change(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, code)): Path<(Office, String)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let kept = kept(&app, office).await?;
    let before = as_it_stands(&kept.catalogue, &code).ok_or(WebError::NotFound)?;
    let at = || code.clone();
    let edits = match draft.step.as_str() {
        "retire" => vec![Edit::Retire { code: at() }],
        "bring-back" => vec![Edit::BringBack { code: at() }],
        _ => {
            let moved = !before.is_class() && draft.class != before.class;
            let renamed = draft.name() != before.name() || !moved;
            let rename = renamed.then(|| Edit::Rename { code: at(), name: draft.name() });
            rename.into_iter().chain(moved.then(|| Edit::Move { code: at(), class: draft.class.clone() })).collect()
        }
    };
    make(&app, ctx, &actor, office, Some(&code), &draft, edits).await
}

async fn kept(app: &App, office: Office) -> Result<Kept, WebError> {
    let today = app.today();
    Ok(app.store.read(move |tx| store::of(tx, office, today)).await?)
}

/// A class or an item as a draft of itself.
fn as_it_stands(catalogue: &Catalogue, code: &str) -> Option<Draft> {
    let draft = |kind: &str, name: &Name, class: &str| Draft {
        kind: kind.to_owned(),
        class: class.to_owned(),
        zh: name.zh.clone(),
        en: name.en.clone(),
        ..Draft::default()
    };
    let class = catalogue.class(code).map(|class| draft("class", &class.name, ""));
    class.or_else(|| catalogue.item(code).map(|item| draft("", &item.name, &item.class)))
}

/// Why nothing was changed.
enum Stopped {
    Edit(CannotEdit),
    Fault(WebError),
}

impl From<linli_store::Error> for Stopped {
    fn from(fault: linli_store::Error) -> Self {
        Self::Fault(fault.into())
    }
}

/// Makes the changes, all or none, on the catalogue that was looked at.
async fn make(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    code: Option<&str>,
    draft: &Draft,
    edits: Vec<Edit>,
) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    let reason: String = clean_line(&draft.reason).chars().take(LONGEST_REASON).collect();
    if reason.is_empty() {
        problems.add("reason", ctx.t("catalogue-why-no-reason"));
    } else {
        let seen = draft.version;
        let written = app.store.write(actor, move |tx| {
            let today = tx.today();
            let mut kept = store::of(tx, office, today)?;
            if kept.version != seen {
                return Err(Stopped::Fault(WebError::Conflict));
            }
            for edit in &edits {
                let code = kept.catalogue.edit(edit.clone()).map_err(Stopped::Edit)?;
                store::keep(tx, &kept, edit, &code, &reason)?;
                kept.version += 1;
            }
            Ok(())
        });
        match written.await {
            Ok(()) => return Ok(done(&address(office), "catalogue-done-changed")),
            Err(Stopped::Fault(fault)) => return Err(fault),
            Err(Stopped::Edit(why)) => {
                let (field, text) = bad(&ctx, why);
                problems.add(field, text);
            }
        }
    }
    let kept = kept(app, office).await?;
    Ok(entry_page(ctx, office, &kept, code, draft, problems))
}

fn bad(ctx: &Ctx, why: CannotEdit) -> (&'static str, String) {
    match why {
        CannotEdit::NoName => ("zh", ctx.t("catalogue-why-no-name")),
        CannotEdit::NameTooLong => ("zh", ctx.t_n("catalogue-why-long", LONGEST_NAME)),
        CannotEdit::NameTaken => ("zh", ctx.t("catalogue-why-taken")),
        CannotEdit::NoSuchCode => ("class", ctx.t("catalogue-why-no-class")),
        CannotEdit::ClassRetired => ("class", ctx.t("catalogue-why-class-retired")),
        CannotEdit::ClassInUse => ("step", ctx.t("catalogue-why-class-in-use")),
        CannotEdit::Full => {
            ("zh", ctx.t_with("catalogue-why-full", &[("items", MOST_ITEMS), ("classes", MOST_CLASSES)]))
        }
        CannotEdit::SoAlready => ("zh", ctx.t("catalogue-why-so-already")),
    }
}

fn entry_page(
    ctx: Ctx,
    office: Office,
    kept: &Kept,
    code: Option<&str>,
    draft: &Draft,
    problems: Problems,
) -> Response {
    let catalogue = &kept.catalogue;
    let field = |name: &'static str, value: &str| Field::new(name, ctx.t(format!("catalogue-{name}"))).value(value);
    let mut fields = vec![field("zh", &draft.zh).required(), field("en", &draft.en).quiet()];
    if draft.is_class() {
        if code.is_none() {
            fields.push(field("rule", &draft.rule).quiet().hint(ctx.t("catalogue-rule-hint")));
        }
    } else {
        let offered = catalogue.classes.iter().filter(|class| !class.retired || class.code == draft.class);
        let classes = offered.map(|class| (class.code.clone(), said(ctx.lang, &class.name)));
        fields.push(field("class", &draft.class).kind("select").options(classes).value(&draft.class).required());
    }
    let of_class = code.and_then(|code| catalogue.class(code)).map(|class| (class.retired, &class.name));
    let of_item = code.and_then(|code| catalogue.item(code)).map(|item| (item.retired, &item.name));
    let stands = of_class.or(of_item);
    if let Some((retired, _)) = stands {
        let other = if retired { "bring-back" } else { "retire" };
        let steps = ["change", other].map(|step| (step, ctx.t(format!("catalogue-step-{step}"))));
        let chosen = if draft.step == other { other } else { "change" };
        fields.insert(0, field("step", chosen).kind("radio").options(steps).required());
    }
    fields.push(field("reason", &draft.reason).hint(ctx.t("catalogue-reason-hint")).required());
    let adds = if draft.is_class() { "catalogue-add-class" } else { "catalogue-add-item" };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = ctx.t("catalogue-title");
    let shown = EntryPage {
        crumbs: vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk"), Crumb::new(title, address(office))],
        title: stands.map_or_else(|| ctx.t(adds), |(_, name)| said(ctx.lang, name)),
        here: format!("{}/{}", address(office), code.unwrap_or("new")),
        version: kept.version,
        kind: draft.kind.clone(),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}
