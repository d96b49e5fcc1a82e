//! One submission: every answer with its question, the rows of its repeats, its files, and the XML as it came.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::openrosa::{FieldFormId, SubmissionId};
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_formats::xforms::Form;
use linli_store::consultation::openrosa::form;
use linli_store::consultation::openrosa::submission::{self, File, Submission};

use super::form::marks;
use super::{address, crumbs, tables};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Path;
use crate::shell::{Crumb, Ctx, encode, file as download, page};

#[derive(Template)]
#[template(path = "consultation/openrosa/one.html")]
struct OnePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    title: String,
    at: Timestamp,
    by: String,
    version: String,
    instance: String,
    deprecated: Option<String>,
    marks: Vec<(&'static str, &'static str)>,
    /// It was not let go of.
    kept: bool,
    tables: Vec<Shown>,
    unknown: usize,
    misfits: Vec<String>,
    files: Vec<File>,
}

/// A table of the form, with what was said.
struct Shown {
    name: String,
    rows: Vec<Vec<(String, String)>>,
}

/// What belongs to a submission of this form; `Missing`: it is another form's.
async fn know(app: &App, office: Office, of: FieldFormId, id: SubmissionId) -> Result<Submission, WebError> {
    let one = app.store.read(move |tx| submission::get(tx, office, id)).await?;
    if one.form == of { Ok(one) } else { Err(WebError::NotFound) }
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, of, id)): Path<(Office, FieldFormId, SubmissionId)>,
) -> Result<Response, WebError> {
    let one = know(&app, office, of, id).await?;
    let number = one.number;
    let read = app.store.read(move |tx| {
        let known = form::get(tx, office, of)?;
        let versions = form::versions(tx, office, of)?;
        Ok::<_, WebError>((known, versions, form::xml(tx, office, of, number)?.0, submission::files(tx, office, id)?))
    });
    let (known, versions, xml, files) = read.await?;
    let (one, read) = app.parse(move || (laid_out(&one, &xml), one)).await.map(|(read, one)| (one, read))?;
    let (tables, unknown, misfits) = read?;
    let mut crumbs = crumbs(&ctx, office);
    crumbs.push(Crumb::new(known.title, address(office, of)));
    let version = versions.into_iter().find(|version| version.number == number).map(|v| v.version).unwrap_or_default();
    let shown = OnePage {
        here: format!("{}/submissions/{id}", address(office, of)),
        title: ctx.t_with("openrosa-one", &[("at", ctx.instant(one.received_at))]),
        at: one.received_at,
        by: one.by_name.clone(),
        version,
        marks: marks(&one),
        kept: one.xml != Personal::Erased,
        instance: one.instance,
        deprecated: one.deprecated,
        tables,
        unknown,
        misfits,
        files,
        crumbs,
        ctx,
    };
    Ok(page(&shown))
}

/// Tables, how many elements the form does not know, and the places whose answers are not of their type.
type LaidOut = (Vec<Shown>, usize, Vec<String>);

fn laid_out(one: &Submission, xml: &str) -> Result<LaidOut, WebError> {
    let form = Form::read(xml.as_bytes()).map_err(WebError::fault)?;
    let Some(answers) = tables::answers(one, &form) else { return Ok(LaidOut::default()) };
    let shapes = form.tables();
    let table = |(shape, rows): (&linli_formats::xforms::TableShape, &Vec<linli_formats::xforms::AnswerRow>)| {
        let headings = tables::headings(&form, shape);
        let row = |row: &linli_formats::xforms::AnswerRow| {
            let said = headings.iter().zip(&row.values);
            said.filter_map(|(heading, value)| Some((heading.clone(), value.as_ref()?.to_string()))).collect()
        };
        Shown { name: shape.name.clone(), rows: rows.iter().map(row).collect() }
    };
    let tables = shapes.iter().zip(&answers.tables).map(table).filter(|shown| !shown.rows.is_empty()).collect();
    Ok((tables, answers.unknown.len(), answers.misfits.into_iter().map(|misfit| misfit.path).collect()))
}

/// `GET …/answer.xml`: byte for byte as the phone sent it.
pub async fn xml(
    State(app): State<App>,
    ctx: Ctx,
    Path((office, of, id)): Path<(Office, FieldFormId, SubmissionId)>,
) -> Result<Response, WebError> {
    let one = know(&app, office, of, id).await?;
    let text = match &one.xml {
        Personal::Known(text) => text,
        Personal::Closed => return Err(WebError::NoKey("key-missing")),
        Personal::Erased => return Err(WebError::NotFound),
    };
    Ok(download(&ctx, &format!("{id}"), "xml", "application/xml", text.as_bytes().to_vec()))
}

/// `GET …/files/{digest}`: kept as it came, so never shown in the page: whatever it is, it is saved.
pub async fn file(
    State(app): State<App>,
    Path((office, of, id, digest)): Path<(Office, FieldFormId, SubmissionId, String)>,
) -> Result<Response, WebError> {
    let digest: Digest = digest.parse().map_err(|_| WebError::NotFound)?;
    know(&app, office, of, id).await?;
    let files = app.store.read(move |tx| submission::files(tx, office, id)).await?;
    let file = files.into_iter().find(|file| file.digest == digest).ok_or(WebError::NotFound)?;
    let bytes = app.objects.get(digest).await?;
    let disposition = format!("attachment; filename*=UTF-8''{}", encode(&file.name));
    Ok(([(CONTENT_TYPE, file.media_type), (CONTENT_DISPOSITION, disposition)], bytes).into_response())
}
