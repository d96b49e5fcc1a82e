//! Forms and answers that others made, where they lie beside the repository: each is read, and says what is known of it.

use std::collections::BTreeMap;
use std::path::Path;

use linli_formats::xforms::{Form, Submission, XlsForm};
use serde_json::Value;

const FOLDER: &str = "../../../shared/data/xforms";

/// What is known of each file; nothing where they do not lie there.
fn expected() -> Option<BTreeMap<String, Value>> {
    let Ok(text) = std::fs::read(Path::new(FOLDER).join("expected.json")) else {
        eprintln!("skipped: {FOLDER} is not there");
        return None;
    };
    Some(serde_json::from_slice(&text).expect("JSON"))
}

/// The form that a workbook was turned into lies beside it.
fn form_file(name: &str, facts: &Value) -> String {
    facts["converted"].as_str().unwrap_or(name).to_owned()
}

#[test]
fn every_form_says_what_is_known_of_it() {
    for (name, facts) in expected().into_iter().flatten().filter(|(_, facts)| facts["binds"].is_number()) {
        let bytes = std::fs::read(Path::new(FOLDER).join(form_file(&name, &facts))).expect("a file");
        let form = Form::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(form.id, facts["form_id"], "{name}");
        // One form says its version in the namespace of OpenRosa, which the facts do not count.
        if name != "central_withrepeat/form.xml" {
            assert_eq!(form.version.as_deref(), facts["version"].as_str(), "{name}");
        }
        assert_eq!(form.title, facts["title"].as_str().unwrap_or("").trim(), "{name}");
        assert_eq!(
            (form.root.name.as_str(), form.binds.len() as u64),
            (facts["root"].as_str().unwrap_or(""), facts["binds"].as_u64().unwrap_or(0))
        );
        assert_eq!(form.lists.len() as u64, facts["secondary_instances"].as_u64().unwrap_or(0), "{name}");
        let languages: Vec<&str> = form.languages.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(serde_json::json!(languages), facts["languages"], "{name}");
        let types = tally(form.binds.iter().map(|bind| bind.type_name.clone().unwrap_or_default()));
        assert_eq!(serde_json::json!(types), facts["bind_types"], "{name}");
        let controls = tally(form.all_controls().into_iter().map(|control| control.kind.as_str().to_owned()));
        assert_eq!(serde_json::json!(controls), facts["controls"], "{name}");
        assert_eq!(
            form.binds.iter().filter(|bind| bind.required.is_some()).count() as u64,
            facts["required"].as_u64().unwrap_or(0),
            "{name}"
        );
        assert!(form.oddities.is_empty(), "{name}: {:?}", form.oddities);
    }
}

fn tally(names: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    names.fold(BTreeMap::new(), |mut all, name| {
        *all.entry(name).or_default() += 1;
        all
    })
}

#[test]
fn every_answer_says_what_is_known_of_it() {
    for (name, facts) in expected().into_iter().flatten().filter(|(_, facts)| facts["leaves"].is_array()) {
        let bytes = std::fs::read(Path::new(FOLDER).join(&name)).expect("a file");
        let read = Submission::read(&bytes).unwrap_or_else(|why| panic!("{name}: {why}"));
        let told = (
            read.form_id.as_str(),
            read.version.as_deref(),
            read.instance_id.as_deref(),
            read.deprecated_id.as_deref(),
        );
        let known = |fact: &str| facts[fact].as_str();
        assert_eq!(
            told,
            (known("form_id").unwrap_or(""), known("version"), known("instance_id"), known("deprecated_id")),
            "{name}"
        );
        let leaves = facts["leaves"].as_array().expect("leaves");
        let values = leaves.iter().filter_map(|leaf| leaf[1].as_str()).filter(|text| !text.trim().is_empty()).count();
        let mut found = 0;
        read.root.walk(&mut |element| found += usize::from(!element.has_elements() && element.said().is_some()));
        assert_eq!(found, values, "{name}");
    }
}

#[test]
fn every_answer_lies_in_the_tables_of_its_form() {
    for (name, facts) in expected().into_iter().flatten().filter(|(_, facts)| facts["leaves"].is_array()) {
        let folder = Path::new(FOLDER).join(name.split('/').next().unwrap_or(""));
        let form =
            ["form.xml", "form.from_xlsx.xml"].map(|file| folder.join(file)).into_iter().find(|file| file.exists());
        let form = Form::read(&std::fs::read(form.expect("a form")).expect("a file")).expect("a form");
        let read = Submission::read(&std::fs::read(Path::new(FOLDER).join(&name)).expect("a file")).expect("an answer");
        if facts["form_id"] == "#FORM_ID#" {
            assert!(read.against(&form).is_err(), "a template is an answer to no form");
            continue;
        }
        let answers = read.against(&form).expect("the same form");
        let leaves = facts["leaves"].as_array().expect("leaves");
        let known = leaves.iter().filter_map(|leaf| leaf[1].as_str()).filter(|text| !text.trim().is_empty()).count();
        let kept = answers.tables.iter().flatten().flat_map(|row| &row.values).flatten().count();
        assert_eq!(kept + answers.unknown.len(), known, "{name}: {:?}", answers.unknown);
        assert!(answers.misfits.is_empty(), "{name}: {:?}", answers.misfits);
    }
}

#[test]
fn workbooks_of_others_are_made_into_the_same_form_or_refused_with_their_rows() {
    for (name, facts) in expected().into_iter().flatten().filter(|(_, facts)| facts["pyxform"] == "ok") {
        let bytes = std::fs::read(Path::new(FOLDER).join(&name)).expect("a file");
        match XlsForm::read(&bytes, "form.xlsx") {
            Ok(xml) => {
                let form = Form::read(xml.as_bytes()).expect("a form");
                let controls = tally(form.all_controls().into_iter().map(|control| control.kind.as_str().to_owned()));
                assert_eq!(serde_json::json!(controls), facts["controls"], "{name}");
                let known = std::fs::read(Path::new(FOLDER).join(form_file(&name, &facts))).expect("a file");
                let known = Form::read(&known).expect("a form");
                let columns =
                    |form: &Form| form.tables().into_iter().flat_map(|table| table.columns).collect::<Vec<_>>();
                assert_eq!(columns(&form), columns(&known), "{name}");
            }
            Err(problems) => {
                assert!(problems.iter().all(|one| one.row > 0 && !one.sheet.is_empty()), "{name}: {problems:?}");
            }
        }
    }
}
