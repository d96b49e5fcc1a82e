//! Within a budget (预算内选项): which items of a plan to take by what households wish, so that every household decides about the
//! same share of the money; and what the greedy rule of most cities would take, to lay beside it.
//!
//! What is in anyway (works of the basic class, or what somebody fixed) is paid first. About the rest households decide by what
//! they wished at their doors: a household supports an item when its work is among its wishes and its place is everybody's, or
//! its own building or entrance. Its dearest wish comes first; items of the same work stand in the order of the plan, and so do
//! equals. The sums are those of [`budget`](crate::consultation::budget), which are exact.

use std::collections::BTreeMap;

use crate::consultation::budget::{
    Ballot, BallotKind, Completion, Election, Endless, NoElection, Outcome, Project, Utility, Wish, equal_shares,
    greedy,
};
use crate::kernel::Money;
use crate::planning::plan::{Item, ItemId, Place, Standing};
use crate::register::{BuildingId, EntranceId};

/// The class whose works are in anyway (应改尽改).
const BASIC: &str = "basic";

/// A household with what it wishes, the dearest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    pub building: BuildingId,
    pub entrance: EntranceId,
    /// Codes of the catalogue.
    pub works: Vec<String>,
}

impl Household {
    fn wishes(&self, item: &Item) -> Option<usize> {
        let concerned = match item.place {
            Place::Common => true,
            Place::Building(building) => building == self.building,
            Place::Entrance(_, entrance) => entrance == self.entrance,
        };
        self.works.iter().position(|work| concerned && *work == item.work)
    }
}

/// Whether an item is decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// In anyway.
    In,
    /// Households decide.
    Asked,
    /// Left aside.
    Out,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::In, Self::Asked, Self::Out];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Asked => "asked",
            Self::Out => "out",
        }
    }

    /// Of an item that nobody said anything else of.
    pub fn of(item: &Item) -> Self {
        match (item.standing, item.class.as_str()) {
            (Standing::Dropped, _) => Self::Out,
            (_, BASIC) => Self::In,
            _ => Self::Asked,
        }
    }
}

impl std::str::FromStr for Mode {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == text).ok_or(())
    }
}

/// What is asked: the money, the rule, and what is supposed to be otherwise (假设).
#[derive(Clone, Debug)]
pub struct Question {
    pub budget: Money,
    pub utility: Utility,
    pub completion: Completion,
    pub modes: BTreeMap<ItemId, Mode>,
    /// What an item would cost.
    pub costs: BTreeMap<ItemId, Money>,
}

impl Question {
    pub const fn of(budget: Money) -> Self {
        Self {
            budget,
            utility: Utility::Cost,
            completion: Completion::Add1Greedy,
            modes: BTreeMap::new(),
            costs: BTreeMap::new(),
        }
    }

    pub fn mode(&self, item: &Item) -> Mode {
        self.modes.get(&item.id).copied().unwrap_or_else(|| Mode::of(item))
    }

    pub fn cost(&self, item: &Item) -> Money {
        self.costs.get(&item.id).copied().unwrap_or_else(|| item.cost())
    }
}

/// What comes of it. Items are named by their place in the plan.
#[derive(Clone, Debug)]
pub struct Choice {
    /// In anyway.
    pub fixed: Vec<usize>,
    pub fixed_cost: Money,
    /// What households decide about, in the order in which the election numbers them.
    pub asked: Vec<usize>,
    pub election: Election,
    pub shares: Outcome,
    /// What the greedy rule takes, in its order, by the numbers of the election.
    pub greedy: Vec<usize>,
}

