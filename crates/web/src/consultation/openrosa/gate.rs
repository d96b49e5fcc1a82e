//! The gate of phones: whose is this? A token in the address, a digest, or over TLS a password. What was shown is in no log: the
//! log knows the pattern of an address, never its parts.

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use linli_domain::consultation::openrosa::CollectorId;
use linli_domain::consultation::openrosa::collector::is_token;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_store::consultation::openrosa::collector::{self, Found};
use linli_store::people::session::TokenHash;
use sha2::{Digest as _, Sha256};

use super::answer;
use super::credentials::{DigestShown, Shown, ha1};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Caller;
use crate::shell::Ctx;

/// Whose phone asks. The gate has let it in.
#[derive(Clone, Debug)]
pub struct Collector {
    pub id: CollectorId,
    pub actor: Actor,
    /// The server's address as the phone knows it: what stands before `/formList`.
    pub base: String,
}

impl<S: Sync> FromRequestParts<S> for Collector {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts.extensions.get::<Self>().cloned().ok_or(WebError::NotFound)
    }
}

/// A challenge is good for so long: a phone that uses it later is told to take a new one, without asking its user.
const CHALLENGE: i64 = 60 * 60 * 1000;

pub(super) fn realm(office: Office) -> String {
    format!("linli-{office}")
}

/// All that the database knows of a token.
pub(super) fn token_hash(token: &str) -> TokenHash {
    TokenHash(hex::encode(Sha256::digest(token.as_bytes())))
}

/// Why a phone is not let in.
enum Closed {
    /// It showed nothing, or something that is out of date.
    Ask {
        stale: bool,
    },
    /// Right, perhaps; but a password is not read where others can read it too.
    Insecure,
    WrongPassword,
    WrongToken,
    NotAllowed,
    Fault(WebError),
}

impl From<linli_store::Error> for Closed {
    fn from(error: linli_store::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Finds out whose phone asks, and lets it through or says why not.
pub(crate) async fn admit(app: &App, params: &RawPathParams, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let given = |wanted: &str| params.iter().find(|(name, _)| *name == wanted).map(|(_, text)| text);
    let Some(office) = given("office").and_then(|text| text.parse::<Office>().ok()) else {
        return WebError::NotFound.into_response();
    };
    let ctx = Ctx::of(&parts);
    if parts.headers.get(answer::VERSION).is_some_and(|version| version != answer::ONE) {
        return answer::told(StatusCode::BAD_REQUEST, &ctx.t("openrosa-why-version-of-protocol"));
    }
    let token = given("token").map(str::to_owned);
    let found = match &token {
        Some(token) => by_token(app, office, token).await,
        None => by_header(app, office, &parts).await,
    };
    let found = found.and_then(|found| {
        let may = found.actor.may_enter(Act::SendForms, office);
        may.map(|()| found).map_err(|_| Closed::NotAllowed)
    });
    let found = match found {
        Ok(found) => found,
        Err(why) => return closed(app, &ctx, office, &mut parts, why).await,
    };
    let Some(site) = site(app, &parts) else { return WebError::BadRequest.into_response() };
    let key = token.map(|token| format!("/key/{token}")).unwrap_or_default();
    let base = format!("{site}/openrosa/{office}{key}");
    parts.extensions.insert(Collector { id: found.id, actor: found.actor, base });
    next.run(Request::from_parts(parts, body)).await
}

async fn by_token(app: &App, office: Office, token: &str) -> Result<Found, Closed> {
    if !is_token(token) {
        return Err(Closed::WrongToken);
    }
    let hash = token_hash(token);
    let found = app.store.read(move |tx| collector::by_token(tx, office, &hash)).await?;
    found.ok_or(Closed::WrongToken)
}

async fn by_header(app: &App, office: Office, parts: &Parts) -> Result<Found, Closed> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else { return Err(Closed::Ask { stale: false }) };
    let shown = header.to_str().ok().and_then(Shown::read).ok_or(Closed::Ask { stale: false })?;
    if matches!(shown, Shown::Basic { .. }) && !is_secure(app, parts) {
        return Err(Closed::Insecure);
    }
    let (user, signed) = (shown.user().to_owned(), signed_part(&shown).map(str::to_owned));
    let read = app.store.read(move |tx| {
        let vouched = match &signed {
            Some(text) => collector::vouched(tx, office, text)?,
            None => None,
        };
        Ok::<_, linli_store::Error>((collector::by_user(tx, office, &user)?, vouched))
    });
    let (found, vouched) = read.await?;
    let found = found.ok_or(Closed::WrongPassword)?;
    let Personal::Known(kept) = &found.ha1 else { return Err(Closed::Fault(WebError::NoKey("key-missing"))) };
    match &shown {
        Shown::Basic { user, password } => {
            let right = crate::session::same_secret(kept, &ha1(user, &realm(office), password));
            right.then_some(found).ok_or(Closed::WrongPassword)
        }
        Shown::Digest(shown) => {
            let asked = parts.uri.path_and_query().map(axum::http::uri::PathAndQuery::as_str);
            if asked != Some(shown.uri.as_str()) || shown.realm != realm(office) {
                return Err(Closed::WrongPassword);
            }
            if !shown.fits(kept, parts.method.as_str()) {
                return Err(Closed::WrongPassword);
            }
            let fresh = is_fresh(shown, vouched.as_deref(), app.now());
            fresh.then_some(found).ok_or(Closed::Ask { stale: true })
        }
    }
}

/// A challenge is `TIME-RANDOM-SIGNATURE`: it is kept nowhere, and known again.
fn signed_part(shown: &Shown) -> Option<&str> {
    match shown {
        Shown::Digest(shown) => shown.nonce.rsplit_once('-').map(|(signed, _)| signed),
        Shown::Basic { .. } => None,
    }
}

fn is_fresh(shown: &DigestShown, vouched: Option<&str>, now: Timestamp) -> bool {
    let Some((signed, signature)) = shown.nonce.rsplit_once('-') else { return false };
    let ours = vouched.is_some_and(|vouched| crate::session::same_secret(vouched, signature));
    let made = signed.split_once('-').and_then(|(time, _)| time.parse::<i64>().ok()).unwrap_or(i64::MIN);
    let age = now.as_millisecond().saturating_sub(made);
    ours && (0..=CHALLENGE).contains(&age)
}

async fn challenge(app: &App, office: Office) -> Result<String, WebError> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).map_err(WebError::fault)?;
    let signed = format!("{}-{}", app.now().as_millisecond(), hex::encode(random));
    let text = signed.clone();
    // An office without collectors has nobody to let in, and asks all the same.
    let vouched = app.store.read(move |tx| collector::vouched(tx, office, &text)).await?;
    Ok(format!("{signed}-{}", vouched.unwrap_or_else(|| "0".repeat(32))))
}

