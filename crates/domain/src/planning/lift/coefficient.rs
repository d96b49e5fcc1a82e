//! Coefficients of floors (楼层分摊系数), in thousandths; and tables of them, which places agree on for themselves.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::kernel::text::{BadNumber, plain_number, scaled_integer, with_decimals};

/// How much a floor counts beside the others, in thousandths; never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coefficient {
    thousandths: i64,
}

/// Why a text is no coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCoefficient {
    #[error("not a number")]
    NotANumber,
    #[error("more than three decimals")]
    TooFine,
    #[error("negative")]
    Negative,
    #[error("above 1,000")]
    TooLarge,
}

impl Coefficient {
    pub const MOST: Self = Self { thousandths: 1_000_000 };

    /// `None`: negative, or larger than any table has.
    pub const fn from_thousandths(thousandths: i64) -> Option<Self> {
        if thousandths < 0 || thousandths > Self::MOST.thousandths { None } else { Some(Self { thousandths }) }
    }

    pub const fn thousandths(self) -> i64 {
        self.thousandths
    }
}

impl FromStr for Coefficient {
    type Err = BadCoefficient;

    fn from_str(text: &str) -> Result<Self, BadCoefficient> {
        match scaled_integer(&plain_number(text), 3) {
            Ok(negative) if negative < 0 => Err(BadCoefficient::Negative),
            Ok(value) => Self::from_thousandths(value).ok_or(BadCoefficient::TooLarge),
            Err(BadNumber::NotANumber) => Err(BadCoefficient::NotANumber),
            Err(BadNumber::TooFine) => Err(BadCoefficient::TooFine),
            Err(BadNumber::TooLarge) => Err(BadCoefficient::TooLarge),
        }
    }
}

impl fmt::Display for Coefficient {
    /// `0.5`, `1.0`, `1.25`: at least one decimal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = with_decimals(i128::from(self.thousandths), 3);
        let short = text.trim_end_matches('0');
        f.write_str(short)?;
        if short.ends_with('.') { f.write_str("0") } else { Ok(()) }
    }
}

/// So many floors a table names at most.
pub const MOST_FLOORS: usize = 200;

/// A table of coefficients: what was agreed, from when on, and whether it is only an example to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Kept", into = "Kept")]
pub struct FloorTable {
    pub name: String,
    pub source: String,
    /// It is an example and no law: people here may agree on another one.
    pub example: bool,
    pub from: Option<Date>,
    /// The floors that it names; one at least.
    floors: BTreeMap<i64, Coefficient>,
    /// For each floor above the highest of them.
    pub each_further: Coefficient,
}

impl FloorTable {
    /// `None`: it names no floor, or too many.
    pub fn new(
        name: &str,
        source: &str,
        floors: BTreeMap<i64, Coefficient>,
        each_further: Coefficient,
    ) -> Option<Self> {
        let fits = (1..=MOST_FLOORS).contains(&floors.len());
        let (name, source) = (name.to_owned(), source.to_owned());
        fits.then_some(Self { name, source, example: false, from: None, floors, each_further })
    }

    /// The reference figures that are told of Guangzhou: 0, 0.5, 1.0 and a tenth more a floor. We have read no source that
    /// confirms them, so they stand here as an example.
    pub fn guangzhou() -> Self {
        let floors = [(1, 0), (2, 500), (3, 1_000)].map(|(floor, thousandths)| (floor, Coefficient { thousandths }));
        Self {
            name: "广州参考系数（示例）".into(),
            source: String::new(),
            example: true,
            from: None,
            floors: floors.into(),
            each_further: Coefficient { thousandths: 100 },
        }
    }

    pub fn floors(&self) -> impl Iterator<Item = (i64, Coefficient)> {
        self.floors.iter().map(|(floor, coefficient)| (*floor, *coefficient))
    }

    /// What a floor counts: as it stands there; between two as the lower one; below all as the lowest; above all each floor more.
    pub fn of(&self, floor: i64) -> Coefficient {
        let below = self.floors.range(..=floor).next_back().or_else(|| self.floors.first_key_value());
        let Some((known, coefficient)) = below else { return Coefficient::default() };
        let is_highest = self.floors.last_key_value().is_some_and(|(last, _)| last == known);
        let further = if is_highest { floor.saturating_sub(*known).max(0) } else { 0 };
        let thousandths = further.saturating_mul(self.each_further.thousandths).saturating_add(coefficient.thousandths);
        Coefficient { thousandths: thousandths.min(Coefficient::MOST.thousandths) }
    }
}

/// A table as it is kept: coefficients in thousandths.
#[derive(Serialize, Deserialize)]
struct Kept {
    name: String,
    source: String,
    example: bool,
    from: Option<Date>,
    floors: Vec<(i64, i64)>,
    each_further: i64,
}

impl From<FloorTable> for Kept {
    fn from(table: FloorTable) -> Self {
        let floors = table.floors().map(|(floor, coefficient)| (floor, coefficient.thousandths())).collect();
        let FloorTable { name, source, example, from, each_further, .. } = table;
        Self { name, source, example, from, floors, each_further: each_further.thousandths() }
    }
}

impl TryFrom<Kept> for FloorTable {
    type Error = BadCoefficient;

    fn try_from(kept: Kept) -> Result<Self, BadCoefficient> {
        let coefficient = |thousandths| Coefficient::from_thousandths(thousandths).ok_or(BadCoefficient::TooLarge);
        let floors = kept.floors.into_iter().map(|(floor, thousandths)| Ok((floor, coefficient(thousandths)?)));
        let floors = floors.collect::<Result<_, BadCoefficient>>()?;
        let table = Self::new(&kept.name, &kept.source, floors, coefficient(kept.each_further)?);
        let table = table.ok_or(BadCoefficient::NotANumber)?;
        Ok(Self { example: kept.example, from: kept.from, ..table })
    }
}
