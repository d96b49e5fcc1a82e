//! Who pays how much: group by group, household by household.

use std::collections::BTreeMap;

use super::split::split;
use super::{Answer, Coefficient, Group, Household, Lift, MOST_GROUPS, MOST_HOUSEHOLDS, MOST_MONEY, Part, Rule};
use crate::kernel::Money;

/// Why nothing is shared: the facts; whoever shows it finds the words. Households and groups are named by their place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoShares {
    #[error("there is no household")]
    NoHouseholds,
    #[error("more than {limit} {what}")]
    TooMany { what: &'static str, limit: usize },
    #[error("household {at} has the door of household {first}")]
    Twice { at: usize, first: usize },
    #[error("group {at} has the name of group {first}")]
    GroupTwice { at: usize, first: usize },
    #[error("household {at} is of a group that is not there")]
    NoGroup { at: usize },
    #[error("household {at} has no area, and area decides")]
    NoArea { at: usize },
    #[error("{what} is negative: {amount}")]
    Negative { what: &'static str, amount: Money },
    #[error("{what} is too large: {amount}")]
    TooLarge { what: &'static str, amount: Money },
    #[error("subsidies and fund come to {given}, and what is to be paid for to {cost}")]
    AboveCost { given: Money, cost: Money },
    #[error("nobody pays")]
    NobodyPays,
    #[error("nobody of group {group} pays, and {amount} falls to it")]
    NobodyPaysIn { group: usize, amount: Money },
    #[error("all who pay in group {group} count zero")]
    AllZero { group: usize },
    #[error("two groups pay what the others leave")]
    TwoRests,
    #[error("the groups come to {assigned}, and {to_pay} is to be paid")]
    Unassigned { assigned: Money, to_pay: Money },
    #[error("there is no household {id}")]
    NoHousehold { id: String },
}

/// What a household pays, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub id: String,
    pub floor: i64,
    pub answer: Answer,
    pub group: usize,
    /// By which it counts, where its group goes by coefficients.
    pub coefficient: Option<Coefficient>,
    pub pays: Money,
    /// Fen of it that come from what no weight took whole.
    pub remainder_fen: i64,
    /// 补偿
    pub receives: Money,
    pub upkeep: Money,
    pub uses: bool,
}

/// What a group pays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSum {
    pub id: String,
    pub payers: usize,
    pub pays: Money,
    /// It goes by coefficients, and none are agreed: area decided instead.
    pub by_area_instead: bool,
}

/// A lift shared out. The shares come to `to_pay` exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub cost: Money,
    pub compensations: Money,
    pub given: Money,
    pub to_pay: Money,
    pub groups: Vec<GroupSum>,
    /// In the order of the households.
    pub shares: Vec<Share>,
}

impl Lift {
    /// Shares it out, or says what stands in the way.
    pub fn share(&self) -> Result<Shared, NoShares> {
        self.check()?;
        let groups = self.all_groups();
        let compensations: Money = self.compensations.iter().map(|one| one.amount).sum();
        let given = self.subsidies.iter().map(|one| one.amount).sum::<Money>() + self.fund;
        let whole = self.cost + compensations;
        if given > whole {
            return Err(NoShares::AboveCost { given, cost: whole });
        }
        let to_pay = whole - given;
        let parts = self.parts(&groups, to_pay)?;
        let mut shares: Vec<Share> = self.households.iter().map(|one| self.begin(one, &groups)).collect();
        let mut sums = Vec::with_capacity(groups.len());
        for (at, (group, part)) in groups.iter().zip(parts).enumerate() {
            sums.push(self.share_group(at, group, part, &mut shares)?);
        }
        self.share_upkeep(&mut shares)?;
        Ok(Shared { cost: self.cost, compensations, given, to_pay, groups: sums, shares })
    }

    /// The groups that pay: one by coefficient where none is named.
    fn all_groups(&self) -> Vec<Group> {
        if self.groups.is_empty() { vec![Group { id: String::new(), ..Group::default() }] } else { self.groups.clone() }
    }

    fn payers(&self, group: usize) -> Vec<usize> {
        let pays = |one: &Household| one.answer == Answer::For && one.group == group;
        (0..self.households.len()).filter(|at| pays(&self.households[*at])).collect()
    }

