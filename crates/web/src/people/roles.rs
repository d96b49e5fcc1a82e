//! Roles given to an account and taken from it (授权). Nobody gives one to themselves.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Grant, Role, Scope};
use linli_store::people::grant::{self, GrantId};
use serde::Deserialize;

use super::{accounts, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems};

#[derive(Deserialize)]
pub struct RoleForm {
    role: String,
    /// The code of a division, or the id of a neighbourhood.
    scope: String,
}

/// `POST /desk/{office}/accounts/{account}/roles`
pub async fn give(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AccountId)>,
    Form(form): Form<RoleForm>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    let mut problems = Problems::default();
    let role = form.role.parse::<Role>().map_err(|()| problems.add("role", ctx.t("people-bad-role")));
    let scope = scope(&form.scope).ok_or_else(|| problems.add("scope", ctx.t("people-bad-scope")));
    let given = role.and_then(|role| Ok((role, scope?))).and_then(|(role, scope)| {
        let within = Grant::within(office, role, scope);
        within.map_err(|why| problems.add("scope", words::bad_grant(&ctx, why)))
    });
    let Ok(given) = given else {
        return accounts::account_page(&app, ctx, actor, (office, id), problems).await;
    };
    app.store.write(&actor, move |tx| grant::give(tx, id, given)).await?;
    Ok(accounts::done(office, id, "role-given"))
}

fn scope(text: &str) -> Option<Scope> {
    let text = text.trim();
    let division = text.parse().ok().map(Scope::Division);
    division.or_else(|| text.parse().ok().map(Scope::Neighbourhood))
}

/// `POST /desk/{office}/accounts/{account}/roles/{grant}/take`
pub async fn take(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id, given)): Path<(Office, AccountId, GrantId)>,
) -> Result<Response, WebError> {
    actor.may_keep(id)?;
    app.store.write(&actor, move |tx| grant::take(tx, id, given)).await?;
    Ok(accounts::done(office, id, "role-taken"))
}
