//! Scans of papers: of a ballot (扫描件), and of the written authority of a proxy (书面委托书). A later one takes the place of an
//! earlier, which stays as evidence that was withdrawn.

use linli_domain::kernel::Office;
use linli_domain::planning::vote::{Channel, VoteId};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use serde_json::json;

use super::ballot::find;
use super::take;
use crate::register::evidence;
use crate::{Error, Result, Transaction, Tx, args};

/// What a scan shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Ballot,
    Authority,
}

impl Shows {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ballot => "ballot",
            Self::Authority => "authority",
        }
    }
}

/// Puts a scan to a ballot on paper, as long as the vote is not closed.
pub fn scan(tx: &mut Transaction, id: VoteId, number: u32, shows: Shows, piece: &Evidence) -> Result<()> {
    take(tx, id)?;
    let office = tx.office();
    let there = find(tx, office, id, number)?.ok_or(Error::Missing)?;
    if there.channel != Channel::Paper {
        return Err(Error::Refused);
    }
    let before = match shows {
        Shows::Ballot => there.scan,
        Shows::Authority => there.proxy_scan,
    };
    if let Some(before) = before {
        if evidence::get(tx, office, before)?.digest == piece.digest {
            return Ok(());
        }
        evidence::withdraw(tx, before, "重新扫描 scanned anew")?;
    }
    evidence::add(tx, piece)?;
    let sql = match shows {
        Shows::Ballot => "update vote_ballot set scan = $3 where office = $1 and id = $2",
        Shows::Authority => "update vote_ballot set proxy_scan = $3 where office = $1 and id = $2",
    };
    tx.run(sql, args![office, there.id, piece.id])?.exactly_one()?;
    tx.record(
        "vote.scanned",
        id,
        json!({ "ballot": number, "shows": shows.as_str(), "digest": piece.digest.to_string() }),
    );
    Ok(())
}

/// Whether a piece of evidence is the scan of a ballot: it shows how somebody voted, so no other page hands it out.
pub fn is_scan(tx: &mut Tx, office: Office, piece: EvidenceId) -> Result<bool> {
    let there = tx.query_opt(
        "select 1 from vote_ballot where office = $1 and scan = $2
         union all
         select 1 from vote_ballot where office = $1 and proxy_scan = $2",
        args![office, piece],
        |_| Ok(()),
    )?;
    Ok(there.is_some())
}
