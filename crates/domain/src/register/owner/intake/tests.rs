use jiff::civil::date;

use super::super::roll::tests::roll;
use super::*;
use crate::register::owner::{PartyId, PartyKind};

const TODAY: Date = date(2022, 5, 5);

fn row(n: u32, room: &str, owner: &str, document: &str, area: &str) -> Given {
    let text = |text: &str| text.to_owned();
    Given {
        row: n,
        building: text("1号楼"),
        room: text(room),
        owner: text(owner),
        document: text(document),
        area: text(area),
        ..Given::default()
    }
}

fn planned(roll: &Roll, rows: &[Given]) -> Planned {
    plan(&Ground { roll, today: TODAY, why: Why::Sold }, rows)
}

fn whys(planned: &Planned) -> Vec<Vec<&'static str>> {
    let of = |line: &Line| match &line.outcome {
        Outcome::Refused(reasons) => reasons.iter().map(|reason| reason.why).collect(),
        _ => Vec::new(),
    };
    planned.lines.iter().map(of).collect()
}

fn outcomes(planned: &Planned) -> Vec<&'static str> {
    planned.lines.iter().map(|line| line.outcome.as_str()).collect()
}

#[test]
fn a_list_fills_an_empty_roll_and_one_owner_of_two_is_one_party() {
    let roll = roll(&[(None, None), (None, None), (None, None)]);
    let rows = [
        row(2, "101", "杨示例", "430527197001011234", "88.5㎡"),
        row(3, "102", "杨示例", "１２３４", "９０"),
        row(4, "103", "杨示例", "5555", "70.25"),
    ];
    let planned = planned(&roll, &rows);
    assert_eq!(outcomes(&planned), ["new", "new", "new"]);
    assert_eq!(planned.changes.parties.len(), 2, "the third has another document");
    assert_eq!(planned.lines[1].note, Some(Note::Joined("1栋 1单元 101".into())));
    assert_eq!((planned.lines[0].owner.as_str(), planned.lines[2].note.clone()), ("杨*", None));
    let areas: Vec<i64> =
        planned.changes.each.iter().filter_map(|change| change.area).map(|m| m.area.hundredths()).collect();
    assert_eq!(areas, [8_850, 9_000, 7_025]);
    assert!(planned.may_be_applied());
}

#[test]
fn a_name_alone_is_shown_and_never_joined() {
    let roll = roll(&[(None, None), (None, None)]);
    let planned = planned(&roll, &[row(2, "101", "杨示例", "", ""), row(3, "102", "杨示例", "", "")]);
    assert_eq!((outcomes(&planned), planned.changes.parties.len()), (vec!["new", "new"], 2));
    assert_eq!(planned.lines[1].note, Some(Note::SameName("1栋 1单元 101".into())));
}

#[test]
fn the_developer_is_one_head_for_all_that_is_not_sold() {
    let roll = roll(&[(None, None), (None, None)]);
    let of = |n, room| Given { kind: "开发商".into(), ..row(n, room, "示例开发公司", "", "80") };
    let planned = planned(&roll, &[of(2, "101"), of(3, "102")]);
    assert_eq!(planned.changes.parties.len(), 1);
    assert_eq!(planned.changes.parties[0].kind, PartyKind::Developer);
    assert_eq!(planned.lines[1].owner, "示例开发公司");
}

#[test]
fn what_is_there_already_stays_and_what_changed_ends_the_former() {
    let roll = roll(&[(Some(8_000), Some(1)), (Some(8_000), Some(2)), (Some(8_000), Some(3))]);
    let rows =
        [row(2, "101", "杨示例", "1111", "80"), row(3, "102", "李示例", "2222", ""), row(4, "103", "杨示例", "", "81")];
    let planned = planned(&roll, &rows);
    assert_eq!(outcomes(&planned), ["same", "changed", "area"]);
    assert_eq!(planned.changes.each.len(), 2);
    assert_eq!(planned.changes.each[0].end, Some((TODAY, Why::Sold)));
    assert_eq!((planned.changes.each[1].begin, planned.changes.each[1].end), (None, None));
}

