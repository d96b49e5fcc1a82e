//! Items of a plan (改造项目): a work of the catalogue at a place, how much of it at which cost, who looks after it when it is
//! done, whose money is expected, and the needs that it answers.

use crate::consultation::{Catalogue, NeedId};
use crate::kernel::Money;
use crate::kernel::rate::divide_half_up;
use crate::kernel::text::{BadNumber, clean_line, clean_text, plain_number, scaled_integer, with_decimals};
use crate::planning::source;
use crate::register::{BuildingId, EntranceId};

crate::id! {
    /// An item, the same in every version of its plan.
    ItemId
}

pub const LONGEST_TITLE: usize = 60;
pub const LONGEST_UNIT: usize = 10;
pub const LONGEST_UPKEEP: usize = 40;
pub const LONGEST_REASON: usize = 500;
/// One item answers no more needs.
pub const MOST_NEEDS: usize = 50;
/// The money of one item comes from no more sources.
pub const MOST_PARTS: usize = 8;
/// No item costs more.
pub const MOST_COST: Money = Money::from_yuan(1_000_000_000);

/// Where a work is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// 公共区域 of the whole neighbourhood.
    Common,
    Building(BuildingId),
    Entrance(BuildingId, EntranceId),
}

/// How much, in thousandths of a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity {
    thousandths: i64,
}

impl Quantity {
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self { thousandths }
    }

    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }

    /// `1,200`, `85.5` and full-width digits are taken; finer than a thousandth is not.
    pub fn parse(text: &str) -> Result<Self, BadNumber> {
        scaled_integer(&plain_number(text), 3).map(Self::from_thousandths)
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = with_decimals(i128::from(self.thousandths), 3);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Who looks after it when it is done (管护责任).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Upkeep {
    /// 业主、改造理事会自管
    Owners,
    /// 物业服务企业
    Manager,
    /// 社区居委会
    Community,
    /// 专营单位: of its own lines.
    Utility,
    /// 行业主管部门
    Department,
}

impl Upkeep {
    pub const ALL: [Self; 5] = [Self::Owners, Self::Manager, Self::Community, Self::Utility, Self::Department];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owners => "owners",
            Self::Manager => "manager",
            Self::Community => "community",
            Self::Utility => "utility",
            Self::Department => "department",
        }
    }
}

impl std::str::FromStr for Upkeep {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(())
    }
}

/// Whether an item is in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 纳入
    Taken,
    /// 备选: proposed, and not within the budget.
    Reserve,
    /// 已删去 by a person; it stays on the draft, at its end, and can be put back.
    Dropped,
}

impl Standing {
    pub const ALL: [Self; 3] = [Self::Taken, Self::Reserve, Self::Dropped];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Reserve => "reserve",
            Self::Dropped => "dropped",
        }
    }
}

impl std::str::FromStr for Standing {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|one| one.as_str() == text).ok_or(())
    }
}

/// What is expected from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// A code of [`source::SOURCES`].
    pub source: String,
    pub amount: Money,
}

/// One item as one version has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub id: ItemId,
    /// The code of a work of the catalogue, and of its class as it was when the item was written down.
    pub work: String,
    pub class: String,
    pub place: Place,
    /// What exactly is done.
    pub title: String,
    pub quantity: Quantity,
    pub unit: String,
    pub unit_cost: Money,
    pub upkeep: Option<Upkeep>,
    /// Its name, where it has one: 县自来水公司.
    pub upkeep_by: String,
    /// Why the site allows it, or whatever else has to be said.
    pub reason: String,
    pub sources: Vec<Part>,
    pub needs: Vec<NeedId>,
    pub standing: Standing,
    /// Counts its changes within the version: who changes it says which one they have seen.
    pub revision: i64,
}

/// Why an item is not kept as it was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadItem {
    #[error("the catalogue does not offer this work")]
    NoSuchWork,
    #[error("it says what is done, in at most {LONGEST_TITLE} characters")]
    Title,
    #[error("the quantity is not above zero")]
    Quantity,
    #[error("a unit has 1 to {LONGEST_UNIT} characters")]
    Unit,
    #[error("the unit cost is not above zero")]
    UnitCost,
    #[error("it costs more than {MOST_COST}")]
    TooDear,
    #[error("the name of who looks after it is too long")]
    UpkeepTooLong,
    #[error("the reason is too long")]
    ReasonTooLong,
    #[error("there is no such source of money")]
    NoSuchSource,
    #[error("a source stands there twice")]
    SourceTwice,
    #[error("more than {MOST_PARTS} sources")]
    TooManySources,
    #[error("what a source gives is not above zero")]
    Amount,
    #[error("the sources give more than it costs")]
    BeyondCost,
    #[error("more than {MOST_NEEDS} needs")]
    TooManyNeeds,
}

