//! Text with separators (CSV): UTF-8, GB18030 (what Chinese Excel saves) or UTF-16; comma, semicolon or tab.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::collect::Collector;
use super::limits::Budget;
use super::{Cell, Kind, Limits, Looks, ReadError, Sheet};
use crate::sheet::unprotected;

pub(super) fn read(bytes: &[u8], file_name: &str, limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let refuse = |looks| ReadError::NotASpreadsheet(looks);
    let text = decode(bytes).ok_or(refuse(Looks::Unknown))?;
    let ending = file_name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let separator = match separator(&text) {
        Some(separator) => separator,
        // Without any separator it is a list, if whoever saved it says so.
        None if matches!(ending.as_str(), "csv" | "tsv") => b',',
        None => return Err(refuse(Looks::Text)),
    };
    let mut budget = Budget::new(limits);
    let mut sheet = Collector::new("", &mut budget);
    let mut records =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while records.read_record(&mut record).map_err(|e| ReadError::damaged(Kind::Csv, e))? {
        let start = record.position().map_or(0, csv::Position::byte);
        row += 1 + empty_lines(&text, usize::try_from(start).unwrap_or(usize::MAX));
        for (column, field) in record.iter().enumerate() {
            sheet.put(row, column, Cell::text(unprotected(field)))?;
        }
    }
    Ok(vec![sheet.finish(&[])])
}

/// The empty lines before a record, which the parser passes over. A spreadsheet counts them as rows, and a record with
/// line breaks in its fields as one.
fn empty_lines(text: &str, start: usize) -> u32 {
    let after_return = start > 0 && text.as_bytes().get(start - 1) == Some(&b'\r');
    let rest = text.get(start..).unwrap_or("");
    let rest = if after_return { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
    let breaks = &rest[..rest.len() - rest.trim_start_matches(['\r', '\n']).len()];
    let lines = if breaks.contains('\n') { breaks.matches('\n').count() } else { breaks.len() };
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// Two lines of a letter hardly have three commas each.
const NO_ACCIDENT: usize = 4;

/// The text of a file, or nothing where it is none. What is valid UTF-8 is that; what else is not UTF-16 must be
/// valid GB18030 to the last byte.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => wide(bytes).unwrap_or(GB18030),
    };
    let (text, _, broken) = encoding.decode(bytes);
    let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}');
    if broken || text.contains('\0') || text.chars().filter(|c| control(*c)).count() * 50 > text.len() {
        return None;
    }
    Some(text.into_owned())
}

/// UTF-16 without a mark shows by the zeros beside its separators and line ends.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).take(2000).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (even, odd) if even > odd => Some(UTF_16BE),
        _ => Some(UTF_16LE),
    }
}

/// The separator that parts at least two lines, and most lines, into the same number of fields. Where that many fields are no
/// accident, lines with none (titles, remarks) do not count.
fn separator(text: &str) -> Option<u8> {
    let best = [b',', b'\t', b';'].into_iter().filter_map(|separator| {
        let mut lines = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let widths: Vec<usize> = lines.records().take(200).map_while(Result::ok).map(|record| record.len()).collect();
        let commonest = widths.iter().filter(|w| **w > 1).max_by_key(|w| widths.iter().filter(|o| o == w).count())?;
        let alike = widths.iter().filter(|w| *w == commonest).count();
        let counted = if *commonest >= NO_ACCIDENT { widths.iter().filter(|w| **w > 1).count() } else { widths.len() };
        (alike >= 2 && alike * 2 >= counted).then_some((alike, *commonest, separator))
    });
    best.max_by_key(|(alike, width, _)| (*alike, *width)).map(|(_, _, separator)| separator)
}
