//! Settings: said by flag, else by environment (`LINLI_…`), else in a TOML file, else by default.
//!
//! Each setting remembers where it was said, since "why does it listen there?" is the first question.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ArgMatches;
use clap::parser::ValueSource;
use linli_domain::kernel::Office;
use linli_store::Location;
use linli_store::objects::Shelf;
use serde::{Deserialize, Serialize};

use crate::args::{Cli, Command, Output, SecondFactor, Serve, SurveyAsked, WhoseFactor};
use crate::lang::{Lang, Text};
use crate::outcome::{Failure, Outcome};

/// Where a setting was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

/// Everything that can be set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file that was read, if any.
    pub file: Option<PathBuf>,
    pub data: Setting<PathBuf>,
    pub database: Setting<String>,
    /// Where the bytes of photos and documents lie.
    pub objects: Setting<Shelf>,
    /// The server of a bucket, and what opens it. The secret is never a flag: others on this machine see those.
    pub s3_endpoint: Setting<Option<String>>,
    pub s3_region: Setting<String>,
    pub s3_key_id: Setting<Option<String>>,
    pub s3_secret: Setting<Option<Secret>>,
    /// Unencrypted even to another machine.
    pub s3_allow_http: Setting<bool>,
    /// The key that secrets in the records are sealed with; servers that share a database are told where it lies.
    pub key_file: Setting<Option<PathBuf>>,
    /// The authority that signed the certificate of the database's server.
    pub database_ca: Setting<Option<PathBuf>>,
    pub lang: Setting<Lang>,
    pub log: Setting<String>,
    pub address: Setting<SocketAddr>,
    pub tls_cert: Setting<Option<PathBuf>>,
    pub tls_key: Setting<Option<PathBuf>>,
    pub behind_proxy: Setting<bool>,
    /// The office of those who sign in without naming one.
    pub office: Setting<Option<Office>>,
    /// Whoever brings it sees `/metrics` from elsewhere.
    pub metrics_token: Setting<Option<String>>,
    /// Whom the public may ask, as `/about` says it.
    pub contact: Setting<Option<String>>,
    /// Where residents reach it: printed in QR codes, on slips, posters and receipts.
    pub site: Setting<Option<String>>,
    pub second_factor: Setting<SecondFactor>,
    /// The identity provider. Its secret lies in a file, and is read when it is needed.
    pub oidc_issuer: Setting<Option<String>>,
    pub oidc_client_id: Setting<Option<String>>,
    pub oidc_client_secret_file: Setting<Option<PathBuf>>,
    pub oidc_name: Setting<Option<String>>,
    pub oidc_second_factor: Setting<WhoseFactor>,
    pub oidc_acr: Setting<Option<String>>,
    /// What only one run needs: these two are not in the file.
    pub format: Setting<Output>,
    pub no_migrate: Setting<bool>,
}

/// What is read and handed on, and never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The TOML file: the same names as the flags.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    data: Option<PathBuf>,
    database: Option<String>,
    database_ca: Option<PathBuf>,
    objects: Option<Shelf>,
    s3_endpoint: Option<String>,
    s3_region: Option<String>,
    s3_key_id: Option<String>,
    s3_secret: Option<Secret>,
    s3_allow_http: Option<bool>,
    key_file: Option<PathBuf>,
    lang: Option<Lang>,
    log: Option<String>,
    address: Option<SocketAddr>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    behind_proxy: Option<bool>,
    office: Option<Office>,
    metrics_token: Option<String>,
    contact: Option<String>,
    site: Option<String>,
    second_factor: Option<SecondFactor>,
    oidc_issuer: Option<String>,
    oidc_client_id: Option<String>,
    oidc_client_secret_file: Option<PathBuf>,
    oidc_name: Option<String>,
    oidc_second_factor: Option<WhoseFactor>,
    oidc_acr: Option<String>,
}

/// What servers that know no regions are told.
const REGION: &str = "us-east-1";

/// The one setting that is no flag.
const SECRET: &str = "LINLI_S3_SECRET";

/// 8430 stands for nothing else on a usual machine.
const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8430);

