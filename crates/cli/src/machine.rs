//! Whoever sits at the machine: who has it may do what the command line does, and the trail says so.

use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Actor};

/// In the trail stand the command and the login, since no account of Linli's stands behind it.
pub fn actor(office: Office, command: &str) -> Actor {
    let login = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    Actor {
        account: AccountId::from_number(0),
        office,
        name: format!("linli {command} ({})", login.as_deref().unwrap_or("-")),
        grants: Vec::new(),
    }
}
