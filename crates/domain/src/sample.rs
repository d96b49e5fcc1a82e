//! The illustrative county: the size and the course of Suining's programme, with made-up neighbourhoods and people.
//!
//! Places are real divisions, handed in; everything else is invented, by the same steps every time. The
//! demonstration shows it, and tests lean on it.

use jiff::civil::{Date, date};

use crate::kernel::{Area, DivisionCode, Level, Money, Month};
use crate::oversight::Figures;
use crate::oversight::figures::Households;
use crate::register::facts::{Arrangement, Location, Ownership};
use crate::register::{Division, Facts};

/// The county whose records the demonstration keeps, and the prefecture it lies in.
pub const COUNTY: &str = "430527";
pub const PREFECTURE: &str = "430500";

/// The share of the plan of 2022 that is done by the end of May: 40.3 %, as the county reported.
const DONE_BY_MAY: (i64, i64) = (403, 1_000);

/// One made-up neighbourhood with its buildings and what was reported of it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub facts: Facts,
    /// Entrances, floors and doors on a landing of each building.
    pub buildings: Vec<(i64, i64, i64)>,
    /// Cumulative investment done at the end of each month.
    pub reports: Vec<(Month, Money)>,
}

/// A town: its code within the county, how many neighbourhoods it has (most stand in the county seat), and about
/// where it lies, in thousandths of a degree east and north.
const TOWNS: [(&str, usize, (i64, i64)); 12] = [
    ("100", 34, (110_155, 26_580)),
    ("101", 6, (110_250, 26_690)),
    ("207", 5, (110_120, 26_610)),
    ("102", 4, (110_330, 26_715)),
    ("103", 3, (110_390, 26_780)),
    ("104", 3, (110_475, 26_835)),
    ("105", 2, (110_430, 26_905)),
    ("106", 2, (110_290, 26_850)),
    ("203", 2, (110_060, 26_470)),
    ("107", 2, (110_370, 26_960)),
    ("206", 1, (110_285, 26_600)),
    ("217", 1, (109_960, 26_600)),
];

/// Former work units, as such neighbourhoods are named after them everywhere.
const UNITS: [&str; 65] = [
    "粮食局",
    "供销社",
    "农机厂",
    "邮电局",
    "林业局",
    "木材公司",
    "百货公司",
    "五金公司",
    "二轻局",
    "氮肥厂",
    "水泥厂",
    "造纸厂",
    "印刷厂",
    "汽车站",
    "农业银行",
    "工商银行",
    "医药公司",
    "食品公司",
    "物资局",
    "水电局",
    "教师进修学校",
    "人民医院",
    "第一中学",
    "第二中学",
    "民族中学",
    "党校",
    "中医院",
    "妇幼保健院",
    "税务局",
    "电影公司",
    "文化馆",
    "广播站",
    "种子公司",
    "烟草公司",
    "粮站",
    "卫生院",
    "供销分社",
    "农科所",
    "林场",
    "食品站",
    "机械厂",
    "酒厂",
    "茶厂",
    "竹器厂",
    "中心小学",
    "盐业公司",
    "石油公司",
    "建筑公司",
    "房产公司",
    "木器厂",
    "农机站",
    "兽医站",
    "信用社",
    "邮电所",
    "水管站",
    "林业站",
    "财政所",
    "国土所",
    "中学",
    "供电所",
    "粮油加工厂",
    "砖瓦厂",
    "农贸市场",
    "老街",
    "车队",
];

const KINDS: [&str; 4] = ["小区", "家属院", "宿舍", "新村"];
const SURNAMES: [&str; 12] = ["杨", "李", "黄", "刘", "龙", "唐", "肖", "袁", "于", "苏", "莫", "陶"];
const AREAS: [&str; 4] = ["长征路片区", "河西片区", "老城片区", "车站片区"];

/// The 65 neighbourhoods: 22 of the plan of 2021, finished within the year; 43 of 2022, all started by the end of April.
pub fn neighbourhoods(divisions: &[Division]) -> Vec<Sample> {
    let places = places(divisions);
    let mut samples: Vec<Sample> = places.into_iter().enumerate().map(|(i, place)| neighbourhood(i, place)).collect();
    settle_investment(&mut samples);
    samples
}

/// A community for each neighbourhood, or the town itself where it has none.
fn places(divisions: &[Division]) -> Vec<DivisionCode> {
    let mut places = Vec::new();
    for (town, count, _) in TOWNS {
        let Ok(town) = format!("{COUNTY}{town}").parse::<DivisionCode>() else { continue };
        let communities: Vec<DivisionCode> = divisions
            .iter()
            .filter(|d| d.code.level() == Level::Community && town.contains(d.code) && d.name.ends_with("社区"))
            .map(|d| d.code)
            .collect();
        places.extend((0..count).map(|n| *communities.get(n % communities.len().max(1)).unwrap_or(&town)));
    }
    places
}

/// The plan of 2021 takes every third one or so, 22 in all.
fn in_first_year(i: usize) -> bool {
    i.is_multiple_of(3)
}

