//! What a form says of itself, of its questions and of the files it wants.

use linli_formats::xforms::{Choices, ControlKind, DataType, Form, MediaKind, Oddity, Refusal};

use super::{form, read, stairwell};

#[test]
fn a_form_says_what_it_is() {
    let form = stairwell();
    assert_eq!((form.id.as_str(), form.version.as_deref()), ("stairwell", Some("2022-05")));
    assert_eq!((form.title.as_str(), form.has_instance_id), ("楼道调查（示例）", true));
    assert_eq!((form.questions(), form.repeats()), (9, 2));
    let languages: Vec<_> = form.languages.iter().map(|one| (one.name.as_str(), one.is_default)).collect();
    assert_eq!(languages, [("中文", true), ("English", false)]);
    let to = form.submission.as_ref().expect("an address");
    assert_eq!(to.action.as_deref(), Some("https://example.org/submission"));
    assert_eq!(to.public_key.as_deref(), Some("QUJD"));
    assert!(form.oddities.is_empty(), "{:?}", form.oddities);
}

#[test]
fn questions_have_words_in_every_language() {
    let form = stairwell();
    let controls = form.all_controls();
    let floors = controls[1];
    assert_eq!((floors.kind, floors.path.as_deref()), (ControlKind::Input, Some("/stairwell/floors")));
    assert_eq!((floors.label.default.as_str(), floors.label.in_language("English")), ("共几层？", "How many floors?"));
    assert_eq!(floors.label.in_language("Français"), "共几层？");
    assert_eq!(floors.hint.default, "Without the cellar of {/stairwell/building}");
    let bind = form.bind("/stairwell/floors").expect("a bind");
    assert!(bind.is_required() && bind.kind == DataType::Integer);
    assert_eq!(bind.constraint.as_deref(), Some(". > 0 and . < 41"));
    assert_eq!(bind.constraint_message.default, "层数应在 1 到 40 之间");
    assert_eq!(bind.constraint_message.in_language("English"), "层数应在 1 到 40 之间");
}

#[test]
fn choices_stand_in_the_control_or_in_a_list() {
    let form = stairwell();
    let controls = form.all_controls();
    let wishes = controls.iter().find(|one| one.kind == ControlKind::Select).expect("wishes");
    let choices = form.choices(wishes);
    assert_eq!((choices[0].value.as_str(), choices[0].label.in_language("English")), ("lift", "A lift"));
    assert_eq!(choices[1].others, [("cost".to_owned(), "low".to_owned())]);
    assert!(
        matches!(&wishes.choices, Choices::Listed { filter: Some(filter), .. } if filter == "cost = 'low' or true()")
    );
    let room = controls.iter().find(|one| one.kind == ControlKind::Select1).expect("rooms");
    assert_eq!(form.choices(room).iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), ["101", "102"]);
    assert_eq!(room.path.as_deref(), Some("/stairwell/homes/home/room"));
    assert_eq!(form.lists["towns"].source.as_deref(), Some("jr://file-csv/towns.csv"));
}

#[test]
fn files_that_a_form_wants_are_named_once() {
    let wanted: Vec<_> = stairwell().media.into_iter().map(|one| (one.name, one.kind)).collect();
    let expected = [
        ("floors.mp3", MediaKind::Audio),
        ("floors.png", MediaKind::Image),
        ("heights.csv", MediaKind::File),
        ("towns.csv", MediaKind::File),
    ];
    assert_eq!(wanted, expected.map(|(name, kind)| (name.to_owned(), kind)));
}

#[test]
fn attributes_of_entities_are_kept() {
    let form = stairwell();
    let entity = form.root.at("/stairwell/meta/entity").expect("an entity");
    let kept: Vec<_> = entity.attributes.iter().map(|(name, value)| (&*name.local, value.as_str())).collect();
    assert_eq!(kept, [("dataset", "stairwells"), ("id", ""), ("create", "1")]);
    let bind = form.bind("/stairwell/floors").expect("a bind");
    assert!(bind.attributes.iter().any(|(name, value)| &*name.local == "saveto" && value == "floors"));
}

#[test]
fn names_are_told_by_their_namespace() {
    let model = r#"<f:instance><a id="p"><b/></a></f:instance><f:bind nodeset="/a/b" type="xsd:int" j:preload="uid"/>"#;
    let form = read(model, r#"<f:input ref="/a/b"><f:label>乙</f:label></f:input>"#).expect("a form");
    assert_eq!((form.binds[0].kind.clone(), form.binds[0].preload.as_deref()), (DataType::Integer, Some("uid")));
    assert!(!form.has_instance_id, "a form without meta is a form");
    let other = super::form(model, "").replace("http://www.w3.org/2002/xforms", "http://example.org/other");
    assert!(matches!(Form::read(other.as_bytes()), Err(Refusal::Missing { element: "model", .. })));
}

#[test]
fn an_older_form_has_its_identity_elsewhere() {
    let form =
        read(r#"<f:instance><a xmlns="http://example.org/a"><instanceID/><b/></a></f:instance>"#, "").expect("a form");
    assert_eq!((form.id.as_str(), form.has_instance_id, form.version), ("http://example.org/a", true, None));
}

#[test]
fn a_bind_to_nowhere_is_odd_and_a_question_to_nowhere_wrong() {
    let model = r#"<f:instance><a id="p"><b/></a></f:instance><f:bind nodeset="/a/c"/><f:bind nodeset="/a/b"/><f:bind nodeset="/a/b"/>"#;
    let form = read(model, "").expect("a form");
    let odd = [Oddity::BindToNowhere { reference: "/a/c".into() }, Oddity::BoundTwice { path: "/a/b".into() }];
    assert_eq!(form.oddities, odd);
    let told = |body: &str| read(model, body).expect_err("refused").to_string();
    assert_eq!(told(r#"<f:input ref="/a/c"/>"#), "<input> asks for /a/c, which the instance does not have");
    assert_eq!(told("<f:group><f:range/></f:group>"), "<range> says neither ref nor bind, in /a");
    assert_eq!(told(r#"<f:select bind="x"/>"#), "<select> asks for x, which the instance does not have");
    assert_eq!(told(r#"<f:repeat nodeset="/a/b"/><f:repeat nodeset="/a/b"/>"#), "more than one repeat for /a/b");
    let listed = r#"<f:select1 ref="/a/b"><f:itemset nodeset="instance('towns')/list/item"/></f:select1>"#;
    assert_eq!(told(listed), "choices are taken from instance towns, which the form does not have");
}

#[test]
fn what_is_missing_is_named() {
    let told = |text: &str| Form::read(text.as_bytes()).expect_err("refused").to_string();
    assert_eq!(told("<data id='x'/>"), "not a form: its root is data");
    assert_eq!(told("<html xmlns='http://www.w3.org/1999/xhtml'/>"), "/html has no head");
    assert_eq!(told(&form("", "")), "/html/head/model has no instance");
    assert_eq!(told(&form("<f:instance/>", "")), "/html/head/model/instance has no root");
    assert_eq!(
        told(&form("<f:instance><a><b/></a></f:instance>", "")),
        "no form id: /a has neither an attribute id nor a namespace of its own"
    );
    let twice = r#"<f:instance><a id="p"/></f:instance><f:instance id="l"/><f:instance id="l"/>"#;
    assert_eq!(told(&form(twice, "")), "more than one instance has the id l");
    let twice = r#"<f:instance><a id="p"/></f:instance><f:bind id="l"/><f:bind id="l"/>"#;
    assert_eq!(told(&form(twice, "")), "more than one bind has the id l");
}
