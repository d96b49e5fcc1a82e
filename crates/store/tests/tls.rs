//! The way to a PostgreSQL server is secured as its address says, and never less.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use linli_store::testing::{Database, block_on, options};
use linli_store::{Error, Location, Store};
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What a client asks first when it wants TLS.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

/// A door to the test server that speaks TLS with this certificate, or none.
async fn door(server: SocketAddr, certificate: Option<&CertifiedKey<KeyPair>>) -> SocketAddr {
    let acceptor = certificate.map(|certificate| {
        let key = PrivateKeyDer::Pkcs8(certificate.signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.cert.der().clone()], key)
            .expect("a certificate");
        TlsAcceptor::from(Arc::new(config))
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass_on(client, server, acceptor.clone()));
        }
    });
    address
}

async fn pass_on(mut client: TcpStream, server: SocketAddr, acceptor: Option<TlsAcceptor>) -> std::io::Result<()> {
    let mut inside = TcpStream::connect(server).await?;
    let mut first = [0; 8];
    client.read_exact(&mut first).await?;
    if first != SSL_REQUEST {
        inside.write_all(&first).await?;
        return copy_bidirectional(&mut client, &mut inside).await.map(drop);
    }
    let Some(acceptor) = acceptor else {
        client.write_all(b"N").await?;
        return copy_bidirectional(&mut client, &mut inside).await.map(drop);
    };
    client.write_all(b"S").await?;
    let mut secured = acceptor.accept(client).await?;
    copy_bidirectional(&mut secured, &mut inside).await.map(drop)
}

struct Place {
    database: Database,
    server: SocketAddr,
    folder: tempfile::TempDir,
}

impl Place {
    /// An empty database; nothing where no test server is named.
    async fn new() -> Option<Self> {
        let Ok(url) = std::env::var("LINLI_TEST_POSTGRES") else {
            eprintln!("skipped: LINLI_TEST_POSTGRES names no server");
            return None;
        };
        let database = Database::empty(&url).await;
        let config: tokio_postgres::Config = database.url.parse().expect("an address");
        let tokio_postgres::config::Host::Tcp(host) = &config.get_hosts()[0] else { return None };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let server = tokio::net::lookup_host((host.as_str(), port)).await.expect("a host").next().expect("an address");
        Some(Self { database, server, folder: tempfile::tempdir().expect("a folder") })
    }

    /// The database's address, by another door and with other options.
    fn through(&self, door: SocketAddr, options: &str) -> Location {
        let url = self.database.url.split('?').next().unwrap_or_default();
        let url = url.replace(&self.server.to_string(), &door.to_string());
        Location::Postgres(format!("{url}?{options}"))
    }

    fn file(&self, name: &str, certificate: &CertifiedKey<KeyPair>) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, certificate.cert.pem()).expect("a file");
        file
    }
}

fn certificate() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("a certificate")
}

async fn open(location: Location) -> Result<(), Error> {
    Store::open(&location, options()).await.map(drop)
}

#[test]
fn required_tls_needs_a_certificate_that_is_trusted() {
    block_on(async {
        let Some(place) = Place::new().await else { return };
        let (own, strange) = (certificate(), certificate());
        let door = door(place.server, Some(&own)).await;
        let trusted = place.file("own.pem", &own);
        let other = place.file("strange.pem", &strange);

        let with = |mode: &str, file: &PathBuf| format!("sslmode={mode}&sslrootcert={}", file.display());
        open(place.through(door, &with("require", &trusted))).await.expect("the server is who it says");
        open(place.through(door, &with("verify-full", &trusted))).await.expect("the same in libpq's words");
        let refused = open(place.through(door, &with("require", &other))).await;
        assert!(matches!(refused, Err(Error::Unusable(_))), "{refused:?}");
        let refused = open(place.through(door, "sslmode=require")).await;
        assert!(matches!(refused, Err(Error::Unusable(_))), "{refused:?}");
    });
}

#[test]
fn required_tls_is_never_given_up() {
    block_on(async {
        let Some(place) = Place::new().await else { return };
        let door = door(place.server, None).await;
        let refused = open(place.through(door, "sslmode=require")).await;
        assert!(matches!(refused, Err(Error::Unusable(_))), "{refused:?}");
    });
}

#[test]
fn preferred_tls_is_used_where_it_can_be() {
    block_on(async {
        let Some(place) = Place::new().await else { return };
        open(place.through(door(place.server, None).await, "sslmode=prefer")).await.expect("without TLS");
        let strange = door(place.server, Some(&certificate())).await;
        open(place.through(strange, "")).await.expect("without TLS, since nobody vouches for the server");
    });
}
