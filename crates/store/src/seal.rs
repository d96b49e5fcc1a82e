//! Sealing (加密): what nobody may read in the database, or in a copy of it, is sealed with a key that lies outside of it.
//!
//! A sealed text names its key, so that a key can be changed; and it opens in its own place only (which record, for what),
//! so that nobody can move it to another row. ChaCha20-Poly1305, a nonce of its own for every text.

pub mod change;
mod held;
mod key_file;
pub mod places;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use crate::{Error, Result, Tx};

pub use held::{Held, Lack};
pub use key_file::{KeyFile, NoKey, begin_new, take_out};

/// The form of a sealed text: `1.KEY.BYTES`.
const FORM: &str = "1";

/// Keys that open what was sealed with them; the first one seals.
#[derive(Clone)]
pub struct Seal {
    keys: Arc<[Key]>,
}

struct Key {
    id: String,
    aead: LessSafeKey,
}

/// Why a sealed text stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    #[error("it was sealed with another key")]
    OtherKey,
    #[error("it was changed, or belongs to another place")]
    Changed,
}

impl Seal {
    /// Reads 256-bit keys as hexadecimal text, one a line; lines that begin with `#` are remarks.
    pub fn read(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Vec<Key> = lines.map(Key::read).collect::<Option<_>>()?;
        (!keys.is_empty()).then(|| Self { keys: keys.into() })
    }

    /// A key of its own, as the text that `read` takes.
    pub fn new_key() -> Result<String> {
        Ok(hex::encode(random::<32>()?))
    }

    /// Seals something for its place.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<String> {
        let Some(key) = self.keys.first() else { return Err(Error::other("there is no key to seal with")) };
        let nonce = random::<NONCE_LEN>()?;
        let mut bytes = plain.to_vec();
        key.aead
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut bytes)
            .map_err(|_| Error::other("it could not be sealed"))?;
        Ok(format!("{FORM}.{}.{}", key.id, BASE64.encode([&nonce[..], &bytes].concat())))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<Vec<u8>, CannotOpen> {
        let (id, bytes) = parts(sealed).ok_or(CannotOpen::Changed)?;
        let key = self.keys.iter().find(|key| key.id == id).ok_or(CannotOpen::OtherKey)?;
        let bytes = BASE64.decode(bytes).map_err(|_| CannotOpen::Changed)?;
        let (nonce, text) = bytes.split_at_checked(NONCE_LEN).ok_or(CannotOpen::Changed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| CannotOpen::Changed)?;
        let mut text = text.to_vec();
        let plain = key.aead.open_in_place(nonce, Aad::from(place), &mut text).map_err(|_| CannotOpen::Changed)?;
        Ok(plain.to_vec())
    }

    /// The id of the key that seals.
    pub fn first(&self) -> &str {
        self.keys.first().map_or("", |key| &key.id)
    }

    /// The ids of its keys; the first one seals.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.id.as_str())
    }

    /// Whether the key of this sealed text is among ours.
    pub fn knows(&self, sealed: &str) -> bool {
        parts(sealed).is_some_and(|(id, _)| self.keys.iter().any(|key| key.id == id))
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl Key {
    fn read(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = hex::decode(text).ok()?.try_into().ok()?;
        // A digest under a name of its own: the id says nothing about the key.
        let digest = Sha256::new().chain_update(b"linli key 1").chain_update(bytes).finalize();
        let aead = LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok()?);
        Some(Self { id: hex::encode(&digest[..4]), aead })
    }
}

/// Whether a text is sealed, with whichever key: nobody's name looks so.
pub fn is_sealed(text: &str) -> bool {
    let least = BASE64.encode([0; NONCE_LEN + 16]).len();
    parts(text).is_some_and(|(id, bytes)| {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        id.len() == 8 && id.bytes().all(is_hex) && bytes.len() >= least && bytes.bytes().all(is_base64)
    })
}

fn parts(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix(FORM)?.strip_prefix('.')?.split_once('.')
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::other(error.to_string()))?;
    Ok(bytes)
}

/// A sealed text of each office that keeps any, of each place: enough to see whether a key is the right one.
pub fn samples(tx: &mut Tx) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for place in places::ALL {
        found.extend(place.samples(tx)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Seal {
        Seal::read(&Seal::new_key().expect("random")).expect("a key")
    }

    #[test]
    fn what_was_sealed_opens_in_its_own_place_only() {
        let seal = key();
        let sealed = seal.seal("430527/1", b"a secret").expect("sealed");
        assert_eq!(seal.open("430527/1", &sealed), Ok(b"a secret".to_vec()));
        assert_eq!(seal.open("430527/2", &sealed), Err(CannotOpen::Changed));
        assert_eq!(key().open("430527/1", &sealed), Err(CannotOpen::OtherKey));
        assert_ne!(seal.seal("430527/1", b"a secret").expect("sealed"), sealed, "each has a nonce of its own");
        let nothing = seal.seal("x", b"").expect("sealed");
        assert_eq!(seal.open("x", &nothing), Ok(Vec::new()));
    }

    #[test]
    fn a_changed_text_stays_closed() {
        let seal = key();
        let sealed = seal.seal("430527/1", "名".as_bytes()).expect("sealed");
        let last = if sealed.ends_with('A') { "B" } else { "A" };
        let changed = format!("{}{last}", &sealed[..sealed.len() - 1]);
        for text in ["", "1", "1.", "2.a.b", &sealed[..sealed.len() - 4], &changed, &format!("{}!", &sealed[..12])] {
            assert!(seal.open("430527/1", text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_old_key_still_opens_and_the_first_one_seals() {
        let (old, new) = (Seal::new_key().expect("random"), Seal::new_key().expect("random"));
        let before = Seal::read(&old).expect("a key").seal("p", b"x").expect("sealed");
        let both = Seal::read(&format!("# today's first\n{new}\n\n{old}\n")).expect("two keys");
        assert_eq!(both.open("p", &before), Ok(b"x".to_vec()));
        let now = both.seal("p", b"x").expect("sealed");
        assert!(Seal::read(&new).expect("a key").knows(&now) && !Seal::read(&old).expect("a key").knows(&now));
    }

    #[test]
    fn half_a_key_is_none() {
        for text in ["", "# nothing", "abc", &"0".repeat(63), &"g".repeat(64), &format!("{}\nx", "0".repeat(64))] {
            assert!(Seal::read(text).is_none(), "{text}");
        }
        assert_eq!(format!("{:?}", Seal::read(&"0".repeat(64)).expect("a key")).len(), "[\"01234567\"]".len());
    }
}