    fn place_of(&self, id: &str) -> Option<usize> {
        self.households.iter().position(|one| one.id == id)
    }

    fn begin(&self, one: &Household, groups: &[Group]) -> Share {
        let received = self.compensations.iter().filter(|line| line.to == one.id).map(|line| line.amount).sum();
        let by_coefficient = matches!(groups.get(one.group).map(|group| group.rule), Some(Rule::Coefficient));
        Share {
            id: one.id.clone(),
            floor: one.floor,
            answer: one.answer,
            group: one.group,
            coefficient: self.coefficient_of(one).filter(|_| by_coefficient),
            pays: Money::ZERO,
            remainder_fen: 0,
            receives: received,
            upkeep: Money::ZERO,
            uses: one.uses.unwrap_or(one.answer == Answer::For),
        }
    }

    fn coefficient_of(&self, one: &Household) -> Option<Coefficient> {
        // A coefficient of its own means something only beside a table.
        let table = self.table.as_ref()?;
        Some(one.coefficient.unwrap_or_else(|| table.of(one.floor)))
    }

    fn check(&self) -> Result<(), NoShares> {
        let many = [
            ("households", self.households.len(), MOST_HOUSEHOLDS),
            ("groups", self.groups.len(), MOST_GROUPS),
            ("subsidies", self.subsidies.len(), MOST_GROUPS),
            ("compensations", self.compensations.len(), MOST_HOUSEHOLDS),
        ];
        if let Some((what, _, limit)) = many.into_iter().find(|(_, many, limit)| many > limit) {
            return Err(NoShares::TooMany { what, limit });
        }
        if self.households.is_empty() {
            return Err(NoShares::NoHouseholds);
        }
        for (what, amount) in self.amounts() {
            if amount.is_negative() {
                return Err(NoShares::Negative { what, amount });
            }
            if amount > MOST_MONEY {
                return Err(NoShares::TooLarge { what, amount });
            }
        }
        let mut doors = BTreeMap::new();
        for (at, one) in self.households.iter().enumerate() {
            if let Some(first) = doors.insert(one.id.as_str(), at) {
                return Err(NoShares::Twice { at, first });
            }
            if one.group >= self.groups.len().max(1) {
                return Err(NoShares::NoGroup { at });
            }
        }
        let mut names = BTreeMap::new();
        for (at, group) in self.groups.iter().enumerate() {
            if let Some(first) = names.insert(group.id.as_str(), at) {
                return Err(NoShares::GroupTwice { at, first });
            }
        }
        let named = self.compensations.iter().map(|one| &one.to).chain(&self.remainder.household);
        match named.into_iter().find(|id| !doors.contains_key(id.as_str())) {
            Some(id) => Err(NoShares::NoHousehold { id: id.clone() }),
            None => Ok(()),
        }
    }

    fn amounts(&self) -> impl Iterator<Item = (&'static str, Money)> {
        let parts = self.groups.iter().flat_map(|group| {
            let part = if let Part::Sum(sum) = group.part { Some(("part", sum)) } else { None };
            let each = if let Rule::Fixed(each) = group.rule { Some(("each", each)) } else { None };
            part.into_iter().chain(each)
        });
        let single = [("cost", self.cost), ("fund", self.fund)].into_iter();
        let upkeep = self.upkeep.into_iter().flat_map(|upkeep| {
            let each = if let Rule::Fixed(each) = upkeep.rule { Some(("upkeep", each)) } else { None };
            std::iter::once(("upkeep", upkeep.yearly)).chain(each)
        });
        single
            .chain(self.subsidies.iter().map(|one| ("subsidy", one.amount)))
            .chain(self.compensations.iter().map(|one| ("compensation", one.amount)))
            .chain(parts)
            .chain(upkeep)
    }

