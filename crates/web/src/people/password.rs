//! Passwords are kept as argon2id, which costs memory and time on purpose: a few at once, off the async threads.

use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use linli_domain::kernel::password::Password;
use tokio::sync::Semaphore;

use crate::error::WebError;

/// What checking one password costs. The default is what OWASP recommends.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2 }
    }
}

impl Cost {
    /// For tests, which sign in a thousand times: no secret is kept with it.
    pub const CHEAP: Self = Self { memory_kib: 8, passes: 1 };
}

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Hasher {
    argon: Argon2<'static>,
    params: Params,
    /// As many at once as there are cores,
    places: Arc<Semaphore>,
    /// and so many in all, waiting or not.
    queue: Arc<Semaphore>,
    /// Checked where there is no account, so that the answer takes as long.
    decoy: Arc<str>,
}

const QUEUE: usize = 64;

impl std::fmt::Debug for Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hasher").field("params", &self.params).finish_non_exhaustive()
    }
}

impl Hasher {
    pub fn new(cost: Cost) -> Self {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).unwrap_or_default();
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let decoy = hash(&argon, b"nobody has this password").unwrap_or_default().into();
        let cores = available_parallelism().map_or(2, usize::from);
        Self { argon, params, places: Arc::new(Semaphore::new(cores)), queue: Arc::new(Semaphore::new(QUEUE)), decoy }
    }

    /// The text that is kept instead of the password, with its salt and parameters.
    pub async fn hash(&self, password: Password) -> Result<String, WebError> {
        let argon = self.argon.clone();
        self.work(move || hash(&argon, password.expose().as_bytes())).await?.map_err(WebError::fault)
    }

    /// Whether it is this password. Without a hash the answer is no, after the same time.
    pub async fn verify(&self, password: Option<Password>, hash: Option<String>) -> Result<bool, WebError> {
        let (argon, there_is_one) = (self.argon.clone(), password.is_some() && hash.is_some());
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        let fits = self.work(move || {
            let typed = password.as_ref().map_or("", Password::expose).as_bytes();
            PasswordHash::new(&hash).is_ok_and(|hash| argon.verify_password(typed, &hash).is_ok())
        });
        Ok(fits.await? && there_is_one)
    }

    /// Whether a hash was made with other parameters than today's.
    pub fn is_outdated(&self, hash: &str) -> bool {
        let params = PasswordHash::new(hash).ok().and_then(|hash| Params::try_from(&hash).ok());
        params.is_none_or(|params| (params.m_cost(), params.t_cost()) != (self.params.m_cost(), self.params.t_cost()))
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, WebError> {
        let _waits = self.queue.try_acquire().map_err(|_| WebError::Busy)?;
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(WebError::fault)?;
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(WebError::fault)
    }
}

fn hash(argon: &Argon2<'_>, password: &[u8]) -> Result<String, argon2::password_hash::Error> {
    argon.hash_password(password).map(|hash| hash.to_string())
}

/// A password for once, from the machine's randomness.
pub fn once() -> Result<Password, WebError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(WebError::fault)?;
    Ok(Password::once(random))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Option<Password> {
        Password::typed(text)
    }

    #[tokio::test]
    async fn the_password_fits_its_hash_and_no_other_does() {
        let hasher = Hasher::new(Cost::CHEAP);
        let hash = hasher.hash(typed("correct horse").expect("short enough")).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(hasher.verify(typed("correct horse"), Some(hash.clone())).await.expect("an answer"));
        assert!(!hasher.verify(typed("Correct horse"), Some(hash.clone())).await.expect("an answer"));
        assert!(!hasher.verify(None, Some(hash)).await.expect("an answer"));
        assert!(!hasher.verify(typed("nobody has this password"), None).await.expect("an answer"));
    }

    #[tokio::test]
    async fn a_hash_tells_whether_its_parameters_are_todays() {
        let (then, today) = (Hasher::new(Cost::CHEAP), Hasher::new(Cost { memory_kib: 16, passes: 1 }));
        let hash = then.hash(typed("correct horse").expect("short enough")).await.expect("a hash");
        assert!(!then.is_outdated(&hash));
        assert!(today.is_outdated(&hash));
        assert!(today.verify(typed("correct horse"), Some(hash)).await.expect("an answer"));
    }
}
