//! Which division a table means: by code, by name, or by the short form that people write (湘西州, 城步县).

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{DivisionCode, Level};
use linli_domain::register::Division;
use linli_store::register::division;
use linli_store::{Result, Store, Tx};

use linli_domain::kernel::people::Actor;

/// The units of a scope, to look written names up in.
#[derive(Clone, Debug)]
pub struct Units {
    pub scope: Division,
    pub units: Vec<Division>,
}

/// What the ends of names say of a level, longest first; people leave them out or shorten them.
const ENDS: &[&str] = &[
    "自治州",
    "自治县",
    "自治旗",
    "街道办事处",
    "办事处",
    "街道",
    "地区",
    "新区",
    "林区",
    "省",
    "市",
    "州",
    "盟",
    "县",
    "区",
    "旗",
    "镇",
    "乡",
];

/// How many names are offered for one that is unknown.
const OFFERED: usize = 3;

impl Units {
    pub fn read(tx: &mut Tx, scope: DivisionCode) -> Result<Self> {
        Ok(Self { scope: division::get(tx, scope)?, units: division::units(tx, scope)? })
    }

    /// The unit that is meant, or the names that are nearest.
    pub fn find(&self, written: &str) -> Result<&Division, Vec<String>> {
        let name = plain(written);
        let bare = bare(&name);
        let found = self.known(&name).or_else(|| self.known(bare)).or_else(|| self.known(self.below_scope(bare)?));
        found.ok_or_else(|| self.near(&stem(bare)))
    }

    fn known(&self, name: &str) -> Option<&Division> {
        let code = DivisionCode::parse_short(name).ok();
        if let Some(unit) = code.and_then(|code| self.of(code).or_else(|| self.of(crate::reference::present(code)?))) {
            return Some(unit);
        }
        let short = stem(name);
        let full = |unit: &&Division| plain(&unit.name) == name;
        // 邵东县 has become 邵东市; but 长沙县 is no short form of the prefecture 长沙市.
        let same_stem = |unit: &&Division| stem(&plain(&unit.name)) == short && may_be_of(name, unit.code.level());
        // 锡盟 is 锡林郭勒盟, 经开区 the one zone of that kind.
        let first_and_last = |unit: &&Division| {
            let (unit, level) = (plain(&unit.name), unit.code.level());
            let (first, last) = (name.chars().next(), name.chars().last());
            level == Level::Prefecture
                && name.chars().count() == 2
                && name.ends_with(['州', '盟'])
                && (unit.chars().next(), unit.chars().last()) == (first, last)
        };
        let zone = |unit: &&Division| unit.code.is_zone() && is_short_for_zone(name, &unit.name);
        // 湘西州 is the beginning of 湘西土家族苗族自治州.
        let begins = |unit: &&Division| {
            short.chars().count() > 1 && plain(&unit.name).starts_with(&short) && may_be_of(name, unit.code.level())
        };
        let only = |found: Vec<&Division>| match found.as_slice() {
            [one] => self.of(one.code),
            _ => None,
        };
        let found = self.units.iter().find(full);
        let found = found.or_else(|| only(self.units.iter().filter(same_stem).collect()));
        let found = found.or_else(|| only(self.units.iter().filter(begins).collect()));
        let found = found.or_else(|| only(self.units.iter().filter(first_and_last).collect()));
        found.or_else(|| only(self.units.iter().filter(zone).collect()))
    }

