//! Records of residents that are due, one by one, so that somebody may look before they go: where each is from, and since when its
//! time runs. No word of them.

use linli_domain::consultation::openrosa::{FieldFormId, SubmissionId};
use linli_domain::consultation::survey::{CampaignId, VisitId};
use linli_domain::kernel::{Date, NeighbourhoodId, Office, Timestamp};
use linli_domain::oversight::RetentionRules;
use linli_domain::oversight::retention::{Kind, Record};
use linli_domain::register::DwellingId;

use super::due::{day_of, end_of};
use crate::{Result, Row, Tx, args};

/// A record that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub record: Record,
    /// From which day its time runs.
    pub over: Date,
    /// Where somebody lives; of a submission, the form.
    pub place: String,
    /// Where it is read.
    pub at: At,
    /// From which the next page goes on, with the id.
    pub key: String,
}

/// By what a record is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    Opinion,
    Door(CampaignId, DwellingId),
    Form(FieldFormId),
    Owner(NeighbourhoodId, DwellingId),
}

/// What is due of a kind, the longest one first; after a key and id, where there is more. Nothing of the other kinds.
pub fn waiting(
    tx: &mut Tx,
    office: Office,
    kind: Kind,
    (rules, today): (&RetentionRules, Date),
    after: Option<(String, String)>,
    most: usize,
) -> Result<Vec<Waiting>> {
    let cutoff = rules.cutoff(kind, today);
    let (key, id) = after.unwrap_or_default();
    let at = key.parse().unwrap_or(i64::MIN);
    match kind {
        Kind::Opinions => tx.query(
            "select o.id, o.over_at, n.name, coalesce(b.name, ''), coalesce(e.name, ''), coalesce(d.room, '')
               from opinion o
               join neighbourhood n on n.office = o.office and n.id = o.neighbourhood
               left join building b on b.office = o.office and b.id = o.building
               left join entrance e on e.office = o.office and e.id = o.entrance
               left join dwelling d on d.office = o.office and d.id = o.dwelling
              where o.office = $1 and o.over_at < $2 and o.erased_at is null and (o.over_at, o.id) > ($3, $4)
              order by o.over_at, o.id limit $5",
            args![office, end_of(cutoff), at, id, most],
            |row| {
                let over: Timestamp = row.get(1)?;
                let (record, key) = (Record::Opinion(row.get(0)?), over.as_millisecond().to_string());
                Ok(Waiting { record, over: day_of(over), place: place(row, 2)?, at: At::Opinion, key })
            },
        ),
        Kind::Visits => tx.query(
            "select v.id, coalesce(c.closed_on, c.closes), c.id, v.dwelling, n.name, b.name, e.name, d.room
               from campaign c
               join visit v on v.office = c.office and v.campaign = c.id
               join dwelling d on d.office = v.office and d.id = v.dwelling
               join entrance e on e.office = d.office and e.id = d.entrance
               join building b on b.office = e.office and b.id = e.building
               join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
              where c.office = $1 and coalesce(c.closed_on, c.closes) <= $2 and v.erased_at is null
                and (coalesce(c.closed_on, c.closes), v.id) > ($3, $4)
              order by coalesce(c.closed_on, c.closes), v.id limit $5",
            args![office, cutoff, key, id, most],
            |row| {
                let (visit, over): (VisitId, Date) = (row.get(0)?, row.get(1)?);
                let at = At::Door(row.get(2)?, row.get(3)?);
                Ok(Waiting { record: Record::Visit(visit), over, place: place(row, 4)?, at, key: over.to_string() })
            },
        ),
        Kind::Submissions => tx.query(
            "select s.id, s.received_at, s.form, f.title
               from submission s join field_form f on f.office = s.office and f.id = s.form
              where s.office = $1 and s.received_at < $2 and s.erased_at is null and (s.received_at, s.id) > ($3, $4)
              order by s.received_at, s.id limit $5",
            args![office, end_of(cutoff), at, id, most],
            |row| {
                let (sent, over): (SubmissionId, Timestamp) = (row.get(0)?, row.get(1)?);
                let (at, key) = (At::Form(row.get(2)?), over.as_millisecond().to_string());
                Ok(Waiting { record: Record::Submission(sent), over: day_of(over), place: row.get(3)?, at, key })
            },
        ),
        // At the dwelling that they owned last.
        Kind::Owners => tx.query(
            "select p.id, p.left_on, n.id, d.id, n.name, b.name, e.name, d.room
               from owner_party p
               join ownership o on o.office = p.office and o.party = p.id
                and o.id = (select max(l.id) from ownership l where l.office = $1 and l.party = p.id)
               join dwelling d on d.office = o.office and d.id = o.dwelling
               join entrance e on e.office = d.office and e.id = d.entrance
               join building b on b.office = e.office and b.id = e.building
               join neighbourhood n on n.office = b.office and n.id = b.neighbourhood
              where p.office = $1 and p.left_on <= $2 and p.erased_at is null and (p.left_on, p.id) > ($3, $4)
              order by p.left_on, p.id limit $5",
            args![office, cutoff, key, id, most],
            |row| {
                let over: Date = row.get(1)?;
                let at = At::Owner(row.get(2)?, row.get(3)?);
                let record = Record::Party(row.get(0)?);
                Ok(Waiting { record, over, place: place(row, 4)?, at, key: over.to_string() })
            },
        ),
        Kind::Residents | Kind::Officials | Kind::SignIn | Kind::Sessions => Ok(Vec::new()),
    }
}

/// Four columns, from this one on.
fn place(row: &Row<'_>, at: usize) -> Result<String> {
    let parts: [String; 4] = [row.get(at)?, row.get(at + 1)?, row.get(at + 2)?, row.get(at + 3)?];
    Ok(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}
