//! What the register knows of a neighbourhood (底册信息). What makes an entry impossible stands in [`super::possible`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::{Area, DivisionCode, Money};

/// How the dwellings came to their owners (房屋产权性质).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ownership {
    /// 房改房: sold by a work unit to its staff.
    Reform,
    /// 商品房
    Market,
    /// 集资房: built with the staff's own money.
    Pooled,
    /// 公房
    Public,
    /// 安置房
    Resettlement,
    /// 混合
    Mixed,
}

impl Ownership {
    pub const ALL: [Self; 6] =
        [Self::Reform, Self::Market, Self::Pooled, Self::Public, Self::Resettlement, Self::Mixed];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reform => "reform",
            Self::Market => "market",
            Self::Pooled => "pooled",
            Self::Public => "public",
            Self::Resettlement => "resettlement",
            Self::Mixed => "mixed",
        }
    }
}

impl std::str::FromStr for Ownership {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|ownership| ownership.as_str() == text).ok_or(())
    }
}

/// Whether a neighbourhood is renewed with its surroundings or alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arrangement {
    /// 单体
    Single,
    /// 连片: the name of the contiguous area.
    Contiguous(String),
}

/// A point in CGCS2000 (EPSG:4490), in millionths of a degree, with the datum it was given in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    pub longitude_e6: i64,
    pub latitude_e6: i64,
}

/// What is known of one neighbourhood. What is not known yet is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub name: String,
    /// The town, or better the community, in which it lies.
    pub division: DivisionCode,
    pub address: Option<String>,
    pub location: Option<Location>,
    /// The year the oldest building was built (建成年份).
    pub built_year: Option<i16>,
    pub floor_area: Option<Area>,
    pub buildings: Option<i64>,
    pub households: Option<i64>,
    pub ownership: Option<Ownership>,
    /// 原产权单位
    pub former_unit: Option<String>,
    /// The year in whose plan it stands (计划年度).
    pub plan_year: Option<i16>,
    pub arrangement: Option<Arrangement>,
    /// 包联领导
    pub leader: Option<String>,
    /// The residents' body (改造理事会或居民监督小组).
    pub residents_body: Option<String>,
    pub planned_investment: Option<Money>,
    /// 开工日期
    pub started_on: Option<Date>,
    /// 完工日期
    pub finished_on: Option<Date>,
}

/// The fields of [`Facts`], in the order of every form, table and file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Name,
    Division,
    Address,
    Location,
    BuiltYear,
    FloorArea,
    Buildings,
    Households,
    Ownership,
    FormerUnit,
    PlanYear,
    Arrangement,
    Leader,
    ResidentsBody,
    PlannedInvestment,
    StartedOn,
    FinishedOn,
}

impl Field {
    pub const ALL: [Self; 17] = [
        Self::Name,
        Self::Division,
        Self::Address,
        Self::Location,
        Self::BuiltYear,
        Self::FloorArea,
        Self::Buildings,
        Self::Households,
        Self::Ownership,
        Self::FormerUnit,
        Self::PlanYear,
        Self::Arrangement,
        Self::Leader,
        Self::ResidentsBody,
        Self::PlannedInvestment,
        Self::StartedOn,
        Self::FinishedOn,
    ];

    /// The name in addresses, files and the keys of texts.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Division => "division",
            Self::Address => "address",
            Self::Location => "location",
            Self::BuiltYear => "built_year",
            Self::FloorArea => "floor_area",
            Self::Buildings => "buildings",
            Self::Households => "households",
            Self::Ownership => "ownership",
            Self::FormerUnit => "former_unit",
            Self::PlanYear => "plan_year",
            Self::Arrangement => "arrangement",
            Self::Leader => "leader",
            Self::ResidentsBody => "residents_body",
            Self::PlannedInvestment => "planned_investment",
            Self::StartedOn => "started_on",
            Self::FinishedOn => "finished_on",
        }
    }

    /// The heading of its column in the files that offices send each other: Chinese, whoever reads the page.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Name => "小区名称",
            Self::Division => "行政区划代码",
            Self::Address => "详细地址",
            Self::Location => "经纬度",
            Self::BuiltYear => "建成年份",
            Self::FloorArea => "建筑面积（平方米）",
            Self::Buildings => "楼栋数",
            Self::Households => "户数",
            Self::Ownership => "产权性质",
            Self::FormerUnit => "原产权单位",
            Self::PlanYear => "计划年度",
            Self::Arrangement => "改造方式",
            Self::Leader => "包联领导",
            Self::ResidentsBody => "居民组织",
            Self::PlannedInvestment => "计划投资（万元）",
            Self::StartedOn => "开工日期",
            Self::FinishedOn => "完工日期",
        }
    }
}

impl Facts {
    /// The least that can be said: a name and a place.
    pub fn new(name: impl Into<String>, division: DivisionCode) -> Self {
        Self {
            name: name.into(),
            division,
            address: None,
            location: None,
            built_year: None,
            floor_area: None,
            buildings: None,
            households: None,
            ownership: None,
            former_unit: None,
            plan_year: None,
            arrangement: None,
            leader: None,
            residents_body: None,
            planned_investment: None,
            started_on: None,
            finished_on: None,
        }
    }

