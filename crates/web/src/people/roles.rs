//! Roles given to an account and taken from it (授权). Nobody gives one to themselves.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Grant, Role};
use linli_store::people::grant::{self, GrantId};
use serde::Deserialize;

use super::accounts::{self, Again};
use super::scopes::{self, Meant};
use super::words;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::Ctx;

#[derive(Clone, Default, Deserialize)]
pub struct RoleForm {
    pub role: String,
    /// The code of a division.
    pub scope: String,
    /// The number or a part of the name of a neighbourhood, where the role is for one only.
    #[serde(default)]
    pub neighbourhood: String,
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
    let mut again = Again { role: form.clone(), ..Again::default() };
    let (division, neighbourhood) = (form.scope, form.neighbourhood);
    let by_division = neighbourhood.trim().is_empty();
    let read = app.store.read(move |tx| {
        let held = grant::held(tx, office, id)?.into_iter().map(|given| given.grant).collect::<Vec<_>>();
        Ok::<_, linli_store::Error>((scopes::meant(tx, office, &division, &neighbourhood)?, held))
    });
    let (meant, held) = read.await?;
    let given = judge(&ctx, office, &form.role, meant, by_division, &mut again);
    let given = given.and_then(|given| {
        given.beside(held).map_err(|why| again.problems.add("role", words::bad_grant(&ctx, why))).ok()
    });
    match given {
        Some(given) => {
            app.store.write(&actor, move |tx| grant::give(tx, id, given)).await?;
            Ok(accounts::done(office, id, "role-given"))
        }
        None => accounts::account_page(&app, ctx, actor, (office, id), again).await,
    }
}

/// The role to give, or what has to be put right.
fn judge(ctx: &Ctx, office: Office, role: &str, meant: Meant, by_division: bool, again: &mut Again) -> Option<Grant> {
    let field = if by_division { "scope" } else { "neighbourhood" };
    let role = role.parse::<Role>().map_err(|()| again.problems.add("role", ctx.t("people-bad-role")));
    let scope = match meant {
        Meant::Scope(scope) => Some(scope),
        Meant::Nothing => {
            let key = if by_division { "people-bad-scope" } else { "people-scope-one-unknown" };
            again.problems.add(field, ctx.t(key));
            None
        }
        Meant::Several(fitting) => {
            again.problems.add(field, ctx.t_n("people-scope-one-several", fitting.len()));
            again.fitting = fitting;
            None
        }
    };
    let within = Grant::within(office, role.ok()?, scope?);
    within.map_err(|why| again.problems.add(field, words::bad_grant(ctx, why))).ok()
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
