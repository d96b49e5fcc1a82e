//! Signing in by an identity provider (统一身份认证): there, back, and in. Whoever is nobody's account here stays outside.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Actor};
use linli_store::people::account;
use linli_store::people::identity::{self as stored, Held, Identity};
use linli_store::people::second_factor::{self, Proof};
use linli_store::people::session::{self as sessions, By};
use serde::Deserialize;

use super::identity::{HERE, identity_page};
use super::provider::{Attempt, Choice, Failure, Provider, Purpose, Recognised, take_back};
use super::sign_in::{Asked, agent, instead, onwards};
use super::sign_in_code;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Caller, Form, Query};
use crate::session::{self, Session, Token};
use crate::shell::{Ctx, Problems, page};

/// The longest address that is come back to.
const LONGEST: usize = 1000;

/// Why an attempt leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stray {
    /// Begun in another browser, too long ago, or come back before.
    NotOurs,
    /// The person turned back at the provider.
    Cancelled,
    /// Nobody's account that is open.
    Unknown,
    /// The account or the identity is connected with another.
    Taken,
    Failed(Failure),
}

impl From<Failure> for Stray {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What the provider is called, where one is configured.
pub(super) fn provider_name(app: &App, ctx: &Ctx) -> Option<String> {
    let provider = app.provider.as_ref()?;
    Some(provider.settings.name.clone().unwrap_or_else(|| ctx.t("identity-name")))
}

/// A status, and the words for it.
pub(super) fn said(ctx: &Ctx, name: &str, stray: impl Into<Stray>) -> (StatusCode, String) {
    let (status, key) = match stray.into() {
        Stray::NotOurs => (StatusCode::BAD_REQUEST, "identity-not-ours"),
        Stray::Cancelled => (StatusCode::FORBIDDEN, "identity-cancelled"),
        Stray::Unknown => (StatusCode::FORBIDDEN, "identity-unknown"),
        Stray::Taken => (StatusCode::CONFLICT, "identity-taken"),
        Stray::Failed(Failure::Away) => (StatusCode::SERVICE_UNAVAILABLE, "identity-away"),
        Stray::Failed(Failure::Nonsense) => (StatusCode::BAD_GATEWAY, "identity-nonsense"),
        Stray::Failed(Failure::CodeRefused) => (StatusCode::BAD_REQUEST, "identity-code-refused"),
        Stray::Failed(Failure::NotBelieved) => (StatusCode::FORBIDDEN, "identity-not-believed"),
    };
    (status, ctx.t_with(key, &[("name", name)]))
}

/// Where the provider sends the browser back to: this site, by the name that the browser knows it by. The provider holds it
/// against the addresses that it was told.
pub(super) fn back_address(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<String, WebError> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.authority().map(Authority::as_str));
    let fits =
        |host: &&str| !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b));
    let host = host.filter(fits).ok_or(WebError::BadRequest)?;
    let scheme = if app.config.secure { "https" } else { "http" };
    Ok(format!("{scheme}://{host}/sign-in/identity/back"))
}

/// `GET /sign-in/identity`: to the provider.
pub async fn begin(
    State(app): State<App>,
    ctx: Ctx,
    uri: Uri,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let provider = app.provider.clone().ok_or(WebError::NotFound)?;
    let next = if asked.next.len() > LONGEST { String::new() } else { asked.next };
    let attempt = Attempt::new(back_address(&app, &uri, &headers)?, next, Purpose::SignIn, app.now())?;
    match provider.address(&attempt).await {
        Ok(there) => {
            let mut answer = Redirect::to(&there).into_response();
            attempt.hand_out(&app, &mut answer).await?;
            Ok(answer)
        }
        Err(failure) => Ok(astray(&app, ctx, failure, &attempt.next)),
    }
}

/// The sign-in page with the reason: the password still serves.
fn astray(app: &App, ctx: Ctx, stray: impl Into<Stray>, next: &str) -> Response {
    let name = provider_name(app, &ctx).unwrap_or_default();
    let (status, notice) = said(&ctx, &name, stray);
    instead(app, ctx, status, notice, next)
}