    /// One field as text, for history, export and comparison; nothing where it is not known.
    pub fn text(&self, field: Field) -> Option<String> {
        match field {
            Field::Name => Some(self.name.clone()),
            Field::Division => Some(self.division.to_string()),
            Field::Address => self.address.clone(),
            Field::Location => self.location.map(|at| at.to_string()),
            Field::BuiltYear => self.built_year.map(|year| year.to_string()),
            Field::FloorArea => self.floor_area.map(|area| area.to_string()),
            Field::Buildings => self.buildings.map(|count| count.to_string()),
            Field::Households => self.households.map(|count| count.to_string()),
            Field::Ownership => self.ownership.map(|ownership| ownership.as_str().to_owned()),
            Field::FormerUnit => self.former_unit.clone(),
            Field::PlanYear => self.plan_year.map(|year| year.to_string()),
            Field::Arrangement => self.arrangement.as_ref().map(ToString::to_string),
            Field::Leader => self.leader.clone(),
            Field::ResidentsBody => self.residents_body.clone(),
            Field::PlannedInvestment => self.planned_investment.map(Money::to_yuan),
            Field::StartedOn => self.started_on.map(|day| day.to_string()),
            Field::FinishedOn => self.finished_on.map(|day| day.to_string()),
        }
    }

    /// Takes one field from other facts.
    pub fn take(&mut self, field: Field, from: &Self) {
        match field {
            Field::Name => self.name.clone_from(&from.name),
            Field::Division => self.division = from.division,
            Field::Address => self.address.clone_from(&from.address),
            Field::Location => self.location = from.location,
            Field::BuiltYear => self.built_year = from.built_year,
            Field::FloorArea => self.floor_area = from.floor_area,
            Field::Buildings => self.buildings = from.buildings,
            Field::Households => self.households = from.households,
            Field::Ownership => self.ownership = from.ownership,
            Field::FormerUnit => self.former_unit.clone_from(&from.former_unit),
            Field::PlanYear => self.plan_year = from.plan_year,
            Field::Arrangement => self.arrangement.clone_from(&from.arrangement),
            Field::Leader => self.leader.clone_from(&from.leader),
            Field::ResidentsBody => self.residents_body.clone_from(&from.residents_body),
            Field::PlannedInvestment => self.planned_investment = from.planned_investment,
            Field::StartedOn => self.started_on = from.started_on,
            Field::FinishedOn => self.finished_on = from.finished_on,
        }
    }

    /// What changed from these facts to `later`, field by field.
    pub fn changes(&self, later: &Self) -> Vec<Change> {
        let change = |field| Change { field, from: self.text(field), to: later.text(field) };
        Field::ALL.into_iter().map(change).filter(|change| change.from != change.to).collect()
    }
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl std::fmt::Display for Arrangement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Single => f.write_str("single"),
            Self::Contiguous(area) => write!(f, "contiguous:{area}"),
        }
    }
}

impl std::str::FromStr for Arrangement {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text.split_once(':') {
            Some(("contiguous", area)) => Ok(Self::Contiguous(area.to_owned())),
            None if text == "single" => Ok(Self::Single),
            _ => Err(()),
        }
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use crate::kernel::text::with_decimals;
        let degrees = |e6: i64| with_decimals(i128::from(e6), 6);
        write!(f, "{},{}", degrees(self.longitude_e6), degrees(self.latitude_e6))
    }
}

impl std::str::FromStr for Location {
    type Err = ();

    /// Reads `110.155075,26.580622`: longitude first, degrees with up to six decimals that count.
    fn from_str(text: &str) -> Result<Self, ()> {
        use crate::kernel::text::{half_width, scaled_integer};
        let text = half_width(text);
        let (longitude, latitude) = text.split_once([',', '，', ' ']).ok_or(())?;
        let degrees = |part: &str| {
            let part = part.trim();
            let end = part.find('.').map_or(part.len(), |dot| part.len().min(dot + 7));
            scaled_integer(part.get(..end).unwrap_or(part), 6).map_err(|_| ())
        };
        Ok(Self { longitude_e6: degrees(longitude)?, latitude_e6: degrees(latitude)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2022, 5, 31);

    fn facts() -> Facts {
        Facts::new("示例小区", "430527100001".parse().expect("a code"))
    }

    #[test]
    fn history_names_what_changed() {
        let before = facts();
        let after = Facts { households: Some(96), ..facts() };
        let change = Change { field: Field::Households, from: None, to: Some("96".into()) };
        assert_eq!(before.changes(&after), [change]);
    }

    #[test]
    fn every_field_can_be_taken_over() {
        let full = Facts {
            address: Some("a".into()),
            location: "110.155075,26.580622".parse().ok(),
            built_year: Some(1988),
            floor_area: Some(Area::from_hundredths(1)),
            buildings: Some(3),
            households: Some(96),
            ownership: Some(Ownership::Reform),
            former_unit: Some("b".into()),
            plan_year: Some(2021),
            arrangement: Some(Arrangement::Contiguous("c".into())),
            leader: Some("d".into()),
            residents_body: Some("e".into()),
            planned_investment: Some(Money::from_yuan(1)),
            started_on: Some(TODAY),
            finished_on: Some(TODAY),
            ..Facts::new("f", "430527101".parse().expect("a code"))
        };
        let mut copy = facts();
        for field in Field::ALL {
            copy.take(field, &full);
        }
        assert_eq!(copy, full);
        assert!(Field::ALL.into_iter().all(|field| full.text(field).is_some()));
    }
}
