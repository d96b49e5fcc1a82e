//! `HEAD` and `POST …/submission`: the hot path of the field. Parts go to the store of files as they come; only when all of them
//! are there, and the XML can be read, is anything kept, and the phone hears "done" when it lies on the disk.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::openrosa::{LONGEST_INSTANCE, MOST_FILES, SubmissionId, file_name};
use linli_formats::xforms::{Limits, Submission};
use linli_store::consultation::openrosa::submission::{self, NotTaken, Received, Sent, SentFile};
use linli_store::objects::Staged;

use super::gate::Collector;
use super::{WANTED_POST, answer, files, questionnaire, words};
use crate::app::App;
use crate::error::WebError;
use crate::shell::Ctx;

/// Larger than this an answer is read off the async threads.
const LARGE: usize = 256 << 10;
/// Files of one post wait in memory up to here.
const MOST_IN_MEMORY: usize = 8 << 20;
/// Parts of one post; a phone sends a hundred at most.
const MOST_PARTS: usize = 220;

/// `HEAD …/submission`: exactly 204, or a phone asks whether this is a server for submissions at all.
pub async fn ready(_: Collector) -> Response {
    let mut answer = answer::bare(StatusCode::NO_CONTENT);
    let most = HeaderName::from_static("x-openrosa-accept-content-length");
    answer.headers_mut().insert(most, HeaderValue::from_static(WANTED_POST));
    answer
}

/// Why a post is not taken.
pub(super) enum Refused {
    /// In words that its sender reads.
    Why(StatusCode, String),
    Fault(WebError),
}

impl<E: Into<WebError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}

/// `POST …/submission`
pub async fn receive(State(app): State<App>, ctx: Ctx, collector: Collector, request: Request) -> Response {
    match take(&app, &ctx, &collector, request).await {
        Ok(new) => {
            let key = if new { "openrosa-received" } else { "openrosa-received-again" };
            answer::told(StatusCode::CREATED, &ctx.t(key))
        }
        Err(Refused::Why(status, why)) => answer::told(status, &why),
        Err(Refused::Fault(error)) => error.into_response(),
    }
}

/// Whether it was new.
async fn take(app: &App, ctx: &Ctx, collector: &Collector, request: Request) -> Result<bool, Refused> {
    let mut post = Post::default();
    let read = match Multipart::from_request(request, &()).await {
        Ok(multipart) => post.read(app, ctx, multipart).await,
        Err(_) => Err(Refused::Why(StatusCode::BAD_REQUEST, ctx.t("openrosa-why-not-multipart"))),
    };
    let answer = match read {
        Ok(()) => parse(app, ctx, std::mem::take(&mut post.xml)).await,
        Err(why) => Err(why),
    };
    match answer {
        Ok((answer, xml)) => match questionnaire::campaign_of(&answer.form_id) {
            Some(campaign) => questionnaire::take::take(app, ctx, collector, campaign, answer, post.files).await,
            None => keep(app, ctx, collector, answer, xml, post).await,
        },
        Err(why) => {
            forget(post.files).await;
            Err(why)
        }
    }
}

/// A post as it comes.
#[derive(Debug, Default)]
struct Post {
    xml: Option<Vec<u8>>,
    incomplete: bool,
    files: Vec<(String, Staged)>,
    /// Bytes of files that wait in memory.
    in_memory: usize,
}

impl Post {
    async fn read(&mut self, app: &App, ctx: &Ctx, mut parts: Multipart) -> Result<(), Refused> {
        let mut count = 0;
        while let Some(part) = parts.next_field().await? {
            count += 1;
            if count > MOST_PARTS {
                return Err(Refused::Why(StatusCode::PAYLOAD_TOO_LARGE, ctx.t_n("openrosa-why-many-parts", 200)));
            }
            match part.name().unwrap_or_default() {
                "xml_submission_file" => {
                    if self.xml.is_some() {
                        return Err(bad(ctx, "openrosa-why-two-answers"));
                    }
                    self.xml = Some(whole(ctx, part, Limits::SUBMISSION.bytes).await?);
                }
                "*isIncomplete*" => {
                    self.incomplete = whole(ctx, part, 100).await?.trim_ascii().eq_ignore_ascii_case(b"yes");
                }
                // What is no file says something about the sender that nobody asked for.
                _ if part.file_name().is_none() => {}
                _ => self.file(app, ctx, part).await?,
            }
        }
        Ok(())
    }

