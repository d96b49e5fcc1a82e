//! When and where a photo was taken, as the phone noted it (EXIF). A phone may be wrong, and notes can be forged: it is a
//! hint for who confirms, never a proof by itself.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// What a phone noted in a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// By the clock of the phone.
    pub at: Option<DateTime>,
    /// How far that clock is from UTC, where the phone says so.
    pub offset: Option<Offset>,
    pub place: Option<Where>,
}

/// WGS-84, in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Where {
    pub longitude_e6: i64,
    pub latitude_e6: i64,
}

/// Notes that cannot be read are no notes.
pub(super) fn read(bytes: &[u8]) -> Taken {
    let Ok(notes) = Reader::new().read_from_container(&mut Cursor::new(bytes)) else { return Taken::default() };
    Taken { at: at(&notes), offset: offset(&notes), place: place(&notes) }
}

fn text(notes: &Exif, tag: Tag) -> Option<&str> {
    match &notes.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => std::str::from_utf8(lines.first()?).ok().map(str::trim),
        _ => None,
    }
}

/// `2022:04:12 09:31:05`
fn at(notes: &Exif) -> Option<DateTime> {
    let written = text(notes, Tag::DateTimeOriginal).or_else(|| text(notes, Tag::DateTime))?;
    DateTime::strptime("%Y:%m:%d %H:%M:%S", written).ok().filter(|at| at.year() >= 2000)
}

/// `+08:00`
fn offset(notes: &Exif) -> Option<Offset> {
    let written = text(notes, Tag::OffsetTimeOriginal).or_else(|| text(notes, Tag::OffsetTime))?;
    let (sign, rest) = match written.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let minutes = hours.parse::<i32>().ok()?.checked_mul(60)?.checked_add(minutes.parse().ok()?)?;
    Offset::from_seconds(sign * minutes * 60).ok()
}

fn place(notes: &Exif) -> Option<Where> {
    let longitude_e6 = degrees(notes, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W", 180)?;
    let latitude_e6 = degrees(notes, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S", 90)?;
    // A phone without a fix writes zeros.
    (longitude_e6 != 0 || latitude_e6 != 0).then_some(Where { longitude_e6, latitude_e6 })
}

/// Degrees, minutes and seconds as fractions, in millionths of a degree.
fn degrees(notes: &Exif, tag: Tag, side: Tag, negative: &str, most: i64) -> Option<i64> {
    let Value::Rational(parts) = &notes.get_field(tag, In::PRIMARY)?.value else { return None };
    let mut sum: i128 = 0;
    for (part, of_a_degree) in parts.iter().zip([1, 60, 3_600]) {
        let by = i128::from(part.denom) * of_a_degree;
        sum += i128::from(part.num) * 1_000_000 / if by == 0 { return None } else { by };
    }
    let sum = i64::try_from(sum).ok().filter(|sum| *sum <= most * 1_000_000)?;
    Some(if text(notes, side) == Some(negative) { -sum } else { sum })
}
