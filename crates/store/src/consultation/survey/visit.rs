//! A visit received: once, however often a phone sends it. What came under its id with other words is kept beside it; what was
//! said becomes an opinion; the door is worked out again.

use linli_domain::consultation::Calendar;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::opinion::{Address, Channel, Content, Step};
use linli_domain::consultation::survey::door::Standing;
use linli_domain::consultation::survey::visit::{Answers, CORRECTED, Will, happened};
use linli_domain::consultation::survey::{CampaignId, Outcome, Visit, VisitId};
use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::{NeighbourhoodId, Office, Personal, Timestamp};
use linli_domain::register::evidence::EvidenceId;
use linli_domain::register::{BuildingId, DwellingId, EntranceId};
use serde_json::json;

use super::super::opinion::{self, Recorded};
use super::super::receipt;
use super::{doors, forget};
use crate::seal::Lack;
use crate::seal::places::{VISIT_SAID, VISIT_VERSION};
use crate::{Error, Result, Transaction, Tx, args};

linli_domain::id! {
    /// What was sent once more under the id of another visit.
    VisitVersionId
}

crate::text_values!(VisitVersionId);

/// A visit as a phone sends it; its times are by the phone's clock.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: VisitId,
    pub campaign: CampaignId,
    /// The questions that the phone had.
    pub form_version: i64,
    /// The id of the opinion that it becomes, where something was said.
    pub opinion: OpinionId,
    pub visit: Visit,
    pub at: Timestamp,
    pub sent_at: Timestamp,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    New,
    /// It is there already, word for word.
    Same,
    /// Its id is there with other words: both are kept until a person settles it.
    Second,
}

/// Receives what was checked. `Missing`: no such door in the campaign, and never was.
pub fn receive(tx: &mut Transaction, sent: &Sent) -> Result<Received> {
    let office = tx.office();
    let at = address(tx, office, sent.campaign, sent.visit.dwelling)?.ok_or(Error::Missing)?;
    doors::take(tx, sent.campaign, sent.visit.dwelling)?;
    if let Some(there) = find(tx, office, sent.id)? {
        return again(tx, sent, &there);
    }
    let by = tx.actor().clone();
    if !add(tx, sent, by.account, &by.name)? {
        // Sent twice at the same moment: the other one was first.
        let there = find(tx, office, sent.id)?.ok_or(Error::Stale)?;
        return again(tx, sent, &there);
    }
    if replace(tx, sent)? {
        say(tx, sent, at)?;
    }
    doors::work_out(tx, sent.campaign, sent.visit.dwelling)?;
    tx.record("visit.received", sent.id, json!({ "campaign": sent.campaign, "outcome": sent.visit.outcome.as_str() }));
    Ok(Received::New)
}

/// Where a door of a campaign is, also of one whose neighbourhood has left it: whoever was out there did not know.
pub(super) fn address(
    tx: &mut Tx,
    office: Office,
    campaign: CampaignId,
    dwelling: DwellingId,
) -> Result<Option<Address>> {
    tx.query_opt(
        "select b.neighbourhood, b.id, e.id from dwelling d
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building
          where d.office = $1 and d.id = $2
            and (exists (select 1 from campaign_neighbourhood c
                          where c.office = $1 and c.campaign = $3 and c.neighbourhood = b.neighbourhood)
                 or exists (select 1 from campaign_left l
                             where l.office = $1 and l.campaign = $3 and l.neighbourhood = b.neighbourhood))",
        args![office, dwelling, campaign],
        |row| {
            let (building, entrance): (BuildingId, EntranceId) = (row.get(1)?, row.get(2)?);
            let (building, entrance) = (Some(building), Some(entrance));
            Ok(Address { neighbourhood: row.get(0)?, building, entrance, dwelling: Some(dwelling) })
        },
    )
}

/// A visit as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: VisitId,
    pub campaign: CampaignId,
    pub account: AccountId,
    pub by_name: String,
    pub opinion: Option<OpinionId>,
    pub at: Timestamp,
    /// Nothing where there is no key to read it, and where it was let go of.
    pub visit: Option<Visit>,
    pub erased: bool,
    pub outcome: Outcome,
    pub stands: bool,
}

impl Kept {
    /// What it says of the state of its door.
    pub const fn standing(&self) -> Standing {
        Standing { visit: self.id, outcome: self.outcome, account: self.account }
    }
}

macro_rules! visit_columns {
    () => {
        "v.id, v.campaign, v.dwelling, v.outcome, v.said, v.replaces, v.account, v.by_name, v.opinion, v.at, v.standing,
         v.erased_at"
    };
}

pub fn find(tx: &mut Tx, office: Office, id: VisitId) -> Result<Option<Kept>> {
    let held = tx.held();
    tx.query_opt(
        concat!("select ", visit_columns!(), " from visit v where v.office = $1 and v.id = $2"),
        args![office, id],
        |row| kept(row, office, &held),
    )
}