impl Settings {
    /// Puts together what was said, wherever it was said.
    pub fn gather(cli: &Cli, matches: &ArgMatches, guessed: Lang) -> Result<Self, Failure> {
        let said = Said(matches);
        let global = &cli.global;
        let none = Serve::default();
        let serve = if let Command::Serve(serve) | Command::Config(serve) = &cli.command { serve } else { &none };
        let address = if let Command::Demo(demo) = &cli.command { demo.address } else { serve.address };
        let site = match &cli.command {
            Command::Demo(demo) => &demo.site,
            Command::Survey(SurveyAsked::Slips(slips)) => &slips.site,
            _ => &serve.site,
        };

        let path = file_of(cli);
        let file = path.as_deref().map_or(Ok(Written::default()), read)?;

        let data = said.setting("data", global.data.clone(), file.data, || "linli-data".into());
        let database = {
            let beside = data.value.join("linli.db").display().to_string();
            said.setting("database", global.database.clone(), file.database, || beside)
        };
        let key = own_key(&database.value, &data.value);
        let beside = Shelf::Folder(data.value.join("objects"));
        Ok(Self {
            file: path,
            database,
            objects: said.setting("objects", global.objects.clone(), file.objects, || beside),
            s3_endpoint: said.optional("s3_endpoint", global.s3_endpoint.clone(), file.s3_endpoint),
            s3_region: said.setting("s3_region", global.s3_region.clone(), file.s3_region, || REGION.into()),
            s3_key_id: said.optional("s3_key_id", global.s3_key_id.clone(), file.s3_key_id),
            s3_secret: secret(std::env::var(SECRET).ok(), file.s3_secret),
            s3_allow_http: said.setting(
                "s3_allow_http",
                global.s3_allow_http.then_some(true),
                file.s3_allow_http,
                || false,
            ),
            key_file: said.setting("key_file", global.key_file.clone().map(Some), file.key_file.map(Some), || key),
            database_ca: said.optional("database_ca", global.database_ca.clone(), file.database_ca),
            data,
            lang: said.setting("lang", global.lang, file.lang, || guessed),
            log: said.setting("log", global.log.clone(), file.log, || {
                // Each start would name every style sheet otherwise.
                if global.quiet { "warn".into() } else { "info,memory_serve=warn".into() }
            }),
            address: said.setting("address", address, file.address, || ADDRESS),
            tls_cert: said.optional("tls_cert", serve.tls_cert.clone(), file.tls_cert),
            tls_key: said.optional("tls_key", serve.tls_key.clone(), file.tls_key),
            behind_proxy: said.setting("behind_proxy", serve.behind_proxy.then_some(true), file.behind_proxy, || false),
            office: said.optional("office", serve.office, file.office),
            metrics_token: said.optional("metrics_token", serve.metrics_token.clone(), file.metrics_token),
            contact: said.optional("contact", serve.contact.clone(), file.contact),
            site: said.optional("site", site.clone(), file.site),
            second_factor: said.setting("second_factor", serve.second_factor, file.second_factor, || {
                if matches!(cli.command, Command::Demo(_)) { SecondFactor::Offered } else { SecondFactor::Required }
            }),
            oidc_issuer: said.optional("oidc_issuer", serve.oidc_issuer.clone(), file.oidc_issuer),
            oidc_client_id: said.optional("oidc_client_id", serve.oidc_client_id.clone(), file.oidc_client_id),
            oidc_client_secret_file: said.optional(
                "oidc_client_secret_file",
                serve.oidc_client_secret_file.clone(),
                file.oidc_client_secret_file,
            ),
            oidc_name: said.optional("oidc_name", serve.oidc_name.clone(), file.oidc_name),
            oidc_second_factor: said.setting(
                "oidc_second_factor",
                serve.oidc_second_factor,
                file.oidc_second_factor,
                || WhoseFactor::Own,
            ),
            oidc_acr: said.optional("oidc_acr", serve.oidc_acr.clone(), file.oidc_acr),
            format: Setting { value: global.format, origin: said.origin("format") },
            no_migrate: said.setting("no_migrate", serve.no_migrate.then_some(true), None, || false),
        })
    }

