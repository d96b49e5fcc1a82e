//! Bulletins (通报) of an office: drafted from the figures, edited, handed in, signed by a second person, issued, kept.

mod edit;
mod recomputed;
mod show;
mod steps;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Month, Office};
use linli_domain::oversight::bulletin::CannotStep;
use linli_domain::oversight::{Bulletin, BulletinId, BulletinState};
use linli_store::oversight::{bulletin, declared, league, targets};
use linli_store::{Error, Transaction};
use serde::Deserialize;

use super::draft;
use crate::access::{Access, Routes, get, post};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Lang, page, page_with};

pub(crate) use show::written_in;

pub(super) fn routes() -> Routes {
    let (look, write, sign) =
        (Access::Act(Act::ReadBulletins), Access::Act(Act::DraftBulletins), Access::Act(Act::SignBulletins));
    Routes::new()
        .route("/desk/{office}/bulletins", get(list), look)
        .route("/desk/{office}/bulletins", post(create), write)
        .route("/desk/{office}/bulletins/{id}", get(show::show), look)
        .route("/desk/{office}/bulletins/{id}/bulletin.pdf", get(show::pdf), look)
        .route("/desk/{office}/bulletins/{id}/edit", get(edit::edit).post(edit::save), write)
        .route("/desk/{office}/bulletins/{id}/submit", get(steps::ask_submit).post(steps::submit), write)
        .route("/desk/{office}/bulletins/{id}/issue", get(steps::ask_issue).post(steps::issue), write)
        .route("/desk/{office}/bulletins/{id}/sign", get(steps::ask_sign).post(steps::sign), sign)
        .route("/desk/{office}/bulletins/{id}/send-back", get(steps::ask_send_back).post(steps::send_back), sign)
        .route("/desk/{office}/bulletins/{id}/withdraw", get(steps::ask_withdraw).post(steps::withdraw), sign)
}

const PAGE: i64 = 30;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
    month: String,
}

#[derive(Template)]
#[template(path = "oversight/bulletins.html")]
struct ListPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    root: String,
    bulletins: Vec<Bulletin>,
    next: Option<String>,
    /// The month that a draft is offered for, to those who may draft.
    month: Option<String>,
    targets: String,
    /// Why nothing was drafted.
    problem: Option<String>,
}

impl ListPage {
    fn look(bulletin: &Bulletin) -> &'static str {
        look(bulletin.state)
    }
}

const fn look(state: BulletinState) -> &'static str {
    match state {
        BulletinState::Draft => "grey",
        BulletinState::Submitted => "amber",
        BulletinState::Signed => "teal",
        BulletinState::Issued => "green",
        BulletinState::Withdrawn => "red",
    }
}

/// `GET /desk/{office}/bulletins`
pub async fn list(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Query(asked): Query<Asked>,
    ctx: Ctx,
) -> Result<Response, WebError> {
    Ok(page(&list_page(&app, &actor, office, &asked, ctx, None).await?))
}

async fn list_page(
    app: &App,
    actor: &Actor,
    office: Office,
    asked: &Asked,
    ctx: Ctx,
    problem: Option<String>,
) -> Result<ListPage, WebError> {
    let after = asked.after.parse().ok();
    let mut bulletins = app.store.read(move |tx| bulletin::list(tx, office, false, after, PAGE + 1)).await?;
    let whole = usize::try_from(PAGE).unwrap_or_default();
    let more = bulletins.len() > whole;
    bulletins.truncate(whole);
    let root = root(office);
    let next = bulletins.last().filter(|_| more).map(|last| format!("{root}?after={}", last.id));
    let month = actor.may_enter(Act::DraftBulletins, office).is_ok().then(|| {
        let month = asked.month.parse().unwrap_or_else(|_| Month::of(app.today()).previous());
        month.to_string()
    });
    let crumbs = vec![Crumb::new(ctx.t("shell-nav-desk"), "/desk")];
    let targets = format!("/desk/{office}/targets");
    Ok(ListPage { ctx, crumbs, root, bulletins, next, month, targets, problem })
}

