//! What is set, what is looked at and what is printed: nothing is said that is not so, and looking makes nothing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::tempdir;

/// Runs it with these variables and no others.
fn linli(data: &Path, env: &[(&str, &str)], args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().envs(env.iter().copied()).arg("--data").arg(data).args(["--lang", "zh-CN", "--quiet"]);
    command.args(args).stdin(Stdio::null()).output().expect("linli runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn config_shows_what_serve_would_obey() {
    let place = tempdir().expect("a folder");
    let env = [
        ("LINLI_ADDRESS", "127.0.0.1:9"),
        ("LINLI_OFFICE", "430527"),
        ("LINLI_CONTACT", "改造办"),
        ("LINLI_BEHIND_PROXY", "yes"),
        ("LINLI_FORMAT", "json"),
    ];
    let shown = linli(place.path(), &env, &["config", "--no-migrate"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    let of = |key: &str| {
        let line = shown["settings"].as_array().and_then(|all| all.iter().find(|line| line["key"] == key));
        line.map(|line| (line["value"].as_str().unwrap_or_default(), line["origin"].as_str().unwrap_or_default()))
    };
    assert_eq!(of("address"), Some(("127.0.0.1:9", "environment")));
    assert_eq!(of("office"), Some(("430527", "environment")));
    assert_eq!(of("contact"), Some(("改造办", "environment")));
    assert_eq!(of("behind-proxy"), Some(("true", "environment")));
    assert_eq!(of("format"), Some(("json", "environment")));
    assert_eq!(of("no-migrate"), Some(("true", "flag")));

    let maybe = linli(place.path(), &[("LINLI_BEHIND_PROXY", "maybe")], &["config"]);
    assert_eq!(maybe.status.code(), Some(2), "{}", told(&maybe));
    assert!(told(&maybe).contains("maybe"), "{}", told(&maybe));
}

#[test]
fn an_identity_provider_is_shown_without_its_secret_and_refused_where_it_cannot_be_asked() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("oidc.secret");
    std::fs::write(&file, "s3cret\n").expect("written");
    let file = file.display().to_string();
    let issuer = ("LINLI_OIDC_ISSUER", "https://id.example.org");
    let env = [issuer, ("LINLI_OIDC_CLIENT_ID", "linli"), ("LINLI_OIDC_CLIENT_SECRET_FILE", &file)];
    let shown = linli(place.path(), &env, &["config", "--oidc-name", "省统一身份认证"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("https://id.example.org") && shown.contains("省统一身份认证"), "{shown}");
    assert!(shown.contains(&file) && !shown.contains("s3cret"), "{shown}");

    let serve = |env: &[(&str, &str)]| linli(place.path(), env, &["serve", "--address", "127.0.0.1:0"]);
    for (env, why) in [
        (vec![issuer], "--oidc-client-id"),
        (vec![("LINLI_OIDC_ISSUER", "http://id.example.org"), ("LINLI_OIDC_CLIENT_ID", "linli")], "https"),
        (vec![("LINLI_OIDC_ISSUER", "id.example.org"), ("LINLI_OIDC_CLIENT_ID", "linli")], "id.example.org"),
    ] {
        let refused = serve(&env);
        assert!(refused.status.code() == Some(2) && told(&refused).contains(why), "{}", told(&refused));
    }
    std::fs::write(place.path().join("oidc.secret"), "\n").expect("written");
    assert_eq!(serve(&env).status.code(), Some(2), "an empty secret");
    let foreign = linli(place.path(), &env[..2], &["--database", "postgres://db/linli", "serve"]);
    assert!(told(&foreign).contains("--key-file"), "{}", told(&foreign));
}

#[test]
fn a_check_of_nothing_makes_nothing() {
    let place = tempdir().expect("a folder");
    let nowhere = place.path().join("nowhere");
    let looked = linli(&nowhere, &[], &["check"]);
    assert_eq!(looked.status.code(), Some(3));
    assert!(told(&looked).contains("这里没有记录") && !nowhere.exists(), "{}", told(&looked));

    let other = linli(&nowhere, &[], &["--database", "mysql://db/linli", "check"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(told(&other).contains("mysql://") && !nowhere.exists(), "{}", told(&other));
}

#[test]
fn a_server_that_does_not_answer_is_told_in_the_readers_language() {
    let place = tempdir().expect("a folder");
    let looked =
        linli(place.path(), &[], &["--database", "postgres://linli@127.0.0.1:1/none?sslmode=disable", "check"]);
    let told = told(&looked);
    assert_eq!(looked.status.code(), Some(3), "{told}");
    assert!(!told.chars().filter(char::is_ascii_alphabetic).collect::<String>().contains("cannot"), "{told}");
}

#[test]
fn who_reads_may_leave_before_the_end() {
    let place = tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(place.path()).args(["config"]);
    let mut running = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("linli starts");
    let mut first = String::new();
    {
        let mut reader = BufReader::with_capacity(16, running.stdout.take().expect("its output"));
        reader.read_line(&mut first).expect("a line");
    }
    let done = running.wait_with_output().expect("linli ends");
    assert!(done.status.success() && !told(&done).contains("panicked"), "{}", told(&done));
}

#[test]
fn accounts_belong_to_offices_that_there_are_and_roles_go_together() {
    let place = tempdir().expect("a folder");
    let user = |args: &[&str]| {
        let done = linli(place.path(), &[], &[&["user"], args].concat());
        (done.status.code(), told(&done))
    };
    let (code, why) = user(&["add", "li@999999", "--name", "李四"]);
    assert!(code == Some(2) && why.contains("999999"), "{why}");
    let (code, why) = user(&["add", "li@430527", "--name", "李四", "--role", "administrator", "--role", "clerk"]);
    assert!(code == Some(2) && why.contains("系统管理员只管账号"), "{why}");
    assert_eq!(user(&["add", "li@430527", "--name", "李四", "--role", "administrator"]).0, Some(0));
    let (code, why) = user(&["role", "li@430527", "--give", "auditor"]);
    assert!(code == Some(2) && why.contains("administrator"), "{why}");
    let (code, why) = user(&["role", "li@430527", "--take", "head"]);
    assert!(code == Some(3) && why.contains("没有角色 head"), "{why}");
}

#[test]
fn a_register_that_does_not_say_its_unit_is_told_it() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("台账.csv");
    std::fs::write(&file, "小区名称,乡镇,户数,计划投资\n幸福小区,长铺镇,120,86.5\n").expect("written");
    let file = file.to_str().expect("a path");
    let take = |more: &[&str]| {
        linli(place.path(), &[], &[&["import", "register", file, "--county", "430527", "--dry-run"], more].concat())
    };
    assert_eq!(take(&[]).status.code(), Some(1), "the unit is unknown");
    let taken = take(&["--money", "wan"]);
    assert!(taken.status.success(), "{}{}", String::from_utf8_lossy(&taken.stdout), told(&taken));
}

#[test]
fn a_row_that_holds_a_name_only_is_refused_and_not_lost() {
    let place = tempdir().expect("a folder");
    let file = place.path().join("台账.csv");
    let rows = "幸福小区,长铺镇,120,86.5\n光明小区,,,\n和平苑,长铺镇,20,\n红星家园,,,\n注：数据截至五月底,,,\n";
    std::fs::write(&file, format!("小区名称,乡镇,户数,计划投资（万元）\n{rows}")).expect("written");
    let file = file.to_str().expect("a path");
    let args = ["import", "register", file, "--county", "430527", "--dry-run", "--format", "json"];
    let taken = linli(place.path(), &[], &args);
    let taken: Value = serde_json::from_slice(&taken.stdout).expect("JSON");
    let names = |what: &str| {
        let rows = taken[what].as_array().expect("rows").iter();
        rows.map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        (names("new"), names("refused")),
        (vec!["幸福小区".into(), "和平苑".into()], vec!["光明小区".into(), "红星家园".into()]),
        "{taken}"
    );
}

#[test]
fn a_register_of_nobody_is_not_exported_and_a_wrong_value_is_json_where_json_is_asked_for() {
    let place = tempdir().expect("a folder");
    let out = place.path().join("空.csv");
    let file = out.to_str().expect("a path");
    let taken = linli(place.path(), &[], &["export", "register", "--county", "430500", "--out", file]);
    assert!(
        taken.status.code() == Some(3) && told(&taken).contains("没有小区台账") && !out.exists(),
        "{}",
        told(&taken)
    );

    let wrong = linli(place.path(), &[], &["bulletin", "--format", "json", "--scope", "430500", "--month", "2022-13"]);
    let why: Value = serde_json::from_slice(&wrong.stderr).expect("JSON");
    assert!(why["error"].as_str().is_some_and(|why| why.contains("2022-13")), "{why}");
}
