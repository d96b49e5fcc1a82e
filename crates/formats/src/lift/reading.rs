//! From bytes to a lift, or to the first thing that stands in the way.

use std::collections::BTreeMap;
use std::str::FromStr;

use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{Area, Date, Money};
use linli_domain::planning::lift::{
    Coefficient, Compensation, FloorTable, Group, Household, Lift, MOST_FLOORS, Part, Remainder, Rule, Sum, Upkeep,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{LiftFile, Problem, Wrong};
use crate::json::{Source, shown};

/// The longest text that a file may give for a name or a reason, in characters.
const LONGEST: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole<'a> {
    #[serde(borrow)]
    format: &'a RawValue,
    version: &'a RawValue,
    lift: &'a RawValue,
    cost: &'a RawValue,
    #[serde(default)]
    subsidies: Vec<RawSum<'a>>,
    fund: Option<&'a RawValue>,
    table: Option<&'a RawValue>,
    #[serde(default)]
    groups: Vec<&'a RawValue>,
    households: Vec<&'a RawValue>,
    #[serde(default)]
    compensations: Vec<&'a RawValue>,
    remainder: Option<&'a RawValue>,
    upkeep: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSum<'a> {
    #[serde(borrow)]
    name: &'a RawValue,
    amount: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable<'a> {
    #[serde(borrow)]
    name: &'a RawValue,
    source: Option<&'a RawValue>,
    #[serde(default)]
    example: bool,
    from: Option<&'a RawValue>,
    floors: Vec<RawFloor<'a>>,
    each_further: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFloor<'a> {
    #[serde(borrow)]
    floor: &'a RawValue,
    coefficient: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGroup<'a> {
    #[serde(borrow)]
    group: &'a RawValue,
    rule: &'a RawValue,
    each: Option<&'a RawValue>,
    sum: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHousehold<'a> {
    #[serde(borrow)]
    household: &'a RawValue,
    floor: &'a RawValue,
    area: Option<&'a RawValue>,
    answer: &'a RawValue,
    group: Option<&'a RawValue>,
    coefficient: Option<&'a RawValue>,
    uses: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCompensation<'a> {
    #[serde(borrow)]
    to: &'a RawValue,
    amount: &'a RawValue,
    why: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRemainder<'a> {
    #[serde(borrow)]
    rule: &'a RawValue,
    household: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUpkeep<'a> {
    #[serde(borrow)]
    yearly: &'a RawValue,
    rule: &'a RawValue,
}

impl LiftFile {
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let source = Reader(Source::of(bytes)?);
        let whole: Whole<'_> = source.all()?;
        known_format(&source, &whole)?;
        let lines = |all: &[&RawValue]| all.iter().map(|raw| source.line(raw)).collect::<Vec<u32>>();
        let groups: Vec<Group> = whole.groups.iter().map(|raw| source.group(raw)).collect::<Result<_, _>>()?;
        let lift = Lift {
            cost: source.money("cost", whole.cost)?,
            subsidies: whole.subsidies.iter().map(|raw| source.sum(raw)).collect::<Result<_, _>>()?,
            fund: whole.fund.map(|raw| source.money("fund", raw)).transpose()?.unwrap_or_default(),
            table: whole.table.map(|raw| source.table(raw)).transpose()?,
            households: whole.households.iter().map(|raw| source.household(raw, &groups)).collect::<Result<_, _>>()?,
            compensations: whole.compensations.iter().map(|raw| source.compensation(raw)).collect::<Result<_, _>>()?,
            remainder: whole.remainder.map(|raw| source.remainder(raw)).transpose()?.unwrap_or_default(),
            upkeep: whole.upkeep.map(|raw| source.upkeep(raw)).transpose()?,
            groups,
        };
        Ok(Self {
            name: source.words("lift", whole.lift)?,
            lift,
            households: lines(&whole.households),
            groups: lines(&whole.groups),
            compensations: lines(&whole.compensations),
            remainder: whole.remainder.map_or(1, |raw| source.line(raw)),
            cost: source.line(whole.cost),
        })
    }
}

fn known_format<'a>(source: &Reader<'a>, whole: &Whole<'a>) -> Result<(), Problem> {
    let format = source.words("format", whole.format)?;
    if format != "linli-lift" {
        return Err(Wrong::Format { given: shown(&format) }.at(source.line(whole.format)));
    }
    match source.part::<u64>(whole.version)? {
        1 => Ok(()),
        given => Err(Wrong::Version { given }.at(source.line(whole.version))),
    }
}

/// The text of a lift.
struct Reader<'a>(Source<'a>);

impl<'a> std::ops::Deref for Reader<'a> {
    type Target = Source<'a>;

    fn deref(&self) -> &Source<'a> {
        &self.0
    }
}

impl<'a> Reader<'a> {
    /// A text that says something, in one line.
    fn words(&self, field: &'static str, raw: &'a RawValue) -> Result<String, Problem> {
        let text = clean_line(&self.part::<String>(raw)?);
        let fits = (1..=LONGEST).contains(&text.chars().count());
        if fits { Ok(text) } else { Err(Wrong::Value { field, given: shown(raw.get()) }.at(self.line(raw))) }
    }

    /// A number as a text or as one of JSON: its digits are read, so that nothing is rounded.
    fn number(&self, raw: &'a RawValue) -> Result<String, Problem> {
        if raw.get().starts_with('"') { Ok(self.part(raw)?) } else { Ok(raw.get().to_owned()) }
    }

    fn money(&self, field: &'static str, raw: &'a RawValue) -> Result<Money, Problem> {
        let given = self.number(raw)?;
        Money::parse(&given, MoneyUnit::Yuan)
            .map_err(|_| Wrong::Money { field, given: shown(&given) }.at(self.line(raw)))
    }

