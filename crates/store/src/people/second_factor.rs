//! The second factor of each account (双因素): its sealed secret, the last code that was accepted, its recovery codes.
//!
//! Whoever checks a code holds a [`Proof`], and a proof is taken within the unit of work that it stands for: so what was
//! refused consumes no code, and no code serves twice.

use linli_domain::kernel::people::AccountId;
use linli_domain::kernel::second_factor::{Secret, Step};
use linli_domain::kernel::{Office, Timestamp};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::session::{self, TokenHash};
use crate::seal::{CannotOpen, Seal};
use crate::{Error, Result, Transaction, Tx, args};

/// What is kept of an account's second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    office: Office,
    account: AccountId,
    /// Sealed.
    secret: String,
    /// Before, it is on its way to the person's telephone.
    pub confirmed: bool,
    last_step: Step,
    pub confirmed_at: Option<Timestamp>,
    /// Recovery codes that were not used yet.
    pub recovery_codes: i64,
}

/// Why a code is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoProof {
    /// Not the code of this moment.
    Wrong,
    /// It was right, and was used before.
    Used,
    /// The secret does not open.
    Closed(CannotOpen),
}

/// Somebody gave a code that is theirs and was not used. It is made by checking one; or for an account that keeps no second
/// factor, which is looked up again where it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    account: AccountId,
    by: By,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum By {
    Code {
        step: Step,
        secret: String,
    },
    Recovery {
        hash: String,
    },
    /// The account keeps no second factor.
    Nothing,
}

/// A proof was taken in this unit of work; what asks for it cannot be done without.
#[derive(Debug)]
#[must_use]
pub struct Taken(&'static str);

impl Taken {
    /// As the trail says it: `code`, `recovery-code` or `none`.
    pub const fn word(&self) -> &'static str {
        self.0
    }
}

/// The place that a secret is sealed for.
pub fn place(office: Office, account: AccountId) -> String {
    format!("second-factor/{office}/{account}")
}

impl Kept {
    /// The secret itself: for showing it once, and for checking codes.
    pub fn open(&self, seal: &Seal) -> Result<Secret, CannotOpen> {
        let bytes = seal.open(&place(self.office, self.account), &self.secret)?;
        Secret::try_from(bytes.as_slice()).map_err(|()| CannotOpen::Changed)
    }

    /// Checks a code of six digits.
    pub fn check(&self, seal: &Seal, code: &str, now: Timestamp) -> Result<Proof, NoProof> {
        let secret = self.open(seal).map_err(NoProof::Closed)?;
        let step = secret.step_of(code, now).ok_or(NoProof::Wrong)?;
        if step <= self.last_step {
            return Err(NoProof::Used);
        }
        Ok(Proof { account: self.account, by: By::Code { step, secret: self.secret.clone() } })
    }
}

/// Checks a recovery code, as it is read from what was typed.
pub fn check_recovery(tx: &mut Tx, office: Office, account: AccountId, code: &str) -> Result<Result<Proof, NoProof>> {
    let hash = hash(office, account, code);
    let found = tx.query_opt(
        "select used_at is not null from recovery_code where office = $1 and account = $2 and hash = $3",
        args![office, account, hash],
        |row| row.get(0),
    )?;
    Ok(match found {
        None => Err(NoProof::Wrong),
        Some(true) => Err(NoProof::Used),
        Some(false) => Ok(Proof { account, by: By::Recovery { hash } }),
    })
}

impl Proof {
    /// For an account that keeps no second factor.
    pub fn of_nothing(account: AccountId) -> Self {
        Self { account, by: By::Nothing }
    }

    /// Uses it up, for the person who writes here. `Stale`: it was used, or the second factor was changed, meanwhile.
    pub fn take(&self, tx: &mut Transaction) -> Result<Taken> {
        let (office, account, now) = (tx.office(), self.account, tx.now());
        if account != tx.actor().account {
            return Err(Error::Refused);
        }
        let (taken, word) = match &self.by {
            By::Code { step, secret } => {
                let used = tx.run(
                    "update second_factor set last_step = $3
                      where office = $1 and account = $2 and last_step < $3 and secret = $4",
                    args![office, account, step.0, secret],
                )?;
                (used.at_most_one()?, "code")
            }
            By::Recovery { hash } => {
                let used = tx.run(
                    "update recovery_code set used_at = $4
                      where office = $1 and account = $2 and hash = $3 and used_at is null",
                    args![office, account, hash, now],
                )?;
                (used.at_most_one()?, "recovery-code")
            }
            By::Nothing => (!of(tx, office, account)?.is_some_and(|kept| kept.confirmed), "none"),
        };
        if taken { Ok(Taken(word)) } else { Err(Error::Stale) }
    }
}

/// What is kept of an account, confirmed or not.
pub fn of(tx: &mut Tx, office: Office, account: AccountId) -> Result<Option<Kept>> {
    tx.query_opt(
        "select secret, confirmed, last_step, confirmed_at,
                (select count(*) from recovery_code r where r.office = $1 and r.account = $2 and r.used_at is null)
           from second_factor where office = $1 and account = $2",
        args![office, account],
        |row| {
            Ok(Kept {
                office,
                account,
                secret: row.get(0)?,
                confirmed: row.get(1)?,
                last_step: Step(row.get(2)?),
                confirmed_at: row.get(3)?,
                recovery_codes: row.get(4)?,
            })
        },
    )
}

