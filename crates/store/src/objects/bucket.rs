//! A bucket: how it is opened, and what its server's refusals mean.
//!
//! Keys are handed in and never looked for elsewhere, every request is bounded, and the way to it is encrypted unless it
//! stays on this machine or somebody says otherwise.

use std::error::Error as Cause;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, S3ConditionalPut};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientOptions, ObjectStore, RetryConfig};
use reqwest::Url;

/// A server that is there answers the first knock.
const KNOCK: Duration = Duration::from_secs(5);
/// The longest that one thing asked of the bucket takes, repetitions and all: a page waits no longer.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// What a slow line carries in a second; the largest document takes over two minutes then.
const A_SECOND: usize = 256 << 10;
/// The longest that a single request ever takes.
const LONGEST: Duration = Duration::from_mins(3);

/// How long so many bytes may be on their way.
pub(super) fn patience(bytes: usize) -> Duration {
    (PATIENCE + Duration::from_secs((bytes / A_SECOND) as u64)).min(LONGEST)
}

/// A bucket, and what opens it.
#[derive(Clone)]
pub struct Bucket {
    pub name: String,
    /// What every name in it begins with.
    pub prefix: String,
    /// `https://s3.example.org`. Where its host begins with the bucket's name, that is how the bucket is addressed.
    pub endpoint: String,
    pub region: String,
    pub key_id: String,
    pub secret: String,
    /// Unencrypted even where the way leaves this machine.
    pub allow_http: bool,
}

/// Without the keys.
impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Bucket");
        shown.field("name", &self.name).field("prefix", &self.prefix).field("endpoint", &self.endpoint);
        shown.finish_non_exhaustive()
    }
}

/// Why a bucket cannot even be asked.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("not the address of a server")]
    NotAnAddress,
    /// Photos of people's homes and keys would cross a network in the clear.
    #[error("not encrypted")]
    Plain,
    #[error("{0}")]
    Client(String),
}

/// Why a bucket does not do what it is asked; nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Away {
    #[error("there is no such bucket")]
    NoBucket,
    /// With the server's own word for it.
    #[error("the keys are refused ({0})")]
    Refused(String),
    #[error("no answer ({0})")]
    Unreachable(String),
    /// Anything else that the server says.
    #[error("the server answers {0}")]
    Answer(String),
    /// It would let one part of an upload overwrite another.
    #[error("what is there already is overwritten")]
    Overwrites,
}

impl Bucket {
    pub(super) fn open(&self) -> Result<Arc<dyn ObjectStore>, Unfit> {
        let endpoint = self.address()?;
        // Already there when something else chose it: the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let by_host = endpoint.host_str().is_some_and(|host| host.starts_with(&format!("{}.", self.name)));
        let client = ClientOptions::new().with_connect_timeout(KNOCK).with_timeout(LONGEST);
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() };
        let built = AmazonS3Builder::new()
            .with_bucket_name(&self.name)
            .with_endpoint(endpoint.as_str().trim_end_matches('/'))
            .with_virtual_hosted_style_request(by_host)
            .with_region(&self.region)
            .with_access_key_id(&self.key_id)
            .with_secret_access_key(&self.secret)
            // Before retries and all: it replaces what was said of http until then.
            .with_client_options(client)
            .with_allow_http(endpoint.scheme() == "http")
            .with_retry(RetryConfig { backoff, max_retries: 3, retry_timeout: PATIENCE / 2 })
            .with_conditional_put(S3ConditionalPut::ETagMatch)
            // One request for one file is what every server knows.
            .with_disable_bulk_delete(true)
            .build()
            .map_err(|error| Unfit::Client(root(&error)))?;
        if self.prefix.is_empty() {
            return Ok(Arc::new(built));
        }
        Ok(Arc::new(PrefixStore::new(built, self.prefix.as_str())))
    }

    /// The server's address: of a scheme that may be used, and nothing but a server.
    fn address(&self) -> Result<Url, Unfit> {
        let url: Url = self.endpoint.parse().map_err(|_| Unfit::NotAnAddress)?;
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() || url.host_str().is_none() {
            return Err(Unfit::NotAnAddress);
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.allow_http || is_here(&url) => Ok(url),
            "http" => Err(Unfit::Plain),
            _ => Err(Unfit::NotAnAddress),
        }
    }
}

