//! What came once more under the id of a visit and says something else: kept, until a person settles it.

use linli_domain::consultation::OpinionId;
use linli_domain::consultation::survey::{CampaignId, Visit, VisitId};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{Office, Personal, Timestamp};
use linli_domain::register::DwellingId;
use serde_json::json;

use super::doors;
use super::visit::{self, Sent, VisitVersionId};
use crate::seal::Lack;
use crate::seal::places::VISIT_VERSION;
use crate::{Error, Result, Transaction, Tx, args};

/// Another content under the id of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub id: VisitVersionId,
    pub of: VisitId,
    /// Nothing where there is no key to read it.
    pub visit: Option<Visit>,
    pub at: Timestamp,
    pub account: AccountId,
    pub by_name: String,
    /// The version of the questions.
    asked_by: i64,
    visited_at: Timestamp,
}

/// Those of a door that nobody has settled yet, in the order in which they came.
pub fn of_door(tx: &mut Tx, office: Office, campaign: CampaignId, dwelling: DwellingId) -> Result<Vec<Version>> {
    let held = tx.held();
    tx.query(
        "select o.id, o.visit, o.content, o.at, o.account, o.by_name, v.form_version, v.at
           from visit v join visit_version o on o.office = v.office and o.visit = v.id
          where v.office = $1 and v.campaign = $2 and v.dwelling = $3 and o.settled is null order by o.at, o.id",
        args![office, campaign, dwelling],
        |row| {
            let id: VisitVersionId = row.get(0)?;
            let visit = match held.open(&VISIT_VERSION, office, &id.to_string(), &row.get::<String>(2)?) {
                Personal::Known(text) => Some(serde_json::from_str(&text).map_err(|_| Error::Damaged)?),
                Personal::Closed | Personal::Erased => None,
            };
            Ok(Version {
                id,
                of: row.get(1)?,
                visit,
                at: row.get(3)?,
                account: row.get(4)?,
                by_name: row.get(5)?,
                asked_by: row.get(6)?,
                visited_at: row.get(7)?,
            })
        },
    )
}

/// Settles one: it takes the place of the visit that stands there, as a visit of the same person, or it is dropped. Both stay
/// on record.
pub fn settle(
    tx: &mut Transaction,
    campaign: CampaignId,
    dwelling: DwellingId,
    which: VisitVersionId,
    take: bool,
) -> Result<()> {
    let office = tx.office();
    doors::take(tx, campaign, dwelling)?;
    let all = of_door(tx, office, campaign, dwelling)?;
    let version = all.into_iter().find(|version| version.id == which).ok_or(Error::Stale)?;
    tx.run(
        "update visit_version set settled = $4 where office = $1 and visit = $2 and id = $3 and settled is null",
        args![office, version.of, which, if take { "taken" } else { "dropped" }],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    if take {
        take_its_place(tx, campaign, dwelling, &version)?;
    }
    doors::work_out(tx, campaign, dwelling)?;
    tx.record("visit.version_settled", version.of, json!({ "taken": take, "campaign": campaign }));
    Ok(())
}

fn take_its_place(tx: &mut Transaction, campaign: CampaignId, dwelling: DwellingId, version: &Version) -> Result<()> {
    let office = tx.office();
    let content = version.visit.clone().ok_or_else(|| Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)))?;
    if content.dwelling != dwelling {
        // It says that it was at another door: there it would have to be visited.
        return Err(Error::Refused);
    }
    let at = visit::address(tx, office, campaign, dwelling)?.ok_or(Error::Missing)?;
    let gave_way = tx.run(
        "update visit set standing = 'replaced' where office = $1 and id = $2 and standing <> 'replaced'",
        args![office, version.of],
    )?;
    if !gave_way.at_most_one()? {
        return Err(Error::Stale);
    }
    visit::withdraw(tx, version.of)?;
    let sent = Sent {
        id: VisitId::new(),
        campaign,
        form_version: version.asked_by,
        opinion: OpinionId::new(),
        visit: Visit { replaces: Some(version.of), ..content },
        at: version.visited_at,
        sent_at: version.at,
    };
    if !visit::add(tx, &sent, version.account, &version.by_name)? {
        return Err(Error::Stale);
    }
    visit::say(tx, &sent, at)
}
