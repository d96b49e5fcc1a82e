//! An administrator takes somebody's connection with the identity provider away: they left, or it was not theirs.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::text::clean_line;
use linli_store::people::identity;
use serde::Deserialize;

use super::accounts::{Again, account_page};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems};

/// The longest reason that is kept.
const LONGEST: usize = 200;

#[derive(Deserialize)]
pub struct Because {
    why: String,
}

/// `POST /desk/{office}/accounts/{account}/identity`: with a reason, and never one's own.
pub async fn reset(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
    Form(because): Form<Because>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    let reason = clean_line(&because.why);
    if reason.is_empty() || reason.chars().count() > LONGEST {
        let mut problems = Problems::default();
        problems.add("why", ctx.t("people-factor-reset-why"));
        let again = Again { problems, ..Again::default() };
        return account_page(&app, ctx, actor, (office, id), again).await;
    }
    app.store.write(&actor, move |tx| identity::reset(tx, id, &reason)).await?;
    Ok(Redirect::to(&format!("/desk/{office}/accounts/{id}?done=identity-done-reset")).into_response())
}
