//! Schemes: what contradicts itself is not kept, what waits for an answer is; what was settled stays.

use super::*;

fn terms() -> Terms {
    let design =
        Design {
            title: " 3栋2单元加装电梯 ".into(), model: "示例型号".into(), stops: Some(6), summary: "外挂".into()
        };
    Terms { design, basis: Basis::Office, lift: stairwell() }
}

type Change = fn(&mut Terms);

#[test]
fn what_contradicts_itself_is_not_kept() {
    let cases: [(Change, BadTerms); 9] = [
        (|terms| terms.design.title = "长".repeat(61), BadTerms::Title),
        (|terms| terms.design.model = "长".repeat(61), BadTerms::Model),
        (|terms| terms.design.stops = Some(1), BadTerms::Stops),
        (|terms| terms.design.summary = "长".repeat(1_001), BadTerms::Summary),
        (|terms| terms.lift.subsidies[0].name = " ".into(), BadTerms::Subsidy { at: 0 }),
        (|terms| terms.lift.subsidies[0].amount = Money::ZERO, BadTerms::Subsidy { at: 0 }),
        (|terms| terms.lift.groups = vec![Group::default()], BadTerms::Group { at: 0 }),
        (
            |terms| {
                let line = Compensation { to: "101".into(), amount: YUAN(1), why: String::new() };
                terms.lift.compensations = vec![line];
            },
            BadTerms::Compensation { at: 0 },
        ),
        (
            |terms| terms.lift.cost = YUAN(199_999),
            BadTerms::Shares(NoShares::AboveCost { given: YUAN(200_000), cost: YUAN(199_999) }),
        ),
    ];
    for (change, why) in cases {
        let mut typed = terms();
        change(&mut typed);
        assert_eq!(typed.checked(), Err(why));
    }
    assert_eq!(terms().checked().map(|terms| terms.design.title), Ok("3栋2单元加装电梯".into()));
}

#[test]
fn a_draft_waits_for_answers_and_a_settled_one_does_not() {
    let mut silent = terms();
    silent.lift.households.iter_mut().for_each(|one| one.answer = Answer::Silent);
    let kept = silent.checked().expect("a draft");
    assert_eq!(kept.ready(), Err(NotReady::Shares(NoShares::NobodyPays)));
    let free = Terms { lift: Lift { fund: YUAN(410_000), ..kept.lift.clone() }, ..kept.clone() };
    assert_eq!(free.ready(), Err(NotReady::Shares(NoShares::NobodyPays)), "nothing to pay, and still nobody agrees");
    assert_eq!(Terms { design: Design::default(), ..terms() }.ready(), Err(NotReady::NoDesign));
    assert_eq!(Terms { lift: Lift::default(), ..terms() }.ready(), Err(NotReady::NoCost));
    assert!(terms().ready().is_ok());
}

#[test]
fn by_area_no_table_is_kept() {
    let by_area = Terms { basis: Basis::Area, ..terms() }.checked().expect("kept");
    assert!(by_area.lift.table.is_none() && by_area.ready().is_ok_and(|shared| shared.groups[0].by_area_instead));
}

#[test]
fn what_was_settled_stays_whatever_is_worked_out_later() {
    let lift = stairwell();
    let doors = lift
        .households
        .iter()
        .zip(1..)
        .map(|(one, n)| Door { dwelling: crate::register::DwellingId::from_number(n), room: one.id.clone() });
    let scheme = Scheme {
        id: SchemeId::from_number(1),
        entrance: crate::register::EntranceId::from_number(1),
        number: 1,
        state: State::Settled,
        doors: doors.collect(),
        agreed: vec![Agreed { pays: YUAN(7), upkeep: YUAN(3) }],
        settled: None,
        revision: 1,
        at: crate::kernel::Timestamp::UNIX_EPOCH,
        by_name: String::new(),
        terms: terms(),
    };
    let shared = scheme.shared().expect("shares");
    assert_eq!((shared.shares[0].pays, shared.shares[0].upkeep), (YUAN(7), YUAN(3)));
    assert_eq!((scheme.room(2), scheme.room_of("201"), scheme.room_of("x")), ("201", "201", ""));
}

#[test]
fn a_table_is_kept_with_its_mark_and_read_again() {
    let rules = LiftRules::default();
    let text = serde_json::to_string(&rules).expect("text");
    assert!(text.contains("\"example\":true") && text.contains("[2,500]"), "{text}");
    assert_eq!(serde_json::from_str::<LiftRules>(&text).expect("rules"), rules);
    assert!(serde_json::from_str::<LiftRules>(&text.replace("500", "-1")).is_err());
    assert!(serde_json::from_str::<LiftRules>(r#"{"table":null}"#).is_ok_and(|rules| rules.table.is_none()));
    let names = [Rule::Coefficient, Rule::Equal, Rule::Area, Rule::Fixed(YUAN(1))];
    for rule in names {
        let each = if let Rule::Fixed(each) = rule { Some(each) } else { None };
        assert_eq!(Rule::of(rule.as_str(), each), Some(rule));
    }
    assert_eq!((Rule::of("fixed", None), Rule::of("equal", Some(YUAN(1)))), (None, None));
}
