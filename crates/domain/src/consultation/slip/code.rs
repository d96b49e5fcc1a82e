//! The code of a slip: five groups of signs that can be typed from paper (Crockford's base 32), the last sign being a check.
//!
//! The first four signs are the office's own number, 80 random bits follow, and one sign that tells a mistyped code from
//! one that nobody has: every single wrong sign and every two signs that changed places are seen.

use std::fmt;
use std::str::FromStr;

use crate::kernel::Office;
use crate::kernel::text::half_width;

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs that say something: the office's four and the sixteen random ones.
const SAYING: usize = 20;
const ALL: usize = SAYING + 1;
const GROUP: usize = 4;

/// A code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SlipCode {
    office: Office,
    random: [u8; SlipCode::RANDOM],
}

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a code of a slip")]
pub struct NoSlipCode;

impl SlipCode {
    /// Bytes of a code that nobody can guess.
    pub const RANDOM: usize = 10;

    pub const fn new(office: Office, random: [u8; Self::RANDOM]) -> Self {
        Self { office, random }
    }

    pub const fn office(&self) -> Office {
        self.office
    }

    /// Its signs without the check, five bits each, the first one first.
    fn fives(&self) -> [u8; SAYING] {
        let office: u128 = self.office.to_string().parse().unwrap_or(0);
        let number = self.random.iter().fold(office, |number, byte| (number << 8) | u128::from(*byte));
        std::array::from_fn(|at| u8::try_from((number >> (5 * (SAYING - 1 - at))) & 31).unwrap_or_default())
    }

    /// As a QR code holds it, and an address: without hyphens.
    pub fn plain(&self) -> String {
        self.to_string().replace('-', "")
    }
}

/// The next state of the check: times two in the field of 32 elements (x⁵ + x² + 1), plus the sign. Two has order 31, so
/// among 21 signs no two have the same weight.
const fn step(state: u8, five: u8) -> u8 {
    let twice = state << 1;
    (if twice & 32 == 0 { twice } else { twice ^ 0b10_0101 }) ^ five
}

impl fmt::Display for SlipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fives = self.fives();
        let check = step(fives.into_iter().fold(0, step), 0);
        for (at, five) in fives.into_iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(SIGNS[usize::from(five)]))?;
        }
        write!(f, "{}", char::from(SIGNS[usize::from(check)]))
    }
}

/// It opens a page, so no log shows it.
impl fmt::Debug for SlipCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SlipCode({}…)", self.office)
    }
}

impl FromStr for SlipCode {
    type Err = NoSlipCode;

    /// Reads it as it is typed: capitals or not, O for 0, I and L for 1, spaces and hyphens anywhere.
    fn from_str(text: &str) -> Result<Self, NoSlipCode> {
        if text.len() > 4 * ALL * GROUP {
            return Err(NoSlipCode);
        }
        let (mut number, mut many, mut state) = (0_u128, 0, 0);
        for sign in half_width(text).chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let five = SIGNS.iter().position(|known| char::from(*known) == sign).ok_or(NoSlipCode)?;
            let five = u8::try_from(five).map_err(|_| NoSlipCode)?;
            many += 1;
            state = step(state, five);
            if many < ALL {
                number = (number << 5) | u128::from(five);
            }
        }
        if many != ALL || state != 0 {
            return Err(NoSlipCode);
        }
        let mut random = [0; Self::RANDOM];
        random.copy_from_slice(&number.to_be_bytes()[16 - Self::RANDOM..]);
        let office = format!("{:06}", number >> (8 * Self::RANDOM)).parse().map_err(|_| NoSlipCode)?;
        Ok(Self { office, random })
    }
}

const _: () = assert!(SAYING * 5 == 4 * 5 + SlipCode::RANDOM * 8 && ALL < 31);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn office(code: &str) -> Office {
        code.parse().expect("an office")
    }

    fn code(random: [u8; 10]) -> SlipCode {
        SlipCode::new(office("430527"), random)
    }

    #[test]
    fn a_code_is_read_as_it_is_typed() {
        let code = code([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
        let text = code.to_string();
        assert_eq!(text, "D4DZ-0123-4567-89AB-CDEFD");
        assert_eq!(code.plain(), "D4DZ0123456789ABCDEFD");
        for typed in ["d4dz o1 23 4567 89ab cdefd", "D4DZOI23 4567 89AB－CDEFD", "ｄ４ｄｚ-0l23-4567-89ab-cdefd"] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!(format!("{code:?}"), "SlipCode(430527…)");
    }

    #[test]
    fn a_code_of_a_receipt_is_none_of_a_slip() {
        let receipt = crate::consultation::Receipt::new(office("430527"), [7; 10]).to_string();
        assert_eq!(receipt.parse::<SlipCode>(), Err(NoSlipCode));
        assert!(code([7; 10]).to_string().parse::<crate::consultation::Receipt>().is_err());
    }

    #[test]
    fn other_texts_are_no_codes() {
        for text in ["", "D4DZ", "0000-0123-4567-89AB-CDEF0", "D4DZ-0123-4567-89AB-CDEFDD", "D4DZ-0123-4567-89AB-CDE*D"]
        {
            assert_eq!(text.parse::<SlipCode>(), Err(NoSlipCode), "{text}");
        }
        assert_eq!("９".repeat(100_000).parse::<SlipCode>(), Err(NoSlipCode));
    }

    proptest! {
        #[test]
        fn what_was_printed_is_read(random in any::<[u8; 10]>(), county in 1..90_u32) {
            let code = SlipCode::new(office(&format!("4305{county:02}")), random);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(code.plain().to_lowercase().replace('0', "o").replace('1', "l").parse(), Ok(code));
        }

        #[test]
        fn one_wrong_sign_is_seen(random in any::<[u8; 10]>(), at in 0..ALL, other in 0..32_usize) {
            let mut signs = code(random).plain().into_bytes();
            prop_assume!(signs[at] != SIGNS[other]);
            signs[at] = SIGNS[other];
            let typed = String::from_utf8(signs).expect("signs");
            prop_assert_eq!(typed.parse::<SlipCode>(), Err(NoSlipCode));
        }

        #[test]
        fn two_signs_that_changed_places_are_seen(random in any::<[u8; 10]>(), one in 0..ALL, other in 0..ALL) {
            let mut signs = code(random).plain().into_bytes();
            prop_assume!(signs[one] != signs[other]);
            signs.swap(one, other);
            let typed = String::from_utf8(signs).expect("signs");
            prop_assert_eq!(typed.parse::<SlipCode>(), Err(NoSlipCode));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,60}") {
            let _ = text.parse::<SlipCode>();
        }
    }
}
