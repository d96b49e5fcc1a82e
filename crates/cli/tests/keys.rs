//! The key outside of the database, as an administrator meets it: made, kept out of the backup, missed, put back.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use linli_domain::kernel::account::SignInName;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::second_factor::Secret;
use linli_store::people::session::TokenHash;
use linli_store::people::{account, second_factor};
use linli_store::seal::KeyFile;
use linli_store::{Error, Location, Options, Store};
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use zip::ZipArchive;

fn linli(data: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(args).stdin(Stdio::null()).output().expect("linli starts")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

fn name() -> SignInName {
    "admin@430527".parse().expect("a name")
}

async fn open(data: &Path) -> Store {
    Store::open(&Location::Sqlite(data.join("linli.db")), Options::default()).await.expect("the records")
}

/// An administrator who has taken a second factor.
async fn take_one(data: &Path) -> Result<(), Error> {
    let store = open(data).await;
    let seal = KeyFile::at(Some(data.join("linli.key"))).to_seal(&store).await.expect("a key");
    let found = store.read(|tx| account::named(tx, &name())).await?;
    let (office, id) = (name().office(), found.id);
    let actor = Actor { account: id, office, name: found.name, grants: Vec::new() };
    let secret = Secret::new([7; Secret::BYTES]);
    let sealed = seal.seal(&second_factor::place(office, id), secret.bytes())?;
    let begun = store.write(&actor, move |tx| {
        second_factor::begin(tx, &sealed)?;
        second_factor::of(tx, office, id)
    });
    let (kept, now) = (begun.await?.expect("begun"), store.now());
    let proof = kept.check(&seal, &secret.code(now).expect("a code"), now).expect("it is right");
    let nowhere = TokenHash(String::new());
    store.write(&actor, move |tx| second_factor::confirm(tx, &proof, &[], &nowhere)).await
}

/// A place with an account and its second factor.
async fn place() -> TempDir {
    let place = tempdir().expect("a folder");
    let here = place.path().join("here");
    assert!(
        linli(&here, &["user", "add", "admin@430527", "--name", "王五", "--role", "administrator"]).status.success()
    );
    take_one(&here).await.expect("a second factor");
    place
}

/// What `linli serve` says on standard error until it serves.
fn complaint(data: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(["--lang", "en", "--format", "json", "--log", "off"]);
    command.args(["serve", "--address", "127.0.0.1:0"]).stdin(Stdio::null());
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("linli starts");
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
    assert!(line.contains("http://"), "it serves all the same: {line}");
    process.kill().expect("it ends");
    process.wait().expect("it ends");
    let mut told = String::new();
    process.stderr.as_mut().expect("a pipe").read_to_string(&mut told).expect("text");
    told
}

#[tokio::test]
async fn a_backup_holds_no_key_and_a_restore_says_that_it_is_needed() {
    let place = place().await;
    let (here, there, file) = (place.path().join("here"), place.path().join("there"), place.path().join("b.zip"));
    let key = fs::read_to_string(here.join("linli.key")).expect("a key");
    let over = linli(&here, &["backup", "--force", text(&here.join("linli.key"))]);
    assert_eq!(over.status.code(), Some(3), "never over the key");
    assert_eq!(fs::read_to_string(here.join("linli.key")).expect("a key"), key);

    assert!(linli(&here, &["backup", text(&file)]).status.success());
    let mut archive = ZipArchive::new(fs::File::open(&file).expect("a file")).expect("a zip");
    let hex = key.lines().last().expect("a line").as_bytes();
    for at in 0..archive.len() {
        let mut bytes = Vec::new();
        let mut part = archive.by_index(at).expect("a part");
        assert!(!part.name().expect("a name").contains("key"));
        part.read_to_end(&mut bytes).expect("read");
        assert!(!bytes.windows(hex.len()).any(|window| window == hex));
    }

    let told = said(&linli(&there, &["--lang", "en", "restore", text(&file)]).stdout);
    assert!(told.contains("the key is no part of a backup"), "{told}");
    let dry = linli(&there, &["--format", "json", "restore", "--dry-run", text(&file)]).stdout;
    assert_eq!(serde_json::from_slice::<Value>(&dry).expect("JSON")["needs_key"], true);
    assert!(!there.join("linli.key").exists());
    assert!(complaint(&there).contains("is missing"));
    fs::write(there.join("linli.key"), "0".repeat(64)).expect("written");
    assert!(complaint(&there).contains("another key"));
    fs::write(there.join("linli.key"), key).expect("put back");
    assert_eq!(complaint(&there), "");
}

#[tokio::test]
async fn the_only_administrator_who_lost_the_telephone_is_helped_on_the_machine() {
    let place = place().await;
    let here = place.path().join("here");
    assert!(linli(&here, &["user", "reset", "admin@430527"]).status.success());
    let kept = || async {
        let store = open(&here).await;
        let id = store.read(|tx| account::named(tx, &name())).await.expect("an account").id;
        store.read(move |tx| second_factor::of(tx, name().office(), id)).await.expect("read").is_some()
    };
    assert!(kept().await, "a new password alone leaves it");
    assert!(linli(&here, &["user", "reset", "admin@430527", "--second-factor"]).status.success());
    assert!(!kept().await);
    assert!(linli(&here, &["user", "reset", "admin@430527", "--second-factor"]).status.success(), "none is fine");
}

#[test]
fn where_the_key_lies_is_a_setting_like_any_other() {
    let place = tempdir().expect("a folder");
    let setting = |args: &[&str], key: &str| {
        let told = linli(place.path(), &[&["--format", "json"], args, &["config"]].concat()).stdout;
        let told: Value = serde_json::from_slice(&told).expect("JSON");
        let lines = told["settings"].as_array().expect("settings").clone();
        let line = lines.into_iter().find(|line| line["key"] == key).expect("a setting");
        (line["value"].as_str().expect("text").to_owned(), line["origin"].as_str().expect("text").to_owned())
    };
    let own = text(&place.path().join("linli.key")).to_owned();
    assert_eq!(setting(&[], "key-file"), (own, "default".to_owned()));
    let server = ["--database", "postgres://db.example/linli"];
    assert_eq!(setting(&server, "key-file").0, "", "several servers would make one each");
    assert_eq!(setting(&["--key-file", "x.key"], "key-file"), ("x.key".to_owned(), "flag".to_owned()));
    assert_eq!(setting(&[], "second-factor").0, "required");
    fs::write(place.path().join("linli.toml"), "second-factor = \"offered\"\nkey-file = \"y.key\"\n").expect("written");
    assert_eq!(setting(&[], "second-factor"), ("offered".to_owned(), "file".to_owned()));
    assert_eq!(setting(&[], "key-file"), ("y.key".to_owned(), "file".to_owned()));
}

#[tokio::test]
async fn a_key_is_changed_and_the_former_one_let_go() {
    let place = place().await;
    let here = place.path().join("here");
    let told = |args: &[&str]| {
        let output = linli(&here, &[&["--lang", "en", "--format", "json"], args].concat());
        (output.status.code(), said(&output.stdout), said(&output.stderr))
    };
    let json = |args: &[&str]| serde_json::from_str::<Value>(&told(args).1).expect("JSON");
    let file = here.join("linli.key");
    let secret = fs::read_to_string(&file).expect("a key").lines().last().expect("a line").to_owned();

    let shown = json(&["key", "show"]);
    let former = shown["keys"][0]["key"].as_str().expect("an id").to_owned();
    assert_eq!((&shown["keys"][0]["texts"], &shown["plain"]), (&Value::from(1), &Value::from(0)));
    assert!(!told(&["key", "show"]).1.contains(&secret), "the key itself is never shown");
    assert_eq!(told(&["key", "drop", &former]).0, Some(3), "it seals something");

    let new = json(&["key", "new"])["key"].as_str().expect("an id").to_owned();
    assert_ne!(new, former);
    assert_eq!(json(&["key", "show"])["keys"][1]["key"], former.as_str());
    assert!(told(&["key", "drop", &former]).2.contains("still seals 1"));
    assert_eq!(json(&["key", "reseal"])["sealed"], 1);
    assert_eq!(json(&["key", "reseal"])["sealed"], 0, "nothing is left to do");
    assert!(told(&["key", "drop", &new]).2.contains("the one that seals"));
    assert!(told(&["key", "drop", &former]).2.contains("Try again in a minute"));
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    fs::File::open(&file).and_then(|file| file.set_modified(hour_ago)).expect("an hour passed");
    assert_eq!(json(&["key", "drop", &former])["dropped"], former.as_str());
    assert!(!fs::read_to_string(&file).expect("a key").contains(&secret));
    assert_eq!(told(&["key", "drop", &former]).0, Some(3), "it is gone");
    assert_eq!(told(&["check"]).0, Some(0), "everything opens");

    fs::write(&file, secret).expect("the former key");
    assert_eq!(json(&["key", "show"])["other_keys"][0]["key"], new.as_str());
    assert_eq!(told(&["key", "reseal"]).0, Some(3), "another key seals nothing");
    assert_eq!(told(&["check"]).0, Some(1), "a text stays closed");
}