    /// Every setting as a line: its name, its value without secrets, where it was said.
    fn lines(&self) -> Vec<Line> {
        let path = |path: &Option<PathBuf>| path.as_ref().map_or_else(String::new, |p| p.display().to_string());
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            Line::new("data", self.data.value.display(), self.data.origin),
            Line::new("database", masked(&self.database.value), self.database.origin),
            Line::new("objects", &self.objects.value, self.objects.origin),
            Line::new("s3-endpoint", text(&self.s3_endpoint.value), self.s3_endpoint.origin),
            Line::new("s3-region", &self.s3_region.value, self.s3_region.origin),
            Line::new("s3-key-id", text(&self.s3_key_id.value), self.s3_key_id.origin),
            Line::new("s3-secret", self.s3_secret.value.as_ref().map_or("", |_| "…"), self.s3_secret.origin),
            Line::new("s3-allow-http", self.s3_allow_http.value, self.s3_allow_http.origin),
            Line::new("key-file", path(&self.key_file.value), self.key_file.origin),
            Line::new("database-ca", path(&self.database_ca.value), self.database_ca.origin),
            Line::new("lang", self.lang.value.code(), self.lang.origin),
            Line::new("log", &self.log.value, self.log.origin),
            Line::new("address", self.address.value, self.address.origin),
            Line::new("tls-cert", path(&self.tls_cert.value), self.tls_cert.origin),
            Line::new("tls-key", path(&self.tls_key.value), self.tls_key.origin),
            Line::new("behind-proxy", self.behind_proxy.value, self.behind_proxy.origin),
            Line::new("office", self.office.value.map_or_else(String::new, |o| o.to_string()), self.office.origin),
            Line::new(
                "metrics-token",
                self.metrics_token.value.as_ref().map_or("", |_| "…"),
                self.metrics_token.origin,
            ),
            Line::new("contact", self.contact.value.as_deref().unwrap_or(""), self.contact.origin),
            Line::new("site", text(&self.site.value), self.site.origin),
            Line::new("second-factor", self.second_factor.value.as_str(), self.second_factor.origin),
            Line::new("oidc-issuer", text(&self.oidc_issuer.value), self.oidc_issuer.origin),
            Line::new("oidc-client-id", text(&self.oidc_client_id.value), self.oidc_client_id.origin),
            Line::new(
                "oidc-client-secret-file",
                path(&self.oidc_client_secret_file.value),
                self.oidc_client_secret_file.origin,
            ),
            Line::new("oidc-name", text(&self.oidc_name.value), self.oidc_name.origin),
            Line::new("oidc-second-factor", self.oidc_second_factor.value.as_str(), self.oidc_second_factor.origin),
            Line::new("oidc-acr", text(&self.oidc_acr.value), self.oidc_acr.origin),
            Line::new("format", self.format.value.as_str(), self.format.origin),
            Line::new("no-migrate", self.no_migrate.value, self.no_migrate.origin),
        ]
    }
}

/// Where residents reach Linli, where it was said: a scheme and a host, since anything else would be printed a thousand times.
pub fn site(settings: &Settings) -> Result<Option<String>, Failure> {
    let Some(given) = settings.site.value.as_ref().filter(|given| !given.trim().is_empty()) else { return Ok(None) };
    host(given).map(Some).ok_or_else(|| Failure::wrong_use(Text::new("slips-no-site")))
}

fn host(given: &str) -> Option<String> {
    let (scheme, host) = given.trim().trim_end_matches('/').split_once("://")?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let fine = matches!(scheme, "https" | "http") && !host.is_empty() && host.len() < 100 && host.bytes().all(plain);
    fine.then(|| format!("{scheme}://{host}"))
}

/// Beside the records of a file. Several servers may share a database, and each would make a key of its own.
pub fn own_key(database: &str, data: &Path) -> Option<PathBuf> {
    match Location::from_str(database) {
        Ok(Location::Sqlite(_)) => Some(data.join("linli.key")),
        Ok(Location::Postgres(_)) => None,
    }
}

/// The secret of the bucket: from the environment, else from the file.
fn secret(environment: Option<String>, file: Option<Secret>) -> Setting<Option<Secret>> {
    match environment.filter(|secret| !secret.is_empty()) {
        Some(secret) => Setting { value: Some(Secret(secret)), origin: Origin::Environment },
        None if file.is_some() => Setting { value: file, origin: Origin::File },
        None => Setting { value: None, origin: Origin::Default },
    }
}

/// Tells a flag from an environment variable.
struct Said<'a>(&'a ArgMatches);

impl Said<'_> {
    fn origin(&self, name: &str) -> Origin {
        let mut matches = Some(self.0);
        while let Some(here) = matches {
            match here.try_contains_id(name).ok().and_then(|_| here.value_source(name)) {
                Some(ValueSource::CommandLine) => return Origin::Flag,
                Some(ValueSource::EnvVariable) => return Origin::Environment,
                _ => matches = here.subcommand().map(|(_, below)| below),
            }
        }
        Origin::Default
    }

    fn setting<T>(&self, name: &str, said: Option<T>, file: Option<T>, default: impl FnOnce() -> T) -> Setting<T> {
        match (said, file) {
            (Some(value), _) => Setting { value, origin: self.origin(name) },
            (None, Some(value)) => Setting { value, origin: Origin::File },
            (None, None) => Setting { value: default(), origin: Origin::Default },
        }
    }

    fn optional<T>(&self, name: &str, said: Option<T>, file: Option<T>) -> Setting<Option<T>> {
        self.setting(name, said.map(Some), file.map(Some), || None)
    }
}

/// The file that was named; else `linli.toml` in the data folder, where it exists.
fn file_of(cli: &Cli) -> Option<PathBuf> {
    cli.global.config.clone().or_else(|| {
        let data = cli.global.data.clone().unwrap_or_else(|| "linli-data".into());
        Some(data.join("linli.toml")).filter(|path| path.is_file())
    })
}

fn read(path: &Path) -> Result<Written, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::wrong_use(Text::new("config-unreadable").with("file", path.display()).with("why", error))
    })?;
    toml::from_str(&text).map_err(|error| Failure::wrong_use(explain(path, &text, &error)))
}

