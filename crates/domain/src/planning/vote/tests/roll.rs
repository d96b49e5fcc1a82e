//! Who is how many heads.

use super::*;

fn dwelling(name: &str, owners: &[&str], unsold: bool) -> (Dwelling, Vec<String>, bool) {
    let owners = owners.iter().map(|owner| (*owner).to_owned()).collect();
    (Dwelling { name: name.into(), area: Area::from_hundredths(9_000) }, owners, unsold)
}

#[test]
fn dwellings_with_the_same_owners_are_one_head() {
    let heads = Roll::gather([
        dwelling("101", &["张"], false),
        dwelling("102", &["张", "李"], false),
        dwelling("201", &["李", "张"], false),
        dwelling("202", &["开发商"], true),
        dwelling("301", &["张"], false),
        dwelling("302", &[], true),
    ]);
    let of: Vec<Vec<&str>> =
        heads.iter().map(|head| head.dwellings.iter().map(|one| one.name.as_str()).collect()).collect();
    assert_eq!(of, [vec!["101", "301"], vec!["102", "201"], vec!["202", "302"]]);

    let roll = Roll::new(heads).expect("a roll");
    assert_eq!(roll.total(), Weight { heads: 3, area: Area::from_hundredths(54_000) });
    assert_eq!(roll.in_several(), [("张", 0, 1)], "alone and together are two heads, and worth a look");
}

#[test]
fn what_is_no_roll_is_told_with_its_place() {
    let two = |change: fn(&mut Vec<Head>)| {
        let mut heads = vec![head(1, 9_000), head(2, 6_000)];
        change(&mut heads);
        Roll::new(heads).expect_err("no roll")
    };
    assert_eq!(two(Vec::clear), NoRoll::Empty);
    assert_eq!(two(|heads| heads[1].id = "1".into()), NoRoll::HeadTwice { at: 1, first: 0, id: "1".into() });
    assert_eq!(two(|heads| heads[1].dwellings.clear()), NoRoll::NoDwelling { at: 1, id: "2".into() });
    assert_eq!(two(|heads| heads[1].owners.clear()), NoRoll::NoOwner { at: 1, id: "2".into() });
    assert_eq!(two(|heads| heads[1].owners.push("o2".into())), NoRoll::OwnerTwice { at: 1, owner: "o2".into() });
    assert_eq!(two(|heads| heads[1].owners = vec!["o1".into()]), NoRoll::SameOwners { at: 1, first: 0 });
    let twice = NoRoll::DwellingTwice { at: 1, first: 0, name: "1-1".into() };
    assert_eq!(two(|heads| heads[1].dwellings[0].name = "1-1".into()), twice);
    for area in [0, -5] {
        let head = head(2, area);
        assert_eq!(Roll::new(vec![head]), Err(NoRoll::NoArea { at: 0, name: "1-2".into() }));
    }
    assert_eq!(two(|heads| heads[1] = head(2, i64::MAX)), NoRoll::TooLarge { at: 1 });
    let many = (0..1_001).map(|id| head(id, MOST_AREA / 1_000)).collect();
    assert_eq!(Roll::new(many), Err(NoRoll::TooLarge { at: 1_000 }));
    let unsold = |heads: &mut Vec<Head>| heads.iter_mut().for_each(|head| head.unsold = true);
    assert_eq!(two(unsold), NoRoll::UnsoldTwice { at: 1, first: 0 });
}
