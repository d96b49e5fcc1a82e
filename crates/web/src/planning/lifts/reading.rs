//! From what was typed to terms: each figure is read, and what cannot be read is said with its field.

use std::collections::BTreeMap;

use linli_domain::kernel::Money;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::planning::lift::{
    Answer, Basis, Coefficient, Compensation, FloorTable, Group, Household, Part, Remainder, Rule, Scheme, Sum, Upkeep,
};

use super::typed::{MOST_LINES, Typed};
use crate::shell::{Ctx, Problems};

/// Reads what was typed field by field.
pub(super) struct Reader<'a> {
    pub ctx: &'a Ctx,
    pub typed: &'a Typed,
    pub scheme: &'a Scheme,
    pub problems: &'a mut Problems,
}

impl Reader<'_> {
    fn line(&self, kind: &str, at: usize) -> String {
        self.typed.get(&format!("{kind}-{at}")).trim().to_owned()
    }

    fn wrong(&mut self, field: &'static str, key: &str, values: &[(&'static str, String)]) {
        self.problems.add(field, self.ctx.t_with(key, values));
    }

    /// An amount; nothing is none. Where it cannot be read, the page says so.
    pub fn money(&mut self, field: &'static str, name: &str) -> Money {
        let given = self.typed.get(name).trim().to_owned();
        if given.is_empty() {
            return Money::ZERO;
        }
        Money::parse(&given, MoneyUnit::Yuan).unwrap_or_else(|_| {
            self.wrong(field, "lifts-why-money", &[("given", given)]);
            Money::ZERO
        })
    }

    pub fn stops(&mut self) -> Option<i64> {
        let given = clean_line(&half_width(self.typed.get("stops")));
        if given.is_empty() {
            return None;
        }
        // What is no number is beyond what a lift has, and the check says what that is.
        Some(given.parse().unwrap_or(-1))
    }

    pub fn subsidies(&mut self) -> Vec<Sum> {
        let mut all = Vec::new();
        for at in 0..MOST_LINES {
            let (name, given) = (self.line("sn", at), self.line("sa", at));
            if name.is_empty() && given.is_empty() {
                continue;
            }
            let amount = self.money("subsidies", &format!("sa-{at}"));
            all.push(Sum { name, amount });
        }
        all
    }

    /// The groups, and at which place the group of each line stands.
    pub fn groups(&mut self) -> (Vec<Group>, BTreeMap<usize, usize>) {
        let (mut all, mut places) = (Vec::new(), BTreeMap::new());
        for at in 0..MOST_LINES {
            let (id, given) = (self.line("gn", at), self.line("gs", at));
            if id.is_empty() && given.is_empty() {
                continue;
            }
            let sum = self.money("groups", &format!("gs-{at}"));
            let fixed = self.line("gr", at) == "fixed";
            let rule = if fixed { Rule::Fixed(sum) } else { Rule::of(&self.line("gr", at), None).unwrap_or_default() };
            let part = if fixed || given.is_empty() { Part::Rest } else { Part::Sum(sum) };
            if fixed && sum <= Money::ZERO {
                self.wrong("groups", "lifts-why-fixed-sum", &[("group", id.clone())]);
            }
            places.insert(at, all.len());
            all.push(Group { id, rule, part });
        }
        (all, places)
    }

    pub fn table(&mut self, basis: Basis, office: Option<&FloorTable>) -> Option<FloorTable> {
        match basis {
            Basis::Area => None,
            Basis::Office => {
                if office.is_none() {
                    self.wrong("basis", "lifts-why-no-table", &[]);
                }
                office.cloned()
            }
            Basis::Own => self.own_table(office),
        }
    }

    fn own_table(&mut self, office: Option<&FloorTable>) -> Option<FloorTable> {
        let mut floors = BTreeMap::new();
        for one in &self.scheme.terms.lift.households {
            let given = self.typed.get(&format!("k-{}", one.floor)).trim().to_owned();
            let read = match office {
                Some(table) if given.is_empty() => Some(table.of(one.floor)),
                _ => given.parse::<Coefficient>().ok(),
            };
            if floors.contains_key(&one.floor) {
                continue;
            }
            if read.is_none() {
                self.wrong("coefficients", "lifts-why-coefficient", &[("of", one.floor.to_string()), ("given", given)]);
            }
            floors.insert(one.floor, read.unwrap_or_default());
        }
        FloorTable::new("", "", floors, Coefficient::default())
    }

    pub fn households(&mut self, places: &BTreeMap<usize, usize>) -> Vec<Household> {
        let scheme = self.scheme;
        let known = |id: &str| scheme.terms.lift.households.iter().any(|one| one.id == id);
        if self.typed.answered().any(|id| !known(id)) {
            self.wrong("households", "lifts-why-no-household", &[]);
        }
        let all = scheme.terms.lift.households.iter().enumerate();
        all.map(|(at, one)| self.household(scheme.room(at), one, places)).collect()
    }

    fn household(&mut self, room: &str, one: &Household, places: &BTreeMap<usize, usize>) -> Household {
        let field = |kind: &str| self.typed.get(&format!("{kind}-{}", one.id)).trim().to_owned();
        let (answer, group, given, uses) = (field("a"), field("g"), field("c"), field("u"));
        let line = group.parse().unwrap_or(0);
        let place = places.get(&line).copied();
        if place.is_none() && !places.is_empty() {
            self.wrong("households", "lifts-why-no-group", &[("room", room.to_owned())]);
        }
        let coefficient = given.parse::<Coefficient>().ok();
        if coefficient.is_none() && !given.is_empty() {
            self.wrong("households", "lifts-why-own-coefficient", &[("room", room.to_owned()), ("given", given)]);
        }
        let uses = match uses.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let answer = answer.parse().unwrap_or(Answer::Silent);
        Household { answer, group: place.unwrap_or(0), coefficient, uses, ..one.clone() }
    }

    pub fn compensations(&mut self) -> Vec<Compensation> {
        let mut all = Vec::new();
        for at in 0..MOST_LINES {
            let (to, given, why) = (self.line("cd", at), self.line("ca", at), self.line("cw", at));
            if to.is_empty() && given.is_empty() && why.is_empty() {
                continue;
            }
            if !self.scheme.terms.lift.households.iter().any(|one| one.id == to) {
                self.wrong("compensations", "lifts-why-no-household", &[]);
            }
            let amount = self.money("compensations", &format!("ca-{at}"));
            all.push(Compensation { to, amount, why });
        }
        all
    }

    pub fn remainder(&mut self) -> Remainder {
        let to = Some(self.typed.get("remainder_to").to_owned()).filter(|to| !to.is_empty());
        let all_to_one = self.typed.get("remainder") == "household";
        let known = to.as_ref().is_none_or(|to| self.scheme.terms.lift.households.iter().any(|one| one.id == *to));
        if !known {
            self.wrong("remainder_to", "lifts-why-no-household", &[]);
        } else if all_to_one && to.is_none() {
            self.wrong("remainder_to", "lifts-why-remainder", &[]);
        }
        Remainder { all_to_one, household: to.filter(|_| known) }
    }

    pub fn upkeep(&mut self) -> Option<Upkeep> {
        let yearly = self.money("upkeep", "upkeep");
        let rule = Rule::of(self.typed.get("upkeep_rule"), None).unwrap_or(Rule::Equal);
        (yearly != Money::ZERO).then_some(Upkeep { yearly, rule })
    }
}
