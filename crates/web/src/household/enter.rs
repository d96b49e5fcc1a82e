//! `/h`: the paper is opened. The code comes after the `#` of the address, which no browser sends and no log sees; a script
//! puts it into the form, and without a script it is typed. A wrong code, however wrong, gets one answer; who guesses waits.
//! Where another paper is open in this browser, a link asks before it takes its place.

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
use crate::shell::{Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "household/enter.html")]
struct EnterPage {
    ctx: Ctx,
    code: Field,
    /// The paper that is open already.
    open: Option<String>,
    problems: Problems,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Draft {
    code: String,
    /// `link`: nobody typed the code, so it is asked before another paper gives way.
    by: String,
}

/// `GET /h`
pub async fn ask(ctx: Ctx, home: Result<AtHome, Response>) -> Response {
    enter_page(ctx, home.ok().as_ref(), StatusCode::OK, Problems::default())
}

fn enter_page(ctx: Ctx, home: Option<&AtHome>, status: StatusCode, problems: Problems) -> Response {
    let code = Field::new("code", ctx.t("household-code")).hint(ctx.t("household-code-hint")).required();
    let code = code.problem(&problems);
    page_with(status, &EnterPage { code, open: home.map(AtHome::place), problems, ctx })
}

/// Why a code opens nothing.
pub(super) enum Shut {
    /// Too many wrong ones came from there: so many seconds.
    Wait(u64),
    Nothing,
}

impl Shut {
    pub(super) fn said(&self, ctx: &Ctx) -> String {
        match self {
            Self::Wait(seconds) => ctx.t_n("household-wait", i64::try_from(seconds.div_ceil(60)).unwrap_or(5)),
            Self::Nothing => ctx.t("household-none"),
        }
    }

    pub(super) const fn status(&self) -> StatusCode {
        match self {
            Self::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Nothing => StatusCode::NOT_FOUND,
        }
    }

    /// Says to a machine how long it should wait.
    pub(super) fn on(&self, mut answer: Response) -> Response {
        if let Self::Wait(seconds) = self {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        answer
    }
}

/// The paper of a code; whoever tries many waits.
pub(super) async fn looked_up(
    app: &App,
    caller: Caller,
    typed: &str,
) -> Result<Result<(Office, Held), Shut>, WebError> {
    if let Err(wait) = app.slips.take(caller.0, app.now()) {
        return Ok(Err(Shut::Wait(wait)));
    }
    let Some(found) = found(app, typed).await? else { return Ok(Err(Shut::Nothing)) };
    app.slips.give_back(caller.0);
    Ok(Ok(found))
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

/// Opens a paper on this phone for some hours. A phone that has it open stays the one it is, and one that had another open leaves
/// that.
pub(super) async fn opened(
    app: &App,
    home: Option<AtHome>,
    office: Office,
    held: Held,
) -> Result<(Token, AtHome), WebError> {
    let same = home.as_ref().filter(|home| home.office == office && home.held.slip == held.slip);
    let token = match same {
        Some(home) => home.token_kept().clone(),
        None => Token::new(office)?,
    };
    let other = home.filter(|home| home.office == office && home.held.slip != held.slip);
    let (hash, entered) = (token.hash(), held.clone());
    let written = app.store.write(&resident(office), move |tx| {
        if let Some(other) = &other {
            slip::leave(tx, other.token())?;
        }
        slip::enter(tx, &entered, &hash)
    });
    written.await?;
    let home = AtHome::of(office, held, token.clone());
    Ok((token, home))
}

#[derive(Template)]
#[template(path = "household/other.html")]
struct OtherPage {
    ctx: Ctx,
    open: String,
    new: String,
    code: String,
}

/// `POST /h`: opens the page for some hours on this phone.
pub async fn open(
    State(app): State<App>,
    caller: Caller,
    ctx: Ctx,
    home: Result<AtHome, Response>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let home = home.ok();
    let (office, held) = match looked_up(&app, caller, &draft.code).await? {
        Ok(found) => found,
        Err(shut) => {
            let mut problems = Problems::default();
            problems.add("code", shut.said(&ctx));
            return Ok(shut.on(enter_page(ctx, home.as_ref(), shut.status(), problems)));
        }
    };
    let other = home.as_ref().filter(|home| home.office != office || home.held.slip != held.slip);
    if let (Some(other), "link") = (other, draft.by.as_str()) {
        let (open, new) = (other.place(), home::place(&held));
        return Ok(page(&OtherPage { ctx, open, new, code: draft.code }));
    }
    let (token, _) = opened(&app, home, office, held).await?;
    let mut answer = Redirect::to("/household").into_response();
    home::set_cookie(&app.config, &mut answer, Some(&token));
    Ok(answer)
}

/// `POST /household/leave`: the next one who takes this phone sees nothing.
pub async fn leave(State(app): State<App>, home: AtHome) -> Result<Response, WebError> {
    let token = home.token().clone();
    app.store.write(&resident(home.office), move |tx| slip::leave(tx, &token)).await?;
    let mut answer = Redirect::to("/").into_response();
    home::set_cookie(&app.config, &mut answer, None);
    Ok(answer)
}
