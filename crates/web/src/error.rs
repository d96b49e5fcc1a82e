//! What goes wrong, as a page in the reader's language or as a problem for a program (RFC 9457).
//!
//! A handler returns a [`WebError`]; [`render`] stands outside of everything and turns it, and every bare
//! status that a library produced, into a page. What is internal goes to the log, never to the reader.

use axum::Json;
use axum::extract::Request;
use axum::extract::multipart::MultipartError;
use axum::http::header::{ACCEPT, ALLOW, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use linli_domain::kernel::people::{Actor, Denied};
use linli_store::seal::{Lack, NoKey};

use crate::consultation::openrosa;
use crate::observe::RequestId;
use crate::shell::{Ctx, ErrorPage, Site};

/// Why a request was not answered as asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WebError {
    /// The address or form is not what the page expects.
    #[error("bad request")]
    BadRequest,
    /// Nobody is signed in; for a page, the place to come back to.
    #[error("not signed in")]
    SignIn { back_to: Option<String> },
    /// The first password is changed before anything else.
    #[error("the password has to be changed first")]
    ChangePassword,
    /// The code is given before anything else.
    #[error("the code of the second factor is owed")]
    GiveCode,
    /// A second factor is taken before anything else.
    #[error("a second factor is needed")]
    TakeSecondFactor,
    #[error("denied: {0}")]
    Denied(#[from] Denied),
    /// A form that was sent from another site.
    #[error("sent from another site")]
    OtherSite,
    #[error("not found")]
    NotFound,
    #[error("method not allowed")]
    Method,
    /// The body came too slowly.
    #[error("the request came too slowly")]
    Slow,
    /// Somebody else was faster, or it is there already.
    #[error("conflict")]
    Conflict,
    #[error("too large")]
    TooLarge,
    #[error("this kind of file or form is not read here")]
    MediaType,
    /// Understood, and refused for what it says.
    #[error("unprocessable")]
    Unprocessable,
    #[error("too many attempts")]
    TooMany { wait_seconds: u64 },
    #[error("busy")]
    Busy,
    /// The disk is full: nothing was written.
    #[error("full")]
    Full,
    /// The database is away.
    #[error("gone")]
    Gone,
    /// The bucket of photos and documents is away: nothing was written.
    #[error("no files")]
    NoFiles,
    /// The key outside of the database is not there, or does not open what is sealed: for the administrator.
    #[error("no key: {0}")]
    NoKey(&'static str),
    /// Our fault. The text is for the log alone.
    #[error("fault: {0}")]
    Fault(String),
}

impl WebError {
    pub fn fault(what: impl std::fmt::Display) -> Self {
        Self::Fault(what.to_string())
    }

    /// A page sends its reader to the sign-in and back; a form or a program is told.
    pub(crate) fn sign_in(request: &Request) -> Self {
        let is_page = matches!(*request.method(), Method::GET | Method::HEAD) && !wants_json(request.headers());
        let here = || request.uri().path_and_query().map_or("/desk", |p| p.as_str()).to_owned();
        Self::SignIn { back_to: is_page.then(here) }
    }

    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignIn { back_to: None } => StatusCode::UNAUTHORIZED,
            Self::SignIn { back_to: Some(_) } | Self::ChangePassword | Self::GiveCode | Self::TakeSecondFactor => {
                StatusCode::SEE_OTHER
            }
            Self::Denied(_) | Self::OtherSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Full | Self::Gone | Self::NoFiles | Self::NoKey(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Its name for programs; and where the words for its status do not say enough, `people-error-{name}` has others.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::SignIn { .. } => "sign-in",
            Self::ChangePassword => "change-password",
            Self::GiveCode => "give-code",
            Self::TakeSecondFactor => "take-second-factor",
            Self::Denied(Denied::Role) => "denied-role",
            Self::Denied(Denied::Scope) => "denied-scope",
            Self::Denied(Denied::OtherOffice) => "denied-office",
            Self::Denied(Denied::SamePerson) => "denied-same-person",
            Self::OtherSite => "other-site",
            Self::NotFound => "not-found",
            Self::Method => "method",
            Self::Slow => "slow",
            Self::Conflict => "conflict",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::Unprocessable => "unprocessable",
            Self::TooMany { .. } => "too-many",
            Self::Busy => "busy",
            Self::Full => "full",
            Self::Gone => "gone",
            Self::NoFiles => "no-files",
            Self::NoKey(name) => name,
            Self::Fault(_) => "fault",
        }
    }

    /// What a bare status of a library means.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::SignIn { back_to: None },
            StatusCode::FORBIDDEN => Self::Denied(Denied::Role),
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::REQUEST_TIMEOUT => Self::Slow,
            StatusCode::CONFLICT => Self::Conflict,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Unprocessable,
            StatusCode::TOO_MANY_REQUESTS => Self::TooMany { wait_seconds: 60 },
            StatusCode::SERVICE_UNAVAILABLE => Self::Busy,
            status if status.is_client_error() => Self::BadRequest,
            _ => Self::Fault(format!("bare status {status}")),
        }
    }

    /// A body that could not be read: too large, too slow, or broken off.
    pub fn of_body(error: &(dyn std::error::Error + 'static)) -> Self {
        let mut cause = Some(error);
        while let Some(error) = cause {
            if error.is::<tower_http::timeout::TimeoutError>() {
                return Self::Slow;
            }
            if error.is::<http_body_util::LengthLimitError>() {
                return Self::TooLarge;
            }
            cause = error.source();
        }
        Self::BadRequest
    }
}

