//! Numbers, money, areas and days as each language writes them.

use std::sync::LazyLock;

use icu::calendar::{Date as Day, Gregorian};
use icu::datetime::fieldsets::{YM, YMD, YMDT};
use icu::datetime::{FixedCalendarDateTimeFormatter as Formatter, input::DateTime, input::Time};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::decimal::options::DecimalFormatterOptions;
use icu::locale::{Locale, locale};
use linli_domain::kernel::{Date, Month, Timestamp};

use super::Lang;

/// The formatters of one language; made once, since that is what costs.
struct Formats {
    number: DecimalFormatter,
    day: Formatter<Gregorian, YMD>,
    month: Formatter<Gregorian, YM>,
    instant: Formatter<Gregorian, YMDT>,
}

static ZH: LazyLock<Formats> = LazyLock::new(|| Formats::new(&locale!("zh-CN")));
/// British English: the day before the month, as the rest of the world writes it.
static EN: LazyLock<Formats> = LazyLock::new(|| Formats::new(&locale!("en-GB")));

impl Formats {
    fn new(of: &Locale) -> Self {
        let known = "the data of both languages is compiled in";
        Self {
            number: DecimalFormatter::try_new(of.into(), DecimalFormatterOptions::default()).expect(known),
            day: Formatter::try_new(of.into(), YMD::long()).expect(known),
            month: Formatter::try_new(of.into(), YM::long()).expect(known),
            instant: Formatter::try_new(of.into(), YMD::long().with_time_hm()).expect(known),
        }
    }

    fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }
}

/// `1234567` → `1,234,567`.
pub fn number(lang: Lang, value: i64) -> String {
    Formats::of(lang).number.format_to_string(&Decimal::from(value))
}

/// A plain decimal text with its groups: `86157.25` → `86,157.25`. What is no number stays as it is.
pub fn decimal(lang: Lang, plain: &str) -> String {
    match plain.parse::<Decimal>() {
        Ok(value) => Formats::of(lang).number.format_to_string(&value),
        Err(_) => plain.to_owned(),
    }
}

pub fn day(lang: Lang, date: Date) -> String {
    gregorian(date).map_or_else(|| date.to_string(), |day| Formats::of(lang).day.format(&day).to_string())
}

pub fn month(lang: Lang, month: Month) -> String {
    gregorian(month.first_day())
        .map_or_else(|| month.to_string(), |day| Formats::of(lang).month.format(&day).to_string())
}

/// An instant by the clock of all China (UTC+8, without summer time).
pub fn instant(lang: Lang, at: Timestamp) -> String {
    let local = jiff::tz::offset(8).to_datetime(at);
    let hour = u8::try_from(local.hour()).unwrap_or(0);
    let minute = u8::try_from(local.minute()).unwrap_or(0);
    match (gregorian(local.date()), Time::try_new(hour, minute, 0, 0)) {
        (Some(date), Ok(time)) => Formats::of(lang).instant.format(&DateTime { date, time }).to_string(),
        _ => at.to_string(),
    }
}

fn gregorian(date: Date) -> Option<Day<Gregorian>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Day::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_instants_are_written_as_each_language_does() {
        let date = jiff::civil::date(2022, 5, 31);
        let month_ = Month::of(date);
        let at = "2022-05-31T17:05:00Z".parse::<Timestamp>().expect("an instant");

        assert_eq!(day(Lang::Zh, date), "2022年5月31日");
        assert_eq!(day(Lang::En, date), "31 May 2022");
        assert_eq!(month(Lang::Zh, month_), "2022年5月");
        assert_eq!(month(Lang::En, month_), "May 2022");
        assert_eq!(instant(Lang::Zh, at), "2022年6月1日 01:05");
        assert_eq!(instant(Lang::En, at), "1 June 2022 at 01:05");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(number(Lang::Zh, -1_234_567), "-1,234,567");
        assert_eq!(decimal(Lang::En, "86157.25"), "86,157.25");
        assert_eq!(decimal(Lang::En, "100.00"), "100.00");
    }
}
