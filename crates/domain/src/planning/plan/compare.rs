//! Two versions side by side (版本比对): line by line, what came, what went, what changed.

use super::{Item, ItemId};
use crate::kernel::Money;

/// Something of an item that can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Work,
    Place,
    Title,
    Quantity,
    UnitCost,
    Upkeep,
    Reason,
    Sources,
    Needs,
    Standing,
}

impl Field {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Place => "place",
            Self::Title => "title",
            Self::Quantity => "quantity",
            Self::UnitCost => "unit-cost",
            Self::Upkeep => "upkeep",
            Self::Reason => "reason",
            Self::Sources => "sources",
            Self::Needs => "needs",
            Self::Standing => "standing",
        }
    }
}

/// How a line differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    Same,
    Added,
    Removed,
    Changed(Vec<Field>),
}

/// One item in both versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub item: ItemId,
    pub before: Option<Item>,
    pub after: Option<Item>,
    pub difference: Difference,
}

impl Line {
    /// By how much the plan gets dearer or cheaper through it.
    pub fn money(&self) -> Money {
        let cost = |item: &Option<Item>| item.as_ref().filter(|item| item.is_taken()).map_or(Money::ZERO, Item::cost);
        cost(&self.after) - cost(&self.before)
    }
}

/// Every item of either version: those of the later one in its order, then those that went.
pub fn compare(before: &[Item], after: &[Item]) -> Vec<Line> {
    let find = |items: &[Item], id: ItemId| items.iter().find(|item| item.id == id).cloned();
    let kept = after.iter().map(|item| line(find(before, item.id), Some(item.clone())));
    let gone = before.iter().filter(|item| find(after, item.id).is_none()).map(|item| line(Some(item.clone()), None));
    kept.chain(gone).collect()
}

fn line(before: Option<Item>, after: Option<Item>) -> Line {
    let difference = match (&before, &after) {
        (Some(before), Some(after)) => match fields(before, after) {
            fields if fields.is_empty() => Difference::Same,
            fields => Difference::Changed(fields),
        },
        (None, _) => Difference::Added,
        (_, None) => Difference::Removed,
    };
    let item = after.as_ref().or(before.as_ref()).map_or_else(|| ItemId::from_number(0), |item| item.id);
    Line { item, before, after, difference }
}

fn fields(a: &Item, b: &Item) -> Vec<Field> {
    let differs = [
        (Field::Work, (&a.work, &a.class) != (&b.work, &b.class)),
        (Field::Place, a.place != b.place),
        (Field::Title, a.title != b.title),
        (Field::Quantity, (a.quantity, &a.unit) != (b.quantity, &b.unit)),
        (Field::UnitCost, a.unit_cost != b.unit_cost),
        (Field::Upkeep, (a.upkeep, &a.upkeep_by) != (b.upkeep, &b.upkeep_by)),
        (Field::Reason, a.reason != b.reason),
        (Field::Sources, a.sources != b.sources),
        (Field::Needs, a.needs != b.needs),
        (Field::Standing, a.standing != b.standing),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

#[cfg(test)]
mod tests {
    use super::super::item::tests::roof;
    use super::super::{Quantity, Standing};
    use super::*;

    #[test]
    fn every_line_of_both_versions_is_there_once() {
        let item = |n| Item { id: ItemId::from_number(n), ..roof() };
        let wider = Item { quantity: Quantity::from_thousandths(150_000), unit_cost: Money::from_yuan(110), ..item(2) };
        let lines = compare(&[item(1), item(2), item(3)], &[wider, item(4), item(1)]);
        let told: Vec<_> = lines.iter().map(|line| (line.item, &line.difference, line.money())).collect();
        let id = ItemId::from_number;
        let changed = Difference::Changed(vec![Field::Quantity, Field::UnitCost]);
        assert_eq!(
            told,
            [
                (id(2), &changed, Money::from_yuan(4_500)),
                (id(4), &Difference::Added, Money::from_yuan(12_000)),
                (id(1), &Difference::Same, Money::ZERO),
                (id(3), &Difference::Removed, Money::from_yuan(-12_000)),
            ]
        );
    }

    #[test]
    fn what_goes_into_reserve_costs_nothing_any_more() {
        let reserve = Item { standing: Standing::Reserve, ..roof() };
        let lines = compare(&[roof()], &[reserve]);
        assert_eq!(lines[0].difference, Difference::Changed(vec![Field::Standing]));
        assert_eq!(lines[0].money(), Money::from_yuan(-12_000));
    }
}
