//! Receipts (回执): a code by which the one who said something sees what became of it, without an account.
//!
//! Five groups of four signs that can be told over the telephone (Crockford's base 32: no O for 0, no I or L for 1). The first
//! group is the office's own number, so that no two offices ever give the same code; 80 random bits follow.

use std::fmt;
use std::str::FromStr;

use crate::kernel::Office;
use crate::kernel::text::half_width;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of the office's part: its six digits are less than 2^20.
const OF_OFFICE: usize = 4;
const ALL: usize = 20;
const GROUP: usize = 4;

/// A code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    office: Office,
    random: [u8; Receipt::RANDOM],
}

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a receipt")]
pub struct NoReceipt;

impl Receipt {
    /// Bytes of a code that nobody can guess.
    pub const RANDOM: usize = 10;

    pub const fn new(office: Office, random: [u8; Self::RANDOM]) -> Self {
        Self { office, random }
    }

    pub const fn office(&self) -> Office {
        self.office
    }

    /// Its signs in one number, five bits each.
    fn number(&self) -> u128 {
        let office: u128 = self.office.to_string().parse().unwrap_or(0);
        self.random.iter().fold(office, |number, byte| (number << 8) | u128::from(*byte))
    }

    fn of_number(number: u128) -> Result<Self, NoReceipt> {
        let office = number >> (8 * Self::RANDOM);
        let mut random = [0; Self::RANDOM];
        random.copy_from_slice(&number.to_be_bytes()[16 - Self::RANDOM..]);
        let office = format!("{office:06}").parse().map_err(|_| NoReceipt)?;
        Ok(Self { office, random })
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number();
        for at in 0..ALL {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            let five = (number >> (5 * (ALL - 1 - at))) & 31;
            let sign = SIGNS[usize::try_from(five).unwrap_or_default()];
            write!(f, "{}", char::from(sign))?;
        }
        Ok(())
    }
}

/// It opens a page, so no log shows it.
impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receipt({}…)", self.office)
    }
}

impl FromStr for Receipt {
    type Err = NoReceipt;

    /// Reads it as it is told and typed: capitals or not, O for 0, I and L for 1, spaces and hyphens anywhere.
    fn from_str(text: &str) -> Result<Self, NoReceipt> {
        if text.len() > 4 * ALL * GROUP {
            return Err(NoReceipt);
        }
        let (mut number, mut many) = (0_u128, 0);
        for sign in half_width(text).chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let five = SIGNS.iter().position(|known| char::from(*known) == sign).ok_or(NoReceipt)?;
            number = (number << 5) | u128::try_from(five).map_err(|_| NoReceipt)?;
            many += 1;
            if many > ALL {
                return Err(NoReceipt);
            }
        }
        if many == ALL { Self::of_number(number) } else { Err(NoReceipt) }
    }
}

const _: () = assert!(ALL * 5 == OF_OFFICE * 5 + Receipt::RANDOM * 8);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn office(code: &str) -> Office {
        code.parse().expect("an office")
    }

    #[test]
    fn a_code_is_read_as_it_is_told_over_the_telephone() {
        let code = Receipt::new(office("430527"), [0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
        let text = code.to_string();
        assert_eq!(text, "D4DZ-0123-4567-89AB-CDEF");
        for told in ["d4dz o1 23 4567 89ab cdef", "D4DZOI234567 89AB－CDEF", "ｄ４ｄｚ-0l23-4567-89ab-cdef"] {
            assert_eq!(told.parse(), Ok(code), "{told}");
        }
        assert_eq!(format!("{code:?}"), "Receipt(430527…)");
    }

    #[test]
    fn two_offices_never_give_the_same_code() {
        let of = |code| Receipt::new(office(code), [7; 10]).to_string();
        assert_ne!(of("430527"), of("430522"));
        assert_eq!(of("430527")[4..], of("430522")[4..]);
    }

    #[test]
    fn other_texts_are_no_codes() {
        let nobody = "0000-0123-4567-89AB-CDEF";
        for text in
            ["", "D4DZ", nobody, "D4DZ-0123-4567-89AB-CDEFG", "D4DZ-0123-4567-89AB-CDE*", "U4DF-0123-4567-89AB-CDEF"]
        {
            assert_eq!(text.parse::<Receipt>(), Err(NoReceipt), "{text}");
        }
        assert_eq!("９".repeat(100_000).parse::<Receipt>(), Err(NoReceipt));
    }

    proptest! {
        #[test]
        fn what_was_printed_is_read(random in any::<[u8; 10]>(), county in 1..90_u32) {
            let code = Receipt::new(office(&format!("4305{county:02}")), random);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.to_string().to_lowercase().replace('0', "o").replace('1', "l").parse(), Ok(code));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,60}") {
            let _ = text.parse::<Receipt>();
        }
    }
}
