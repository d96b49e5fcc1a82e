//! The own second factor (双因素): taken with a telephone, confirmed with a code, given up with password and code.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::second_factor::{RECOVERY_CODES, Secret, recovery_code};
use linli_store::people::account::{self, Account};
use linli_store::people::second_factor::{self as stored, Kept};
use serde::Deserialize;

use super::code::{self, Accepts};
use super::me::is_own_password;
use crate::app::{App, SecondFactor};
use crate::error::WebError;
use crate::extract::Form;
use crate::session::{self, Session};
use crate::shell::{Ctx, Field, Problems, Tone, page, page_with, qr};

const HERE: &str = "/me/second-factor";

#[derive(Template)]
#[template(path = "people/second_factor.html")]
struct FactorPage {
    ctx: Ctx,
    /// Nothing else is reached before it is taken.
    must: bool,
    state: Shown,
    password: Field,
    code: Field,
    /// For other recovery codes; those that are left do not make new ones.
    fresh: Field,
    problems: Problems,
}

/// What the page shows.
enum Shown {
    Nothing,
    /// The secret waits for the telephone: as a picture, and for typing.
    Begun {
        picture: Option<String>,
        groups: String,
        account: String,
    },
    Kept {
        since: String,
        left: i64,
    },
}

/// `GET /me/second-factor`
pub async fn show(State(app): State<App>, ctx: Ctx, session: Session) -> Result<Response, WebError> {
    factor_page(&app, ctx, &session, Problems::default()).await
}

async fn factor_page(app: &App, ctx: Ctx, session: &Session, problems: Problems) -> Result<Response, WebError> {
    let (account, kept) = know(app, session).await?;
    let (state, accepts) = match kept {
        None => (Shown::Nothing, Accepts::Fresh),
        Some(kept) if kept.confirmed => (confirmed(&ctx, &kept), Accepts::Recovery),
        Some(kept) => {
            let secret = kept.open(&app.keys.to_open().await?).map_err(|why| code::closed(app, why))?;
            (begun(&ctx, &account, &secret), Accepts::Fresh)
        }
    };
    let required = app.config.second_factor == SecondFactor::Required && session.actor.needs_second_factor();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let password = Field::new("password", ctx.t("people-password-old")).kind("password");
    let shown = FactorPage {
        must: required && !session.has_second_factor,
        state,
        password: password.autocomplete("current-password").required().problem(&problems),
        code: code::field(&ctx, accepts, &problems),
        fresh: code::field_named("fresh_code", &ctx, Accepts::Fresh, &problems),
        ctx,
        problems,
    };
    Ok(page_with(status, &shown))
}

async fn know(app: &App, session: &Session) -> Result<(Account, Option<Kept>), WebError> {
    let (office, id) = (session.actor.office, session.actor.account);
    let read = app
        .store
        .read(move |tx| Ok::<_, linli_store::Error>((account::get(tx, office, id)?, stored::of(tx, office, id)?)));
    Ok(read.await?)
}

fn begun(ctx: &Ctx, account: &Account, secret: &Secret) -> Shown {
    let account = account.sign_in.to_string();
    let picture = qr::drawn(&secret.address(&account), &ctx.t("people-factor-picture"));
    Shown::Begun { picture, groups: secret.in_groups(), account }
}

fn confirmed(ctx: &Ctx, kept: &Kept) -> Shown {
    let since = kept.confirmed_at.map(|at| ctx.instant(at)).unwrap_or_default();
    Shown::Kept { since, left: kept.recovery_codes }
}

#[derive(Deserialize)]
pub struct BeginForm {
    password: String,
}

/// `POST /me/second-factor`: a new secret, with the password, since a screen may have been left alone.
pub async fn begin(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    Form(form): Form<BeginForm>,
) -> Result<Response, WebError> {
    if !is_own_password(&app, &session.actor, &form.password).await? {
        return refused(&app, ctx, &session, "password", "people-password-wrong").await;
    }
    let mut random = [0; Secret::BYTES];
    getrandom::fill(&mut random).map_err(WebError::fault)?;
    let place = stored::place(session.actor.office, session.actor.account);
    let sealed = app.keys.to_seal(&app.store).await?.seal(&place, Secret::new(random).bytes())?;
    app.store.write(&session.actor, move |tx| stored::begin(tx, &sealed)).await?;
    Ok(Redirect::to(HERE).into_response())
}

