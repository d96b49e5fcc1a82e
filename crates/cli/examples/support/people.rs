//! Somebody who signs in to be measured.

use linli_domain::kernel::Office;
use linli_domain::kernel::account::NewAccount;
use linli_domain::kernel::password::Password;
use linli_domain::kernel::people::{Grant, Role, Scope};
use linli_store::people::session::TokenHash;
use linli_store::people::{account, grant};
use linli_store::{Error, Store};
use linli_web::people::password::{Cost, Hasher};

use super::Result;
use super::fill::clerk;

pub const PASSWORD: &str = "bench-9f3a61c2d7";

/// A clerk who has changed the first password; the name to sign in with.
pub async fn somebody(store: &Store, office: Office) -> Result<String> {
    named(store, office, "bench").await
}

/// The same by another name.
pub async fn named(store: &Store, office: Office, name: &str) -> Result<String> {
    let name = format!("{name}@{office}");
    let new =
        NewAccount::new(name.parse().map_err(|_| "no name")?, "改造办工作人员（示例）").map_err(|_| "no account")?;
    let typed = Password::typed(PASSWORD).ok_or("no password")?;
    let hash = Hasher::new(Cost::default()).hash(typed).await.map_err(|error| format!("{error:?}"))?;
    let given = Grant { role: Role::Clerk, scope: Scope::Division(office.code()) };
    let kept = store.write(&clerk(office), move |tx| {
        account::add(tx, &new, &hash)?;
        account::change(tx, new.id, &hash, &TokenHash(String::new()))?;
        grant::give(tx, new.id, given)
    });
    kept.await.map_err(|error: Error| error)?;
    Ok(name)
}
