//! Evidence in a bucket, as an administrator meets it: set up, tried, checked, backed up and restored.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use linli_store::Objects;
use linli_store::testing::{KEY_ID, SECRET, TestBucket, block_on};
use serde_json::Value;
use tempfile::tempdir;

/// The program on a folder, with its files in a bucket.
fn linli(data: &Path, bucket: &TestBucket) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    let at = bucket.bucket();
    command.env_clear().arg("--data").arg(data).stdin(Stdio::null());
    // By the environment, so that a flag may say otherwise.
    command.env("LINLI_LANG", "en").env("LINLI_OBJECTS", format!("s3://{}/{}", at.name, at.prefix));
    command.env("LINLI_S3_ENDPOINT", &at.endpoint).env("LINLI_S3_KEY_ID", KEY_ID).env("LINLI_S3_SECRET", SECRET);
    command
}

/// The same without a bucket.
fn plain(data: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(args).stdin(Stdio::null()).output().expect("linli starts")
}

fn said(told: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr))
}

fn ends(told: &Output, code: i32) -> String {
    let said = said(told);
    assert_eq!(told.status.code(), Some(code), "{said}");
    said
}

fn run(mut command: Command, args: &[&str]) -> Output {
    command.args(args).output().expect("linli starts")
}

/// A backup of the demonstration, which has photos and papers.
fn demonstration(to: &Path) {
    let place = tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(place.path());
    command.args(["--format", "json", "--log", "error", "demo", "--address", "127.0.0.1:0"]);
    let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("linli starts");
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
    let made = plain(place.path(), &["backup", to.to_str().expect("a path")]);
    process.kill().expect("it runs");
    process.wait().expect("it ends");
    ends(&made, 0);
}

/// Whole but for the key, which is no part of a backup.
fn is_whole(told: &Output) {
    let said = ends(told, 1);
    let wrong =
        said.lines().filter(|line| !line.contains("the key cannot be used") && !line.contains("the trail is whole"));
    assert_eq!(wrong.count(), 0, "{said}");
}

/// A photo or paper in the bucket.
fn some_file(bucket: &TestBucket) -> PathBuf {
    let folder = fs::read_dir(bucket.folder().join("kept")).expect("folders").flatten().next().expect("one").path();
    fs::read_dir(folder).expect("files").flatten().next().expect("one").path()
}

#[test]
fn a_backup_goes_into_a_bucket_and_out_of_it() {
    let (room, mut bucket) = (tempdir().expect("a folder"), TestBucket::start());
    let path = |name: &str| room.path().join(name);
    let [first, second, third] = ["first.zip", "second.zip", "third.zip"].map(|name| path(name).display().to_string());
    let there = path("there");
    demonstration(Path::new(&first));

    ends(&run(linli(&there, &bucket), &["restore", &first]), 0);
    assert!(!there.join("objects").exists(), "the files are in the bucket");
    is_whole(&run(linli(&there, &bucket), &["check"]));

    let photo = some_file(&bucket);
    fs::write(&photo, "another photo").expect("damaged");
    assert!(ends(&run(linli(&there, &bucket), &["check"]), 1).contains("evidence-changed"));
    ends(&run(linli(&there, &bucket), &["restore", &first, "--force"]), 0);
    is_whole(&run(linli(&there, &bucket), &["check"]));

    ends(&run(linli(&there, &bucket), &["backup", &second]), 0);
    ends(&plain(&path("folder"), &["restore", &second]), 0);
    is_whole(&plain(&path("folder"), &["check"]));

    bucket.stop();
    let told = ends(&run(linli(&there, &bucket), &["backup", &third]), 3);
    assert!(told.contains("does not answer"), "{told}");
    assert!(!Path::new(&third).exists(), "half a backup is none");
    ends(&run(linli(&there, &bucket), &["check"]), 3);
    let told = ends(&run(linli(&path("new"), &bucket), &["restore", &first]), 3);
    assert!(told.contains("does not answer"), "{told}");
    assert!(!path("new").join("linli.db").exists());
}

#[test]
fn a_damaged_backup_puts_nothing_into_the_bucket() {
    let (room, bucket) = (tempdir().expect("a folder"), TestBucket::start());
    let file = room.path().join("backup.zip");
    demonstration(&file);
    let mut bytes = fs::read(&file).expect("the backup");
    // The last file lies before the head of the manifest; the name stands there and once more in the list at the end.
    let name = b"manifest.json";
    let heads = bytes.windows(name.len()).enumerate().filter(|(_, bytes)| bytes == name).map(|(at, _)| at);
    let at = heads.collect::<Vec<_>>().into_iter().rev().nth(1).expect("its head") - 200;
    bytes[at] ^= 1;
    fs::write(&file, bytes).expect("written");

    let there = room.path().join("there");
    let told = ends(&run(linli(&there, &bucket), &["restore", file.to_str().expect("a path")]), 3);

    assert!(told.contains("objects/"), "it is a file that is damaged: {told}");
    assert!(!bucket.folder().join("kept").exists() && !there.join("linli.db").exists());
}