impl Item {
    /// What it costs: quantity by unit cost, to the nearest fen.
    pub fn cost(&self) -> Money {
        cost(self.quantity, self.unit_cost).unwrap_or(MOST_COST)
    }

    /// What no source is expected to give yet (未落实).
    pub fn lacking(&self) -> Money {
        self.cost() - self.sources.iter().map(|part| part.amount).sum()
    }

    pub fn is_taken(&self) -> bool {
        self.standing == Standing::Taken
    }

    /// Checks what somebody typed. `before` is the work it had, which may be retired meanwhile, and stays.
    pub fn checked(mut self, catalogue: &Catalogue, before: Option<&str>) -> Result<Self, BadItem> {
        let work = catalogue.item(&self.work).ok_or(BadItem::NoSuchWork)?;
        if work.retired && before != Some(work.code.as_str()) {
            return Err(BadItem::NoSuchWork);
        }
        self.class.clone_from(&work.class);
        self.title = clean_line(&self.title);
        self.unit = clean_line(&self.unit);
        self.upkeep_by = clean_line(&self.upkeep_by);
        self.reason = clean_text(&self.reason);
        self.words()?;
        self.figures()?;
        self.parts()?;
        self.needs.sort_unstable();
        self.needs.dedup();
        if self.needs.len() > MOST_NEEDS { Err(BadItem::TooManyNeeds) } else { Ok(self) }
    }

    fn words(&self) -> Result<(), BadItem> {
        let long = |text: &str| text.chars().count();
        if !(1..=LONGEST_TITLE).contains(&long(&self.title)) {
            return Err(BadItem::Title);
        }
        if !(1..=LONGEST_UNIT).contains(&long(&self.unit)) {
            return Err(BadItem::Unit);
        }
        if long(&self.upkeep_by) > LONGEST_UPKEEP {
            return Err(BadItem::UpkeepTooLong);
        }
        if long(&self.reason) > LONGEST_REASON { Err(BadItem::ReasonTooLong) } else { Ok(()) }
    }

    fn figures(&self) -> Result<(), BadItem> {
        if self.quantity <= Quantity::default() {
            return Err(BadItem::Quantity);
        }
        if self.unit_cost <= Money::ZERO {
            return Err(BadItem::UnitCost);
        }
        match cost(self.quantity, self.unit_cost) {
            Some(cost) if cost <= Money::ZERO => Err(BadItem::UnitCost),
            Some(cost) if cost <= MOST_COST => Ok(()),
            _ => Err(BadItem::TooDear),
        }
    }

    fn parts(&self) -> Result<(), BadItem> {
        if self.sources.len() > MOST_PARTS {
            return Err(BadItem::TooManySources);
        }
        let mut left = self.cost();
        for (at, part) in self.sources.iter().enumerate() {
            if !source::is_known(&part.source) {
                return Err(BadItem::NoSuchSource);
            }
            if self.sources[..at].iter().any(|other| other.source == part.source) {
                return Err(BadItem::SourceTwice);
            }
            if part.amount <= Money::ZERO {
                return Err(BadItem::Amount);
            }
            // Taken away one by one, so that no sum runs over.
            if part.amount > left {
                return Err(BadItem::BeyondCost);
            }
            left = left - part.amount;
        }
        Ok(())
    }
}

fn cost(quantity: Quantity, unit_cost: Money) -> Option<Money> {
    let product = i128::from(quantity.thousandths()) * i128::from(unit_cost.fen());
    i64::try_from(divide_half_up(product, 1_000)).ok().map(Money::from_fen)
}

