//! The house stays in order: floors, rooms, and what must not stand in the repository at all.
//!
//! Cargo keeps the floors apart where a line is missing in Cargo.toml; this reads the lines themselves and keeps
//! the order of the rooms, so that the programme's steps can be read one after the other.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of the work. A room uses `kernel` and the rooms before it.
const ROOMS: [&str; 9] =
    ["kernel", "register", "organisation", "consultation", "planning", "funding", "works", "aftercare", "oversight"];

/// Which crates of ours a floor may use.
const FLOORS: [(&str, &[&str]); 6] = [
    ("domain", &[]),
    ("formats", &["domain"]),
    ("official", &[]),
    ("store", &["domain"]),
    ("web", &["domain", "formats", "official", "store"]),
    ("cli", &["domain", "formats", "official", "store", "web"]),
];

fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/cli lies two folders deep").to_owned()
}

/// Every file of the repository's own, found by walking: the tests also run where there is no git.
fn files() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a readable folder") {
            let entry = entry.expect("a readable entry");
            let (name, path) = (entry.file_name(), entry.path());
            let made = ["target", "node_modules", ".git", "linli-data", "report", "shots", "dist"];
            if made.iter().any(|made| name == *made) {
                continue;
            }
            match entry.file_type().expect("a known type") {
                kind if kind.is_dir() => walk(&path, found),
                kind if kind.is_file() => found.push(path),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    walk(&repository(), &mut found);
    found.sort();
    found
}

fn ends_in(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == ending)
}

/// Every text file, as (path from the repository's root, text).
fn texts() -> Vec<(String, String)> {
    let root = repository();
    let named = |path: PathBuf| path.strip_prefix(&root).map(|path| path.display().to_string()).unwrap_or_default();
    files()
        .into_iter()
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .map(|(p, t)| (named(p), t))
        .collect()
}

/// The room of a file below `crates/FLOOR/src/`, where it lies in one.
fn room_of(path: &str, floor: &str) -> Option<&'static str> {
    let below = path.strip_prefix(&format!("crates/{floor}/src/"))?;
    let first = below.split(['/', '.']).next()?;
    ROOMS.into_iter().find(|room| *room == first)
}

/// The code of a file without its comments and its tests' samples.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that follow `prefix::`, also in `prefix::{a, b::c}`.
fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(is_word) {
            continue;
        }
        let after = &code[at + prefix.len()..];
        let Some(list) = after.strip_prefix('{') else {
            names.extend(after.split(|c| !is_word(c)).next().map(str::to_owned));
            continue;
        };
        // The first word of every entry of the outermost braces.
        let (mut depth, mut start) = (0, true);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && is_word(c) => {
                    names.extend(list[at..].split(|c| !is_word(c)).next().map(str::to_owned));
                    start = false;
                }
                _ => {}
            }
        }
    }
    names
}

#[test]
fn a_room_uses_the_rooms_before_it() {
    let mut wrong = Vec::new();
    for (path, text) in texts().into_iter().filter(|(path, _)| ends_in(path, "rs")) {
        for (floor, _) in FLOORS.iter().filter(|(floor, _)| ["domain", "store", "web"].contains(floor)) {
            let Some(room) = room_of(&path, floor) else { continue };
            let place = ROOMS.iter().position(|r| *r == room);
            let code = code(&text);
            let mut used = named_after(&code, "crate::");
            for below in ["domain", "store"] {
                used.extend(named_after(&code, &format!("linli_{below}::")));
            }
            let later = used
                .iter()
                .filter(|name| ROOMS.iter().position(|r| r == name) > place && ROOMS.contains(&name.as_str()));
            wrong.extend(later.map(|name| format!("{path} uses {name}, which comes after {room}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_floor_uses_the_floors_below_it() {
    let root = repository();
    for (floor, allowed) in FLOORS {
        let manifest = fs::read_to_string(root.join(format!("crates/{floor}/Cargo.toml"))).expect("a manifest");
        let ours = manifest.lines().filter(|line| line.starts_with("linli-"));
        let used: BTreeSet<_> = ours.map(|line| line.split(['.', ' ', '=']).next().unwrap_or(line)).collect();
        let wrong: Vec<_> = used
            .into_iter()
            .map(|name| name.trim_start_matches("linli-"))
            .filter(|name| *name != floor && !allowed.contains(name))
            .collect();
        assert!(wrong.is_empty(), "{floor} uses {wrong:?}");
    }
}

#[test]
fn only_the_engine_and_its_test_bench_name_a_driver() {
    let wrong: Vec<_> = texts()
        .into_iter()
        .filter(|(path, _)| path.starts_with("crates/") && ends_in(path, "rs") && path.contains("/src/"))
        .filter(|(path, _)| {
            !["engine/", "testing/"].iter().any(|own| path.starts_with(&format!("crates/store/src/{own}")))
        })
        .filter(|(_, text)| ["rusqlite::", "tokio_postgres::"].iter().any(|driver| code(text).contains(driver)))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!(")];
    let wrong: Vec<_> = texts()
        .into_iter()
        .filter(|(path, text)| ends_in(path, "rs") && marks.iter().any(|mark| text.contains(mark)))
        .map(|(path, _)| path)
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // Taken apart, so that this file does not name them either.
    let places = [["/", "root/"], ["/", "work/"], ["/home", "/"], ["/Users", "/"]].map(|parts| parts.concat());
    let hosts =
        [["registry.npm", "js.org"], ["static.crates", ".io"], ["deb.debian", ".org"]].map(|parts| parts.concat());
    let mut wrong = Vec::new();
    for (path, text) in texts() {
        for (number, line) in text.lines().enumerate() {
            // `a/work/b` is a path of ours; only one that starts at the root is the machine's.
            let named = |place: &String| {
                line.match_indices(place.as_str())
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "._-}*".contains(c)))
            };
            if places.iter().any(named) || hosts.iter().any(|host| line.contains(host.as_str())) {
                wrong.push(format!("{path}:{}: {}", number + 1, line.trim().chars().take(120).collect::<String>()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_licence_is_there_and_every_crate_names_it() {
    let root = repository();
    let licence = fs::read_to_string(root.join("LICENSE")).expect("LICENSE");
    assert!(licence.contains("Apache License") && licence.contains("Version 2.0, January 2004"));
    for (floor, _) in FLOORS {
        let manifest = fs::read_to_string(root.join(format!("crates/{floor}/Cargo.toml"))).expect("a manifest");
        assert!(manifest.contains("license.workspace = true"), "{floor}");
        assert!(manifest.contains("[lints]\nworkspace = true"), "{floor} keeps its own lints");
    }
}

#[test]
fn every_link_in_the_papers_leads_somewhere() {
    let root = repository();
    let mut wrong = Vec::new();
    for (path, text) in texts().into_iter().filter(|(path, _)| ends_in(path, "md")) {
        let folder = root.join(&path).parent().map(Path::to_owned).unwrap_or_default();
        for (at, _) in text.match_indices("](") {
            let target = text[at + 2..].split([')', ' ']).next().unwrap_or("");
            let outside = target.contains("://") || target.starts_with('#') || target.starts_with("mailto:");
            let file = target.split('#').next().unwrap_or(target);
            if !outside && !folder.join(file).exists() {
                wrong.push(format!("{path}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