/// Every visit to a door in a campaign, in the order in which they were made.
pub fn of_door(tx: &mut Tx, office: Office, campaign: CampaignId, dwelling: DwellingId) -> Result<Vec<Kept>> {
    let held = tx.held();
    tx.query(
        concat!(
            "select ",
            visit_columns!(),
            " from visit v where v.office = $1 and v.campaign = $2 and v.dwelling = $3 order by v.at, v.id"
        ),
        args![office, campaign, dwelling],
        |row| kept(row, office, &held),
    )
}

fn kept(row: &crate::Row, office: Office, held: &crate::seal::Held) -> Result<Kept> {
    let id: VisitId = row.get(0)?;
    let outcome: Outcome = row.get::<String>(3)?.parse().map_err(|()| Error::Damaged)?;
    let said: String = row.get(4)?;
    let answers = match held.open(&VISIT_SAID, office, &id.to_string(), &said) {
        _ if outcome != Outcome::Answered => Some(None),
        Personal::Known(text) => Some(Some(serde_json::from_str::<Answers>(&text).map_err(|_| Error::Damaged)?)),
        Personal::Closed | Personal::Erased => None,
    };
    let (dwelling, replaces) = (row.get(2)?, row.get(5)?);
    Ok(Kept {
        id,
        campaign: row.get(1)?,
        account: row.get(6)?,
        by_name: row.get(7)?,
        opinion: row.get(8)?,
        at: row.get(9)?,
        visit: answers.map(|answers| Visit { dwelling, outcome, answers, replaces }),
        erased: row.get::<Option<Timestamp>>(11)?.is_some() || (outcome == Outcome::Answered && said.is_empty()),
        outcome,
        stands: row.get::<String>(10)? == "stands",
    })
}

/// What was sent under an id that is there: the same, or something else to settle.
fn again(tx: &mut Transaction, sent: &Sent, there: &Kept) -> Result<Received> {
    // What was let go of does not come back because a phone sends it once more.
    if there.erased || !forget::still_said(tx, sent.id)? {
        return Ok(Received::Same);
    }
    let own = there.visit.as_ref().ok_or_else(|| Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other)))?;
    let visit = match there.opinion {
        Some(said) if !opinion::still_said(tx, said)? => forget::silent(&sent.visit),
        _ => sent.visit.clone(),
    };
    if *own == visit && there.campaign == sent.campaign {
        return Ok(Received::Same);
    }
    let (office, now, actor, id) = (tx.office(), tx.now(), tx.actor().clone(), VisitVersionId::new());
    let text = serde_json::to_string(&visit).map_err(|_| Error::Damaged)?;
    let digest = receipt::secret_or_new(tx)?.digest(&text);
    let sealed = tx.seal(&VISIT_VERSION, &id.to_string(), &text.into())?;
    let added = tx.run(
        "insert into visit_version (office, id, visit, digest, content, at, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (office, visit, digest) do nothing",
        args![office, id, sent.id, digest, sealed, now, actor.account, actor.name],
    )?;
    if added.at_most_one()? {
        tx.record("visit.sent_again", sent.id, ());
    }
    Ok(Received::Second)
}

/// Adds the row of a visit that this person made, unless one of this id is there.
pub(super) fn add(tx: &mut Transaction, sent: &Sent, account: AccountId, by_name: &str) -> Result<bool> {
    let (office, now) = (tx.office(), tx.now());
    let at = happened(sent.at, sent.sent_at, now);
    let answers = sent.visit.answers.as_ref();
    // Of who did not answer nothing was said, and nothing is sealed.
    let said = match answers {
        Some(answers) => {
            let text = serde_json::to_string(answers).map_err(|_| Error::Damaged)?;
            tx.seal(&VISIT_SAID, &sent.id.to_string(), &text.into())?
        }
        None => String::new(),
    };
    let late = tx.query_one(
        "select case when $3 < opens or $3 > closes then 1 else 0 end from campaign where office = $1 and id = $2",
        args![office, sent.campaign, jiff::tz::offset(8).to_datetime(at).date()],
        |row| row.get::<i64>(0),
    )?;
    let opinion = answers.filter(|answers| answers.says_something()).map(|_| sent.opinion);
    let added = tx.run(
        "insert into visit (office, id, campaign, dwelling, outcome, respondent, willing, pay, pay_fen, council, hazard,
                said, form_version, replaces, standing, opinion, at, phone_at, received_at, late, account, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'stands', $15, $16, $17, $18, $19, $20, $21)
         on conflict (office, id) do nothing",
        args![
            office,
            sent.id,
            sent.campaign,
            sent.visit.dwelling,
            sent.visit.outcome.as_str(),
            answers.map(|answers| answers.respondent.as_str()),
            answers.map(|answers| answers.willing.as_str()),
            answers.and_then(|answers| answers.pay).map(Will::as_str),
            answers.and_then(|answers| answers.pay_fen),
            answers.and_then(|answers| answers.council),
            answers.is_some_and(|answers| answers.hazard),
            said,
            sent.form_version,
            sent.visit.replaces,
            opinion,
            at,
            sent.at,
            now,
            late == 1,
            account,
            by_name
        ],
    )?;
    added.at_most_one()
}

