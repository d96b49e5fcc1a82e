//! `/h`: the paper is opened. The code comes after the `#` of the address, which no browser sends and no log sees; a script
//! puts it into the form, and without a script it is typed. A wrong code, however wrong, gets one answer; who guesses waits.

use askama::Template;
use axum::extract::State;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::consultation::SlipCode;
use linli_domain::consultation::slip::Held;
use linli_domain::kernel::Office;
use linli_store::consultation::{receipt, slip};
use serde::Deserialize;

use crate::app::App;
use crate::consultation::resident;
use crate::error::WebError;
use crate::extract::{Caller, Form};
use crate::home::{self, AtHome};
use crate::session::Token;
use crate::shell::{Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "household/enter.html")]
struct EnterPage {
    ctx: Ctx,
    code: Field,
    problems: Problems,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Draft {
    code: String,
}

/// `GET /h`
pub async fn ask(ctx: Ctx) -> Response {
    enter_page(ctx, StatusCode::OK, Problems::default())
}

fn enter_page(ctx: Ctx, status: StatusCode, problems: Problems) -> Response {
    let code = Field::new("code", ctx.t("household-code")).hint(ctx.t("household-code-hint")).required();
    page_with(status, &EnterPage { code: code.problem(&problems), problems, ctx })
}

fn refused(ctx: Ctx, status: StatusCode, why: String) -> Response {
    let mut problems = Problems::default();
    problems.add("code", why);
    enter_page(ctx, status, problems)
}

/// `POST /h`: opens the page for some hours on this phone.
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    ctx: Ctx,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    if let Err(wait) = app.slips.take(caller.0, app.now()) {
        let why = ctx.t_n("household-wait", i64::try_from(wait.div_ceil(60)).unwrap_or(5));
        let mut answer = refused(ctx, StatusCode::TOO_MANY_REQUESTS, why);
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
        return Ok(answer);
    }
    let Some((office, held)) = found(&app, &draft.code).await? else {
        let why = ctx.t("household-none");
        return Ok(refused(ctx, StatusCode::NOT_FOUND, why));
    };
    app.slips.give_back(caller.0);
    let token = Token::new(office)?;
    let hash = token.hash();
    app.store.write(&resident(office), move |tx| slip::enter(tx, held.slip, &hash)).await?;
    let mut answer = Redirect::to("/household").into_response();
    home::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}

async fn found(app: &App, typed: &str) -> Result<Option<(Office, Held)>, WebError> {
    let Ok(code) = typed.parse::<SlipCode>() else { return Ok(None) };
    let office = code.office();
    let read =
        app.store.read(move |tx| Ok::<_, WebError>((slip::find(tx, code)?, receipt::secret(tx, office)?.is_some())));
    let (held, keeps_codes) = read.await?;
    // A slip of the hand is caught by the check sign: this one was made up, or was revoked.
    if held.is_none() && keeps_codes {
        app.store.write(&resident(office), slip::wrong).await?;
    }
    Ok(held.map(|held| (office, held)))
}

/// `POST /household/leave`: the next one who takes this phone sees nothing.
pub async fn leave(State(app): State<App>, home: AtHome) -> Result<Response, WebError> {
    let token = home.token().clone();
    app.store.write(&resident(home.office), move |tx| slip::leave(tx, &token)).await?;
    let mut answer = Redirect::to("/").into_response();
    home::set_cookie(&app.config, &mut answer, None);
    Ok(answer)
}
