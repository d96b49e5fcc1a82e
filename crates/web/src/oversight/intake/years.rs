//! Tables of several years: 2021年开工数 beside 2022年开工数.

use linli_domain::kernel::Month;
use linli_domain::kernel::text::half_width;
use linli_formats::table::{Guess, Recognised};

/// Where a field was found in the column of another year, and the same column stands there for the year of the table, takes
/// that one.
pub(super) fn prefer(found: &mut Recognised, month: Month) {
    let wanted = format!("{:04}", month.year());
    for at in 0..found.columns.len() {
        let Some(guess) = found.columns[at].guess else { continue };
        let Some(wanted) = of_year(&found.columns[at].header, &wanted) else { continue };
        let better = found.columns.iter().position(|c| c.guess.is_none() && half_width(&c.header) == wanted);
        if let Some(better) = better {
            found.columns[at].guess = None;
            found.columns[better].guess = Some(Guess { ..guess });
        }
    }
}

/// How well the name of a sheet fits a month: 2022年5月 better than 5月 or 2022, and those better than another.
pub(super) fn nearness(sheet: &str, month: Month) -> u8 {
    let sheet = half_width(sheet);
    let numbers: Vec<u32> = sheet.split(|c: char| !c.is_ascii_digit()).filter_map(|text| text.parse().ok()).collect();
    let (year, of_year) = (u32::from(month.year().unsigned_abs()), u32::from(month.month().unsigned_abs()));
    let joined = numbers.contains(&(year * 100 + of_year));
    let says_year = joined || numbers.contains(&year) || numbers.contains(&(year % 100));
    let says_month = joined || numbers.last().is_some_and(|last| *last == of_year);
    let other_year = numbers.iter().any(|number| (2000..2100).contains(number)) && !says_year;
    if other_year { 0 } else { 1 + u8::from(says_year) + 2 * u8::from(says_month) }
}

/// The same header, about this year; nothing where it names it already, or no year.
fn of_year(header: &str, wanted: &str) -> Option<String> {
    let header = half_width(header);
    let years: Vec<&str> =
        header.match_indices('年').filter_map(|(at, _)| header.get(at.checked_sub(4)?..at)).collect();
    let year = years.iter().find(|year| year.bytes().all(|digit| digit.is_ascii_digit()))?;
    (years.len() == 1 && *year != wanted).then(|| header.replace(*year, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_named_after_its_month_or_year() {
        let of = |name| nearness(name, "2022-05".parse().expect("a month"));
        assert_eq!(["2022年5月", "202205", "5月", "2022年", "Sheet1", "2021年5月"].map(of), [4, 4, 3, 2, 1, 0]);
    }

    #[test]
    fn a_header_of_another_year_has_a_sister() {
        assert_eq!(of_year("2021年开工数", "2022").as_deref(), Some("2022年开工数"));
        assert_eq!(of_year("2022年/开工数", "2022"), None);
        assert_eq!(of_year("开工数", "2022"), None);
        assert_eq!(of_year("2020年以来至2021年", "2022"), None);
    }
}
