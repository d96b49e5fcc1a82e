//! Second factor (双因素): six digits that change every half minute (TOTP, RFC 6238), and codes for once beside them.
//!
//! The moment and the random bytes are handed in, so that every run is the same.

use jiff::Timestamp;
use totp_rs::{Builder, Totp};

use super::password::Password;
use super::text::half_width;

/// What the codes of an account are made from: known to the person's telephone, and kept sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; Self::BYTES]);

/// A half minute, counted since 1970. A code stands for one, and each is accepted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub i64);

impl Secret {
    /// As many bits as the digest that makes the codes (RFC 4226).
    pub const BYTES: usize = 20;

    pub const fn new(random: [u8; Self::BYTES]) -> Self {
        Self(random)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Which half minute this code stands for: the one of `now`, or one beside it, since clocks differ.
    pub fn step_of(&self, code: &str, now: Timestamp) -> Option<Step> {
        let second = u64::try_from(now.as_second()).ok()?;
        let step = self.maker()?.check(code, second)?;
        i64::try_from(step).ok().map(Step)
    }

    /// The code of a moment, as the person's telephone shows it.
    pub fn code(&self, at: Timestamp) -> Option<String> {
        let second = u64::try_from(at.as_second()).ok()?;
        Some(self.maker()?.generate(second).to_string())
    }

    /// For typing where no camera is at hand: base32 in groups of four.
    pub fn in_groups(&self) -> String {
        let text = self.base32();
        let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
        groups.join(" ")
    }

    /// The address that a telephone reads as a picture.
    pub fn address(&self, account: &str) -> String {
        let account = account.replace('@', "%40");
        let secret = self.base32();
        format!("otpauth://totp/Linli:{account}?secret={secret}&issuer=Linli&algorithm=SHA1&digits=6&period=30")
    }

    fn base32(&self) -> String {
        totp_rs::Secret::from(self.0.to_vec()).to_base32()
    }

    /// SHA-1, six digits, half a minute, one step to each side: what every telephone understands.
    fn maker(&self) -> Option<Totp> {
        Builder::new().with_digits(6).with_step_duration(30).with_skew(1).with_secret(self.0.to_vec()).build().ok()
    }
}

impl TryFrom<&[u8]> for Secret {
    type Error = ();

    fn try_from(bytes: &[u8]) -> Result<Self, ()> {
        bytes.try_into().map(Self).map_err(|_| ())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What somebody typed where a code was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits.
    Code(String),
    /// A recovery code (恢复码), without its hyphens.
    Recovery(String),
}

/// So many recovery codes are handed out at one time.
pub const RECOVERY_CODES: usize = 10;
/// Signs of a recovery code: 80 random bits.
const SIGNS: usize = 16;

impl Typed {
    /// Spaces, hyphens, capitals and full-width digits are all the same to us.
    pub fn read(text: &str) -> Option<Self> {
        let signs = half_width(text).to_lowercase();
        let signs: String = signs.chars().filter(|c| !c.is_whitespace() && *c != '-').take(SIGNS + 1).collect();
        match signs.len() {
            6 if signs.bytes().all(|b| b.is_ascii_digit()) => Some(Self::Code(signs)),
            SIGNS if signs.bytes().all(|b| b.is_ascii_alphanumeric()) => Some(Self::Recovery(signs)),
            _ => None,
        }
    }
}

/// A recovery code, in four groups that are easy to write down.
pub fn recovery_code(random: [u8; SIGNS]) -> String {
    Password::once(random).expose().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn published() -> Secret {
        Secret::new(*b"12345678901234567890")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // The last six of the eight digits that the appendix prints.
        for (second, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")] {
            assert_eq!(published().code(at(second)).as_deref(), Some(code), "{second}");
            assert_eq!(published().step_of(code, at(second)), Some(Step(second / 30)));
        }
    }

    #[test]
    fn a_clock_may_be_one_step_off_and_no_more() {
        let code = published().code(at(3000)).expect("a code");
        for (second, accepted) in [(2940, false), (2970, true), (3000, true), (3030, true), (3060, false)] {
            assert_eq!(published().step_of(&code, at(second)).is_some(), accepted, "{second}");
        }
        assert_eq!(published().step_of(&code, at(3030)), Some(Step(100)), "it stands for its own step");
    }

    #[test]
    fn no_other_text_is_a_code() {
        for text in ["", "12345", "1234567", "28708x", "-87082", "２８７０８２"] {
            assert_eq!(published().step_of(text, at(59)), None, "{text}");
        }
        assert_eq!(published().step_of("287082", at(-59)), None);
    }

    #[test]
    fn what_is_typed_is_read_as_it_was_meant() {
        let code = |text: &str| Some(Typed::Code(text.into()));
        assert_eq!(Typed::read(" 287 082 "), code("287082"));
        assert_eq!(Typed::read("２８７０８２"), code("287082"));
        let recovery = recovery_code([7; 16]);
        let plain = recovery.replace('-', "");
        assert_eq!(Typed::read(&recovery.to_uppercase()), Some(Typed::Recovery(plain.clone())));
        assert_eq!(Typed::read(&plain), Some(Typed::Recovery(plain)));
        for text in ["", "28708", "28708二", "abc", &"9".repeat(5000)] {
            assert_eq!(Typed::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_secret_is_told_for_typing_and_for_reading_and_never_in_a_log() {
        let secret = published();
        assert_eq!(secret.in_groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(secret.address("zhang@430527").starts_with("otpauth://totp/Linli:zhang%40430527?secret=GEZDGNBV"));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
