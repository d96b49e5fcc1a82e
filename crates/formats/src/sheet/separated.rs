//! CSV: UTF-8 with a mark, so that Chinese Excel shows it rightly; the header and the rows, nothing else.

use super::{Table, WriteError, protected};
use crate::table::Cell;

/// Writes the columns and rows. Title, notes and the mark of illustrative figures are for people's workbooks.
pub fn write_csv(table: &Table) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(table.columns.iter().map(|column| protected(&column.header)))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) | Cell::Error(text) => protected(text),
            other => other.shown().into_owned(),
        }))?;
    }
    writer.into_inner().map_err(|error| WriteError::Text(error.into_error().into()))
}
