//! `linli serve`: opens the records, brings them up to date, and answers until it is told to stop.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use linli_store::objects::Away;
use linli_store::seal::NoKey;
use linli_store::{Error, Objects};
use linli_web::{App, Config};
use tokio::signal::unix::{SignalKind, signal};

use crate::args::{Format, Serve};
use crate::cert::Folder;
use crate::config::Settings;
use crate::connections::Limits;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome, complain};
use crate::{config, database, demo, identity, key, trust};

/// How long open requests may take to end once a stop was asked for.
const PATIENCE: Duration = Duration::from_secs(20);

pub async fn run(settings: &Settings, asked: &Serve, format: Format) -> Result<Outcome, Failure> {
    let security = Security::of(settings)?;
    let identity = identity::provider(settings)?;
    let site = config::site(settings)?;
    // The port first: a second start says so at once, and touches nothing.
    let listener = listen(settings.address.value)?;
    let objects = database::objects(settings)?;
    let store = database::open(settings).await?;
    database::bring_up_to_date(&store, settings, asked.no_migrate).await?;

    let config = Config {
        secure: security != Security::Loopback,
        behind_proxy: security == Security::Proxy,
        home: settings.office.value,
        metrics_token: settings.metrics_token.value.clone(),
        contact: settings.contact.value.clone(),
        site,
        second_factor: settings.second_factor.value.of_pages(),
        identity,
        key_file: settings.key_file.value.clone(),
        // The folder of a demonstration stays one, whoever serves it.
        illustrative: demo::is_kept(&store).await.map_err(|error| database::told(settings, &error))?,
        ..Config::default()
    };
    look_at_files(settings, &objects, format).await?;
    let app = App::new(store, objects, config);
    look_at_key(settings, &app, format).await?;
    tokio::spawn(key::keep_sealed(app.store.clone()));
    let pages = linli_web::router(app);
    Served { listener, security, pages: pages.merge(trust::pages(settings)) }
        .until_stopped(|address| announce(address, settings, format))
        .await
}

/// Tries a bucket once, and says what stands in the way. Everything else is served meanwhile; only a bucket that would let
/// files be overwritten is not used at all.
async fn look_at_files(settings: &Settings, objects: &Objects, format: Format) -> Result<(), Failure> {
    if settings.objects.value.folder().is_some() {
        return Ok(());
    }
    match objects.try_out().await {
        Ok(()) => Ok(()),
        Err(Error::NoFiles(Away::Overwrites)) => Err(Failure::cannot(database::away(settings, &Away::Overwrites))),
        Err(Error::NoFiles(why)) => {
            let lang = settings.lang.value;
            let why = database::away(settings, &why).say(lang);
            complain(&Text::new("serve-no-files").with("why", why).say(lang), lang, format);
            Ok(())
        }
        Err(error) => Err(database::told(settings, &error)),
    }
}

/// Says it at once where the key of what is sealed is not at hand. Everything else is served meanwhile.
async fn look_at_key(settings: &Settings, app: &App, format: Format) -> Result<(), Failure> {
    match app.keys.to_seal(&app.store).await {
        Ok(_) => Ok(()),
        Err(NoKey::Store(error)) => Err(database::told(settings, &error)),
        Err(why) => {
            let lang = settings.lang.value;
            complain(&Text::new("serve-no-key").with("why", database::no_key(&why).say(lang)).say(lang), lang, format);
            Ok(())
        }
    }
}

/// What guards the way between the reader and this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Nobody else's network is crossed.
    Loopback,
    /// A proxy in front encrypts.
    Proxy,
    /// We encrypt, with this certificate and key.
    Tls { certificate: PathBuf, key: PathBuf },
}

impl Security {
    /// Passwords never cross a network in the clear, unless somebody says that a proxy takes care of it.
    pub fn of(settings: &Settings) -> Result<Self, Failure> {
        if settings.behind_proxy.value {
            return Ok(Self::Proxy);
        }
        match (&settings.tls_cert.value, &settings.tls_key.value) {
            (Some(certificate), Some(key)) => {
                return Ok(Self::Tls { certificate: certificate.clone(), key: key.clone() });
            }
            (None, None) => {}
            _ => return Err(Failure::wrong_use(Text::new("serve-half-tls"))),
        }
        if settings.address.value.ip().is_loopback() {
            return Ok(Self::Loopback);
        }
        let folder = Folder::of(settings);
        if folder.server().is_file() && folder.server_key().is_file() {
            return Ok(Self::Tls { certificate: folder.server(), key: folder.server_key() });
        }
        Err(Failure::wrong_use(Text::new("serve-needs-tls").with("address", settings.address.value)))
    }

