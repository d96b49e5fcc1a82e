//! Which division a table means: by code, by name, or by the short form that people write (湘西州, 城步县).

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
        Ok(Self { scope: division::get(tx, scope)?, units: division::children(tx, scope)? })
    }

    /// The unit that is meant, or the names that are nearest.
    pub fn find(&self, written: &str) -> Result<&Division, Vec<String>> {
        let name = plain(written);
        if let Some(unit) = DivisionCode::parse_short(&name).ok().and_then(|code| self.of(code)) {
            return Ok(unit);
        }
        let short = stem(&name);
        let full = |unit: &&Division| plain(&unit.name) == name;
        let same_stem = |unit: &&Division| stem(&plain(&unit.name)) == short;
        // 湘西州 is the beginning of 湘西土家族苗族自治州.
        let begins = |unit: &&Division| short.chars().count() > 1 && plain(&unit.name).starts_with(&short);
        let only = |found: Vec<&Division>| match found.as_slice() {
            [one] => self.of(one.code),
            _ => None,
        };
        let found = self.units.iter().find(full);
        let found = found.or_else(|| only(self.units.iter().filter(same_stem).collect()));
        found.or_else(|| only(self.units.iter().filter(begins).collect())).ok_or_else(|| self.near(&short))
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
        ] {
            assert_eq!(units.find(written).map(|unit| unit.code.to_string()), Ok(code.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_is_unknown_is_answered_with_the_nearest_names() {
        assert_eq!(units().find("新绍县"), Err(vec!["新邵县".to_owned()]));
        assert_eq!(units().find("x"), Err(Vec::new()));
        assert_eq!(units().find(""), Err(Vec::new()));
        assert!(units().is_whole("邵阳市") && !units().is_whole("邵阳县"));
    }
}
