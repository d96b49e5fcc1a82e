//! What somebody tries out: figures as they were typed, and the lift that they make; and how it becomes what a draft says.

use std::collections::BTreeMap;

use linli_domain::kernel::Money;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::planning::lift::{
    Answer, Basis, Coefficient, FloorTable, Group, Household, Lift, Remainder, Rule, Sum, Terms,
};
use linli_domain::register::owner::Unit;

/// Figures as typed, by their names: `cost`, `subsidy`, `fund`, `rule`, `k-3` of a floor, `a-7` of a door.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tried(pub BTreeMap<String, String>);

/// What is wrong with them: the field, and why.
pub(super) type Wrong = (String, &'static str);

/// More than this nobody types.
const LONGEST: usize = 30;

impl Tried {
    /// Of an address; what it may hold besides is passed over.
    pub fn of(asked: &BTreeMap<String, String>) -> Self {
        let own = |name: &str| {
            matches!(name, "cost" | "subsidy" | "fund" | "rule") || name.starts_with("k-") || name.starts_with("a-")
        };
        let short = |value: &str| value.trim().chars().filter(|c| !";:".contains(*c)).take(LONGEST).collect();
        Self(asked.iter().filter(|(name, _)| own(name)).map(|(name, value)| (name.clone(), short(value))).collect())
    }

    /// Of one line, as `line` wrote it.
    pub fn read(line: &str) -> Self {
        let pairs = line.split(';').filter_map(|pair| pair.split_once(':'));
        Self::of(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// All of it in one line.
    pub fn line(&self) -> String {
        self.0.iter().map(|(name, value)| format!("{name}:{value}")).collect::<Vec<_>>().join(";")
    }

    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether there is anything to work out.
    pub fn has_cost(&self) -> bool {
        !self.get("cost").is_empty()
    }

    pub fn rule(&self) -> Rule {
        match self.get("rule") {
            "equal" => Rule::Equal,
            "area" => Rule::Area,
            _ => Rule::Coefficient,
        }
    }

    /// What a floor counts: as typed, else as the office's table has it; nothing where there is neither.
    pub fn coefficient(&self, floor: i64, table: Option<&FloorTable>) -> Result<Option<Coefficient>, Wrong> {
        let name = format!("k-{floor}");
        let typed = self.get(&name);
        if typed.is_empty() {
            return Ok(table.map(|table| table.of(floor)));
        }
        typed.parse().map(Some).map_err(|_| (name, "lifts-why-coefficient"))
    }

    fn has_coefficients(&self) -> bool {
        self.0.iter().any(|(name, value)| name.starts_with("k-") && !value.is_empty())
    }

    /// What a door says; as long as nobody changed it, all pay.
    pub fn answer(&self, at: usize) -> Answer {
        self.get(&format!("a-{at}")).parse().unwrap_or(Answer::For)
    }

    fn money(&self, name: &str) -> Result<Money, Wrong> {
        let typed = self.get(name);
        if typed.is_empty() {
            return Ok(Money::ZERO);
        }
        Money::parse(typed, MoneyUnit::Yuan).map_err(|_| (name.to_owned(), "lifts-why-money"))
    }

    /// The lift of these doors, or everything that is wrong with the figures.
    pub fn lift(&self, doors: &[Unit], table: Option<&FloorTable>) -> Result<Lift, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut money = |name| self.money(name).map_err(|why| wrong.push(why)).unwrap_or_default();
        let (cost, subsidy, fund) = (money("cost"), money("subsidy"), money("fund"));
        let table = self.table(doors, table, &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let household = |(at, door): (usize, &Unit)| Household {
            area: door.measured.map(|measured| measured.area),
            answer: self.answer(at),
            ..Household::new(&door.room, door.floor)
        };
        Ok(Lift {
            cost,
            subsidies: vec![Sum { name: String::new(), amount: subsidy }],
            fund,
            table,
            groups: vec![Group { rule: self.rule(), ..Group::default() }],
            households: doors.iter().enumerate().map(household).collect(),
            ..Lift::default()
        })
    }

    /// The table that was tried: the office's own where nobody typed another figure.
    fn table(&self, doors: &[Unit], office: Option<&FloorTable>, wrong: &mut Vec<Wrong>) -> Option<FloorTable> {
        if !self.has_coefficients() {
            return office.cloned();
        }
        let mut floors = BTreeMap::new();
        for door in doors {
            match self.coefficient(door.floor, office) {
                Ok(Some(coefficient)) => drop(floors.insert(door.floor, coefficient)),
                // Some floors have a coefficient and this one has none.
                Ok(None) => wrong.push((format!("k-{}", door.floor), "lifts-why-coefficient")),
                Err(why) => wrong.push(why),
            }
        }
        wrong.dedup();
        FloorTable::new("", "", floors, Coefficient::default())
    }

    /// Puts what was tried into what a draft says; design, compensations and upkeep stay. `names`: of the subsidies together, and
    /// of the one group where the rule is not that of coefficients.
    pub fn put_into(
        &self,
        terms: &mut Terms,
        doors: &[Unit],
        table: Option<&FloorTable>,
        names: (&str, &str),
    ) -> Result<(), Vec<Wrong>> {
        let tried = self.lift(doors, table)?;
        let lift = &mut terms.lift;
        (lift.cost, lift.fund) = (tried.cost, tried.fund);
        let subsidies = tried.subsidies.into_iter().filter(|one| one.amount != Money::ZERO);
        lift.subsidies = subsidies.map(|one| Sum { name: names.0.to_owned(), ..one }).collect();
        lift.groups = match self.rule() {
            Rule::Coefficient => Vec::new(),
            rule => vec![Group { id: names.1.to_owned(), rule, ..Group::default() }],
        };
        lift.households = doors
            .iter()
            .zip(tried.households)
            .map(|(door, one)| Household { id: door.dwelling.to_string(), ..one })
            .collect();
        // A door that stands in the scheme and not in the register any more has no share to give up.
        let there = |id: &String| doors.iter().any(|door| door.dwelling.to_string() == *id);
        lift.compensations.retain(|one| there(&one.to));
        if lift.remainder.household.as_ref().is_some_and(|id| !there(id)) {
            lift.remainder = Remainder::default();
        }
        terms.basis = match &tried.table {
            None => Basis::Area,
            Some(_) if self.has_coefficients() => Basis::Own,
            Some(_) => Basis::Office,
        };
        lift.table = tried.table;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tried_is_read_from_its_line() {
        let asked = [("cost", "560,000"), ("k-2", " 0.25 "), ("a-1", "against"), ("x", "y"), ("fund", "1;2:3")];
        let tried = Tried::of(&asked.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert_eq!(Tried::read(&tried.line()), tried);
        assert_eq!((tried.get("fund"), tried.get("x")), ("123", ""));
        assert_eq!(tried.answer(1), Answer::Against);
        let example = FloorTable::guangzhou();
        let of = |floor| tried.coefficient(floor, Some(&example)).map(|k| k.map(|k| k.to_string()));
        assert_eq!((of(2), of(3)), (Ok(Some("0.25".into())), Ok(Some("1.0".into()))));
        assert_eq!(tried.coefficient(3, None), Ok(None));
        assert!(tried.has_cost() && !Tried::read("garbage").has_cost());
    }
}
