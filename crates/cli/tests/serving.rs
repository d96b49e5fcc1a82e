//! The program itself, started as a clerk starts it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use linli_domain::kernel::people::{AccountId, Actor};
use linli_store::{Location, Options, Store, args};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::{TempDir, tempdir};

fn linli(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).stdin(Stdio::null());
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    linli(data).args(args).output().expect("linli starts")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A running `linli serve`; stopped when the test is over, whatever its end.
struct Server {
    process: Child,
    url: String,
    address: SocketAddr,
    place: TempDir,
}

impl Server {
    fn start(place: TempDir, args: &[&str]) -> Self {
        let mut command = linli(place.path());
        command.args(["--format", "json", "--log", "error", "serve", "--address", "127.0.0.1:0"]).args(args);
        let mut process = command.stdout(Stdio::piped()).spawn().expect("linli starts");
        let mut line = String::new();
        let out = process.stdout.as_mut().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("its address");
        let told: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
        let url = told["address"].as_str().expect("an address").to_owned();
        let address = url.split_once("://").and_then(|(_, at)| at.parse().ok()).expect("an address and a port");
        Self { process, url, address, place }
    }

    /// Asks it to stop, and hands over how it ended.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let id = self.process.id().to_string();
        Command::new("kill").args([signal, &id]).status().expect("kill is there");
        self.process.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn ask(mut stream: impl Read + Write, path: &str) -> String {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = Vec::new();
    // A server may close a secure connection without a farewell; what was read counts.
    let _ = stream.read_to_end(&mut answer);
    said(&answer)
}

fn place() -> TempDir {
    tempdir().expect("a temporary folder")
}

#[test]
fn an_address_that_is_not_there_is_a_page_with_the_usual_headers() {
    let server = Server::start(tempdir().expect("a folder"), &[]);
    let mut stream = TcpStream::connect(server.address).expect("it listens");
    stream.write_all(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    assert!(answer.contains("content-security-policy") && answer.contains("</html>"), "{answer}");
}

#[test]
fn it_starts_on_an_empty_folder_answers_and_stops_in_order() {
    for signal in ["-TERM", "-INT"] {
        let server = Server::start(place(), &[]);
        assert!(server.url.starts_with("http://127.0.0.1:"), "{}", server.url);

        let answer = ask(TcpStream::connect(server.address).expect("connected"), "/healthz");

        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(server.stop(signal), Some(0));
    }
}

#[test]
fn the_public_is_told_whom_to_ask() {
    let place = place();
    std::fs::write(place.path().join("linli.toml"), "contact = \"示例改造办 <0739>\"\n").expect("written");
    let server = Server::start(place, &[]);

    let about = ask(TcpStream::connect(server.address).expect("connected"), "/about");

    assert!(about.contains("示例改造办 &#60;0739&#62;"), "{about}");
}

#[test]
fn it_starts_without_its_identity_provider_and_says_so_where_somebody_asks_for_it() {
    let provider = ["--oidc-issuer", "http://127.0.0.1:9", "--oidc-client-id", "linli", "--oidc-name", "示例认证"];
    let server = Server::start(place(), &provider);
    let ask = |path| ask(TcpStream::connect(server.address).expect("connected"), path);

    assert!(ask("/sign-in").contains("示例认证"));
    let away = ask("/sign-in/identity");

    assert!(away.starts_with("HTTP/1.1 503") && away.contains("name=\"password\""), "{away}");
}

#[test]
fn a_phone_that_trusts_the_authority_gets_an_encrypted_answer() {
    let place = place();
    let made = run(place.path(), &["cert", "linli.lan"]);
    assert!(made.status.success(), "{}", said(&made.stderr));
    let tls = place.path().join("tls");
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(tls.join("ca.crt")).expect("a certificate")).expect("an authority");
    let files = [tls.join("server.crt"), tls.join("server.key")].map(|file| file.display().to_string());

    let server = Server::start(place, &["--tls-cert", &files[0], "--tls-key", &files[1]]);

    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let secure = || {
        let name = ServerName::try_from("linli.lan").expect("a name");
        let connection = ClientConnection::new(Arc::new(config.clone()), name).expect("a connection");
        StreamOwned::new(connection, TcpStream::connect(server.address).expect("connected"))
    };
    assert!(ask(secure(), "/healthz").starts_with("HTTP/1.1 200"));
    let trust = ask(secure(), "/cert");
    assert!(trust.contains("SHA-256") && trust.contains("/cert/ca.crt"), "{trust}");
    assert!(ask(secure(), "/cert/ca.crt").contains("BEGIN CERTIFICATE"));
}

#[test]
fn a_password_never_crosses_a_network_in_the_clear() {
    let place = place();

    let refused = run(place.path(), &["serve", "--address", "0.0.0.0:0"]);

    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused.stderr).contains("linli cert"), "{}", said(&refused.stderr));
    assert!(!place.path().join("linli.db").exists());
}

#[test]
fn a_taken_port_is_explained_and_nothing_is_touched() {
    let place = place();
    let other = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = other.local_addr().expect("its address").to_string();

    let refused = run(place.path(), &["--lang", "zh-CN", "serve", "--address", &address]);

    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused.stderr).contains("已被其他程序占用"), "{}", said(&refused.stderr));
    assert!(!place.path().join("linli.db").exists());
}

