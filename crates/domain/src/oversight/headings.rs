//! How the columns of declared tables are headed (表头): the words in use, in Chinese and in English.
//!
//! A `/` parts the lines of a header of several rows: `小区/已开工` is a column 已开工 under a group 小区数（个）.

use crate::kernel::table::{Field, FieldKind};

/// The columns such a table can have, each with its names.
#[rustfmt::skip]
pub const FIELDS: [Field; 13] = [
    Field::new("unit", FieldKind::Text, &[
        "市州", "州市", "市（州）", "地市", "县市区", "县（市、区）", "县区", "区县", "县市", "单位", "填报单位", "责任单位", "地区", "区域",
        "行政区划", "行政区", "乡镇", "乡镇街道", "乡镇（街道）", "街道", "prefecture", "city", "county", "town", "unit",
    ]).required(),
    Field::new("planned", FieldKind::Integer, &[
        "计划完成数", "计划改造小区数", "计划改造小区", "计划改造数", "计划小区数", "计划项目数", "计划数", "计划开工数", "计划开工小区数",
        "应开工数", "计划任务数", "计划任务", "年度计划数", "年度计划", "年度任务数", "年度任务", "年度目标任务", "年度目标", "目标任务数",
        "目标任务", "目标数", "任务数", "改造任务数", "改造任务", "改造计划数", "改造计划", "改造小区数", "改造小区", "小区总数", "小区数",
        "小区个数", "项目总数", "项目数", "小区/计划", "小区/年度计划", "小区/任务", "小区/目标", "计划/小区", "任务/小区", "计划/个数",
        "planned", "planned neighbourhoods", "planned neighborhoods", "target",
    ]).required(),
    Field::new("started", FieldKind::Integer, &[
        "累计开工数", "累计开工小区数", "累计开工小区", "累计开工", "累计已开工", "已开工数", "已开工小区数", "已开工小区", "已开工项目数",
        "已开工", "实际开工数", "实际开工", "开工小区数", "开工小区", "开工项目数", "开工个数", "开工数", "开工", "小区/已开工", "小区/累计开工",
        "小区/开工", "开工/小区", "开工/个数", "started",
    ]).required(),
    Field::new("start_rate", FieldKind::Percent, &[
        "开工率", "小区开工率", "项目开工率", "开工比例", "开工占比", "start_rate_percent", "start_rate", "start rate",
    ]),
    Field::new("finished", FieldKind::Integer, &[
        "累计完工数", "累计完工小区数", "累计完工", "已完工数", "已完工小区数", "已完工小区", "已完工", "完工小区数", "完工小区", "完工项目数",
        "完工个数", "完工数", "完工", "累计竣工数", "已竣工数", "已竣工", "竣工小区数", "竣工数", "竣工", "改造完成数", "已完成改造",
        "小区/已完工", "小区/完工", "完工/小区", "finished", "completed",
    ]),
    Field::new("completion_rate", FieldKind::Percent, &[
        "完工率", "小区完工率", "项目完工率", "竣工率", "完工比例", "completion_rate_percent", "completion_rate", "completion rate",
    ]),
    Field::new("households_planned", FieldKind::Integer, &[
        "计划改造户数", "计划户数", "年度计划户数", "任务户数", "改造户数", "涉及户数", "惠及户数", "惠及居民户数", "总户数", "户数",
        "户数/计划", "户数/年度计划", "户数/任务", "计划/户数", "households_planned", "planned households",
    ]),
    Field::new("households_started", FieldKind::Integer, &[
        "累计开工户数", "已开工户数", "开工户数", "户数/已开工", "户数/累计开工", "户数/开工", "开工/户数", "households_started",
        "started households",
    ]),
    Field::new("households_finished", FieldKind::Integer, &[
        "累计完工户数", "已完工户数", "完工户数", "竣工户数", "户数/已完工", "户数/完工", "完工/户数", "households_finished",
        "finished households",
    ]),
    Field::new("planned_investment", FieldKind::Money, &[
        "计划投资额", "计划投资", "计划总投资", "计划总投资额", "计划投资总额", "计划投资金额", "年度计划投资", "年度计划投资额",
        "年度计划总投资", "年度投资计划", "年度投资", "投资计划", "总投资", "总投资额", "投资总额", "概算总投资", "投资/计划", "投资/年度计划",
        "投资/总投资", "计划/投资", "planned_investment_wan", "planned_investment", "planned investment",
    ]).required(),
    Field::new("done_investment", FieldKind::Money, &[
        "累计完成投资额", "累计完成投资", "累计完成总投资", "累计完成投资金额", "累计投资", "已完成投资额", "已完成投资", "实际完成投资额",
        "实际完成投资", "完成投资总额", "完成投资金额", "完成投资额", "完成总投资", "完成投资", "投资/已完成", "投资/累计完成", "投资/完成投资",
        "投资/完成", "完成/投资", "done_investment_wan", "done_investment", "done investment",
    ]).required(),
    Field::new("investment_rate", FieldKind::Percent, &[
        "计划投资完成率", "投资完成率", "年度投资完成率", "完成投资率", "投资完成比例", "投资率", "投资/完成率", "完成率",
        "investment_rate_percent", "investment_rate", "investment rate",
    ]),
    Field::new("note", FieldKind::Text, &["备注", "说明", "note", "remark"]),
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