/// Says why not. Who shows something wrong too often is told to wait; who shows what is right never has to: what phones show is
/// too random to be guessed, and an office sits behind one address.
async fn closed(app: &App, ctx: &Ctx, office: Office, parts: &mut Parts, why: Closed) -> Response {
    if let Closed::Fault(error) = why {
        return error.into_response();
    }
    if matches!(why, Closed::WrongPassword | Closed::WrongToken)
        && let Ok(Caller(from)) = Caller::from_request_parts(parts, app).await
        && let Err(wait_seconds) = app.collectors.take(from, app.now())
    {
        return WebError::TooMany { wait_seconds }.into_response();
    }
    let (status, key, stale) = match why {
        Closed::WrongToken => return answer::told(StatusCode::FORBIDDEN, &ctx.t("openrosa-why-token")),
        Closed::NotAllowed => return answer::told(StatusCode::FORBIDDEN, &ctx.t("openrosa-why-not-allowed")),
        Closed::Insecure => (StatusCode::UNAUTHORIZED, "openrosa-why-insecure", false),
        Closed::Ask { stale } => (StatusCode::UNAUTHORIZED, "openrosa-why-credentials", stale),
        Closed::WrongPassword | Closed::Fault(_) => (StatusCode::UNAUTHORIZED, "openrosa-why-password", false),
    };
    let nonce = match challenge(app, office).await {
        Ok(nonce) => nonce,
        Err(error) => return error.into_response(),
    };
    let mut told = answer::told(status, &ctx.t(key));
    let (realm, stale) = (realm(office), if stale { ", stale=true" } else { "" });
    let mut offer = |line: String| {
        if let Ok(line) = HeaderValue::try_from(line) {
            told.headers_mut().append(WWW_AUTHENTICATE, line);
        }
    };
    offer(format!("Digest realm=\"{realm}\", qop=\"auth\", algorithm=MD5, nonce=\"{nonce}\"{stale}"));
    if is_secure(app, parts) {
        offer(format!("Basic realm=\"{realm}\", charset=\"UTF-8\""));
    }
    told
}

/// Whether nobody between here and the phone can read along. A header says so only where a proxy of our own has written it.
fn is_secure(app: &App, parts: &Parts) -> bool {
    // The last line is that of the proxy beside us: one that a client sent stands before it.
    let said = parts.headers.get_all("x-forwarded-proto").iter().next_back().and_then(|said| said.to_str().ok());
    match said.filter(|_| app.config.behind_proxy) {
        Some(said) => said.rsplit(',').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("https")),
        None => app.config.secure,
    }
}

/// `https://host`, as the phone wrote it.
fn site(app: &App, parts: &Parts) -> Option<String> {
    crate::shell::qr::origin(&parts.headers, is_secure(app, parts))
}
