//! The provider of identities (统一身份认证) by OpenID Connect: where to send somebody, and who came back.
//!
//! Authorization code flow with PKCE. What the provider publishes about itself is fetched when it is first needed and kept for
//! an hour; its keys are asked for again when one is unknown, once a minute at most. Nothing that it says is written to the
//! log except what kind of thing went wrong.

mod attempt;
mod fetch;
mod settings;

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use linli_domain::kernel::Timestamp;
use linli_store::people::identity::Identity;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient,
    CoreClientAuthMethod, CoreGrantType, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKey, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, DiscoveryError, IssuerUrl, JsonWebKeySet, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, SignatureVerificationError, TokenResponse,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use fetch::{Fetch, Unfetched};

pub(super) use attempt::{Attempt, Choice, Purpose, Spent, take_back};
pub use settings::{SecondFactor, Secret, Settings, Unfit};

/// What the provider says of itself is believed for so long;
const KNOWN_FOR: Duration = Duration::from_hours(1);
/// where it could not be asked, it is asked again after so long;
const REST: Duration = Duration::from_secs(5);
/// and its keys are asked for again after so long at the earliest.
const KEYS_REST: Duration = Duration::from_mins(1);
/// Clocks differ by so much.
const DRIFT: SignedDuration = SignedDuration::from_mins(2);

/// Signatures that prove something: made with a key that only the provider has.
const SIGNATURES: [CoreJwsSigningAlgorithm; 8] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
];

/// Ways of showing oneself that are more than a password (RFC 8176).
const STRONG: [&str; 4] = ["mfa", "otp", "hwk", "sc"];

/// What discovery says beyond what everybody says.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct More {
    end_session_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Why nobody can be told by the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It does not answer.
    Away,
    /// It answers what cannot be understood.
    Nonsense,
    /// It does not take its own code: used before, too old, or somebody else's.
    CodeRefused,
    /// What it says of the person does not hold.
    NotBelieved,
}

/// Who came back.
#[derive(Debug)]
pub(super) struct Recognised {
    pub identity: Identity,
    /// The provider has asked for a second factor, and the configuration trusts it.
    pub vouched: bool,
}

/// The provider, and what is known about it.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(super) settings: Settings,
    pub(super) spent: Spent,
    fetch: Fetch,
    about: Mutex<About>,
}

#[derive(Debug, Default)]
struct About {
    known: Option<(Arc<Metadata>, Instant)>,
    keys: CoreJsonWebKeySet,
    failed: Option<(Failure, Instant)>,
    keys_asked: Option<Instant>,
}

impl Provider {
    pub(crate) fn new(settings: Settings) -> Self {
        let fetch = Fetch::new(settings.patience);
        Self { settings, spent: Spent::default(), fetch, about: Mutex::default() }
    }

    /// Where somebody is sent to say who they are.
    pub(super) async fn address(&self, attempt: &Attempt) -> Result<String, Failure> {
        let (about, _) = self.about().await?;
        let redirect = RedirectUrl::new(attempt.back.clone()).map_err(|_| Failure::Nonsense)?;
        let client = CoreClient::new(self.client_id(), about.issuer().clone(), JsonWebKeySet::default())
            .set_auth_uri(about.authorization_endpoint().clone())
            .set_redirect_uri(redirect);
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let mut asked = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        );
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        asked = asked.set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if matches!(attempt.purpose, Purpose::Connect { .. }) {
            // Another person may still be signed in there on a shared computer.
            asked = asked.add_prompt(CoreAuthPrompt::Login);
        }
        if let SecondFactor::Trusted { acr: Some(acr) } = &self.settings.second_factor {
            asked = asked.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        let (url, _, _) = asked.url();
        if !settings::may_be_asked(&url) {
            return Err(self.failed("address", Failure::Nonsense));
        }
        Ok(url.into())
    }

