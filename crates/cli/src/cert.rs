//! `linli cert`: certificates for an office's own network, where no public authority can help.
//!
//! Phones give camera, storage and keys to secure pages only. A small authority of the office's own
//! signs the server's certificate; a phone that trusts it once goes on trusting every renewal.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::args::{Cert, Format};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};

/// Phones refuse a certificate that is good for longer than 398 days.
const SERVER_DAYS: i32 = 397;
const AUTHORITY_YEARS: i16 = 20;

/// The files of the folder `tls`.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn of(settings: &Settings) -> Self {
        Self(settings.data.value.join("tls"))
    }

    pub fn authority(&self) -> PathBuf {
        self.0.join("ca.crt")
    }

    pub fn authority_key(&self) -> PathBuf {
        self.0.join("ca.key")
    }

    pub fn server(&self) -> PathBuf {
        self.0.join("server.crt")
    }

    pub fn server_key(&self) -> PathBuf {
        self.0.join("server.key")
    }

    fn notes(&self) -> PathBuf {
        self.0.join("server.toml")
    }
}

/// What was made last time, so that a renewal needs no words.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Notes {
    names: Vec<String>,
    until: Date,
}

/// What was made this time.
#[derive(Debug)]
struct Made {
    new_authority: bool,
    names: Vec<String>,
    until: Date,
    /// SHA-256 of the authority's certificate, as phones show it.
    fingerprint: String,
}

pub fn run(settings: &Settings, asked: &Cert, format: Format) -> Result<Outcome, Failure> {
    let folder = Folder::of(settings);
    let made = make(&folder, &asked.names, today())?;
    let lang = settings.lang.value;
    match format {
        Format::Json => println!(
            "{}",
            serde_json::json!({
                "authority": folder.authority(), "certificate": folder.server(), "key": folder.server_key(),
                "names": made.names, "until": made.until, "fingerprint": made.fingerprint,
                "new_authority": made.new_authority,
            })
        ),
        Format::Text => {
            let authority = if made.new_authority { "cert-made-authority" } else { "cert-kept-authority" };
            let about = [
                Text::new(authority).with("file", folder.authority().display()),
                Text::new("cert-made")
                    .with("names", made.names.join(", "))
                    .with("until", made.until)
                    .with("file", folder.server().display()),
                Text::new("cert-trust")
                    .with("name", made.names.first().map_or("localhost", String::as_str))
                    .with("fingerprint", &made.fingerprint)
                    .with("key", folder.authority_key().display()),
            ];
            for text in about {
                println!("{}", text.say(lang));
            }
        }
    }
    Ok(Outcome::Fine)
}

fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// Makes what is missing and renews the server's certificate; an authority that exists is never changed.
fn make(folder: &Folder, names: &[String], today: Date) -> Result<Made, Failure> {
    let mut names = if names.is_empty() { names_of_last_time(folder)? } else { names.to_vec() };
    for own in ["localhost", "127.0.0.1", "::1"] {
        if !names.iter().any(|name| name == own) {
            names.push(own.into());
        }
    }
    if let Some(name) = names.iter().find(|name| !is_name(name)) {
        return Err(Failure::wrong_use(Text::new("cert-bad-name").with("name", name)));
    }

    fs::create_dir_all(&folder.0).map_err(|error| no_write(&folder.0, &error))?;
    let new_authority = !folder.authority_key().exists();
    let key = if new_authority { new_key(&folder.authority_key())? } else { read_key(&folder.authority_key())? };
    let authority = authority_params(&key, today);
    if new_authority || !folder.authority().exists() {
        let certificate = authority.self_signed(&key).map_err(|error| broken(&folder.authority_key(), &error))?;
        write(&folder.authority(), certificate.pem().as_bytes(), 0o644)?;
    }
    let fingerprint = fingerprint(&folder.authority())?;

    let until = today.saturating_add(SERVER_DAYS.days());
    let server_key = new_key(&folder.server_key())?;
    let issuer = Issuer::new(authority, key);
    let certificate = server_params(&names, today, until)
        .and_then(|params| params.signed_by(&server_key, &issuer))
        .map_err(|error| broken(&folder.server(), &error))?;
    write(&folder.server(), certificate.pem().as_bytes(), 0o644)?;

    let notes = toml::to_string(&Notes { names: names.clone(), until }).unwrap_or_default();
    write(&folder.notes(), notes.as_bytes(), 0o644)?;
    Ok(Made { new_authority, names, until, fingerprint })
}

fn names_of_last_time(folder: &Folder) -> Result<Vec<String>, Failure> {
    let notes = fs::read_to_string(folder.notes()).ok().and_then(|text| toml::from_str::<Notes>(&text).ok());
    notes.map(|notes| notes.names).ok_or_else(|| Failure::wrong_use(Text::new("cert-no-names")))
}

