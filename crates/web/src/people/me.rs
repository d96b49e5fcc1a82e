//! The own account: who I am here, where I am signed in, and my password.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::password::{Password, WeakPassword};
use linli_domain::kernel::people::Actor;
use linli_store::people::account::{self, Account};
use linli_store::people::session::{self as stored, Listed, SessionId};
use linli_store::people::{grant, identity};
use serde::Deserialize;

use super::{sign_in, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::session::{self, Session};
use crate::shell::{Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "people/me.html")]
struct MePage {
    ctx: Ctx,
    account: Account,
    roles: Vec<String>,
    has_second_factor: bool,
    /// Whether there is anything to connect, or connected.
    identity: bool,
    sessions: Vec<Listed>,
    here: SessionId,
}

/// `GET /me`
pub async fn show(State(app): State<App>, ctx: Ctx, session: Session) -> Result<Response, WebError> {
    let (actor, has_second_factor, now) = (session.actor, session.has_second_factor, app.now());
    let (office, id) = (actor.office, actor.account);
    let read = app.store.read(move |tx| {
        let account = account::get(tx, office, id)?;
        let held = grant::held(tx, office, id)?;
        let identity = identity::of(tx, office, id)?;
        Ok::<_, linli_store::Error>((account, held, stored::list(tx, office, id, now)?, identity))
    });
    let (account, held, sessions, identity) = read.await?;
    let identity = identity.is_some() || app.provider.is_some();
    let roles = words::roles(&ctx, &held);
    Ok(page(&MePage { ctx, account, roles, has_second_factor, identity, sessions, here: session.id }))
}

/// `POST /me/sessions/{session}/end`
pub async fn end_session(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<SessionId>,
) -> Result<Redirect, WebError> {
    app.store.write(&actor, move |tx| stored::end(tx, id)).await?;
    Ok(Redirect::to("/me?done=people-done-session-ended"))
}

/// `POST /me/sessions/end-others`
pub async fn end_others(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
) -> Result<Redirect, WebError> {
    let here = session::token_of(&app.config, &headers).map(|token| token.hash());
    app.store.write(&actor, move |tx| stored::end_all(tx, tx.actor().account, here.as_ref())).await?;
    Ok(Redirect::to("/me?done=people-done-session-ended"))
}

#[derive(Template)]
#[template(path = "people/password.html")]
struct PasswordPage {
    ctx: Ctx,
    problems: Problems,
    must_change: bool,
    fields: [Field; 3],
}

impl PasswordPage {
    fn new(ctx: Ctx, problems: Problems, must_change: bool) -> Self {
        let field = |name, label, purpose| {
            Field::new(name, ctx.t(label)).kind("password").autocomplete(purpose).required().problem(&problems)
        };
        let fields = [
            field("old", "people-password-old", "current-password"),
            field("new", "people-password-new", "new-password").hint(ctx.t("people-password-rule")),
            field("again", "people-password-again", "new-password"),
        ];
        Self { ctx, problems, must_change, fields }
    }
}

/// `GET /me/password`
pub async fn password_form(ctx: Ctx, session: Session) -> Response {
    page(&PasswordPage::new(ctx, Problems::default(), session.must_change))
}

#[derive(Deserialize)]
pub struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

/// `POST /me/password`: the old one is asked for, since a screen may have been left alone.
pub async fn change_password(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<PasswordForm>,
) -> Result<Response, WebError> {
    let id = session.actor.account;
    let mut problems = Problems::default();
    if !is_own_password(&app, &session.actor, &form.old).await? {
        problems.add("old", ctx.t("people-password-wrong"));
    }
    let new = judge(&app, &session.actor, &form).await?;
    if let Err(why) = &new {
        problems.add("new", words::weak(&ctx, *why));
    }
    if form.new != form.again {
        problems.add("again", ctx.t("people-password-differs"));
    }
    let Some(new) = new.ok().filter(|_| problems.is_empty()) else {
        let again = PasswordPage::new(ctx, problems, session.must_change);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &again));
    };
    let here = session::token_of(&app.config, &headers).ok_or(WebError::SignIn { back_to: None })?.hash();
    let hash = app.hasher.hash(new).await?;
    app.store.write(&session.actor, move |tx| account::change(tx, id, &hash, &here)).await?;
    let next = if session.must_change { "/desk" } else { "/me" };
    Ok(Redirect::to(&format!("{next}?done=people-done-password")).into_response())
}

/// A wrong old password counts like one at the sign-in: a stolen session must not be a place to guess at.
pub(super) async fn is_own_password(app: &App, actor: &Actor, typed: &str) -> Result<bool, WebError> {
    let (office, id, now) = (actor.office, actor.account, app.now());
    let found = app.store.read(move |tx| account::credentials_of(tx, office, id)).await?;
    let _turn = app.throttle.turn(&found.sign_in).lock_owned().await;
    let found = app.store.read(move |tx| account::credentials_of(tx, office, id)).await?;
    let known = (!found.failures.is_locked(now)).then(|| found.password.clone());
    let fits = app.hasher.verify(Password::typed(typed), known.clone()).await?;
    if !fits && known.is_some() {
        sign_in::count_failure(app, &found, now).await;
    }
    Ok(fits)
}

async fn judge(app: &App, actor: &Actor, form: &PasswordForm) -> Result<Result<Password, WeakPassword>, WebError> {
    if form.new == form.old {
        return Ok(Err(WeakPassword::Same));
    }
    let (office, id) = (actor.office, actor.account);
    let account = app.store.read(move |tx| account::get(tx, office, id)).await?;
    Ok(Password::new(&form.new, &[account.sign_in.own(), &account.name]))
}