fn neighbourhood(i: usize, place: DivisionCode) -> Sample {
    let n = i64::try_from(i).unwrap_or_default();
    let unit = UNITS[i % UNITS.len()];
    let name = format!("{unit}{}", KINDS[i % KINDS.len()]);
    let buildings = (0..=(n * 7 + 2) % 5).map(|b| ((n + b) % 3 + 1, 5 + (n + b) % 3, 2 + i64::from((n + b) % 7 == 0)));
    let buildings: Vec<(i64, i64, i64)> = buildings.collect();
    let households: i64 = buildings.iter().map(|(entrances, floors, doors)| entrances * floors * doors).sum();
    let (started, finished) = dates(i);
    let facts = Facts {
        address: Some(format!("{}路{}号", ["长征", "民族", "绿洲", "沿河", "绥城"][i % 5], 10 + n * 3)),
        location: Some(location(place, n)),
        built_year: i16::try_from(1976 + (n * 11) % 24).ok(),
        floor_area: Some(Area::from_hundredths(households * (8_200 + (n * 37) % 1_900))),
        buildings: i64::try_from(buildings.len()).ok(),
        households: Some(households),
        ownership: Some(Ownership::ALL[(i * 5) % 4]),
        former_unit: Some(unit.to_owned()),
        plan_year: Some(if in_first_year(i) { 2021 } else { 2022 }),
        arrangement: Some(match i % 4 {
            0 => Arrangement::Contiguous(AREAS[i / 4 % AREAS.len()].to_owned()),
            _ => Arrangement::Single,
        }),
        leader: Some(format!("{}某（示例）", SURNAMES[i % SURNAMES.len()])),
        residents_body: (i % 9 != 5).then(|| format!("{name}改造理事会")),
        planned_investment: Some(Money::from_yuan(households * (26_000 + (n * 613) % 14_000))),
        started_on: Some(started),
        finished_on: finished,
        ..Facts::new(name, place)
    };
    Sample { facts, buildings, reports: Vec::new() }
}

/// Near its town: a made-up spot, drawn on a map that says so.
fn location(place: DivisionCode, n: i64) -> Location {
    let town = place.at(Level::Town).to_string();
    let known = TOWNS.into_iter().find(|(code, ..)| town.ends_with(code));
    let (east, north) = known.map_or((110_155, 26_580), |(_, _, at)| at);
    let (east_by, north_by) = ((n * 4_111) % 23_000 - 11_500, (n * 2_707) % 17_000 - 8_500);
    Location { longitude_e6: east * 1_000 + east_by, latitude_e6: north * 1_000 + north_by }
}

fn dates(i: usize) -> (Date, Option<Date>) {
    let step = i8::try_from(i % 20).unwrap_or_default();
    if in_first_year(i) {
        let started = date(2021, 3 + step % 3, 3 + step);
        (started, Some(date(2021, 8 + step % 5, 8 + step)))
    } else {
        (date(2022, 2 + step % 3, 8 + step), None)
    }
}

/// Spreads what is done over the months, and over the neighbourhoods so that the plan of 2022 stands at 40.3 %.
fn settle_investment(samples: &mut [Sample]) {
    let (part, whole) = DONE_BY_MAY;
    let planned = |s: &Sample| s.facts.planned_investment.unwrap_or_default().fen();
    let second: Vec<usize> = (0..samples.len()).filter(|i| !in_first_year(*i)).collect();
    let target = second.iter().map(|i| planned(&samples[*i])).sum::<i64>() * part / whole;
    // Uneven shares around the target, in whole yuan; the last one takes what is left.
    let mut left = target;
    let mut done: Vec<(usize, i64)> = Vec::new();
    for i in &second {
        let n = i64::try_from(*i).unwrap_or_default();
        let share = planned(&samples[*i]) * (part + (n * 53) % 161 - 80) / whole / 100 * 100;
        let share = if Some(i) == second.last() { left } else { share };
        left -= share;
        done.push((*i, share));
    }
    // What the last one cannot take fairly goes to all in equal steps.
    even_out(&mut done, |i| planned(&samples[i]));
    for (i, total) in done {
        samples[i].reports = curve(samples[i].facts.started_on, month(2022, 5), total);
    }
    for i in (0..samples.len()).filter(|i| in_first_year(*i)) {
        let total = planned(&samples[i]);
        let finished = samples[i].facts.finished_on.map_or_else(|| month(2021, 12), Month::of);
        samples[i].reports = curve(samples[i].facts.started_on, finished, total);
    }
}

/// Keeps every share between a tenth and nine tenths of its plan, at the cost of the others.
fn even_out(done: &mut [(usize, i64)], planned: impl Fn(usize) -> i64) {
    let mut over = 0;
    for (i, share) in done.iter_mut() {
        let fair = (*share).clamp(planned(*i) / 10, planned(*i) * 9 / 10);
        over += *share - fair;
        *share = fair;
    }
    for (i, share) in done.iter_mut() {
        let room = if over > 0 { planned(*i) * 9 / 10 - *share } else { planned(*i) / 10 - *share };
        let taken = if over > 0 { over.min(room) } else { over.max(room) };
        *share += taken;
        over -= taken;
    }
}