    /// What falls to each group: together exactly what is to be paid.
    fn parts(&self, groups: &[Group], to_pay: Money) -> Result<Vec<Money>, NoShares> {
        if to_pay == Money::ZERO && groups.iter().all(|group| group.part == Part::Rest) {
            let fixed = groups.iter().any(|group| matches!(group.rule, Rule::Fixed(_)));
            if !fixed {
                return Ok(vec![Money::ZERO; groups.len()]);
            }
        }
        if (0..groups.len()).all(|at| self.payers(at).is_empty()) {
            return Err(NoShares::NobodyPays);
        }
        let fixed = |at: usize, group: &Group| match (group.rule, group.part) {
            (Rule::Fixed(each), _) => {
                let payers = i64::try_from(self.payers(at).len()).unwrap_or(i64::MAX);
                Some(Money::from_fen(each.fen().saturating_mul(payers)))
            }
            (_, Part::Sum(sum)) => Some(sum),
            (_, Part::Rest) => None,
        };
        let parts: Vec<Option<Money>> = groups.iter().enumerate().map(|(at, group)| fixed(at, group)).collect();
        if parts.iter().filter(|part| part.is_none()).count() > 1 {
            return Err(NoShares::TwoRests);
        }
        let assigned = parts.iter().flatten().fold(0_i128, |sum, part| sum + i128::from(part.fen()));
        let rest = i128::from(to_pay.fen()) - assigned;
        let has_rest = parts.iter().any(Option::is_none);
        if rest < 0 || (rest > 0 && !has_rest) {
            let assigned = Money::from_fen(i64::try_from(assigned).unwrap_or(i64::MAX));
            return Err(NoShares::Unassigned { assigned, to_pay });
        }
        let rest = Money::from_fen(i64::try_from(rest).unwrap_or(i64::MAX));
        Ok(parts.into_iter().map(|part| part.unwrap_or(rest)).collect())
    }

    fn share_group(&self, at: usize, group: &Group, part: Money, shares: &mut [Share]) -> Result<GroupSum, NoShares> {
        let payers = self.payers(at);
        let by_area_instead = group.rule == Rule::Coefficient && self.table.is_none() && part > Money::ZERO;
        let sum = GroupSum { id: group.id.clone(), payers: payers.len(), pays: part, by_area_instead };
        if part == Money::ZERO {
            return Ok(sum);
        }
        if payers.is_empty() {
            return Err(NoShares::NobodyPaysIn { group: at, amount: part });
        }
        let weights = self.weights(&payers, group.rule)?;
        if weights.iter().all(|weight| *weight == 0) {
            return Err(NoShares::AllZero { group: at });
        }
        for (place, pays, given) in self.split_among(part, &payers, &weights) {
            (shares[place].pays, shares[place].remainder_fen) = (pays, given);
        }
        Ok(sum)
    }

    fn split_among(&self, sum: Money, among: &[usize], weights: &[i128]) -> Vec<(usize, Money, i64)> {
        let named = self.remainder.household.as_deref().and_then(|id| self.place_of(id));
        let first = named.and_then(|named| among.iter().position(|place| *place == named));
        let (pays, given) = split(sum, weights, self.remainder.all_to_one, first);
        among.iter().zip(pays).zip(given).map(|((place, pays), given)| (*place, pays, given)).collect()
    }

    /// By what these count within their rule.
    fn weights(&self, among: &[usize], rule: Rule) -> Result<Vec<i128>, NoShares> {
        let weight = |at: &usize| {
            let one = &self.households[*at];
            match (rule, self.coefficient_of(one)) {
                (Rule::Equal | Rule::Fixed(_), _) => Ok(1),
                (Rule::Coefficient, Some(coefficient)) => Ok(i128::from(coefficient.thousandths())),
                (Rule::Coefficient, None) | (Rule::Area, _) => {
                    one.area.map(|area| i128::from(area.hundredths())).ok_or(NoShares::NoArea { at: *at })
                }
            }
        };
        among.iter().map(weight).collect()
    }

    /// Those who may use the lift keep it running.
    fn share_upkeep(&self, shares: &mut [Share]) -> Result<(), NoShares> {
        let Some(upkeep) = self.upkeep else { return Ok(()) };
        let among: Vec<usize> = (0..shares.len()).filter(|at| shares[*at].uses).collect();
        if among.is_empty() || upkeep.yearly == Money::ZERO {
            return Ok(());
        }
        let mut weights = self.weights(&among, upkeep.rule)?;
        if weights.iter().all(|weight| *weight == 0) {
            weights.fill(1);
        }
        for (place, bears, _) in self.split_among(upkeep.yearly, &among, &weights) {
            shares[place].upkeep = bears;
        }
        Ok(())
    }
}