    /// 绥宁县 of 邵阳市绥宁县.
    fn below_scope<'n>(&self, name: &'n str) -> Option<&'n str> {
        let whole = plain(&self.scope.name);
        let rest = name.strip_prefix(whole.as_str()).or_else(|| name.strip_prefix(stem(&whole).as_str()))?;
        (rest.chars().count() > 1).then_some(rest)
    }

    /// Whether a line is about the scope as a whole (湖南省, 邵阳市), and so is the total.
    pub fn is_whole(&self, written: &str) -> bool {
        let name = plain(written);
        name == plain(&self.scope.name) || name == self.scope.code.to_string()
    }

    pub fn name(&self, code: DivisionCode) -> String {
        let known = self.of(code).or_else(|| (self.scope.code == code).then_some(&self.scope));
        known.map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    fn of(&self, code: DivisionCode) -> Option<&Division> {
        self.units.iter().find(|unit| unit.code == code)
    }

    fn near(&self, short: &str) -> Vec<String> {
        let shared = |name: &str| short.chars().filter(|c| stem(&plain(name)).contains(*c)).count();
        let mut near: Vec<(usize, &str)> =
            self.units.iter().map(|unit| (shared(&unit.name), unit.name.as_str())).filter(|(n, _)| *n > 0).collect();
        near.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        near.into_iter().take(OFFERED).map(|(_, name)| name.to_owned()).collect()
    }
}

/// Which divisions stand in the tables of which: those one level down, and those under a mere heading.
pub fn families(all: Vec<Division>) -> BTreeMap<DivisionCode, Vec<Division>> {
    let headings: BTreeSet<DivisionCode> = all.iter().filter(|d| d.is_heading()).map(|d| d.code).collect();
    let mut families: BTreeMap<DivisionCode, Vec<Division>> = BTreeMap::new();
    for division in all.into_iter().filter(|division| !division.is_heading()) {
        let above = division.code.parent();
        let above = above.filter(|code| !headings.contains(code)).or_else(|| above?.parent());
        if let Some(above) = above {
            families.entry(above).or_default().push(division);
        }
    }
    families
}

/// Fills the code table with the units of a scope, where they are missing.
pub async fn prepare(store: &Store, actor: &Actor, scope: DivisionCode) -> Result<()> {
    if store.read(move |tx| division::children(tx, scope)).await?.is_empty() {
        if scope.level() >= Level::County {
            return crate::reference::seed(store, actor, scope).await;
        }
        // The table of a province has no use for its 30,000 communities.
        let all = tokio::task::spawn_blocking(move || crate::reference::divisions(scope)).await;
        let mut all = all.map_err(|_| linli_store::Error::Panicked)?;
        all.retain(|unit| unit.code.level() <= Level::County);
        store.write(actor, move |tx| division::put_all(tx, &all).map(drop)).await?;
    }
    Ok(())
}

/// Without the number before a name, and the mark or remark behind it: `3.绥宁县*`, `①绥宁县（含县直）`.
fn bare(name: &str) -> &str {
    let is_mark = |c: char| "*＊★☆▲△※#".contains(c) || ('①'..='⑳').contains(&c);
    let start = name.trim_start_matches(|c: char| c.is_ascii_digit() || is_mark(c) || ".、()".contains(c));
    let start = if start.chars().count() > 1 { start } else { name };
    let end = start.split(['(', '[', '【']).next().unwrap_or(start);
    end.trim_end_matches(is_mark).trim_end_matches(':')
}

/// Whether a name with this end can be one of a division of this level.
fn may_be_of(name: &str, level: Level) -> bool {
    let end = ENDS.iter().find(|end| name.ends_with(**end)).copied().unwrap_or_default();
    match level {
        Level::Province => matches!(end, "" | "省" | "市"),
        Level::Prefecture => matches!(end, "" | "市" | "州" | "盟" | "地区" | "自治州" | "林区"),
        Level::County => !matches!(end, "省" | "州" | "盟" | "地区" | "自治州" | "镇" | "乡" | "街道"),
        _ => !matches!(end, "省" | "市" | "县" | "州" | "盟"),
    }
}

/// 高新区, 市经开区: the names of zones are longer than anybody writes.
fn is_short_for_zone(name: &str, zone: &str) -> bool {
    match name.strip_prefix('市').unwrap_or(name) {
        "高新区" | "高新技术开发区" | "高新技术产业开发区" => zone.contains("高新"),
        "经开区" | "经济开发区" | "经济技术开发区" => {
            zone.contains("经济开发区") || zone.contains("经济技术开发区")
        }
        _ => false,
    }
}