#[test]
fn two_programs_on_one_file_are_refused() {
    let server = Server::start(place(), &[]);

    let refused = run(server.place.path(), &["migrate"]);

    assert_eq!(refused.status.code(), Some(3), "{}", said(&refused.stdout));
    assert!(said(&refused.stderr).contains("in use"), "{}", said(&refused.stderr));
}

#[test]
fn a_database_of_another_version_is_left_alone_when_asked() {
    let place = place();

    let refused = run(place.path(), &["serve", "--address", "127.0.0.1:0", "--no-migrate"]);

    assert_eq!(refused.status.code(), Some(3));
    assert!(said(&refused.stderr).contains("linli migrate"), "{}", said(&refused.stderr));
    assert_eq!(run(place.path(), &["migrate"]).status.code(), Some(0));
    let again = run(place.path(), &["--format", "json", "migrate"]);
    assert_eq!(said(&again.stdout).trim(), r#"{"applied":[]}"#);
}

#[test]
fn a_setting_is_heard_from_the_flag_then_the_environment_then_the_file() {
    let place = place();
    std::fs::write(place.path().join("linli.toml"), "address = \"127.0.0.1:1\"\nlog = \"warn\"\nlang = \"en\"\n")
        .expect("written");

    let shown = linli(place.path())
        .args(["--format", "json", "--log", "error", "config"])
        .env("LINLI_LOG", "debug")
        .env("LINLI_LANG", "zh-CN")
        .env("LINLI_DATABASE", "postgres://linli:s3cret@db/linli")
        .output()
        .expect("linli starts");

    let told: serde_json::Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    let setting = |key: &str| {
        let lines = told["settings"].as_array().expect("settings");
        let line = lines.iter().find(|line| line["key"] == key).expect("the setting");
        (line["value"].as_str().unwrap_or_default().to_owned(), line["origin"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(setting("log"), ("error".into(), "flag".into()));
    assert_eq!(setting("lang"), ("zh-CN".into(), "environment".into()));
    assert_eq!(setting("address"), ("127.0.0.1:1".into(), "file".into()));
    assert_eq!(setting("behind-proxy"), ("false".into(), "default".into()));
    assert_eq!(setting("database"), ("postgres://linli:…@db/linli".into(), "environment".into()));
}

/// The one-time password of an account that was just added.
fn password_of(told: &Output) -> String {
    assert!(told.status.success(), "{}", said(&told.stderr));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    told["password"].as_str().expect("a password").to_owned()
}

#[test]
fn the_first_account_is_made_on_an_empty_folder_and_its_password_can_be_set_anew() {
    let place = place();
    let json = ["--format", "json", "user"];
    let user = |args: &[&str]| run(place.path(), &[&json[..], args].concat());

    let first = password_of(&user(&["add", "wang@430527", "--name", "王五", "--role", "administrator"]));
    let second = password_of(&user(&["reset", "wang@430527"]));

    assert_ne!(first, second);
    assert_eq!(user(&["add", "wang@430527", "--name", "王五"]).status.code(), Some(3));
    assert_eq!(user(&["reset", "li@430527"]).status.code(), Some(3));
    assert_eq!(user(&["role", "wang@430527", "--give", "clerk"]).status.code(), Some(2), "who keeps accounts");
    password_of(&user(&["add", "zhao@430527", "--name", "赵六"]));
    assert_eq!(user(&["role", "zhao@430527", "--give", "clerk", "--scope", "430527100"]).status.code(), Some(0));
    assert_eq!(user(&["role", "zhao@430527", "--take", "clerk"]).status.code(), Some(3));
    assert_eq!(user(&["role", "zhao@430527", "--give", "clerk", "--scope", "430522"]).status.code(), Some(2));
    assert_eq!(user(&["role", "wang@430527", "--give", "king"]).status.code(), Some(2));
    assert_eq!(user(&["add", "wang", "--name", "王五"]).status.code(), Some(2));
}

#[test]
fn a_changed_line_of_the_trail_is_found() {
    let place = place();
    assert!(run(place.path(), &["user", "add", "wang@430527", "--name", "王五"]).status.success());
    let whole = run(place.path(), &["--lang", "zh-CN", "check"]);
    assert_eq!((whole.status.code(), said(&whole.stdout).contains("审计日志完整")), (Some(0), true));

    forge(&place.path().join("linli.db"));

    let broken = run(place.path(), &["--format", "json", "check"]);
    let told: serde_json::Value = serde_json::from_slice(&broken.stdout).expect("JSON");
    assert_eq!(broken.status.code(), Some(1));
    assert_eq!((&told["breaches"][0]["line"], &told["breaches"][0]["kind"]), (&1.into(), &"changed".into()));
}

/// What somebody does who has the file and no account.
fn forge(file: &Path) {
    let office = "430527".parse().expect("an office");
    let actor = Actor { account: AccountId::from_number(9), office, name: "somebody".into(), grants: Vec::new() };
    let forged = async {
        let store = Store::open(&Location::Sqlite(file.to_owned()), Options::default()).await?;
        let change = "update audit set actor = 'nobody' where office = $1 and seq = 1";
        store.write(&actor, move |tx| tx.run(change, args![office])?.exactly_one()).await
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(forged).expect("the line is there");
}
