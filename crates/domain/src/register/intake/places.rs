//! Which town or community a row means, and what is near where none is meant.

use std::collections::HashMap;

use super::{Given, Reason};
use crate::kernel::text::{clean_line, half_width};
use crate::kernel::{DivisionCode, Level, Office};
use crate::register::Division;
use crate::register::division::{NotFound, find, short_name};

/// The towns and communities of one office. A name is looked up once, however many rows write it.
pub(super) struct Places<'a> {
    office: Office,
    county: Option<&'a Division>,
    towns: Vec<Division>,
    communities: Vec<Division>,
    known: HashMap<(Option<DivisionCode>, String), Result<DivisionCode, NotFound>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(office: Office, county: Option<&'a Division>, divisions: &[Division]) -> Self {
        let at = |level| divisions.iter().filter(|d| d.code.level() == level).cloned().collect();
        Self { office, county, towns: at(Level::Town), communities: at(Level::Community), known: HashMap::new() }
    }

    /// The place of a row: its community, else its town, else the town in whose section it stands.
    pub(super) fn of(&mut self, given: &Given, reasons: &mut Vec<Reason>) -> Option<DivisionCode> {
        self.check_county(given, reasons);
        let town = match given.word("town") {
            Some(written) => match self.town(written) {
                // 所属乡镇 sometimes holds a community: that says the town as well.
                Ok(town) => Some(town),
                Err(not) => {
                    reasons.push(self.unknown(given, "town", written, &not));
                    return None;
                }
            },
            None => given.section.as_deref().and_then(|title| self.town(title).ok()),
        };
        let Some(written) = given.word("community") else { return town };
        match self.community(town.map(|code| code.at(Level::Town)), written) {
            Ok(community) => Some(community),
            Err(not) => {
                reasons.push(self.unknown(given, "community", written, &not));
                None
            }
        }
    }

    fn town(&mut self, written: &str) -> Result<DivisionCode, NotFound> {
        let written = self.without_county(written);
        let (towns, communities) = (&self.towns, &self.communities);
        let look = || match find(towns, &written) {
            Ok(town) => Ok(town.code),
            Err(not) => find(communities, &written).map(|community| community.code).map_err(|_| not),
        };
        self.known.entry((None, written.clone())).or_insert_with(look).clone()
    }

    fn community(&mut self, town: Option<DivisionCode>, written: &str) -> Result<DivisionCode, NotFound> {
        let written = self.without_county(written);
        let here = town.unwrap_or(self.office.code());
        let communities = &self.communities;
        let look = || {
            let among: Vec<Division> = communities.iter().filter(|d| here.contains(d.code)).cloned().collect();
            find(&among, &written).map(|community| community.code)
        };
        self.known.entry((Some(here), written.clone())).or_insert_with(look).clone()
    }

    /// 绥宁县长铺镇 is 长铺镇.
    fn without_county(&self, written: &str) -> String {
        let plain = clean_line(&half_width(written)).replace(' ', "");
        let rest = self.county.and_then(|county| plain.strip_prefix(county.name.as_str()).map(str::to_owned));
        rest.filter(|rest| !rest.is_empty()).unwrap_or(plain)
    }

    fn check_county(&self, given: &Given, reasons: &mut Vec<Reason>) {
        let (Some(written), Some(county)) = (given.word("county"), self.county) else { return };
        if find(std::slice::from_ref(county), written).is_err() && !written.contains(county.name.as_str()) {
            reasons.push(given.reason("county", "other-county").with(county.name.clone()));
        }
    }

    fn unknown(&self, given: &Given, field: &str, written: &str, not: &NotFound) -> Reason {
        let code = DivisionCode::parse_short(&half_width(written));
        if code.is_ok_and(|code| !self.office.code().contains(code)) {
            let county = self.county.map_or_else(|| self.office.to_string(), |county| county.name.clone());
            return given.reason(field, "other-county").with(county);
        }
        match not {
            NotFound::Ambiguous(_) => given.reason(field, "ambiguous-place"),
            NotFound::Unknown(_) => {
                let among = if field == "town" { &self.towns } else { &self.communities };
                let why = if field == "town" { "unknown-town" } else { "unknown-community" };
                given.reason(field, why).with(nearest(among, written).join("、"))
            }
        }
    }
}

/// The three names that share most characters with what was written.
fn nearest(among: &[Division], written: &str) -> Vec<String> {
    let letters: Vec<char> = short_name(written).chars().take(40).collect();
    let mut scored: Vec<(usize, &str)> = among
        .iter()
        .map(|d| {
            let short = short_name(&d.name);
            let shared = letters.iter().filter(|c| short.contains(**c)).count();
            (shared * 100 / (short.chars().count().max(letters.len()).max(1)), d.name.as_str())
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}
