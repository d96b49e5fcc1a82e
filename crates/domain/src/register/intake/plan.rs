//! What every row of a table would do to a register, before anything is done.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use super::places::Places;
use super::{Given, Outcome, Planned, Reason, facts};
use crate::kernel::text::half_width;
use crate::kernel::{DivisionCode, Level, NeighbourhoodId, Office};
use crate::register::facts::Field;
use crate::register::{Division, Facts, Neighbourhood};

/// What a table is held against.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    pub office: Office,
    pub today: Date,
    /// The office's own division, for its name.
    pub county: Option<&'a Division>,
    /// Its towns and communities.
    pub divisions: &'a [Division],
    /// All that the register holds now.
    pub existing: &'a [Neighbourhood],
    /// The plan year of rows that name none: what the title of the table says, or whoever loads it.
    pub plan_year: Option<i16>,
}

/// Plans every row. Nothing is written, and nothing but the table, the register and the day decides.
pub fn plan(ground: &Ground, rows: &[Given]) -> Vec<Planned> {
    let mut places = Places::new(ground.office, ground.county, ground.divisions);
    let known = Known::new(ground.existing);
    let twice = numbered_twice(rows);
    let drafts: Vec<Draft> = rows.iter().map(|given| draft(ground, &known, &mut places, &twice, given)).collect();
    let same = found_twice(&drafts, rows);
    let mut names = Names::new(ground.existing);
    drafts.into_iter().zip(rows).map(|(draft, given)| judged(ground, &same, &mut names, draft, given)).collect()
}

/// A row on its way.
struct Draft<'a> {
    target: Option<&'a Neighbourhood>,
    /// Nothing where the place is not known.
    facts: Option<Facts>,
    reasons: Vec<Reason>,
}

fn draft<'a>(
    ground: &Ground<'a>,
    known: &Known<'a>,
    places: &mut Places,
    twice: &HashMap<String, Vec<u32>>,
    given: &Given,
) -> Draft<'a> {
    let mut reasons = given.reasons.clone();
    let before = reasons.len();
    let place = places.of(given, &mut reasons);
    let lost = reasons.len() > before;
    if let Some(rows) = given.word("number").and_then(|number| twice.get(&plain(number))) {
        reasons.push(given.reason("number", "number-twice").with(others(rows, given.row)));
    }
    let target = match known.find(ground.office, place, given) {
        Ok(target) => target,
        Err(reason) => {
            reasons.push(reason);
            return Draft { target: None, facts: None, reasons };
        }
    };
    let division = match (target, place) {
        // A town does not overrule the community that is known within it.
        (Some(target), Some(place)) if place.contains(target.facts.division) => Some(target.facts.division),
        (_, Some(place)) => Some(place),
        (Some(target), None) => Some(target.facts.division),
        (None, None) => None,
    };
    let Some(division) = division else {
        if !lost {
            reasons.push(given.reason("town", "no-place"));
        }
        return Draft { target, facts: None, reasons };
    };
    let base = target.map_or_else(|| Facts::new("", division), |target| target.facts.clone());
    let mut facts = facts::over(&Facts { division, ..base }, given, &mut reasons);
    facts.plan_year = facts.plan_year.or(ground.plan_year);
    Draft { target, facts: Some(facts), reasons }
}

fn judged(ground: &Ground, same: &Twice, names: &mut Names, draft: Draft, given: &Given) -> Planned {
    let Draft { target, facts, mut reasons } = draft;
    let name = given.word("name").map(str::to_owned).or(target.map(|t| t.facts.name.clone())).unwrap_or_default();
    if let Some(facts) = &facts {
        let unsaid = |reason: &Reason, field: &str| reason.field == field;
        for problem in facts.problems(ground.office, ground.today) {
            let field = column_of(problem.field, given);
            if !reasons.iter().any(|reason| unsaid(reason, field)) {
                reasons.push(given.reason(field, problem.why.key()));
            }
        }
        if let Some(rows) = same.rows(target, facts) {
            reasons.push(given.reason("name", "twice-in-file").with(others(rows, given.row)));
        } else if reasons.is_empty() && !names.take(target.map(|t| t.id), facts) {
            reasons.push(given.reason("name", "name-taken"));
        }
    }
    let outcome = match (facts, target) {
        (Some(facts), target) if reasons.is_empty() => match target {
            None => Outcome::New(Box::new(facts)),
            Some(was) if was.facts == facts => Outcome::Same(Box::new(was.clone())),
            Some(was) => Outcome::Changed { was: Box::new(was.clone()), facts: Box::new(facts) },
        },
        _ => Outcome::Refused(reasons),
    };
    Planned { row: given.row, name, outcome }
}

/// The column in which a wrong fact stands.
fn column_of(field: Field, given: &Given) -> &'static str {
    match field {
        Field::Division if given.word("community").is_some() => "community",
        Field::Division => "town",
        Field::Location if given.word("location").is_none() => "longitude",
        other => other.key(),
    }
}

fn others(rows: &[u32], but: u32) -> String {
    let others: Vec<String> = rows.iter().filter(|row| **row != but).take(5).map(ToString::to_string).collect();
    others.join("、")
}

