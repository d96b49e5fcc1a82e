//! `GET /desk/{office}/forms`: every form, by the id that phones know it by.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::people::Act;
use linli_store::consultation::openrosa::{form, listing};
use serde::Deserialize;

use super::{address, root, state};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Query, SignedIn};
use crate::shell::{Ctx, Paging, encode, page};

const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "consultation/openrosa/forms.html")]
struct FormsPage {
    ctx: Ctx,
    rows: Vec<Row>,
    /// Where a form is published and phones get their passwords, for who may.
    new: Option<String>,
    collectors: String,
    paging: Paging,
}

struct Row {
    title: String,
    href: String,
    form_id: String,
    state: &'static str,
    look: &'static str,
    versions: i64,
    submissions: i64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let after = asked.after.clone();
    let read = app
        .store
        .read(move |tx| Ok::<_, WebError>((form::list(tx, office, &after, PAGE + 1)?, listing::counts(tx, office)?)));
    let (mut all, counts) = read.await?;
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let here = root(office);
    let next = all.last().filter(|_| more).map(|last| format!("{here}?after={}", encode(&last.form_id)));
    let row = |form: &form::FieldForm| {
        let (state, look) = state(form.state);
        Row {
            title: form.title.clone(),
            href: address(office, form.id),
            form_id: form.form_id.clone(),
            state,
            look,
            versions: form.number,
            submissions: counts.get(&form.id).copied().unwrap_or_default(),
        }
    };
    let shown = FormsPage {
        rows: all.iter().map(row).collect(),
        new: actor.may_enter(Act::KeepForms, office).is_ok().then(|| format!("{here}/new")),
        collectors: format!("/desk/{office}/collectors"),
        paging: Paging { previous: (!asked.after.is_empty()).then(|| here.clone()), next, shown: String::new() },
        ctx,
    };
    Ok(page(&shown))
}
