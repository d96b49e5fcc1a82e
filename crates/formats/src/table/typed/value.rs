//! One cell as one value.

use linli_domain::kernel::area::BadArea;
use linli_domain::kernel::money::{BadAmount, MoneyUnit};
use linli_domain::kernel::rate::divide_half_up;
use linli_domain::kernel::table::FieldKind;
use linli_domain::kernel::text::{BadNumber, clean_line, half_width, plain_number, scaled_integer};
use linli_domain::kernel::{Area, Date, Money, Month, Percent};

use super::date;
use crate::table::{Cell, Unit};

/// A value as the domain knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Code(String),
    Integer(i64),
    Money(Money),
    Area(Area),
    Date(Date),
    Year(i16),
    Month(Month),
    Percent(Percent),
    YesNo(bool),
}

/// Why a cell is no value of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("required, and empty")]
    Missing,
    /// `#DIV/0!` and its like.
    #[error("a formula that failed")]
    FormulaError,
    #[error("not a number")]
    NotANumber,
    #[error("not a whole number")]
    NotWhole,
    #[error("more decimals than a fen has")]
    FinerThanAFen,
    #[error("an area with more than two decimals")]
    FinerThanTheRegister,
    #[error("a negative number")]
    Negative,
    #[error("too large a number")]
    TooLarge,
    #[error("the unit is not said")]
    UnitUnknown,
    #[error("not a date")]
    NotADate,
    #[error("there is no such month")]
    NoSuchMonth,
    #[error("there is no such day")]
    NoSuchDay,
    /// The number 2021.1: January, or October with its zero lost.
    #[error("may mean January or October")]
    JanuaryOrOctober,
    #[error("not a year")]
    NotAYear,
    #[error("not a percentage")]
    NotAPercentage,
    #[error("neither yes nor no")]
    NotYesOrNo,
    #[error("not a code")]
    NotACode,
}

/// Reads a cell as a value of a kind. Nothing where the cell is empty, or holds a dash for empty.
///
/// - Money needs a unit, from its column or beside the number (`12万元`). An area without one is in m².
/// - A date that names a month only is the first of the month. A number of days in a cell without the form of a
///   date (44671) is the day that the spreadsheet means.
/// - A percentage is a number in per cent, `95.33` or `95.33%`; only a cell that the spreadsheet shows as a percentage
///   is a fraction (`0.9533` shown as 95.33%). A bare `0.9533` is 0.95 %: whoever checks rates will see it. Rates are
///   rounded half up to two decimals.
pub fn value(cell: &Cell, kind: FieldKind, unit: Option<Unit>) -> Result<Option<Value>, Problem> {
    if let Cell::Error(_) = cell {
        return Err(Problem::FormulaError);
    }
    let shown = clean_line(&cell.shown());
    let text = clean_line(&half_width(&shown));
    if text.is_empty() || (kind != FieldKind::YesNo && is_placeholder(&text, kind)) {
        return Ok(None);
    }
    let value = match kind {
        FieldKind::Text => Value::Text(shown),
        FieldKind::Code => Value::Code(code(&text)?),
        FieldKind::Integer => Value::Integer(integer(&text, unit)?),
        FieldKind::Money => Value::Money(money(&text, unit)?),
        FieldKind::Area => Value::Area(area(&text, unit)?),
        FieldKind::Percent => Value::Percent(percent(cell, &text)?),
        FieldKind::Date => Value::Date(date::date(cell, &text)?),
        FieldKind::Month => Value::Month(date::month(cell, &text)?),
        FieldKind::Year => Value::Year(date::year(cell, &text)?),
        FieldKind::YesNo => Value::YesNo(yes_no(cell, &text)?),
    };
    Ok(Some(value))
}