fn plain(text: &str) -> String {
    clean_line(&half_width(text)).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase()
}

fn stem(name: &str) -> String {
    let end = ENDS.iter().find(|end| name.ends_with(**end) && name.chars().count() > end.chars().count() + 1);
    end.map_or(name, |end| &name[..name.len() - end.len()]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Units {
        let division =
            |(code, name): &(&str, &str)| Division { code: code.parse().expect("a code"), name: (*name).into() };
        let units = [
            ("430502", "双清区"),
            ("430522", "新邵县"),
            ("430523", "邵阳县"),
            ("430527", "绥宁县"),
            ("430529", "城步苗族自治县"),
            ("430582", "邵东市"),
        ];
        Units { scope: division(&("430500", "邵阳市")), units: units.iter().map(division).collect() }
    }

    #[test]
    fn a_unit_is_found_by_name_short_name_or_code() {
        let units = units();
        for (written, code) in [
            ("绥宁县", "430527"),
            (" 绥 宁 ", "430527"),
            ("城步县", "430529"),
            ("城步", "430529"),
            ("430582", "430582"),
            ("邵阳县", "430523"),
            ("双清", "430502"),
            ("邵东县", "430582"),
            ("430521", "430582"),
            ("3.绥宁县", "430527"),
            ("①绥宁县*", "430527"),
            ("绥宁县（含县直）", "430527"),
            ("邵阳市绥宁县", "430527"),
        ] {
            assert_eq!(units.find(written).map(|unit| unit.code.to_string()), Ok(code.to_owned()), "{written}");
        }
    }

    #[test]
    fn a_county_is_not_taken_for_the_prefecture_of_its_name() {
        let division = |code: &str, name: &str| Division { code: code.parse().expect("a code"), name: name.into() };
        let units = vec![division("430100", "长沙市"), division("433100", "湘西土家族苗族自治州")];
        let units = Units { scope: division("430000", "湖南省"), units };
        assert!(units.find("长沙县").is_err());
        assert!(["长沙", "长沙市", "湖南省长沙市"].iter().all(|name| units.find(name).is_ok()));
        assert!(["湘西州", "湘西"].iter().all(|name| units.find(name).is_ok()));
    }

    #[test]
    fn short_names_of_leagues_and_zones_are_known_where_only_one_can_be_meant() {
        let division = |code: &str, name: &str| Division { code: code.parse().expect("a code"), name: name.into() };
        let of = |units: Vec<Division>| Units { scope: division("150000", "内蒙古自治区"), units };
        let leagues =
            of(vec![division("152500", "锡林郭勒盟"), division("150700", "呼伦贝尔市"), division("152200", "兴安盟")]);
        assert_eq!(leagues.find("锡盟").map(|unit| unit.name.as_str()), Ok("锡林郭勒盟"));
        assert!(leagues.find("呼盟").is_err());
        let mut zones = vec![division("220171", "长春经济技术开发区"), division("220173", "长春高新技术产业开发区")];
        assert_eq!(of(zones.clone()).find("高新区").map(|unit| unit.code.to_string()), Ok("220173".to_owned()));
        zones.push(division("220172", "长春净月高新技术产业开发区"));
        assert!(of(zones.clone()).find("高新区").is_err() && of(zones).find("经开区").is_ok());
    }

    #[test]
    fn what_is_unknown_is_answered_with_the_nearest_names() {
        assert_eq!(units().find("新绍县"), Err(vec!["新邵县".to_owned()]));
        assert_eq!(units().find("x"), Err(Vec::new()));
        assert_eq!(units().find(""), Err(Vec::new()));
        assert!(units().is_whole("邵阳市") && !units().is_whole("邵阳县"));
    }
}
