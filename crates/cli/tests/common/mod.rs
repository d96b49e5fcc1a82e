//! The program as somebody at the machine runs it.

pub mod survey;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::{TempDir, tempdir};

/// Runs it on a folder, in Chinese.
pub fn linli(data: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().arg("--data").arg(data).args(["--quiet", "--lang", "zh-CN"]).args(args).stdin(Stdio::null());
    command.output().expect("linli starts")
}

/// Everything it said.
pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A place with the register of a county, from a table as an office has it.
pub fn county(table: &str) -> TempDir {
    let place = tempdir().expect("a folder");
    let file = place.path().join("台账.csv");
    std::fs::write(&file, table).expect("written");
    let file = file.display().to_string();
    let loaded = linli(place.path(), &["import", "register", &file, "--county", "430527"]);
    assert!(loaded.status.success(), "{}", said(&loaded));
    place
}
