//! The rule word for word, with a fraction for every purse: slow, and easy to check against the paper.

use super::super::*;

pub struct Paid {
    pub project: usize,
    pub rho: Fraction,
    /// Every payment above zero, the largest first.
    pub payments: Vec<Fraction>,
}

fn zero() -> Fraction {
    Fraction::from(0)
}

/// Weights by ballot and project, times what a unit of weight is worth.
fn satisfaction(election: &Election, utility: Utility) -> Vec<Vec<Fraction>> {
    let of_ballot = |ballot: &Ballot| {
        let mut row: Vec<Fraction> = vec![zero(); election.projects().len()];
        if utility == Utility::Points && election.kind() == BallotKind::Scoring {
            row.fill(Fraction::new(election.default_points(), election.point_parts()));
        }
        for (place, wish) in ballot.wishes.iter().enumerate() {
            let at = wish.project as usize;
            row[at] = match (utility, election.kind()) {
                (Utility::Cost, _) => election.money_of(election.projects()[at].cost),
                (Utility::Cardinality, _) | (Utility::Points, BallotKind::Approval) => Fraction::from(1),
                (Utility::Points, BallotKind::Ranking) => {
                    Fraction::from(i64::try_from(ballot.wishes.len() - place).expect("short"))
                }
                (Utility::Points, _) => Fraction::new(wish.points.max(0), election.point_parts()),
            };
        }
        row
    };
    election.ballots().iter().map(of_ballot).collect()
}

/// What a unit of satisfaction costs, if the supporters can pay.
fn price(purses: &[Fraction], worth: &[Fraction], cost: &Fraction) -> Option<Fraction> {
    let mut supporters: Vec<usize> = (0..purses.len()).filter(|voter| !worth[*voter].is_zero()).collect();
    let money = supporters.iter().fold(zero(), |sum, voter| sum.plus(&purses[*voter]));
    if supporters.is_empty() || money < *cost {
        return None;
    }
    supporters.sort_by(|a, b| purses[*a].divided(&worth[*a]).cmp(&purses[*b].divided(&worth[*b])));
    let mut left = cost.clone();
    let mut weight = supporters.iter().fold(zero(), |sum, voter| sum.plus(&worth[*voter]));
    for voter in supporters {
        let rho = left.divided(&weight);
        if times(&rho, &worth[voter]) <= purses[voter] {
            return Some(rho);
        }
        left = left.minus(&purses[voter]);
        weight = weight.minus(&worth[voter]);
    }
    unreachable!("the supporters have the cost")
}

fn times(a: &Fraction, b: &Fraction) -> Fraction {
    a.divided(&Fraction::from(1).divided(b))
}

pub fn shares(election: &Election, utility: Utility, increments: i64) -> Vec<Paid> {
    let voters = i64::try_from(election.ballots().len()).expect("few");
    let share = election.money_of(election.budget()).over(voters).plus(&Fraction::from(increments));
    let mut purses = vec![share; election.ballots().len()];
    let satisfaction = satisfaction(election, utility);
    let mut order: Vec<usize> = (0..election.projects().len()).collect();
    order.sort_by_key(|project| &election.projects()[*project].id);
    let mut taken: Vec<Paid> = Vec::new();
    loop {
        let mut best: Option<(Fraction, usize)> = None;
        for project in &order {
            if taken.iter().any(|paid| paid.project == *project) {
                continue;
            }
            let worth: Vec<Fraction> = satisfaction.iter().map(|row| row[*project].clone()).collect();
            let rho = price(&purses, &worth, &election.money_of(election.projects()[*project].cost));
            if let Some(rho) = rho.filter(|rho| best.as_ref().is_none_or(|(least, _)| rho < least)) {
                best = Some((rho, *project));
            }
        }
        let Some((rho, project)) = best else { return taken };
        let mut payments = Vec::new();
        for (purse, row) in purses.iter_mut().zip(&satisfaction) {
            if row[project].is_zero() {
                continue;
            }
            let payment = times(&rho, &row[project]).min(purse.clone());
            *purse = purse.minus(&payment);
            if !payment.is_zero() {
                payments.push(payment);
            }
        }
        payments.sort_by(|a, b| b.cmp(a));
        taken.push(Paid { project, rho, payments });
    }
}

/// Raised until it is exhaustive, or back to the one before where it costs too much.
pub fn raised(election: &Election, utility: Utility) -> (i64, Vec<Paid>) {
    let satisfaction = satisfaction(election, utility);
    let mut before = (0, Vec::new());
    for increments in 0.. {
        let taken = shares(election, utility, increments);
        let order: Vec<usize> = taken.iter().map(|paid| paid.project).collect();
        let cost = election.cost_of(&order);
        if cost > i128::from(election.budget()) {
            return before;
        }
        let fits = |project: &usize| {
            !order.contains(project)
                && satisfaction.iter().any(|row| !row[*project].is_zero())
                && cost + election.cost_of(&[*project]) <= i128::from(election.budget())
        };
        if !(0..election.projects().len()).any(|project| fits(&project)) {
            return (increments, taken);
        }
        before = (increments, taken);
    }
    unreachable!("there is always a next one")
}

/// The density of every project anew in each round.
pub fn greedy(election: &Election, utility: Utility, taken: &[usize]) -> Vec<usize> {
    let satisfaction = satisfaction(election, utility);
    let density = |project: usize| {
        let all = satisfaction.iter().fold(zero(), |sum, row| sum.plus(&row[project]));
        all.divided(&election.money_of(election.projects()[project].cost))
    };
    let mut order = Vec::new();
    loop {
        let all: Vec<usize> = taken.iter().chain(&order).copied().collect();
        let left = i128::from(election.budget()) - election.cost_of(&all);
        let fit = |project: &usize| !all.contains(project) && election.cost_of(&[*project]) <= left;
        let mut fitting: Vec<usize> = (0..election.projects().len()).filter(fit).collect();
        fitting.sort_by_key(|project| &election.projects()[*project].id);
        let best = fitting.into_iter().reduce(|best, next| if density(next) > density(best) { next } else { best });
        let Some(best) = best else { return order };
        order.push(best);
    }
}
