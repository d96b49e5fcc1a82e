//! Signing in and out (登录). Wrong name, wrong password, locked or stopped: one answer, after the same time.

use askama::Template;
use axum::extract::State;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Timestamp;
use linli_domain::kernel::account::{Failures, SignInName};
use linli_domain::kernel::password::Password;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::text::clean_line;
use linli_store::people::account::{self, Credentials};
use linli_store::people::second_factor::{self, Proof};
use linli_store::people::session::{self as stored, By};
use serde::Deserialize;

use super::{identity_sign_in, sign_in_code};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Caller, Form, Query};
use crate::session::{self, Session, Token};
use crate::shell::{Ctx, Field, Problems, Tone, page, page_with};

#[derive(Template)]
#[template(path = "people/sign_in.html")]
struct SignInPage {
    ctx: Ctx,
    problems: Problems,
    name: Field,
    password: Field,
    next: String,
    /// Where one may sign in besides: what its button says, and where it leads.
    provider: Option<(String, String)>,
    /// Why the other way did not lead here.
    notice: Option<String>,
}

impl SignInPage {
    fn new(app: &App, ctx: Ctx, problems: Problems, name: &str, next: String) -> Self {
        let there = session::with_next("/sign-in/identity", onwards(&next));
        Self {
            provider: identity_sign_in::provider_name(app, &ctx).map(|name| (name, there)),
            notice: None,
            name: Field::new("name", ctx.t("people-sign-in-name"))
                .hint(ctx.t("people-sign-in-name-hint"))
                .value(name)
                .autocomplete("username")
                .required()
                .problem(&problems),
            password: Field::new("password", ctx.t("people-password"))
                .kind("password")
                .autocomplete("current-password")
                .required(),
            ctx,
            problems,
            next,
        }
    }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) next: String,
}

/// `GET /sign-in`
pub async fn show(State(app): State<App>, ctx: Ctx, Query(asked): Query<Asked>) -> Response {
    page(&SignInPage::new(&app, ctx, Problems::default(), "", asked.next))
}

/// The page once more, with what went wrong elsewhere: the password still serves.
pub(super) fn instead(app: &App, ctx: Ctx, status: StatusCode, notice: String, next: &str) -> Response {
    let page = SignInPage::new(app, ctx, Problems::default(), "", next.to_owned());
    page_with(status, &SignInPage { notice: Some(notice), ..page })
}

#[derive(Deserialize)]
pub struct SignInForm {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in`
pub async fn create(
    State(app): State<App>,
    Caller(address): Caller,
    ctx: Ctx,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, WebError> {
    let now = app.now();
    app.throttle.take(address, now).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
    let Some(person) = person(&app, &form, now).await? else {
        let mut problems = Problems::default();
        problems.add("name", ctx.t("people-sign-in-wrong"));
        let again = SignInPage::new(&app, ctx, problems, &form.name, form.next);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &again));
    };
    app.throttle.give_back(address);

    let (office, id) = (person.office, person.id);
    let kept = app.store.read(move |tx| second_factor::of(tx, office, id)).await?;
    if kept.is_some_and(|kept| kept.confirmed) {
        return sign_in_code::owe(&app, &person, &headers, &form.next, By::Password).await;
    }
    let token = open(&app, person, &headers, now).await?;
    let mut answer = Redirect::to(onwards(&form.next)).into_response();
    session::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}

/// Where somebody wanted to go, on this site; else the desk.
pub(super) fn onwards(next: &str) -> &str {
    if session::is_local(next) { next } else { "/desk" }
}

/// Whose name and password these are. One attempt at a time for one account, and every wrong one is counted.
async fn person(app: &App, form: &SignInForm, now: Timestamp) -> Result<Option<Credentials>, WebError> {
    let password = Password::typed(&form.password);
    let Ok(name) = SignInName::typed(&form.name, app.config.home) else {
        app.hasher.verify(password, None).await?;
        return Ok(None);
    };
    let turn = app.throttle.turn(&name).lock_owned().await;
    let asked = name.clone();
    let found = app.store.read(move |tx| account::credentials(tx, &asked)).await?;
    let open = found.filter(|found| !found.stopped && !found.failures.is_locked(now));
    let fits = app.hasher.verify(password, open.as_ref().map(|found| found.password.clone())).await?;
    match open {
        Some(found) if fits => Ok(Some(found)),
        Some(found) => {
            // The answer does not wait for the counting, or its time would tell that the account exists; the next
            // attempt does, by the turn.
            let app = app.clone();
            tokio::spawn(async move {
                count_failure(&app, &found, now).await;
                drop(turn);
            });
            Ok(None)
        }
        None => Ok(None),
    }
}

/// Writes one more wrong password down.
pub async fn count_failure(app: &App, found: &Credentials, now: Timestamp) {
    let (id, failures) = (found.id, found.failures.after_one_more(now));
    let actor = Actor { account: id, office: found.office, name: found.name.clone(), grants: Vec::new() };
    if let Err(fault) = app.store.write(&actor, move |tx| account::count(tx, id, failures)).await {
        tracing::error!(%fault, "a wrong password could not be counted");
    }
}

/// Opens a new session; the one that this browser had ends with it.
async fn open(app: &App, person: Credentials, headers: &HeaderMap, now: Timestamp) -> Result<Token, WebError> {
    let office = person.office;
    let token = Token::new(office)?;
    let before = session::token_of(&app.config, headers).filter(|before| before.office == office);
    let ends_at = now.saturating_add(app.config.session).map_err(WebError::fault)?;
    let agent = agent(headers);
    let actor = Actor { account: person.id, office, name: person.name.clone(), grants: Vec::new() };
    let (hash, before) = (token.hash(), before.map(|before| before.hash()));
    let counted = person.failures != Failures::default();
    let nothing = Proof::of_nothing(person.id);
    let opened = app.store.write(&actor, move |tx| {
        account::still(tx, person.id, &person.password)?;
        let taken = nothing.take(tx)?;
        if let Some(before) = &before {
            stored::close(tx, before)?;
        }
        if counted {
            account::count(tx, person.id, Failures::default())?;
        }
        stored::open(tx, &hash, (now, ends_at), &agent, By::Password, &taken)
    });
    opened.await?;
    Ok(token)
}

/// Browser and system in a few words, so that people know their own sessions again.
pub(super) fn agent(headers: &HeaderMap) -> String {
    let said = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first =
        |words: &[(&str, &'static str)]| words.iter().find(|(sign, _)| said.contains(sign)).map(|(_, name)| *name);
    let browsers = [
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("QQBrowser", "QQ"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("HarmonyOS", "HarmonyOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = [first(&browsers), first(&systems)];
    match known.into_iter().flatten().collect::<Vec<_>>() {
        none if none.is_empty() => clean_line(said).chars().take(40).collect(),
        words => words.join(" · "),
    }
}

/// `POST /sign-out`: here. Who came by a provider is told that they may still be signed in there.
pub async fn end(State(app): State<App>, session: Session, headers: HeaderMap) -> Result<Response, WebError> {
    if let Some(token) = session::token_of(&app.config, &headers) {
        let hash = token.hash();
        app.store.write(&session.actor, move |tx| stored::close(tx, &hash)).await?;
    }
    let by_provider = session.by == By::Identity && app.provider.is_some();
    let mut answer = Redirect::to(if by_provider { "/sign-in/identity/end" } else { "/" }).into_response();
    session::set_cookie(&app.config, &mut answer, None);
    Ok(answer)
}