    async fn file(&mut self, app: &App, ctx: &Ctx, mut part: Field<'_>) -> Result<(), Refused> {
        let given = part.file_name().filter(|name| !name.is_empty()).or(part.name()).unwrap_or_default();
        let name = file_name(given).ok_or_else(|| bad(ctx, "openrosa-why-file-name"))?;
        let mut staged = app.objects.stage();
        loop {
            match part.chunk().await {
                Ok(Some(piece)) => {
                    if let Err(error) = staged.add(&piece).await {
                        staged.forget().await;
                        return Err(error.into());
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    staged.forget().await;
                    return Err(error.into());
                }
            }
        }
        self.in_memory += staged.in_memory();
        self.files.push((name, staged));
        if self.in_memory > MOST_IN_MEMORY {
            self.in_memory = 0;
            for (_, staged) in &mut self.files {
                staged.spill().await?;
            }
        }
        Ok(())
    }
}

/// What came and is not kept.
pub(super) async fn forget(files: impl IntoIterator<Item = (String, Staged)>) {
    for (_, staged) in files {
        staged.forget().await;
    }
}

fn bad(ctx: &Ctx, key: &str) -> Refused {
    Refused::Why(StatusCode::BAD_REQUEST, ctx.t(key))
}

/// A part that is read as a whole, and so is small.
async fn whole(ctx: &Ctx, mut part: Field<'_>, most: usize) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await? {
        if bytes.len() + piece.len() > most {
            let why = ctx.t_with("openrosa-too-large", &[("mebibytes", most.div_ceil(1 << 20))]);
            return Err(Refused::Why(StatusCode::PAYLOAD_TOO_LARGE, why));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// The answer, and its text as it came.
async fn parse(app: &App, ctx: &Ctx, xml: Option<Vec<u8>>) -> Result<(Submission, String), Refused> {
    let bytes = xml.ok_or_else(|| bad(ctx, "openrosa-why-no-answer"))?;
    let is_large = bytes.len() > LARGE;
    let read = move || (Submission::read(&bytes), bytes);
    let (read, bytes) = if is_large { app.parse(read).await? } else { read() };
    let answer = read.map_err(|why| Refused::Why(StatusCode::BAD_REQUEST, words::refusal(ctx.lang, &why)))?;
    let names = [answer.instance_id.as_deref(), answer.deprecated_id.as_deref()];
    if names.into_iter().flatten().any(|name| name.chars().count() > LONGEST_INSTANCE) {
        return Err(bad(ctx, "openrosa-why-instance"));
    }
    let text = String::from_utf8(bytes).map_err(|_| bad(ctx, "openrosa-not-utf8"))?;
    Ok((answer, text))
}

async fn keep(
    app: &App,
    ctx: &Ctx,
    collector: &Collector,
    answer: Submission,
    xml: String,
    post: Post,
) -> Result<bool, Refused> {
    let mut sent = Sent {
        id: SubmissionId::new(),
        collector: collector.id,
        form_id: answer.form_id,
        version: answer.version.unwrap_or_default(),
        instance: answer.instance_id,
        deprecated: answer.deprecated_id,
        encrypted: answer.encrypted,
        xml,
        incomplete: post.incomplete,
        files: Vec::new(),
    };
    let (form, version) = (sent.form_id.clone(), sent.version.clone());
    if !post.files.is_empty() {
        // Files of what is not taken are not kept either.
        let (office, looked) = (collector.actor.office, sent.clone());
        if let Err(why) = app.store.read(move |tx| submission::look(tx, office, &looked)).await {
            forget(post.files).await;
            return Err(not_taken(ctx, &form, &version, why));
        }
    }
    let mut left = post.files.into_iter();
    while let Some((name, staged)) = left.next() {
        let (bytes, media_type) = (i64::try_from(staged.bytes()).unwrap_or(i64::MAX), files::kind(staged.begin()));
        let digest = match staged.keep().await {
            Ok(digest) => digest,
            Err(error) => {
                forget(left).await;
                return Err(error.into());
            }
        };
        sent.files.push(SentFile { name, digest, media_type, bytes });
    }
    let done = app.store.write(&collector.actor, move |tx| submission::receive(tx, &sent)).await;
    let received = done.map_err(|why| not_taken(ctx, &form, &version, why))?;
    Ok(matches!(received, Received::New(_)))
}

fn not_taken(ctx: &Ctx, form: &str, version: &str, why: NotTaken) -> Refused {
    let short = |text: &str| text.chars().take(80).collect::<String>();
    let names = [("form", short(form)), ("version", short(version))];
    match why {
        NotTaken::NoSuchForm => Refused::Why(StatusCode::NOT_FOUND, ctx.t_with("openrosa-why-no-form", &names)),
        NotTaken::NoSuchVersion => Refused::Why(StatusCode::NOT_FOUND, ctx.t_with("openrosa-why-no-version", &names)),
        NotTaken::Closed => Refused::Why(StatusCode::CONFLICT, ctx.t_with("openrosa-why-closed", &names)),
        NotTaken::ReplacesItself => Refused::Why(StatusCode::BAD_REQUEST, ctx.t("openrosa-why-itself")),
        // Of two that came at one moment the other one was first.
        NotTaken::ReplacedAlready | NotTaken::Store(linli_store::Error::Duplicate) => {
            Refused::Why(StatusCode::CONFLICT, ctx.t("openrosa-why-replaced"))
        }
        NotTaken::OtherWords => Refused::Why(StatusCode::CONFLICT, ctx.t("openrosa-why-other-words")),
        NotTaken::TooManyFiles => {
            Refused::Why(StatusCode::PAYLOAD_TOO_LARGE, ctx.t_n("openrosa-why-many-files", MOST_FILES))
        }
        NotTaken::Store(error) => Refused::Fault(error.into()),
    }
}