/// Why there is nothing to choose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoChoice {
    #[error("what is in anyway costs {over} more than there is")]
    NothingLeft { over: Money },
    #[error("there is no item to decide about")]
    NothingAsked,
    #[error("no household said what it wishes")]
    NoHouseholds,
    #[error(transparent)]
    Election(#[from] NoElection),
    #[error(transparent)]
    Endless(#[from] Endless),
}

/// Works out which items to take.
pub fn choose(items: &[Item], households: &[Household], question: &Question) -> Result<Choice, NoChoice> {
    let with = |mode| {
        let some = items.iter().enumerate().filter(move |(_, item)| question.mode(item) == mode);
        some.map(|(at, _)| at).collect::<Vec<_>>()
    };
    let (fixed, asked) = (with(Mode::In), with(Mode::Asked));
    let fixed_cost: Money = fixed.iter().map(|at| question.cost(&items[*at])).sum();
    let left = question.budget - fixed_cost;
    if left <= Money::ZERO {
        return Err(NoChoice::NothingLeft { over: -left });
    }
    if asked.is_empty() {
        return Err(NoChoice::NothingAsked);
    }
    if households.is_empty() {
        return Err(NoChoice::NoHouseholds);
    }
    let election = election(items, households, question, &asked, left)?;
    let shares = equal_shares(&election, question.utility, question.completion)?;
    let greedy = greedy(&election, question.utility);
    Ok(Choice { fixed, fixed_cost, asked, election, shares, greedy })
}

fn election(
    items: &[Item],
    households: &[Household],
    question: &Question,
    asked: &[usize],
    left: Money,
) -> Result<Election, NoElection> {
    let projects = asked.iter().map(|at| Project {
        // Equals are told apart by the letters of their ids, so that the first of the plan is the first here.
        id: format!("{:03}", at + 1),
        name: items[*at].title.clone(),
        cost: question.cost(&items[*at]).fen(),
    });
    let mut ballots: Vec<Ballot> = households.iter().map(|one| ballot(items, one, asked)).collect();
    // Nobody is known by the place of a ballot.
    ballots.sort_unstable_by(|a, b| a.wishes.cmp(&b.wishes));
    Election::new(BallotKind::Ranking, 100, left.fen(), projects.collect(), ballots)
}

fn ballot(items: &[Item], household: &Household, asked: &[usize]) -> Ballot {
    let wished = asked.iter().enumerate();
    let mut wished: Vec<(usize, usize)> =
        wished.filter_map(|(project, at)| Some((household.wishes(&items[*at])?, project))).collect();
    wished.sort_unstable();
    let wish = |(_, project): (usize, usize)| Wish { project: u32::try_from(project).unwrap_or(u32::MAX), points: 0 };
    Ballot { wishes: wished.into_iter().map(wish).collect() }
}

impl Choice {
    /// Every item of the plan that the proposal takes, those in anyway too.
    pub fn taken(&self) -> Vec<usize> {
        let chosen = self.shares.order().into_iter().map(|project| self.asked[project]);
        let mut all: Vec<usize> = self.fixed.iter().copied().chain(chosen).collect();
        all.sort_unstable();
        all
    }

    /// What the chosen ones cost, without those in anyway.
    pub fn cost_of(&self, projects: &[usize]) -> Money {
        projects.iter().map(|project| Money::from_fen(self.election.projects()[*project].cost)).sum()
    }

    /// Households of which at least one wish is granted.
    pub fn content(&self, projects: &[usize]) -> usize {
        let granted = |wish: &Wish| projects.contains(&(wish.project as usize));
        self.election.ballots().iter().filter(|ballot| ballot.wishes.iter().any(granted)).count()
    }

    /// How many households support a project.
    pub fn supporters(&self, project: usize) -> usize {
        let supports = |wish: &Wish| wish.project as usize == project;
        self.election.ballots().iter().filter(|ballot| ballot.wishes.iter().any(supports)).count()
    }

    /// The standings by which the proposal becomes the plan: what was decided about is taken or in reserve.
    pub fn standings(&self, items: &[Item]) -> Vec<(ItemId, Standing)> {
        let taken = self.taken();
        let decided = self.fixed.iter().chain(&self.asked);
        let mut all: Vec<(ItemId, Standing)> = decided
            .map(|at| (items[*at].id, if taken.contains(at) { Standing::Taken } else { Standing::Reserve }))
            .collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::planning::plan::item_for_tests as roof;

    fn item(n: u128, work: &str, class: &str, yuan: i64) -> Item {
        Item {
            id: ItemId::from_number(n),
            work: work.into(),
            class: class.into(),
            place: Place::Common,
            title: work.into(),
            quantity: crate::planning::plan::Quantity::from_thousandths(1_000),
            unit_cost: Money::from_yuan(yuan),
            sources: Vec::new(),
            needs: Vec::new(),
            ..roof()
        }
    }

    fn household(building: u128, works: &[&str]) -> Household {
        Household {
            building: BuildingId::from_number(building),
            entrance: EntranceId::from_number(building),
            works: works.iter().map(|work| (*work).to_owned()).collect(),
        }
    }

    fn plan() -> Vec<Item> {
        vec![
            item(1, "roof", "basic", 500),
            item(2, "parking", "improvement", 600),
            item(3, "lighting", "improvement", 300),
            item(4, "greenery", "improvement", 300),
        ]
    }

    #[test]
    fn basic_works_are_in_and_a_minority_decides_about_its_share() {
        // Six of ten want parking and lamps, four want green; greedy hears the six alone.
        let mut all = vec![household(1, &["parking", "lighting"]); 6];
        all.extend(vec![household(2, &["greenery"]); 4]);
        let question = Question { completion: Completion::None, ..Question::of(Money::from_yuan(1_400)) };
        let choice = choose(&plan(), &all, &question).expect("a choice");
        assert_eq!((choice.fixed.as_slice(), choice.fixed_cost), ([0].as_slice(), Money::from_yuan(500)));
        assert_eq!(
            choice.taken(),
            [0, 2, 3],
            "90 yuan a household: lamps and green, and not both dear wishes of the six"
        );
        assert_eq!(choice.greedy, [0, 1]);
        assert_eq!((choice.content(&choice.shares.order()), choice.content(&choice.greedy)), (10, 6));
        let standings = choice.standings(&plan());
        assert_eq!(standings[1], (ItemId::from_number(2), Standing::Reserve));
        assert_eq!(standings.iter().filter(|(_, one)| *one == Standing::Taken).count(), 3);
    }

    #[test]
    fn what_concerns_one_building_is_paid_by_its_households() {
        let mut items = plan();
        items[3].place = Place::Building(BuildingId::from_number(2));
        let all = [household(1, &["greenery"]), household(2, &["greenery"])];
        let choice = choose(&items, &all, &Question::of(Money::from_yuan(1_000))).expect("a choice");
        let project = choice.asked.iter().position(|at| *at == 3).expect("asked about");
        assert_eq!(choice.supporters(project), 1);
    }

    #[test]
    fn what_is_supposed_changes_the_outcome_and_nothing_else() {
        let all = vec![household(1, &["parking"]); 4];
        let mut question = Question { completion: Completion::None, ..Question::of(Money::from_yuan(1_000)) };
        assert_eq!(choose(&plan(), &all, &question).expect("a choice").taken(), [0]);
        question.costs.insert(ItemId::from_number(2), Money::from_yuan(500));
        assert_eq!(choose(&plan(), &all, &question).expect("a choice").taken(), [0, 1]);
        question.modes.insert(ItemId::from_number(1), Mode::Out);
        question.costs.clear();
        assert_eq!(choose(&plan(), &all, &question).expect("a choice").taken(), [1]);
    }

    #[test]
    fn where_nothing_can_be_chosen_it_says_why() {
        let all = [household(1, &["parking"])];
        let with = |yuan| choose(&plan(), &all, &Question::of(Money::from_yuan(yuan)));
        assert_eq!(with(500).err(), Some(NoChoice::NothingLeft { over: Money::ZERO }));
        assert_eq!(with(400).err(), Some(NoChoice::NothingLeft { over: Money::from_yuan(100) }));
        assert_eq!(choose(&plan(), &[], &Question::of(Money::from_yuan(900))).err(), Some(NoChoice::NoHouseholds));
        assert_eq!(
            choose(&plan()[..1], &all, &Question::of(Money::from_yuan(900))).err(),
            Some(NoChoice::NothingAsked)
        );
    }

    proptest! {
        #[test]
        fn the_budget_is_never_passed_and_the_order_of_households_never_matters(
            wishes in prop::collection::vec(prop::collection::vec(0..3_usize, 0..3), 1..12),
            yuan in 501..3_000_i64,
        ) {
            const WORKS: [&str; 3] = ["parking", "lighting", "greenery"];
            let of = |wishes: &Vec<usize>| {
                let mut works: Vec<&str> = wishes.iter().map(|at| WORKS[*at]).collect();
                works.dedup();
                household(1, &works[..works.len().min(1)])
            };
            let mut all: Vec<Household> = wishes.iter().map(of).collect();
            let question = Question::of(Money::from_yuan(yuan));
            let choice = choose(&plan(), &all, &question).expect("a choice");
            prop_assert!(choice.fixed_cost + choice.cost_of(&choice.shares.order()) <= question.budget);
            all.reverse();
            let again = choose(&plan(), &all, &question).expect("a choice");
            prop_assert_eq!(choice.taken(), again.taken());
        }
    }
}
