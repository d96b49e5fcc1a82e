//! What the rules promise: published examples, and properties on elections made at random, many of them full of ties.

mod reference;

use proptest::prelude::*;

use super::*;

fn project(id: &str, cost: i64) -> Project {
    Project { id: id.into(), name: format!("project {id}"), cost }
}

fn ballot(wishes: &[u32]) -> Ballot {
    Ballot { wishes: wishes.iter().map(|project| Wish { project: *project, points: 1 }).collect() }
}

/// Ballots with the projects they tick, so many times each.
fn approvals(budget: i64, costs: &[i64], ballots: &[(usize, &[u32])]) -> Election {
    let projects = costs.iter().enumerate().map(|(at, cost)| project(&format!("p{at}"), *cost)).collect();
    let ballots = ballots.iter().flat_map(|(times, wishes)| vec![ballot(wishes); *times]).collect();
    Election::new(BallotKind::Approval, 1, budget, projects, ballots).expect("an election")
}

fn taken(election: &Election, utility: Utility, completion: Completion) -> Vec<usize> {
    equal_shares(election, utility, completion).expect("an outcome").order()
}

/// Nine projects at 200, 100 voters, 1,000 to spend: 51 of them agree on the first five, the others do not agree on so much.
fn two_camps() -> Election {
    let camps: [(usize, &[u32]); 2] = [(51, &[0, 1, 2, 3, 4]), (49, &[5, 6, 7, 8, 9])];
    approvals(1_000, &[200; 10], &camps)
}

#[test]
fn a_bare_majority_does_not_decide_about_everything() {
    let election = two_camps();
    assert_eq!(greedy(&election, Utility::Cost), [0, 1, 2, 3, 4]);
    // 51 households have 510 between them and 49 have 490: two projects each, and nobody can pay the fifth.
    assert_eq!(taken(&election, Utility::Cost, Completion::None), [0, 1, 5, 6]);
    assert_eq!(taken(&election, Utility::Cost, Completion::Greedy), [0, 1, 5, 6, 2]);
}

/// The committee of Lackner and Skowron's book, example 1: four of seven seats for twelve voters.
#[test]
fn the_committee_of_the_book() {
    let voters: [(usize, &[u32]); 7] =
        [(3, &[0, 1]), (3, &[0, 2]), (2, &[0, 3]), (1, &[1, 2, 5]), (1, &[4]), (1, &[5]), (1, &[6])];
    let election = approvals(4, &[1; 7], &voters);
    let outcome = equal_shares(&election, Utility::Cardinality, Completion::None).expect("an outcome");
    assert_eq!(outcome.order(), [0]);
    assert_eq!(outcome.steps[0].payments, [Payment { households: 8, each: Fraction::new(1, 8), all_they_had: false }]);
    let b = outcome.refused.iter().find(|refused| refused.project == 1).expect("refused");
    // Three voters have 1/3 − 1/8 left, one has all of 1/3.
    assert_eq!((&b.left, &b.missing), (&Fraction::new(23, 24), &Fraction::new(1, 24)));
    assert_eq!((b.spent_on.as_slice(), b.missing_shares.to_string()), (&[(0, 3)][..], "1".into()));
}

/// The same book, example 12: who cannot pay in full gives what is left.
#[test]
fn who_has_less_gives_what_is_left() {
    let voters: [(usize, &[u32]); 4] = [(3, &[2, 3]), (2, &[0, 1]), (2, &[0, 2]), (1, &[1, 3])];
    let election = approvals(3, &[1; 4], &voters);
    let outcome = equal_shares(&election, Utility::Cardinality, Completion::None).expect("an outcome");
    assert_eq!(outcome.order(), [2, 0]);
    let paid = |households, above, below, all_they_had| Payment {
        households,
        each: Fraction::new(above, below),
        all_they_had,
    };
    assert_eq!(outcome.steps[0].payments, [paid(5, 1, 5, false)]);
    assert_eq!(outcome.steps[1].payments, [paid(2, 13, 40, false), paid(2, 7, 40, true)]);
    assert_eq!(outcome.steps[1].rho, Fraction::new(13, 40));
}

