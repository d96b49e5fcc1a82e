//! A sign-in that is under way at the provider: what it began with, sealed in a cookie of the same browser, for ten minutes
//! and for once.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Timestamp};
use linli_store::people::identity::Identity;
use linli_store::people::session::SessionId;
use linli_store::seal::Seal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::app::{App, Config};
use crate::error::WebError;
use crate::session;

/// So long somebody may take at the provider.
const PATIENCE: Duration = Duration::from_mins(10);
/// Attempts kept in mind; beyond that those that are over are forgotten.
const SPENT: usize = 10_000;

/// What an attempt is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::people) enum Purpose {
    SignIn,
    /// For this account, and from this session only.
    Connect {
        office: Office,
        account: AccountId,
        session: SessionId,
    },
}

/// What the way there began with; what comes back is held against it.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::people) struct Attempt {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    /// Where the provider sends the browser back to.
    pub back: String,
    /// Where somebody wanted to go.
    pub next: String,
    pub purpose: Purpose,
    until: i64,
}

/// The provider was sure, and the person has accounts in several offices.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::people) struct Choice {
    state: String,
    issuer: String,
    subject: String,
    pub vouched: bool,
    pub next: String,
    until: i64,
}

impl Attempt {
    pub fn new(back: String, next: String, purpose: Purpose, now: Timestamp) -> Result<Self, WebError> {
        let until = until(now)?;
        Ok(Self { state: random()?, nonce: random()?, verifier: random()?, back, next, purpose, until })
    }

    /// Hands it to the browser.
    pub async fn hand_out(&self, app: &App, answer: &mut Response) -> Result<(), WebError> {
        hand_out(app, answer, "attempt", self).await
    }

    /// What this browser began, where that is not over and this answer belongs to it. It serves once.
    pub async fn take(app: &App, spent: &Spent, headers: &HeaderMap, state: &str) -> Option<Self> {
        let attempt: Self = find(app, headers, "attempt").await?;
        let now = app.now();
        let fits = session::same_secret(&attempt.state, state) && now.as_millisecond() < attempt.until;
        (fits && spent.spend(&attempt.state, attempt.until, now)).then_some(attempt)
    }
}

impl Choice {
    pub fn new(identity: Identity, vouched: bool, next: String, now: Timestamp) -> Result<Self, WebError> {
        let Identity { issuer, subject } = identity;
        Ok(Self { state: random()?, issuer, subject, vouched, next, until: until(now)? })
    }

    pub async fn hand_out(&self, app: &App, answer: &mut Response) -> Result<(), WebError> {
        hand_out(app, answer, "choice", self).await
    }

    pub async fn take(app: &App, spent: &Spent, headers: &HeaderMap) -> Option<Self> {
        let choice: Self = find(app, headers, "choice").await?;
        let now = app.now();
        let lives = now.as_millisecond() < choice.until;
        (lives && spent.spend(&choice.state, choice.until, now)).then_some(choice)
    }

    pub fn identity(&self) -> Identity {
        Identity { issuer: self.issuer.clone(), subject: self.subject.clone() }
    }
}

/// Attempts that came back already: a cookie that was copied serves no second time.
#[derive(Debug, Default)]
pub(in crate::people) struct Spent(Mutex<HashMap<String, i64>>);

impl Spent {
    fn spend(&self, state: &str, until: i64, now: Timestamp) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.len() >= SPENT {
            spent.retain(|_, until| now.as_millisecond() < *until);
        }
        if spent.len() >= SPENT {
            // The provider's code serves once all the same; nobody is kept outside because others were in a hurry.
            let oldest = spent.iter().min_by_key(|(_, until)| **until).map(|(state, _)| state.clone());
            oldest.and_then(|state| spent.remove(&state));
        }
        spent.insert(state.to_owned(), until).is_none()
    }
}

/// 256 random bits, as an address can carry them.
pub(in crate::people) fn random() -> Result<String, WebError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(WebError::fault)?;
    Ok(BASE64.encode(bytes))
}

/// The cookie is taken back once it has served, or did not.
pub(in crate::people) fn take_back(config: &Config, answer: &mut Response) {
    session::set_named(config, answer, name(config), None);
}

fn until(now: Timestamp) -> Result<i64, WebError> {
    Ok(now.saturating_add(PATIENCE).map_err(WebError::fault)?.as_millisecond())
}

fn name(config: &Config) -> &'static str {
    if config.secure { "__Host-linli-identity" } else { "linli-identity" }
}

async fn hand_out(app: &App, answer: &mut Response, place: &str, what: &impl Serialize) -> Result<(), WebError> {
    let plain = serde_json::to_vec(what).map_err(WebError::fault)?;
    let sealed = app.keys.to_seal(&app.store).await?.seal(&format!("identity/{place}"), &plain)?;
    session::set_named(&app.config, answer, name(&app.config), Some((&sealed, PATIENCE)));
    Ok(())
}

async fn find<T: DeserializeOwned>(app: &App, headers: &HeaderMap, place: &str) -> Option<T> {
    let sealed = session::named(headers, name(&app.config))?;
    let seal: Seal = app.keys.to_open().await.ok()?;
    let plain = seal.open(&format!("identity/{place}"), &sealed).ok()?;
    serde_json::from_slice(&plain).ok()
}
