//! A whole site over a fresh store, for tests here and in the crates above (feature `testing`).
//!
//! Requests go through the real router, with every layer; `Site::somebody` makes an account that is signed in.

pub mod provider;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use jiff::SignedDuration;
use linli_domain::kernel::Office;
use linli_domain::kernel::account::{NewAccount, SignInName};
use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::kernel::second_factor::{Secret, recovery_code};
use linli_store::Objects;
use linli_store::people::second_factor::{self, Proof};
use linli_store::people::session::By;
use linli_store::people::{account, grant, session};
use linli_store::testing::{TestBucket, TestStore};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::{App, Config, SecondFactor};
use crate::people::password::Cost;
use crate::session::Token;

/// A running site, without a network.
#[derive(Debug)]
pub struct Site {
    pub app: App,
    pub store: TestStore,
    router: Router,
    /// Where photos and documents lie; removed with the site.
    pub files: TempDir,
}

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: AccountId,
    pub office: Office,
    pub sign_in: String,
    pub password: String,
    /// What the browser sends along.
    pub cookie: String,
}

impl Person {
    /// As the store sees them, without roles: for writing in their name.
    pub fn actor(&self) -> Actor {
        Actor { account: self.id, office: self.office, name: self.sign_in.clone(), grants: Vec::new() }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }

    /// The cookies that are set, each as `name=value`.
    pub fn cookies(&self) -> Vec<String> {
        let lines = self.headers.get_all(SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        lines.map(|line| line.split(';').next().unwrap_or_default().to_owned()).collect()
    }

    /// The cookie that the browser would keep.
    pub fn cookie(&self) -> String {
        let line = self.headers.get(SET_COOKIE).and_then(|line| line.to_str().ok()).unwrap_or_default();
        line.split(';').next().unwrap_or_default().to_owned()
    }
}

/// What every person of a test signs in with, once the first change is done.
pub const PASSWORD: &str = "a quiet lane in spring";

/// The configuration of tests: passwords cost next to nothing, and nobody needs a second factor.
pub fn config() -> Config {
    Config { hashing: Cost::CHEAP, second_factor: SecondFactor::Offered, ..Config::default() }
}

/// The application over a store, and the folder of its files.
pub fn app(store: &TestStore, config: Config) -> (App, TempDir) {
    let files = tempfile::tempdir().expect("a temporary folder");
    let objects = Objects::in_folder(files.path()).expect("a store of files");
    (App::new(store.store(), objects, config), files)
}

impl Site {
    pub fn new(store: TestStore) -> Self {
        Self::with(store, config())
    }

    pub fn with(store: TestStore, config: Config) -> Self {
        let (app, files) = app(&store, config);
        let router = crate::router(app.clone());
        Self { app, store, router, files }
    }

    /// From now on photos and documents lie in a bucket.
    pub fn keep_files_in(&mut self, bucket: &TestBucket) {
        self.app.objects = Objects::in_bucket(&bucket.bucket()).expect("a store of files");
        self.router = crate::router(self.app.clone());
    }

    /// Somebody with one role for the whole office, signed in.
    pub async fn role(&self, office: &str, role: Role) -> Person {
        let office: Office = office.parse().expect("the code of an office");
        self.somebody(office, &[Grant { role, scope: Scope::Division(office.code()) }]).await
    }

    /// Somebody with these roles, signed in, who has changed the first password.
    pub async fn somebody(&self, office: Office, grants: &[Grant]) -> Person {
        let id = AccountId::new();
        let own = format!("p{}", &id.to_string().replace('-', "")[..24]);
        let sign_in = SignInName::new(&own, office).expect("a sign-in name");
        let new = NewAccount { id, sign_in: sign_in.clone(), name: format!("示例 {}", &own[20..]) };
        let typed = linli_domain::kernel::password::Password::typed(PASSWORD).expect("short enough");
        let hash = self.app.hasher.hash(typed).await.expect("a hash");
        let actor = Actor { account: id, office, name: new.name.clone(), grants: Vec::new() };
        let (grants, nobody) = (grants.to_vec(), Token::new(office).expect("random").hash());
        let kept = self.app.store.write(&actor, move |tx| {
            account::add(tx, &new, &hash)?;
            account::change(tx, id, &hash, &nobody)?;
            grants.iter().try_for_each(|grant| grant::give(tx, id, *grant))
        });
        kept.await.expect("an account");
        let mut person =
            Person { id, office, sign_in: sign_in.to_string(), password: PASSWORD.to_owned(), cookie: String::new() };
        person.cookie = self.session(&person).await;
        person
    }

