//! People: accounts, the roles they hold, their second factor, who they are elsewhere, and where they are signed in.

pub mod account;
pub mod desk;
pub mod grant;
pub mod identity;
pub mod second_factor;
pub mod session;