/// What the provider sends along.
#[derive(Deserialize)]
pub struct Answer {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-in/identity/back`: from the provider. The cookie serves once, whatever comes of it.
pub async fn back(
    State(app): State<App>,
    Caller(address): Caller,
    ctx: Ctx,
    Extension(session): Extension<Option<Session>>,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, WebError> {
    let provider = app.provider.clone().ok_or(WebError::NotFound)?;
    let now = app.now();
    app.throttle.take(address, now).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
    let Some(attempt) = Attempt::take(&app, &provider.spent, &headers, &answer.state).await else {
        return Ok(astray(&app, ctx, Stray::NotOurs, ""));
    };
    let recognised = recognise(&app, &provider, &attempt, answer).await;
    let mut answer = match (&attempt.purpose, recognised) {
        (Purpose::SignIn, Ok(who)) => {
            app.throttle.give_back(address);
            enter(&app, ctx, who, &attempt.next, &headers).await?
        }
        (Purpose::SignIn, Err(stray)) => astray(&app, ctx, stray, &attempt.next),
        (Purpose::Connect { office, account, session: begun }, who) => {
            let own = |session: &Session| {
                (session.actor.office, session.actor.account, session.id) == (*office, *account, *begun)
            };
            match session.filter(own) {
                Some(session) => connect(&app, ctx, &session, who).await?,
                None => astray(&app, ctx, Stray::NotOurs, ""),
            }
        }
    };
    take_back(&app.config, &mut answer);
    Ok(answer)
}

async fn recognise(app: &App, provider: &Provider, attempt: &Attempt, answer: Answer) -> Result<Recognised, Stray> {
    if !provider.is_from_here(answer.iss.as_deref()).await? {
        return Err(Stray::NotOurs);
    }
    match (answer.code, answer.error.as_deref()) {
        (Some(code), None) => Ok(provider.recognise(attempt, code, app.telephone_time()).await?),
        (_, Some("temporarily_unavailable" | "server_error")) => Err(Failure::Away.into()),
        (_, Some("access_denied" | "login_required" | "interaction_required" | "consent_required")) => {
            Err(Stray::Cancelled)
        }
        (_, Some(_)) => Err(Failure::Nonsense.into()),
        (None, None) => Err(Stray::NotOurs),
    }
}

async fn connect(app: &App, ctx: Ctx, session: &Session, who: Result<Recognised, Stray>) -> Result<Response, WebError> {
    let stray = match who {
        Err(stray) => stray,
        Ok(who) => match app.store.write(&session.actor, move |tx| stored::connect(tx, &who.identity)).await {
            Ok(()) => return Ok(Redirect::to(&format!("{HERE}?done=identity-done-connected")).into_response()),
            Err(linli_store::Error::Duplicate) => Stray::Taken,
            Err(fault) => return Err(fault.into()),
        },
    };
    let name = provider_name(app, &ctx).unwrap_or_default();
    let (status, notice) = said(&ctx, &name, stray);
    identity_page(app, ctx, session, status, Some(notice), Problems::default()).await
}

/// In which office somebody wants to work.
#[derive(Template)]
#[template(path = "people/identity_office.html")]
struct OfficePage {
    ctx: Ctx,
    held: Vec<Held>,
}

async fn enter(app: &App, ctx: Ctx, who: Recognised, next: &str, headers: &HeaderMap) -> Result<Response, WebError> {
    let Recognised { identity, vouched } = who;
    let asked = identity.clone();
    let held = app.store.read(move |tx| stored::accounts(tx, &asked)).await?;
    match held.as_slice() {
        [] => Ok(astray(app, ctx, Stray::Unknown, next)),
        [one] => open(app, ctx, &identity, one, vouched, next, headers).await,
        _ => {
            let choice = Choice::new(identity, vouched, next.to_owned(), app.now())?;
            let mut answer = page(&OfficePage { ctx, held });
            choice.hand_out(app, &mut answer).await?;
            Ok(answer)
        }
    }
}

#[derive(Deserialize)]
pub struct ChoiceForm {
    office: Office,
}

/// `POST /sign-in/identity/office`: one of several.
pub async fn choose(
    State(app): State<App>,
    ctx: Ctx,
    headers: HeaderMap,
    Form(form): Form<ChoiceForm>,
) -> Result<Response, WebError> {
    let provider = app.provider.clone().ok_or(WebError::NotFound)?;
    let Some(choice) = Choice::take(&app, &provider.spent, &headers).await else {
        return Ok(astray(&app, ctx, Stray::NotOurs, ""));
    };
    let (identity, asked) = (choice.identity(), choice.identity());
    let held = app.store.read(move |tx| stored::accounts(tx, &asked)).await?;
    let mut answer = match held.iter().find(|held| held.office == form.office) {
        Some(one) => open(&app, ctx, &identity, one, choice.vouched, &choice.next, &headers).await?,
        None => astray(&app, ctx, Stray::Unknown, &choice.next),
    };
    take_back(&app.config, &mut answer);
    Ok(answer)
}

/// Opens a session, or half of one where our code is owed: as the password would, and for nobody who may not use it.
async fn open(
    app: &App,
    ctx: Ctx,
    identity: &Identity,
    Held { office, account: id, .. }: &Held,
    vouched: bool,
    next: &str,
    headers: &HeaderMap,
) -> Result<Response, WebError> {
    let (office, id, now) = (*office, *id, app.now());
    let read = app.store.read(move |tx| {
        Ok::<_, linli_store::Error>((account::credentials_of(tx, office, id)?, second_factor::of(tx, office, id)?))
    });
    let (person, kept) = read.await?;
    if person.stopped || person.failures.is_locked(now) {
        return Ok(astray(app, ctx, Stray::Unknown, next));
    }
    let keeps_factor = kept.is_some_and(|kept| kept.confirmed);
    if keeps_factor && !vouched {
        return sign_in_code::owe(app, &person, headers, next, By::Identity).await;
    }
    let entry = Entry { office, account: id, identity: identity.clone(), vouched: keeps_factor };
    let actor = Actor { account: id, office, name: person.name, grants: Vec::new() };
    let token = entry.open(app, actor, headers).await?;
    let mut answer = Redirect::to(onwards(next)).into_response();
    session::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}

/// Somebody who may come in.
struct Entry {
    office: Office,
    account: AccountId,
    identity: Identity,
    /// The account keeps a second factor, and the provider has asked for one.
    vouched: bool,
}

impl Entry {
    /// A new session; the one that this browser had in this office ends with it.
    async fn open(self, app: &App, actor: Actor, headers: &HeaderMap) -> Result<Token, WebError> {
        let (now, agent) = (app.now(), agent(headers));
        let token = Token::new(self.office)?;
        let before = session::token_of(&app.config, headers).filter(|before| before.office == self.office);
        let ends_at = now.saturating_add(app.config.session).map_err(WebError::fault)?;
        let (hash, before) = (token.hash(), before.map(|before| before.hash()));
        let opened = app.store.write(&actor, move |tx| {
            if !stored::is_of(tx, &self.identity, self.office, self.account)? {
                return Err(linli_store::Error::Stale);
            }
            if let Some(before) = &before {
                sessions::close(tx, before)?;
            }
            if self.vouched {
                return sessions::open_vouched(tx, &hash, (now, ends_at), &agent);
            }
            let taken = Proof::of_nothing(self.account).take(tx)?;
            sessions::open(tx, &hash, (now, ends_at), &agent, By::Identity, &taken)
        });
        opened.await?;
        Ok(token)
    }
}

/// Signed out here; there perhaps not yet.
#[derive(Template)]
#[template(path = "people/identity_end.html")]
struct EndPage {
    ctx: Ctx,
    name: String,
    there: Option<String>,
}

/// `GET /sign-in/identity/end`
pub async fn ended(State(app): State<App>, ctx: Ctx) -> Result<Response, WebError> {
    let provider = app.provider.clone().ok_or(WebError::NotFound)?;
    let name = provider_name(&app, &ctx).unwrap_or_default();
    Ok(page(&EndPage { ctx, name, there: provider.way_out().await }))
}