    /// One more session of somebody: the cookie.
    pub async fn session(&self, person: &Person) -> String {
        let (token, now) = (Token::new(person.office).expect("random"), self.app.now());
        let (hash, ends) = (token.hash(), now.saturating_add(self.app.config.session).expect("a time"));
        let actor = person.actor();
        let opened = self.app.store.write(&actor, move |tx| {
            let taken = Proof::of_nothing(tx.actor().account).take(tx)?;
            session::open(tx, &hash, (now, ends), "test", By::Password, &taken)
        });
        opened.await.expect("a session");
        format!("linli={token}")
    }

    /// Takes a second factor for somebody; their codes of this moment and of the one before and after are unused.
    pub async fn second_factor(&self, person: &Person) -> (Secret, Vec<String>) {
        let mut random = [0; Secret::BYTES];
        getrandom::fill(&mut random).expect("random");
        let (secret, office, id) = (Secret::new(random), person.office, person.id);
        let seal = self.app.keys.to_seal(&self.app.store).await.expect("a key");
        let sealed = seal.seal(&second_factor::place(office, id), secret.bytes()).expect("sealed");
        let begun = self.app.store.write(&person.actor(), move |tx| {
            second_factor::begin(tx, &sealed)?;
            second_factor::of(tx, office, id)
        });
        let kept = begun.await.expect("begun").expect("a row");
        let before = self.app.now() - SignedDuration::from_hours(1);
        let code = secret.code(before).expect("a code");
        let proof = kept.check(&seal, &code, before).expect("it is right");
        let codes: Vec<String> = (1..=10).map(|n| recovery_code([n; 16])).collect();
        let headers = [(COOKIE, person.cookie.parse().expect("a header"))].into_iter().collect();
        let here = crate::session::token_of(&self.app.config, &headers).expect("a session").hash();
        let kept = codes.clone();
        let confirmed =
            self.app.store.write(&person.actor(), move |tx| second_factor::confirm(tx, &proof, &kept, &here));
        confirmed.await.expect("confirmed");
        (secret, codes)
    }

    /// The code that a telephone shows so many half minutes from now.
    pub fn code(&self, secret: &Secret, steps: i64) -> String {
        let at = self.app.now() + SignedDuration::from_secs(30 * steps);
        secret.code(at).expect("a code")
    }

    pub async fn get(&self, path: &str, who: Option<&Person>) -> Answer {
        self.send(request(Method::GET, path, who).body(Body::empty()).expect("a request")).await
    }

    /// A form, as a browser sends it from one of our pages.
    pub async fn post(&self, path: &str, who: Option<&Person>, form: &[(&str, &str)]) -> Answer {
        let body = form.iter().map(|(k, v)| format!("{}={}", encode(k), encode(v))).collect::<Vec<_>>().join("&");
        let request = request(Method::POST, path, who).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    /// A form with files (name, file name, bytes), as a browser sends it.
    pub async fn upload(
        &self,
        path: &str,
        who: Option<&Person>,
        form: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        const BOUNDARY: &str = "linli-boundary-7f3a";
        let mut body = Vec::new();
        for (name, value) in form {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, file, bytes) in files {
            let disposition = format!("form-data; name=\"{name}\"; filename=\"{file}\"");
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = request(Method::POST, path, who).header(CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body)).expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (head, body) = answer.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// The head of a request from one of our pages.
pub fn request(method: Method, path: &str, who: Option<&Person>) -> axum::http::request::Builder {
    let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    if let Some(who) = who {
        request = request.header(COOKIE, &who.cookie);
    }
    request
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
