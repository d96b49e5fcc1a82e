//! Forms that are workbooks (XLSForm): what comes out is a form, and what is not supported is named with its row.

use linli_formats::sheet::{Column, Format, Table, write_book};
use linli_formats::xforms::{Choices, ControlKind, DataType, Form, RowProblem, Wrong, XlsForm};

type Rows<'a> = &'a [&'a [&'a str]];

/// A workbook of these sheets; the first row of each is its header.
fn workbook(sheets: &[(&str, Rows<'_>)]) -> Vec<u8> {
    let tables: Vec<Table> = sheets
        .iter()
        .map(|(name, rows)| Table {
            name: (*name).to_owned(),
            columns: rows[0].iter().map(|header| Column::new(*header, Format::Text)).collect(),
            rows: rows[1..].iter().map(|row| row.iter().map(|text| (*text).into()).collect()).collect(),
            ..Table::default()
        })
        .collect();
    write_book(&tables).expect("a workbook")
}

fn made(sheets: &[(&str, Rows<'_>)]) -> Form {
    let xml = XlsForm::read(&workbook(sheets), "楼道.xlsx").unwrap_or_else(|problems| panic!("{problems:?}"));
    Form::read(xml.as_bytes()).expect("a form")
}

fn problems(sheets: &[(&str, Rows<'_>)]) -> Vec<String> {
    let told = XlsForm::read(&workbook(sheets), "楼道.xlsx").expect_err("refused");
    told.iter().map(RowProblem::to_string).collect()
}

const SURVEY: Rows<'static> = &[
    &[
        "type",
        "name",
        "label::中文",
        "label::English",
        "hint",
        "required",
        "relevant",
        "constraint",
        "constraint_message::中文",
        "appearance",
        "calculation",
        "default",
        "choice_filter",
        "repeat_count",
    ],
    &["begin_group", "building", "楼栋", "Building"],
    &["text", "name", "楼栋名称", "Name", "如 1 号楼 <东> & \"西\"", "yes", "", "", "", "multiline", "", "1 号楼"],
    &[
        "integer",
        "floors",
        "${name}共几层？",
        "Floors of ${name}?",
        "",
        "true()",
        "",
        ". > 0 and . <= ${most}",
        "不能超过 ${most} 层",
    ],
    &["calculate", "most", "", "", "", "", "", "", "", "", "40"],
    &["geopoint", "place", "位置", "Place", "", "", "${floors} >= 4"],
    &["end_group"],
    &["select_one county", "county", "县", "County"],
    &["select_multiple town", "towns", "乡镇", "Towns", "", "", "", "", "", "", "", "", "county = ${county}"],
    &["rank town", "order", "先后", "Order"],
    &["begin repeat", "home", "住户", "Home", "", "", "", "", "", "", "", "", "", "${floors}"],
    &["image", "door", "门牌", "Door"],
    &["begin_repeat", "person", "人", "Person", "", "", "", "", "", "", "", "", "", "2 + 1"],
    &["date", "born", "生日", ""],
    &["end_repeat"],
    &["end repeat"],
    &["note", "thanks", "谢谢", "Thanks"],
    &["hidden", "batch", "", "", "", "", "", "", "", "", "", "7"],
    &["end", "ended"],
];
const CHOICES: Rows<'static> = &[
    &["list_name", "name", "label::中文", "label::English", "county"],
    &["county", "suining", "绥宁", "Suining"],
    &["county", "dongkou", "洞口", "Dongkou"],
    &["town", "changpu", "长铺", "Changpu", "suining"],
    &["town", "huangqiao", "黄桥", "Huangqiao", "dongkou"],
    &["unused", "x", "某", "x"],
];
const SETTINGS: Rows<'static> =
    &[&["form_title", "form_id", "version", "default_language"], &["楼道（示例）", "stairwell", "2022050501", "中文"]];

fn whole() -> Form {
    made(&[("survey", SURVEY), ("choices", CHOICES), ("settings", SETTINGS)])
}

#[test]
fn a_workbook_makes_a_form() {
    let form = whole();
    assert_eq!(
        (form.id.as_str(), form.version.as_deref(), form.title.as_str()),
        ("stairwell", Some("2022050501"), "楼道（示例）")
    );
    assert_eq!((form.questions(), form.repeats(), form.has_instance_id), (9, 2, true));
    let languages: Vec<_> = form.languages.iter().map(|one| (one.name.as_str(), one.is_default)).collect();
    assert_eq!(languages, [("中文", true), ("English", false)]);
    assert_eq!(form.lists.keys().collect::<Vec<_>>(), ["county", "town"]);
    assert!(form.oddities.is_empty(), "{:?}", form.oddities);
    let tables: Vec<_> = form.tables().into_iter().map(|table| table.name).collect();
    assert_eq!(tables, ["stairwell", "stairwell-home", "stairwell-home-person"]);
}

#[test]
fn names_become_paths() {
    let form = whole();
    let floors = form.bind("/data/building/floors").expect("a bind");
    assert_eq!(floors.constraint.as_deref(), Some(". > 0 and . <= /data/building/most"));
    assert_eq!(floors.required.as_deref(), Some("true()"));
    assert_eq!(floors.constraint_message.in_language("中文"), "不能超过 {/data/building/most} 层");
    assert_eq!(
        form.bind("/data/building/place").and_then(|bind| bind.relevant.as_deref()),
        Some("/data/building/floors >= 4")
    );
    assert_eq!(form.bind("/data/building/most").and_then(|bind| bind.calculate.as_deref()), Some("40"));
    let controls = form.all_controls();
    let label = &controls.iter().find(|one| one.path.as_deref() == Some("/data/building/floors")).expect("asked").label;
    assert_eq!(label.in_language("English"), "Floors of {/data/building/name}?");
    let towns = controls.iter().find(|one| one.kind == ControlKind::Select).expect("towns");
    assert!(
        matches!(&towns.choices, Choices::Listed { filter: Some(filter), .. } if filter == "county = /data/county")
    );
    assert_eq!(form.choices(towns)[0].label.in_language("English"), "Changpu");
    let counts: Vec<_> = controls
        .iter()
        .flat_map(|one| &one.attributes)
        .filter(|(name, _)| &*name.local == "count")
        .map(|(_, value)| value.as_str())
        .collect();
    assert_eq!(counts, ["/data/building/floors", "/data/home/person_count"]);
}

#[test]
fn words_are_kept_to_the_letter() {
    let form = whole();
    let name = form.root.at("/data/building/name").expect("a place");
    assert_eq!(name.default.as_deref(), Some("1 号楼"));
    let controls = form.all_controls();
    let asked = controls.iter().find(|one| one.path.as_deref() == Some("/data/building/name")).expect("asked");
    assert_eq!(asked.hint.in_language("中文"), "如 1 号楼 <东> & \"西\"");
    assert_eq!(asked.hint.in_language("English"), asked.hint.in_language("中文"), "better than none");
    assert_eq!(asked.appearance.as_deref(), Some("multiline"));
}

#[test]
fn a_message_may_show_an_answer_in_a_form_without_languages() {
    let form = made(&[(
        "survey",
        &[
            &["type", "name", "label", "constraint", "constraint_message"],
            &["integer", "most", "最多"],
            &["integer", "floors", "层数", ". <= ${most}", "不超过 ${most} 层"],
        ],
    )]);
    let bind = form.bind("/data/floors").expect("a bind");
    assert_eq!(bind.constraint_message.default, "不超过 {/data/most} 层");
    assert_eq!(form.all_controls()[1].label.default, "层数");
}

#[test]
fn types_become_those_of_binds() {
    let cases = [
        ("text", DataType::Text),
        ("integer", DataType::Integer),
        ("decimal", DataType::Decimal),
        ("date", DataType::Date),
        ("time", DataType::Time),
        ("dateTime", DataType::DateTime),
        ("geopoint", DataType::Point),
        ("geotrace", DataType::Trace),
        ("geoshape", DataType::Shape),
        ("image", DataType::Binary),
        ("audio", DataType::Binary),
        ("video", DataType::Binary),
        ("file", DataType::Binary),
        ("barcode", DataType::Barcode),
        ("select_one a", DataType::Text),
        ("select_multiple a", DataType::Many),
        ("rank a", DataType::Rank),
        ("note", DataType::Text),
        ("hidden", DataType::Text),
        ("start", DataType::DateTime),
        ("today", DataType::Date),
    ];
    let list: Rows<'_> = &[&["list name", "name", "label"], &["a", "1", "甲"]];
    for (kind, expected) in cases {
        let form = made(&[("Survey", &[&["type", "name", "label"], &[kind, "q", "问"]]), ("choices", list)]);
        let column = form.tables()[0].columns[0].clone();
        assert_eq!((column.name.as_str(), column.kind), ("q", expected), "{kind}");
        assert_eq!(form.id, "楼道", "without settings, the file names the form");
    }
}

#[test]
fn what_is_not_supported_is_named_with_its_row() {
    let told = |rows: Rows<'_>| problems(&[("survey", rows), ("choices", CHOICES)]);
    let header: &[&str] = &["type", "name", "label", "parameters", "default", "relevant"];
    assert_eq!(
        told(&[header, &["text", "a"], &["begin loop over x", "b"]]),
        ["survey row 3: type begin loop over x is not supported"]
    );
    assert_eq!(
        told(&[header, &["select_one county or_other", "b"]]),
        ["survey row 2: type select_one county or_other is not supported"]
    );
    assert_eq!(
        told(&[header, &["text", "a", "", "max-pixels=1"]]),
        ["survey row 2: column parameters is not supported"]
    );
    assert_eq!(
        told(&[header, &["date", "a", "", "", "today()"]]),
        ["survey row 2: the default today() is an expression; write it as a calculation"]
    );
    assert_eq!(told(&[header, &["select_one none", "a"]]), ["survey row 2: there is no list of choices none"]);
    assert_eq!(
        told(&[header, &["text"], &["text", "1a"]]),
        [
            "survey row 2: there is no name".to_owned(),
            "survey row 3: 1a is not a name: letters, digits, _ and -, and no digit first".to_owned(),
        ]
    );
    assert_eq!(
        told(&[header, &["text", "a"], &["text", "a"]]),
        ["survey row 3: the name a stands twice in the same group"]
    );
    assert_eq!(told(&[header, &["text", "a", "", "", "", "${b} > 1"]]), ["survey row 2: there is no question ${b}"]);
    assert_eq!(told(&[header, &["begin_group", "g"], &["text", "a"]]), ["survey row 2: it is never ended"]);
    assert_eq!(told(&[header, &["text", "a"], &["end_group"]]), ["survey row 3: nothing is open that could end here"]);
    assert_eq!(told(&[header, &["calculate", "a"]]), ["survey row 2: there is no calculation"]);
    let misspelt: Rows<'_> = &[&["type", "name", "relevent", "备注"], &["text", "a", "1 = 2", "先问这个"]];
    assert_eq!(told(misspelt), ["survey row 2: column relevent is not supported"]);
    assert_eq!(told(&[&["kind", "name"], &["text", "a"]])[0], "survey row 1: there is no column type");
}

#[test]
fn choices_are_looked_at_as_well() {
    let survey: Rows<'_> = &[&["type", "name", "label"], &["select_multiple a", "q", "问"]];
    let list: Rows<'_> =
        &[&["list_name", "name", "label", "image"], &["a", "x y", "甲"], &["a", "z", "乙", "z.png"], &["a", "z", "丙"]];
    assert_eq!(
        problems(&[("survey", survey), ("choices", list)]),
        [
            "choices row 2: the choice x y has a space, and several choices are separated by spaces",
            "choices row 3: column image is not supported",
            "choices row 4: the choice z stands twice in its list",
        ]
    );
}

#[test]
fn a_name_that_two_questions_have_is_no_reference() {
    let survey: Rows<'_> = &[
        &["type", "name", "relevant"],
        &["begin_group", "g"],
        &["text", "a"],
        &["end_group"],
        &["text", "a"],
        &["text", "b", "${a} = 1"],
    ];
    assert_eq!(problems(&[("survey", survey)]), ["survey row 6: more than one question is called ${a}"]);
}

#[test]
fn hostile_workbooks_are_refused() {
    assert!(matches!(XlsForm::read(b"PK\x03\x04", "a.xlsx").expect_err("no zip")[0].wrong, Wrong::Unread(_)));
    assert_eq!(XlsForm::read(b"type,name\ntext,a\n", "a.csv").expect_err("text")[0].wrong, Wrong::NotAWorkbook);
    assert_eq!(problems(&[("Sheet1", &[&["type"], &["text"]])]), [" row 0: there is no sheet survey"]);
    let mut deep: Vec<Vec<&str>> = vec![vec!["type", "name"]];
    deep.extend(std::iter::repeat_n(vec!["begin_group", "g"], 2_000));
    let deep: Vec<&[&str]> = deep.iter().map(Vec::as_slice).collect();
    assert!(problems(&[("survey", &deep)]).iter().any(|told| told.ends_with("more than 30 groups inside each other")));
    let odd: Rows<'_> = &[&["type", "name", "label"], &["text", "a", "]]><x>&amp;${unclosed \u{1}"]];
    let told = XlsForm::read(&workbook(&[("survey", odd)]), "a.xlsx");
    assert!(told.is_ok() || matches!(told, Err(problems) if matches!(problems[0].wrong, Wrong::NotAForm(_))));
}
