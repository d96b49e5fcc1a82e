//! Days, months and years in the many ways they are written: `2021年8月`, `2021.8.1`, `20210801`, `1998年`.

use linli_domain::kernel::{Date, Month};

use super::Problem;
use crate::table::Cell;
use crate::table::cell::day_of_serial;

/// The days that a spreadsheet counts from 1900 and forgot to show as dates: those of 1955 to 2119.
const SERIALS: std::ops::RangeInclusive<u32> = 20_000..=80_000;

/// A day; the first of the month where only the month is written, as offices do it: the preview shows the day.
pub(super) fn date(cell: &Cell, text: &str) -> Result<Date, Problem> {
    if let Cell::Date(date) = cell {
        return if Month::YEARS.contains(&date.year()) || (1900..1990).contains(&date.year()) {
            Ok(*date)
        } else {
            Err(Problem::NotADate)
        };
    }
    if let Some(day) = serial(cell, text) {
        return Ok(day);
    }
    let (year, month, day) = parts(cell, text)?;
    day_of(year, month, day.unwrap_or(1))
}

/// A bare number of days, as a workbook keeps a date.
fn serial(cell: &Cell, text: &str) -> Option<Date> {
    let days: u32 = text.split('.').next()?.parse().ok().filter(|days| SERIALS.contains(days))?;
    let whole = matches!(cell, Cell::Number(_)) && text.parse::<f64>().is_ok();
    whole.then(|| day_of_serial(f64::from(days), false)).flatten()
}

pub(super) fn month(cell: &Cell, text: &str) -> Result<Month, Problem> {
    if let Cell::Date(date) = cell {
        return Month::new(date.year(), date.month()).ok_or(Problem::NotADate);
    }
    let (year, month, day) = parts(cell, text)?;
    let first = day_of(year, month, day.unwrap_or(1))?;
    Month::new(first.year(), first.month()).ok_or(Problem::NotADate)
}

/// `1998`, `1998.0`, `1998年`, `1998年建成`; of a whole date its year.
pub(super) fn year(cell: &Cell, text: &str) -> Result<i16, Problem> {
    if let Cell::Date(date) = cell {
        return in_range(date.year().into());
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let rest = text[digits.len()..].trim();
    let alone = matches!(rest, "" | "年" | ".0" | ".00" | "年度" | "年建成" | "年建" | "年代建成");
    match digits.parse::<u32>() {
        Ok(year) if digits.len() == 4 && alone && !rest.contains("年代") => in_range(year.into()),
        _ => parts(cell, text)
            .and_then(|(year, month, day)| day_of(year, month, day.unwrap_or(1)))
            .map(Date::year)
            .map_err(|_| Problem::NotAYear),
    }
}

fn in_range(year: i64) -> Result<i16, Problem> {
    if (1900..=2100).contains(&year) {
        i16::try_from(year).map_err(|_| Problem::NotAYear)
    } else {
        Err(Problem::NotAYear)
    }
}

fn day_of(year: u32, month: u32, day: u32) -> Result<Date, Problem> {
    let year = in_range(year.into()).map_err(|_| Problem::NotADate)?;
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m)).ok_or(Problem::NoSuchMonth)?;
    let day = i8::try_from(day).map_err(|_| Problem::NoSuchDay)?;
    Date::new(year, month, day).map_err(|_| Problem::NoSuchDay)
}

