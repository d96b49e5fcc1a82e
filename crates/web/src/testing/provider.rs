//! A small identity provider that runs beside the test: discovery, keys, codes and tokens, and the tricks of a bad one.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use ring::{digest, hmac};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::people::provider::{Secret, Settings};

pub const CLIENT: &str = "linli";
/// As difficult to send along as a secret may be.
pub const SECRET: &str = "s3cret:+/ü";

/// What it does wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trick {
    #[default]
    None,
    WrongNonce,
    WrongAudience,
    TwoAudiences,
    WrongParty,
    WrongIssuer,
    Expired,
    MadeTomorrow,
    /// A token that nobody signed.
    NoSignature,
    /// Signed with its public key as if that were a shared secret.
    PublicKeyAsSecret,
    /// Signed with the secret that we share with it.
    SharedSecret,
    /// A key that it publishes nowhere.
    UnknownKey,
    /// The right key under its name, and a signature over something else.
    WrongSignature,
    NoIdToken,
    /// No token, but a page.
    Garbage,
    /// Ten megabytes.
    Huge,
    /// It takes the request and never answers.
    Never,
    /// A fault of its own.
    Fault,
    /// Another issuer in what it says of itself.
    OtherIssuer,
    /// Sends us elsewhere for its keys.
    PlainKeys,
}

/// A running provider.
#[derive(Clone, Debug)]
pub struct TestProvider {
    pub issuer: String,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    issuer: String,
    clock: fn() -> i64,
    state: Mutex<Now>,
    /// How often its keys were fetched.
    keys_fetched: AtomicUsize,
}

#[derive(Debug)]
struct Now {
    trick: Trick,
    subject: String,
    /// More of what it says about the person.
    claims: Value,
    key: (String, Arc<EcdsaKeyPair>),
    codes: HashMap<String, Given>,
    numbers: usize,
}

/// What a code stands for.
#[derive(Clone, Debug)]
struct Given {
    subject: String,
    nonce: String,
    challenge: String,
    back: String,
}

impl TestProvider {
    /// Starts it on a port of its own, with a key of its own.
    pub async fn start(clock: fn() -> i64) -> Self {
        Self::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), clock).await
    }

    pub async fn start_at(address: SocketAddr, clock: fn() -> i64) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let now = Now {
            trick: Trick::None,
            subject: "a-subject".into(),
            claims: json!({}),
            key: ("key-1".into(), new_key()),
            codes: HashMap::new(),
            numbers: 0,
        };
        let inner = Inner { issuer: issuer.clone(), clock, state: Mutex::new(now), keys_fetched: AtomicUsize::new(0) };
        let inner = Arc::new(inner);
        let pages = Router::new()
            .route("/.well-known/openid-configuration", get(about))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/end", get(|| async { "signed out" }))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, pages).await });
        Self { issuer, inner }
    }

    /// What a site is told about it.
    pub fn settings(&self) -> Settings {
        let settings = Settings::new(&self.issuer, CLIENT, Some(Secret(SECRET.into()))).expect("an issuer");
        Settings { patience: Duration::from_millis(700), ..settings }
    }

    pub fn play(&self, trick: Trick) {
        self.now(|now| now.trick = trick);
    }

    /// Who signs in there from now on.
    pub fn is(&self, subject: &str) {
        self.now(|now| subject.clone_into(&mut now.subject));
    }

    /// What else it says about whoever signs in.
    pub fn says(&self, claims: Value) {
        self.now(|now| now.claims = claims);
    }

    /// It signs with another key from now on.
    pub fn change_key(&self) {
        self.now(|now| now.key = (format!("{}+", now.key.0), new_key()));
    }

    pub fn keys_fetched(&self) -> usize {
        self.inner.keys_fetched.load(Ordering::Relaxed)
    }

    /// What its page does once somebody has signed in: the address that the browser is sent back to.
    pub fn approve(&self, address: &str) -> String {
        let (_, query) = address.split_once('?').expect("a query");
        let asked = axum::extract::Query::<HashMap<String, String>>::try_from_uri(
            &format!("/?{query}").parse().expect("an address"),
        );
        approved(&self.inner, &asked.expect("a query").0)
    }

    fn now<T>(&self, change: impl FnOnce(&mut Now) -> T) -> T {
        self.inner.now(change)
    }
}

impl Inner {
    fn now<T>(&self, change: impl FnOnce(&mut Now) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn new_key() -> Arc<EcdsaKeyPair> {
    let random = SystemRandom::new();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random);
    Arc::new(key.expect("a key"))
}

async fn about(State(inner): State<Arc<Inner>>) -> Response {
    let trick = inner.now(|now| now.trick);
    if let Some(answer) = bad(trick).await {
        return answer;
    }
    let at = |path: &str| format!("{}{path}", inner.issuer);
    let issuer = if trick == Trick::OtherIssuer { "https://other.example.org".into() } else { inner.issuer.clone() };
    let keys = if trick == Trick::PlainKeys { "http://keys.example.org/".into() } else { at("/keys") };
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": keys,
        "end_session_endpoint": at("/end"),
        "authorization_response_iss_parameter_supported": true,
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
    }))
    .into_response()
}

async fn keys(State(inner): State<Arc<Inner>>) -> Json<Value> {
    inner.keys_fetched.fetch_add(1, Ordering::Relaxed);
    let (id, key) = inner.now(|now| now.key.clone());
    let point = key.public_key().as_ref();
    let part = |range: std::ops::Range<usize>| BASE64.encode(&point[range]);
    Json(json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": id, "x": part(1..33), "y": part(33..65),
    }] }))
}

