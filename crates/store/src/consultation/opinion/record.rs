//! An opinion recorded: once, however often it is sent. What came under its id with other words is kept beside it.

use linli_domain::consultation::opinion::{Address, Channel, Content, OpinionId, Standing};
use linli_domain::kernel::Office;
use serde_json::json;

use super::super::receipt::{self, Secret};
use super::super::{rules, working_days};
use super::version;
use crate::seal::places::OPINION_WORDS;
use crate::{Error, Result, Transaction, Tx, args};

/// What became of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    New,
    /// It is there already, word for word.
    Same,
    /// Its id is there with other words: both are kept until a person settles it.
    Second,
    /// The household said more in a day than an office takes; nothing was kept.
    TooMany {
        most: i64,
    },
}

/// Records what was checked. `Missing`: there is no such door.
pub fn record(tx: &mut Transaction, id: OpinionId, content: &Content) -> Result<Recorded> {
    let office = tx.office();
    check_address(tx, office, &content.address)?;
    let secret = receipt::secret_or_new(tx)?;
    let rules = {
        let today = tx.today();
        rules::of(tx, office, today)?
    };
    if let Some(there) = super::find(tx, office, id)? {
        return version::keep(tx, &secret, &there, content);
    }
    if !counted(tx, content, rules.most_a_day)? {
        return Ok(Recorded::TooMany { most: rules.most_a_day });
    }
    if add(tx, &secret, id, content, rules.answer_days)? {
        return Ok(Recorded::New);
    }
    // Sent twice at the same moment: the other one was first.
    let there = super::get(tx, office, id)?;
    version::keep(tx, &secret, &there, content)
}

/// Whether these parts lie in one another.
fn check_address(tx: &mut Tx, office: Office, at: &Address) -> Result<()> {
    let fits = match (at.building, at.entrance, at.dwelling) {
        (None, None, None) => tx.query_opt(
            "select 1 from neighbourhood where office = $1 and id = $2 and merged_into is null",
            args![office, at.neighbourhood],
            |_| Ok(()),
        )?,
        (Some(building), None, None) => tx.query_opt(
            "select 1 from building b where b.office = $1 and b.neighbourhood = $2 and b.id = $3 and b.closed_at is null",
            args![office, at.neighbourhood, building],
            |_| Ok(()),
        )?,
        (Some(building), Some(entrance), None) => tx.query_opt(
            "select 1 from building b join entrance e on e.office = b.office and e.building = b.id
              where b.office = $1 and b.neighbourhood = $2 and b.id = $3 and b.closed_at is null and e.id = $4",
            args![office, at.neighbourhood, building, entrance],
            |_| Ok(()),
        )?,
        (Some(building), Some(entrance), Some(dwelling)) => tx.query_opt(
            "select 1 from building b
               join entrance e on e.office = b.office and e.building = b.id
               join dwelling d on d.office = e.office and d.entrance = e.id
              where b.office = $1 and b.neighbourhood = $2 and b.id = $3 and b.closed_at is null
                and e.id = $4 and d.id = $5",
            args![office, at.neighbourhood, building, entrance, dwelling],
            |_| Ok(()),
        )?,
        _ => None,
    };
    fits.ok_or(Error::Missing)
}

/// Counts one more of a household today, where there is room for it. What a surveyor heard at the door always has.
fn counted(tx: &mut Transaction, content: &Content, most: i64) -> Result<bool> {
    let Some(dwelling) = content.address.dwelling.filter(|_| content.channel != Channel::Door) else { return Ok(true) };
    let (office, today) = (tx.office(), tx.today());
    let counted = tx.run(
        "insert into opinion_day (office, dwelling, day, many) values ($1, $2, $3, 1)
         on conflict (office, dwelling, day) do update set many = opinion_day.many + 1 where opinion_day.many < $4",
        args![office, dwelling, today, most],
    )?;
    counted.at_most_one()
}

/// Adds the row, unless one of this id is there.
fn add(tx: &mut Transaction, secret: &Secret, id: OpinionId, content: &Content, days: i64) -> Result<bool> {
    let (office, now, today, actor) = (tx.office(), tx.now(), tx.today(), tx.actor().clone());
    let calendar = working_days::around(tx, office, today.year())?;
    let standing = Standing::new(calendar.due(today, days), content.hazard);
    let words = tx.seal(&OPINION_WORDS, &id.to_string(), &content.text.as_str().into())?;
    let (at, receipt) = (content.address, secret.hash(secret.receipt(id)));
    let added = tx.run(
        "insert into opinion (office, id, neighbourhood, building, entrance, dwelling, channel, said_on, words, hazard,
                received_at, received_on, account, by_name, receipt, due_on, state, grouped, done, withdrawn,
                hazard_open, open_versions, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $18, $19, 0, $20)
         on conflict (office, id) do nothing",
        args![
            office,
            id,
            at.neighbourhood,
            at.building,
            at.entrance,
            at.dwelling,
            content.channel.as_str(),
            content.said_on,
            words,
            content.hazard,
            now,
            today,
            actor.account,
            actor.name,
            receipt,
            standing.due,
            standing.state().as_str(),
            false,
            standing.hazard_open,
            standing.version
        ],
    )?;
    if !added.at_most_one()? {
        return Ok(false);
    }
    put_wishes(tx, id, &content.wishes)?;
    let detail =
        json!({ "neighbourhood": at.neighbourhood, "channel": content.channel, "due": standing.due.to_string() });
    tx.record("opinion.recorded", id, detail);
    Ok(true)
}

/// Puts the wishes of an opinion, in their order, in the place of those that it had.
pub(super) fn put_wishes(tx: &mut Transaction, id: OpinionId, wishes: &[String]) -> Result<()> {
    let office = tx.office();
    let _ = tx.run("delete from opinion_wish where office = $1 and opinion = $2", args![office, id])?;
    let rows = (1_i64..).zip(wishes).map(|(position, item)| args![office, id, position, item]);
    tx.run_many("insert into opinion_wish (office, opinion, position, item) values ($1, $2, $3, $4)", rows)?;
    Ok(())
}
