//! What a place says about its identity provider, and which addresses may be asked at all.

use std::fmt;
use std::time::Duration;

use reqwest::Url;

/// So long one answer of the provider may take: a page waits no longer.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// The identity provider, as the configuration names it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// As the provider writes it itself: `https://id.example.org/realms/county`.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<Secret>,
    /// What the button says; else words of our own.
    pub name: Option<String>,
    pub second_factor: SecondFactor,
    pub patience: Duration,
}

/// Whose second factor counts at the sign-in. Signatures ask for our code in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Ours, where the account has one.
    #[default]
    Own,
    /// The provider's, where it says that it asked for one: by its methods, or by this class.
    Trusted { acr: Option<String> },
}

/// What is handed on, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Why an issuer cannot even be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("not the address of an issuer")]
    NotAnAddress,
    #[error("not encrypted")]
    Plain,
}

impl Settings {
    pub fn new(issuer: &str, client_id: &str, client_secret: Option<Secret>) -> Result<Self, Unfit> {
        let url: Url = issuer.parse().map_err(|_| Unfit::NotAnAddress)?;
        let bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
        if !matches!(url.scheme(), "https" | "http") || url.host_str().is_none() || !bare || url.password().is_some() {
            return Err(Unfit::NotAnAddress);
        }
        if !may_be_asked(&url) {
            return Err(Unfit::Plain);
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret,
            name: None,
            second_factor: SecondFactor::Own,
            patience: PATIENCE,
        })
    }
}

/// Encrypted, unless the way stays on this machine.
pub(super) fn may_be_asked(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    url.scheme() == "https" || url.scheme() == "http" && here
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_encryption_only_this_machine_is_asked() {
        let judged = |issuer| Settings::new(issuer, "linli", None).map(drop);
        for fit in ["https://id.example.org", "https://id.example.org/realms/a", "http://127.0.0.1:9", "http://[::1]:9"]
        {
            assert_eq!(judged(fit), Ok(()), "{fit}");
        }
        assert_eq!(judged("http://id.example.org"), Err(Unfit::Plain));
        assert_eq!(judged("http://127.0.0.1.example.org"), Err(Unfit::Plain));
        for wrong in ["", "id.example.org", "ftp://id.example.org", "https://a:b@id.example.org", "https://a.cn/?b"] {
            assert_eq!(judged(wrong), Err(Unfit::NotAnAddress), "{wrong}");
        }
    }

    #[test]
    fn the_secret_is_never_shown() {
        let settings = Settings::new("https://id.example.org", "linli", Some(Secret("s3cret".into())));
        assert!(!format!("{settings:?}").contains("s3cret"));
    }
}