#[test]
fn what_no_record_names_is_cleaned_out_of_a_bucket_too() {
    let (place, bucket) = (tempdir().expect("a folder"), TestBucket::start());
    ends(&run(linli(place.path(), &bucket), &["user", "add", "wang@430527", "--name", "王五"]), 0);
    let objects = Objects::in_bucket(&bucket.bucket()).expect("a store of files");
    block_on(objects.keep(b"left over"[..].into())).expect("kept");
    let file = some_file(&bucket);
    let long_ago = SystemTime::now() - Duration::from_hours(48);
    File::options().write(true).open(&file).and_then(|file| file.set_modified(long_ago)).expect("an old file");

    ends(&run(linli(place.path(), &bucket), &["check"]), 0);
    assert!(file.exists());
    ends(&run(linli(place.path(), &bucket), &["check", "--clean"]), 0);
    assert!(!file.exists());
}

/// What the start of the server says on standard error, and that it serves all the same.
fn start(mut command: Command) -> String {
    command.args(["--format", "json", "--log", "debug", "serve", "--address", "127.0.0.1:0"]);
    let mut process = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("linli starts");
    let mut line = String::new();
    BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
    process.kill().expect("it runs");
    process.wait().expect("it ends");
    let mut said = String::new();
    process.stderr.take().expect("a pipe").read_to_string(&mut said).expect("words");
    assert!(line.contains("http://127.0.0.1:"), "{line}{said}");
    assert!(!said.contains(SECRET), "{said}");
    said
}

#[test]
fn the_start_says_what_stands_in_the_way_of_a_bucket_and_serves() {
    let (place, mut bucket) = (tempdir().expect("a folder"), TestBucket::start());
    let fine = start(linli(place.path(), &bucket));
    assert!(!fine.contains("Photos and documents cannot"), "{fine}");

    let mut wrong = linli(place.path(), &bucket);
    wrong.env("LINLI_S3_SECRET", "of somebody else");
    let refused = start(wrong);
    assert!(refused.contains("refuses the keys") && refused.contains("SignatureDoesNotMatch"), "{refused}");
    let mut other = linli(place.path(), &bucket);
    other.args(["--objects", "s3://no-such-bucket"]);
    assert!(start(other).contains("There is no bucket s3://no-such-bucket"));
    bucket.stop();
    let mut away = linli(place.path(), &bucket);
    away.args(["--lang", "zh-CN"]);
    assert!(start(away).contains("照片和文件暂不能存取"));
}

#[test]
fn a_bucket_that_cannot_be_asked_is_wrong_use_and_nothing_is_touched() {
    let place = tempdir().expect("a folder");
    let data = place.path().join("data");
    let cases: [(&[&str], &str); 5] = [
        (&["--objects", "s3://linli", "serve"], "--s3-endpoint"),
        (&["--objects", "s3://linli", "--s3-endpoint", "https://s3.example.org", "serve"], "--s3-key-id"),
        (
            &["--objects", "s3://linli", "--s3-endpoint", "https://s3.example.org", "--s3-key-id", "k", "serve"],
            "LINLI_S3_SECRET",
        ),
        (&["--objects", "s3://Linli", "serve"], "s3://"),
        (&["--objects", "s3://linli", "--s3-secret", "s", "serve"], "--s3-secret"),
    ];
    for (args, why) in cases {
        let told = ends(&plain(&data, &[&["--lang", "en"][..], args, &["--address", "127.0.0.1:0"]].concat()), 2);
        assert!(told.contains(why), "{why}: {told}");
    }
    let mut open = Command::new(env!("CARGO_BIN_EXE_linli"));
    open.env_clear().env("LINLI_S3_SECRET", SECRET).arg("--data").arg(&data);
    open.args([
        "--objects",
        "s3://linli",
        "--s3-key-id",
        "k",
        "--s3-endpoint",
        "http://s3.example.org",
        "--lang",
        "en",
    ]);
    open.args(["serve", "--address", "127.0.0.1:0"]);
    let told = said(&open.output().expect("linli starts"));
    assert!(told.contains("--s3-allow-http"), "{told}");
    assert!(!data.join("objects").exists());
}

#[test]
fn the_settings_of_a_bucket_are_shown_without_its_secret() {
    let place = tempdir().expect("a folder");
    let written = "objects = \"s3://linli/430500\"\ns3-endpoint = \"https://s3.example.org\"\ns3-secret = \"s3cret\"\n";
    fs::write(place.path().join("linli.toml"), written).expect("written");

    let told = ends(&plain(place.path(), &["--format", "json", "--s3-key-id", "county", "config"]), 0);

    assert!(!told.contains("s3cret"), "{told}");
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let lines = told["settings"].as_array().expect("settings");
    let shown = |key: &str| lines.iter().find(|line| line["key"] == key).expect("the setting")["value"].clone();
    assert_eq!((shown("objects"), shown("s3-secret")), ("s3://linli/430500".into(), "…".into()));
    assert_eq!((shown("s3-key-id"), shown("s3-region")), ("county".into(), "us-east-1".into()));
}
