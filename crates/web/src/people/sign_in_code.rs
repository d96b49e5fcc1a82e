//! The second half of the sign-in: the code. Half a session reaches this page and the way out, for ten minutes.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::account::Failures;
use linli_domain::kernel::people::Actor;
use linli_store::people::account::{self, Credentials};
use linli_store::people::session::{self as stored, By};
use serde::Deserialize;

use super::code::{self, Accepts};
use super::sign_in::{Asked, agent, onwards};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Caller, Form, Query};
use crate::session::{self, Session, Token};
use crate::shell::{Ctx, Field, Problems, page, page_with};

/// So long half a session lasts.
const PATIENCE: Duration = Duration::from_mins(10);

#[derive(Template)]
#[template(path = "people/sign_in_code.html")]
struct CodePage {
    ctx: Ctx,
    lead: String,
    code: Field,
    next: String,
    problems: Problems,
}

impl CodePage {
    fn new(ctx: Ctx, session: &Session, next: String, problems: Problems) -> Self {
        let code = code::field(&ctx, Accepts::Recovery, &problems);
        let key = match session.by {
            By::Password => "people-sign-in-code-lead",
            By::Identity => "identity-code-lead",
        };
        let lead = ctx.t_with(key, &[("name", &session.actor.name)]);
        Self { ctx, lead, code, next, problems }
    }
}

/// The password was right, or the provider sure: half a session, in place of the one that this browser had.
pub(super) async fn owe(
    app: &App,
    person: &Credentials,
    headers: &HeaderMap,
    next: &str,
    by: By,
) -> Result<Response, WebError> {
    let now = app.now();
    let token = Token::new(person.office)?;
    let before = session::token_of(&app.config, headers).filter(|before| before.office == person.office);
    let ends_at = now.saturating_add(PATIENCE).map_err(WebError::fault)?;
    let (hash, before, agent) = (token.hash(), before.map(|before| before.hash()), agent(headers));
    let actor = Actor { account: person.id, office: person.office, name: person.name.clone(), grants: Vec::new() };
    let (id, password) = (person.id, person.password.clone());
    let opened = app.store.write(&actor, move |tx| {
        account::still(tx, id, &password)?;
        if let Some(before) = &before {
            stored::close(tx, before)?;
        }
        stored::open_half(tx, &hash, (now, ends_at), &agent, by)
    });
    opened.await?;
    let mut answer = Redirect::to(&session::with_next("/sign-in/code", next)).into_response();
    session::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}

/// `GET /sign-in/code`
pub async fn show(ctx: Ctx, session: Session, Query(asked): Query<Asked>) -> Response {
    if !session.owes_code {
        return Redirect::to(onwards(&asked.next)).into_response();
    }
    page(&CodePage::new(ctx, &session, asked.next, Problems::default()))
}

#[derive(Deserialize)]
pub struct CodeForm {
    code: String,
    #[serde(default)]
    next: String,
}

/// `POST /sign-in/code`: a whole session under a new token. Only now the counting of wrong attempts starts anew.
pub async fn create(
    State(app): State<App>,
    Caller(address): Caller,
    ctx: Ctx,
    session: Session,
    headers: HeaderMap,
    Form(form): Form<CodeForm>,
) -> Result<Response, WebError> {
    if !session.owes_code {
        return Ok(Redirect::to(onwards(&form.next)).into_response());
    }
    let now = app.now();
    app.throttle.take(address, now).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
    let proof = match code::prove(&app, &session.actor, &form.code, Accepts::Recovery).await? {
        Ok(proof) => proof,
        Err(why) => {
            let mut problems = Problems::default();
            problems.add("code", why.said(&ctx));
            let again = CodePage::new(ctx, &session, form.next, problems);
            return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    app.throttle.give_back(address);

    let half = session::token_of(&app.config, &headers).ok_or(WebError::SignIn { back_to: None })?.hash();
    let token = Token::new(session.actor.office)?;
    let ends_at = now.saturating_add(app.config.session).map_err(WebError::fault)?;
    let (hash, agent) = (token.hash(), agent(&headers));
    let opened = app.store.write(&session.actor, move |tx| {
        let taken = proof.take(tx)?;
        stored::spend(tx, &half)?;
        account::count(tx, tx.actor().account, Failures::default())?;
        stored::open(tx, &hash, (now, ends_at), &agent, session.by, &taken)
    });
    opened.await?;
    let mut answer = Redirect::to(onwards(&form.next)).into_response();
    session::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}