    fn scheme(&self) -> &'static str {
        if matches!(self, Self::Tls { .. }) { "https" } else { "http" }
    }
}

pub fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| {
        let key = match error.kind() {
            io::ErrorKind::AddrInUse => "serve-port-taken",
            io::ErrorKind::PermissionDenied => "serve-port-forbidden",
            io::ErrorKind::AddrNotAvailable => "serve-address-foreign",
            _ => "serve-address-bad",
        };
        let text = Text::new(key).with("address", address).with("port", address.port());
        Failure::cannot(text.with("why", error))
    })
}

/// Pages, and the way they go out.
#[derive(Debug)]
pub struct Served {
    pub listener: TcpListener,
    pub security: Security,
    pub pages: Router,
}

impl Served {
    /// Answers until SIGTERM or SIGINT; then lets open requests end, for a bounded time.
    pub async fn until_stopped(self, announce: impl FnOnce(&str)) -> Result<Outcome, Failure> {
        let fault = |error: io::Error| Failure::cannot(Text::new("serve-stopped").with("why", error));
        let address = self.listener.local_addr().map_err(fault)?;
        let handle = Handle::new();
        tokio::spawn(stop_on_signal(handle.clone()));
        announce(&format!("{}://{address}", self.security.scheme()));

        let limits = Limits::default();
        let service = self.pages.into_make_service_with_connect_info::<SocketAddr>();
        match &self.security {
            Security::Loopback | Security::Proxy => {
                let server = axum_server::from_tcp(self.listener).map_err(fault)?.acceptor(limits.door());
                limits.apply(server).handle(handle).serve(service).await.map_err(fault)?;
            }
            Security::Tls { certificate, key } => {
                // Already there when something else chose it: the same one.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let bad = |error: io::Error| {
                    let text = Text::new("serve-bad-tls").with("certificate", certificate.display());
                    Failure::cannot(text.with("key", key.display()).with("why", error))
                };
                let tls = RustlsConfig::from_pem_file(certificate, key).await.map_err(bad)?;
                tokio::spawn(renew_on_signal(tls.clone(), certificate.clone(), key.clone()));
                let server = axum_server::from_tcp_rustls(self.listener, tls).map_err(fault)?;
                // The door stands before the handshake, which costs more than any page.
                let server = server.map(|tls| tls.handshake_timeout(limits.head).acceptor(limits.door()));
                limits.apply(server).handle(handle).serve(service).await.map_err(fault)?;
            }
        }
        tracing::info!("stopped");
        Ok(Outcome::Fine)
    }
}

fn announce(address: &str, settings: &Settings, format: Format) {
    tracing::info!(address, database = crate::config::masked(&settings.database.value), "serving");
    match format {
        Format::Json => println!("{}", serde_json::json!({ "address": address })),
        Format::Text => println!("{}", ready(address).say(settings.lang.value)),
    }
}

/// Nobody can open 0.0.0.0: that is every address of the machine.
fn ready(address: &str) -> Text {
    let every = address.split_once("://0.0.0.0:").or_else(|| address.split_once("://[::]:"));
    match every {
        Some((scheme, port)) => Text::new("serve-ready-all").with("scheme", scheme).with("port", port),
        None => Text::new("serve-ready").with("address", address),
    }
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!(open = handle.connection_count(), "stopping");
    handle.graceful_shutdown(Some(PATIENCE));
}

/// SIGHUP reads a renewed certificate without ending a connection.
async fn renew_on_signal(tls: RustlsConfig, certificate: PathBuf, key: PathBuf) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else { return };
    while hangup.recv().await.is_some() {
        match tls.reload_from_pem_file(&certificate, &key).await {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => tracing::error!(%error, "the renewed certificate cannot be used; the old one stays"),
        }
    }
}
