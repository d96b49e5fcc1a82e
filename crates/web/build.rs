//! Makes the style sheet, scripts and drawings ready to be embedded.
//!
//! They are built with the npm packages of the lock file, and only when one of them changed. Where Node is
//! missing, what an earlier build left in `assets/dist` is taken, or the build stops and says what to run.

use std::path::Path;
use std::process::Command;

const MADE_FROM: [&str; 9] = [
    "assets/css",
    "assets/ts",
    "assets/img",
    "assets/build.mjs",
    "assets/reference.mjs",
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
    let built = if ready { Ok(()) } else { build() };
    assert!(Path::new("assets/dist/app.css").exists(), "{HELP}\n{}", built.err().unwrap_or_default());
    if let Err(why) = built {
        println!("cargo:warning=assets/dist is taken as it stands: {why}");
    }
    memory_serve::load_directory("./assets/dist");
    embed_reference();
}

/// A list of the files that `assets/reference.mjs` has made, by their names.
fn embed_reference() {
    let folder = Path::new("assets/reference").canonicalize().expect(HELP);
    let mut files: Vec<_> = folder.read_dir().expect(HELP).flatten().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "gz"));
    files.sort();
    let entry = |file: &std::path::PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        format!("    ({name:?}, include_bytes!({:?})),\n", file.to_string_lossy())
    };
    let list: String = files.iter().map(entry).collect();
    let source = format!("/// Name and gzipped bytes of each file.\nconst FILES: &[(&str, &[u8])] = &[\n{list}];\n");
    let target = std::env::var("OUT_DIR").expect("cargo names the folder");
    std::fs::write(Path::new(&target).join("reference.rs"), source).expect("the folder of cargo can be written");
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
