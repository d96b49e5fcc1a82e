//! The words for roles, scopes and refusals.

use linli_domain::kernel::account::{BadAccount, BadGrant};
use linli_domain::kernel::password::WeakPassword;
use linli_domain::kernel::people::{Role, Scope};
use linli_store::people::grant::Given;

use crate::shell::Ctx;

pub fn role(ctx: &Ctx, role: Role) -> String {
    ctx.t(format!("people-role-{}", role.as_str().replace('_', "-")))
}

/// The place of a role by its name; by its code where nobody knows a name.
pub fn place(ctx: &Ctx, given: &Given) -> String {
    match (&given.place, given.grant.scope) {
        (Some(name), _) => name.clone(),
        (None, Scope::Division(division)) => ctx.t_with("people-scope-division", &[("code", division)]),
        (None, Scope::Neighbourhood(id)) => ctx.t_with("people-scope-neighbourhood", &[("id", id)]),
    }
}

/// Each role once, with its places: "包联领导 · 绿洲小区、幸福苑".
pub fn roles(ctx: &Ctx, held: &[Given]) -> Vec<String> {
    let held_as = |role: Role| held.iter().filter(move |given| given.grant.role == role);
    let one = |role: Role| {
        let places: Vec<String> = held_as(role).map(|given| place(ctx, given)).collect();
        format!("{} · {}", self::role(ctx, role), places.join(&ctx.t("people-and")))
    };
    Role::ALL.into_iter().filter(|role| held_as(*role).next().is_some()).map(one).collect()
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
        BadGrant::NotBeside(held) => {
            return ctx.t_with("people-bad-role-beside", &[("held", role(ctx, held))]);
        }
        BadGrant::Outside => "people-bad-scope-outside",
        BadGrant::WholeOffice => "people-bad-scope-whole",
        BadGrant::NotASupervisor => "people-bad-scope-supervisor",
    })
}
