//! Every page speaks both languages: the same keys with the same variables, none unknown, none left over,
//! and no words in the templates themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;

type Keys = BTreeMap<String, BTreeSet<String>>;

#[test]
fn both_languages_have_the_same_keys_with_the_same_variables() {
    let (zh, en) = (texts("zh-CN"), texts("en"));
    let missing =
        |from: &Keys, to: &Keys| from.keys().filter(|key| !to.contains_key(*key)).cloned().collect::<Vec<_>>();
    assert_eq!(missing(&zh, &en), Vec::<String>::new(), "not in English");
    assert_eq!(missing(&en, &zh), Vec::<String>::new(), "not in Chinese");

    // Chinese has one form for every number, so `$n`, which chooses the form, may be missing there.
    let said = |keys: &Keys, key: &String| keys[key].iter().filter(|name| *name != "n").cloned().collect::<Vec<_>>();
    for key in zh.keys() {
        assert_eq!(said(&zh, key), said(&en, key), "variables of {key}");
    }
}

#[test]
fn every_key_in_use_exists_and_every_key_is_used() {
    let known = texts("zh-CN");
    let sources: String = files(Path::new("src"), &["rs", "html"]).iter().map(|file| code(&read(file))).collect();
    let quoted: BTreeSet<&str> = sources.split('"').filter(|part| is_key(part)).collect();

    let asked = asked_for(&sources);
    let unknown: Vec<_> = asked.iter().filter(|key| !known.contains_key(**key)).collect();
    assert_eq!(unknown, Vec::<&&str>::new(), "asked for and not in the texts");

    let families: Vec<&str> =
        sources.split('"').filter_map(|part| part.split_once("-{").map(|(stem, _)| stem)).collect();
    let used = |key: &str| {
        quoted.contains(key)
            || families.iter().any(|stem| key.strip_prefix(stem).is_some_and(|rest| rest.starts_with('-')))
    };
    let unused: Vec<_> = known.keys().filter(|key| !used(key) && !says_done(key)).collect();
    assert_eq!(unused, Vec::<&String>::new(), "in the texts and never used");
}

#[test]
fn templates_hold_no_words_of_their_own() {
    for file in files(Path::new("src"), &["html"]) {
        let text = read(&file);
        let han = text.chars().find(|c| ('\u{2e80}'..='\u{9fff}').contains(c) || ('\u{f900}'..='\u{faff}').contains(c));
        assert_eq!(han, None, "{} has Chinese in it: put it into locales/", file.display());
        assert!(!text.contains(" style=") && !text.contains("<style"), "{} has inline style", file.display());
        assert!(!text.contains(" onclick=") && !text.contains("javascript:"), "{} has inline script", file.display());
    }
}

/// A file without its comments.
fn code(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| [line, "\n"]).collect()
}

/// What `?done=…` may name is used by address only.
fn says_done(key: &str) -> bool {
    key.contains("-done-")
}

/// The keys that `t`, `t_n` and `t_with` are called with.
fn asked_for(sources: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for call in ["ctx.t(\"", "ctx.t_n(\"", "ctx.t_with(\""] {
        for after in sources.split(call).skip(1) {
            let key = after.split('"').next().unwrap_or_default();
            if is_key(key) {
                keys.insert(key);
            }
        }
    }
    keys
}

fn is_key(text: &str) -> bool {
    text.contains('-')
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn texts(language: &str) -> Keys {
    let mut keys = Keys::new();
    for file in files(&Path::new("locales").join(language), &["ftl"]) {
        let room = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        let resource =
            parser::parse(read(&file)).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name;
            assert!(key.starts_with(&format!("{room}-")), "{key} belongs into another file than {}", file.display());
            let mut variables = BTreeSet::new();
            message.value.iter().for_each(|pattern| collect(pattern, &mut variables));
            assert_eq!(keys.insert(key.clone(), variables), None, "{key} twice");
        }
    }
    assert!(!keys.is_empty());
    keys
}

fn collect(pattern: &Pattern<String>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => variable(inline, into),
            Expression::Select { selector, variants } => {
                variable(selector, into);
                for variant in variants {
                    collect(&variant.value, into);
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<String>, into: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        into.insert(id.name.clone());
    }
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|end| endings.iter().any(|known| end == *known)) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
