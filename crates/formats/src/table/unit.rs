//! Units as headers and unit lines write them: `总投资（万元）`, `单位：万元、㎡`, `planned_investment_wan`.

use linli_domain::kernel::money::MoneyUnit;
use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::text::half_width;

use super::latin;
use serde::{Deserialize, Serialize};

/// The unit in which a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Yuan,
    /// 万元
    Wan,
    /// 亿元
    Yi,
    SquareMetre,
    /// 万㎡
    WanSquareMetre,
    /// 万户
    WanCount,
    Percent,
}

/// What the unit line above a table says (单位：万元).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct UnitLine {
    pub(super) money: Option<Unit>,
    pub(super) area: Option<Unit>,
}

/// Words for units that are counted and need no reading; in brackets they say nothing about the field.
const COUNTS: &[&str] = &[
    "户", "个", "栋", "幢", "套", "人", "部", "层", "年", "处", "座", "米", "m", "公里", "项", "件", "次", "天",
    "户数", "月",
];

impl Unit {
    pub const fn money(self) -> Option<MoneyUnit> {
        match self {
            Self::Yuan => Some(MoneyUnit::Yuan),
            Self::Wan => Some(MoneyUnit::Wan),
            Self::Yi => Some(MoneyUnit::Yi),
            _ => None,
        }
    }

    pub const fn is_area(self) -> bool {
        matches!(self, Self::SquareMetre | Self::WanSquareMetre)
    }

    /// Whether a field of this kind can stand in a column with this unit.
    pub(super) const fn fits(self, kind: FieldKind) -> bool {
        match kind {
            FieldKind::Money => self.money().is_some(),
            FieldKind::Area => self.is_area(),
            FieldKind::Percent => matches!(self, Self::Percent),
            FieldKind::Integer => matches!(self, Self::WanCount),
            FieldKind::Text | FieldKind::YesNo => true,
            _ => false,
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "元" | "人民币元" | "yuan" | "cny" | "rmb" => Self::Yuan,
            "万元" | "人民币万元" | "wan" | "wan yuan" | "10k yuan" => Self::Wan,
            "亿元" | "亿" | "yi" => Self::Yi,
            "平方米" | "平米" | "㎡" | "m²" | "m2" | "sqm" | "建筑平方米" => Self::SquareMetre,
            "万平方米" | "万平米" | "万㎡" | "万m²" | "万m2" | "万方" => Self::WanSquareMetre,
            "万户" | "万套" | "万人" | "万栋" => Self::WanCount,
            "%" | "percent" | "百分比" | "％" => Self::Percent,
            _ => return None,
        })
    }

    /// The unit that a header names, in brackets or at its end. Of a header of several rows (`投资（亿元）/完成率（%）`) the
    /// lowest row that names one speaks for the column; a rate has none of the money above it.
    pub(super) fn in_header(header: &str) -> Option<Self> {
        let rate = header.trim_end().ends_with('率');
        let mut parts = header.rsplit('/').take(if rate { 1 } else { usize::MAX });
        parts.find_map(Self::in_part)
    }

    fn in_part(header: &str) -> Option<Self> {
        let header = half_width(header).to_lowercase();
        if let Some(unit) = brackets(&header).into_iter().flat_map(|inside| of_list(&inside)).next() {
            return Some(unit);
        }
        if let Some(unit) = latin::at_end(&header) {
            return unit;
        }
        let last_word = header.trim().rsplit(['_', ' ', '/', ':', '：', '\n']).next().unwrap_or("");
        let endings = ["万平方米", "平方米", "万㎡", "万m2", "㎡", "m²", "万元", "亿元", "%"];
        let ending = || {
            let (end, before) = endings.iter().find_map(|end| Some((end, header.trim_end().strip_suffix(end)?)))?;
            // 百万元 is another unit, and none that is known here.
            Self::of_word(end).filter(|_| !before.ends_with(['十', '百', '千']))
        };
        Self::of_word(last_word).or_else(ending)
    }
}

impl UnitLine {
    /// Reads `单位：万元`, `面积单位：平方米 金额单位：万元`; a line that names no unit (填报单位：住建局) is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = half_width(text).to_lowercase().replace('：', ":");
        let mut line = Self::default();
        for after in text.split("单位").skip(1).chain(text.split("unit").skip(1)) {
            let listed = after.trim_start_matches(['s', ':', ' ']);
            let listed = listed.trim_end_matches([')', '）', ']', '】']);
            for unit in of_list(listed) {
                let slot = if unit.money().is_some() { &mut line.money } else { &mut line.area };
                if unit != Unit::Percent {
                    slot.get_or_insert(unit);
                }
            }
        }
        (line != Self::default()).then_some(line)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { money: self.money.or(other.money), area: self.area.or(other.area) }
    }

    pub(super) const fn for_kind(self, kind: FieldKind) -> Option<Unit> {
        match kind {
            FieldKind::Money => self.money,
            FieldKind::Area => self.area,
            _ => None,
        }
    }
}