    fn coefficient(&self, field: &'static str, raw: &'a RawValue) -> Result<Coefficient, Problem> {
        let given = self.number(raw)?;
        given.parse().map_err(|_| Wrong::Coefficient { field, given: shown(&given) }.at(self.line(raw)))
    }

    fn one_of<T: FromStr>(&self, field: &'static str, raw: &'a RawValue) -> Result<T, Problem> {
        let given = self.words(field, raw)?;
        given.parse().map_err(|_| Wrong::Value { field, given: shown(&given) }.at(self.line(raw)))
    }

    fn rule(&self, raw: &'a RawValue, each: Option<&'a RawValue>) -> Result<Rule, Problem> {
        let given = self.words("rule", raw)?;
        match (given.as_str(), each) {
            ("coefficient", None) => Ok(Rule::Coefficient),
            ("equal", None) => Ok(Rule::Equal),
            ("area", None) => Ok(Rule::Area),
            ("fixed", Some(each)) => Ok(Rule::Fixed(self.money("each", each)?)),
            _ => Err(Wrong::Value { field: "rule", given: shown(&given) }.at(self.line(raw))),
        }
    }

    fn floor(&self, raw: &'a RawValue) -> Result<i64, Problem> {
        let floor: i64 = self.part(raw)?;
        let fits = (-20..=200).contains(&floor);
        if fits { Ok(floor) } else { Err(Wrong::Value { field: "floor", given: floor.to_string() }.at(self.line(raw))) }
    }

    fn sum(&self, raw: &RawSum<'a>) -> Result<Sum, Problem> {
        Ok(Sum { name: self.words("name", raw.name)?, amount: self.money("amount", raw.amount)? })
    }

    fn table(&self, raw: &'a RawValue) -> Result<FloorTable, Problem> {
        let given: RawTable<'a> = self.part(raw)?;
        let mut floors = BTreeMap::new();
        for one in &given.floors {
            let floor = self.floor(one.floor)?;
            if floors.insert(floor, self.coefficient("coefficient", one.coefficient)?).is_some() {
                return Err(Wrong::FloorTwice { floor }.at(self.line(one.floor)));
            }
        }
        let further = self.coefficient("each_further", given.each_further)?;
        let source = given.source.map(|raw| self.words("source", raw)).transpose()?.unwrap_or_default();
        let table = FloorTable::new(&self.words("name", given.name)?, &source, floors, further);
        let mut table = table.ok_or_else(|| Wrong::Floors { limit: MOST_FLOORS }.at(self.line(raw)))?;
        table.example = given.example;
        table.from = given.from.map(|raw| self.one_of::<Date>("from", raw)).transpose()?;
        Ok(table)
    }

    fn group(&self, raw: &'a RawValue) -> Result<Group, Problem> {
        let given: RawGroup<'a> = self.part(raw)?;
        let part = given.sum.map(|raw| self.money("sum", raw)).transpose()?;
        Ok(Group {
            id: self.words("group", given.group)?,
            rule: self.rule(given.rule, given.each)?,
            part: part.map_or(Part::Rest, Part::Sum),
        })
    }

    fn household(&self, raw: &'a RawValue, groups: &[Group]) -> Result<Household, Problem> {
        let given: RawHousehold<'a> = self.part(raw)?;
        let group = match given.group {
            None => 0,
            Some(raw) => {
                let id = self.words("group", raw)?;
                let at = groups.iter().position(|group| group.id == id);
                at.ok_or_else(|| Wrong::NoGroup { id: shown(&id) }.at(self.line(raw)))?
            }
        };
        Ok(Household {
            id: self.words("household", given.household)?,
            floor: self.floor(given.floor)?,
            area: given.area.map(|raw| self.area(raw)).transpose()?,
            answer: self.one_of("answer", given.answer)?,
            group,
            coefficient: given.coefficient.map(|raw| self.coefficient("coefficient", raw)).transpose()?,
            uses: given.uses,
        })
    }

    fn area(&self, raw: &'a RawValue) -> Result<Area, Problem> {
        let given = self.number(raw)?;
        let area = Area::parse(&given, false).ok().filter(|area| area.hundredths() > 0);
        area.ok_or_else(|| Wrong::Area { field: "area", given: shown(&given) }.at(self.line(raw)))
    }

    fn compensation(&self, raw: &'a RawValue) -> Result<Compensation, Problem> {
        let given: RawCompensation<'a> = self.part(raw)?;
        Ok(Compensation {
            to: self.words("to", given.to)?,
            amount: self.money("amount", given.amount)?,
            why: given.why.map(|raw| self.words("why", raw)).transpose()?.unwrap_or_default(),
        })
    }

    fn remainder(&self, raw: &'a RawValue) -> Result<Remainder, Problem> {
        let given: RawRemainder<'a> = self.part(raw)?;
        let rule = self.words("rule", given.rule)?;
        let household = given.household.map(|raw| self.words("household", raw)).transpose()?;
        let all_to_one = match (rule.as_str(), &household) {
            ("largest", _) => false,
            ("household", Some(_)) => true,
            _ => return Err(Wrong::Value { field: "remainder", given: shown(&rule) }.at(self.line(raw))),
        };
        Ok(Remainder { all_to_one, household })
    }

    fn upkeep(&self, raw: &'a RawValue) -> Result<Upkeep, Problem> {
        let given: RawUpkeep<'a> = self.part(raw)?;
        Ok(Upkeep { yearly: self.money("yearly", given.yearly)?, rule: self.rule(given.rule, None)? })
    }
}
