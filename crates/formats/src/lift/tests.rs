use super::*;

const FILE: &str = r#"{
  "format": "linli-lift", "version": 1,
  "lift": "3栋2单元（示例）",
  "cost": "560000.00",
  "subsidies": [{"name": "示例补助", "amount": "150000"}],
  "fund": 50000,
  "table": {"name": "广州参考系数", "example": true, "from": "2022-01-01", "each_further": "0.1", "floors": [
    {"floor": 1, "coefficient": "0"}, {"floor": 2, "coefficient": "0.5"}, {"floor": 3, "coefficient": 1}]},
  "groups": [
    {"group": "all", "rule": "coefficient"},
    {"group": "late", "rule": "fixed", "each": "20000"}
  ],
  "households": [
    {"household": "101", "floor": 1, "area": "88.50", "answer": "without-paying"},
    {"household": "201", "floor": 2, "area": "88.50", "answer": "for", "group": "all", "coefficient": "0.25"},
    {"household": "301", "floor": 3, "answer": "for", "group": "late", "uses": false},
    {"household": "401", "floor": 4, "answer": "for"},
    {"household": "501", "floor": 5, "answer": "against"}
  ],
  "compensations": [{"to": "101", "amount": "10000", "why": "采光"}],
  "remainder": {"rule": "household", "household": "401"},
  "upkeep": {"yearly": "6000", "rule": "equal"}
}"#;

fn wrong(from: &str, to: &str) -> (u32, String) {
    assert!(FILE.contains(from), "{from}");
    let read = LiftFile::read(FILE.replacen(from, to, 1).as_bytes()).and_then(|file| file.share().map(drop));
    let problem = read.expect_err(to);
    (problem.line, problem.wrong.to_string())
}

#[test]
fn a_file_is_read_and_shared_to_the_fen() {
    let file = LiftFile::read(FILE.as_bytes()).expect("a lift");
    let shared = file.share().expect("shares");
    let pays: Vec<String> = shared.shares.iter().map(|share| share.pays.to_string()).collect();
    // 370,000 less 20,000 of the late one: 350,000 by 0.25 and 1.1.
    assert_eq!(pays, ["0.00", "64814.81", "20000.00", "285185.19", "0.00"]);
    assert_eq!(
        (shared.to_pay.to_string(), shared.shares[0].receives.to_string()),
        ("370000.00".into(), "10000.00".into())
    );
    assert_eq!(shared.shares.iter().filter(|share| share.uses).count(), 2);
    assert!(file.lift.table.as_ref().is_some_and(|table| table.example && table.from.is_some()));
}

#[test]
fn whatever_is_wrong_has_its_line() {
    let table: [(&str, &str, u32, &str); 24] = [
        ("linli-lift", "linli-vote", 2, "not a lift"),
        ("\"version\": 1", "\"version\": 2", 2, "version 2"),
        ("\"lift\": \"3栋", "\"lift\": 7, \"x\": \"", 3, "no field x"),
        ("\"560000.00\"", "5.6e5", 4, "cost is no sum"),
        ("\"560000.00\"", "\"560000.005\"", 4, "cost is no sum"),
        ("\"560000.00\"", "\"-1\"", 4, "cost is negative"),
        ("\"560000.00\"", "\"100\"", 4, "come to 200000.00"),
        ("\"560000.00\"", "\"99999999999999\"", 4, "too large"),
        ("\"coefficient\": \"0.5\"", "\"coefficient\": \"0.0005\"", 8, "coefficient is no number"),
        ("{\"floor\": 2,", "{\"floor\": 1,", 8, "floor 1 stands there twice"),
        ("\"each\": \"20000\"", "\"each\": \"900000\"", 4, "the groups come to"),
        ("\"rule\": \"fixed\"", "\"rule\": \"equal\"", 11, "rule cannot be equal"),
        ("{\"group\": \"late\"", "{\"group\": \"all\"", 16, "no group late"),
        ("\"rule\": \"fixed\", \"each\": \"20000\"", "\"rule\": \"equal\"", 4, "two groups"),
        ("\"household\": \"501\"", "\"household\": \"101\"", 18, "stands in line 14"),
        ("\"answer\": \"against\"", "\"answer\": \"perhaps\"", 18, "answer cannot be perhaps"),
        (
            "\"area\": \"88.50\", \"answer\": \"without-paying\"",
            "\"area\": \"0\", \"answer\": \"against\"",
            14,
            "area is no area",
        ),
        ("\"floor\": 5", "\"floor\": 900", 18, "floor cannot be 900"),
        ("\"floor\": 5", "\"floor\": \"five\"", 18, "not JSON as it should be"),
        ("\"to\": \"101\"", "\"to\": \"701\"", 20, "no household 701"),
        ("\"household\", \"household\": \"401\"", "\"household\", \"household\": \"999\"", 21, "no household 999"),
        ("\"rule\": \"household\", \"household\": \"401\"", "\"rule\": \"household\"", 21, "remainder cannot be"),
        ("\"upkeep\"", "\"fund\"", 22, "fund stands there twice"),
        ("\"households\": [", "\"householders\": [", 13, "no field householders"),
    ];
    for (from, to, line, says) in table {
        let (at, said) = wrong(from, to);
        assert!(at == line && said.contains(says), "{to}: line {at}, {said}");
    }
    let no_table = FILE.replace("\"table\": {", "\"remark\": {");
    assert_eq!(LiftFile::read(no_table.as_bytes()).map_err(|problem| problem.line), Err(7));
    assert!(
        LiftFile::read(b"\xFF\xFE{\0}\0").is_err() && LiftFile::read(b"").is_err() && LiftFile::read(b"[]").is_err()
    );
}

#[test]
fn without_a_table_the_line_says_whose_area_is_missing() {
    let (begin, end) = (FILE.find("  \"table\"").expect("a table"), FILE.find("  \"groups\"").expect("groups"));
    let file = format!("{}{}", &FILE[..begin], &FILE[end..]);
    let problem = LiftFile::read(file.as_bytes()).expect("a lift").share().expect_err("no area");
    assert_eq!(problem.to_string(), "line 15: household 401 has no area, and area decides");
}
