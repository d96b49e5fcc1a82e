//! `GET /desk/{office}/forms/{form}`: one form: its versions and files, what was answered, how it is taken away; opened and closed.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::openrosa::{FieldFormId, FormState, SubmissionId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_formats::xforms::Form as XForm;
use linli_store::consultation::openrosa::form::{self, FieldForm, Medium, Version};
use linli_store::consultation::openrosa::listing;
use linli_store::consultation::openrosa::submission::Submission;
use serde::Deserialize;

use super::{address, crumbs, root, state, tables};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Paging, Problems, page_with};

const PAGE: usize = 30;
/// Columns of the table on the page; all of them are in the files.
const COLUMNS: usize = 6;

#[derive(Template)]
#[template(path = "consultation/openrosa/form.html")]
struct FormPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    title: String,
    form_id: String,
    state: &'static str,
    look: &'static str,
    states: Vec<(&'static str, &'static str)>,
    from: &'static str,
    versions: Vec<Version>,
    media: Vec<Beside>,
    missing: usize,
    media_field: Field,
    headings: Vec<String>,
    rows: Vec<Row>,
    paging: Paging,
    with_replaced: bool,
    /// The tables that a file of separated values holds one of each.
    tables: Vec<String>,
    new: String,
    may_keep: bool,
    may_export: bool,
    problems: Problems,
}

/// A file that the form asks for, or has.
struct Beside {
    name: String,
    bytes: Option<i64>,
    wanted: bool,
}

struct Row {
    href: String,
    at: Timestamp,
    by: String,
    /// `openrosa-mark-…` and its colour.
    marks: Vec<(&'static str, &'static str)>,
    cells: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    at: Option<i64>,
    before: Option<SubmissionId>,
    replaced: String,
}

impl Asked {
    fn from(&self) -> Option<(Timestamp, SubmissionId)> {
        Timestamp::from_millisecond(self.at?).ok().zip(self.before)
    }

    fn with_replaced(&self) -> bool {
        self.replaced == "yes"
    }
}

