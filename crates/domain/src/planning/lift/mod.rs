//! Adding a lift (加装电梯): who of an entrance pays how much, to the fen, and why.
//!
//! What is to be paid is the cost and what is given to those who lose by it, less subsidies and money of the fund. It falls to
//! payment groups, each with a rule of its own; within a group it is shared by the coefficient of the floor, equally, by area, or
//! each pays a fixed sum. Where no table of coefficients is agreed, area decides (《民法典》第283条). Everything is counted in integers;
//! the shares come to exactly what is to be paid, and the last fen goes where the stated rule says.
//!
//! What people say of it here is a consent survey (意愿征询) and binds nobody. The owners' vote (业主表决) is another thing.
//!
//! ```
//! use linli_domain::kernel::Money;
//! use linli_domain::planning::lift::*;
//!
//! let household = |room: &str, floor| Household { answer: Answer::For, ..Household::new(room, floor) };
//! let lift = Lift {
//!     cost: Money::from_yuan(300_000),
//!     subsidies: vec![Sum { name: "county".into(), amount: Money::from_yuan(100_000) }],
//!     table: Some(FloorTable::guangzhou()),
//!     households: vec![household("101", 1), household("201", 2), household("301", 3), household("401", 4)],
//!     ..Lift::default()
//! };
//! let shared = lift.share()?;
//! let shares: Vec<String> = shared.shares.iter().map(|share| share.pays.to_string()).collect();
//! assert_eq!(shares, ["0.00", "38461.54", "76923.08", "84615.38"]);
//! assert_eq!(shared.to_pay, Money::from_yuan(200_000));
//! # Ok::<(), NoShares>(())
//! ```

mod coefficient;
mod consent;
mod rules;
mod scheme;
mod share;
mod split;

#[cfg(test)]
mod tests;

use crate::kernel::{Area, Money};

pub use coefficient::{BadCoefficient, Coefficient, FloorTable, MOST_FLOORS};
pub use consent::{Consent, Said};
pub use rules::LiftRules;
pub use scheme::{
    Agreed, BadTerms, Basis, Design, Door, LONGEST_GROUP, LONGEST_MODEL, LONGEST_NAME, LONGEST_SUMMARY, LONGEST_TITLE,
    NotReady, STOPS, Scheme, SchemeId, Settled, State, Terms,
};
pub use share::{GroupSum, NoShares, Share, Shared};
pub use split::Remainder;

/// What a household says when it is asked (意愿征询).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Agrees, and pays (同意并出资).
    For,
    /// Agrees, and does not pay (同意但不出资): another thing than against.
    WithoutPaying,
    /// 不同意
    Against,
    /// Was not asked, or has not said (未表态).
    #[default]
    Silent,
}

impl Answer {
    pub const ALL: [Self; 4] = [Self::For, Self::WithoutPaying, Self::Against, Self::Silent];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::WithoutPaying => "without-paying",
            Self::Against => "against",
            Self::Silent => "silent",
        }
    }
}

impl std::str::FromStr for Answer {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text).ok_or(())
    }
}

/// A household of the entrance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Its door.
    pub id: String,
    pub floor: i64,
    pub area: Option<Area>,
    pub answer: Answer,
    /// Which group it pays with: its place among the groups.
    pub group: usize,
    /// Its own coefficient, where one was agreed that is not its floor's.
    pub coefficient: Option<Coefficient>,
    /// Whether it may use the lift, where that is agreed otherwise than that who pays does.
    pub uses: Option<bool>,
}

impl Household {
    pub fn new(id: &str, floor: i64) -> Self {
        Self { id: id.to_owned(), floor, area: None, answer: Answer::Silent, group: 0, coefficient: None, uses: None }
    }
}

/// An amount with what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub name: String,
    pub amount: Money,
}

/// How a group shares what falls to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// By the coefficient of the floor (按楼层系数).
    #[default]
    Coefficient,
    /// 每户相等
    Equal,
    /// 按面积
    Area,
    /// Each household of it pays this (每户定额).
    Fixed(Money),
}

impl Rule {
    /// Its name; of a fixed sum without the sum.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Coefficient => "coefficient",
            Self::Equal => "equal",
            Self::Area => "area",
            Self::Fixed(_) => "fixed",
        }
    }

    /// By its name, and the sum that a fixed one needs.
    pub fn of(name: &str, each: Option<Money>) -> Option<Self> {
        match (name, each) {
            ("coefficient", None) => Some(Self::Coefficient),
            ("equal", None) => Some(Self::Equal),
            ("area", None) => Some(Self::Area),
            ("fixed", Some(each)) => Some(Self::Fixed(each)),
            _ => None,
        }
    }
}

/// What falls to a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// What the others leave.
    #[default]
    Rest,
    Sum(Money),
}

/// Households that pay by one rule (出资组).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub id: String,
    pub rule: Rule,
    /// Of a fixed sum a household the part follows from the rule.
    pub part: Part,
}

/// What one is given who loses light, air or quiet (补偿): those who pay bear it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compensation {
    /// A household's id.
    pub to: String,
    pub amount: Money,
    pub why: String,
}

/// What the lift costs every year, and who bears it (运行维护费).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Upkeep {
    pub yearly: Money,
    pub rule: Rule,
}

/// A lift as it is planned for an entrance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lift {
    pub cost: Money,
    pub subsidies: Vec<Sum>,
    /// Out of the maintenance fund (维修资金).
    pub fund: Money,
    /// The table that was agreed; without one, area decides.
    pub table: Option<FloorTable>,
    /// Where none is named, all pay in one by coefficient.
    pub groups: Vec<Group>,
    pub households: Vec<Household>,
    pub compensations: Vec<Compensation>,
    pub remainder: Remainder,
    pub upkeep: Option<Upkeep>,
}

/// What is taken at most: far above any lift, far below where a sum could overflow.
pub const MOST_MONEY: Money = Money::from_yuan(10_000_000_000);
pub const MOST_HOUSEHOLDS: usize = 2_000;
pub const MOST_GROUPS: usize = 50;