/// What people write where nothing is to be said.
fn is_placeholder(text: &str, kind: FieldKind) -> bool {
    let dash = text.chars().all(|c| matches!(c, '-' | '—' | '/' | '\\' | '―'));
    dash || (kind != FieldKind::Text && matches!(text, "无" | "空" | "暂无" | "n/a" | "N/A"))
}

fn number(text: &str, decimals: u32) -> Result<i64, BadNumber> {
    scaled_integer(&plain_number(text), decimals)
}

fn integer(text: &str, unit: Option<Unit>) -> Result<i64, Problem> {
    let digits = text.trim_end_matches(|c: char| c.is_whitespace() || "户个栋幢套人部层年处座项件次天米".contains(c));
    let (digits, wan) =
        digits.strip_suffix('万').map_or((digits, unit == Some(Unit::WanCount)), |digits| (digits, true));
    number(digits, if wan { 4 } else { 0 }).map_err(|bad| match bad {
        BadNumber::NotANumber => Problem::NotANumber,
        BadNumber::TooFine => Problem::NotWhole,
        BadNumber::TooLarge => Problem::TooLarge,
    })
}

fn money(text: &str, unit: Option<Unit>) -> Result<Money, Problem> {
    let (digits, unit) = with_money_unit(text, unit)?;
    Money::parse(digits, unit).map_err(|bad| bad_amount(&bad))
}

fn with_money_unit(text: &str, unit: Option<Unit>) -> Result<(&str, MoneyUnit), Problem> {
    let (digits, unit) = with_own_unit(text, unit);
    let unit = unit.and_then(Unit::money).or((number(digits, 0) == Ok(0)).then_some(MoneyUnit::Yuan));
    unit.map(|unit| (digits, unit)).ok_or_else(|| match number(digits, 18) {
        Err(BadNumber::NotANumber) => Problem::NotANumber,
        _ => Problem::UnitUnknown,
    })
}

fn bad_amount(bad: &BadAmount) -> Problem {
    match bad {
        BadAmount::NotANumber(_) => Problem::NotANumber,
        BadAmount::FinerThanAFen(_) => Problem::FinerThanAFen,
        BadAmount::TooLarge(_) => Problem::TooLarge,
    }
}

/// An amount finer than a fen that a workbook computed, to the nearest fen. Nothing where a person may have written it: a
/// number that fills what a workbook can hold is the tail of a division (`10050.8846153846`), and the sheet shows two decimals.
pub fn rounded(cell: &Cell, unit: Option<Unit>) -> Option<Money> {
    let Cell::Number(number) = cell else { return None };
    let digits = number.text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    if digits < COMPUTED {
        return None;
    }
    let (digits, unit) = with_money_unit(&number.text, unit).ok()?;
    Money::parse_rounded(digits, unit).ok()
}

/// Who writes an amount by hand stops before so many significant digits; a workbook holds fifteen.
const COMPUTED: usize = 13;

fn area(text: &str, unit: Option<Unit>) -> Result<Area, Problem> {
    let (digits, unit) = with_own_unit(text, unit);
    Area::parse(digits, unit == Some(Unit::WanSquareMetre)).map_err(|bad| match bad {
        BadArea::NotANumber(_) => Problem::NotANumber,
        BadArea::TooFine(_) => Problem::FinerThanTheRegister,
        BadArea::Negative(_) => Problem::Negative,
        BadArea::TooLarge(_) => Problem::TooLarge,
    })
}

/// `12万元` says its unit itself; a sign of yuan before it says nothing about tens of thousands.
fn with_own_unit(text: &str, unit: Option<Unit>) -> (&str, Option<Unit>) {
    let text = text.trim_start_matches(['¥', '￥']).trim_start();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let own = text[digits.len()..].trim().to_lowercase();
    match Unit::of_word(&own) {
        Some(own) => (digits, Some(own)),
        None => (text, unit),
    }
}

