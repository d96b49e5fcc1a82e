//! Forms for the field (外业表单, OpenRosa): what phones are offered, by what they show whose they are, what they send.

pub mod collector;
pub mod forget;
pub mod form;
pub mod listing;
pub mod submission;

use linli_domain::consultation::openrosa::{CollectorId, FieldFormId, SubmissionId};
use linli_domain::kernel::Office;
use linli_domain::kernel::digest::Digest;

use crate::{Result, Tx, args};

crate::text_values!(FieldFormId, SubmissionId, CollectorId);

/// The migration with which forms began to name files.
pub(crate) const BEGAN: &str = "0018_openrosa";

/// Every digest that a form or a submission of an office names, with whose it is: what the object store must have.
pub fn digests(tx: &mut Tx, office: Office) -> Result<Vec<(String, Digest)>> {
    tx.query(
        "select form, digest from field_form_medium where office = $1
         union all
         select submission, digest from submission_file where office = $1",
        args![office],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}
