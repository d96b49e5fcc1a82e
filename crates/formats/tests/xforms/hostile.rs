//! Files that were made to hurt, or came out of a broken line: refused with the element that is wrong, never a panic.

use std::fmt::Write as _;

use linli_formats::xforms::{Form, Limits, Refusal, Submission};
use proptest::prelude::*;

use super::{ANSWER, STAIRWELL, form, stairwell};

fn refused(text: &str) -> Refusal {
    Submission::read(text.as_bytes()).expect_err("refused")
}

#[test]
fn no_document_type_and_no_entity_gets_in() {
    let bomb = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a id='f'>&y;</a>";
    assert_eq!(refused(bomb), Refusal::DocumentType);
    assert_eq!(refused("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a id='f'/>"), Refusal::DocumentType);
    assert_eq!(
        Form::read(format!("<!DOCTYPE html>{STAIRWELL}").as_bytes()).map(|form| form.id),
        Err(Refusal::DocumentType)
    );
    let unknown = Refusal::UnknownEntity { path: "/a/b".into(), name: "nbsp".into() };
    assert_eq!(refused("<a id='f'><b>&nbsp;</b></a>"), unknown);
    assert!(matches!(refused("<a id='&x;'/>"), Refusal::Broken { .. }));
    let five = Submission::read(b"<a id='f'>&lt;&gt;&amp;&quot;&apos;&#x7eff;&#32511;</a>").expect("the five of XML");
    assert_eq!(five.root.text(), "<>&\"'绿绿");
}

#[test]
fn what_is_too_deep_or_too_wide_is_named() {
    let deep = format!("<a id='f'>{}{}</a>", "<b>".repeat(200_000), "</b>".repeat(200_000));
    assert!(matches!(refused(&deep), Refusal::TooDeep { path, limit: 80 } if path.starts_with("/a/b/b")));
    let wide = format!("<a id='f'><g>{}</g></a>", "<b/>".repeat(Limits::SUBMISSION.elements));
    assert_eq!(refused(&wide), Refusal::TooManyElements { path: "/a/g".into(), limit: Limits::SUBMISSION.elements });
    let attributes = (0..1000).fold(String::new(), |mut all, n| {
        let _ = write!(all, " a{n}='1'");
        all
    });
    let many = format!("<a id='f'><g{attributes}/></a>");
    assert_eq!(refused(&many), Refusal::TooManyAttributes { path: "/a/g".into(), limit: 64 });
    let large = vec![b' '; Limits::SUBMISSION.bytes + 1];
    assert_eq!(Submission::read(&large), Err(Refusal::TooLarge { limit: Limits::SUBMISSION.bytes }));
    let places = (0..20_000).fold(String::new(), |mut all, n| {
        let _ = write!(all, "<q{n}/>");
        all
    });
    let told = Form::read(form(&format!("<f:instance><a id='f'>{places}</a></f:instance>"), "").as_bytes());
    assert!(matches!(told, Err(Refusal::TooManyElements { .. })));
}

#[test]
fn what_is_not_well_formed_is_named_with_its_line() {
    let cases = [
        ("", "/"),
        ("   ", "/"),
        ("no xml", "/"),
        ("<a id='f'><b></a>", "/a/b"),
        ("<a id='f'>\n<b>", "/a/b"),
        ("<a id='f'/><b/>", "/"),
        ("<a id='f'/>text", "/"),
        ("<a id='f' id='g'/>", "/a"),
        ("<a id='f'><b>\u{1}</b></a>", "/a/b"),
        ("<a id='f' x='&#1;'/>", "/a"),
        ("<a id='f'><b\"c/></a>", "/a"),
        ("<a id='f'><1/></a>", "/a"),
        (&format!("<a id='f'><{}/></a>", "b".repeat(151)), "/a"),
    ];
    for (text, path) in cases {
        assert!(
            matches!(refused(text), Refusal::Broken { path: told, .. } if told == path),
            "{text}: {}",
            refused(text)
        );
    }
    assert!(matches!(refused("<a id='f'>\n\n<b></c></a>"), Refusal::Broken { line: 3, .. }));
    let prefix = Refusal::UnknownPrefix { path: "/a".into(), prefix: "p".into() };
    assert_eq!(refused("<a id='f'><p:b/></a>"), prefix);
    assert_eq!(refused("<a id='f' p:b=''/>"), prefix);
}

#[test]
fn only_utf8_is_text() {
    assert_eq!(Submission::read(b"<a id='f'>\xb5\xe7</a>"), Err(Refusal::NotUtf8));
    assert_eq!(refused("<?xml version='1.0' encoding='GBK'?><a id='f'/>"), Refusal::NotUtf8);
    assert!(Submission::read("\u{feff}<?xml version='1.0' encoding='utf-8'?><a id='f'/>".as_bytes()).is_ok());
}

#[test]
fn every_beginning_of_a_file_is_refused() {
    for (text, end) in [(STAIRWELL, "</h:html>"), (ANSWER, "</s:stairwell>")] {
        let whole = text.rfind(end).expect("an end") + end.len();
        for cut in 0..whole {
            let bytes = &text.as_bytes()[..cut];
            assert!(Form::read(bytes).is_err() && Submission::read(bytes).is_err(), "{cut} bytes");
        }
    }
}

#[test]
fn any_byte_may_be_any_other() {
    let form = stairwell();
    for at in (0..STAIRWELL.len().max(ANSWER.len())).step_by(2) {
        for with in [0, b'<', b'"', b'&', b'/', 0xFF] {
            if let Some(bytes) = with_byte(STAIRWELL, at, with) {
                let _ = Form::read(&bytes).map(|form| form.tables());
            }
            if let Some(bytes) = with_byte(ANSWER, at, with) {
                let _ = Submission::read(&bytes).map(|read| (read.attachments(&form), read.against(&form)));
            }
        }
    }
}

fn with_byte(text: &str, at: usize, with: u8) -> Option<Vec<u8>> {
    let mut bytes = text.as_bytes().to_vec();
    *bytes.get_mut(at)? = with;
    Some(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = (Form::read(&bytes), Submission::read(&bytes));
    }

    #[test]
    fn any_text_of_an_answer_comes_back(text in "[^\u{0}-\u{1f}\u{7f}-\u{9f}\u{fffe}\u{ffff}<&\r]{0,60}") {
        let read = Submission::read(format!("<s id='stairwell'><building>{text}</building></s>").as_bytes()).expect("an answer");
        prop_assert_eq!(read.root.child("building").map(linli_formats::xforms::Element::text), Some(text.clone()));
        let answers = read.against(&stairwell()).expect("the same form");
        let told = answers.tables[0][0].values[0].as_ref().map(ToString::to_string);
        prop_assert_eq!(told, Some(text.clone()).filter(|text| !text.trim().is_empty()));
    }
}
