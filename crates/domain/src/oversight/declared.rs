//! Declared tables of progress (申报进度表): what units outside Linli say of themselves, kept as they said it.
//!
//! Nothing in a declared table is corrected by Linli. A correction is a new version of the table;
//! what does not add up is named as a [`super::Finding`].

use serde::{Deserialize, Serialize};

use super::figures::Figures;
use crate::kernel::table::{Field, FieldKind};
use crate::kernel::{DivisionCode, Money, Month, Percent};

crate::id! {
    /// One version of a declared table.
    TableId
}

/// The columns such a table can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Unit,
    Planned,
    Started,
    StartRate,
    Finished,
    CompletionRate,
    HouseholdsPlanned,
    HouseholdsStarted,
    HouseholdsFinished,
    PlannedInvestment,
    DoneInvestment,
    InvestmentRate,
    Note,
}

/// How the columns are headed in the tables that are in use, in Chinese and in English.
pub const FIELDS: [Field; 13] = [
    Field {
        key: "unit",
        names: &[
            "市州",
            "县市区",
            "县（市、区）",
            "单位",
            "地区",
            "区域",
            "乡镇",
            "prefecture",
            "county",
            "town",
            "unit",
            "区县",
        ],
        kind: FieldKind::Text,
        required: true,
    },
    Field {
        key: "planned",
        names: &["计划完成数", "计划改造小区数", "计划改造数", "计划数", "年度计划", "计划开工数", "任务数", "planned"],
        kind: FieldKind::Integer,
        required: true,
    },
    Field {
        key: "started",
        names: &["累计开工数", "已开工数", "开工数", "已开工", "started"],
        kind: FieldKind::Integer,
        required: true,
    },
    Field {
        key: "start_rate",
        names: &["开工率", "start_rate_percent", "start_rate", "start rate"],
        kind: FieldKind::Percent,
        required: false,
    },
    Field {
        key: "finished",
        names: &["累计完工数", "完工数", "已完工数", "已完工", "竣工数", "finished", "completed"],
        kind: FieldKind::Integer,
        required: false,
    },
    Field {
        key: "completion_rate",
        names: &["完工率", "竣工率", "completion_rate_percent", "completion_rate", "completion rate"],
        kind: FieldKind::Percent,
        required: false,
    },
    Field {
        key: "households_planned",
        names: &["计划改造户数", "计划户数", "households_planned", "planned households"],
        kind: FieldKind::Integer,
        required: false,
    },
    Field {
        key: "households_started",
        names: &["累计开工户数", "开工户数", "households_started", "started households"],
        kind: FieldKind::Integer,
        required: false,
    },
    Field {
        key: "households_finished",
        names: &["累计完工户数", "完工户数", "households_finished", "finished households"],
        kind: FieldKind::Integer,
        required: false,
    },
    Field {
        key: "planned_investment",
        names: &[
            "计划投资额",
            "计划投资",
            "年度计划投资",
            "planned_investment_wan",
            "planned_investment",
            "planned investment",
        ],
        kind: FieldKind::Money,
        required: true,
    },
    Field {
        key: "done_investment",
        names: &[
            "累计完成投资额",
            "累计完成投资",
            "完成投资额",
            "完成投资",
            "done_investment_wan",
            "done_investment",
            "done investment",
        ],
        kind: FieldKind::Money,
        required: true,
    },
    Field {
        key: "investment_rate",
        names: &[
            "计划投资完成率",
            "投资完成率",
            "投资率",
            "investment_rate_percent",
            "investment_rate",
            "investment rate",
        ],
        kind: FieldKind::Percent,
        required: false,
    },
    Field { key: "note", names: &["备注", "说明", "note", "remark"], kind: FieldKind::Text, required: false },
];

/// The rates as they were printed in the table; nothing where the table has no such column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedRates {
    pub start: Option<Percent>,
    pub completion: Option<Percent>,
    pub investment: Option<Percent>,
}

/// What one line says of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    pub figures: Figures,
    pub printed: PrintedRates,
    pub note: Option<String>,
}

/// One line: the unit and what it declares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredRow {
    pub unit: DivisionCode,
    /// The unit's name as the table writes it.
    pub written: String,
    /// The line in the file, counted from 1.
    pub line: i64,
    pub says: Declaration,
}

/// A whole table of one scope and month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredTable {
    /// The division whose units the table lists.
    pub scope: DivisionCode,
    pub month: Month,
    pub rows: Vec<DeclaredRow>,
    /// The printed total line, where there is one.
    pub total: Option<Declaration>,
}

impl DeclaredTable {
    pub fn sum(&self) -> Figures {
        self.rows.iter().map(|row| row.says.figures).sum()
    }

    pub fn of(&self, unit: DivisionCode) -> Option<&DeclaredRow> {
        self.rows.iter().find(|row| row.unit == unit)
    }
}

/// The columns of whole numbers and of money that a total line adds up.
pub(super) fn summed(figures: &Figures) -> [(Column, Option<Sum>); 8] {
    let count = |n: i64| Some(Sum::Count(n));
    let households =
        |pick: fn(&super::figures::Households) -> i64| figures.households.as_ref().map(|h| Sum::Count(pick(h)));
    [
        (Column::Planned, count(figures.planned)),
        (Column::Started, count(figures.started)),
        (Column::Finished, figures.finished.map(Sum::Count)),
        (Column::HouseholdsPlanned, households(|h| h.planned)),
        (Column::HouseholdsStarted, households(|h| h.started)),
        (Column::HouseholdsFinished, households(|h| h.finished)),
        (Column::PlannedInvestment, Some(Sum::Money(figures.planned_investment))),
        (Column::DoneInvestment, Some(Sum::Money(figures.done_investment))),
    ]
}

/// A count or an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sum {
    Count(i64),
    Money(Money),
}

impl Column {
    /// The key in files, addresses and texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Planned => "planned",
            Self::Started => "started",
            Self::StartRate => "start_rate",
            Self::Finished => "finished",
            Self::CompletionRate => "completion_rate",
            Self::HouseholdsPlanned => "households_planned",
            Self::HouseholdsStarted => "households_started",
            Self::HouseholdsFinished => "households_finished",
            Self::PlannedInvestment => "planned_investment",
            Self::DoneInvestment => "done_investment",
            Self::InvestmentRate => "investment_rate",
            Self::Note => "note",
        }
    }
}
