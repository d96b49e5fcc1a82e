//! How the columns of declared tables are headed (表头): the words in use, in Chinese and in English.
//!
//! A `/` parts the lines of a header of several rows: `小区/已开工` is a column 已开工 under a group 小区数（个）.

use crate::kernel::table::{Field, FieldKind};

/// What stands beside a cumulative figure, and is none: the month alone, what is left, what other money there is.
const BESIDE: &[&str] = &[
    "本月",
    "当月",
    "上月",
    "本周",
    "上周",
    "本季",
    "当日",
    "今日",
    "新增",
    "剩余",
    "未",
    "同比",
    "环比",
    "上年",
    "去年",
    "占",
    "补助",
    "奖补",
    "专项债",
    "配套",
    "排名",
    "排序",
    "名次",
    "位次",
];
/// Neighbourhoods are not households, nor blocks, floor area or money.
const OTHER_THINGS: &[&str] = &["户/", "栋", "幢", "楼", "面积", "投资/", "资金/", "金额", "率"];
const PLAN: &[&str] = &["计划", "任务", "目标", "应开工", "应完成"];
const DONE: &[&str] = &["已", "累计", "实际", "完工", "竣工", "日期", "时间"];
/// A rate of households or a place by a rate is not the rate.
const NO_RATE: &[&str] = &["户/", "排名", "排序", "名次", "位次", "本月", "当月", "上月", "同比", "环比"];

macro_rules! words {
    ($($list:expr),+) => {{
        const LISTS: &[&[&str]] = &[$($list),+];
        const LENGTH: usize = joined_length(LISTS);
        const ALL: [&str; LENGTH] = joined(LISTS);
        &ALL
    }};
}

const fn joined_length(lists: &[&[&str]]) -> usize {
    let (mut at, mut length) = (0, 0);
    while at < lists.len() {
        length += lists[at].len();
        at += 1;
    }
    length
}

