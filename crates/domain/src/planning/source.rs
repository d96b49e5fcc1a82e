//! Sources of money (资金来源), as far as a plan names where money is expected from: each cooks one dish. What each may be spent
//! on is a matter of the room that keeps the money.

/// The sources, in the order of the county's tables: code, name, name in English.
pub const SOURCES: [(&str, &str, &str); 13] = [
    ("central_subsidy", "中央财政补助", "Central subsidy"),
    ("central_budget_invest", "中央预算内投资", "Central budget investment"),
    ("province", "省级财政", "Province"),
    ("city", "市级财政", "Prefecture"),
    ("county", "县级财政", "County"),
    ("special_bond", "专项债", "Special bond"),
    ("utility", "专营单位", "Utility"),
    ("former_owner", "原产权单位", "Former owner of the housing"),
    ("social_capital", "社会资本", "Social capital"),
    ("resident", "居民出资", "Residents"),
    ("maintenance_fund", "住宅专项维修资金", "Maintenance fund"),
    ("provident_fund", "住房公积金", "Housing provident fund"),
    ("public_income", "公共收益", "Common income of the owners"),
];

/// Whether there is a source of this code.
pub fn is_known(code: &str) -> bool {
    SOURCES.iter().any(|(known, ..)| *known == code)
}
