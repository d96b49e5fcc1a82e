//! The form of a neighbourhood as somebody typed it: read strictly, and given back as it was where something is wrong.

use linli_domain::kernel::area::BadArea;
use linli_domain::kernel::money::{BadAmount, MoneyUnit};
use linli_domain::kernel::text::{BadNumber, clean_line, half_width, plain_number, scaled_integer};
use linli_domain::kernel::{Area, Date, Money, Office};
use linli_domain::register::facts::{Arrangement, Facts, Field as Fact, Ownership};
use serde::Deserialize;

use super::words;
use crate::shell::{Ctx, Problems};

/// Every field as text. `id` comes with a form for a new record, `version` with one for a record that was read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub id: String,
    pub version: String,
    pub name: String,
    pub division: String,
    pub address: String,
    pub location: String,
    pub built_year: String,
    pub floor_area: String,
    pub buildings: String,
    pub households: String,
    pub ownership: String,
    pub former_unit: String,
    pub plan_year: String,
    pub arrangement: String,
    pub arrangement_area: String,
    pub leader: String,
    pub residents_body: String,
    pub planned_investment: String,
    pub started_on: String,
    pub finished_on: String,
    pub reason: String,
}

/// The longest reason for a change, in characters.
const LONGEST_REASON: usize = 200;

impl Draft {
    /// The form filled with what is known.
    pub fn of(facts: &Facts) -> Self {
        let text = |field| facts.text(field).unwrap_or_default();
        let (arrangement, arrangement_area) = match &facts.arrangement {
            None => (String::new(), String::new()),
            Some(Arrangement::Single) => ("single".to_owned(), String::new()),
            Some(Arrangement::Contiguous(area)) => ("contiguous".to_owned(), area.clone()),
        };
        Self {
            name: text(Fact::Name),
            division: text(Fact::Division),
            address: text(Fact::Address),
            location: text(Fact::Location),
            built_year: text(Fact::BuiltYear),
            floor_area: text(Fact::FloorArea),
            buildings: text(Fact::Buildings),
            households: text(Fact::Households),
            ownership: text(Fact::Ownership),
            former_unit: text(Fact::FormerUnit),
            plan_year: text(Fact::PlanYear),
            arrangement,
            arrangement_area,
            leader: text(Fact::Leader),
            residents_body: text(Fact::ResidentsBody),
            planned_investment: facts.planned_investment.map(Money::to_wan_exact).unwrap_or_default(),
            started_on: text(Fact::StartedOn),
            finished_on: text(Fact::FinishedOn),
            ..Self::default()
        }
    }

    /// What was typed in the field of this name.
    pub fn typed(&self, name: &str) -> &str {
        match name {
            "name" => &self.name,
            "division" => &self.division,
            "address" => &self.address,
            "location" => &self.location,
            "built_year" => &self.built_year,
            "floor_area" => &self.floor_area,
            "buildings" => &self.buildings,
            "households" => &self.households,
            "ownership" => &self.ownership,
            "former_unit" => &self.former_unit,
            "plan_year" => &self.plan_year,
            "arrangement" => &self.arrangement,
            "arrangement_area" => &self.arrangement_area,
            "leader" => &self.leader,
            "residents_body" => &self.residents_body,
            "planned_investment" => &self.planned_investment,
            "started_on" => &self.started_on,
            "finished_on" => &self.finished_on,
            _ => &self.reason,
        }
    }

    /// The reason for a change, where one was given.
    pub fn why(&self) -> Option<String> {
        Some(clean_line(&self.reason)).filter(|reason| !reason.is_empty())
    }

    /// The facts, or everything that is wrong with them.
    pub fn read(&self, ctx: &Ctx, office: Office, today: Date) -> Result<Facts, Problems> {
        let mut form = Reading { ctx, problems: Problems::default() };
        let division = half_width(&self.division).trim().parse();
        if division.is_err() {
            form.wrong::<()>("division", "register-why-missing-division");
        }
        let mut facts = Facts::new(clean_line(&self.name), division.unwrap_or(office.code()));
        facts.address = some(&self.address);
        facts.former_unit = some(&self.former_unit);
        facts.leader = some(&self.leader);
        facts.residents_body = some(&self.residents_body);
        facts.location =
            form.read("location", &self.location, |text| text.parse().map_err(|()| "register-bad-location"));
        facts.built_year = form.read("built_year", &self.built_year, whole);
        facts.buildings = form.read("buildings", &self.buildings, whole);
        facts.households = form.read("households", &self.households, whole);
        facts.plan_year = form.read("plan_year", &self.plan_year, whole);
        facts.floor_area = form.read("floor_area", &self.floor_area, area);
        facts.planned_investment = form.read("planned_investment", &self.planned_investment, wan);
        facts.ownership = form
            .read("ownership", &self.ownership, |text| text.parse::<Ownership>().map_err(|()| "register-bad-choice"));
        facts.arrangement = self.arrangement(&mut form);
        facts.started_on = form.read("started_on", &self.started_on, day);
        facts.finished_on = form.read("finished_on", &self.finished_on, day);
        if self.reason.chars().count() > LONGEST_REASON {
            form.wrong::<()>("reason", "register-why-too-long");
        }
        form.compare(&facts, office, today);
        if form.problems.is_empty() { Ok(facts) } else { Err(form.problems) }
    }

