//! What somebody tries out: figures as they were typed, and the lift that they make.

use std::collections::BTreeMap;

use linli_domain::kernel::Money;
use linli_domain::kernel::money::MoneyUnit;
use linli_domain::planning::lift::{Answer, Coefficient, FloorTable, Group, Household, Lift, Rule, Sum};
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

    /// What a floor counts: as typed, else as the example has it.
    pub fn coefficient(&self, floor: i64) -> Result<Coefficient, Wrong> {
        let name = format!("k-{floor}");
        let typed = self.get(&name);
        if typed.is_empty() {
            return Ok(FloorTable::guangzhou().of(floor));
        }
        typed.parse().map_err(|_| (name, "lifts-why-coefficient"))
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
    pub fn lift(&self, doors: &[Unit]) -> Result<Lift, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut money = |name| self.money(name).map_err(|why| wrong.push(why)).unwrap_or_default();
        let (cost, subsidy, fund) = (money("cost"), money("subsidy"), money("fund"));
        let mut floors = BTreeMap::new();
        for door in doors {
            match self.coefficient(door.floor) {
                Ok(coefficient) => drop(floors.insert(door.floor, coefficient)),
                Err(why) if !wrong.contains(&why) => wrong.push(why),
                Err(_) => {}
            }
        }
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
            table: FloorTable::new("", "", floors, Coefficient::default()),
            groups: vec![Group { rule: self.rule(), ..Group::default() }],
            households: doors.iter().enumerate().map(household).collect(),
            ..Lift::default()
        })
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
        assert_eq!(tried.coefficient(2).map(|k| k.to_string()), Ok("0.25".into()));
        assert_eq!(tried.coefficient(3).map(|k| k.to_string()), Ok("1.0".into()));
        assert!(tried.has_cost() && !Tried::read("garbage").has_cost());
    }
}