impl From<linli_store::Error> for WebError {
    fn from(error: linli_store::Error) -> Self {
        use linli_store::Error as E;
        match error {
            E::Duplicate | E::Stale => Self::Conflict,
            E::Missing => Self::NotFound,
            E::Refused => Self::Unprocessable,
            E::Busy => Self::Busy,
            E::Gone | E::Unreachable => Self::Gone,
            E::NoFiles(_) => Self::NoFiles,
            E::Full => Self::Full,
            E::NoKey(lack) => Self::NoKey(match lack {
                Lack::Unset => "key-unset",
                Lack::Missing => "key-missing",
                Lack::Other => "key-other",
                Lack::Unusable => "key-unusable",
            }),
            other => Self::fault(other),
        }
    }
}

/// Where the file lies is for the log; the page says what to do about it.
impl From<NoKey> for WebError {
    fn from(why: NoKey) -> Self {
        tracing::error!(%why, "the key cannot be used");
        match why {
            NoKey::Unset => Self::NoKey("key-unset"),
            NoKey::Missing(_) => Self::NoKey("key-missing"),
            NoKey::Other(_) => Self::NoKey("key-other"),
            NoKey::Damaged(_) | NoKey::Unusable(..) => Self::NoKey("key-unusable"),
            NoKey::Store(error) => error.into(),
        }
    }
}

impl From<MultipartError> for WebError {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::of_body(&error),
        }
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::fault(error)
    }
}

impl IntoResponse for WebError {
    /// The status and the error itself, for [`render`].
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        let to = match &self {
            Self::SignIn { back_to: Some(here) } => Some(crate::session::sign_in_address(here)),
            Self::ChangePassword => Some("/me/password".to_owned()),
            Self::GiveCode => Some("/sign-in/code".to_owned()),
            Self::TakeSecondFactor => Some("/me/second-factor".to_owned()),
            _ => None,
        };
        if let Some(to) = to.and_then(|to| HeaderValue::try_from(to).ok()) {
            answer.headers_mut().insert(LOCATION, to);
        }
        match &self {
            Self::TooMany { wait_seconds } => drop(answer.headers_mut().insert(RETRY_AFTER, (*wait_seconds).into())),
            Self::Busy | Self::Gone | Self::NoFiles => {
                drop(answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5")));
            }
            _ => {}
        }
        answer.extensions_mut().insert(self);
        answer
    }
}

/// Turns every failure into something that a person or a program can read.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked::of(&parts);
    let answer = next.run(Request::from_parts(parts, body)).await;
    let status = answer.status();
    if !status.is_client_error() && !status.is_server_error() || !is_bare(&answer) {
        return answer;
    }
    let (head, _) = answer.into_parts();
    let error = head.extensions.get::<WebError>().cloned().unwrap_or_else(|| WebError::of_status(status));
    if let WebError::Fault(what) = &error {
        tracing::error!(fault = what, "fault");
    }
    let mut page = asked.page(&error, head.extensions.get::<Option<Actor>>().cloned().flatten());
    *page.status_mut() = status;
    for name in [ALLOW, RETRY_AFTER] {
        if let Some(value) = head.headers.get(&name) {
            page.headers_mut().insert(name, value.clone());
        }
    }
    page
}

/// Without words of its own: a library's plain text counts as none.
fn is_bare(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    answer.extensions().get::<WebError>().is_some() || kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepted.contains("json") && !accepted.contains("text/html")
}

/// What the request said of its reader, kept while it is answered.
struct Asked {
    parts: Parts,
    json: bool,
}

impl Asked {
    fn of(parts: &Parts) -> Self {
        let (mut kept, ()) = Request::new(()).into_parts();
        kept.uri = parts.uri.clone();
        kept.method = Method::GET;
        for name in [axum::http::header::ACCEPT_LANGUAGE, axum::http::header::COOKIE] {
            if let Some(value) = parts.headers.get(&name) {
                kept.headers.insert(name, value.clone());
            }
        }
        if let Some(id) = parts.extensions.get::<RequestId>() {
            kept.extensions.insert(id.clone());
        }
        if let Some(site) = parts.extensions.get::<Site>() {
            kept.extensions.insert(*site);
        }
        Self { parts: kept, json: wants_json(&parts.headers) }
    }

    fn page(mut self, error: &WebError, reader: Option<Actor>) -> Response {
        let id = self.parts.extensions.get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        if self.json {
            return problem(error, &id);
        }
        self.parts.extensions.insert(reader);
        let ctx = Ctx::of(&self.parts);
        let for_phones = openrosa::is_asked(&ctx.path);
        let mut page = ErrorPage::of(ctx, error.status(), Some(id));
        let (title, hint) = (format!("people-error-{}", error.name()), format!("people-error-{}-hint", error.name()));
        if page.ctx.lang.has(&title) {
            (page.title, page.message) = (page.ctx.t(&title), page.ctx.t(&hint));
        }
        if for_phones {
            return openrosa::answer::told(error.status(), &format!("{} {}", page.title, page.message));
        }
        page.into_response()
    }
}

fn problem(error: &WebError, id: &str) -> Response {
    let body = serde_json::json!({
        "type": format!("urn:linli:problem:{}", error.name()),
        "title": error.name(),
        "status": error.status().as_u16(),
        "instance": format!("urn:linli:request:{id}"),
    });
    ([(CONTENT_TYPE, "application/problem+json")], Json(body)).into_response()
}
