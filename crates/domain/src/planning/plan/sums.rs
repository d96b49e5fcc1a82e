//! Sums of a version (方案汇总): by class and by source, over what is taken.

use super::{Item, Standing};
use crate::kernel::Money;
use crate::planning::source::SOURCES;

/// What one class of works comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSum {
    pub class: String,
    pub items: usize,
    pub cost: Money,
}

/// What a version comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub items: usize,
    pub cost: Money,
    /// In the order in which the classes first occur.
    pub classes: Vec<ClassSum>,
    /// Sources that give something, in their order.
    pub sources: Vec<(String, Money)>,
    /// What nobody is expected to give yet (未落实).
    pub lacking: Money,
    /// What stands in reserve (备选).
    pub reserve: Money,
}

impl Sums {
    pub fn of(items: &[Item]) -> Self {
        let taken: Vec<&Item> = items.iter().filter(|item| item.is_taken()).collect();
        let mut classes: Vec<ClassSum> = Vec::new();
        for item in &taken {
            match classes.iter_mut().find(|sum| sum.class == item.class) {
                Some(sum) => (sum.items, sum.cost) = (sum.items + 1, sum.cost + item.cost()),
                None => classes.push(ClassSum { class: item.class.clone(), items: 1, cost: item.cost() }),
            }
        }
        let parts = || taken.iter().flat_map(|item| &item.sources);
        let given = |code: &str| parts().filter(|part| part.source == code).map(|part| part.amount).sum::<Money>();
        let sources = SOURCES.iter().map(|(code, ..)| ((*code).to_owned(), given(code)));
        Self {
            items: taken.len(),
            cost: taken.iter().map(|item| item.cost()).sum(),
            classes,
            sources: sources.filter(|(_, amount)| *amount > Money::ZERO).collect(),
            lacking: taken.iter().map(|item| item.lacking()).sum(),
            reserve: items.iter().filter(|item| item.standing == Standing::Reserve).map(Item::cost).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::item::tests::roof;
    use super::super::{ItemId, Part, Quantity};
    use super::*;

    #[test]
    fn only_what_is_taken_is_summed() {
        let item = |n, standing| Item { id: ItemId::from_number(n), standing, ..roof() };
        let lamp = Item {
            class: "improvement".into(),
            quantity: Quantity::from_thousandths(10_000),
            sources: vec![Part { source: "utility".into(), amount: Money::from_yuan(500) }],
            ..item(4, Standing::Taken)
        };
        let items = [item(1, Standing::Taken), item(2, Standing::Reserve), item(3, Standing::Dropped), lamp];
        let sums = Sums::of(&items);
        assert_eq!((sums.items, sums.cost), (2, Money::from_yuan(13_200)));
        assert_eq!((sums.lacking, sums.reserve), (Money::from_yuan(700), Money::from_yuan(12_000)));
        let by_class: Vec<_> = sums.classes.iter().map(|sum| (sum.class.as_str(), sum.items, sum.cost)).collect();
        assert_eq!(by_class, [("basic", 1, Money::from_yuan(12_000)), ("improvement", 1, Money::from_yuan(1_200))]);
        assert_eq!(
            sums.sources,
            [("central_subsidy".to_owned(), Money::from_yuan(12_000)), ("utility".to_owned(), Money::from_yuan(500))]
        );
    }
}
