//! The file of an import, kept as it came, and how an office reads tables of its kind.

use linli_domain::kernel::Office;
use linli_domain::register::intake::ImportId;

use crate::{Error, Result, Transaction, Tx, args};

/// Bytes in one piece: no column holds a whole workbook.
const PIECE: usize = 256 * 1024;

/// Keeps pieces of a file, the first of them at this position; the position after them.
pub fn keep(tx: &mut Transaction, id: ImportId, position: i64, bytes: &[u8]) -> Result<i64> {
    let office = tx.office();
    let pieces = (position..).zip(bytes.chunks(PIECE));
    let written = tx.run_many(
        "insert into intake_file (office, import, position, content) values ($1, $2, $3, $4)",
        pieces.map(|(at, piece)| args![office, id, at, hex::encode(piece)]),
    )?;
    Ok(position + i64::try_from(written).unwrap_or_default())
}

/// The file as it came.
pub fn content(tx: &mut Tx, office: Office, id: ImportId) -> Result<Vec<u8>> {
    let pieces = tx.query(
        "select content from intake_file where office = $1 and import = $2 order by position",
        args![office, id],
        |row| hex::decode(row.get::<String>(0)?).map_err(|_| Error::Damaged),
    )?;
    Ok(pieces.concat())
}

/// Remembers how an office reads tables with this header.
pub fn remember(tx: &mut Transaction, fingerprint: &str, mapping: &str) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    tx.run(
        "insert into intake_mapping (office, fingerprint, mapping, at) values ($1, $2, $3, $4)
         on conflict (office, fingerprint) do update set mapping = $3, at = $4",
        args![office, fingerprint, mapping, now],
    )?
    .exactly_one()
}

pub fn remembered(tx: &mut Tx, office: Office, fingerprint: &str) -> Result<Option<String>> {
    tx.query_opt(
        "select mapping from intake_mapping where office = $1 and fingerprint = $2",
        args![office, fingerprint],
        |row| row.get(0),
    )
}
