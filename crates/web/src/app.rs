//! The application: what every handler leans on, and the router that puts the rooms together.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Extension, Router};
use jiff::SignedDuration;
use jiff::tz::offset;
use linli_domain::kernel::{Date, Office, Timestamp};
use linli_store::seal::KeyFile;
use linli_store::{Objects, Store};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::access::{Access, Routes, get};
use crate::error::WebError;
use crate::people::password::Hasher;
use crate::people::provider::{self, Provider};
use crate::people::throttle::Throttle;
use crate::{
    consultation, error, guard, health, household, limits, observe, organisation, oversight, overview, people,
    planning, portal, register, shell, works,
};

/// Who has to have a second factor (双因素).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SecondFactor {
    /// Whoever keeps accounts or signs; everybody else may.
    #[default]
    Required,
    /// Everybody may.
    Offered,
}

/// What a place may set.
#[derive(Clone, Debug)]
pub struct Config {
    /// Served over TLS, by this program or by a proxy before it.
    pub secure: bool,
    /// A proxy of our own stands before us and names the reader's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Whoever brings it sees `/metrics`; without it, the machine itself does.
    pub metrics_token: Option<String>,
    /// The office of those who sign in without `@office`.
    pub home: Option<Office>,
    /// A session ends after so long without a request,
    pub idle: Duration,
    /// and after so long in any case.
    pub session: Duration,
    pub second_factor: SecondFactor,
    /// Where people may sign in besides; nowhere unless it is set.
    pub identity: Option<provider::Settings>,
    /// The key that second factors are sealed with; see [`KeyFile`].
    pub key_file: Option<PathBuf>,
    /// Requests that are answered at one time.
    pub places: usize,
    /// Neighbourhoods and people are made up, and every page says so (`linli demo`).
    pub illustrative: bool,
    /// How far the clock of the records is behind the time: the demonstration stays in its year, telephones do not.
    pub behind: SignedDuration,
    /// Whom the public may ask, as `/about` says it: a name, a telephone number, an address.
    pub contact: Option<String>,
    /// Where residents reach this site (`https://linli.example.cn`), as it is printed; nothing: as each browser says it.
    pub site: Option<String>,
    /// What one password costs to check.
    pub hashing: people::password::Cost,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            secure: false,
            behind_proxy: false,
            metrics_token: None,
            home: None,
            idle: Duration::from_mins(30),
            session: Duration::from_hours(12),
            second_factor: SecondFactor::default(),
            identity: None,
            key_file: None,
            places: 1024,
            illustrative: false,
            behind: SignedDuration::ZERO,
            contact: None,
            site: None,
            hashing: people::password::Cost::default(),
        }
    }
}

/// Photos decoded at one time.
const DECODING: usize = 2;
/// Workbooks read at one time; each may take some hundred megabytes.
const PARSING: usize = 2;
/// So long a file waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every handler leans on. Cloning is cheap.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub config: Arc<Config>,
    pub hasher: Hasher,
    /// The bytes of photos and documents.
    pub objects: Objects,
    /// The key outside of the database.
    pub keys: KeyFile,
    /// Photos that are decoded at one time: each takes some hundred megabytes at worst.
    pub(crate) decoding: Arc<Semaphore>,
    parsing: Arc<Semaphore>,
    pub(crate) throttle: Arc<Throttle>,
    /// Wrong codes of receipts, counted apart from wrong passwords.
    pub(crate) receipts: Arc<Throttle>,
    /// Wrong passwords and tokens of phones.
    pub(crate) collectors: Arc<Throttle>,
    /// Wrong codes of slips, opinions by posters, and wrong names of owners, each counted apart.
    pub(crate) slips: Arc<Throttle>,
    pub(crate) posters: Arc<Throttle>,
    pub(crate) owners: Arc<Throttle>,
    pub(crate) provider: Option<Arc<Provider>>,
    pub(crate) pictures: Arc<overview::picture::Pictures>,
    pub(crate) suggesters: Arc<consultation::Suggesters>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("config", &self.config).finish_non_exhaustive()
    }
}

impl App {
    pub fn new(store: Store, objects: Objects, config: Config) -> Self {
        let hasher = Hasher::new(config.hashing);
        let [decoding, parsing] = [DECODING, PARSING].map(|places| Arc::new(Semaphore::new(places)));
        let provider = config.identity.clone().map(|settings| Arc::new(Provider::new(settings)));
        let store = match &config.key_file {
            Some(file) => store.with_keys(KeyFile::at(Some(file.clone()))),
            None => store,
        };
        let keys = store.keys().clone();
        Self {
            store,
            config: Arc::new(config),
            hasher,
            objects,
            keys,
            decoding,
            parsing,
            throttle: Arc::default(),
            receipts: Arc::default(),
            collectors: Arc::default(),
            slips: Arc::default(),
            posters: Arc::default(),
            owners: Arc::default(),
            provider,
            pictures: Arc::default(),
            suggesters: Arc::default(),
        }
    }

    /// Reads a file that takes memory, off the async threads and few at one time; a crowd is told to come back.
    pub(crate) async fn parse<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, WebError> {
        let place = tokio::time::timeout(PATIENCE, self.parsing.acquire()).await;
        let place = place.map_err(|_| WebError::Busy)?.map_err(WebError::fault)?;
        let done = tokio::task::spawn_blocking(work).await.map_err(WebError::fault);
        drop(place);
        done
    }

    /// What time it is: by the clock of the store, so that pages and trail agree.
    pub fn now(&self) -> Timestamp {
        self.store.now()
    }

    /// The time on people's telephones, which make the codes.
    pub(crate) fn telephone_time(&self) -> Timestamp {
        self.now().saturating_add(self.config.behind).unwrap_or_else(|_| self.now())
    }

    /// The day in China: offices close their month by it.
    pub fn today(&self) -> Date {
        offset(8).to_datetime(self.now()).date()
    }
}

/// Every route of every room. The tests walk through it with every role.
pub fn routes() -> Routes {
    Routes::new()
        .route("/healthz", get(health::check), Access::Public)
        .route("/metrics", get(observe::figures), Access::Public)
        .route("/styleguide", get(shell::styleguide::show), Access::Public)
        .route("/language", get(shell::language::choose), Access::Public)
        .files(Router::new().nest("/assets", shell::assets::router()))
        .merge(people::routes())
        .merge(register::routes())
        .merge(organisation::routes())
        .merge(consultation::routes())
        .merge(planning::routes())
        .merge(oversight::routes())
        .merge(works::routes())
        .merge(overview::routes())
        .merge(household::routes())
        .merge(portal::routes())
}

/// The whole application.
pub fn router(app: App) -> Router {
    serve(app, routes())
}

/// The application with these routes; the outermost layer stands last.
pub fn serve(app: App, routes: Routes) -> Router {
    observe::recorder();
    let site = shell::Site { illustrative: app.config.illustrative };
    let places = Arc::new(Semaphore::new(app.config.places));
    routes
        .into_router(&app)
        .fallback(nowhere)
        .layer(from_fn(guard::same_site))
        .layer(from_fn_with_state(places, limits::queue))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(error::render))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        .layer(from_fn(observe::request))
        .layer(from_fn(guard::host))
        .layer(Extension(site))
        .with_state(app)
}

/// No such address. Said here, inside of the layers: a router that is merged with others loses an unsaid one.
async fn nowhere() -> WebError {
    WebError::NotFound
}

/// A panic ends its request and nothing else. (Its message is in the log already, by the panic hook.)
#[allow(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> axum::response::Response {
    axum::response::IntoResponse::into_response(WebError::fault("a handler panicked"))
}
