//! The matrix of symptoms and medicine (对症下药表): needs against items. A need that nobody answers and an item that nobody
//! asked for stand out.

use std::collections::HashMap;

use super::{Item, ItemId};
use crate::consultation::NeedId;
use crate::consultation::need::Need;

/// One need with what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeedRow {
    pub need: Need,
    /// Items that are taken, by their place in the matrix.
    pub answered_by: Vec<usize>,
    /// Items in reserve that would answer it.
    pub reserve: Vec<usize>,
    /// Why it is left out (暂不纳入), where somebody said so.
    pub reason: Option<String>,
}

impl NeedRow {
    pub fn is_answered(&self) -> bool {
        !self.answered_by.is_empty()
    }

    /// Neither answered nor left out with a reason.
    pub fn is_open(&self) -> bool {
        !self.is_answered() && self.reason.is_none()
    }
}

/// Needs and items of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// In the order of the board, the need of the most households first.
    pub rows: Vec<NeedRow>,
    /// Items that answer no need of the board.
    pub unasked: Vec<ItemId>,
}

impl Matrix {
    /// `reasons` say why a need is left out.
    pub fn of(items: &[Item], needs: &[Need], reasons: &[(NeedId, String)]) -> Self {
        let reasons: HashMap<NeedId, &String> = reasons.iter().map(|(need, reason)| (*need, reason)).collect();
        let row = |need: &Need| {
            let answering = |taken: bool| {
                let of = move |item: &Item| item.is_taken() == taken && item.standing != super::Standing::Dropped;
                let found = items.iter().enumerate().filter(|(_, item)| of(item) && item.needs.contains(&need.id));
                found.map(|(at, _)| at).collect::<Vec<_>>()
            };
            NeedRow {
                answered_by: answering(true),
                reserve: answering(false),
                reason: reasons.get(&need.id).map(|reason| (*reason).clone()),
                need: need.clone(),
            }
        };
        let stands = |id: &NeedId| needs.iter().any(|need| need.id == *id);
        let unasked = items.iter().filter(|item| item.is_taken() && !item.needs.iter().any(stands));
        Self { rows: needs.iter().map(row).collect(), unasked: unasked.map(|item| item.id).collect() }
    }

    /// Needs that are neither answered nor left out with a reason.
    pub fn open(&self) -> impl Iterator<Item = &NeedRow> {
        self.rows.iter().filter(|row| row.is_open())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Standing;
    use super::super::item::tests::roof;
    use super::*;
    use crate::consultation::need::{Facts, State, Weight};
    use crate::kernel::{NeighbourhoodId, Timestamp};

    pub fn need(number: u128, item: &str) -> Need {
        Need {
            id: NeedId::from_number(number),
            neighbourhood: NeighbourhoodId::from_number(1),
            facts: Facts { item: item.into(), title: item.into(), urgency: None },
            state: State::Open,
            weight: Weight { opinions: 3, households: 2, ..Weight::default() },
            at: Timestamp::UNIX_EPOCH,
            by_name: "示例".into(),
            version: 1,
        }
    }

    #[test]
    fn what_nobody_answers_and_what_nobody_asked_for_stand_out() {
        let needs = [need(1, "roof"), need(2, "parking"), need(3, "lighting"), need(4, "lift")];
        let item = |n, needs: &[u128], standing| Item {
            id: ItemId::from_number(n),
            needs: needs.iter().map(|n| NeedId::from_number(*n)).collect(),
            standing,
            ..roof()
        };
        let items = [
            item(1, &[1], Standing::Taken),
            item(2, &[2], Standing::Reserve),
            item(3, &[3], Standing::Dropped),
            // Its need was merged away meanwhile.
            item(4, &[99], Standing::Taken),
            item(5, &[], Standing::Taken),
        ];
        let matrix = Matrix::of(&items, &needs, &[(NeedId::from_number(4), "井道无处可设".into())]);
        let rows: Vec<_> = matrix.rows.iter().map(|row| (row.answered_by.clone(), row.reserve.clone())).collect();
        assert_eq!(rows, [(vec![0], vec![]), (vec![], vec![1]), (vec![], vec![]), (vec![], vec![])]);
        assert_eq!(matrix.open().map(|row| row.need.id).collect::<Vec<_>>(), [2, 3].map(NeedId::from_number));
        assert_eq!(matrix.unasked, [4, 5].map(ItemId::from_number));
    }
}
