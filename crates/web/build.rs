//! Makes the style sheet, scripts and drawings ready to be embedded.
//!
//! They are built with the npm packages of the lock file, and only when one of them changed. Where Node is
//! missing, what an earlier build left in `assets/dist` is taken, or the build stops and says what to run.

use std::path::Path;
use std::process::Command;

const MADE_FROM: [&str; 8] = [
    "assets/css",
    "assets/ts",
    "assets/img",
    "assets/build.mjs",
    "locales",
    "../../package.json",
    "../../package-lock.json",
    "build.rs",
];

const HELP: &str = "The style sheet and scripts of the pages are not built. \
    Run script/setup (it installs Node 20 or later), or `npm ci && npm run build` in the repository.";

fn main() {
    for path in MADE_FROM {
        println!("cargo:rerun-if-changed={path}");
    }
    println!("cargo:rerun-if-env-changed=LINLI_ASSETS");

    // A packager who has no network while compiling builds them beforehand.
    let ready = std::env::var("LINLI_ASSETS").is_ok_and(|value| value == "ready");
    if !ready {
        if let Err(why) = build() {
            assert!(Path::new("assets/dist/app.css").exists(), "{HELP}\n{why}");
            println!("cargo:warning=assets/dist is taken as it stands: {why}");
        }
    }
    assert!(Path::new("assets/dist/app.css").exists(), "{HELP}");
    memory_serve::load_directory("./assets/dist");
}

fn build() -> Result<(), String> {
    if !installed() {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&["run", "--silent", "build"])
}

/// Whether the packages are those of the lock file.
fn installed() -> bool {
    let changed = |path: &str| std::fs::metadata(path).and_then(|file| file.modified()).ok();
    match (changed("../../node_modules/.package-lock.json"), changed("../../package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

fn npm(args: &[&str]) -> Result<(), String> {
    let output = Command::new("npm")
        .args(args)
        .current_dir("../..")
        .output()
        .map_err(|error| format!("npm cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("npm {} failed: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim()))
}
