//! Answers going out as tables, objects and places.

use linli_formats::xforms::export::{Export, Kind};
use linli_formats::xforms::{Answers, Submission};
use serde_json::{Value, json};

use super::{ANSWER, stairwell};

fn answers() -> Answers {
    Submission::read(ANSWER.as_bytes()).expect("an answer").against(&stairwell()).expect("the same form")
}

/// A file of these answers, in as many pieces as there are batches.
fn file(kind: Kind, batches: &[&[Answers]]) -> String {
    let mut export = Export::new(kind, stairwell().tables());
    let mut out = export.head().expect("a head");
    for answers in batches {
        out.extend(export.answers(answers).expect("answers"));
    }
    out.extend(export.foot());
    String::from_utf8(out).expect("text")
}

fn json(kind: Kind, batches: &[&[Answers]]) -> Value {
    serde_json::from_str(&file(kind, batches)).expect("JSON")
}

fn csv(table: usize, answers: &[Answers]) -> String {
    file(Kind::Csv(table), &[answers])
}

#[test]
fn a_table_has_the_columns_of_its_form() {
    let main = csv(0, &[answers()]);
    let lines: Vec<&str> = main.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}KEY,building,floors,height,seen,place-latitude,place-longitude,place-altitude,place-accuracy,border,wishes,photo,\
         meta/instanceID,meta/entity/label"
    );
    let id = "uuid:00000000-0000-4000-8000-000000000001";
    let border = "26.58 110.15 0 0; 26.59 110.15 0 0; 26.59 110.16 0 0; 26.58 110.15 0 0";
    let told = format!(
        "{id},'=1+1,7,20.50,2022-05-05T09:30:00.000+08:00,26.5802,110.1553,310,4.5,{border},lift light,1651714200.jpg,{id},"
    );
    assert_eq!(lines[1..], [told]);
    let homes = csv(1, &[answers()]);
    assert!(homes.starts_with("\u{feff}KEY,PARENT_KEY,room,people\r\n"), "{homes}");
    assert!(homes.contains(&format!("{id}/homes/home[2],{id},102,不详\r\n")), "{homes}");
}

#[test]
fn no_text_of_a_table_runs_as_a_formula() {
    let text = ANSWER.replace(">=1+1<", ">\t@SUM(A1)<").replace(">7<", ">-7<").replace("lift light", "+lift");
    let read = Submission::read(text.as_bytes()).expect("an answer").against(&stairwell()).expect("the same form");
    let table = csv(0, &[read]);
    assert!(table.contains(",'\t@SUM(A1),-7,") && table.contains(",'+lift,"), "{table}");
}

#[test]
fn an_answer_is_an_object_with_its_repeats_inside() {
    let told = json(Kind::Json, &[&[answers(), answers()]]);
    let one = &told[1];
    assert_eq!(told.as_array().map(Vec::len), Some(2));
    assert_eq!((&one["floors"], &one["height"], &one["wishes"]), (&json!(7), &json!(20.5), &json!(["lift", "light"])));
    assert_eq!(one["homes"]["home"][0]["pet"][1]["kind"], "鸟");
    assert_eq!(one["homes"]["home"][1]["people"], "不详");
    assert_eq!(one["place"], json!({ "type": "Point", "coordinates": [110.1553, 26.5802, 310.0] }));
    assert_eq!(one["border"]["type"], "Polygon");
    assert_eq!(one["__unknown"], json!([{ "path": "/stairwell/colour", "text": "绿" }]));
}

#[test]
fn every_place_is_a_feature() {
    let told = json(Kind::Geojson, &[&[answers()]]);
    let features = told["features"].as_array().expect("features");
    assert_eq!((told["type"].as_str(), features.len()), (Some("FeatureCollection"), 2));
    assert_eq!(features[0]["geometry"]["coordinates"], json!([110.1553, 26.5802, 310.0]));
    assert_eq!(features[0]["properties"]["floors"], 7);
    assert_eq!(features[1]["geometry"]["coordinates"][0].as_array().map(Vec::len), Some(4));
}

#[test]
fn nothing_to_write_is_still_a_file() {
    assert_eq!(csv(2, &[]), "\u{feff}KEY,PARENT_KEY,kind\r\n");
    assert_eq!(json(Kind::Json, &[]), json!([]));
    assert_eq!(json(Kind::Geojson, &[])["features"], json!([]));
}

#[test]
fn a_file_is_the_same_in_however_many_pieces_it_is_written() {
    let [one, two] = [answers(), answers()];
    for kind in [Kind::Csv(0), Kind::Csv(1), Kind::Json, Kind::Geojson] {
        let whole = file(kind, &[&[one.clone(), two.clone()]]);
        let pieces = file(kind, &[&[], std::slice::from_ref(&one), &[], std::slice::from_ref(&two)]);
        assert_eq!(pieces, whole, "{kind:?}");
    }
}