/// What the page stands on.
struct Known {
    form: FieldForm,
    xml: String,
    versions: Vec<Version>,
    media: Vec<Medium>,
    submissions: Vec<Submission>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path(at): Path<(Office, FieldFormId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    form_page(&app, ctx, &actor, at, &asked, Problems::default()).await
}

pub(super) async fn form_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, FieldFormId),
    asked: &Asked,
    problems: Problems,
) -> Result<Response, WebError> {
    let (from, with_replaced) = (asked.from(), asked.with_replaced());
    let read = app.store.read(move |tx| {
        let form = form::get(tx, office, id)?;
        let (xml, _) = form::xml(tx, office, id, form.number)?;
        let versions = form::versions(tx, office, id)?;
        let media = form::media(tx, office, id, form.number)?;
        let submissions = listing::page(tx, office, id, from, with_replaced, PAGE + 1)?;
        Ok::<_, WebError>(Known { form, xml, versions, media, submissions })
    });
    let mut known = read.await?;
    let more = known.submissions.len() > PAGE;
    known.submissions.truncate(PAGE);
    let here = address(office, id);
    let kept = if with_replaced { "&replaced=yes" } else { "" };
    let next = known
        .submissions
        .last()
        .filter(|_| more)
        .map(|last| format!("{here}?at={}&before={}{kept}", last.received_at.as_millisecond(), last.id));
    let paging = Paging { previous: from.map(|_| here.clone()), next, shown: String::new() };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let seen = app.parse(move || Seen::of(known)).await??;
    let (word, look) = state(seen.form.state);
    let row = |one: &Submission, cells: Vec<String>| Row {
        href: format!("{here}/submissions/{}", one.id),
        at: one.received_at,
        by: one.by_name.clone(),
        marks: marks(one),
        cells,
    };
    let shown = FormPage {
        crumbs: crumbs(&ctx, office),
        title: seen.form.title.clone(),
        form_id: seen.form.form_id.clone(),
        state: word,
        look,
        states: FormState::ALL.into_iter().filter(|to| *to != seen.form.state).map(step).collect(),
        from: seen.form.state.as_str(),
        versions: seen.versions,
        missing: seen.media.iter().filter(|file| file.wanted && file.bytes.is_none()).count(),
        media: seen.media,
        media_field: Field::new("media", ctx.t("openrosa-media")).kind("file").quiet().problem(&problems),
        headings: seen.headings,
        rows: seen.rows.into_iter().map(|(one, cells)| row(&one, cells)).collect(),
        paging,
        with_replaced,
        tables: seen.tables,
        new: format!("{}/new", root(office)),
        may_keep: actor.may_enter(Act::KeepForms, office).is_ok(),
        may_export: actor.may_enter(Act::ExportForms, office).is_ok(),
        problems,
        here: here.clone(),
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// What one may do with a form, and the word for it.
const fn step(to: FormState) -> (&'static str, &'static str) {
    match to {
        FormState::Open => ("open", "openrosa-open"),
        FormState::Closing => ("closing", "openrosa-closing"),
        FormState::Closed => ("closed", "openrosa-close"),
    }
}

pub(super) fn marks(one: &Submission) -> Vec<(&'static str, &'static str)> {
    let marks = [
        (one.replaced, ("openrosa-mark-replaced", "grey")),
        (one.deprecated.is_some(), ("openrosa-mark-edited", "teal")),
        (!one.complete, ("openrosa-mark-incomplete", "amber")),
        (one.encrypted, ("openrosa-mark-encrypted", "grey")),
        (one.xml == Personal::Closed, ("openrosa-mark-closed", "grey")),
        (one.xml == Personal::Erased, ("openrosa-mark-erased", "grey")),
    ];
    marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).collect()
}

/// The page's tables, read off the async threads.
struct Seen {
    form: FieldForm,
    versions: Vec<Version>,
    media: Vec<Beside>,
    headings: Vec<String>,
    tables: Vec<String>,
    rows: Vec<(Submission, Vec<String>)>,
}

impl Seen {
    fn of(known: Known) -> Result<Self, WebError> {
        let Known { form, xml, versions, media, submissions } = known;
        let read = XForm::read(xml.as_bytes()).map_err(WebError::fault)?;
        let shapes = read.tables();
        // What is filled in by the phone itself says little; questions come first.
        let asked: std::collections::HashSet<_> = read
            .all_controls()
            .into_iter()
            .filter(|control| control.kind.asks())
            .filter_map(|c| c.path.clone())
            .collect();
        let main = &shapes[0];
        let columns: Vec<usize> =
            (0..main.columns.len()).filter(|at| asked.contains(&main.columns[*at].path)).take(COLUMNS).collect();
        let all = tables::headings(&read, main);
        let row = |one: Submission| {
            let answers = tables::answers(&one, &read);
            let first = answers.as_ref().and_then(|answers| answers.tables.first()?.first());
            let said = |at: &usize| first.and_then(|row| Some(row.values.get(*at)?.as_ref()?.to_string()));
            let cells = columns.iter().map(|at| shortened(&said(at).unwrap_or_default())).collect();
            (one, cells)
        };
        Ok(Self {
            media: beside(&read, &media),
            headings: columns.iter().map(|at| shortened(&all[*at])).collect(),
            tables: shapes.iter().map(|shape| shape.name.clone()).collect(),
            rows: submissions.into_iter().map(row).collect(),
            form,
            versions,
        })
    }
}

fn beside(form: &XForm, kept: &[Medium]) -> Vec<Beside> {
    let bytes = |name: &str| kept.iter().find(|medium| medium.name == name).map(|medium| medium.bytes);
    let wanted =
        form.media.iter().map(|file| Beside { name: file.name.clone(), bytes: bytes(&file.name), wanted: true });
    let others = kept.iter().filter(|medium| form.media.iter().all(|file| file.name != medium.name));
    let others = others.map(|medium| Beside { name: medium.name.clone(), bytes: Some(medium.bytes), wanted: false });
    wanted.chain(others).collect()
}

/// As much of a text as a cell holds.
fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

/// What somebody does with a form.
#[derive(Clone, Debug, Deserialize)]
pub struct StateForm {
    from: String,
    to: String,
}

/// `POST …/forms/{form}/state`
pub async fn set_state(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, FieldFormId)>,
    Form(asked): Form<StateForm>,
) -> Result<Response, WebError> {
    let read = |text: &str| text.parse::<FormState>().map_err(|()| WebError::BadRequest);
    let (from, to) = (read(&asked.from)?, read(&asked.to)?);
    app.store.write(&actor, move |tx| form::set_state(tx, id, from, to)).await?;
    Ok(done(&address(office, id), "openrosa-done-state"))
}
