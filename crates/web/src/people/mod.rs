//! People: signing in, the own account, the accounts of an office, and the trail of what was done.

mod accounts;
pub(crate) mod acts;
pub(crate) mod code;
mod desk;
mod factor_reset;
mod identity;
mod identity_reset;
mod identity_sign_in;
mod me;
pub mod password;
pub mod provider;
mod roles;
mod scopes;
mod second_factor;
mod sign_in;
mod sign_in_code;
pub mod throttle;
mod trail;
pub(crate) mod words;

use linli_domain::kernel::people::Act;

use crate::access::{Access, Routes, get, post};

pub fn routes() -> Routes {
    let own = Access::SignedIn;
    let keeps = Access::Act(Act::ManageAccounts);
    Routes::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::create), Access::Public)
        .route("/sign-in/identity", get(identity_sign_in::begin), Access::Public)
        .route("/sign-in/identity/back", get(identity_sign_in::back), Access::Public)
        .route("/sign-in/identity/office", post(identity_sign_in::choose), Access::Public)
        .route("/sign-in/identity/end", get(identity_sign_in::ended), Access::Public)
        .route("/sign-in/code", get(sign_in_code::show).post(sign_in_code::create), own)
        .route("/sign-out", post(sign_in::end), own)
        .route("/me", get(me::show), own)
        .route("/me/password", get(me::password_form).post(me::change_password), own)
        .route("/me/second-factor", get(second_factor::show).post(second_factor::begin), own)
        .route("/me/second-factor/confirmation", post(second_factor::confirm), own)
        .route("/me/second-factor/codes", post(second_factor::renew_codes), own)
        .route("/me/second-factor/removal", post(second_factor::remove), own)
        .route("/me/identity", get(identity::show).post(identity::begin), own)
        .route("/me/identity/removal", post(identity::remove), own)
        .route("/me/sessions/end-others", post(me::end_others), own)
        .route("/me/sessions/{session}/end", post(me::end_session), own)
        .route("/desk", get(desk::show), own)
        .route("/desk/{office}/accounts", get(accounts::list).post(accounts::create), keeps)
        .route("/desk/{office}/accounts/new", get(accounts::new), keeps)
        .route("/desk/{office}/accounts/{account}", get(accounts::show), keeps)
        .route("/desk/{office}/accounts/{account}/name", post(accounts::rename), keeps)
        .route("/desk/{office}/accounts/{account}/stop", post(accounts::stop), keeps)
        .route("/desk/{office}/accounts/{account}/reopen", post(accounts::reopen), keeps)
        .route("/desk/{office}/accounts/{account}/password", post(accounts::reset), keeps)
        .route("/desk/{office}/accounts/{account}/second-factor", post(factor_reset::reset), keeps)
        .route("/desk/{office}/accounts/{account}/identity", post(identity_reset::reset), keeps)
        .route("/desk/{office}/accounts/{account}/roles", post(roles::give), keeps)
        .route("/desk/{office}/accounts/{account}/roles/{grant}/take", post(roles::take), keeps)
        .route("/desk/{office}/trail", get(trail::show), Access::Act(Act::ReadTrail))
}
