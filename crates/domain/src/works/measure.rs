//! Physical figures of a renewal (工程量): what was laid, added and built, cumulative since the start.
//!
//! The list follows the published totals of the national statistics; it is reported by neighbourhood and month, and
//! summed level by level.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::text::{BadNumber, clean_line, plain_number, scaled_integer, with_decimals};

/// How a figure is counted and written; it is kept as a whole number of the smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Written in km, kept in metres.
    Kilometres,
    Count,
    /// Written in m², kept in 0.01 m².
    Area,
    /// Written in 万元, kept in fen.
    Money,
    /// Has it or has it not: kept as 1 or 0, so that a sum counts the neighbourhoods.
    YesNo,
}

impl Unit {
    pub const fn decimals(self) -> u32 {
        match self {
            Self::Kilometres => 3,
            Self::Area => 2,
            Self::Money => 6,
            Self::Count | Self::YesNo => 0,
        }
    }
}

/// What belongs together in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// 管线
    Pipes,
    /// 设施
    Facilities,
    /// 面积
    Areas,
    /// 计划投资的资金来源
    Planned,
    /// 完成投资的资金来源
    Sources,
    /// 长效管理
    Management,
    /// 群众满意度: households that were asked after the works, and those that are satisfied.
    Satisfaction,
}

impl Group {
    pub const ALL: [Self; 7] = [
        Self::Pipes,
        Self::Facilities,
        Self::Areas,
        Self::Planned,
        Self::Sources,
        Self::Management,
        Self::Satisfaction,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pipes => "pipes",
            Self::Facilities => "facilities",
            Self::Areas => "areas",
            Self::Planned => "planned",
            Self::Sources => "sources",
            Self::Management => "management",
            Self::Satisfaction => "satisfaction",
        }
    }

    pub fn measures(self) -> impl Iterator<Item = Measure> {
        Measure::ALL.into_iter().filter(move |measure| measure.group() == self)
    }
}

impl std::str::FromStr for Group {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|group| group.as_str() == text).ok_or(())
    }
}

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident $key:literal $group:ident $unit:ident)*) => {
        /// One figure of the list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure { $($(#[$doc])* $name),* }

        impl Measure {
            /// Every figure, in the order of every form, table and file.
            pub const ALL: [Self; [$(stringify!($name)),*].len()] = [$(Self::$name),*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            pub const fn group(self) -> Group {
                match self { $(Self::$name => Group::$group),* }
            }

            pub const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit),* }
            }
        }
    };
}

measures! {
    /// 供水管网
    WaterPipe "water_pipe" Pipes Kilometres
    /// 排水管网
    DrainPipe "drain_pipe" Pipes Kilometres
    /// 供电线路
    PowerLine "power_line" Pipes Kilometres
    /// 供气管网
    GasPipe "gas_pipe" Pipes Kilometres
    /// 供热管网
    HeatPipe "heat_pipe" Pipes Kilometres
    /// 通信线路
    TelecomLine "telecom_line" Pipes Kilometres
    /// 加装电梯
    Lift "lift" Facilities Count
    /// 停车位
    ParkingSpace "parking_space" Facilities Count
    /// 汽车充电桩
    CarCharging "car_charging" Facilities Count
    /// 电动自行车充电口
    BikeCharging "bike_charging" Facilities Count
    /// 养老服务设施
    ElderlyCare "elderly_care" Facilities Count
    /// 托育服务设施
    ChildCare "child_care" Facilities Count
    /// 其他公共服务设施
    OtherService "other_service" Facilities Count
    /// 节能改造面积
    EnergySaving "energy_saving" Areas Area
    /// 文化体育活动场地
    CultureSports "culture_sports" Areas Area
    /// 计划投资：中央财政补助
    PlannedCentralSubsidy "planned_central_subsidy" Planned Money
    /// 计划投资：中央预算内投资
    PlannedCentralBudget "planned_central_budget" Planned Money
    /// 计划投资：省级财政
    PlannedProvince "planned_province" Planned Money
    /// 计划投资：市级财政
    PlannedPrefecture "planned_prefecture" Planned Money
    /// 计划投资：县级财政
    PlannedCounty "planned_county" Planned Money
    /// 计划投资：专项债券
    PlannedSpecialBond "planned_special_bond" Planned Money
    /// 计划投资：专营单位
    PlannedUtility "planned_utility" Planned Money
    /// 计划投资：原产权单位
    PlannedFormerOwner "planned_former_owner" Planned Money
    /// 计划投资：社会资本
    PlannedSocialCapital "planned_social_capital" Planned Money
    /// 计划投资：居民出资
    PlannedResident "planned_resident" Planned Money
    /// 中央财政补助
    CentralSubsidy "central_subsidy" Sources Money
    /// 中央预算内投资
    CentralBudget "central_budget" Sources Money
    /// 省级财政
    Province "province" Sources Money
    /// 市级财政
    Prefecture "prefecture" Sources Money
    /// 县级财政
    County "county" Sources Money
    /// 专项债券
    SpecialBond "special_bond" Sources Money
    /// 专营单位
    Utility "utility" Sources Money
    /// 原产权单位
    FormerOwner "former_owner" Sources Money
    /// 社会资本
    SocialCapital "social_capital" Sources Money
    /// 居民出资
    Resident "resident" Sources Money
    /// 引入物业服务
    PropertyManager "property_manager" Management YesNo
    /// 成立业主委员会
    OwnersCommittee "owners_committee" Management YesNo
    /// 建立党组织
    PartyBranch "party_branch" Management YesNo
    /// 满意度调查户数
    Asked "asked" Satisfaction Count
    /// 满意户数
    Satisfied "satisfied" Satisfaction Count
}

