use proptest::prelude::*;

use super::*;

mod scheme;

const YUAN: fn(i64) -> Money = Money::from_yuan;

fn payer(id: &str, floor: i64) -> Household {
    let area = Some(Area::from_hundredths(8_000 + floor * 100));
    Household { answer: Answer::For, area, ..Household::new(id, floor) }
}

/// Six floors, two doors each, all for it, 560,000 less 200,000.
fn stairwell() -> Lift {
    let doors = (1..=6).flat_map(|floor| [1, 2].map(|door| payer(&format!("{floor}0{door}"), floor)));
    Lift {
        cost: YUAN(560_000),
        subsidies: vec![Sum { name: "示例补助".into(), amount: YUAN(150_000) }],
        fund: YUAN(50_000),
        table: Some(FloorTable::guangzhou()),
        households: doors.collect(),
        ..Lift::default()
    }
}

fn pays(lift: &Lift) -> Vec<String> {
    lift.share().expect("shares").shares.iter().map(|share| share.pays.to_string()).collect()
}

fn total(shared: &Shared) -> Money {
    shared.shares.iter().map(|share| share.pays).sum()
}

#[test]
fn floors_pay_by_their_coefficients_to_the_fen() {
    let shared = stairwell().share().expect("shares");
    assert_eq!((shared.to_pay, total(&shared)), (YUAN(360_000), YUAN(360_000)));
    // 360,000 over 2 × (0 + 0.5 + 1 + 1.1 + 1.2 + 1.3) = 10.2.
    let by_floor: Vec<String> = shared.shares.iter().step_by(2).map(|share| share.pays.to_string()).collect();
    assert_eq!(by_floor, ["0.00", "17647.06", "35294.12", "38823.53", "42352.94", "45882.35"]);
    assert_eq!(shared.shares[10].coefficient.map(|k| k.to_string()).as_deref(), Some("1.3"));
}

#[test]
fn if_the_second_floor_pays_half_as_much_the_sixth_pays_more() {
    let mut lift = stairwell();
    let before = lift.share().expect("shares");
    for one in lift.households.iter_mut().filter(|one| one.floor == 2) {
        one.coefficient = Coefficient::from_thousandths(250);
    }
    let after = lift.share().expect("shares");
    assert!(after.shares[2].pays < before.shares[2].pays && after.shares[10].pays > before.shares[10].pays);
    assert_eq!(total(&after), total(&before));
}

#[test]
fn who_agrees_and_does_not_pay_is_not_against_and_pays_nothing() {
    let mut lift = stairwell();
    lift.households[2].answer = Answer::WithoutPaying;
    lift.households[3].answer = Answer::Against;
    lift.households[4].answer = Answer::Silent;
    let shared = lift.share().expect("shares");
    assert!(shared.shares[2..5].iter().all(|share| share.pays == Money::ZERO && !share.uses));
    assert_eq!(total(&shared), YUAN(360_000));
    let said = lift.consent().said.map(|said| said.households);
    assert_eq!(said, [9, 1, 1, 1]);
}

#[test]
fn without_a_table_area_decides() {
    let mut lift = Lift { table: None, ..stairwell() };
    let shared = lift.share().expect("shares");
    assert!(shared.groups[0].by_area_instead);
    assert!(shared.shares[0].pays > Money::ZERO && shared.shares.iter().all(|share| share.coefficient.is_none()));
    lift.households[5].area = None;
    assert_eq!(lift.share(), Err(NoShares::NoArea { at: 5 }));
    lift.households[5].answer = Answer::Against;
    assert!(lift.share().is_ok(), "who does not pay needs no area");
}

#[test]
fn each_group_pays_by_its_own_rule() {
    let group = |id: &str, rule, part| Group { id: id.into(), rule, part };
    let mut lift = stairwell();
    lift.groups = vec![
        group("high", Rule::Coefficient, Part::Rest),
        group("middle", Rule::Equal, Part::Sum(YUAN(100_000))),
        group("low", Rule::Fixed(YUAN(5_000)), Part::Rest),
    ];
    for one in &mut lift.households {
        one.group = match one.floor {
            ..=2 => 2,
            3 | 4 => 1,
            _ => 0,
        };
    }
    let shared = lift.share().expect("shares");
    let sums: Vec<Money> = shared.groups.iter().map(|group| group.pays).collect();
    assert_eq!(sums, [YUAN(240_000), YUAN(100_000), YUAN(20_000)]);
    assert_eq!(pays(&lift)[..5], ["5000.00", "5000.00", "5000.00", "5000.00", "25000.00"]);
    assert_eq!(total(&shared), YUAN(360_000));

    lift.groups[0].rule = Rule::Area;
    assert_eq!(lift.share().map(|shared| total(&shared)), Ok(YUAN(360_000)));
    lift.groups[1].part = Part::Rest;
    assert_eq!(lift.share(), Err(NoShares::TwoRests));
    lift.groups[1].part = Part::Sum(YUAN(900_000));
    let wrong = NoShares::Unassigned { assigned: YUAN(920_000), to_pay: YUAN(360_000) };
    assert_eq!(lift.share(), Err(wrong));
}

