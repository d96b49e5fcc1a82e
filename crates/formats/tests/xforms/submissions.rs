//! What an answer says, and how it lies in the tables of its form.

use linli_formats::xforms::{Content, DataType, Misfit, OtherForm, Submission, Value};

use super::{ANSWER, read, stairwell};

const IDENTITY: &str = "uuid:00000000-0000-4000-8000-000000000001";

fn answer(text: &str) -> Submission {
    Submission::read(text.as_bytes()).expect("an answer")
}

#[test]
fn an_answer_lies_in_one_table_and_one_for_each_repeat() {
    let form = stairwell();
    let shapes = form.tables();
    let names: Vec<_> = shapes.iter().map(|shape| (shape.name.as_str(), shape.parent)).collect();
    assert_eq!(names, [("stairwell", None), ("stairwell-homes-home", Some(0)), ("stairwell-homes-home-pet", Some(1))]);
    let answers = answer(ANSWER).against(&form).expect("the same form");
    let keys = |table: usize| {
        answers.tables[table].iter().map(|row| (row.key.clone(), row.parent.clone())).collect::<Vec<_>>()
    };
    let homes = [1, 2].map(|n| format!("{IDENTITY}/homes/home[{n}]"));
    assert_eq!(keys(0), [(IDENTITY.to_owned(), None)]);
    assert_eq!(keys(1), homes.clone().map(|home| (home, Some(IDENTITY.to_owned()))));
    assert_eq!(keys(2), [1, 2].map(|n| (format!("{}/pet[{n}]", homes[0]), Some(homes[0].clone()))));
}

#[test]
fn values_have_their_types() {
    let form = stairwell();
    let answers = answer(ANSWER).against(&form).expect("the same form");
    let value = |name: &str| {
        let at = form.tables()[0].columns.iter().position(|column| column.name == name).expect("a column");
        answers.tables[0][0].values[at].clone()
    };
    assert_eq!(value("floors"), Some(Value::Integer(7)));
    assert_eq!(value("height"), Some(Value::Decimal("20.50".into())));
    assert_eq!(value("seen"), Some(Value::DateTime("2022-05-05T09:30:00.000+08:00".into())));
    assert!(matches!(value("place"), Some(Value::Point(point)) if point.accuracy == Some(4.5)));
    assert!(matches!(value("border"), Some(Value::Line(points)) if points.len() == 4));
    assert_eq!(value("wishes"), Some(Value::Many(vec!["lift".into(), "light".into()])));
    assert_eq!(value("photo"), Some(Value::File("1651714200.jpg".into())));
    assert_eq!(value("meta/entity/label"), None);
}

#[test]
fn what_the_form_does_not_know_is_kept_beside() {
    let answers = answer(ANSWER).against(&stairwell()).expect("the same form");
    let [colour] = answers.unknown.as_slice() else { panic!("{:?}", answers.unknown) };
    assert!(
        colour.path == "/stairwell/colour" && matches!(&colour.content, Content::Element(kept) if kept.text() == "绿")
    );
    assert_eq!(answers.misfits, [Misfit { path: "/stairwell/homes/home/people".into(), given: "不详".into() }]);
    assert_eq!(answers.tables[1][1].values[1], Some(Value::Text("不详".into())), "it stands in its row all the same");
}

#[test]
fn nothing_of_an_odd_answer_is_lost() {
    let model = r#"<f:instance><a id="p"><b/><g><c/></g></a></f:instance>"#;
    let form = read(model, "").expect("a form");
    let odd = "<a id='p'>loose<b>1</b><b>2</b><g><c>3<d>4</d></c></g><g><c>5</c></g></a>";
    let answers = answer(odd).against(&form).expect("the same form");
    let paths: Vec<_> = answers.unknown.iter().map(|unknown| unknown.path.as_str()).collect();
    assert_eq!(paths, ["/a", "/a/b", "/a/g/c", "/a/g"]);
    assert_eq!(answers.tables[0][0].values, [Some(Value::Text("1".into())), Some(Value::Text("3".into()))]);
    assert!(answers.tables[0][0].key.starts_with("sha256:"), "without an identity, its bytes are its name");
}

#[test]
fn an_answer_says_who_it_is() {
    let cases = [
        ("<a id='f'><meta><instanceID>x</instanceID><deprecatedID> y </deprecatedID></meta></a>", Some("x"), Some("y")),
        (
            "<a id='f' xmlns:o='http://openrosa.org/xforms'><o:meta><o:instanceID>x</o:instanceID></o:meta></a>",
            Some("x"),
            None,
        ),
        ("<a id='f'><instanceID>x</instanceID></a>", Some("x"), None),
        ("<a id='f' instanceID='x'/>", Some("x"), None),
        ("<a id='f'><meta><instanceID/></meta></a>", None, None),
        ("<a xmlns='f'/>", None, None),
    ];
    for (text, instance, deprecated) in cases {
        let read = answer(text);
        assert_eq!(read.form_id, "f", "{text}");
        assert_eq!((read.instance_id.as_deref(), read.deprecated_id.as_deref()), (instance, deprecated), "{text}");
    }
    let refused = Submission::read(b"<data/>").expect_err("no id");
    assert!(refused.to_string().contains("/data"), "{refused}");
}

#[test]
fn the_same_xml_again_is_told_from_other_xml() {
    let again = ANSWER.to_owned();
    assert_eq!(answer(ANSWER).digest, answer(&again).digest);
    assert_ne!(answer(ANSWER).digest, answer(&ANSWER.replace(">7<", ">8<")).digest);
    assert_eq!(answer(ANSWER).digest.len(), 64);
}

#[test]
fn files_that_an_answer_names_are_those_of_its_uploads() {
    let form = stairwell();
    assert_eq!(answer(ANSWER).attachments(&form), ["1651714200.jpg"]);
    assert!(answer("<s id='stairwell'><photo/><building>no.jpg</building></s>").attachments(&form).is_empty());
    let closed = "<data id='stairwell' encrypted='yes'><base64EncryptedKey>QQ==</base64EncryptedKey><media><file>a.jpg.enc</file></media>\
                  <encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>";
    assert_eq!(answer(closed).attachments(&form), ["a.jpg.enc", "submission.xml.enc"]);
}

#[test]
fn an_answer_to_another_form_is_refused() {
    let other = answer("<stairwell id='lifts'/>").against(&stairwell());
    assert_eq!(other, Err(OtherForm { answered: "lifts".into(), form: "stairwell".into() }));
}

#[test]
fn several_choices_are_several_whatever_their_bind_says() {
    let form = stairwell();
    let kinds: Vec<_> = form.tables()[0].columns.iter().map(|column| column.kind.clone()).collect();
    assert!(kinds.contains(&DataType::Many) && kinds.contains(&DataType::Binary), "{kinds:?}");
}
