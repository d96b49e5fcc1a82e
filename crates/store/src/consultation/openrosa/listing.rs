//! Submissions of a form, page by page, and how many there are.

use std::collections::BTreeMap;

use linli_domain::consultation::openrosa::{FieldFormId, SubmissionId};
use linli_domain::kernel::{Office, Timestamp};

use super::submission::{Submission, read, submissions};
use crate::{Result, Tx, args};

/// Submissions of a form, the latest first; before a time and id, where there are more. Those that were replaced only on request.
pub fn page(
    tx: &mut Tx,
    office: Office,
    form: FieldFormId,
    before: Option<(Timestamp, SubmissionId)>,
    with_replaced: bool,
    most: usize,
) -> Result<Vec<Submission>> {
    let held = tx.held();
    let (at, id) = before.map_or((Timestamp::MAX, "~".to_owned()), |(at, id)| (at, id.to_string()));
    tx.query(
        concat!(
            submissions!(),
            " and s.form = $2 and (s.received_at, s.id) < ($3, $4) and ($5 or not exists (
                  select 1 from submission n
                   where n.office = s.office and n.form = s.form and n.deprecated = s.instance))
              order by s.received_at desc, s.id desc limit $6"
        ),
        args![office, form, at, id, with_replaced, most],
        |row| read(row, office, &held),
    )
}

/// How many each form of an office has, those that were replaced aside.
pub fn counts(tx: &mut Tx, office: Office) -> Result<BTreeMap<FieldFormId, i64>> {
    let rows = tx.query(
        "select s.form, count(*) from submission s
          where s.office = $1
            and not exists (select 1 from submission n
                             where n.office = s.office and n.form = s.form and n.deprecated = s.instance)
          group by s.form",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.into_iter().collect())
}