    /// Whether an answer is this provider's own (RFC 9207): it says so, and has to where it promised to.
    pub(super) async fn is_from_here(&self, issuer: Option<&str>) -> Result<bool, Failure> {
        if let Some(issuer) = issuer {
            return Ok(issuer == self.settings.issuer);
        }
        let (about, _) = self.about().await?;
        Ok(!about.additional_metadata().authorization_response_iss_parameter_supported)
    }

    /// Gives the code for what it stands for, and checks it.
    pub(super) async fn recognise(
        &self,
        attempt: &Attempt,
        code: String,
        now: Timestamp,
    ) -> Result<Recognised, Failure> {
        let (about, keys) = self.about().await?;
        let token = self.exchange(&about, attempt, code).await?;
        let nonce = Nonce::new(attempt.nonce.clone());
        let claims = match self.check(&token, &nonce, keys, now) {
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let keys = self.new_keys(&about).await?;
                self.check(&token, &nonce, keys, now)
            }
            other => other,
        };
        let claims = claims.map_err(|why| self.failed(word(&why), Failure::NotBelieved))?;
        self.is_for_us(&claims)?;
        let subject = claims.subject().as_str().to_owned();
        if subject.is_empty() || subject.len() > 255 {
            return Err(self.failed("subject", Failure::NotBelieved));
        }
        let vouched = self.vouches(&claims);
        Ok(Recognised { identity: Identity { issuer: self.settings.issuer.clone(), subject }, vouched })
    }

    /// Where one signs out there, where the provider has such a page and was heard of before.
    pub(super) async fn way_out(&self) -> Option<String> {
        let about = self.about.lock().await;
        let (known, _) = about.known.as_ref()?;
        let address = known.additional_metadata().end_session_endpoint.as_deref()?;
        let mut url: reqwest::Url = address.parse().ok()?;
        if !settings::may_be_asked(&url) {
            return None;
        }
        url.query_pairs_mut().append_pair("client_id", &self.settings.client_id);
        Some(url.into())
    }

    async fn exchange(&self, about: &Metadata, attempt: &Attempt, code: String) -> Result<CoreIdToken, Failure> {
        let redirect = RedirectUrl::new(attempt.back.clone()).map_err(|_| Failure::Nonsense)?;
        let token_uri = about.token_endpoint().ok_or(Failure::Nonsense)?.clone();
        let mut client = CoreClient::new(self.client_id(), about.issuer().clone(), JsonWebKeySet::default())
            .set_token_uri(token_uri)
            .set_redirect_uri(redirect)
            .set_auth_type(auth_type(about));
        if let Some(secret) = &self.settings.client_secret {
            client = client.set_client_secret(ClientSecret::new(secret.0.clone()));
        }
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let asked = client.exchange_code(AuthorizationCode::new(code)).set_pkce_verifier(verifier);
        let answer = asked.request_async(&self.fetch).await.map_err(|why| match why {
            RequestTokenError::Request(why) => self.failed("token", why.into()),
            RequestTokenError::ServerResponse(_) => self.failed("code", Failure::CodeRefused),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => self.failed("token", Failure::Nonsense),
        })?;
        answer.id_token().cloned().ok_or_else(|| self.failed("no id token", Failure::Nonsense))
    }

    fn check(
        &self,
        token: &CoreIdToken,
        nonce: &Nonce,
        keys: CoreJsonWebKeySet,
        now: Timestamp,
    ) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone())
            .map_err(|_| ClaimsVerificationError::InvalidIssuer(String::new()))?;
        // Without the secret: what is signed with it proves nothing, since more than one knows it.
        let verifier = openidconnect::core::CoreIdTokenVerifier::new_public_client(self.client_id(), issuer, keys)
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || chrono_of(now))
            .set_issue_time_verifier_fn(move |made| match chrono_of(now + DRIFT) {
                latest if made > latest => Err("made later than now".to_owned()),
                _ => Ok(()),
            });
        token.claims(&verifier, nonce).cloned()
    }

    /// Where the token names who asked for it, that is us.
    fn is_for_us(&self, claims: &CoreIdTokenClaims) -> Result<(), Failure> {
        match claims.authorized_party() {
            Some(party) if party.as_str() != self.settings.client_id => {
                Err(self.failed("authorized party", Failure::NotBelieved))
            }
            _ => Ok(()),
        }
    }

    fn vouches(&self, claims: &CoreIdTokenClaims) -> bool {
        let SecondFactor::Trusted { acr } = &self.settings.second_factor else { return false };
        let by_acr = acr.as_deref().is_some_and(|acr| claims.auth_context_ref().is_some_and(|said| **said == *acr));
        let by_amr =
            claims.auth_method_refs().is_some_and(|said| said.iter().any(|way| STRONG.contains(&way.as_str())));
        by_acr || by_amr
    }

    /// What is known about the provider; it is asked where that is nothing, or old. One asks, the others wait for it.
    async fn about(&self) -> Result<(Arc<Metadata>, CoreJsonWebKeySet), Failure> {
        let mut about = self.about.lock().await;
        if let Some((known, since)) = &about.known
            && since.elapsed() < KNOWN_FOR
        {
            return Ok((Arc::clone(known), about.keys.clone()));
        }
        if let Some((failure, at)) = about.failed
            && at.elapsed() < REST
        {
            return Err(failure);
        }
        match self.discover().await {
            Ok(found) => {
                about.keys = found.jwks().clone();
                about.failed = None;
                let found = Arc::new(found);
                about.known = Some((Arc::clone(&found), Instant::now()));
                Ok((found, about.keys.clone()))
            }
            Err(failure) => {
                about.failed = Some((failure, Instant::now()));
                Err(failure)
            }
        }
    }

    async fn discover(&self) -> Result<Metadata, Failure> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|_| Failure::Nonsense)?;
        let found = Metadata::discover_async(issuer, &self.fetch).await;
        found.map_err(|why| self.failed("discovery", of_discovery(why)))
    }

    /// The keys anew, since one is unknown; those that are known where they were asked for just now.
    async fn new_keys(&self, metadata: &Metadata) -> Result<CoreJsonWebKeySet, Failure> {
        let mut about = self.about.lock().await;
        if about.keys_asked.is_some_and(|at| at.elapsed() < KEYS_REST) {
            return Ok(about.keys.clone());
        }
        about.keys_asked = Some(Instant::now());
        let found = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &self.fetch).await;
        about.keys = found.map_err(|why| self.failed("keys", of_discovery(why)))?;
        Ok(about.keys.clone())
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }

    /// Writes down what kind of thing went wrong, and nothing that was said.
    #[allow(clippy::unused_self, reason = "it is this provider's failure")]
    fn failed(&self, what: &'static str, failure: Failure) -> Failure {
        tracing::warn!(what, ?failure, "the identity provider");
        failure
    }
}

/// How we show that it is us who asks: as everybody does, or in the form where only that is understood.
fn auth_type(about: &Metadata) -> AuthType {
    match about.token_endpoint_auth_methods_supported() {
        Some(ways)
            if !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
                && ways.contains(&CoreClientAuthMethod::ClientSecretPost) =>
        {
            AuthType::RequestBody
        }
        _ => AuthType::BasicAuth,
    }
}

fn of_discovery(why: DiscoveryError<Unfetched>) -> Failure {
    match why {
        DiscoveryError::Request(why) => why.into(),
        DiscoveryError::Response(status, ..) if status.is_server_error() => Failure::Away,
        _ => Failure::Nonsense,
    }
}

/// What does not hold, without what was said.
fn word(why: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as E;
    match why {
        E::Expired(_) => "expired",
        E::InvalidAudience(_) => "audience",
        E::InvalidIssuer(_) => "issuer",
        E::InvalidNonce(_) => "nonce",
        E::SignatureVerification(_) => "signature",
        _ => "id token",
    }
}

fn chrono_of(at: Timestamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.as_millisecond()).unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC)
}