fn is_here(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// What a failure says about the bucket itself; nothing where it is no bucket's.
pub(super) fn away(error: &object_store::Error) -> Option<Away> {
    use object_store::Error as E;
    let text = error.to_string();
    let (code, status) = (code(&text), status(&text));
    // Also where a file is asked for: a bucket that is gone must not look like lost photos.
    if code.as_deref() == Some("NoSuchBucket") {
        return Some(Away::NoBucket);
    }
    let shut = status.as_deref().is_some_and(|status| status.starts_with("401") || status.starts_with("403"));
    let said = code.or(status);
    match error {
        E::PermissionDenied { .. } | E::Unauthenticated { .. } => Some(Away::Refused(said.unwrap_or_default())),
        E::Generic { store: "S3" | "HTTP client", .. } => Some(match said {
            Some(said) if shut => Away::Refused(said),
            Some(said) => Away::Answer(said),
            None => Away::Unreachable(root(error)),
        }),
        _ => None,
    }
}

/// The server's own word, as S3 writes it: one word, or it is not shown.
fn code(text: &str) -> Option<String> {
    let word = text.split_once("<Code>")?.1.split_once("</Code>")?.0;
    (word.len() < 64 && word.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| word.to_owned())
}

/// `503 Service Unavailable`, where there is no word.
fn status(text: &str) -> Option<String> {
    let after = text.split_once("status code: ")?.1;
    Some(after.split(':').next().unwrap_or(after).trim().to_owned())
}

/// The innermost cause: it names no address and no key.
fn root(error: &(dyn Cause + 'static)) -> String {
    let mut innermost = error;
    while let Some(below) = innermost.source() {
        innermost = below;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(endpoint: &str, allow_http: bool) -> Bucket {
        Bucket {
            name: "linli".into(),
            prefix: String::new(),
            endpoint: endpoint.into(),
            region: "us-east-1".into(),
            key_id: "id".into(),
            secret: "s3cret".into(),
            allow_http,
        }
    }

    #[test]
    fn without_encryption_only_this_machine_is_asked() {
        for here in ["http://127.0.0.1:9000", "http://localhost:9000/", "http://[::1]:9000", "https://s3.example.org"] {
            assert!(bucket(here, false).open().is_ok(), "{here}");
        }
        assert_eq!(bucket("http://s3.example.org", false).open().err(), Some(Unfit::Plain));
        assert_eq!(bucket("http://127.0.0.1.example.org", false).open().err(), Some(Unfit::Plain));
        assert!(bucket("http://s3.example.org", true).open().is_ok());
        for wrong in
            ["", "s3.example.org", "ftp://s3.example.org", "https://a:b@s3.example.org", "https://s3.example.org/linli"]
        {
            assert_eq!(bucket(wrong, true).open().err(), Some(Unfit::NotAnAddress), "{wrong}");
        }
    }

    #[test]
    fn the_secret_is_never_shown() {
        let bucket = bucket("https://s3.example.org", false);
        let opened = bucket.open().expect("opened");
        for shown in [format!("{bucket:?}"), format!("{opened}")] {
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }

    #[test]
    fn a_bucket_that_is_gone_is_no_lost_photo() {
        let missing = |code: &str| object_store::Error::NotFound {
            path: "kept/ab/abc".into(),
            source: format!("status code: 404: <Error><Code>{code}</Code></Error>").into(),
        };
        assert_eq!(away(&missing("NoSuchBucket")), Some(Away::NoBucket));
        assert_eq!(away(&missing("NoSuchKey")), None);
    }
}