#[test]
fn a_project_that_takes_the_last_coin_is_affordable() {
    // Three households with a third of ten each: the sum is ten, though no third is a decimal number.
    let election = approvals(10, &[10, 5], &[(3, &[0])]);
    assert_eq!(taken(&election, Utility::Cost, Completion::None), [0]);
    let election = approvals(10, &[5, 5, 5], &[(1, &[0, 1]), (1, &[0, 2]), (1, &[1, 2])]);
    // After the first (2.5 of 3.33 each), the others have 0.83 + 3.33 < 5.
    assert_eq!(taken(&election, Utility::Cost, Completion::None), [0]);
}

#[test]
fn equals_are_told_apart_by_the_letters_of_their_ids() {
    let of = |ids: [&str; 3]| {
        let projects = ids.iter().map(|id| project(id, 10)).collect();
        let ballots = vec![ballot(&[0, 1, 2]); 2];
        let election = Election::new(BallotKind::Approval, 1, 10, projects, ballots).expect("an election");
        let order = taken(&election, Utility::Cost, Completion::None);
        order.into_iter().map(|at| ids[at].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(["9", "10", "A"]), ["10"]);
    assert_eq!(of(["b", "a", "C"]), ["C"]);
}

#[test]
fn a_ranking_gives_points_by_place_and_points_count_as_they_are() {
    let projects = || vec![project("a", 6), project("b", 6)];
    let ranked = |order: [u32; 2]| ballot(&order);
    let ballots = vec![ranked([0, 1]), ranked([0, 1]), ranked([1, 0])];
    let election = Election::new(BallotKind::Ranking, 1, 6, projects(), ballots).expect("an election");
    let outcome = equal_shares(&election, Utility::Points, Completion::None).expect("an outcome");
    // Five points for a and four for b: 6 ÷ 5 a point, so 12/5 of two each would be too much: they give all they have.
    assert_eq!((outcome.order(), &outcome.steps[0].rho), (vec![0], &Fraction::from(2)));

    let points = |a, b| Ballot { wishes: vec![Wish { project: 0, points: a }, Wish { project: 1, points: b }] };
    let election = Election::new(BallotKind::Scoring, 1, 12, projects(), vec![points(15, 5), points(0, -7)]);
    let election = election.expect("an election").with_points(10, 0);
    let outcome = equal_shares(&election, Utility::Points, Completion::None).expect("an outcome");
    assert_eq!((outcome.order(), &outcome.steps[0].rho), (vec![0], &Fraction::from(4)));
    assert_eq!(taken(&election, Utility::Cardinality, Completion::None), [0, 1]);
}

#[test]
fn what_does_not_add_up_is_no_election() {
    let one = || vec![project("a", 5)];
    let new =
        |parts, budget, projects, ballots| Election::new(BallotKind::Approval, parts, budget, projects, ballots).err();
    let voted = || vec![ballot(&[0])];
    assert_eq!(new(1, 10, one(), voted()), None);
    assert_eq!(new(1, 0, one(), voted()), Some(NoElection::NoBudget));
    assert_eq!(new(0, 10, one(), voted()), Some(NoElection::TooFine));
    assert_eq!(new(1, MOST_MONEY + 1, one(), voted()), Some(NoElection::TooMuchMoney));
    assert_eq!(new(FINEST, MOST_PARTS + 1, one(), voted()), Some(NoElection::TooMuchMoney));
    assert_eq!(new(FINEST + 1, 10, one(), voted()), Some(NoElection::TooFine));
    assert_eq!(new(1, 10, vec![project("a", 0)], voted()), Some(NoElection::Free { project: 0 }));
    assert_eq!(new(1, 10, vec![project("a", 1), project("a", 2)], voted()), Some(NoElection::SameId { project: 1 }));
    assert_eq!(new(1, 10, Vec::new(), voted()), Some(NoElection::NoProjects));
    assert_eq!(new(1, 10, one(), Vec::new()), Some(NoElection::NoBallots));
    assert_eq!(new(1, 10, one(), vec![ballot(&[1])]), Some(NoElection::Unknown { ballot: 0 }));
    assert_eq!(new(1, 10, one(), vec![ballot(&[0]), ballot(&[0, 0])]), Some(NoElection::Twice { ballot: 1 }));
}

#[test]
fn the_largest_sums_stay_exact() {
    let most = MOST_PARTS;
    let projects = vec![project("a", most), project("b", most - 1), project("c", 1)];
    let ballots = vec![ballot(&[0, 1]), ballot(&[1, 2]), ballot(&[2])];
    let election =
        Election::new(BallotKind::Approval, MOST_PARTS / MOST_MONEY, most, projects, ballots).expect("an election");
    for utility in [Utility::Cost, Utility::Cardinality, Utility::Points] {
        let got: Vec<usize> = taken(&election, utility, Completion::None);
        let wanted: Vec<usize> = reference::shares(&election, utility, 0).iter().map(|paid| paid.project).collect();
        assert_eq!(got, wanted, "{utility:?}");
    }
}

/// Raised by one at a time this would outlive the county.
#[test]
fn shares_are_raised_a_billion_times_at_once() {
    let election = approvals(MOST_MONEY, &[900_000_000_000], &[(1, &[0]), (2, &[])]);
    let outcome = equal_shares(&election, Utility::Cost, Completion::Add1).expect("an outcome");
    assert_eq!((outcome.order(), outcome.increments), (vec![0], 566_666_666_667));
    let election = approvals(1_000, &[999, 1_000], &[(1, &[0]), (1, &[1])]);
    let outcome = equal_shares(&election, Utility::Cost, Completion::Add1).expect("an outcome");
    assert_eq!((outcome.order(), outcome.increments), (vec![0], 499));
}

const UTILITIES: [Utility; 3] = [Utility::Cost, Utility::Cardinality, Utility::Points];
const KINDS: [BallotKind; 4] = [BallotKind::Approval, BallotKind::Ranking, BallotKind::Cumulative, BallotKind::Scoring];

/// Small numbers make ties; larger ones make long fractions.
fn elections(most_cost: i64) -> impl Strategy<Value = Election> {
    let projects = prop::collection::vec(1..=most_cost, 1..7);
    (projects, 0..4_usize, 1..4_i64, 0..3_i64).prop_flat_map(move |(costs, kind, parts, default)| {
        let count = u32::try_from(costs.len()).expect("few");
        let wishes = prop::collection::vec((0..count, -1..5_i64), 0..=costs.len());
        let ballots = prop::collection::vec(wishes, 1..12);
        (Just(costs), ballots, 1..=most_cost * 4).prop_map(move |(costs, ballots, budget)| {
            let projects = costs.iter().enumerate().map(|(at, cost)| project(&format!("p{at}"), *cost)).collect();
            let ballots = ballots.into_iter().map(distinct).collect();
            Election::new(KINDS[kind], parts, budget, projects, ballots).expect("an election").with_points(2, default)
        })
    })
}

fn distinct(wishes: Vec<(u32, i64)>) -> Ballot {
    let mut ballot = Ballot::default();
    for (project, points) in wishes {
        if !ballot.wishes.iter().any(|wish| wish.project == project) {
            ballot.wishes.push(Wish { project, points });
        }
    }
    ballot
}

/// The first households twice over and so on: the same wishes often, as in a town.
fn crowd(election: &Election, times: usize) -> Election {
    let ballots =
        election.ballots().iter().enumerate().flat_map(|(at, one)| vec![one.clone(); at % times + 1]).collect();
    Election::new(election.kind(), election.parts(), election.budget(), election.projects().to_vec(), ballots)
        .expect("an election")
        .with_points(election.point_parts(), election.default_points())
}

fn same_as_reference(election: &Election, utility: Utility) {
    let outcome = equal_shares(election, utility, Completion::None).expect("an outcome");
    let wanted = reference::shares(election, utility, 0);
    assert_eq!(outcome.steps.len(), wanted.len());
    for (step, paid) in outcome.steps.iter().zip(&wanted) {
        assert_eq!((step.project, &step.rho), (paid.project, &paid.rho));
        let each = |payment: &Payment| vec![payment.each.clone(); usize::try_from(payment.households).expect("few")];
        assert_eq!(step.payments.iter().flat_map(each).collect::<Vec<_>>(), paid.payments);
        let cost = election.money_of(election.projects()[step.project].cost);
        assert_eq!(paid.payments.iter().fold(Fraction::from(0), |sum, one| sum.plus(one)), cost);
        assert!(paid.payments.iter().all(|payment| *payment <= outcome.share));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Payments of thirty projects, one upon the other.
    #[test]
    fn long_runs_end_where_fractions_do(
        costs in prop::collection::vec(1..1_000_i64, 30),
        wishes in prop::collection::vec(prop::collection::vec((0..30_u32, 1..4_i64), 1..9), 60),
        kind in 0..4_usize,
    ) {
        let budget = costs.iter().sum::<i64>() / 2;
        let projects = costs.iter().enumerate().map(|(at, cost)| project(&format!("p{at}"), *cost)).collect();
        let ballots = wishes.into_iter().map(distinct).collect();
        let election = Election::new(KINDS[kind], 1, budget, projects, ballots).expect("an election");
        for utility in UTILITIES {
            same_as_reference(&election, utility);
            let wanted: Vec<usize> = reference::shares(&election, utility, 5).iter().map(|paid| paid.project).collect();
            let support = support::Support::of(&election, utility);
            for (fine, coarse) in [(20, 16), (62, 62), (58, 40)] {
                let mut run = run::Run::new(&support);
                (run.fine, run.coarse) = (fine, coarse);
                run.go(budget + 5 * 60);
                prop_assert_eq!(run.order(), &wanted[..]);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn estimates_and_exact_sums_decide_as_fractions_do(small in elections(4), large in elections(100_000)) {
        for election in [small, large] {
            for utility in UTILITIES {
                same_as_reference(&election, utility);
                same_as_reference(&crowd(&election, 5), utility);
            }
        }
    }

    /// Whether estimates decide nearly everything or nearly nothing, the outcome is the same.
    #[test]
    fn how_exact_estimates_are_changes_nothing(election in elections(50)) {
        for utility in UTILITIES {
            let wanted: Vec<usize> = reference::shares(&election, utility, 0).iter().map(|paid| paid.project).collect();
            let support = support::Support::of(&election, utility);
            for (fine, coarse) in [(62, 62), (62, 0), (0, 62), (0, 0), (57, 50)] {
                let mut run = run::Run::new(&support);
                (run.fine, run.coarse) = (fine, coarse);
                run.go(election.budget());
                prop_assert_eq!(run.order(), &wanted[..]);
            }
        }
    }

    #[test]
    fn raised_shares_end_where_fractions_do(election in elections(9)) {
        for utility in UTILITIES {
            let (increments, wanted) = reference::raised(&election, utility);
            let wanted: Vec<usize> = wanted.iter().map(|paid| paid.project).collect();
            let outcome = equal_shares(&election, utility, Completion::Add1).expect("an outcome");
            prop_assert_eq!((outcome.kept, outcome.order()), (increments, wanted.clone()));
            let outcome = equal_shares(&election, utility, Completion::Add1Greedy).expect("an outcome");
            prop_assert_eq!(&outcome.completed, &reference::greedy(&election, utility, &wanted));
        }
    }

    /// Few households and dear projects: most increments change nothing and are passed over, and none that does.
    #[test]
    fn increments_that_change_nothing_are_passed_over(election in elections(400)) {
        let few = election.ballots().iter().take(3).cloned().collect();
        let few = Election::new(election.kind(), 1, election.budget(), election.projects().to_vec(), few);
        let few = few.expect("an election").with_points(election.point_parts(), election.default_points());
        for utility in UTILITIES {
            let (kept, wanted) = reference::raised(&few, utility);
            let wanted: Vec<usize> = wanted.iter().map(|paid| paid.project).collect();
            let outcome = equal_shares(&few, utility, Completion::Add1).expect("an outcome");
            prop_assert_eq!((outcome.kept, outcome.order()), (kept, wanted));
        }
    }

    #[test]
    fn greedy_takes_the_densest_that_fits(election in elections(9)) {
        for utility in UTILITIES {
            prop_assert_eq!(greedy(&election, utility), reference::greedy(&election, utility, &[]));
        }
    }

    #[test]
    fn the_budget_is_never_passed(election in elections(9)) {
        for completion in [Completion::None, Completion::Add1, Completion::Greedy, Completion::Add1Greedy] {
            let order = taken(&election, Utility::Cost, completion);
            prop_assert!(election.cost_of(&order) <= i128::from(election.budget()));
            let mut once = order.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), order.len());
        }
    }

    #[test]
    fn the_order_of_ballots_does_not_matter(election in elections(9), turn in 0..12_usize) {
        let mut ballots = election.ballots().to_vec();
        let turn = turn % ballots.len();
        ballots.rotate_left(turn);
        ballots.reverse();
        let turned = Election::new(election.kind(), election.parts(), election.budget(), election.projects().to_vec(), ballots);
        let turned = turned.expect("an election").with_points(election.point_parts(), election.default_points());
        for utility in UTILITIES {
            let outcome = |of: &Election| equal_shares(of, utility, Completion::Add1Greedy).expect("an outcome");
            let (one, other) = (outcome(&election), outcome(&turned));
            prop_assert_eq!((one.steps, one.completed, one.refused), (other.steps, other.completed, other.refused));
        }
    }

    /// Ids say nothing but who is first among equals: where no two projects are equal, other ids change nothing.
    #[test]
    fn other_ids_change_ties_only(election in elections(1_000)) {
        let count = election.projects().len();
        let ids = |reversed: bool| {
            let named = election.projects().iter().enumerate().map(|(at, of)| {
                Project { id: if reversed { format!("q{}", count - at) } else { format!("q{at}") }, ..of.clone() }
            });
            let ballots = election.ballots().to_vec();
            let named = named.collect();
            let named = Election::new(election.kind(), election.parts(), election.budget(), named, ballots);
            named.expect("an election").with_points(election.point_parts(), election.default_points())
        };
        for utility in UTILITIES {
            let rhos = |of: &Election| {
                let outcome = equal_shares(of, utility, Completion::None).expect("an outcome");
                outcome.steps.into_iter().map(|step| (step.project, step.rho)).collect::<Vec<_>>()
            };
            let (one, other) = (rhos(&ids(false)), rhos(&ids(true)));
            let differ = one.iter().zip(&other).find(|(a, b)| a.0 != b.0);
            // The first difference is between two that were equal.
            prop_assert!(differ.is_none_or(|(a, b)| a.1 == b.1));
        }
    }

    /// What a group agrees on and could pay out of its part of the budget, some of it gets as much of, but for one project.
    #[test]
    fn a_group_gets_what_it_could_pay_up_to_one(election in elections(6)) {
        for utility in [Utility::Cost, Utility::Cardinality] {
            let order = taken(&election, utility, Completion::None);
            let worth = |project: usize| if utility == Utility::Cost { election.projects()[project].cost } else { 1 };
            for agreed in 1_usize..1 << election.projects().len() {
                let agreed: Vec<usize> = (0..election.projects().len()).filter(|at| agreed >> at & 1 == 1).collect();
                let wishes = |of: &Ballot, project: usize| of.wishes.iter().any(|wish| wish.project as usize == project);
                let aim: i64 = agreed.iter().map(|project| worth(*project)).sum();
                let content = |of: &Ballot| {
                    let has: i64 = order.iter().filter(|at| wishes(of, **at)).map(|at| worth(*at)).sum();
                    has >= aim || agreed.iter().any(|at| !order.contains(at) && has + worth(*at) > aim)
                };
                let group = election.ballots().iter().filter(|of| agreed.iter().all(|at| wishes(of, *at)));
                let short = group.filter(|of| !content(of)).count();
                let (part, needed) = (
                    i128::try_from(short).expect("few") * i128::from(election.budget()),
                    i128::try_from(election.ballots().len()).expect("few") * election.cost_of(&agreed),
                );
                prop_assert!(part < needed || short == 0, "{agreed:?}");
            }
        }
    }

    /// What is said to be missing is what is missing.
    #[test]
    fn at_the_price_that_is_named_it_would_have_been_taken(election in elections(30)) {
        for utility in UTILITIES {
            let outcome = equal_shares(&election, utility, Completion::None).expect("an outcome");
            for refused in outcome.refused.iter().filter(|refused| !refused.missing.is_zero()) {
                let cost = election.money_of(election.projects()[refused.project].cost);
                prop_assert_eq!(refused.left.plus(&refused.missing), cost);
                let mut projects = election.projects().to_vec();
                let whole = |cost: &i64| election.money_of(*cost) <= refused.left;
                let Some(cheaper) = (1..projects[refused.project].cost).rev().find(whole) else { continue };
                projects[refused.project].cost = cheaper;
                let ballots = election.ballots().to_vec();
                let cheaper = Election::new(election.kind(), election.parts(), election.budget(), projects, ballots);
                let cheaper = cheaper.expect("an election").with_points(election.point_parts(), election.default_points());
                prop_assert!(taken(&cheaper, utility, Completion::None).contains(&refused.project));
            }
        }
    }
}
