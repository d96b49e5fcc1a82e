//! Who opened the paper at a door (`/h`): known by a cookie of their phone, as long as the paper's code holds.
//!
//! Every room may ask for it: a page for residents takes [`AtHome`], and whoever has no paper open is sent to open one.

use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::consultation::slip::{Held, OPEN_FOR};
use linli_domain::kernel::{Office, Timestamp};
use linli_store::consultation::slip;
use linli_store::people::session::TokenHash;
use linli_store::{Error, Tx};

use crate::app::{App, Config};
use crate::error::WebError;
use crate::session::{self, Token};

/// Where a paper is opened.
pub(crate) const DOOR: &str = "/h";

/// The paper that this phone has open.
#[derive(Clone, Debug)]
pub(crate) struct AtHome {
    pub office: Office,
    pub held: Held,
    token: Token,
    hash: TokenHash,
}

impl AtHome {
    /// A paper that was just opened.
    pub(crate) fn of(office: Office, held: Held, token: Token) -> Self {
        let hash = token.hash();
        Self { office, held, token, hash }
    }

    /// The same once more, in the unit of work that writes: a code that was revoked meanwhile opens nothing.
    pub(crate) fn still(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<Held>, Error> {
        slip::held(tx, self.office, &self.hash, now)
    }

    pub(crate) const fn token(&self) -> &TokenHash {
        &self.hash
    }

    /// What the phone's cookie holds.
    pub(crate) const fn token_kept(&self) -> &Token {
        &self.token
    }

    /// 示例小区 3栋 1单元 401, as far as the paper says it.
    pub(crate) fn place(&self) -> String {
        place(&self.held)
    }
}

/// The same of a paper that is not open yet.
pub(crate) fn place(held: &Held) -> String {
    held.names.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

impl FromRequestParts<App> for AtHome {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let closed = || Redirect::to(DOOR).into_response();
        let cookie = session::named(&parts.headers, cookie_name(&app.config));
        let Some(token) = cookie.and_then(|value| Token::read(&value)) else { return Err(closed()) };
        let (office, hash, now) = (token.office, token.hash(), app.now());
        let asked = hash.clone();
        let found = app.store.read(move |tx| slip::held(tx, office, &asked, now)).await;
        match found.map_err(|error| WebError::from(error).into_response())? {
            Some(held) => Ok(Self { office, held, token, hash }),
            None => Err(closed()),
        }
    }
}

/// Hands the token to the phone, or takes it back.
pub(crate) fn set_cookie(config: &Config, answer: &mut Response, token: Option<&Token>) {
    let time = Duration::from_secs(OPEN_FOR.as_secs().unsigned_abs());
    let value = token.map(ToString::to_string);
    session::set_strict(config, answer, cookie_name(config), value.as_deref().map(|value| (value, time)));
}

fn cookie_name(config: &Config) -> &'static str {
    if config.secure { "__Host-linli-home" } else { "linli-home" }
}