fn percent(cell: &Cell, text: &str) -> Result<Percent, Problem> {
    let fraction = matches!(cell, Cell::Number(number) if number.percent);
    let digits = plain_number(text.trim_end_matches('%'));
    // Eight decimals more than are kept, so that a computed rate can be rounded.
    let kept: String = match digits.split_once('.') {
        Some((whole, decimals)) => format!("{whole}.{}", decimals.chars().take(10).collect::<String>()),
        None => digits.clone(),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        return Err(Problem::NotAPercentage);
    }
    let scaled = scaled_integer(&kept, 10).map_err(|bad| match bad {
        BadNumber::TooLarge => Problem::TooLarge,
        _ => Problem::NotAPercentage,
    })?;
    let by = if fraction { 1_000_000 } else { 100_000_000 };
    let hundredths = divide_half_up(i128::from(scaled), by);
    i64::try_from(hundredths).map(Percent::from_hundredths).map_err(|_| Problem::TooLarge)
}

fn yes_no(cell: &Cell, text: &str) -> Result<bool, Problem> {
    if let Cell::Bool(value) = cell {
        return Ok(*value);
    }
    match text.to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "true" | "1" | "已" | "对" => Ok(true),
        "否" | "无" | "没有" | "不是" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" | "0" | "未" | "-" | "/" => {
            Ok(false)
        }
        _ => Err(Problem::NotYesOrNo),
    }
}