const fn joined<const LENGTH: usize>(lists: &[&[&'static str]]) -> [&'static str; LENGTH] {
    let (mut all, mut list, mut to) = ([""; LENGTH], 0, 0);
    while list < lists.len() {
        let mut at = 0;
        while at < lists[list].len() {
            all[to] = lists[list][at];
            (at, to) = (at + 1, to + 1);
        }
        list += 1;
    }
    all
}

/// The columns such a table can have, each with its names and with what its headers never hold.
#[rustfmt::skip]
pub const FIELDS: [Field; 13] = [
    Field::new("unit", FieldKind::Text, &[
        "市州", "州市", "市（州）", "市（地、州）", "地州市", "地市", "设区市", "盟市", "师市", "各市", "城市", "市县", "市", "县市区", "县（市、区）",
        "县（区、市）", "区（县、市）", "区（市、县）", "市（县、区）", "旗县区", "旗县", "县区", "区县", "区市县", "县市", "市区", "区", "县", "单位",
        "单位名称", "填报单位", "责任单位", "地区", "区域", "地名", "名称", "属地", "辖区", "行政区划", "行政区", "乡镇", "乡镇街道",
        "乡镇（街道）", "镇街", "街镇", "街道", "prefecture", "city", "county", "town", "district", "area", "region", "unit",
    ]).required(),
    Field::new("planned", FieldKind::Integer, &[
        "计划完成数", "计划改造小区数", "计划改造小区", "计划改造数", "计划小区数", "计划项目数", "计划数", "计划开工数", "计划开工小区数",
        "计划开工改造小区数", "计划新开工数", "计划新开工小区数", "计划新开工改造小区数", "计划新开工改造小区", "计划开工", "计划总数",
        "应开工数", "应开工小区数", "计划任务数", "计划任务", "年度计划数", "年度计划", "年度计划改造小区数", "年度任务数", "年度任务",
        "年度目标任务", "年度目标", "年度改造任务", "目标任务数", "目标任务", "目标数", "任务数", "任务量", "任务总数", "下达任务", "下达任务数",
        "下达计划", "下达计划数", "任务小区数", "改造任务数", "改造任务", "开工任务数", "开工任务", "开工目标", "改造计划数", "改造计划",
        "小区计划数", "改造小区数", "改造小区", "改造小区总数", "小区总数", "小区数", "小区个数", "项目总数", "项目数", "计划", "任务", "目标",
        "小区/计划", "小区/年度计划", "小区/任务", "小区/目标", "小区/总数", "计划/小区", "任务/小区", "目标/小区", "计划/个数", "计划/数量",
        "planned", "planned neighbourhoods", "planned neighborhoods", "target",
    ]).required().never(words!(BESIDE, OTHER_THINGS, DONE)),
    Field::new("started", FieldKind::Integer, &[
        "累计开工数", "累计开工小区数", "累计开工小区", "累计开工", "累计已开工", "累计新开工", "累计新开工小区数", "已开工数", "已开工小区数",
        "已开工小区", "已开工项目数", "已开工改造小区数", "已开工改造小区", "已新开工改造小区数", "已新开工小区数", "已新开工", "已开工",
        "实际开工数", "实际开工小区数", "实际开工", "实际新开工", "开工小区数", "开工小区", "开工项目数", "开工个数", "开工数", "开工数量",
        "新开工数", "新开工小区数", "新开工改造小区数", "新开工", "开工", "小区/已开工", "小区/累计开工", "小区/新开工", "小区/开工",
        "开工/小区", "开工/个数", "开工/数量", "started", "started neighbourhoods", "started neighborhoods",
    ]).required().never(words!(BESIDE, OTHER_THINGS, PLAN, &["完工", "竣工", "日期", "时间"])),
    Field::new("start_rate", FieldKind::Percent, &[
        "开工率", "小区开工率", "项目开工率", "新开工率", "开工比例", "开工占比", "开工进度", "开工/完成率", "start_rate_percent", "start_rate", "start rate",
    ]).never(NO_RATE),
    Field::new("finished", FieldKind::Integer, &[
        "累计完工数", "累计完工小区数", "累计完工小区", "累计完工", "已完工数", "已完工小区数", "已完工小区", "已完工改造小区数", "已完工",
        "实际完工数", "实际完工", "完工小区数", "完工小区", "完工项目数", "完工个数", "完工数", "完工数量", "完工", "累计竣工数", "累计竣工",
        "已竣工数", "已竣工", "竣工小区数", "竣工数", "竣工", "改造完成数", "已完成改造", "已完成改造小区数", "完成改造小区数", "小区/已完工",
        "小区/完工", "小区/竣工", "完工/小区", "完工/个数", "finished", "completed",
    ]).never(words!(BESIDE, OTHER_THINGS, PLAN, &["日期", "时间"])),
    Field::new("completion_rate", FieldKind::Percent, &[
        "完工率", "小区完工率", "项目完工率", "竣工率", "完工比例", "完工进度", "完工/完成率", "竣工/完成率", "completion_rate_percent", "completion_rate", "completion rate",
    ]).never(NO_RATE),
    Field::new("households_planned", FieldKind::Integer, &[
        "计划改造户数", "计划户数", "年度计划户数", "计划新开工改造户数", "计划开工改造户数", "计划新开工户数", "计划涉及户数", "任务户数",
        "目标户数", "改造户数", "涉及户数", "涉及居民户数", "惠及户数", "惠及居民户数", "居民户数", "总户数", "户数", "户数/计划", "户数/年度计划",
        "户数/任务", "户数/年度任务", "户数/目标", "户数/总数", "计划/户数", "任务/户数", "目标/户数", "households_planned",
        "planned households",
    ]).never(words!(BESIDE, DONE, &["开工户", "投资", "率"])),
    Field::new("households_started", FieldKind::Integer, &[
        "累计开工户数", "已开工户数", "已开工改造户数", "已新开工改造户数", "实际开工户数", "开工改造户数", "开工户数", "户数/已开工",
        "户数/累计开工", "户数/实际开工", "户数/新开工", "户数/开工", "开工/户数", "households_started", "started households",
    ]).never(words!(BESIDE, PLAN, &["完工", "竣工", "投资", "率"])),
    Field::new("households_finished", FieldKind::Integer, &[
        "累计完工户数", "已完工户数", "已完工改造户数", "实际完工户数", "完工户数", "竣工户数", "户数/已完工", "户数/累计完工", "户数/完工",
        "户数/竣工", "完工/户数", "竣工/户数", "households_finished", "finished households",
    ]).never(words!(BESIDE, PLAN, &["投资", "率"])),
    Field::new("planned_investment", FieldKind::Money, &[
        "计划投资额", "计划投资", "计划总投资", "计划总投资额", "计划投资总额", "计划投资金额", "计划完成投资", "计划完成投资额", "年度计划投资",
        "年度计划投资额", "年度计划完成投资", "年度计划总投资", "年度投资计划", "年度投资任务", "年度投资目标", "年度投资", "投资计划", "投资任务",
        "投资目标", "总投资", "总投资额", "投资总额", "概算总投资", "概算投资", "预算投资", "估算投资", "项目总投资", "投资/计划",
        "投资/年度计划", "投资/计划投资", "投资/任务", "投资/目标", "投资/总投资", "投资/总额", "计划/投资", "任务/投资", "目标/投资",
        "planned_investment_wan", "planned_investment", "planned investment", "total investment",
    ]).required().never(words!(BESIDE, &["已", "累计", "实际", "率", "比例", "完成总投资"])),
    Field::new("done_investment", FieldKind::Money, &[
        "累计完成投资额", "累计完成投资", "累计完成总投资", "累计完成投资金额", "累计投资", "累计投资额", "已完成投资额", "已完成投资",
        "实际完成投资额", "实际完成投资", "实际投资", "完成投资总额", "完成投资金额", "完成投资额", "完成总投资", "完成投资", "投资完成额",
        "投资完成", "投资/已完成", "投资/累计完成", "投资/实际完成", "投资/完成投资", "投资/完成", "完成/投资", "done_investment_wan",
        "done_investment", "done investment", "invested", "completed investment", "investment completed",
    ]).required().never(words!(BESIDE, &["计划完成", "任务", "目标", "率", "比例"])),
    Field::new("investment_rate", FieldKind::Percent, &[
        "计划投资完成率", "投资完成率", "年度投资完成率", "完成投资率", "投资完成比例", "投资完成进度", "投资率", "投资/完成率", "投资/完成比例",
        "完成投资占比", "完成投资比例", "完成率", "investment_rate_percent", "investment_rate", "investment rate", "investment completion rate",
    ]).never(NO_RATE),
    Field::new("note", FieldKind::Text, &["备注", "说明", "note", "remark", "remarks", "notes"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_that_of_two_columns() {
        let mut names: Vec<&str> = FIELDS.iter().flat_map(|field| field.names).copied().collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
