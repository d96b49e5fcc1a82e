//! The address of a PostgreSQL server: how it is read, how the way there is secured, and what must be true at its end.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use deadpool_postgres::Object;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::Options;
use crate::engine::error::{Error, Result};

/// The oldest PostgreSQL that Linli is tested with.
const OLDEST: i64 = 150_000;

/// Where a server is and how it is spoken to.
pub(super) struct Address {
    pub config: Config,
    authority: Option<PathBuf>,
}

/// Reads a URL. `sslmode=require` (and `verify-ca`, `verify-full`) always verifies the server's certificate, against the
/// file in `sslrootcert` where one is named.
pub(super) fn read(url: &str, options: &Options) -> Result<Address> {
    let unreadable = || Error::Unusable("its address cannot be read (postgres://user:password@host/database)".into());
    let mut authority = options.authority.clone();
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let mut kept = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslrootcert", path)) => authority = Some(percent_decoded(path).ok_or_else(unreadable)?.into()),
            Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
            Some(("sslmode", "allow")) => kept.push("sslmode=prefer"),
            _ => kept.push(pair),
        }
    }
    let mut config: Config = format!("{base}?{}", kept.join("&")).parse().map_err(|error| {
        tracing::debug!(%error, "the address of the database");
        unreadable()
    })?;
    config.application_name("linli").connect_timeout(options.patience).keepalives(true);
    Ok(Address { config, authority })
}

impl Address {
    /// The same address without TLS, where that is allowed (`sslmode=prefer`, the default).
    pub(super) fn without_tls(&self) -> Option<Self> {
        (self.config.get_ssl_mode() == SslMode::Prefer).then(|| {
            let mut config = self.config.clone();
            config.ssl_mode(SslMode::Disable);
            Self { config, authority: None }
        })
    }

    pub(super) fn tls(&self) -> Result<MakeRustlsConnect> {
        let roots = match self.config.get_ssl_mode() {
            SslMode::Disable => RootCertStore::empty(),
            _ => self.roots()?,
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = versions.map_err(|error| Error::other(format!("TLS: {error}")))?;
        Ok(MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }

    /// The authorities that are trusted: the one named, or those of the machine.
    fn roots(&self) -> Result<RootCertStore> {
        let mut roots = RootCertStore::empty();
        match &self.authority {
            Some(path) => {
                let unusable = || Error::Unusable(format!("no certificate can be read from {}", path.display()));
                for certificate in certificates(path).map_err(|_| unusable())? {
                    roots.add(certificate).map_err(|_| unusable())?;
                }
                if roots.is_empty() {
                    return Err(unusable());
                }
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        Ok(roots)
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, rustls::pki_types::pem::Error> {
    CertificateDer::pem_file_iter(path)?.collect()
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |c: u8| char::from(c).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(digit(rest.next()?)? * 16 + digit(rest.next()?)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Refuses a server that is too old, and a database that would sort or write differently from all others.
pub(super) async fn check_database(client: &Object) -> Result<()> {
    let found = client
        .query_one(
            "select current_setting('server_version_num')::bigint, pg_encoding_to_char(encoding)::text,
                    datlocprovider::text, datcollate::text, datctype::text
               from pg_database where datname = current_database()",
            &[],
        )
        .await
        .map_err(|error| refused(&error))?;
    let text = |index| found.try_get::<_, String>(index).unwrap_or_default();
    let refuse = |why: String| Err(Error::Unusable(why));
    if found.try_get::<_, i64>(0).unwrap_or(0) < OLDEST {
        return refuse("PostgreSQL 15 or newer is needed".into());
    }
    if text(1) != "UTF8" {
        return refuse(format!("its encoding is {}; it must be UTF8", text(1)));
    }
    let by_code_point = |name: &str| matches!(name, "C" | "POSIX" | "C.UTF-8" | "C.utf8" | "C.UTF8");
    let sorts_by_code_point = match text(2).as_str() {
        "b" => true,
        "c" => by_code_point(&text(3)) && by_code_point(&text(4)),
        _ => false,
    };
    if !sorts_by_code_point {
        return refuse(format!(
            "it sorts as {}; create it with: template template0 encoding 'UTF8' locale 'C.UTF-8'",
            text(3)
        ));
    }
    Ok(())
}

/// Why there is no connection, as far as the server says so.
pub(super) fn refused(error: &tokio_postgres::Error) -> Error {
    if let Some(why) = distrust(error) {
        return Error::Unusable(format!("the way to its server cannot be secured: {why}"));
    }
    match error.code().map(tokio_postgres::error::SqlState::code) {
        Some("28P01" | "28000") => Error::Unusable("the server refuses the user or the password".into()),
        Some("3D000") => Error::Unusable("there is no such database on the server".into()),
        Some("53300") => Error::Busy,
        _ if offers_no_tls(error) => Error::Unusable("its server does not offer TLS".into()),
        _ => Error::Unreachable,
    }
}

fn offers_no_tls(error: &tokio_postgres::Error) -> bool {
    // The driver has no code for this, only words.
    std::error::Error::source(error).is_some_and(|cause| cause.to_string() == "server does not support TLS")
}

/// What rustls found wrong with the server, wrapped in an input error by the driver.
fn distrust(error: &tokio_postgres::Error) -> Option<&rustls::Error> {
    let input = std::error::Error::source(error)?.downcast_ref::<std::io::Error>()?;
    input.get_ref()?.downcast_ref()
}
