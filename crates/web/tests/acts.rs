//! The trail speaks words: whatever the code writes into it has a name in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_act_that_is_written_has_words_in_both_languages() {
    let written = written();
    assert!(written.contains("account.added") && written.contains("bulletin.signed"), "{written:?}");
    for language in ["zh-CN", "en"] {
        let texts = fs::read_to_string(format!("locales/{language}/people.ftl")).expect("the texts of people");
        let words = |act: &str| format!("\npeople-act-{} = ", act.replace(['.', '_'], "-"));
        let without: Vec<_> = written.iter().filter(|act| !texts.contains(&words(act))).collect();
        assert_eq!(without, Vec::<&String>::new(), "no words in locales/{language}/people.ftl");
    }
}

#[test]
fn an_auditor_can_choose_every_act_that_is_written() {
    let list = fs::read_to_string("src/people/acts.rs").expect("the list of acts");
    let unlisted: Vec<_> = written().into_iter().filter(|act| !list.contains(&format!("\"{act}\""))).collect();
    assert_eq!(unlisted, Vec::<String>::new(), "not in src/people/acts.rs");
}

/// Every text in the code that looks like an act, such as `"role.given"`; tests and names of files aside.
fn written() -> BTreeSet<String> {
    let mut acts = BTreeSet::new();
    for floor in ["../store/src", "../web/src", "../cli/src"] {
        collect(Path::new(floor), &mut acts);
    }
    acts
}

fn collect(folder: &Path, acts: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, acts);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("people/acts.rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            acts.extend(code.split('"').filter(|part| is_act(part)).map(str::to_owned));
        }
    }
}

fn is_act(text: &str) -> bool {
    const FILES: [&str; 16] = [
        "xml", "css", "js", "svg", "html", "db", "toml", "crt", "key", "lan", "csv", "xlsx", "pdf", "json", "gz", "cn",
    ];
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
    text.split_once('.').is_some_and(|(noun, verb)| word(noun) && word(verb) && !FILES.contains(&verb))
}