impl std::str::FromStr for Measure {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|measure| measure.as_str() == text).ok_or(())
    }
}

/// Why a figure is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadFigure {
    #[error("not a number")]
    NotANumber,
    #[error("more decimals than its unit has")]
    TooFine,
    #[error("too large")]
    TooLarge,
    #[error("below zero")]
    Negative,
    #[error("neither yes nor no")]
    NotYesNo,
}

/// No neighbourhood has more of anything, in the smallest unit: a slip of the decimal point.
const LARGEST: i64 = 10_000_000_000_000;

impl Measure {
    /// Whether it only grows with the works: a plan, the management and what people think may change.
    pub const fn is_cumulative(self) -> bool {
        matches!(self.group(), Group::Pipes | Group::Facilities | Group::Areas | Group::Sources)
    }

    /// A figure as people type or paste it, full-width digits and commas among them; nothing where nothing stands.
    pub fn parse(self, text: &str) -> Result<Option<i64>, BadFigure> {
        let text = clean_line(text);
        if text.is_empty() || text == "-" || text == "—" {
            return Ok(None);
        }
        if self.unit() == Unit::YesNo {
            return match plain_number(&text).to_lowercase().as_str() {
                "1" | "是" | "有" | "yes" | "y" | "√" | "✓" => Ok(Some(1)),
                "0" | "否" | "无" | "no" | "n" | "×" => Ok(Some(0)),
                _ => Err(BadFigure::NotYesNo),
            };
        }
        let amount = scaled_integer(&plain_number(&text), self.unit().decimals()).map_err(|bad| match bad {
            BadNumber::NotANumber => BadFigure::NotANumber,
            BadNumber::TooFine => BadFigure::TooFine,
            BadNumber::TooLarge => BadFigure::TooLarge,
        })?;
        match amount {
            ..0 => Err(BadFigure::Negative),
            0..=LARGEST => Ok(Some(amount)),
            _ => Err(BadFigure::TooLarge),
        }
    }

    /// A figure in its unit, as short as it can be written and read again.
    pub fn text(self, amount: i64) -> String {
        match self.unit().decimals() {
            0 => amount.to_string(),
            decimals => {
                let text = with_decimals(amount.into(), decimals as usize);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
        }
    }
}

/// The figures of one neighbourhood, or summed over many. What was not reported is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantities(BTreeMap<Measure, i64>);

impl Quantities {
    pub fn of(&self, measure: Measure) -> Option<i64> {
        self.0.get(&measure).copied()
    }

