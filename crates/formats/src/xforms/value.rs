//! Values (答案): an answer with its type, checked, and kept as written where it does not fit.

use std::fmt;

use jiff::civil;

use super::bind::DataType;

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Integer(i64),
    /// The digits as written: no binary number stands between the phone and the table.
    Decimal(String),
    Boolean(bool),
    Date(civil::Date),
    /// As written, with fractions and offset.
    Time(String),
    DateTime(String),
    Point(Point),
    /// A line, or the border of an area.
    Line(Vec<Point>),
    Many(Vec<String>),
    /// The name of a file.
    File(String),
}

/// A place on the earth, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
    pub altitude: Option<f64>,
    pub accuracy: Option<f64>,
}

impl Value {
    /// The value that a text means; nothing where it is none of that type.
    pub fn parse(text: &str, kind: &DataType) -> Option<Self> {
        let plain = text.trim();
        match kind {
            DataType::Text | DataType::Barcode | DataType::Other(_) => Some(Self::Text(text.to_owned())),
            DataType::Integer => plain.parse().ok().map(Self::Integer),
            DataType::Decimal => decimal(plain).map(Self::Decimal),
            DataType::Boolean => boolean(plain).map(Self::Boolean),
            DataType::Date => date(plain).map(Self::Date),
            DataType::Time => is_time(plain).then(|| Self::Time(plain.to_owned())),
            DataType::DateTime => is_moment(plain).then(|| Self::DateTime(plain.to_owned())),
            DataType::Point => Point::parse(plain).map(Self::Point),
            DataType::Trace => line(plain, 2).map(Self::Line),
            DataType::Shape => line(plain, 3).map(Self::Line),
            DataType::Binary => Some(Self::File(plain.to_owned())),
            DataType::Many | DataType::Rank => Some(Self::Many(plain.split_whitespace().map(str::to_owned).collect())),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Decimal(text) | Self::Time(text) | Self::DateTime(text) | Self::File(text) => {
                f.write_str(text)
            }
            Self::Integer(number) => write!(f, "{number}"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Date(day) => write!(f, "{day}"),
            Self::Point(point) => write!(f, "{point}"),
            Self::Line(points) => f.write_str(&points.iter().map(Point::to_string).collect::<Vec<_>>().join("; ")),
            Self::Many(choices) => f.write_str(&choices.join(" ")),
        }
    }
}

impl Point {
    /// `latitude longitude [altitude [accuracy]]`.
    fn parse(text: &str) -> Option<Self> {
        let numbers = text.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|n| n.is_finite()));
        let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
        let (&[latitude, longitude], more) = numbers.split_first_chunk::<2>()?;
        let on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && more.len() <= 2;
        let point = Self { latitude, longitude, altitude: more.first().copied(), accuracy: more.get(1).copied() };
        on_earth.then_some(point)
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.latitude, self.longitude)?;
        let more = [self.altitude, self.accuracy];
        more.into_iter().flatten().try_for_each(|number| write!(f, " {number}"))
    }
}

fn line(text: &str, least: usize) -> Option<Vec<Point>> {
    let parts = text.split(';').map(str::trim).filter(|part| !part.is_empty());
    let points: Vec<Point> = parts.map(Point::parse).collect::<Option<_>>()?;
    (points.len() >= least).then_some(points)
}

/// Digits with at most one point and a sign; an exponent is spelled out by no client, and is kept as it is.
fn decimal(text: &str) -> Option<String> {
    let number: f64 = text.parse().ok()?;
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    (plain && number.is_finite()).then(|| text.to_owned())
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A day; some clients write the time of day beside it.
fn date(text: &str) -> Option<civil::Date> {
    let day = text.get(..10)?;
    let rest = &text[10..];
    (rest.is_empty() || (rest.starts_with('T') && is_time(&rest[1..]))).then_some(())?;
    day.parse().ok()
}

/// `10:04:30.338+08:00`.
fn is_time(text: &str) -> bool {
    let end = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, offset) = text.split_at(end);
    clock.parse::<civil::Time>().is_ok() && is_offset(offset)
}

fn is_offset(text: &str) -> bool {
    match text.strip_prefix(['+', '-']) {
        None => matches!(text, "" | "Z"),
        Some(rest) => {
            let digits: String = rest.chars().filter(|c| *c != ':').collect();
            matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

fn is_moment(text: &str) -> bool {
    text.split_once('T').is_some_and(|(day, time)| day.parse::<civil::Date>().is_ok() && is_time(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, kind: &DataType) -> Option<String> {
        Value::parse(text, kind).map(|value| value.to_string())
    }

    #[test]
    fn a_value_is_of_its_type_or_none() {
        use DataType as T;
        let good = [
            (" 42 ", T::Integer, "42"),
            ("-7", T::Integer, "-7"),
            ("12.50", T::Decimal, "12.50"),
            ("2022-05-05", T::Date, "2022-05-05"),
            ("2022-05-05T00:00:00.000+08:00", T::Date, "2022-05-05"),
            ("10:04:30.338+08", T::Time, "10:04:30.338+08"),
            ("09:30:00.000Z", T::Time, "09:30:00.000Z"),
            ("2010-12-08T10:04:30.338", T::DateTime, "2010-12-08T10:04:30.338"),
            ("2010-12-08T10:04:30.338-0500", T::DateTime, "2010-12-08T10:04:30.338-0500"),
            ("26.58 110.15 0 4.5", T::Point, "26.58 110.15 0 4.5"),
            ("26.58 110.15", T::Point, "26.58 110.15"),
            ("1 1;2 2 0 0;", T::Trace, "1 1; 2 2 0 0"),
            (" b  c", T::Many, "b c"),
            ("  kept  ", T::Text, "  kept  "),
            ("true", T::Boolean, "true"),
        ];
        for (text, kind, told) in good {
            assert_eq!(shown(text, &kind).as_deref(), Some(told), "{text} as {kind:?}");
        }
        let bad = [
            ("4.2", T::Integer),
            ("99999999999999999999", T::Integer),
            ("inf", T::Decimal),
            ("1e999", T::Decimal),
            ("2022-02-30", T::Date),
            ("二〇二二年", T::Date),
            ("25:00:00", T::Time),
            ("10:00:00+8时", T::Time),
            ("2022-05-05", T::DateTime),
            ("91 0", T::Point),
            ("1", T::Point),
            ("1 2 3 4 5", T::Point),
            ("nan 0", T::Point),
            ("1 1", T::Trace),
            ("1 1; 2 2", T::Shape),
            ("yes", T::Boolean),
        ];
        for (text, kind) in bad {
            assert_eq!(shown(text, &kind), None, "{text} as {kind:?}");
        }
    }
}
