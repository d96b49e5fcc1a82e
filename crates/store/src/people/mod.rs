//! People: accounts, the roles they hold, and where they are signed in.

pub mod account;
pub mod desk;
pub mod grant;
pub mod session;