/// A name or number as it is compared: letters and digits only.
fn plain(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Numbers that stand in more than one row. A running number (1, 2, 3 under each town) is none.
fn numbered_twice(rows: &[Given]) -> HashMap<String, Vec<u32>> {
    let mut found: HashMap<String, Vec<u32>> = HashMap::new();
    for given in rows {
        if let Some(number) = given.word("number").filter(|number| number.chars().count() > 3) {
            found.entry(plain(number)).or_default().push(given.row);
        }
    }
    found.retain(|_, rows| rows.len() > 1);
    found
}

/// The register, looked up by number and by name.
struct Known<'a> {
    by_number: HashMap<&'a str, &'a Neighbourhood>,
    by_name: HashMap<String, Vec<&'a Neighbourhood>>,
}

impl<'a> Known<'a> {
    fn new(existing: &'a [Neighbourhood]) -> Self {
        let mut by_name: HashMap<String, Vec<&Neighbourhood>> = HashMap::new();
        for n in existing {
            by_name.entry(plain(&n.facts.name)).or_default().push(n);
        }
        Self { by_number: existing.iter().map(|n| (n.number.as_str(), n)).collect(), by_name }
    }

    /// The record that a row is about: by our number, else by name and place. Nothing: it is new.
    fn find(
        &self,
        office: Office,
        place: Option<DivisionCode>,
        given: &Given,
    ) -> Result<Option<&'a Neighbourhood>, Reason> {
        if let Some(number) = given.word("number").map(|number| half_width(number).to_uppercase().replace(' ', ""))
            && let Some((town, _)) = number.split_once("-XQ-")
        {
            if let Some(found) = self.by_number.get(number.as_str()) {
                return Ok(Some(found));
            }
            let elsewhere = town.parse::<DivisionCode>().is_ok_and(|town| !office.code().contains(town));
            return Err(given.reason("number", if elsewhere { "other-county" } else { "unknown-number" }));
        }
        let Some(alike) = given.word("name").and_then(|name| self.by_name.get(&plain(name))) else { return Ok(None) };
        let here = |n: &&&Neighbourhood| {
            place.is_none_or(|place| place.contains(n.facts.division) || n.facts.division.contains(place))
        };
        let exactly = || alike.iter().filter(|n| place == Some(n.facts.division));
        match (alike.iter().filter(here).count(), exactly().count()) {
            (0, _) => Ok(None),
            (1, _) => Ok(alike.iter().find(here).copied()),
            (_, 1) => Ok(exactly().next().copied()),
            _ => {
                let numbers = alike.iter().filter(here).take(5).map(|n| n.number.as_str()).collect::<Vec<_>>();
                Err(given.reason("name", "ambiguous-record").with(numbers.join("、")))
            }
        }
    }
}

/// Rows that are about one neighbourhood, as far as anyone can tell.
#[derive(Default)]
struct Twice {
    records: HashMap<NeighbourhoodId, Vec<u32>>,
    places: HashMap<(String, DivisionCode), Vec<u32>>,
}

impl Twice {
    fn rows(&self, target: Option<&Neighbourhood>, facts: &Facts) -> Option<&Vec<u32>> {
        let town = (plain(&facts.name), facts.division.at(Level::Town));
        let rows = match target {
            Some(target) => self.records.get(&target.id),
            None => self.places.get(&town).or_else(|| self.places.get(&(town.0, facts.division))),
        };
        rows.filter(|rows| rows.len() > 1)
    }
}

fn found_twice(drafts: &[Draft], rows: &[Given]) -> Twice {
    let mut found = Twice::default();
    let mut by_town: HashMap<(String, DivisionCode), Vec<(DivisionCode, u32)>> = HashMap::new();
    for (draft, given) in drafts.iter().zip(rows) {
        let at = given.row;
        let Some(facts) = &draft.facts else { continue };
        if let Some(target) = draft.target {
            found.records.entry(target.id).or_default().push(at);
        } else {
            let town = facts.division.at(Level::Town);
            by_town.entry((plain(&facts.name), town)).or_default().push((facts.division, at));
        }
    }
    for ((name, town), rows) in by_town {
        // A row that names the town only may mean any of its communities.
        if rows.iter().any(|(division, _)| *division == town) {
            found.places.insert((name, town), rows.into_iter().map(|(_, at)| at).collect());
        } else {
            for (division, at) in rows {
                found.places.entry((name.clone(), division)).or_default().push(at);
            }
        }
    }
    found
}

/// The names that are taken in each place: two records of one community never share one.
struct Names<'a> {
    existing: HashMap<(DivisionCode, &'a str), NeighbourhoodId>,
    planned: HashSet<(DivisionCode, String)>,
}

impl<'a> Names<'a> {
    fn new(existing: &'a [Neighbourhood]) -> Self {
        let key = |n: &'a Neighbourhood| ((n.facts.division, n.facts.name.as_str()), n.id);
        Self { existing: existing.iter().map(key).collect(), planned: HashSet::new() }
    }

    fn take(&mut self, of: Option<NeighbourhoodId>, facts: &Facts) -> bool {
        let holder = self.existing.get(&(facts.division, facts.name.as_str()));
        if holder.is_some() && holder == of.as_ref() {
            return true;
        }
        holder.is_none() && self.planned.insert((facts.division, facts.name.clone()))
    }
}