#[test]
fn compensation_is_borne_by_those_who_pay() {
    let mut lift = stairwell();
    lift.compensations = vec![Compensation { to: "101".into(), amount: YUAN(10_000), why: "采光".into() }];
    let shared = lift.share().expect("shares");
    assert_eq!((shared.to_pay, total(&shared)), (YUAN(370_000), YUAN(370_000)));
    assert_eq!((shared.shares[0].receives, shared.shares[0].pays), (YUAN(10_000), Money::ZERO));
    lift.compensations[0].to = "701".into();
    assert_eq!(lift.share(), Err(NoShares::NoHousehold { id: "701".into() }));
}

#[test]
fn the_last_fen_goes_where_the_rule_says() {
    let doors = ["101", "102", "103"].map(|id| payer(id, 1));
    let group = Group { rule: Rule::Equal, ..Group::default() };
    let mut lift =
        Lift { cost: Money::from_fen(200), groups: vec![group], households: doors.into(), ..Lift::default() };
    assert_eq!(pays(&lift), ["0.67", "0.67", "0.66"]);
    lift.remainder.household = Some("103".into());
    assert_eq!(pays(&lift), ["0.67", "0.66", "0.67"], "of equals the named one is first");
    lift.remainder.all_to_one = true;
    assert_eq!(pays(&lift), ["0.66", "0.66", "0.68"]);
    lift.remainder.household = None;
    assert_eq!(pays(&lift), ["0.68", "0.66", "0.66"]);
}

#[test]
fn who_uses_the_lift_keeps_it_running() {
    let mut lift = stairwell();
    lift.upkeep = Some(Upkeep { yearly: YUAN(6_000), rule: Rule::Equal });
    lift.households[0].uses = Some(false);
    lift.households[1].uses = Some(false);
    let shared = lift.share().expect("shares");
    let bears: Vec<Money> = shared.shares.iter().map(|share| share.upkeep).collect();
    assert_eq!((bears[0], bears[2]), (Money::ZERO, YUAN(600)));
    assert_eq!(bears.into_iter().sum::<Money>(), YUAN(6_000));
}

#[test]
fn what_cannot_be_shared_is_refused_and_says_why() {
    let with = |change: fn(&mut Lift)| {
        let mut lift = stairwell();
        change(&mut lift);
        lift.share().map(|shared| total(&shared))
    };
    let (above, negative) = (YUAN(650_000), YUAN(-1));
    assert_eq!(with(|l| l.fund = YUAN(500_000)), Err(NoShares::AboveCost { given: above, cost: YUAN(560_000) }));
    assert_eq!(with(|l| l.cost = YUAN(-1)), Err(NoShares::Negative { what: "cost", amount: negative }));
    assert_eq!(
        with(|l| l.subsidies[0].amount = YUAN(-1)),
        Err(NoShares::Negative { what: "subsidy", amount: negative })
    );
    let huge = Money::from_fen(i64::MAX);
    assert_eq!(with(|l| l.cost = Money::from_fen(i64::MAX)), Err(NoShares::TooLarge { what: "cost", amount: huge }));
    assert_eq!(with(|l| l.households.clear()), Err(NoShares::NoHouseholds));
    let nobody = |l: &mut Lift| l.households.iter_mut().for_each(|one| one.answer = Answer::Against);
    assert_eq!(with(nobody), Err(NoShares::NobodyPays));
    let ground = |l: &mut Lift| l.households.retain(|one| one.floor == 1);
    assert_eq!(with(ground), Err(NoShares::AllZero { group: 0 }));
    assert_eq!(with(|l| l.households[3].id = "101".into()), Err(NoShares::Twice { at: 3, first: 0 }));
    assert_eq!(with(|l| l.households[3].group = 1), Err(NoShares::NoGroup { at: 3 }));
    assert_eq!(with(|l| l.cost = YUAN(200_000)), Ok(Money::ZERO), "nothing is left to pay");
    let many = |l: &mut Lift| l.households = (0..3_000).map(|n| payer(&n.to_string(), 2)).collect();
    assert_eq!(with(many), Err(NoShares::TooMany { what: "households", limit: MOST_HOUSEHOLDS }));
}