#[derive(Deserialize)]
pub struct ConfirmForm {
    code: String,
}

/// Codes for once: shown on this page and nowhere else.
#[derive(Template)]
#[template(path = "people/recovery_codes.html")]
struct CodesPage {
    ctx: Ctx,
    /// What was just done.
    done: String,
    account: String,
    codes: Vec<String>,
}

/// `POST /me/second-factor/confirmation`: the telephone knows the secret.
pub async fn confirm(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, WebError> {
    let (account, kept) = know(&app, &session).await?;
    let Some(kept) = kept.filter(|kept| !kept.confirmed) else { return Ok(Redirect::to(HERE).into_response()) };
    let proof = match code::check(&app, &session.actor, &kept, &form.code, Accepts::Fresh).await? {
        Ok(proof) => proof,
        Err(why) => return refused_code(&app, ctx, &session, why).await,
    };
    let here = session::token_of(&app.config, &headers).ok_or(WebError::SignIn { back_to: None })?.hash();
    let codes = (0..RECOVERY_CODES).map(|_| new_code()).collect::<Result<Vec<_>, _>>()?;
    let handed = codes.clone();
    app.store.write(&session.actor, move |tx| stored::confirm(tx, &proof, &handed, &here)).await?;
    let done = ctx.t("people-factor-confirmed");
    Ok(page(&CodesPage { ctx, done, account: account.sign_in.to_string(), codes }))
}

fn new_code() -> Result<String, WebError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(WebError::fault)?;
    Ok(recovery_code(random))
}

#[derive(Deserialize)]
pub struct RenewForm {
    fresh_code: String,
}

/// `POST /me/second-factor/codes`: other codes for once, since a sheet of paper was lost or used up.
pub async fn renew_codes(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    Form(form): Form<RenewForm>,
) -> Result<Response, WebError> {
    if !session.has_second_factor {
        return Err(WebError::Conflict);
    }
    let proof = match code::prove(&app, &session.actor, &form.fresh_code, Accepts::Fresh).await? {
        Ok(proof) => proof,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("fresh_code", why.said(&ctx));
            return factor_page(&app, ctx, &session, problems).await;
        }
    };
    let (account, _) = know(&app, &session).await?;
    let codes = (0..RECOVERY_CODES).map(|_| new_code()).collect::<Result<Vec<_>, _>>()?;
    let handed = codes.clone();
    app.store.write(&session.actor, move |tx| stored::renew_codes(tx, &proof, &handed)).await?;
    let done = ctx.t("people-recovery-renewed");
    Ok(page(&CodesPage { ctx, done, account: account.sign_in.to_string(), codes }))
}

#[derive(Deserialize)]
pub struct RemoveForm {
    password: String,
    code: String,
}

/// `POST /me/second-factor/removal`: for good, or to take another telephone.
pub async fn remove(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    Form(form): Form<RemoveForm>,
) -> Result<Response, WebError> {
    if !session.has_second_factor {
        return Err(WebError::Conflict);
    }
    if !is_own_password(&app, &session.actor, &form.password).await? {
        return refused(&app, ctx, &session, "password", "people-password-wrong").await;
    }
    let proof = match code::prove(&app, &session.actor, &form.code, Accepts::Recovery).await? {
        Ok(proof) => proof,
        Err(why) => return refused_code(&app, ctx, &session, why).await,
    };
    app.store.write(&session.actor, move |tx| stored::remove(tx, &proof)).await?;
    Ok(Redirect::to(&format!("{HERE}?done=people-done-factor-removed")).into_response())
}

async fn refused(app: &App, ctx: Ctx, session: &Session, field: &'static str, key: &str) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add(field, ctx.t(key));
    factor_page(app, ctx, session, problems).await
}

async fn refused_code(app: &App, ctx: Ctx, session: &Session, why: code::Refusal) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add("code", why.said(&ctx));
    factor_page(app, ctx, session, problems).await
}
