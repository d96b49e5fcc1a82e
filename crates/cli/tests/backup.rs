//! The drill: a backup taken while people write, put back elsewhere; and every backup that must not be put back.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use linli_domain::kernel::NeighbourhoodId;
use linli_domain::kernel::digest::Digest;
use linli_store::{Error, Location, Options, Store, Tx, args, trail};
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn linli(data: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(args).stdin(Stdio::null()).output().expect("linli starts")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn json(told: &Output) -> Value {
    assert_eq!(told.status.code(), Some(0), "{}", said(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("JSON")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A running demonstration: photos, papers, and people who may write.
struct Demo {
    process: Child,
    address: SocketAddr,
    cookie: String,
    place: TempDir,
}

impl Demo {
    fn start() -> Self {
        let place = tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.env_clear().arg("--data").arg(place.path());
        command.args(["--format", "json", "--log", "error", "demo", "--address", "127.0.0.1:0"]);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("linli starts");
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
        let told: Value = serde_json::from_str(&line).expect("a line of JSON");
        let address = told["address"].as_str().and_then(|url| url.split_once("://")?.1.parse().ok());
        let accounts = told["accounts"].as_array().expect("accounts");
        let clerk = accounts.iter().find(|account| account["name"] == "clerk@430527").expect("a clerk");
        let password = clerk["password"].as_str().expect("a password").to_owned();
        let mut demo = Self { process, address: address.expect("an address"), cookie: String::new(), place };
        let answer = demo.post("/sign-in", &format!("name=clerk%40430527&password={password}"));
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a session");
        cookie.split(';').next().unwrap_or_default().clone_into(&mut demo.cookie);
        demo
    }

    fn post(&self, path: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.cookie,
            form.len()
        );
        stream.write_all(head.as_bytes()).expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        answer
    }

    /// Registers a neighbourhood, and comes back when Linli has said that it is kept.
    fn register(&self, name: &str) {
        let form = format!("id={}&name={name}&division=430527100001&plan_year=2022", NeighbourhoodId::new());
        let answer = self.post("/desk/430527/register/new", &form);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }

    fn backup(&self, to: &Path) -> Value {
        json(&linli(self.place.path(), &["--format", "json", "backup", text(to)]))
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Folder and file of a test.
fn room() -> (TempDir, PathBuf) {
    let room = tempdir().expect("a folder");
    let file = room.path().join("backup.zip");
    (room, file)
}

/// A small place without photos, and its backup.
fn small() -> (TempDir, PathBuf) {
    let (room, file) = room();
    let here = room.path().join("here");
    assert!(linli(&here, &["user", "add", "wang@430527", "--name", "王五"]).status.success());
    json(&linli(&here, &["--format", "json", "backup", text(&file)]));
    (room, file)
}

#[test]
fn a_backup_taken_while_people_write_holds_everything_acknowledged_before_it() {
    const CLERKS: usize = 3;
    let (demo, (room, file)) = (Demo::start(), room());
    let (stop, (tell, told)) = (AtomicBool::new(false), mpsc::channel::<(usize, usize)>());
    let (mut before, mut all) = (Vec::new(), Vec::new());

    let made = std::thread::scope(|scope| {
        for clerk in 0..CLERKS {
            let (demo, stop, tell) = (&demo, &stop, tell.clone());
            scope.spawn(move || {
                for number in 0.. {
                    demo.register(&format!("Drill-{clerk}-{number}."));
                    if tell.send((clerk, number)).is_err() || stop.load(Ordering::Relaxed) {
                        break;
                    }
                }
            });
        }
        drop(tell);
        before.extend(told.iter().take(30));
        before.extend(told.try_iter());
        let made = demo.backup(&file);
        stop.store(true, Ordering::Relaxed);
        all.extend(before.iter().copied().chain(told.iter()));
        made
    });

    let bytes = fs::read(&file).expect("the backup");
    assert_eq!(made["digest"], Digest::of(&bytes).to_string());
    assert_eq!(made["bytes"], bytes.len());
    let there = room.path().join("there");
    let restored = json(&linli(&there, &["--format", "json", "restore", text(&file)]));
    assert_eq!((&restored["restored"], &restored["findings"]), (&true.into(), &Value::Array(Vec::new())));
    assert!(restored["objects"].as_u64() > Some(5), "{restored}");
    // The key is no part of a backup; everything else is whole.
    let checked = linli(&there, &["--format", "json", "check"]);
    let checked: Value = serde_json::from_slice(&checked.stdout).expect("JSON");
    let wrong = checked["breaches"].as_array().expect("a list").iter().filter(|found| found["what"] != "sealed-no-key");
    assert_eq!(wrong.count(), 0, "{checked}");
    assert_eq!(sessions(&there), 0, "who was signed in then signs in anew");

    let list = room.path().join("list.csv");
    let written = linli(&there, &["export", "register", "--county", "430527", "--out", text(&list)]);
    assert!(written.status.success(), "{}", said(&written.stderr));
    let list = fs::read_to_string(&list).expect("a list");
    let is_there = |(clerk, number): (usize, usize)| list.contains(&format!("Drill-{clerk}-{number}."));
    assert!(before.iter().all(|wrote| is_there(*wrote)), "acknowledged, and lost");
    // One state: where something of a clerk is there, so is all that the same clerk wrote earlier.
    for clerk in 0..CLERKS {
        let written = all.iter().filter(|(who, _)| *who == clerk).count();
        let kept = (0..written).take_while(|number| is_there((clerk, *number))).count();
        assert!((kept..written).all(|number| !is_there((clerk, number))), "clerk {clerk}: a gap after {kept}");
    }
}

/// How many people are signed in, by the records of a place.
fn sessions(data: &Path) -> i64 {
    let location = Location::Sqlite(data.join("linli.db"));
    let count = async {
        let store = Store::open(&location, Options::default()).await?;
        let offices = store.read(trail::offices).await?;
        let mut count = 0;
        for office in offices {
            let of = move |tx: &mut Tx| {
                tx.query_one("select count(*) from session where office = $1", args![office], |row| row.get::<i64>(0))
            };
            count += store.read(of).await?;
        }
        Ok::<_, Error>(count)
    };
    tokio::runtime::Runtime::new().expect("a runtime").block_on(count).expect("the sessions")
}

/// The parts of an archive, by name.
fn parts(file: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(File::open(file).expect("a file")).expect("an archive");
    let count = zip.len();
    let read = |index| {
        let mut part = zip.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("read");
        (part.name().expect("a name").into_owned(), bytes)
    };
    (0..count).map(read).collect()
}

/// Somebody's own archive, whose every checksum fits.
fn pack(file: &Path, parts: &[(String, Vec<u8>)], how: CompressionMethod) {
    let mut zip = ZipWriter::new(File::create(file).expect("a file"));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default().compression_method(how)).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive");
}

/// Nothing was put in place, and the reason was said.
fn refused(room: &Path, file: &Path, why: &str) {
    let there = room.join("there");
    for more in [&["--dry-run"][..], &[]] {
        let told = linli(&there, &[&["--lang", "en", "restore", text(file)], more].concat());
        let error = said(&told.stderr);
        assert_eq!(told.status.code(), Some(3), "{why}: {error}{}", said(&told.stdout));
        assert!(error.contains(why), "{why}: {error}");
    }
    let left = fs::read_dir(&there).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let left: Vec<_> = left.filter(|name| name != "linli.db.lock").collect();
    assert!(left.is_empty(), "{why}: {left:?}");
}

#[test]
fn a_damaged_backup_is_refused_with_the_reason_and_nothing_is_put_in_place() {
    let (demo, (room, file)) = (Demo::start(), room());
    demo.backup(&file);
    let whole = fs::read(&file).expect("the backup");
    let broken = room.path().join("broken.zip");
    let find = |wanted: &[u8]| whole.windows(wanted.len()).position(|bytes| bytes == wanted).expect("it is there");
    let photo = parts(&file).into_iter().map(|(name, _)| name).find(|name| name.starts_with("objects/")).expect("one");

    for (share, why) in [(99, "not whole"), (50, "not whole"), (0, "not whole")] {
        fs::write(&broken, &whole[..whole.len() * share / 100]).expect("written");
        refused(room.path(), &broken, why);
    }
    for (at, why) in [
        (find(b"SQLite format 3\0") + 40_000, "linli.db in it is damaged"),
        (find(photo.as_bytes()) + photo.len() + 500, photo.as_str()),
        (find(b"\"made_at\"") + 20, "manifest.json"),
    ] {
        let mut bytes = whole.clone();
        bytes[at] ^= 0b100;
        fs::write(&broken, bytes).expect("written");
        refused(room.path(), &broken, why);
    }
    // The same with fitting checksums of the archive: our own digests find it.
    for name in ["linli.db", photo.as_str()] {
        let mut changed = parts(&file);
        let (_, bytes) = changed.iter_mut().find(|(part, _)| part == name).expect("the part");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        pack(&broken, &changed, CompressionMethod::Stored);
        refused(room.path(), &broken, name);
    }
    let lost: Vec<_> = parts(&file).into_iter().filter(|(name, _)| *name != photo).collect();
    pack(&broken, &lost, CompressionMethod::Stored);
    refused(room.path(), &broken, "something is missing");
}

/// The parts with another manifest.
fn with_manifest(file: &Path, change: impl Fn(&mut Value)) -> Vec<(String, Vec<u8>)> {
    let mut parts = parts(file);
    let (_, bytes) = parts.iter_mut().find(|(name, _)| name == "manifest.json").expect("a manifest");
    let mut manifest: Value = serde_json::from_slice(bytes).expect("JSON");
    change(&mut manifest);
    *bytes = serde_json::to_vec(&manifest).expect("JSON");
    parts
}

#[test]
fn a_made_up_backup_is_refused() {
    let (room, file) = small();
    let made_up = room.path().join("made-up.zip");
    let refuse = |parts: &[(String, Vec<u8>)], why: &str| {
        pack(&made_up, parts, CompressionMethod::Stored);
        refused(room.path(), &made_up, why);
    };

    for name in ["../escaped", "/tmp/escaped", "objects/../../escaped", "objects/ab", "linli.toml"] {
        let mut more = parts(&file);
        more.push((name.to_owned(), b"x".to_vec()));
        refuse(&more, name);
    }
    assert!(!room.path().join("escaped").exists());
    refuse(&with_manifest(&file, |manifest| manifest["format"] = 2.into()), "newer Linli");
    refuse(&with_manifest(&file, |manifest| manifest["format"] = 0.into()), "manifest.json");
    refuse(&with_manifest(&file, |manifest| manifest["more"] = 1.into()), "manifest.json");
    refuse(
        &with_manifest(&file, |manifest| {
            manifest["migrations"].as_array_mut().expect("a list").push("9999_future".into());
        }),
        "9999_future",
    );
    refuse(&with_manifest(&file, |manifest| manifest["database"]["bytes"] = u64::MAX.into()), "its list says");
    refuse(&with_manifest(&file, |manifest| manifest["database"]["bytes"] = 1.into()), "linli.db");
    let without: Vec<_> = parts(&file).into_iter().filter(|(name, _)| name != "manifest.json").collect();
    refuse(&without, "manifest.json");
    // Packed parts unfold to more than the file is long.
    pack(&made_up, &parts(&file), CompressionMethod::Deflated);
    refused(room.path(), &made_up, "its list says");

    // A database that is none, with a manifest that fits it.
    let junk = vec![7; 9_000];
    let mut fits = with_manifest(&file, |manifest| {
        manifest["database"] = serde_json::json!({ "digest": Digest::of(&junk).to_string(), "bytes": junk.len() });
    });
    fits[0].1.clone_from(&junk);
    refuse(&fits, "SQLite finds");
    refused(room.path(), &room.path().join("nowhere.zip"), "nowhere.zip");
}

#[test]
fn nothing_is_overwritten_unasked() {
    let (room, file) = small();
    let here = room.path().join("here");
    let backup = |to: &Path, more: &[&str]| linli(&here, &[&["--lang", "en", "backup", text(to)], more].concat());
    let says = |told: &Output, why: &str| {
        assert_eq!(told.status.code(), Some(3), "{}", said(&told.stdout));
        assert!(said(&told.stderr).contains(why), "{}", said(&told.stderr));
    };
    let first = fs::read(&file).expect("the backup");

    says(&backup(&file, &[]), "exists");
    assert_eq!(fs::read(&file).expect("the backup"), first);
    assert_eq!(backup(&file, &["--force"]).status.code(), Some(0));
    says(&backup(&room.path().join("missing/b.zip"), &[]), "folder");
    says(&backup(room.path(), &["--force"]), "folder");
    assert_eq!(backup(&here.join("objects-of-ours.zip"), &[]).status.code(), Some(0), "a name like one of its own");
    for own in ["linli.db", "linli.db-wal", "objects/b.zip"] {
        says(&backup(&here.join(own), &["--force"]), "own files");
    }
    says(
        &linli(&room.path().join("empty"), &["--lang", "en", "backup", text(&room.path().join("b.zip"))]),
        "no database",
    );
    assert!(!room.path().join("b.zip").exists());
    let left: Vec<_> = fs::read_dir(room.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !text(Path::new(name)).starts_with(".linli-")), "{left:?}");
}

#[test]
fn a_place_that_holds_something_is_left_alone_or_its_files_step_aside() {
    let (room, file) = small();
    let there = room.path().join("there");
    assert!(linli(&there, &["user", "add", "li@430527", "--name", "李四"]).status.success());
    fs::create_dir_all(there.join("objects")).expect("a folder");
    fs::write(there.join("objects/old"), "old").expect("a file");
    let old = fs::read(there.join("linli.db")).expect("the database");

    let left = linli(&there, &["--lang", "en", "restore", text(&file)]);
    assert_eq!((left.status.code(), said(&left.stderr).contains("a database already")), (Some(3), true));
    assert_eq!(fs::read(there.join("linli.db")).expect("the database"), old);

    let told = json(&linli(&there, &["--format", "json", "restore", text(&file), "--force"]));
    let kept: Vec<&str> = told["kept"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let of = |part: &str| kept.iter().find(|file| file.contains(part)).expect("it is kept");
    assert_eq!(fs::read(of("linli.db.before-")).expect("the old database"), old);
    assert_eq!(fs::read(Path::new(of("objects.before-")).join("old")).expect("the old file"), b"old");
    assert!(linli(&there, &["user", "reset", "wang@430527"]).status.success(), "the restored account");
    assert!(!linli(&there, &["user", "reset", "li@430527"]).status.success(), "the account of before");
}

#[test]
fn a_place_that_is_being_served_is_not_restored_over() {
    let (demo, (_room, file)) = (Demo::start(), small());

    let told = linli(demo.place.path(), &["--lang", "en", "restore", text(&file), "--force"]);

    assert_eq!((told.status.code(), said(&told.stderr).contains("in use")), (Some(3), true));
    demo.register("Still-here");
}

#[test]
fn a_lost_photo_is_named_and_keeps_nothing_else_from_being_kept() {
    let (demo, (room, file)) = (Demo::start(), room());
    let kept = demo.place.path().join("objects/kept");
    let folder = fs::read_dir(kept).expect("folders").flatten().next().expect("one").path();
    let photo = fs::read_dir(folder).expect("photos").flatten().next().expect("one").path();
    let digest = text(Path::new(photo.file_name().expect("a name"))).to_owned();
    fs::remove_file(&photo).expect("lost");

    for (command, data) in [("backup", demo.place.path()), ("restore", &room.path().join("there"))] {
        let told = linli(data, &[command, text(&file)]);
        assert_eq!(told.status.code(), Some(1), "{}", said(&told.stderr));
        assert!(said(&told.stdout).contains(&digest), "{}", said(&told.stdout));
    }
}

#[test]
fn a_server_is_backed_up_with_its_own_tools() {
    let (room, file) = room();
    for command in ["backup", "restore"] {
        let told = linli(room.path(), &["--database", "postgres://linli@db/linli", command, text(&file)]);
        assert_eq!((told.status.code(), said(&told.stderr).contains("pg_dump")), (Some(3), true));
    }
}
