//! Receipts: the code of an opinion follows from its id and a secret of the office, and the database keeps its keyed hash only.
//!
//! The secret is sealed with the key outside of the database. So whoever has a copy of the records can neither make a code
//! nor try one; a code can be told once more; and a change of the key seals the secret anew without touching a code.

use linli_domain::consultation::{OpinionId, Receipt, SlipCode};
use linli_domain::kernel::{Office, Personal};
use ring::hmac;

use crate::seal::Lack;
use crate::seal::places::RECEIPT_SECRET;
use crate::{Error, Result, Transaction, Tx, args};

/// The one secret that an office has.
const ID: &str = "receipt";

/// The secret of an office, opened.
pub struct Secret {
    office: Office,
    key: hmac::Key,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({})", self.office)
    }
}

impl Secret {
    fn new(office: Office, text: &str) -> Result<Self> {
        let bytes: [u8; 32] = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(Error::Damaged)?;
        Ok(Self { office, key: hmac::Key::new(hmac::HMAC_SHA256, &bytes) })
    }

    /// The code of an opinion.
    pub fn receipt(&self, of: OpinionId) -> Receipt {
        let mut random = [0; Receipt::RANDOM];
        random.copy_from_slice(&self.sign("code", &of.to_string())[..Receipt::RANDOM]);
        Receipt::new(self.office, random)
    }

    /// The id of an opinion that has none of its own: the same row of the same file is the same opinion, and nobody who
    /// has no secret works a sentence out from it.
    pub(super) fn id_of(&self, content: &str, nth: usize) -> OpinionId {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.sign("row", &format!("{nth}|{content}"))[..16]);
        // Version 8, of our own making, in the variant of RFC 9562.
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        OpinionId::from_number(u128::from_be_bytes(bytes))
    }

    /// What the database keeps of a code.
    pub(super) fn hash(&self, receipt: Receipt) -> String {
        hex::encode(self.sign("hash", &receipt.to_string()))
    }

    /// What the database keeps of the code on a paper.
    pub(super) fn slip_hash(&self, code: SlipCode) -> String {
        hex::encode(self.sign("slip", &code.plain()))
    }

    /// What two contents are told apart by: a plain digest of a short sentence could be guessed.
    pub(super) fn digest(&self, content: &str) -> String {
        hex::encode(self.sign("content", content))
    }

    /// What shows that a text comes from this office: a challenge that phones bring back.
    pub(super) fn vouch(&self, text: &str) -> String {
        hex::encode(&self.sign("challenge", text)[..16])
    }

    fn sign(&self, purpose: &str, text: &str) -> Vec<u8> {
        hmac::sign(&self.key, format!("linli {purpose} 1|{text}").as_bytes()).as_ref().to_vec()
    }
}

/// The secret of an office, where it has one. `NoKey`: it does not open.
pub fn secret(tx: &mut Tx, office: Office) -> Result<Option<Secret>> {
    let kept: Option<String> =
        tx.query_opt("select secret from receipt_secret where office = $1 and id = $2", args![office, ID], |row| {
            row.get(0)
        })?;
    let Some(kept) = kept else { return Ok(None) };
    match tx.open(&RECEIPT_SECRET, office, ID, &kept) {
        Personal::Known(text) => Secret::new(office, &text).map(Some),
        Personal::Closed | Personal::Erased => Err(Error::NoKey(tx.held().seal().err().unwrap_or(Lack::Other))),
    }
}

/// The secret of the office that writes; made now where it has none.
pub fn secret_or_new(tx: &mut Transaction) -> Result<Secret> {
    let office = tx.office();
    if let Some(secret) = secret(tx, office)? {
        return Ok(secret);
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::other(error.to_string()))?;
    let sealed = tx.seal(&RECEIPT_SECRET, ID, &hex::encode(bytes).into())?;
    let _ = tx.run(
        "insert into receipt_secret (office, id, secret) values ($1, $2, $3) on conflict (office, id) do nothing",
        args![office, ID, sealed],
    )?;
    // Of two who make one at once, that of the other may stand.
    secret(tx, office)?.ok_or(Error::Damaged)
}

/// Stands where an office has no secret yet: a code of nobody takes as long there.
pub(super) fn unknown(office: Office) -> Result<Secret> {
    Secret::new(office, &"0".repeat(64))
}

/// The opinion of a code. A code of nobody takes the same way through the same statements.
pub fn find(tx: &mut Tx, receipt: Receipt) -> Result<Option<OpinionId>> {
    let office = receipt.office();
    let hash = match secret(tx, office)? {
        Some(secret) => secret.hash(receipt),
        None => unknown(office)?.hash(receipt),
    };
    tx.query_opt("select id from opinion where office = $1 and receipt = $2", args![office, hash], |row| row.get(0))
}
