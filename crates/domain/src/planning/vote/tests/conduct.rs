//! Drafting, freezing, typing.

use super::*;
use crate::kernel::NeighbourhoodId;
use crate::kernel::digest::Digest;
use crate::planning::vote::conduct as held;
use crate::register::owner::{Basis, Measured, Party, PartyId, PartyKind, Roll as Owned, Scope, Unit};
use crate::register::{BuildingId, DwellingId, EntranceId};

fn draft() -> Draft {
    Draft {
        neighbourhood: NeighbourhoodId::from_number(1),
        scope: Scope::Neighbourhood,
        matter: Matter::Rebuild,
        title: "加装电梯（示例）".into(),
        question: "是否同意？".into(),
        options: Options { without_paying: true },
        first: may(20),
        last: may(31),
        clause: None,
        plan: None,
    }
}

#[test]
fn a_vote_keeps_its_days_its_ground_and_its_clause() {
    let rules = VoteRules::default();
    let faults = |change: fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        draft.faults(&rules, may(5))
    };
    assert_eq!(faults(|_| ()), []);
    assert_eq!(faults(|draft| draft.first = may(19)), [CannotHold::Notice { earliest: may(20) }]);
    assert_eq!(faults(|draft| draft.last = may(24)), [], "five days, the first and the last among them");
    assert_eq!(faults(|draft| draft.last = may(23)), [CannotHold::TooShort { least: 5 }]);
    assert_eq!(faults(|draft| draft.last = may(1)), [CannotHold::TooShort { least: 5 }]);
    assert_eq!(faults(|draft| draft.last = Date::constant(2022, 7, 18)), []);
    assert_eq!(faults(|draft| draft.last = Date::constant(2022, 7, 19)), [CannotHold::TooLong { most: 60 }]);
    assert_eq!(faults(|draft| draft.title = " ".into()), [CannotHold::Title]);
    assert_eq!(faults(|draft| draft.question = "问".repeat(1_001)), [CannotHold::Question]);
    let manager = faults(|draft| {
        draft.matter = Matter::Manager;
        draft.scope = Scope::Entrance(EntranceId::from_number(1));
    });
    assert_eq!(manager, [CannotHold::Extent, CannotHold::WithoutPaying]);
    assert_eq!(faults(|draft| draft.clause = Some("……".into())), [CannotHold::Silence]);
}

/// Rooms 101, 102, … with areas and owners by number; the ninth is the developer, who may have been entered twice (8, 9).
fn owned(units: &[(Option<i64>, Option<u128>)]) -> Owned {
    let unit = |(n, (area, party)): (u128, &(Option<i64>, Option<u128>))| Unit {
        dwelling: DwellingId::from_number(100 + n),
        building: BuildingId::from_number(1),
        building_name: "1栋".into(),
        entrance: EntranceId::from_number(1),
        entrance_name: "1单元".into(),
        floor: 1,
        room: format!("{}", 101 + n),
        measured: area.map(|area| Measured { area: Area::from_hundredths(area), basis: Basis::Register }),
        party: party.map(PartyId::from_number),
        since: None,
    };
    let units: Vec<Unit> = (0..).zip(units).map(unit).collect();
    let party = |id: PartyId| {
        let developer = [8, 9].map(PartyId::from_number).contains(&id);
        let kind = if developer { PartyKind::Developer } else { PartyKind::Person };
        Party { id, kind, owners: crate::register::owner::Owners::Erased }
    };
    let parties = units.iter().filter_map(|unit| unit.party).map(|id| (id, party(id))).collect();
    Owned { version: 1, units, parties }
}

