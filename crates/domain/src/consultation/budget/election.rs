//! What is to be decided: a sum of money, projects that cost something, and what households wish.

use std::collections::{HashMap, HashSet};

use super::Fraction;

/// A million million: no neighbourhood costs more, and all sums of what is below it stay exact.
pub const MOST_MONEY: i64 = 1_000_000_000_000;
/// Money is counted in parts of its unit where a file does so, and not in finer ones.
pub const FINEST: i64 = 1_000_000_000_000;
/// No sum has more parts, however fine they are.
pub const MOST_PARTS: i64 = 1_000_000_000_000_000_000;
/// No ballot gives more points to a project.
pub const MOST_POINTS: i64 = 1_000_000_000;
/// A city of ten million households, each with a ballot, would be read in parts.
pub const MOST_BALLOTS: usize = 2_000_000;

/// Nobody reads a longer list, let alone chooses from it.
pub const MOST_PROJECTS: usize = 20_000;

/// How households said what they wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BallotKind {
    /// A tick at each project that is wished (勾选).
    Approval,
    /// Projects in order, the dearest first (排序).
    Ranking,
    /// Points out of a sum that everybody has (总分分配).
    Cumulative,
    /// Points for each project (打分).
    Scoring,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    pub id: String,
    pub name: String,
    /// In parts of the unit of money; see [`Election::parts`].
    pub cost: i64,
}

/// One wish on a ballot. `points` count where the ballot has points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Wish {
    pub project: u32,
    pub points: i64,
}

/// The wishes of one household (一户一票), in its order. It may be empty: its share stays unspent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    pub wishes: Vec<Wish>,
}

/// What is not an election.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoElection {
    #[error("the budget is not above zero")]
    NoBudget,
    #[error("more money than {MOST_MONEY}")]
    TooMuchMoney,
    #[error("money is counted in finer parts than {FINEST}")]
    TooFine,
    #[error("there are no projects")]
    NoProjects,
    #[error("more projects than {MOST_PROJECTS}")]
    TooManyProjects,
    #[error("there are no ballots")]
    NoBallots,
    #[error("more ballots than {MOST_BALLOTS}")]
    TooManyBallots,
    #[error("project {project} costs nothing")]
    Free { project: usize },
    #[error("project {project} has the id of another one")]
    SameId { project: usize },
    #[error("ballot {ballot} wishes what is not there")]
    Unknown { ballot: usize },
    #[error("ballot {ballot} wishes a project twice")]
    Twice { ballot: usize },
    #[error("ballot {ballot} gives more points than {MOST_POINTS}")]
    TooManyPoints { ballot: usize },
}

/// An election that adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Election {
    kind: BallotKind,
    parts: i64,
    budget: i64,
    projects: Vec<Project>,
    ballots: Vec<Ballot>,
    point_parts: i64,
    default_points: i64,
}

impl Election {
    /// `budget` and costs are counted in `parts` of the unit of money: 10 where a file has one decimal.
    pub fn new(
        kind: BallotKind,
        parts: i64,
        budget: i64,
        projects: Vec<Project>,
        ballots: Vec<Ballot>,
    ) -> Result<Self, NoElection> {
        let election = Self { kind, parts, budget, projects, ballots, point_parts: 1, default_points: 0 };
        election.money()?;
        election.ids()?;
        election.wishes()?;
        Ok(election)
    }

    /// Points are counted in `parts` of a point, and a project that a ballot does not name has so many (`default_score`).
    #[must_use]
    pub fn with_points(self, parts: i64, default: i64) -> Self {
        let pointed = matches!(self.kind, BallotKind::Cumulative | BallotKind::Scoring);
        Self {
            point_parts: if pointed { parts.max(1) } else { 1 },
            default_points: default.clamp(0, MOST_POINTS),
            ..self
        }
    }

    pub const fn kind(&self) -> BallotKind {
        self.kind
    }

    pub const fn parts(&self) -> i64 {
        self.parts
    }

    pub const fn budget(&self) -> i64 {
        self.budget
    }

    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    pub fn ballots(&self) -> &[Ballot] {
        &self.ballots
    }

    pub const fn point_parts(&self) -> i64 {
        self.point_parts
    }

    pub const fn default_points(&self) -> i64 {
        self.default_points
    }

    /// A sum in the unit of money, as people say it.
    pub fn money_of(&self, parts: i64) -> Fraction {
        Fraction::new(parts, self.parts)
    }

    pub fn cost_of(&self, projects: &[usize]) -> i128 {
        projects.iter().map(|project| i128::from(self.projects[*project].cost)).sum()
    }

    fn money(&self) -> Result<(), NoElection> {
        if !(1..=FINEST).contains(&self.parts) {
            return Err(NoElection::TooFine);
        }
        let most = MOST_MONEY.saturating_mul(self.parts).min(MOST_PARTS);
        if self.budget <= 0 {
            return Err(NoElection::NoBudget);
        }
        if let Some(project) = self.projects.iter().position(|project| project.cost <= 0) {
            return Err(NoElection::Free { project });
        }
        if self.budget > most || self.projects.iter().any(|project| project.cost > most) {
            return Err(NoElection::TooMuchMoney);
        }
        Ok(())
    }

    fn ids(&self) -> Result<(), NoElection> {
        let mut seen: HashSet<&str> = HashSet::new();
        match self.projects.iter().position(|project| !seen.insert(&project.id)) {
            Some(project) => Err(NoElection::SameId { project }),
            None if self.projects.is_empty() => Err(NoElection::NoProjects),
            None if self.projects.len() > MOST_PROJECTS => Err(NoElection::TooManyProjects),
            None if self.ballots.is_empty() => Err(NoElection::NoBallots),
            None if self.ballots.len() > MOST_BALLOTS => Err(NoElection::TooManyBallots),
            None => Ok(()),
        }
    }

    fn wishes(&self) -> Result<(), NoElection> {
        let mut wished_by: HashMap<u32, usize> = HashMap::new();
        for (ballot, Ballot { wishes }) in self.ballots.iter().enumerate() {
            for wish in wishes {
                if wish.project as usize >= self.projects.len() {
                    return Err(NoElection::Unknown { ballot });
                }
                if wished_by.insert(wish.project, ballot) == Some(ballot) {
                    return Err(NoElection::Twice { ballot });
                }
                if wish.points.abs() > MOST_POINTS {
                    return Err(NoElection::TooManyPoints { ballot });
                }
            }
        }
        Ok(())
    }
}