/// A visit that corrects another of the same person takes its place, whichever of them arrives first; whether this one stands.
fn replace(tx: &mut Transaction, sent: &Sent) -> Result<bool> {
    let (office, account) = (tx.office(), tx.actor().account);
    if let Some(before) = sent.visit.replaces {
        let gave_way = tx.run(
            "update visit set standing = 'replaced'
              where office = $1 and id = $2 and account = $3 and dwelling = $4 and standing = 'stands'",
            args![office, before, account, sent.visit.dwelling],
        )?;
        if gave_way.at_most_one()? {
            withdraw(tx, before)?;
        }
    }
    let came_late = tx.run(
        "update visit set standing = 'replaced', opinion = null
          where office = $1 and id = $2
            and exists (select 1 from visit n where n.office = $1 and n.replaces = $2 and n.account = $3 and n.dwelling = $4)",
        args![office, sent.id, account, sent.visit.dwelling],
    )?;
    Ok(!came_late.at_most_one()?)
}

/// What a corrected visit said is said anew by the correction; one that was answered already stays.
pub(super) fn withdraw(tx: &mut Transaction, corrected: VisitId) -> Result<()> {
    let office = tx.office();
    let said = find(tx, office, corrected)?.and_then(|visit| visit.opinion);
    let Some(before) = said.map(|said| opinion::find(tx, office, said)).transpose()?.flatten() else { return Ok(()) };
    let mut after = before.standing;
    if !after.state().is_waiting() {
        return Ok(());
    }
    // Withdrawing asks no calendar.
    match after.step(Step::Withdraw { why: CORRECTED.to_owned() }, &Calendar::default()) {
        Ok(step) => opinion::keep(tx, &before, &after, &step),
        Err(_) => Ok(()),
    }
}

/// What was said at the door is an opinion as any other.
pub(super) fn say(tx: &mut Transaction, sent: &Sent, at: Address) -> Result<()> {
    let Some(answers) = sent.visit.answers.as_ref().filter(|answers| answers.says_something()) else { return Ok(()) };
    let said_on = jiff::tz::offset(8).to_datetime(happened(sent.at, sent.sent_at, tx.now())).date();
    let content = Content {
        address: at,
        channel: Channel::Door,
        said_on,
        text: answers.text.clone(),
        wishes: answers.wishes.clone(),
        hazard: answers.hazard,
    };
    match opinion::record(tx, sent.opinion, &content)? {
        Recorded::New => Ok(()),
        // The phone made the id for this visit: one that is there is somebody else's.
        Recorded::Same | Recorded::Second | Recorded::TooMany { .. } => Err(Error::Duplicate),
    }
}

/// One of several answers counts from now on: the others are set aside, and stay on record.
pub fn settle(tx: &mut Transaction, campaign: CampaignId, dwelling: DwellingId, counts: VisitId) -> Result<()> {
    let office = tx.office();
    doors::take(tx, campaign, dwelling)?;
    tx.run(
        "update visit set standing = 'stands'
          where office = $1 and id = $2 and campaign = $3 and dwelling = $4 and outcome = 'answered'
            and standing <> 'replaced'",
        args![office, counts, campaign, dwelling],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    tx.run(
        "update visit set standing = 'aside'
          where office = $1 and campaign = $2 and dwelling = $3 and id <> $4 and outcome = 'answered' and standing = 'stands'",
        args![office, campaign, dwelling, counts],
    )?
    .count();
    doors::work_out(tx, campaign, dwelling)?;
    tx.record("visit.settled", counts, json!({ "campaign": campaign }));
    Ok(())
}

/// In which neighbourhood a visit was, and whose it is.
pub fn place_of(tx: &mut Tx, office: Office, id: VisitId) -> Result<Option<(NeighbourhoodId, AccountId)>> {
    tx.query_opt(
        "select b.neighbourhood, v.account from visit v
           join dwelling d on d.office = v.office and d.id = v.dwelling
           join entrance e on e.office = d.office and e.id = d.entrance
           join building b on b.office = e.office and b.id = e.building
          where v.office = $1 and v.id = $2",
        args![office, id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Photos of one visit.
pub const MOST_PHOTOS: i64 = 9;

/// Puts a photo to a visit; the same again changes nothing. `Missing`: no such visit of this person. `Refused`: it has its photos.
pub fn put_photo(tx: &mut Transaction, id: VisitId, piece: EvidenceId, place: &str) -> Result<()> {
    let office = tx.office();
    let there = find(tx, office, id)?.filter(|there| there.account == tx.actor().account).ok_or(Error::Missing)?;
    let others: i64 = tx.query_one(
        "select count(*) from visit_photo where office = $1 and visit = $2 and evidence <> $3",
        args![office, id, piece],
        |row| row.get(0),
    )?;
    if others >= MOST_PHOTOS {
        return Err(Error::Refused);
    }
    tx.run(
        "insert into visit_photo (office, visit, evidence, place) values ($1, $2, $3, $4)
         on conflict (office, visit, evidence) do nothing",
        args![office, id, piece, place],
    )?
    .at_most_one()?;
    match there.opinion {
        Some(said) => opinion::put_evidence(tx, said, piece),
        None => Ok(()),
    }
}
