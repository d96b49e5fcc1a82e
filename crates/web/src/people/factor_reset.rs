//! An administrator takes somebody's second factor away: the telephone was lost, or a new one came.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::text::clean_line;
use linli_store::people::second_factor;
use serde::Deserialize;

use super::accounts::{Again, account_page, done};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems};

/// The longest reason that is kept.
const LONGEST: usize = 200;

#[derive(Deserialize)]
pub struct Because {
    reason: String,
}

/// `POST /desk/{office}/accounts/{account}/second-factor`: with a reason, and never one's own.
pub async fn reset(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
    Form(because): Form<Because>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    let reason = clean_line(&because.reason);
    if reason.is_empty() || reason.chars().count() > LONGEST {
        let mut problems = Problems::default();
        problems.add("reason", ctx.t("people-factor-reset-why"));
        let again = Again { problems, ..Again::default() };
        return account_page(&app, ctx, actor, (office, id), again).await;
    }
    app.store.write(&actor, move |tx| second_factor::reset(tx, id, &reason)).await?;
    Ok(done(office, id, "factor-reset"))
}