/// Names the line and the word that is wrong.
fn explain(path: &Path, text: &str, error: &toml::de::Error) -> Text {
    let span = error.span().unwrap_or(0..0);
    let line = text.get(..span.start).unwrap_or("").matches('\n').count() + 1;
    let word = text.get(span).unwrap_or("").lines().next().unwrap_or("").trim();
    let setting = text.lines().nth(line - 1).and_then(|line| line.split('=').next()).unwrap_or_default().trim();
    // What was meant as a secret and is none, such as a number, is not repeated.
    let word = if matches!(setting, "s3-secret" | "metrics-token") { setting } else { word }.to_owned();
    let named = |key| Text::new(key).with("file", path.display()).with("line", line).with("word", &word);
    if error.message().starts_with("unknown field") {
        return named("config-unknown");
    }
    named("config-bad").with("setting", setting)
}

/// A database's address without its password.
pub fn masked(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (before, query) = rest.split_once('?').map_or((rest, None), |(before, query)| (before, Some(query)));
    let before = match before.rsplit_once('@') {
        Some((who, at)) => {
            format!("{}@{at}", who.split_once(':').map_or(who.to_owned(), |(name, _)| format!("{name}:…")))
        }
        None => before.to_owned(),
    };
    let query = query.map_or_else(String::new, |query| {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=…"),
            _ => pair.to_owned(),
        });
        format!("?{}", pairs.collect::<Vec<_>>().join("&"))
    });
    format!("{scheme}://{before}{query}")
}

#[derive(Debug, Serialize)]
struct Line {
    key: &'static str,
    value: String,
    origin: Origin,
}

impl Line {
    fn new(key: &'static str, value: impl fmt::Display, origin: Origin) -> Self {
        Self { key, value: value.to_string(), origin }
    }
}

/// `linli config`
pub fn show(settings: &Settings, format: crate::args::Format) -> Outcome {
    let lang = settings.lang.value;
    match format {
        crate::args::Format::Json => {
            println!("{}", serde_json::json!({ "file": settings.file, "settings": settings.lines() }));
        }
        crate::args::Format::Text => {
            for line in settings.lines() {
                let from = match line.origin {
                    Origin::Flag => Text::new("origin-flag"),
                    Origin::Environment => Text::new("origin-environment"),
                    Origin::File => Text::new("origin-file")
                        .with("file", settings.file.as_deref().unwrap_or(Path::new("")).display()),
                    Origin::Default => Text::new("origin-default"),
                };
                println!("{:<13} {:<40} {}", line.key, line.value, from.say(lang));
            }
        }
    }
    Outcome::Fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(masked("postgres://linli:s3cret@db/linli"), "postgres://linli:…@db/linli");
        assert_eq!(masked("postgres://linli:a@b:c@db:5432/linli"), "postgres://linli:…@db:5432/linli");
        assert_eq!(masked("postgres://db/linli?user=a&password=b"), "postgres://db/linli?user=a&password=…");
        assert_eq!(masked("linli-data/linli.db"), "linli-data/linli.db");
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let text = "lang = \"en\"\n\nadress = \"127.0.0.1:80\"\n";

        let error = toml::from_str::<Written>(text).expect_err("adress is not a key");

        let told = explain(Path::new("linli.toml"), text, &error);
        assert_eq!(told.key, "config-unknown");
        assert_eq!(told.named, [("file", "linli.toml".into()), ("line", "3".into()), ("word", "adress".into())]);
    }

    #[test]
    fn a_secret_of_the_wrong_kind_is_named_and_not_repeated() {
        let text = "s3-secret = 20261125\n";

        let error = toml::from_str::<Written>(text).expect_err("a number is no secret");

        assert_eq!(explain(Path::new("linli.toml"), text, &error).named[2].1, "s3-secret");
    }

    #[test]
    fn the_secret_of_a_bucket_is_never_shown() {
        let set = secret(Some("s3cret".into()), Some(Secret("other".into())));
        assert_eq!(
            (set.origin, set.value.as_ref().map(|secret| secret.0.as_str())),
            (Origin::Environment, Some("s3cret"))
        );
        assert!(!format!("{set:?}").contains("s3cret"));
        assert_eq!(secret(Some(String::new()), Some(Secret("other".into()))).origin, Origin::File);
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named_with_its_line() {
        let text = "log = \"info\"\nbehind-proxy = \"perhaps\"\n";

        let error = toml::from_str::<Written>(text).expect_err("perhaps is neither true nor false");

        let told = explain(Path::new("linli.toml"), text, &error);
        assert_eq!((told.key, told.named[1].1.as_str(), told.named[2].1.as_str()), ("config-bad", "2", "\"perhaps\""));
        assert_eq!(told.named[3], ("setting", "behind-proxy".to_owned()));
    }
}
