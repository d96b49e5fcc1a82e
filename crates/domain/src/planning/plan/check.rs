//! What is looked at before a version is posted (公示前检查): the rules of the three classes, who looks after each work, the
//! budget, the needs. Some of it stands against posting, some of it is said and left to people.

use super::{Facts, Item, ItemId, Matrix, Sums};
use crate::consultation::{Catalogue, NeedId};
use crate::kernel::Money;

/// The class of which all is done that is needed (应改尽改).
const BASIC: &str = "basic";
/// The class of which is done what the site allows.
const UPGRADE: &str = "upgrade";

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// There is nothing to post.
    NoItems,
    /// Nobody is named who looks after it.
    NoUpkeep(ItemId),
    /// A work of the upgrade class says why the site allows it.
    NoReason(ItemId),
    /// A need of a basic work is neither answered nor left out with a reason.
    BasicLeftOut(NeedId),
    /// It costs more than there is: nobody plans beyond what can be paid (不得举债铺摊子).
    OverBudget { over: Money },
    /// Any other need that is neither answered nor left out with a reason.
    LeftOut(NeedId),
    /// Nobody asked for it.
    Unasked(ItemId),
    /// Nobody knows yet what there is to spend.
    NoBudget,
    /// So much is expected from nobody yet.
    Lacking(Money),
    /// 四个一: no leader in charge.
    NoLeader,
    /// 四个一: no residents' supervision body.
    NoBody,
}

impl Check {
    /// Whether a version with it is not posted.
    pub const fn hinders(&self) -> bool {
        matches!(
            self,
            Self::NoItems | Self::NoUpkeep(_) | Self::NoReason(_) | Self::BasicLeftOut(_) | Self::OverBudget { .. }
        )
    }
}

/// What is looked at, and what other rooms know of the neighbourhood.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub facts: &'a Facts,
    pub items: &'a [Item],
    pub matrix: &'a Matrix,
    pub catalogue: &'a Catalogue,
    pub has_leader: bool,
    pub has_body: bool,
}

/// Everything that was found, what hinders first.
pub fn checks(seen: &Seen<'_>) -> Vec<Check> {
    let sums = Sums::of(seen.items);
    let mut found = Vec::new();
    if sums.items == 0 {
        found.push(Check::NoItems);
    }
    for item in seen.items.iter().filter(|item| item.is_taken()) {
        if item.upkeep.is_none() {
            found.push(Check::NoUpkeep(item.id));
        }
        if item.class == UPGRADE && item.reason.is_empty() {
            found.push(Check::NoReason(item.id));
        }
    }
    found.extend(needs(seen));
    found.extend(money(seen, &sums));
    found.extend(seen.matrix.unasked.iter().map(|id| Check::Unasked(*id)));
    if !seen.has_leader {
        found.push(Check::NoLeader);
    }
    if !seen.has_body {
        found.push(Check::NoBody);
    }
    found.sort_by_key(|check| !check.hinders());
    found
}

fn needs<'a>(seen: &'a Seen<'a>) -> impl Iterator<Item = Check> {
    seen.matrix.open().map(|row| {
        let class = seen.catalogue.item(&row.need.facts.item).map(|work| work.class.as_str());
        if class == Some(BASIC) { Check::BasicLeftOut(row.need.id) } else { Check::LeftOut(row.need.id) }
    })
}

fn money(seen: &Seen<'_>, sums: &Sums) -> Vec<Check> {
    let mut found = Vec::new();
    match seen.facts.budget {
        None => found.push(Check::NoBudget),
        Some(budget) if sums.cost > budget => found.push(Check::OverBudget { over: sums.cost - budget }),
        Some(_) => {}
    }
    if sums.lacking > Money::ZERO {
        found.push(Check::Lacking(sums.lacking));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::item::tests::roof;
    use super::super::matrix::tests::need;
    use super::super::{Part, Quantity, Standing};
    use super::*;
    use crate::consultation::need::Need;

    fn found(items: &[Item], needs: &[Need], budget: Option<Money>) -> Vec<Check> {
        let reasons = [(NeedId::from_number(9), "井道无处可设".to_owned())];
        let matrix = Matrix::of(items, needs, &reasons);
        let facts = Facts { budget, ..Facts::default() };
        let catalogue = Catalogue::default();
        checks(&Seen { facts: &facts, items, matrix: &matrix, catalogue: &catalogue, has_leader: true, has_body: true })
    }

    const BUDGET: Option<Money> = Some(Money::from_yuan(12_000));

    #[test]
    fn a_plan_that_answers_what_was_asked_within_its_budget_passes() {
        assert_eq!(found(&[roof()], &[need(1, "roof"), need(9, "lift")], BUDGET), []);
    }

    #[test]
    fn basic_works_are_done_as_needed_and_others_are_asked_about() {
        let all = found(&[roof()], &[need(1, "roof"), need(2, "parking"), need(3, "drainage")], BUDGET);
        assert_eq!(all, [Check::BasicLeftOut(NeedId::from_number(3)), Check::LeftOut(NeedId::from_number(2))]);
        assert_eq!(all.iter().map(Check::hinders).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn an_upgrade_says_why_the_site_allows_it() {
        let canteen = Item { work: "meals".into(), class: "upgrade".into(), ..roof() };
        assert_eq!(found(std::slice::from_ref(&canteen), &[need(1, "roof")], BUDGET), [Check::NoReason(canteen.id)]);
        let said = Item { reason: "原锅炉房空置".into(), ..canteen };
        assert_eq!(found(&[said], &[need(1, "roof")], BUDGET), []);
    }

    #[test]
    fn nothing_is_planned_beyond_what_can_be_paid() {
        let needs = [need(1, "roof")];
        let over = |fen| found(&[roof()], &needs, Some(Money::from_fen(fen)));
        assert_eq!(over(1_200_000), []);
        assert_eq!(over(1_199_999), [Check::OverBudget { over: Money::from_fen(1) }]);
        assert_eq!(found(&[roof()], &needs, None), [Check::NoBudget]);
        let half = vec![Part { source: "county".into(), amount: Money::from_yuan(5_000) }];
        let lacking = Item { sources: half, ..roof() };
        assert_eq!(found(&[lacking], &needs, BUDGET), [Check::Lacking(Money::from_yuan(7_000))]);
    }

    #[test]
    fn what_is_not_taken_is_not_looked_at() {
        let reserve =
            Item { standing: Standing::Reserve, upkeep: None, quantity: Quantity::from_thousandths(1), ..roof() };
        assert_eq!(found(&[reserve], &[], BUDGET), [Check::NoItems]);
    }

    #[test]
    fn who_looks_after_it_and_the_four_ones_are_named() {
        let items = [Item { upkeep: None, needs: Vec::new(), ..roof() }];
        let matrix = Matrix::of(&items, &[], &[]);
        let facts = Facts { budget: BUDGET, ..Facts::default() };
        let catalogue = Catalogue::default();
        let seen = Seen {
            facts: &facts,
            items: &items,
            matrix: &matrix,
            catalogue: &catalogue,
            has_leader: false,
            has_body: false,
        };
        let id = items[0].id;
        assert_eq!(checks(&seen), [Check::NoUpkeep(id), Check::Unasked(id), Check::NoLeader, Check::NoBody]);
    }
}