#[cfg(test)]
pub(in crate::planning) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A hundred square metres of roof at 120 yuan.
    pub fn roof() -> Item {
        Item {
            id: ItemId::from_number(1),
            work: "roof".into(),
            class: "basic".into(),
            place: Place::Building(BuildingId::from_number(1)),
            title: "1栋屋面防水".into(),
            quantity: Quantity::from_thousandths(100_000),
            unit: "m²".into(),
            unit_cost: Money::from_yuan(120),
            upkeep: Some(Upkeep::Owners),
            upkeep_by: String::new(),
            reason: String::new(),
            sources: vec![Part { source: "central_subsidy".into(), amount: Money::from_yuan(12_000) }],
            needs: vec![NeedId::from_number(1)],
            standing: Standing::Taken,
            revision: 1,
        }
    }

    fn checked(item: Item) -> Result<Item, BadItem> {
        item.checked(&Catalogue::default(), None)
    }

    #[test]
    fn what_it_costs_is_quantity_by_unit_cost_to_the_nearest_fen() {
        assert_eq!(checked(roof()).map(|item| item.cost()), Ok(Money::from_yuan(12_000)));
        let thin = Item { quantity: Quantity::from_thousandths(1), unit_cost: Money::from_fen(500), ..roof() };
        assert_eq!(thin.cost(), Money::from_fen(1));
        let thinner = Item { sources: Vec::new(), unit_cost: Money::from_fen(499), ..thin };
        assert_eq!((thinner.cost(), checked(thinner)), (Money::ZERO, Err(BadItem::UnitCost)));
    }

    #[test]
    fn quantities_are_read_as_people_write_them() {
        let read = |text| Quantity::parse(text).map(|one| one.to_string());
        assert_eq!(read("1,200"), Ok("1200".into()));
        assert_eq!(read("８５．５０"), Ok("85.5".into()));
        assert_eq!(read("0.125"), Ok("0.125".into()));
        assert_eq!(read("0.1255"), Err(BadNumber::TooFine));
        assert_eq!(read("约100"), Err(BadNumber::NotANumber));
        assert_eq!(read("9223372036854775"), Ok("9223372036854775".into()));
        assert_eq!(read("9223372036854776"), Err(BadNumber::TooLarge));
    }

    #[test]
    fn what_does_not_add_up_is_refused() {
        let part = |source: &str, yuan| Part { source: source.into(), amount: Money::from_yuan(yuan) };
        let cases = [
            (Item { work: "moon".into(), ..roof() }, BadItem::NoSuchWork),
            (Item { title: " ".into(), ..roof() }, BadItem::Title),
            (Item { title: "长".repeat(61), ..roof() }, BadItem::Title),
            (Item { quantity: Quantity::from_thousandths(0), ..roof() }, BadItem::Quantity),
            (Item { quantity: Quantity::from_thousandths(-1), ..roof() }, BadItem::Quantity),
            (Item { unit: String::new(), ..roof() }, BadItem::Unit),
            (Item { unit_cost: Money::ZERO, ..roof() }, BadItem::UnitCost),
            (Item { quantity: Quantity::from_thousandths(i64::MAX), ..roof() }, BadItem::TooDear),
            (Item { reason: "长".repeat(501), ..roof() }, BadItem::ReasonTooLong),
            (Item { sources: vec![part("lottery", 1)], ..roof() }, BadItem::NoSuchSource),
            (Item { sources: vec![part("county", 1), part("county", 1)], ..roof() }, BadItem::SourceTwice),
            (Item { sources: vec![part("county", 0)], ..roof() }, BadItem::Amount),
            (Item { sources: vec![part("county", 12_000), part("utility", 1)], ..roof() }, BadItem::BeyondCost),
            (Item { needs: (0..51).map(NeedId::from_number).collect(), ..roof() }, BadItem::TooManyNeeds),
        ];
        for (item, why) in cases {
            assert_eq!(checked(item), Err(why));
        }
    }

    #[test]
    fn a_work_that_is_retired_meanwhile_stays_where_it_was() {
        let mut catalogue = Catalogue::default();
        catalogue.edit(crate::consultation::catalogue::Edit::Retire { code: "roof".into() }).expect("retired");
        assert_eq!(roof().checked(&catalogue, None), Err(BadItem::NoSuchWork));
        assert!(roof().checked(&catalogue, Some("roof")).is_ok());
    }

    #[test]
    fn the_class_is_that_of_the_catalogue_and_needs_stand_there_once() {
        let need = NeedId::from_number(7);
        let item = Item { class: "upgrade".into(), needs: vec![need, need], ..roof() };
        assert_eq!(checked(item).map(|item| (item.class, item.needs)), Ok(("basic".into(), vec![need])));
    }

    proptest! {
        #[test]
        fn parts_and_what_lacks_add_up_to_the_cost(
            quantity in 1..1_000_000_i64,
            unit_cost in 1_000..1_000_000_i64,
            given in prop::collection::vec(1..10_000_000_000_i64, 0..5),
        ) {
            let parts = source::SOURCES.iter().zip(&given);
            let sources = parts.map(|((code, ..), fen)| Part { source: (*code).into(), amount: Money::from_fen(*fen) });
            let item = Item {
                quantity: Quantity::from_thousandths(quantity),
                unit_cost: Money::from_fen(unit_cost),
                sources: sources.collect(),
                ..roof()
            };
            let given: i64 = given.iter().sum();
            match checked(item.clone()) {
                Ok(item) => prop_assert_eq!(item.lacking().fen() + given, item.cost().fen()),
                Err(why) => {
                    prop_assert!(matches!(why, BadItem::BeyondCost | BadItem::UnitCost));
                    prop_assert!(given > item.cost().fen() || item.cost().fen() == 0);
                }
            }
        }
    }
}