/// A header without the brackets that only name a unit.
pub(super) fn without_units(header: &str) -> String {
    let mut text = half_width(header).to_lowercase();
    for inside in brackets(&text) {
        let only_units = !inside.trim().is_empty()
            && (latin::phrase(&inside).is_some()
                || pieces(&inside).all(|piece| Unit::of_word(piece).is_some() || COUNTS.contains(&piece)));
        if only_units {
            for (open, close) in BRACKETS {
                text = text.replace(&format!("{open}{inside}{close}"), "");
            }
        }
    }
    let named = text.trim_end().rsplit_once(['_', ' ']);
    match named {
        Some((rest, word)) if Unit::of_word(word).is_some() => rest.to_owned(),
        _ => text,
    }
}

const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('【', '】'), ('〔', '〕')];

/// What stands in brackets.
fn brackets(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (open, close) in BRACKETS {
        for after in text.split(open).skip(1) {
            found.extend(after.split_once(close).map(|(inside, _)| inside.to_owned()));
        }
    }
    found
}

fn of_list(text: &str) -> Vec<Unit> {
    match latin::phrase(text) {
        Some(unit) => unit.into_iter().collect(),
        None => pieces(text).filter_map(Unit::of_word).collect(),
    }
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['、', ',', ';', '；', ':', '/', ' ', '，', '。', ')']);
    parts.map(|piece| piece.trim().trim_start_matches("单位")).filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_names_its_unit() {
        assert_eq!(Unit::in_header("总投资（万元）"), Some(Unit::Wan));
        assert_eq!(Unit::in_header("建筑面积（㎡）"), Some(Unit::SquareMetre));
        assert_eq!(Unit::in_header("建筑面积[万平方米]"), Some(Unit::WanSquareMetre));
        assert_eq!(Unit::in_header("完成投资万元"), Some(Unit::Wan));
        assert_eq!(Unit::in_header("planned_investment_wan"), Some(Unit::Wan));
        assert_eq!(Unit::in_header("开工率(%)"), Some(Unit::Percent));
        assert_eq!(Unit::in_header("投资(亿元)/完成率(%)"), Some(Unit::Percent));
        assert_eq!(Unit::in_header("投资(亿元)/完成率"), None);
        assert_eq!(Unit::in_header("投资(亿元)/完成"), Some(Unit::Yi));
        assert_eq!(Unit::in_header("计划改造户数（万户）"), Some(Unit::WanCount));
        for (header, unit) in [
            ("Planned investment (10k yuan)", Some(Unit::Wan)),
            ("Planned investment (RMB 10,000)", Some(Unit::Wan)),
            ("Planned investment, ten thousand yuan", Some(Unit::Wan)),
            ("planned_investment_10k_yuan", Some(Unit::Wan)),
            ("Planned investment (100 million yuan)", Some(Unit::Yi)),
            ("Planned investment (yuan)", Some(Unit::Yuan)),
            ("Planned investment (million yuan)", None),
            ("planned investment thousand yuan", None),
            ("计划投资百万元", None),
            ("计划投资（千万元）", None),
        ] {
            assert_eq!(Unit::in_header(header), unit, "{header}");
        }
        assert_eq!(Unit::in_header("楼栋数（单元）"), None);
        assert_eq!(Unit::in_header("单元"), None);
    }

    #[test]
    fn a_unit_line_is_told_from_the_unit_that_reports() {
        let line = UnitLine::parse("单位：万元、㎡").expect("units");
        assert_eq!((line.money, line.area), (Some(Unit::Wan), Some(Unit::SquareMetre)));
        assert_eq!(UnitLine::parse("面积单位：平方米").and_then(|l| l.area), Some(Unit::SquareMetre));
        assert_eq!(UnitLine::parse("（单位：亿元）").and_then(|l| l.money), Some(Unit::Yi));
        assert_eq!(UnitLine::parse("填报单位：绥宁县住建局      单位:万元").and_then(|l| l.money), Some(Unit::Wan));
        assert_eq!(UnitLine::parse("填报单位：绥宁县住建局"), None);
        assert_eq!(UnitLine::parse("Unit: 10k yuan").and_then(|l| l.money), Some(Unit::Wan));
        assert_eq!(UnitLine::parse("Unit: million yuan"), None);
        assert_eq!(without_units("planned investment (10k yuan)"), "planned investment ");
    }

    #[test]
    fn brackets_that_name_a_unit_are_not_part_of_the_name() {
        assert_eq!(without_units("改造户数（户）"), "改造户数");
        assert_eq!(without_units("面积(改造后)"), "面积(改造后)");
        assert_eq!(without_units("start_rate_percent"), "start_rate");
    }
}