/// Year, month and perhaps day, as they are written.
fn parts(cell: &Cell, text: &str) -> Result<(u32, u32, Option<u32>), Problem> {
    // A time after the day is not asked for.
    let text = text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(text, |(day, _)| day);
    let text = text.trim_end_matches(['日', '号', '月', ' ']);
    let text = text.strip_suffix(".0").filter(|t| matches!(cell, Cell::Number(_)) && t.len() >= 6).unwrap_or(text);
    let mut numbers = text.split(['年', '月', '.', '-', '/', '、']).map(str::trim);
    let (first, second, third) = (numbers.next().unwrap_or(""), numbers.next(), numbers.next());
    if numbers.next().is_some() {
        return Err(Problem::NotADate);
    }
    let number = |part: &str, longest: usize| -> Result<u32, Problem> {
        let plain = !part.is_empty() && part.len() <= longest && part.bytes().all(|b| b.is_ascii_digit());
        if plain { part.parse().map_err(|_| Problem::NotADate) } else { Err(Problem::NotADate) }
    };
    // Two characters of Han have six bytes as well, and are no digits.
    let digits = first.bytes().all(|b| b.is_ascii_digit());
    match (second, third) {
        (None, _) if !digits => Err(Problem::NotADate),
        (None, _) if first.len() == 8 => {
            Ok((number(&first[..4], 4)?, number(&first[4..6], 2)?, Some(number(&first[6..], 2)?)))
        }
        (None, _) if first.len() == 6 => Ok((number(&first[..4], 4)?, number(&first[4..], 2)?, None)),
        (Some("1"), None) if matches!(cell, Cell::Number(_)) && first.len() == 4 => Err(Problem::JanuaryOrOctober),
        (Some(month), None) if first.len() == 4 => Ok((number(first, 4)?, number(month, 2)?, None)),
        (Some(month), Some(day)) if first.len() == 4 => {
            Ok((number(first, 4)?, number(month, 2)?, Some(number(day, 2)?)))
        }
        _ => Err(Problem::NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Result<Date, Problem> {
        date(&Cell::text(text), text)
    }

    #[test]
    fn a_day_is_read_in_every_spelling() {
        let first = Ok(Date::constant(2021, 8, 1));
        for text in
            ["2021年8月1日", "2021.8.1", "2021/8/1", "2021-08-01", "20210801", "2021年08月01日 ", "2021-08-01 00:00:00"]
        {
            assert_eq!(day(text.trim()), first, "{text}");
        }
    }

    #[test]
    fn a_month_alone_is_its_first_day() {
        for text in ["2021年8月", "2021.08", "202108"] {
            assert_eq!(day(text), Ok(Date::constant(2021, 8, 1)), "{text}");
            assert_eq!(month(&Cell::text(text), text).map(|month| month.to_string()), Ok("2021-08".into()), "{text}");
        }
    }

    #[test]
    fn a_date_that_lost_its_form_is_the_day_it_counts_to() {
        let of = |number: &str| date(&Cell::number(number), number);
        assert_eq!(of("44671"), Ok(Date::constant(2022, 4, 20)));
        assert_eq!(of("44671.5"), Ok(Date::constant(2022, 4, 20)));
        assert!(of("4467").is_err() && of("446710").is_err() && day("44671").is_err());
    }

    #[test]
    fn there_is_no_month_13_and_no_30_february() {
        assert_eq!(day("2021年13月"), Err(Problem::NoSuchMonth));
        assert_eq!(day("20211301"), Err(Problem::NoSuchMonth));
        assert_eq!(day("2021.2.30"), Err(Problem::NoSuchDay));
        assert_eq!(day("2021年8月底"), Err(Problem::NotADate));
        assert_eq!(day("年年年年"), Err(Problem::NotADate));
        assert_eq!(day("二〇二一年八月"), Err(Problem::NotADate));
        for text in ["昨天", "昨天ab", "é2é4", "𰻝𰻝", "１２"] {
            assert_eq!(day(text), Err(Problem::NotADate), "{text}");
        }
    }

    #[test]
    fn a_number_that_lost_its_zero_is_not_guessed() {
        assert_eq!(date(&Cell::number("2021.1"), "2021.1"), Err(Problem::JanuaryOrOctober));
        assert_eq!(date(&Cell::number("2021.8"), "2021.8"), Ok(Date::constant(2021, 8, 1)));
        assert_eq!(date(&Cell::number("20210801"), "20210801"), Ok(Date::constant(2021, 8, 1)));
    }

    #[test]
    fn a_year_is_a_year() {
        let year = |text: &str| year(&Cell::text(text), text);
        assert_eq!(year("1998年"), Ok(1998));
        assert_eq!(year("1998"), Ok(1998));
        assert_eq!(year("1998.0"), Ok(1998));
        assert_eq!(year("1998年6月"), Ok(1998));
        assert_eq!(year("90年代"), Err(Problem::NotAYear));
        assert_eq!(year("1698"), Err(Problem::NotAYear));
    }
}
