//! People: signing in, the own account, the accounts of an office, and the trail of what was done.

pub mod password;
pub mod throttle;

use crate::access::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
