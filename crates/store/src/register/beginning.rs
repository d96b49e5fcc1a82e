//! Since when an office keeps its records here, and from which day on it demands evidence (佐证起始日).
//!
//! What began before is taken over as registers say it: nobody can be asked for a photo of years ago.

use linli_domain::kernel::{Date, Office};

use crate::{Result, Transaction, Tx, args};

/// The day of the office's first record; later ones change nothing.
pub(super) fn begin(tx: &mut Transaction) -> Result<()> {
    let (office, today) = (tx.office(), tx.today());
    tx.run(
        "insert into office_beginning (office, began_on, evidence_from) values ($1, $2, $2)
         on conflict (office) do nothing",
        args![office, today],
    )?
    .count();
    Ok(())
}

/// The day of the first record.
pub fn began_on(tx: &mut Tx, office: Office) -> Result<Option<Date>> {
    tx.query_opt("select began_on from office_beginning where office = $1", args![office], |row| row.get(0))
}

/// From which day on evidence is demanded; nothing where nothing was recorded since evidence is known here.
pub fn evidence_from(tx: &mut Tx, office: Office) -> Result<Option<Date>> {
    tx.query_opt("select evidence_from from office_beginning where office = $1", args![office], |row| row.get(0))
}

/// Sets another day.
pub fn set_evidence_from(tx: &mut Transaction, from: Date) -> Result<()> {
    let (office, today) = (tx.office(), tx.today());
    tx.run(
        "insert into office_beginning (office, began_on, evidence_from) values ($1, $2, $3)
         on conflict (office) do update set evidence_from = $3",
        args![office, today, from],
    )?
    .exactly_one()
}
