//! What Linli knows about the reader, to take away (《个人信息保护法》第45条).

use axum::extract::State;
use axum::response::Response;
use linli_store::oversight::known;

use crate::app::App;
use crate::error::WebError;
use crate::extract::SignedIn;
use crate::shell::{Ctx, file};

/// `POST /me/known`: a form and no link, since it is written down that it was taken.
pub async fn hand_out(State(app): State<App>, ctx: Ctx, SignedIn(actor): SignedIn) -> Result<Response, WebError> {
    let (office, id) = (actor.office, actor.account);
    let written = app.store.write(&actor, |tx| {
        known::hand_out(tx);
        Ok::<_, linli_store::Error>(())
    });
    written.await?;
    // Read beside the writer: somebody who worked here for years has many lines.
    let about = app.store.read(move |tx| known::about(tx, office, id)).await?;
    let bytes = serde_json::to_vec_pretty(&about).map_err(WebError::fault)?;
    Ok(file(&ctx, &ctx.t("people-known-file"), "json", "application/json; charset=utf-8", bytes))
}
