//! Who sat in a body or led a neighbourhood: the name goes, that somebody sat there stays.

use linli_domain::kernel::Office;
use linli_domain::organisation::TermId;

use crate::seal::places::{TERM_NAME, TERM_WHY};
use crate::{Result, Transaction, Tx, args};

/// Names that are due, after an id.
pub(super) const DUE: &str = "select t.id from term t
      where t.office = $1 and t.id > $2 and t.name <> ''
        and ((t.standing is not null and t.ended_on <= $4) or (t.standing is null and t.ended_on <= $5))
      order by t.id limit $3";

/// Every term of an office whose name is there.
pub(super) const THERE: &str = "select t.id from term t where t.office = $1 and t.name <> ''";

/// Lets go of the names of rows that were taken.
pub(super) fn forget(tx: &mut Transaction, terms: &[TermId]) -> Result<()> {
    let office = tx.office();
    // Where a leader went, the reason may be the name of the one who came.
    let named = named_as_reason(tx, office, terms)?;
    tx.run_many(
        "update term set ended_why = '' where office = $1 and id = $2",
        named.iter().map(|term| args![office, *term]),
    )?;
    tx.run_many(
        "update term set name = '', title = case when title is null then null else '' end,
                contact = case when contact is null then null else '' end, account = null,
                ended_why = case when ended_why is null then null else '' end
          where office = $1 and id = $2 and name <> ''",
        terms.iter().map(|term| args![office, *term]),
    )?;
    Ok(())
}

/// Leaders who went because one of these came, as long as the reason is that name.
fn named_as_reason(tx: &mut Tx, office: Office, terms: &[TermId]) -> Result<Vec<TermId>> {
    let (held, list) = (tx.held(), terms.iter().fold("|".to_owned(), |text, id| text + &id.to_string() + "|"));
    let pairs = tx.query(
        "select p.id, p.ended_why, n.id, n.name from term n
           join term p on p.office = n.office and p.neighbourhood = n.neighbourhood and p.body is null
            and p.ended_on = n.from_day and p.id <> n.id
          where n.office = $1 and n.body is null and n.name <> '' and $2 like '%|' || n.id || '|%'",
        args![office, list],
        |row| {
            let (before, after): (TermId, TermId) = (row.get(0)?, row.get(2)?);
            let why = held.open(&TERM_WHY, office, &before.to_string(), &row.get::<String>(1)?);
            let name = held.open(&TERM_NAME, office, &after.to_string(), &row.get::<String>(3)?);
            // Where neither can be read, rather one reason too many goes than a name stays.
            let goes = why.known().is_none() || why == name;
            Ok(goes.then_some(before))
        },
    )?;
    Ok(pairs.into_iter().flatten().collect())
}
