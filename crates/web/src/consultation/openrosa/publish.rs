//! `/desk/{office}/forms/new`: a form is published, or one more version of it; with the files that belong beside it.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use linli_domain::consultation::openrosa::{BadForm, FieldFormId, MOST_MEDIA, MOST_VERSIONS, file_name, named};
use linli_domain::kernel::Office;
use linli_formats::xforms::{Form, RowProblem, XlsForm, with_identity};
use linli_store::Error;
use linli_store::consultation::openrosa::form::{self, Medium, NewVersion, Published};

use super::credentials::md5_of;
use super::{address, crumbs, root, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{OfficeOf, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Lang, Problems, page_with};

#[derive(Template)]
#[template(path = "consultation/openrosa/publish.html")]
struct PublishPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    fields: Vec<Field>,
    problems: Problems,
}

pub async fn ask(ctx: Ctx, OfficeOf(office): OfficeOf) -> Response {
    publish_page(ctx, office, Problems::default())
}

fn publish_page(ctx: Ctx, office: Office, problems: Problems) -> Response {
    let fields = vec![
        Field::new("form", ctx.t("openrosa-file")).kind("file").hint(ctx.t("openrosa-file-hint")).required(),
        Field::new("media", ctx.t("openrosa-media")).kind("file").hint(ctx.t("openrosa-media-hint")),
    ];
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = PublishPage {
        crumbs: crumbs(&ctx, office),
        here: format!("{}/new", root(office)),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// The files of a page's form, by the field that they came in.
struct Uploaded {
    form: Option<(String, Bytes)>,
    media: Vec<(String, Bytes)>,
}

impl Uploaded {
    async fn read(mut parts: Multipart) -> Result<Self, WebError> {
        let mut uploaded = Self { form: None, media: Vec::new() };
        while let Some(part) = parts.next_field().await? {
            let (field, name) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            let bytes = part.bytes().await?;
            // A browser sends an empty part where nothing was chosen.
            let Some(name) = name.filter(|name| !(name.is_empty() && bytes.is_empty())) else { continue };
            match field.as_str() {
                "form" => uploaded.form = Some((name, bytes)),
                "media" if uploaded.media.len() < MOST_MEDIA => uploaded.media.push((name, bytes)),
                "media" => return Err(WebError::TooLarge),
                _ => {}
            }
        }
        Ok(uploaded)
    }
}

/// `POST …/forms/new`
pub async fn publish(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    parts: Multipart,
) -> Result<Response, WebError> {
    let Uploaded { form, media } = Uploaded::read(parts).await?;
    let mut problems = Problems::default();
    let Some((name, bytes)) = form else {
        problems.add("form", ctx.t("works-file-missing"));
        return Ok(publish_page(ctx, office, problems));
    };
    let lang = ctx.lang;
    let new = match app.parse(move || version(lang, &name, &bytes)).await? {
        Ok(new) => new,
        Err(whys) => {
            for why in whys {
                problems.add("form", why);
            }
            return Ok(publish_page(ctx, office, problems));
        }
    };
    let Some(media) = kept(&app, &ctx, media, &mut problems).await? else {
        return Ok(publish_page(ctx, office, problems));
    };
    let version = new.version.clone();
    let written = app.store.write(&actor, move |tx| {
        let published = form::publish(tx, &new)?;
        if let Published::Form(id, number) | Published::Version(id, number) | Published::Same(id, number) = published {
            media.iter().try_for_each(|medium| form::put_medium(tx, id, number, medium))?;
        }
        Ok::<_, Error>(published)
    });
    let published = match written.await {
        Ok(published) => published,
        // Two publish one form at the same moment: the other one was first.
        Err(Error::Duplicate) => return Err(WebError::Conflict),
        Err(error) => return Err(error.into()),
    };
    match published {
        Published::Form(id, _) => Ok(done(&address(office, id), "openrosa-done-published")),
        Published::Version(id, _) => Ok(done(&address(office, id), "openrosa-done-version")),
        Published::Same(id, _) => Ok(done(&address(office, id), "openrosa-done-same")),
        Published::Taken(_) => {
            problems.add("form", ctx.t_with("openrosa-why-version-taken", &[("version", version)]));
            Ok(publish_page(ctx, office, problems))
        }
        Published::TooMany(_) => {
            problems.add("form", ctx.t_n("openrosa-why-versions", MOST_VERSIONS));
            Ok(publish_page(ctx, office, problems))
        }
    }
}

/// A file as a version, or every reason why it is none. It takes its time.
pub fn version(lang: Lang, name: &str, bytes: &[u8]) -> Result<NewVersion, Vec<String>> {
    let is_workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let told = |why| vec![words::refusal(lang, &why)];
    let given = if is_workbook {
        let row = |problem: &RowProblem| placed(lang, problem);
        XlsForm::read(bytes, name).map_err(|problems| problems.iter().map(row).collect::<Vec<_>>())?
    } else {
        String::from_utf8(bytes.to_vec()).map_err(|_| vec![lang.text("openrosa-not-utf8")])?
    };
    let form = Form::read(given.as_bytes()).map_err(told)?;
    let (form_id, version, title) =
        named(&form.id, form.version.as_deref(), &form.title).map_err(|why| vec![lang.text(bad(why))])?;
    let xml = with_identity(&form, &given);
    let (xml, given) = match xml {
        Some(xml) => (xml, Some(given)),
        None => (given, None),
    };
    Ok(NewVersion { md5: md5_of(xml.as_bytes()), form_id, version, title, xml, given })
}

const fn bad(why: BadForm) -> &'static str {
    match why {
        BadForm::FormId => "openrosa-why-form-id",
        BadForm::Version => "openrosa-why-form-version",
        BadForm::Reserved => "openrosa-why-reserved",
    }
}

fn placed(lang: Lang, problem: &RowProblem) -> String {
    let reason = words::wrong(lang, &problem.wrong);
    if problem.sheet.is_empty() || problem.row == 0 {
        return reason;
    }
    let place = [("sheet", problem.sheet.clone()), ("row", problem.row.to_string()), ("reason", reason)];
    lang.text_with("openrosa-row", &place)
}

/// Files whose bytes are kept. Nothing where one of them has no name.
async fn kept(
    app: &App,
    ctx: &Ctx,
    media: Vec<(String, Bytes)>,
    problems: &mut Problems,
) -> Result<Option<Vec<Medium>>, WebError> {
    let mut all = Vec::with_capacity(media.len());
    for (name, bytes) in media {
        let Some(name) = file_name(&name) else {
            problems.add("media", ctx.t("openrosa-why-file-name"));
            return Ok(None);
        };
        let (length, hashed) = (i64::try_from(bytes.len()).unwrap_or(i64::MAX), bytes.clone());
        let md5 = tokio::task::spawn_blocking(move || md5_of(&hashed)).await.map_err(WebError::fault)?;
        all.push(Medium { name, digest: app.objects.keep(bytes).await?, md5, bytes: length });
    }
    Ok(Some(all))
}

/// `POST …/forms/{form}/media`: files beside the version that is offered now.
pub async fn add_media(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, FieldFormId)>,
    parts: Multipart,
) -> Result<Response, WebError> {
    let Uploaded { media, .. } = Uploaded::read(parts).await?;
    let mut problems = Problems::default();
    if media.is_empty() {
        problems.add("media", ctx.t("works-file-missing"));
    }
    let kept = kept(&app, &ctx, media, &mut problems).await?;
    let Some(media) = kept.filter(|_| problems.is_empty()) else {
        return super::form::form_page(&app, ctx, &actor, (office, id), &super::form::Asked::default(), problems).await;
    };
    let written = app.store.write(&actor, move |tx| {
        let number = form::get(tx, office, id)?.number;
        media.iter().try_for_each(|medium| form::put_medium(tx, id, number, medium))
    });
    written.await?;
    Ok(done(&address(office, id), "openrosa-done-media"))
}