    pub fn set(&mut self, measure: Measure, amount: Option<i64>) {
        match amount {
            Some(amount) => drop(self.0.insert(measure, amount)),
            None => drop(self.0.remove(&measure)),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Measure, i64)> {
        self.0.iter().map(|(measure, amount)| (*measure, *amount))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What fell since `before`: cumulative figures fall only by a correction.
    pub fn fallen_since(&self, before: &Self) -> Vec<(Measure, i64, i64)> {
        let cumulative = before.iter().filter(|(measure, _)| measure.is_cumulative());
        let fell = cumulative.filter_map(|(measure, then)| {
            let now = self.of(measure).unwrap_or(0);
            (now < then).then_some((measure, then, now))
        });
        fell.collect()
    }

    /// The figures of a group together (the investment of all sources); nothing where none is named.
    pub fn sum_of(&self, group: Group) -> Option<i64> {
        let mut named = group.measures().filter_map(|measure| self.of(measure)).peekable();
        named.peek()?;
        Some(named.sum())
    }
}

impl FromIterator<(Measure, i64)> for Quantities {
    fn from_iter<I: IntoIterator<Item = (Measure, i64)>>(figures: I) -> Self {
        Self(figures.into_iter().collect())
    }
}

impl<'a> std::iter::Sum<&'a Self> for Quantities {
    fn sum<I: Iterator<Item = &'a Self>>(all: I) -> Self {
        let mut sum = BTreeMap::<Measure, i64>::new();
        for (measure, amount) in all.flat_map(Quantities::iter) {
            let so_far = sum.entry(measure).or_default();
            *so_far = so_far.saturating_add(amount);
        }
        Self(sum)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        assert_eq!(Measure::WaterPipe.parse("１，２３４．５６７"), Ok(Some(1_234_567)));
        assert_eq!(Measure::Lift.parse(" 3 "), Ok(Some(3)));
        assert_eq!(Measure::EnergySaving.parse("12.5"), Ok(Some(1_250)));
        assert_eq!(Measure::Resident.parse("0.000001"), Ok(Some(1)));
        assert_eq!(Measure::PartyBranch.parse("是"), Ok(Some(1)));
        assert_eq!(Measure::Lift.parse(""), Ok(None));
    }

    #[test]
    fn what_cannot_be_is_refused_with_its_reason() {
        assert_eq!(Measure::Lift.parse("1.5"), Err(BadFigure::TooFine));
        assert_eq!(Measure::Lift.parse("-1"), Err(BadFigure::Negative));
        assert_eq!(Measure::Lift.parse("三"), Err(BadFigure::NotANumber));
        assert_eq!(Measure::Lift.parse("99999999999999999999"), Err(BadFigure::TooLarge));
        assert_eq!(Measure::PartyBranch.parse("2"), Err(BadFigure::NotYesNo));
        assert_eq!(Measure::WaterPipe.parse("0.0001"), Err(BadFigure::TooFine));
    }

    #[test]
    fn a_figure_that_is_left_out_fell_to_nothing_and_management_may_change() {
        let before: Quantities = [(Measure::Lift, 3), (Measure::PartyBranch, 1)].into_iter().collect();
        assert_eq!(Quantities::default().fallen_since(&before), [(Measure::Lift, 3, 0)]);
        assert_eq!(before.fallen_since(&Quantities::default()), []);
    }

    #[test]
    fn sources_are_added_up_where_any_is_named() {
        assert_eq!(Quantities::default().sum_of(Group::Sources), None);
        let two: Quantities = [(Measure::County, 5), (Measure::Resident, 7), (Measure::Lift, 1)].into_iter().collect();
        assert_eq!((two.sum_of(Group::Sources), two.sum_of(Group::Planned)), (Some(12), None));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(at in 0..Measure::ALL.len(), amount in 0..LARGEST) {
            let measure = Measure::ALL[at];
            let amount = if measure.unit() == Unit::YesNo { amount % 2 } else { amount };
            prop_assert_eq!(measure.parse(&measure.text(amount)), Ok(Some(amount)));
        }

        #[test]
        fn a_sum_is_the_sum_of_each_figure(amounts in prop::collection::vec(0..1_000_i64, 0..20)) {
            let all: Vec<Quantities> = amounts.iter().map(|n| [(Measure::Lift, *n)].into_iter().collect()).collect();
            let sum: Quantities = all.iter().sum();
            prop_assert_eq!(sum.of(Measure::Lift).unwrap_or(0), amounts.iter().sum::<i64>());
        }
    }
}