#[test]
fn a_dwelling_that_stands_there_twice_is_refused_in_both_lines() {
    let roll = roll(&[(None, None), (None, None)]);
    let planned = planned(&roll, &[row(2, "101", "杨示例", "1", ""), row(5, "０101", "李示例", "2", "")]);
    assert_eq!(whys(&planned), [vec!["twice"], vec!["twice"]]);
    let Outcome::Refused(reasons) = &planned.lines[0].outcome else { panic!("taken") };
    assert_eq!(reasons[0].detail, "5");
    assert!(!planned.may_be_applied() && planned.changes == Changes::default());
}

#[test]
fn areas_that_do_not_come_to_the_stated_sum_are_refused() {
    let roll = roll(&[(Some(8_000), Some(1)), (None, None)]);
    let of = |total: &str| [Given { total: total.into(), ..row(2, "102", "李示例", "2222", "90.5") }];
    assert_eq!(outcomes(&planned(&roll, &of("170.50"))), ["new"]);
    let wrong = planned(&roll, &of("171"));
    let Outcome::Refused(reasons) = &wrong.lines[0].outcome else { panic!("taken") };
    assert_eq!((reasons[0].why, reasons[0].detail.as_str()), ("total", "170.50 ≠ 171.00"));
}

#[test]
fn an_owner_in_two_places_with_other_data_is_refused_and_the_line_says_where() {
    let roll = roll(&[(None, None), (None, None), (None, None)]);
    let of = |n, room, owner, phone: &str| Given { phone: phone.into(), ..row(n, room, owner, "1111", "") };
    let rows = [
        of(2, "101", "杨示例", "13800000001"),
        of(3, "102", "杨示例", "13800000002"),
        of(4, "103", "李示例", "13800000001"),
    ];
    let planned = planned(&roll, &rows);
    assert_eq!(whys(&planned), [vec![], vec!["other-phone"], vec!["other-name"]]);
}

#[test]
fn each_wrong_cell_has_its_reason() {
    let roll = roll(&[(Some(8_000), Some(1))]);
    let table: [(Given, &[&str]); 12] = [
        (row(2, "999", "杨示例", "", ""), &["no-room"]),
        (Given { building: "9栋".into(), ..row(2, "101", "杨示例", "", "") }, &["no-building"]),
        (Given { building: String::new(), ..row(2, "101", "杨示例", "", "") }, &["missing"]),
        (row(2, "101", "杨示例", "", "-3"), &["area-negative"]),
        (row(2, "101", "杨示例", "", "0"), &["area-zero"]),
        (row(2, "101", "杨示例、李示例", "1111", ""), &["count"]),
        (row(2, "101", "", "1111", ""), &["missing"]),
        (Given { kind: "外星人".into(), ..row(2, "101", "杨示例", "", "") }, &["kind"]),
        (Given { kind: "不详".into(), ..row(2, "101", "杨示例", "", "") }, &["unknown-named"]),
        (Given { basis: "听说".into(), ..row(2, "101", "杨示例", "", "80") }, &["basis"]),
        (Given { from: Some(date(2030, 1, 1)), ..row(2, "101", "杨示例", "", "") }, &["future"]),
        (Given { from: Some(date(2019, 1, 1)), ..row(2, "101", "李示例", "", "") }, &["before-former"]),
    ];
    for (given, reasons) in table {
        assert_eq!(whys(&planned(&roll, std::slice::from_ref(&given))), [reasons.to_vec()], "{given:?}");
    }
}

#[test]
fn a_door_of_which_nothing_is_said_stays_as_it_is() {
    let roll = roll(&[(Some(8_000), Some(1)), (None, None)]);
    let planned = planned(&roll, &[row(2, "101", "", "", ""), row(3, "102", "", "", "")]);
    assert_eq!((outcomes(&planned), planned.may_be_applied()), (vec!["same", "same"], false));
}

#[test]
fn nobody_known_is_a_party_of_its_own_and_stays() {
    let mut roll = roll(&[(None, None), (None, Some(7))]);
    let unknown = roll.parties.get_mut(&PartyId::from_number(7)).expect("a party");
    (unknown.kind, unknown.owners) = (PartyKind::Unknown, crate::register::owner::Owners::Known(Vec::new()));
    let of = |n, room| Given { kind: "不详".into(), ..row(n, room, "", "", "") };
    assert_eq!(outcomes(&planned(&roll, &[of(2, "101"), of(3, "102")])), ["new", "same"]);
}