/// A host name or an address; a star and everything else that browsers refuse is none.
fn is_name(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.parse::<IpAddr>().is_ok() || (name.len() <= 253 && name.split('.').all(label))
}

/// The same key makes the same authority, so the certificate itself need not be read again to sign.
fn authority_params(key: &KeyPair, today: Date) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name = DistinguishedName::new();
    let number = hex::encode(&Sha256::digest(key.public_key_raw())[..4]);
    params.distinguished_name.push(DnType::CommonName, format!("Linli {number}"));
    params.distinguished_name.push(DnType::OrganizationName, "Linli");
    valid(&mut params, today.saturating_sub(1.day()), today.saturating_add(AUTHORITY_YEARS.years()));
    params
}

fn server_params(names: &[String], today: Date, until: Date) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(names.to_vec())?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, names.first().map_or("Linli", String::as_str));
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    // A phone whose clock is a little slow shall not refuse a certificate made just now.
    valid(&mut params, today.saturating_sub(1.day()), until.saturating_sub(1.day()));
    Ok(params)
}

fn valid(params: &mut CertificateParams, from: Date, to: Date) {
    let [from, to] = [from, to]
        .map(|day| date_time_ymd(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs()));
    (params.not_before, params.not_after) = (from, to);
}

fn new_key(path: &Path) -> Result<KeyPair, Failure> {
    let key = KeyPair::generate().map_err(|error| broken(path, &error))?;
    write(path, key.serialize_pem().as_bytes(), 0o600)?;
    Ok(key)
}

fn read_key(path: &Path) -> Result<KeyPair, Failure> {
    let pem = fs::read_to_string(path)
        .map_err(|error| Failure::cannot(Text::new("cert-no-read").with("file", path.display()).with("why", error)))?;
    KeyPair::from_pem(&pem).map_err(|error| broken(path, &error))
}

/// As phones show it: pairs of capital digits.
pub fn fingerprint(authority: &Path) -> Result<String, Failure> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    let der = CertificateDer::from_pem_file(authority).map_err(|error| broken(authority, &error))?;
    let digits = hex::encode_upper(Sha256::digest(&der));
    let pairs: Vec<&str> = (0..digits.len()).step_by(2).map(|at| &digits[at..at + 2]).collect();
    Ok(pairs.join(":"))
}

/// Writes beside and renames, so that a running server never reads half a file. The mode is set before the first byte.
fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let beside = path.with_extension("new");
    let done = (|| {
        let _ = fs::remove_file(&beside);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    done.map_err(|error| no_write(path, &error))
}

fn no_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::cannot(Text::new("cert-no-write").with("file", path.display()).with("why", error))
}

fn broken(path: &Path, error: &impl ToString) -> Failure {
    Failure::cannot(Text::new("cert-broken").with("file", path.display()).with("why", error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use jiff::civil::date;

    use super::*;

    fn made(folder: &Folder, names: &[&str]) -> Result<Made, Failure> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        make(folder, &names, date(2026, 3, 1))
    }

    fn folder() -> (tempfile::TempDir, Folder) {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = Folder(place.path().join("tls"));
        (place, folder)
    }

    #[test]
    fn a_renewal_keeps_the_authority_and_the_names() {
        let (_place, folder) = folder();
        let first = made(&folder, &["linli.lan", "192.168.1.20"]).expect("made");
        let authority = fs::read(folder.authority()).expect("an authority");

        let second = made(&folder, &[]).expect("renewed");

        assert!(first.new_authority && !second.new_authority);
        assert_eq!(fs::read(folder.authority()).expect("still there"), authority);
        assert_eq!((second.names, second.fingerprint), (first.names, first.fingerprint));
        assert_eq!(second.until, date(2027, 4, 2));
    }

    #[test]
    fn nobody_else_on_the_machine_reads_the_keys() {
        let (_place, folder) = folder();
        made(&folder, &["linli.lan"]).expect("made");

        for key in [folder.authority_key(), folder.server_key()] {
            let mode = fs::metadata(&key).expect("a key").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", key.display());
        }
    }

    #[test]
    fn the_first_time_needs_a_name_and_a_wrong_one_is_refused() {
        let (_place, folder) = folder();

        assert_eq!(made(&folder, &[]).err(), Some(Failure::wrong_use(Text::new("cert-no-names"))));
        for name in ["two words", "*.lan", "-a", "邻里", "a..b", ""] {
            let told = Failure::wrong_use(Text::new("cert-bad-name").with("name", name));
            assert_eq!(made(&folder, &[name]).err(), Some(told));
        }
        assert!(!folder.authority_key().exists());
    }
}