/// Letters, digits and hyphens; the `.0` of a code kept as a number is dropped.
fn code(text: &str) -> Result<String, Problem> {
    let code = text.strip_suffix(".0").unwrap_or(text).replace(' ', "");
    let plain = code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    if plain && code.len() <= 64 { Ok(code) } else { Err(Problem::NotACode) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Number;

    fn read(text: &str, kind: FieldKind, unit: Option<Unit>) -> Result<Option<Value>, Problem> {
        value(&Cell::text(text), kind, unit)
    }

    #[test]
    fn money_is_exact_or_a_problem() {
        let money = |text, unit| read(text, FieldKind::Money, unit);
        assert_eq!(money("86157.25", Some(Unit::Wan)), Ok(Some(Value::Money(Money::from_fen(86_157_250_000)))));
        assert_eq!(money("１２，３４５．６０", Some(Unit::Yuan)), Ok(Some(Value::Money(Money::from_fen(1_234_560)))));
        assert_eq!(money("1.234", Some(Unit::Yuan)), Err(Problem::FinerThanAFen));
        assert_eq!(money("12万元", None), Ok(Some(Value::Money(Money::from_yuan(120_000)))));
        assert_eq!(money("12", None), Err(Problem::UnitUnknown));
        assert_eq!(money("0", None), Ok(Some(Value::Money(Money::ZERO))));
        assert_eq!(money("待定", Some(Unit::Wan)), Err(Problem::NotANumber));
        assert_eq!(money("—", Some(Unit::Wan)), Ok(None));
        assert_eq!(money("99999999999999999999", Some(Unit::Wan)), Err(Problem::TooLarge));
        assert_eq!(money("￥1,234.50", Some(Unit::Yuan)), Ok(Some(Value::Money(Money::from_fen(123_450)))));
        assert_eq!(money("¥12", None), Err(Problem::UnitUnknown));
    }

    #[test]
    fn what_a_workbook_divided_is_rounded_to_the_fen_and_what_a_person_wrote_is_not() {
        let wan = |cell: &Cell| rounded(cell, Some(Unit::Wan)).map(Money::fen);
        assert_eq!(wan(&Cell::number("10050.8846153846")), Some(10_050_884_615));
        assert_eq!(wan(&Cell::number("0.000001234567890123")), Some(1));
        assert_eq!(wan(&Cell::number("-2.00000150000001")), Some(-2_000_002), "half goes away from zero");
        assert_eq!(wan(&Cell::number("1234567.12345649")), Some(1_234_567_123_456));
        assert_eq!(wan(&Cell::text("10050.8846153846")), None);
        assert_eq!(wan(&Cell::number("100.1234567")), None);
        assert_eq!(wan(&Cell::number("0.0000001234567")), None, "zeros in front are no digits");
        assert_eq!(rounded(&Cell::number("10050.8846153846"), None), None, "of what?");
        let exact = |cell| value(&cell, FieldKind::Money, Some(Unit::Wan));
        assert_eq!(exact(Cell::number("10050.8846153846")), Err(Problem::FinerThanAFen));
    }

    #[test]
    fn tens_of_thousands_of_households_are_counted_one_by_one() {
        let count = |text, unit| read(text, FieldKind::Integer, unit);
        assert_eq!(count("14.35", Some(Unit::WanCount)), Ok(Some(Value::Integer(143_500))));
        assert_eq!(count("14.35万户", None), Ok(Some(Value::Integer(143_500))));
        assert_eq!(count("14.35", None), Err(Problem::NotWhole));
        assert_eq!(count("1,234 个", None), Ok(Some(Value::Integer(1_234))));
    }

    #[test]
    fn an_area_is_never_negative() {
        assert_eq!(read("-3", FieldKind::Area, None), Err(Problem::Negative));
        assert_eq!(
            read("5.91", FieldKind::Area, Some(Unit::WanSquareMetre)),
            Ok(Some(Value::Area(Area::from_hundredths(5_910_000))))
        );
        assert_eq!(read("120.5㎡", FieldKind::Area, None), Ok(Some(Value::Area(Area::from_hundredths(12_050)))));
        assert_eq!(read("1.234", FieldKind::Area, None), Err(Problem::FinerThanTheRegister));
    }

    #[test]
    fn a_percentage_is_a_fraction_only_where_it_is_shown_as_one() {
        let percent = |cell: &Cell| {
            value(cell, FieldKind::Percent, None).map(|v| {
                v.map(|v| match v {
                    Value::Percent(p) => p.to_string(),
                    _ => String::new(),
                })
            })
        };
        assert_eq!(percent(&Cell::text("95.33%")), Ok(Some("95.33".into())));
        assert_eq!(percent(&Cell::text("95.33")), Ok(Some("95.33".into())));
        assert_eq!(percent(&Cell::number("95.33")), Ok(Some("95.33".into())));
        assert_eq!(percent(&Cell::number("43.16939890710382")), Ok(Some("43.17".into())));
        let shown = Cell::Number(Number { text: "0.953333333333333".into(), percent: true });
        assert_eq!(percent(&shown), Ok(Some("95.33".into())));
        assert_eq!(percent(&Cell::number("0.9533")), Ok(Some("0.95".into())));
        assert_eq!(percent(&Cell::text("九成")), Err(Problem::NotAPercentage));
    }

    #[test]
    fn yes_and_no_have_many_spellings() {
        for (text, answer) in [("是", true), ("有", true), ("√", true), ("否", false), ("无", false), ("×", false)]
        {
            assert_eq!(read(text, FieldKind::YesNo, None), Ok(Some(Value::YesNo(answer))));
        }
        assert_eq!(read("也许", FieldKind::YesNo, None), Err(Problem::NotYesOrNo));
    }

    #[test]
    fn counts_and_codes_are_read_as_written() {
        assert_eq!(read("１２户", FieldKind::Integer, None), Ok(Some(Value::Integer(12))));
        assert_eq!(read("12.0", FieldKind::Integer, None), Ok(Some(Value::Integer(12))));
        assert_eq!(read("12.5", FieldKind::Integer, None), Err(Problem::NotWhole));
        assert_eq!(read("约12", FieldKind::Integer, None), Err(Problem::NotANumber));
        assert_eq!(read("0430527", FieldKind::Code, None), Ok(Some(Value::Code("0430527".into()))));
        assert_eq!(value(&Cell::Error("#DIV/0!".into()), FieldKind::Integer, None), Err(Problem::FormulaError));
    }
}