/// Keeps the actor's new secret, sealed, until a code confirms it. `Stale`: there is a confirmed one.
pub fn begin(tx: &mut Transaction, sealed: &str) -> Result<()> {
    let (office, account, now) = (tx.office(), tx.actor().account, tx.now());
    let begun = tx.run(
        "insert into second_factor (office, account, secret, confirmed, last_step, made_at)
         values ($1, $2, $3, false, 0, $4)
         on conflict (office, account) do update set secret = $3, last_step = 0, made_at = $4
          where not second_factor.confirmed",
        args![office, account, sealed, now],
    )?;
    if !begun.at_most_one()? {
        return Err(Error::Stale);
    }
    tx.record("second-factor.begun", account, ());
    Ok(())
}

/// The telephone knows the secret: from now on codes are asked for. Other sessions were opened without one, and end.
pub fn confirm(tx: &mut Transaction, proof: &Proof, recovery_codes: &[String], here: &TokenHash) -> Result<()> {
    let _first_code = proof.take(tx)?;
    let (office, account, now) = (tx.office(), tx.actor().account, tx.now());
    tx.run(
        "update second_factor set confirmed = true, confirmed_at = $3
          where office = $1 and account = $2 and not confirmed",
        args![office, account, now],
    )?
    .exactly_one()
    .map_err(|_| Error::Stale)?;
    hand_out(tx, account, recovery_codes)?;
    session::end_all(tx, account, Some(here))?;
    tx.record("second-factor.confirmed", account, ());
    Ok(())
}

/// New codes for once, in place of those that were handed out before, used or not.
pub fn renew_codes(tx: &mut Transaction, proof: &Proof, recovery_codes: &[String]) -> Result<()> {
    let taken = proof.take(tx)?;
    let (office, account) = (tx.office(), tx.actor().account);
    if !of(tx, office, account)?.is_some_and(|kept| kept.confirmed) {
        return Err(Error::Stale);
    }
    let _before = tx.run("delete from recovery_code where office = $1 and account = $2", args![office, account])?;
    hand_out(tx, account, recovery_codes)?;
    tx.record("second-factor.codes_renewed", account, json!({ "second_factor": taken.word() }));
    Ok(())
}

fn hand_out(tx: &mut Transaction, account: AccountId, codes: &[String]) -> Result<()> {
    let (office, now) = (tx.office(), tx.now());
    let rows = codes.iter().map(|code| args![office, account, hash(office, account, &plain(code)), now]);
    tx.run_many("insert into recovery_code (office, account, hash, made_at) values ($1, $2, $3, $4)", rows)?;
    Ok(())
}

/// Who of the accounts with these names keeps a second factor: for a page of a list.
pub fn keepers_between(tx: &mut Tx, office: Office, first: &str, last: &str) -> Result<Vec<AccountId>> {
    tx.query(
        "select a.id from account a join second_factor f on f.office = a.office and f.account = a.id
          where a.office = $1 and a.name_key between $2 and $3 and f.confirmed order by a.id",
        args![office, first, last],
        |row| row.get(0),
    )
}

/// The person takes their own second factor away, by giving it once more.
pub fn remove(tx: &mut Transaction, proof: &Proof) -> Result<()> {
    let taken = proof.take(tx)?;
    let account = tx.actor().account;
    forget(tx, account)?;
    tx.record("second-factor.removed", account, json!({ "second_factor": taken.word() }));
    Ok(())
}

/// An administrator takes somebody's second factor away, with the reason; every session of the account ends.
pub fn reset(tx: &mut Transaction, account: AccountId, reason: &str) -> Result<()> {
    forget(tx, account)?;
    session::end_all(tx, account, None)?;
    tx.record("second-factor.reset", account, json!({ "reason": reason }));
    Ok(())
}

fn forget(tx: &mut Transaction, account: AccountId) -> Result<()> {
    let office = tx.office();
    let _used_or_not =
        tx.run("delete from recovery_code where office = $1 and account = $2", args![office, account])?;
    tx.run("delete from second_factor where office = $1 and account = $2", args![office, account])?.exactly_one()
}

/// Lets go of what these accounts made their codes from: they are stopped for good.
pub(crate) fn forget_all(tx: &mut Transaction, accounts: &[AccountId]) -> Result<()> {
    let office = tx.office();
    let rows = || accounts.iter().map(move |account| args![office, *account]);
    tx.run_many("delete from recovery_code where office = $1 and account = $2", rows())?;
    tx.run_many("delete from second_factor where office = $1 and account = $2", rows())?;
    Ok(())
}

/// 80 random bits: nobody finds them from a digest, so it need not be slow.
fn hash(office: Office, account: AccountId, plain: &str) -> String {
    hex::encode(Sha256::digest(format!("linli recovery code 1/{office}/{account}/{plain}")))
}

fn plain(code: &str) -> String {
    code.replace('-', "")
}
