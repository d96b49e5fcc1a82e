//! Who is signed in: a random token in a cookie, its hash in the database, the roles read anew for every request.

use std::time::Duration;

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_store::people::session as stored;
use linli_store::people::session::{By, SessionId, TokenHash};
use sha2::{Digest, Sha256};

use crate::app::{App, Config};
use crate::error::WebError;

/// A living session and its person.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub actor: Actor,
    /// The first password is changed before anything else.
    pub must_change: bool,
    /// The password was right; the code of the second factor is still owed.
    pub owes_code: bool,
    pub has_second_factor: bool,
    pub by: By,
}

/// A token: the office that keeps the session, then 256 random bits, so that one row of one shard is asked.
#[derive(Clone, Debug)]
pub struct Token {
    pub office: Office,
    secret: String,
}

impl Token {
    pub fn new(office: Office) -> Result<Self, WebError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(WebError::fault)?;
        Ok(Self { office, secret: hex::encode(bytes) })
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let (office, secret) = text.split_once('.')?;
        let is_ours = secret.len() == 64 && secret.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_ours.then_some(())?;
        Some(Self { office: office.parse().ok()?, secret: secret.to_owned() })
    }

    /// All that the database knows of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(hex::encode(Sha256::digest(self.secret.as_bytes())))
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.office, self.secret)
    }
}

/// The session of a request, if it has one that lives. One query; a write at most once a minute.
pub(crate) async fn find(app: &App, headers: &HeaderMap) -> Result<Option<Session>, WebError> {
    let Some(token) = token_of(&app.config, headers) else { return Ok(None) };
    let (now, office, hash) = (app.now(), token.office, token.hash());
    let asked = hash.clone();
    let found = app.store.read(move |tx| stored::find(tx, office, &asked)).await?;
    let Some(found) = found.filter(|found| found.lives(now, app.config.idle)) else { return Ok(None) };
    if found.seen_before(now) {
        let seen = app.store.write(&found.actor, move |tx| stored::touch(tx, &hash, now)).await;
        if let Err(fault) = seen {
            tracing::warn!(%fault, "a session could not be marked as seen");
        }
    }
    Ok(Some(Session {
        id: found.id,
        actor: found.actor,
        must_change: found.must_change,
        owes_code: found.owes_code,
        has_second_factor: found.has_second_factor,
        by: found.by,
    }))
}

/// The token of a request's cookie.
pub fn token_of(config: &Config, headers: &HeaderMap) -> Option<Token> {
    named(headers, cookie_name(config)).and_then(|value| Token::read(&value))
}

/// The cookie of this name.
pub(crate) fn named(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// `__Host-` binds the cookie to this host and to TLS; a browser takes it from a secure page only.
fn cookie_name(config: &Config) -> &'static str {
    if config.secure { "__Host-linli" } else { "linli" }
}

/// Hands the token to the browser, or takes it back.
pub(crate) fn set_cookie(config: &Config, answer: &mut Response, token: Option<&Token>) {
    let name = cookie_name(config);
    match token {
        Some(token) => set(config, answer, &format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax")),
        None => set_named(config, answer, name, None),
    }
}

/// Hands something to the browser for so long, or takes it back.
pub(crate) fn set_named(config: &Config, answer: &mut Response, name: &str, value: Option<(&str, Duration)>) {
    let (value, seconds) = value.map_or(("", 0), |(value, time)| (value, time.as_secs()));
    set(config, answer, &format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}"));
}

/// The same for what no other site's link brings along.
pub(crate) fn set_strict(config: &Config, answer: &mut Response, name: &str, value: Option<(&str, Duration)>) {
    let (value, seconds) = value.map_or(("", 0), |(value, time)| (value, time.as_secs()));
    set(config, answer, &format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}"));
}

fn set(config: &Config, answer: &mut Response, line: &str) {
    let secure = if config.secure { "; Secure" } else { "" };
    if let Ok(line) = HeaderValue::try_from(format!("{line}{secure}")) {
        answer.headers_mut().append(SET_COOKIE, line);
    }
}

/// What somebody may still reach who has to change the first password.
pub(crate) fn may_wait(path: &str) -> bool {
    matches!(path, "/me/password" | "/sign-out")
}

/// What half a session reaches: the page of the code, and the way out.
pub(crate) fn may_owe(path: &str) -> bool {
    matches!(path, "/sign-in/code" | "/sign-out")
}

/// What somebody may still reach who has to take a second factor.
pub(crate) fn may_lack(path: &str) -> bool {
    may_wait(path) || path == "/me/second-factor" || path.starts_with("/me/second-factor/")
}

/// The sign-in, and back to where somebody wanted to go.
pub(crate) fn sign_in_address(back_to: &str) -> String {
    with_next("/sign-in", back_to)
}

/// A page that leads back to where somebody wanted to go.
pub(crate) fn with_next(page: &str, back_to: &str) -> String {
    let mut address = format!("{page}?next=");
    for byte in back_to.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            address.push(byte.into());
        } else {
            address.push('%');
            address.push_str(&hex::encode_upper([byte]));
        }
    }
    address
}

/// A place of this site, and of no other: `//elsewhere` and `/\elsewhere` are addresses of other hosts.
pub(crate) fn is_local(address: &str) -> bool {
    address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains('\\')
        && !address.chars().any(char::is_control)
}

/// Compares two secrets without telling by the time where they differ.
pub(crate) fn same_secret(a: &str, b: &str) -> bool {
    Sha256::digest(a.as_bytes()) == Sha256::digest(b.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_written() {
        let token = Token::new("430527".parse().expect("an office")).expect("random");
        let read = Token::read(&token.to_string()).expect("a token");
        assert_eq!((read.office, read.hash().0), (token.office, token.hash().0));
        for bad in ["", ".", "430527.", "430527.zz", "4305.0", &format!("43052x.{}", "0".repeat(64))] {
            assert!(Token::read(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn after_the_sign_in_nobody_is_sent_elsewhere() {
        assert!(is_local("/desk/430527/register?town=430527100"));
        for elsewhere in ["", "desk", "//evil.cn", "/\\evil.cn", "https://evil.cn", "/\r\nSet-Cookie: a=b"] {
            assert!(!is_local(elsewhere), "{elsewhere}");
        }
        assert_eq!(sign_in_address("/desk?a=镇&b"), "/sign-in?next=/desk%3Fa%3D%E9%95%87%26b");
    }
}
