//! The code on a ballot's receipt (表决票回执): its number, and sixteen signs that nobody can guess. `42-0123-4567-89AB-CDEF`.
//!
//! The eighty random bits are the salt of the ballot's seal as well: without them nobody finds out from the published seals
//! how somebody voted by trying the few answers there are.

use std::fmt;
use std::str::FromStr;

use crate::kernel::text::half_width;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ALL: usize = 16;
const GROUP: usize = 4;

/// A code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BallotCode {
    pub number: u32,
    salt: [u8; BallotCode::RANDOM],
}

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a ballot")]
pub struct NoBallotCode;

impl BallotCode {
    pub const RANDOM: usize = 10;

    pub const fn new(number: u32, salt: [u8; Self::RANDOM]) -> Self {
        Self { number, salt }
    }

    pub const fn salt(&self) -> [u8; Self::RANDOM] {
        self.salt
    }
}

impl fmt::Display for BallotCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number)?;
        let bits = self.salt.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
        for at in 0..ALL {
            if at % GROUP == 0 {
                f.write_str("-")?;
            }
            let five = usize::try_from((bits >> (5 * (ALL - 1 - at))) & 31).unwrap_or_default();
            write!(f, "{}", char::from(SIGNS[five]))?;
        }
        Ok(())
    }
}

/// It opens what somebody voted, so no log shows it.
impl fmt::Debug for BallotCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BallotCode({}…)", self.number)
    }
}

impl FromStr for BallotCode {
    type Err = NoBallotCode;

    /// Reads it as it is told and typed: capitals or not, O for 0, I and L for 1, spaces and hyphens anywhere after the number.
    fn from_str(text: &str) -> Result<Self, NoBallotCode> {
        if text.len() > 200 {
            return Err(NoBallotCode);
        }
        let text = half_width(text);
        let (number, signs) =
            text.trim().split_once(|sign: char| sign == '-' || sign.is_whitespace()).ok_or(NoBallotCode)?;
        let plain = number.bytes().all(|byte| byte.is_ascii_digit());
        let number = if plain { number.parse().map_err(|_| NoBallotCode)? } else { return Err(NoBallotCode) };
        let (mut bits, mut many) = (0_u128, 0);
        for sign in signs.chars().filter(|sign| !sign.is_whitespace() && *sign != '-') {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let five = SIGNS.iter().position(|known| char::from(*known) == sign).ok_or(NoBallotCode)?;
            bits = (bits << 5) | u128::try_from(five).map_err(|_| NoBallotCode)?;
            many += 1;
            if many > ALL {
                return Err(NoBallotCode);
            }
        }
        if many != ALL {
            return Err(NoBallotCode);
        }
        let mut salt = [0; Self::RANDOM];
        salt.copy_from_slice(&bits.to_be_bytes()[16 - Self::RANDOM..]);
        Ok(Self { number, salt })
    }
}

const _: () = assert!(ALL * 5 == BallotCode::RANDOM * 8);
