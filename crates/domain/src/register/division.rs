//! Administrative divisions (行政区划) with their names, and how people write those names.

use crate::kernel::text::{clean_line, half_width};
use crate::kernel::{DivisionCode, Level};

/// A division as the statistical code table names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    pub code: DivisionCode,
    pub name: String,
}

impl Division {
    /// A mere heading of the code table (市辖区, 省直辖县级行政区划): the counties under it answer to whom it answers to.
    pub fn is_heading(&self) -> bool {
        matches!(self.name.as_str(), "市辖区" | "县" | "省直辖县级行政区划" | "自治区直辖县级行政区划")
    }
}

/// Why a name does not say which division is meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFound {
    #[error("no division of that name here: {0}")]
    Unknown(String),
    #[error("more than one division of that name here: {0}")]
    Ambiguous(String),
}

/// Finds the division that a table means by a code, a full name, or a name without its kind (长铺 for 长铺镇).
///
/// A full name wins over a short one, so 长铺镇 and 长铺子苗族侗族乡 stay apart.
pub fn find<'a>(among: &'a [Division], written: &str) -> Result<&'a Division, NotFound> {
    let written = clean_line(&half_width(written)).replace(' ', "");
    if let Ok(code) = DivisionCode::parse_short(&written)
        && let Some(found) = among.iter().find(|division| division.code == code)
    {
        return Ok(found);
    }
    if let Some(found) = only(among.iter().filter(|d| d.name == written), &written)? {
        return Ok(found);
    }
    let short = short_name(&written);
    let alike = |d: &&Division| short_name(&d.name) == short || (!short.is_empty() && alias(d) == Some(short));
    only(among.iter().filter(alike), &written)?.ok_or(NotFound::Unknown(written))
}

fn only<'a>(mut found: impl Iterator<Item = &'a Division>, written: &str) -> Result<Option<&'a Division>, NotFound> {
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(NotFound::Ambiguous(written.to_owned())),
        (first, None) => Ok(first),
    }
}

/// Autonomous prefectures go by a shortened name in tables: 湘西州 for 湘西土家族苗族自治州.
fn alias(division: &Division) -> Option<&str> {
    (division.code.level() == Level::Prefecture).then(|| before_peoples(&division.name))
}

fn before_peoples(name: &str) -> &str {
    PEOPLES.iter().filter_map(|people| name.find(people)).min().map_or(name, |at| &name[..at])
}

/// The name without its kind of division and without the peoples of an autonomous unit.
pub fn short_name(name: &str) -> &str {
    let end = KINDS.iter().find_map(|kind| name.strip_suffix(kind)).filter(|rest| rest.chars().count() >= 2);
    before_peoples(end.unwrap_or(name))
}

const KINDS: [&str; 17] = [
    "特别行政区",
    "居民委员会",
    "村民委员会",
    "自治区",
    "自治州",
    "自治县",
    "居委会",
    "村委会",
    "街道办事处",
    "街道",
    "社区",
    "地区",
    "省",
    "市",
    "县",
    "州",
    "区",
];

/// The peoples named in autonomous units; a unit is written without them in everyday tables.
const PEOPLES: [&str; 12] =
    ["土家族", "苗族", "侗族", "瑶族", "回族", "维吾尔", "壮族", "藏族", "彝族", "朝鲜族", "白族", "蒙古族"];

#[cfg(test)]
mod tests {
    use super::*;

    fn divisions(rows: &[(&str, &str)]) -> Vec<Division> {
        let division =
            |(code, name): &(&str, &str)| Division { code: code.parse().expect("a code"), name: (*name).into() };
        rows.iter().map(division).collect()
    }

    #[test]
    fn two_towns_of_like_names_stay_apart() {
        let towns = divisions(&[("430527100", "长铺镇"), ("430527207", "长铺子苗族侗族乡")]);
        let found = |name: &str| find(&towns, name).map(|d| d.code.to_string());
        assert_eq!(found("长铺镇"), Ok("430527100".into()));
        assert_eq!(found("长铺子苗族侗族乡"), Ok("430527207".into()));
        assert_eq!(found("长铺子"), Ok("430527207".into()));
        assert_eq!(found(" 长 铺 镇 "), Ok("430527100".into()));
        assert_eq!(found("430527100"), Ok("430527100".into()));
        assert!(found("短铺镇").is_err());
    }

    #[test]
    fn autonomous_units_go_by_their_everyday_names() {
        let units =
            divisions(&[("433100", "湘西土家族苗族自治州"), ("430300", "湘潭市"), ("430529", "城步苗族自治县")]);
        assert_eq!(find(&units, "湘西州").map(|d| d.code.to_string()), Ok("433100".into()));
        assert_eq!(find(&units, "城步县").map(|d| d.code.to_string()), Ok("430529".into()));
    }

    #[test]
    fn a_name_that_fits_two_is_refused() {
        let units = divisions(&[("430523", "邵阳县"), ("430500", "邵阳市")]);
        assert_eq!(find(&units, "邵阳"), Err(NotFound::Ambiguous("邵阳".into())));
        assert_eq!(find(&units, "邵阳县").map(|d| d.code.to_string()), Ok("430523".into()));
    }
}