#[derive(Clone, Debug, Deserialize)]
pub struct Draft {
    month: String,
    #[serde(default)]
    lang: String,
}

/// `POST /desk/{office}/bulletins`: the first wording, from the figures of the month.
pub async fn create(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    ctx: Ctx,
    Form(asked): Form<Draft>,
) -> Result<Response, WebError> {
    let back = Asked { month: asked.month.clone(), ..Asked::default() };
    let refused = async |ctx: Ctx, why: String| {
        let shown = list_page(&app, &actor, office, &back, ctx, Some(why)).await?;
        Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown))
    };
    let Ok(month) = asked.month.trim().parse::<Month>() else {
        let why = ctx.t("oversight-upload-bad-month");
        return refused(ctx, why).await;
    };
    let lang = Lang::parse(&asked.lang).unwrap_or_default();
    super::units::prepare(&app.store, &actor, office.code()).await?;
    let id = BulletinId::new();
    let drafted = app.store.write(&actor, move |tx| {
        let league = league::of(tx, office.code(), month)?;
        if league.is_empty() {
            return Err(Stopped::Nothing);
        }
        let findings = declared::findings_on(tx, office.code(), month)?;
        let wording = draft::wording(lang, &league, &targets::on(tx, office, month.last_day())?, &findings);
        let bulletin = Bulletin {
            office,
            id,
            month,
            state: BulletinState::Draft,
            version: 1,
            wording,
            league,
            number: None,
            drafted_by: tx.actor().account,
            drafted_at: tx.now(),
            signed_by: None,
            signed_on: None,
            issued_at: None,
            reason: None,
        };
        Ok(bulletin::add(tx, &bulletin)?)
    });
    match drafted.await {
        Ok(()) => Ok(done(&address(office, id), "oversight-done-drafted")),
        Err(Stopped::Nothing) => {
            let why = ctx.t_with("oversight-bulletins-no-figures", &[("month", ctx.month(month))]);
            refused(ctx, why).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Why a step was not taken.
#[derive(Debug)]
enum Stopped {
    Store(Error),
    Step(CannotStep),
    /// There is nothing to write about.
    Nothing,
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<CannotStep> for Stopped {
    fn from(why: CannotStep) -> Self {
        Self::Step(why)
    }
}

impl From<Stopped> for WebError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Store(Error::Stale) | Stopped::Step(CannotStep::State(_)) => Self::Conflict,
            Stopped::Store(error) => error.into(),
            Stopped::Step(CannotStep::Denied(denied)) => denied.into(),
            Stopped::Step(_) | Stopped::Nothing => Self::Unprocessable,
        }
    }
}

fn said(ctx: &Ctx, why: CannotStep) -> String {
    ctx.t(match why {
        CannotStep::NoReason => "oversight-cannot-no-reason",
        CannotStep::NoNumber => "oversight-cannot-no-number",
        CannotStep::BadNumber => "oversight-cannot-bad-number",
        CannotStep::NoText => "oversight-cannot-no-text",
        CannotStep::TooLong => "oversight-cannot-too-long",
        CannotStep::Denied(_) | CannotStep::State(_) => "oversight-cannot-step",
    })
}

/// The bulletin as it was when its form was shown, or nothing: somebody else was faster.
fn at_version(tx: &mut Transaction, office: Office, id: BulletinId, version: i64) -> Result<Bulletin, Stopped> {
    let bulletin = bulletin::get(tx, office, id)?;
    if bulletin.version == version { Ok(bulletin) } else { Err(Stopped::Store(Error::Stale)) }
}

fn root(office: Office) -> String {
    format!("/desk/{office}/bulletins")
}

fn address(office: Office, id: BulletinId) -> String {
    format!("/desk/{office}/bulletins/{id}")
}

fn done(to: &str, key: &str) -> Response {
    Redirect::to(&format!("{to}?done={key}")).into_response()
}