async fn authorize(State(inner): State<Arc<Inner>>, Query(asked): Query<HashMap<String, String>>) -> Redirect {
    Redirect::to(&approved(&inner, &asked))
}

fn approved(inner: &Inner, asked: &HashMap<String, String>) -> String {
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    assert_eq!((said("response_type").as_str(), said("client_id").as_str()), ("code", CLIENT));
    assert_eq!((said("code_challenge_method").as_str(), said("scope").as_str()), ("S256", "openid"));
    let (back, state) = (said("redirect_uri"), said("state"));
    let code = inner.now(|now| {
        now.numbers += 1;
        let code = format!("code-{}", now.numbers);
        let (nonce, challenge) = (said("nonce"), said("code_challenge"));
        let given = Given { subject: now.subject.clone(), nonce, challenge, back: back.clone() };
        now.codes.insert(code.clone(), given);
        code
    });
    format!("{back}?code={code}&state={state}&iss={}", inner.issuer.replace(':', "%3A").replace('/', "%2F"))
}

async fn token(
    State(inner): State<Arc<Inner>>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> Response {
    let trick = inner.now(|now| now.trick);
    if let Some(answer) = bad(trick).await {
        return answer;
    }
    let said = |name: &str| asked.get(name).cloned().unwrap_or_default();
    let given = inner.now(|now| now.codes.remove(&said("code")));
    let challenge = BASE64.encode(digest::digest(&digest::SHA256, said("code_verifier").as_bytes()));
    let fits = |given: &Given| given.challenge == challenge && given.back == said("redirect_uri");
    let Some(given) = given.filter(fits).filter(|_| is_client(&headers)) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    let mut answer = json!({ "access_token": "none", "token_type": "Bearer", "expires_in": 60 });
    if trick != Trick::NoIdToken {
        answer["id_token"] = id_token(&inner, trick, &given).into();
    }
    Json(answer).into_response()
}

/// Each half of what stands there is encoded for itself (RFC 6749, 2.3.1).
fn is_client(headers: &HeaderMap) -> bool {
    let said = headers.get(AUTHORIZATION).and_then(|said| said.to_str().ok()).unwrap_or_default();
    let expected = STANDARD.encode(format!("{CLIENT}:s3cret%3A%2B%2F%C3%BC"));
    said.strip_prefix("Basic ").is_some_and(|said| said == expected)
}

/// What comes back whatever was asked.
async fn bad(trick: Trick) -> Option<Response> {
    match trick {
        Trick::Garbage => Some(([(CONTENT_TYPE, "application/json")], "<html>not here</html>").into_response()),
        Trick::Fault => Some(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        Trick::Never => std::future::pending().await,
        Trick::Huge => {
            let part = Bytes::from(vec![b' '; 64 << 10]);
            let parts = futures_util::stream::iter((0..160).map(move |_| Ok::<_, Infallible>(part.clone())));
            Some(([(CONTENT_TYPE, "application/json")], Body::from_stream(parts)).into_response())
        }
        _ => None,
    }
}

fn id_token(inner: &Inner, trick: Trick, given: &Given) -> String {
    let (now, (id, key), more) = inner.now(|now| ((inner.clock)(), now.key.clone(), now.claims.clone()));
    let mut claims = json!({
        "iss": inner.issuer, "sub": given.subject, "aud": CLIENT, "nonce": given.nonce,
        "iat": now, "exp": now + 300,
    });
    if let (Some(claims), Some(more)) = (claims.as_object_mut(), more.as_object()) {
        claims.extend(more.clone());
    }
    match trick {
        Trick::WrongNonce => claims["nonce"] = "another".into(),
        Trick::WrongAudience => claims["aud"] = "another".into(),
        Trick::TwoAudiences => claims["aud"] = json!([CLIENT, "another"]),
        Trick::WrongParty => claims["azp"] = "another".into(),
        Trick::WrongIssuer => claims["iss"] = "https://other.example.org".into(),
        Trick::Expired => claims["exp"] = (now - 1).into(),
        Trick::MadeTomorrow => (claims["iat"], claims["exp"]) = ((now + 86_400).into(), (now + 90_000).into()),
        _ => {}
    }
    let head = match trick {
        Trick::NoSignature => json!({ "alg": "none" }),
        Trick::PublicKeyAsSecret | Trick::SharedSecret => json!({ "alg": "HS256", "kid": id }),
        Trick::UnknownKey => json!({ "alg": "ES256", "kid": "unknown" }),
        _ => json!({ "alg": "ES256", "kid": id }),
    };
    let text = format!("{}.{}", BASE64.encode(head.to_string()), BASE64.encode(claims.to_string()));
    let by_secret = |secret: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    let by_key = |text: &str| key.sign(&SystemRandom::new(), text.as_bytes()).expect("a signature");
    let signature = match trick {
        Trick::NoSignature => String::new(),
        Trick::PublicKeyAsSecret => BASE64.encode(by_secret(key.public_key().as_ref())),
        Trick::SharedSecret => BASE64.encode(by_secret(SECRET.as_bytes())),
        Trick::WrongSignature => BASE64.encode(by_key("something else")),
        _ => BASE64.encode(by_key(&text)),
    };
    format!("{text}.{signature}")
}
