//! Who supports what, and how much: ballots of any kind turned into the one form that the rules work on.

use rustc_hash::FxHashMap;

use super::{BallotKind, Election};

/// What a project is worth to a household that wishes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utility {
    /// Its cost: a dear project is worth more than a cheap one. Every project that a ballot names is wished.
    Cost,
    /// One: what counts is how many projects somebody gets. Every project that a ballot names is wished.
    Cardinality,
    /// The points of the ballot; of a ranking of five the first has 5 points and the last 1; a tick is one point.
    Points,
}

/// Households with the same wishes pay and are paid for alike, so they are counted together.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub households: u32,
    /// Project and weight, by project.
    pub wishes: Vec<(u32, i64)>,
}

/// A project with everybody who supports it.
#[derive(Clone, Debug, Default)]
pub(super) struct Supported {
    pub cost: i64,
    /// A payment of one unit of weight buys so much satisfaction: the cost, or one.
    pub worth: i64,
    /// Households, their weights together, and the largest weight.
    pub households: i64,
    pub weight: i64,
    pub heaviest: i64,
    /// The place among all ids in the order of their letters; ties go to the first.
    pub place: usize,
    /// The groups that support it.
    pub groups: Vec<u32>,
}

#[derive(Debug)]
pub(super) struct Support {
    pub households: i64,
    pub groups: Vec<Group>,
    pub projects: Vec<Supported>,
    /// Whether a project is worth its cost.
    pub by_cost: bool,
    /// Whether it is worth the points that a ballot gives it.
    pub by_points: bool,
    /// Whether weights differ from one.
    pub weighted: bool,
}

impl Support {
    pub(super) fn of(election: &Election, utility: Utility) -> Self {
        let groups = groups(election, utility);
        let mut projects: Vec<Supported> = election.projects().iter().map(|_| Supported::default()).collect();
        for (at, place) in places(election).into_iter().enumerate() {
            let cost = election.projects()[at].cost;
            projects[at] = Supported {
                cost,
                worth: if utility == Utility::Cost { cost } else { 1 },
                place,
                ..Supported::default()
            };
        }
        for (at, group) in groups.iter().enumerate() {
            for (project, weight) in &group.wishes {
                let project = &mut projects[*project as usize];
                project.groups.push(u32::try_from(at).unwrap_or(u32::MAX));
                project.households += i64::from(group.households);
                project.weight += weight * i64::from(group.households);
                project.heaviest = project.heaviest.max(*weight);
            }
        }
        let weighted = groups.iter().flat_map(|group| &group.wishes).any(|(_, weight)| *weight != 1);
        let households = i64::try_from(election.ballots().len()).unwrap_or(i64::MAX);
        Self {
            households,
            groups,
            projects,
            by_cost: utility == Utility::Cost,
            by_points: utility == Utility::Points,
            weighted,
        }
    }
}

fn places(election: &Election) -> Vec<usize> {
    let mut by_id: Vec<usize> = (0..election.projects().len()).collect();
    by_id.sort_by(|a, b| election.projects()[*a].id.cmp(&election.projects()[*b].id));
    let mut places = vec![0; by_id.len()];
    for (place, project) in by_id.into_iter().enumerate() {
        places[project] = place;
    }
    places
}

/// Ballots that wish the same, together, in the order of their wishes: the order of ballots does not matter.
fn groups(election: &Election, utility: Utility) -> Vec<Group> {
    let mut counted: FxHashMap<Vec<(u32, i64)>, u32> = FxHashMap::default();
    for ballot in election.ballots() {
        let mut wishes: Vec<(u32, i64)> = match utility {
            Utility::Cost | Utility::Cardinality => ballot.wishes.iter().map(|wish| (wish.project, 1)).collect(),
            Utility::Points => points(election, ballot),
        };
        wishes.sort_unstable();
        *counted.entry(wishes).or_default() += 1;
    }
    let mut groups: Vec<Group> = counted
        .into_iter()
        .filter(|(wishes, _)| !wishes.is_empty())
        .map(|(wishes, households)| Group { households, wishes })
        .collect();
    groups.sort_unstable_by(|a, b| a.wishes.cmp(&b.wishes));
    groups
}

fn points(election: &Election, ballot: &super::Ballot) -> Vec<(u32, i64)> {
    let length = i64::try_from(ballot.wishes.len()).unwrap_or(i64::MAX);
    let named = ballot.wishes.iter().zip(0..).map(|(wish, place)| {
        let points = match election.kind() {
            BallotKind::Approval => 1,
            BallotKind::Ranking => length - place,
            BallotKind::Cumulative | BallotKind::Scoring => wish.points,
        };
        (wish.project, points)
    });
    let mut all: Vec<(u32, i64)> = named.collect();
    let default = election.default_points();
    if election.kind() == BallotKind::Scoring && default > 0 {
        let projects = u32::try_from(election.projects().len()).unwrap_or(u32::MAX);
        let unnamed = (0..projects).filter(|project| !ballot.wishes.iter().any(|wish| wish.project == *project));
        all.extend(unnamed.map(|project| (project, default)).collect::<Vec<_>>());
    }
    all.retain(|(_, points)| *points > 0);
    all
}
