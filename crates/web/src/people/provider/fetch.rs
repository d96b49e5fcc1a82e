//! What is fetched from the provider: over TLS, bounded in time and in size, and never from where it points us to next.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::redirect::Policy;
use reqwest::{Client, Request};

use super::Failure;
use super::settings::may_be_asked;

/// A server that is there answers the first knock.
const KNOCK: Duration = Duration::from_secs(3);
/// What a provider says of itself is some kilobytes.
const MOST: usize = 256 << 10;

/// The way to the provider.
#[derive(Debug)]
pub(super) struct Fetch {
    client: Option<Client>,
    patience: Duration,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfetched {
    #[error("no answer")]
    Away,
    #[error("not an address that may be asked")]
    Address,
    #[error("too large")]
    TooLarge,
}

impl From<Unfetched> for Failure {
    fn from(why: Unfetched) -> Self {
        match why {
            Unfetched::Away => Self::Away,
            Unfetched::Address | Unfetched::TooLarge => Self::Nonsense,
        }
    }
}

impl Fetch {
    pub(super) fn new(patience: Duration) -> Self {
        // Already there when something else chose it: the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let built = Client::builder().redirect(Policy::none()).connect_timeout(KNOCK).build();
        let client = built.inspect_err(|error| tracing::error!(%error, "no way to the identity provider")).ok();
        Self { client, patience }
    }

    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, Unfetched> {
        let client = self.client.as_ref().ok_or(Unfetched::Away)?;
        let request = Request::try_from(request).map_err(|_| Unfetched::Address)?;
        if !may_be_asked(request.url()) {
            return Err(Unfetched::Address);
        }
        let mut answer = client.execute(request).await.map_err(|_| Unfetched::Away)?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|_| Unfetched::Away)? {
            if body.len() + chunk.len() > MOST {
                return Err(Unfetched::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut whole = http::Response::new(body);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(whole)
    }
}

impl<'c> AsyncHttpClient<'c> for Fetch {
    type Error = Unfetched;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unfetched>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let answer = tokio::time::timeout(self.patience, self.answer(request)).await;
            answer.map_err(|_| Unfetched::Away)?
        })
    }
}
