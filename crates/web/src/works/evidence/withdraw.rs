//! Evidence withdrawn: with a reason, and what stood on it may not count any more. The piece stays.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::kernel::text::clean_line;
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_store::consultation::opinion;
use linli_store::register::evidence as rows;
use serde::Deserialize;

use super::super::stage::settle;
use super::super::stages::Found;
use super::serve::visible;
use super::{LONGEST_TEXT, Shown, shown};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::register::{address as record, done};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

#[derive(Template)]
#[template(path = "works/withdrawal.html")]
struct WithdrawalPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    piece: Shown,
    reason: Field,
    problems: Problems,
    back: String,
}

/// What is typed when a piece is withdrawn.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    reason: String,
}

/// `GET /desk/{office}/evidence/{piece}/withdrawal`
pub async fn ask_withdraw(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    Ok(page(&withdrawal_page(ctx, office, &piece, &Draft::default(), Problems::default())))
}

fn withdrawal_page(ctx: Ctx, office: Office, piece: &Evidence, draft: &Draft, problems: Problems) -> WithdrawalPage {
    let back = format!("{}/evidence", record(office, piece.neighbourhood));
    let reason = Field::new("reason", ctx.t("works-field-reason")).value(&draft.reason).required().problem(&problems);
    WithdrawalPage {
        title: ctx.t("works-withdraw-title"),
        crumbs: vec![Crumb::new(ctx.t("works-evidence"), &back)],
        piece: shown(&ctx, office, piece, None),
        reason,
        problems,
        back,
        ctx,
    }
}

/// `POST /desk/{office}/evidence/{piece}/withdrawal`: what stood on it may not count any more.
pub async fn withdraw(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    let reason = clean_line(&draft.reason);
    let why = match reason.chars().count() {
        0 => Some("works-why-no-reason"),
        n if n > LONGEST_TEXT => Some("register-why-too-long"),
        _ => None,
    };
    if let Some(key) = why {
        let mut problems = Problems::default();
        problems.add("reason", ctx.t(key));
        let shown = withdrawal_page(ctx, office, &piece, &draft, problems);
        return Ok(page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown));
    }
    let (of, today) = (piece.neighbourhood, app.today());
    let written = app.store.write(&actor, move |tx| {
        let found = Found::read(tx, office, of, today)?;
        tx.actor().may(Act::AddEvidence, &found.n.place())?;
        if rows::get(tx, office, id)?.withdrawn.is_none() {
            rows::withdraw(tx, id, &reason)?;
            settle(tx, office, of, &found)?;
        }
        Ok::<_, WebError>(opinion::holder(tx, office, id)?)
    });
    let back = match written.await? {
        Some(opinion) => format!("/desk/{office}/opinions/{opinion}"),
        None => format!("{}/evidence", record(office, of)),
    };
    Ok(done(&back, "works-done-withdrawn"))
}