/// Cumulative money from the month of the start to `last`, slow at first.
fn curve(started: Option<Date>, last: Month, total: i64) -> Vec<(Month, Money)> {
    let Some(started) = started else { return Vec::new() };
    let mut months = vec![Month::of(started)];
    while months.last().is_some_and(|m| *m < last) {
        months.extend(months.last().map(|m| m.next()));
    }
    let count = i64::try_from(months.len()).unwrap_or(1);
    let at = |k: i64| total * k * (k + 1) / (count * (count + 1)) / 100 * 100;
    let amount = |k: i64| if k == count { total } else { at(k) };
    (1..).zip(months).map(|(k, month)| (month, Money::from_fen(amount(k)))).collect()
}

fn month(year: i16, number: i8) -> Month {
    Month::new(year, number).unwrap_or_else(|| Month::of(date(2022, 5, 1)))
}

/// What the other counties of the prefecture declared at the end of a month of 2022: made up, and behind Suining.
pub fn declared(county: DivisionCode, month: Month) -> Figures {
    let seed: i64 =
        county.to_string().bytes().map(i64::from).sum::<i64>() + i64::from(county.to_string().as_bytes()[5]) * 13;
    let planned = 9 + seed * 7 % 31;
    let months = i64::from(month.month());
    let rate = (52 + seed * 17 % 43) * months / 5;
    let started = (planned * rate / 100).clamp(0, planned - 1);
    let finished = if months >= 5 { started / 9 } else { 0 };
    let each = 74 + seed * 3 % 61;
    let planned_investment = planned * (2_450_000 + seed * 9_731 % 1_900_000);
    let done = planned_investment * (seed * 11 % 24 + 9) * months / 500;
    Figures {
        planned,
        started,
        finished: Some(finished),
        households: Some(Households {
            planned: planned * each,
            started: started * each,
            finished: Some(finished * each),
        }),
        planned_investment: Money::from_yuan(planned_investment),
        done_investment: Money::from_yuan(done),
        unproven: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divisions() -> Vec<Division> {
        let division = |(code, name): (&str, &str)| Division { code: code.parse().expect("a code"), name: name.into() };
        [("430527100001", "甲社区"), ("430527100002", "乙社区"), ("430527101001", "丙社区")].map(division).into()
    }

    #[test]
    fn the_sample_county_went_the_way_of_suining() {
        let samples = neighbourhoods(&divisions());
        let of = |year| samples.iter().filter(move |s| s.facts.plan_year == Some(year));
        assert_eq!((samples.len(), of(2021).count(), of(2022).count()), (65, 22, 43));
        assert!(of(2021).all(|s| s.facts.finished_on.is_some_and(|day| day.year() == 2021)));
        assert!(of(2022).all(|s| s.facts.started_on.is_some_and(|day| day <= date(2022, 4, 30))));
        assert!(of(2022).all(|s| s.facts.finished_on.is_none()));
    }

    #[test]
    fn the_plan_of_2022_stands_at_40_3_per_cent_in_may() {
        let samples = neighbourhoods(&divisions());
        let second: Vec<&Sample> = samples.iter().filter(|s| s.facts.plan_year == Some(2022)).collect();
        let figures = Figures {
            planned_investment: second.iter().filter_map(|s| s.facts.planned_investment).sum(),
            done_investment: second.iter().filter_map(|s| s.reports.last().map(|(_, done)| *done)).sum(),
            ..Figures::default()
        };
        assert_eq!(figures.investment_rate().map(|r| r.percent().to_string()), Some("40.30".into()));
        let shares = second.iter().map(|s| {
            let planned = s.facts.planned_investment.map_or(1, Money::fen);
            s.reports.last().map_or(0, |(_, done)| done.fen()) * 100 / planned
        });
        assert!(shares.clone().all(|share| (9..=90).contains(&share)), "{:?}", shares.collect::<Vec<_>>());
    }

    #[test]
    fn every_sample_is_a_possible_record() {
        let office = COUNTY.parse().expect("an office");
        for sample in neighbourhoods(&divisions()) {
            assert_eq!(sample.facts.problems(office, date(2022, 6, 1)), [], "{:?}", sample.facts);
            assert!(sample.reports.is_sorted_by_key(|(_, done)| *done));
            assert!(sample.buildings.len() <= 5 && !sample.buildings.is_empty());
        }
        let names = neighbourhoods(&divisions()).into_iter().map(|s| (s.facts.division, s.facts.name));
        assert_eq!(names.collect::<std::collections::BTreeSet<_>>().len(), 65);
    }

    #[test]
    fn no_other_county_has_started_everything_in_may() {
        for code in [
            "430502", "430503", "430511", "430522", "430523", "430524", "430525", "430528", "430529", "430581",
            "430582",
        ] {
            let (april, may) = (
                declared(code.parse().expect("a code"), month(2022, 4)),
                declared(code.parse().expect("a code"), month(2022, 5)),
            );
            assert!(may.started < may.planned && april.started <= may.started, "{code}: {may:?}");
            assert!(april.done_investment <= may.done_investment);
            assert!(may.finished <= Some(may.started));
        }
    }
}