#[test]
fn a_table_counts_floors_that_it_does_not_name() {
    use BadCoefficient::{Negative, NotANumber, TooFine, TooLarge};

    let table = FloorTable::guangzhou();
    let of: Vec<String> = [-1, 0, 1, 2, 3, 4, 7, 33].map(|floor| table.of(floor).to_string()).into();
    assert_eq!(of, ["0.0", "0.0", "0.0", "0.5", "1.0", "1.1", "1.4", "4.0"]);
    assert!(table.example);
    let wrong = ["", "x", "-1", "0.0001", "1001", "99999999999999999999"].map(str::parse::<Coefficient>);
    let why = [NotANumber, NotANumber, Negative, TooFine, TooLarge, TooLarge].map(Err);
    assert_eq!(wrong, why);
    assert_eq!("１.25".parse::<Coefficient>().map(|k| k.to_string()), Ok("1.25".into()));
    assert_eq!(table.of(i64::MAX), Coefficient::MOST);
}

prop_compose! {
    fn households()(all in prop::collection::vec((-1_i64..40, 1_i64..30_000, 0_usize..4, 0_usize..3), 1..30)) -> Vec<Household> {
        let one = |(n, (floor, area, answer, group)): (usize, &(i64, i64, usize, usize))| Household {
            area: Some(Area::from_hundredths(*area)),
            answer: Answer::ALL[*answer],
            group: *group,
            ..Household::new(&n.to_string(), *floor)
        };
        all.iter().enumerate().map(one).collect()
    }
}

prop_compose! {
    fn lifts()(
        households in households(),
        cost in 0_i64..100_000_000,
        subsidy in 0_i64..50_000_000,
        rules in prop::collection::vec(0_usize..4, 3),
        sum in 0_i64..10_000_000,
        named in 0_usize..30,
        all_to_one in any::<bool>(),
        has_table in any::<bool>(),
    ) -> Lift {
        let rule = |n: usize| [Rule::Coefficient, Rule::Equal, Rule::Area, Rule::Fixed(Money::from_fen(1_003))][n];
        let group = |(at, n): (usize, &usize)| Group {
            id: at.to_string(),
            rule: rule(*n),
            part: if at == 0 { Part::Rest } else { Part::Sum(Money::from_fen(sum)) },
        };
        let household = households.get(named).map(|one| one.id.clone());
        Lift {
            cost: Money::from_fen(cost),
            subsidies: vec![Sum { name: "x".into(), amount: Money::from_fen(subsidy) }],
            table: has_table.then(FloorTable::guangzhou),
            groups: rules.iter().enumerate().map(group).collect(),
            households,
            remainder: Remainder { all_to_one, household },
            upkeep: Some(Upkeep { yearly: Money::from_fen(cost / 7), rule: Rule::Equal }),
            ..Lift::default()
        }
    }
}

proptest! {
    #[test]
    fn shares_come_to_what_is_to_be_paid_and_nobody_else_pays(lift in lifts()) {
        if let Ok(shared) = lift.share() {
            prop_assert_eq!(total(&shared), shared.to_pay);
            prop_assert_eq!(shared.to_pay + shared.given, shared.cost + shared.compensations);
            let groups: Money = shared.groups.iter().map(|group| group.pays).sum();
            prop_assert_eq!(groups, shared.to_pay);
            for share in &shared.shares {
                prop_assert!(!share.pays.is_negative());
                prop_assert!(share.answer == Answer::For || share.pays == Money::ZERO);
            }
        }
    }

    #[test]
    fn within_a_group_who_counts_more_never_pays_less_by_more_than_the_last_fen(lift in lifts()) {
        let Ok(shared) = lift.share() else { return Ok(()) };
        for a in &shared.shares {
            for b in shared.shares.iter().filter(|b| b.group == a.group && b.answer == a.answer) {
                if let (Some(ka), Some(kb)) = (a.coefficient, b.coefficient) && ka >= kb {
                    prop_assert!(a.pays.fen() - a.remainder_fen >= b.pays.fen() - b.remainder_fen - 1);
                }
            }
        }
    }

    #[test]
    fn every_fen_is_given_once(sum in 0_i64..1_000_000_000, weights in prop::collection::vec(0_i128..100_000, 1..40), one in any::<bool>(), first in 0_usize..40) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let (shares, given) = super::split::split(Money::from_fen(sum), &weights, one, Some(first));
        prop_assert_eq!(shares.iter().map(|share| share.fen()).sum::<i64>(), sum);
        prop_assert!(shares.iter().zip(&weights).all(|(share, weight)| *weight > 0 || share.fen() == 0));
        prop_assert!(given.iter().all(|fen| one || *fen <= 1));
    }
}