    fn arrangement(&self, form: &mut Reading) -> Option<Arrangement> {
        let area = some(&self.arrangement_area);
        match (self.arrangement.as_str(), area) {
            ("", None) => None,
            ("single", None) => Some(Arrangement::Single),
            ("" | "contiguous", Some(area)) => Some(Arrangement::Contiguous(area)),
            ("contiguous", None) => form.wrong("arrangement_area", "register-bad-area-missing"),
            ("single", Some(_)) => form.wrong("arrangement_area", "register-bad-area-of-single"),
            _ => form.wrong("arrangement", "register-bad-choice"),
        }
    }
}

struct Reading<'a> {
    ctx: &'a Ctx,
    problems: Problems,
}

impl Reading<'_> {
    fn wrong<T>(&mut self, field: &'static str, key: &str) -> Option<T> {
        self.problems.add(field, self.ctx.t(key));
        None
    }

    /// Nothing typed is nothing known.
    fn read<T>(
        &mut self,
        field: &'static str,
        typed: &str,
        read: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let text = clean_line(&half_width(typed));
        if text.is_empty() {
            return None;
        }
        read(&text).map_err(|key| self.wrong::<T>(field, key)).ok()
    }

    /// What the facts say against each other. Where a field could not be read, that alone is said of it.
    fn compare(&mut self, facts: &Facts, office: Office, today: Date) {
        let unread_start = self.problems.of("started_on").is_some();
        for problem in facts.problems(office, today) {
            let field = match problem.field {
                Fact::Arrangement => "arrangement_area",
                other => other.key(),
            };
            let follows = problem.field == Fact::FinishedOn && unread_start;
            if self.problems.of(field).is_none() && !follows {
                self.problems.add(field, words::why(self.ctx, problem.field, problem.why));
            }
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(clean_line(text)).filter(|text| !text.is_empty())
}

/// A number, perhaps with the unit that people write after it.
fn figure(text: &str) -> String {
    let units = ["年度", "年", "户", "栋", "幢", "平方米", "㎡", "m²", "m2", "万元"];
    let text = text.trim();
    plain_number(units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text))
}

pub(crate) fn whole<T: TryFrom<i64>>(text: &str) -> Result<T, &'static str> {
    let number = scaled_integer(&figure(text), 0).map_err(|bad| match bad {
        BadNumber::NotANumber => "register-bad-number",
        BadNumber::TooFine => "register-bad-whole",
        BadNumber::TooLarge => "register-bad-large",
    })?;
    T::try_from(number).map_err(|_| "register-bad-large")
}

fn area(text: &str) -> Result<Area, &'static str> {
    Area::parse(&figure(text), false).map_err(|bad| match bad {
        BadArea::NotANumber(_) => "register-bad-number",
        BadArea::TooFine(_) => "register-bad-area-fine",
        BadArea::Negative(_) => "register-why-negative",
        BadArea::TooLarge(_) => "register-bad-large",
    })
}

pub(crate) fn wan(text: &str) -> Result<Money, &'static str> {
    Money::parse(&figure(text), MoneyUnit::Wan).map_err(|bad| match bad {
        BadAmount::NotANumber(_) => "register-bad-number",
        BadAmount::FinerThanAFen(_) => "register-bad-fen",
        BadAmount::TooLarge(_) => "register-bad-large",
    })
}

/// `2022-04-20`, `2022/4/20`, `2022.4.20`, `2022年4月20日`
fn day(text: &str) -> Result<Date, &'static str> {
    let refuse = || "register-bad-day";
    let plain = text.trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    let mut parts = plain.split('-').map(|part| scaled_integer(part.trim(), 0).ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(refuse());
    };
    let small = |n: i64| i8::try_from(n).map_err(|_| refuse());
    Date::new(i16::try_from(year).map_err(|_| refuse())?, small(month)?, small(day)?).map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        assert_eq!(whole::<i16>("2021年"), Ok(2021));
        assert_eq!(whole::<i64>("1,203 户"), Ok(1203));
        assert_eq!(whole::<i16>("99999"), Err("register-bad-large"));
        assert_eq!(whole::<i64>("3.5"), Err("register-bad-whole"));
        assert_eq!(wan("457.001"), Ok(Money::from_fen(457_001_000)));
        assert_eq!(wan("0.0000001"), Err("register-bad-fen"));
        assert_eq!(area("-3"), Err("register-why-negative"));
        for text in ["2022-04-20", "2022/4/20", "2022.4.20", "2022年4月20日"] {
            assert_eq!(day(text), Ok(jiff::civil::date(2022, 4, 20)), "{text}");
        }
        for text in ["2022-02-30", "2022-13-01", "20220420", "明天", "2022-4-20-1", "1e9-1-1"] {
            assert!(day(text).is_err(), "{text}");
        }
    }
}
