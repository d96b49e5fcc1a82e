//! The own connection with the identity provider (统一身份认证): made with password and code, and given up by password.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use linli_store::people::identity as stored;
use serde::Deserialize;

use super::code::{self, Accepts};
use super::identity_sign_in::{self, back_address, provider_name};
use super::me::is_own_password;
use super::provider::{Attempt, Purpose};
use crate::app::App;
use crate::error::WebError;
use crate::extract::Form;
use crate::session::Session;
use crate::shell::{Ctx, Field, Problems, Tone, page, page_with};

pub(super) const HERE: &str = "/me/identity";

#[derive(Template)]
#[template(path = "people/identity.html")]
struct IdentityPage {
    ctx: Ctx,
    /// What the provider is called, where one is configured.
    provider: Option<String>,
    /// Since when it is connected, and with whom.
    kept: Option<(String, String)>,
    password: Field,
    /// Where the account keeps a second factor.
    code: Option<Field>,
    notice: Option<String>,
    problems: Problems,
}

/// `GET /me/identity`
pub async fn show(State(app): State<App>, ctx: Ctx, session: Session) -> Result<Response, WebError> {
    identity_page(&app, ctx, &session, StatusCode::OK, None, Problems::default()).await
}

/// The page, perhaps with what went wrong at the provider or with the form.
pub(super) async fn identity_page(
    app: &App,
    ctx: Ctx,
    session: &Session,
    status: StatusCode,
    notice: Option<String>,
    problems: Problems,
) -> Result<Response, WebError> {
    let (office, id) = (session.actor.office, session.actor.account);
    let kept = app.store.read(move |tx| stored::of(tx, office, id)).await?;
    let password = Field::new("password", ctx.t("people-password-old")).kind("password");
    let shown = IdentityPage {
        provider: provider_name(app, &ctx),
        code: (session.has_second_factor && kept.is_none()).then(|| code::field(&ctx, Accepts::Fresh, &problems)),
        kept: kept.map(|kept| (ctx.instant(kept.at), kept.issuer)),
        password: password.autocomplete("current-password").required().problem(&problems),
        notice,
        ctx,
        problems,
    };
    Ok(page_with(status, &shown))
}

#[derive(Deserialize)]
pub struct BeginForm {
    password: String,
    #[serde(default)]
    code: String,
}

/// The way to the provider, as a link: a browser follows no form to another site.
#[derive(Template)]
#[template(path = "people/identity_onwards.html")]
struct OnwardsPage {
    ctx: Ctx,
    name: String,
    there: String,
}

/// `POST /me/identity`: with the password and the code, since whoever is connected comes in without them.
pub async fn begin(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    uri: Uri,
    headers: HeaderMap,
    Form(form): Form<BeginForm>,
) -> Result<Response, WebError> {
    let provider = app.provider.clone().ok_or(WebError::NotFound)?;
    let name = provider_name(&app, &ctx).ok_or(WebError::NotFound)?;
    if !is_own_password(&app, &session.actor, &form.password).await? {
        return refused(&app, ctx, &session, "password", "people-password-wrong").await;
    }
    if session.has_second_factor {
        let proof = match code::prove(&app, &session.actor, &form.code, Accepts::Fresh).await? {
            Ok(proof) => proof,
            Err(why) => return refused_code(&app, ctx, &session, why).await,
        };
        app.store.write(&session.actor, move |tx| proof.take(tx).map(drop)).await?;
    }
    let actor = &session.actor;
    let purpose = Purpose::Connect { office: actor.office, account: actor.account, session: session.id };
    let attempt = Attempt::new(back_address(&app, &uri, &headers)?, HERE.to_owned(), purpose, app.now())?;
    match provider.address(&attempt).await {
        Ok(there) => {
            let mut answer = page(&OnwardsPage { ctx, name, there });
            attempt.hand_out(&app, &mut answer).await?;
            Ok(answer)
        }
        Err(failure) => {
            let (status, notice) = identity_sign_in::said(&ctx, &name, failure);
            identity_page(&app, ctx, &session, status, Some(notice), Problems::default()).await
        }
    }
}

#[derive(Deserialize)]
pub struct RemoveForm {
    password: String,
}

/// `POST /me/identity/removal`
pub async fn remove(
    State(app): State<App>,
    ctx: Ctx,
    session: Session,
    Form(form): Form<RemoveForm>,
) -> Result<Response, WebError> {
    if !is_own_password(&app, &session.actor, &form.password).await? {
        return refused(&app, ctx, &session, "password", "people-password-wrong").await;
    }
    app.store.write(&session.actor, stored::disconnect).await?;
    Ok(Redirect::to(&format!("{HERE}?done=identity-done-disconnected")).into_response())
}

async fn refused(app: &App, ctx: Ctx, session: &Session, field: &'static str, key: &str) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add(field, ctx.t(key));
    identity_page(app, ctx, session, StatusCode::UNPROCESSABLE_ENTITY, None, problems).await
}

async fn refused_code(app: &App, ctx: Ctx, session: &Session, why: code::Refusal) -> Result<Response, WebError> {
    let mut problems = Problems::default();
    problems.add("code", why.said(&ctx));
    identity_page(app, ctx, session, StatusCode::UNPROCESSABLE_ENTITY, None, problems).await
}