#[test]
fn a_roll_is_frozen_by_parties_and_numbered_by_lot() {
    let owned = owned(&[
        (Some(80), Some(1)),
        (Some(90), Some(2)),
        (Some(70), Some(1)),
        (Some(60), Some(8)),
        (Some(50), Some(9)),
    ]);
    let voters = freeze(&owned, |below| below - 1).expect("a roll");
    let areas: Vec<(u32, i64)> =
        voters.iter().map(|one| (one.number, one.doors.iter().map(|door| door.2.hundredths()).sum())).collect();
    assert_eq!(areas, [(1, 150), (2, 90), (3, 110)], "the developer is one head");
    assert!(voters[2].unsold && voters[0].doors[1].1 == "1栋 1单元 103");
    let other = freeze(&owned, |_| 0).expect("a roll");
    assert_ne!(
        other.iter().map(|one| one.party).collect::<Vec<_>>(),
        voters.iter().map(|one| one.party).collect::<Vec<_>>()
    );
    assert_eq!(held::total(&other), held::total(&voters));

    let roll = held::roll(&voters, |number| number == 2).expect("a roll");
    assert_eq!((roll.total(), roll.heads()[1].delivered), (held::total(&voters), true));
    assert_eq!(
        (roll.heads()[0].id.as_str(), roll.heads()[0].dwellings[1].name.as_str()),
        ("1", "1-2"),
        "no door is named"
    );
}

#[test]
fn what_is_not_known_of_a_roll_is_named_with_its_door() {
    let refused = |units: &[(Option<i64>, Option<u128>)]| freeze(&owned(units), |_| 0).expect_err("no roll");
    let door = |room| vec![format!("1栋 1单元 {room}")];
    assert_eq!(refused(&[(Some(80), Some(1)), (Some(80), None)]), CannotFreeze::NoOwner(door(102)));
    assert_eq!(refused(&[(None, Some(1))]), CannotFreeze::NoArea(door(101)));
    assert_eq!(refused(&[]), CannotFreeze::Roll(NoRoll::Empty));
}

#[test]
fn two_readings_are_compared_field_by_field() {
    let one = Typed {
        head: Some(3),
        marks: vec![Choice::For],
        received: may(21),
        version: None,
        proxy: Some(TypedProxy {
            head: None,
            name: " 吴　示例 ".into(),
            kind: ProxyKind::Other,
            by_owner: true,
            paper: false,
        }),
        seen: None,
    };
    let same = Typed { marks: vec![Choice::For, Choice::For], ..one.clone() };
    assert_eq!(one.clone().tidy().differences(&same.tidy()), []);
    let other =
        Typed { head: Some(4), marks: vec![Choice::Against], seen: Some(Invalid::Altered), proxy: None, ..one.clone() };
    assert_eq!(one.differences(&other), [Field::Head, Field::Marks, Field::Proxy, Field::Seen]);
    let kept = serde_json::to_string(&other).expect("text");
    assert_eq!(kept, r#"{"head":4,"marks":["against"],"received":"2022-05-21","seen":"altered"}"#);
    assert_eq!(serde_json::from_str::<Typed>(&kept).expect("read"), other);
}

#[test]
fn a_typed_ballot_names_nobody_when_it_is_counted() {
    let proxy =
        |head, by_owner| TypedProxy { head, name: "吴示例".into(), kind: ProxyKind::Other, by_owner, paper: true };
    let typed = |proxy| Typed {
        head: Some(3),
        marks: vec![Choice::For],
        received: may(21),
        version: None,
        proxy: Some(proxy),
        seen: None,
    };
    let scanned = Some(Digest::of(b"a paper"));
    let came = Came { proxy_paper: scanned, ..Came::PAPER };
    let ballot = |typed: Typed| typed.ballot(7, |number| (number == 3).then_some(0), |_| "p1".into(), came);
    let given = ballot(typed(proxy(None, true)));
    let told = given.proxy.clone().expect("a proxy");
    assert_eq!((told.person.as_str(), told.appointed_by.as_str(), given.head), ("p1", "o3", Some(0)));
    assert_eq!(told.paper, scanned);
    let of_owner = ballot(typed(proxy(Some(5), false))).proxy.expect("a proxy");
    assert_eq!((of_owner.person.as_str(), of_owner.appointed_by.as_str()), ("o5", "handed-on"));
}
