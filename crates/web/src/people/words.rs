//! The words for roles, scopes and refusals.

use linli_domain::kernel::account::{BadAccount, BadGrant};
use linli_domain::kernel::password::WeakPassword;
use linli_domain::kernel::people::{Grant, Role, Scope};

use crate::shell::Ctx;

pub fn role(ctx: &Ctx, role: Role) -> String {
    ctx.t(format!("people-role-{}", role.as_str().replace('_', "-")))
}

pub fn scope(ctx: &Ctx, scope: Scope) -> String {
    match scope {
        Scope::Division(division) => ctx.t_with("people-scope-division", &[("code", division)]),
        Scope::Neighbourhood(id) => ctx.t_with("people-scope-neighbourhood", &[("id", id)]),
    }
}

/// "包联领导 · 430527"
pub fn grant(ctx: &Ctx, grant: Grant) -> String {
    format!("{} · {}", role(ctx, grant.role), scope(ctx, grant.scope))
}

pub fn weak(ctx: &Ctx, why: WeakPassword) -> String {
    ctx.t(match why {
        WeakPassword::TooShort => "people-weak-short",
        WeakPassword::TooLong => "people-weak-long",
        WeakPassword::ContainsName => "people-weak-name",
        WeakPassword::Common => "people-weak-common",
        WeakPassword::Same => "people-weak-same",
    })
}

pub fn bad_account(ctx: &Ctx, why: BadAccount) -> String {
    ctx.t(match why {
        BadAccount::SignInName | BadAccount::Office => "people-bad-sign-in",
        BadAccount::Name => "people-bad-name",
    })
}

pub fn bad_grant(ctx: &Ctx, why: BadGrant) -> String {
    ctx.t(match why {
        BadGrant::Outside => "people-bad-scope-outside",
        BadGrant::WholeOffice => "people-bad-scope-whole",
        BadGrant::NotASupervisor => "people-bad-scope-supervisor",
    })
}
