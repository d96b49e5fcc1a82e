//! Passwords (口令): which ones are good enough, and how a first one is made.
//!
//! Long enough, not the name, not what everybody tries first. Nobody is asked to change a good one every month.

use unicode_normalization::UnicodeNormalization;

/// A password that may be kept: normalised, so that the same characters typed on another keyboard are the same.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// Why a password is not good enough; the page finds the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    #[error("shorter than 10 characters, or than 8 of three kinds")]
    TooShort,
    #[error("longer than 128 characters")]
    TooLong,
    #[error("contains the name of the account")]
    ContainsName,
    #[error("among the first that anybody would try")]
    Common,
    #[error("the same as before")]
    Same,
}

/// From this length on, any kinds of characters will do,
const LONG: usize = 10;
/// from this one on, three kinds.
const SHORT: usize = 8;
const LONGEST: usize = 128;

/// What everybody tries first, here and elsewhere; digits and signs around it do not help.
const COMMON: [&str; 24] = [
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx",
    "1q2w3e4r",
    "123456",
    "1234567890",
    "0987654321",
    "abc123",
    "abcdef",
    "admin",
    "administrator",
    "letmein",
    "welcome",
    "woaini",
    "woaini1314",
    "5201314",
    "iloveyou",
    "linli",
    "laojiuxiaoqu",
    "mima",
];

impl Password {
    /// Takes a new password of somebody with these names (sign-in name, name), or says why not.
    pub fn new(text: &str, names: &[&str]) -> Result<Self, WeakPassword> {
        let password = Self::typed(text).ok_or(WeakPassword::TooLong)?;
        let length = password.0.chars().count();
        if length < SHORT || (length < LONG && kinds(&password.0) < 3) {
            return Err(WeakPassword::TooShort);
        }
        let lower = password.0.to_lowercase();
        let is_name = |name: &&str| name.chars().count() >= 2 && lower.contains(&plain(name));
        if names.iter().any(is_name) {
            return Err(WeakPassword::ContainsName);
        }
        if is_common(&lower) { Err(WeakPassword::Common) } else { Ok(password) }
    }

    /// A password as somebody typed it at the sign-in; `None` where it is longer than any can be.
    pub fn typed(text: &str) -> Option<Self> {
        let within = text.chars().take(LONGEST + 1).count() <= LONGEST;
        let normal = || text.nfc().collect::<String>();
        within.then(normal).filter(|text| text.chars().count() <= LONGEST).map(Self)
    }

    /// A password for once, from random bytes: four groups, no letters that look alike, easy to read out.
    pub fn once(random: [u8; 16]) -> Self {
        const SIGNS: &[u8; 32] = b"23456789abcdefghijkmnpqrstuvwxyz";
        let mut text = String::with_capacity(19);
        for (place, byte) in random.into_iter().enumerate() {
            if place > 0 && place % 4 == 0 {
                text.push('-');
            }
            text.push(SIGNS[usize::from(byte % 32)].into());
        }
        Self(text)
    }

    /// The text itself, for hashing, and for showing a password for once.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A password is never printed by mistake.
impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

fn plain(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

/// Lower case, upper case, digits, everything else (a Han character is of the last kind).
fn kinds(text: &str) -> usize {
    let kind = |c: char| match c {
        c if c.is_lowercase() => 0,
        c if c.is_uppercase() => 1,
        c if c.is_numeric() => 2,
        _ => 3,
    };
    let mut found = [false; 4];
    for c in text.chars() {
        found[kind(c)] = true;
    }
    found.into_iter().filter(|found| *found).count()
}

/// Half of it or more is a common word, or it has fewer than five different characters.
fn is_common(lower: &str) -> bool {
    let different = lower.chars().collect::<std::collections::BTreeSet<_>>().len();
    let length = lower.chars().count();
    different < 5 || COMMON.iter().any(|word| lower.contains(word) && word.len() * 2 >= length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str) -> Result<(), WeakPassword> {
        Password::new(text, &["zhang", "张三丰"]).map(drop)
    }

    #[test]
    fn ten_characters_or_eight_of_three_kinds_will_do() {
        assert_eq!(check("correct horse"), Ok(()));
        assert_eq!(check("Wuyang-7"), Ok(()));
        assert_eq!(check("武阳镇的樟树有三百年了"), Ok(()));
        assert_eq!(check("Wuyang7"), Err(WeakPassword::TooShort));
        assert_eq!(check("wuyanghe"), Err(WeakPassword::TooShort));
        assert_eq!(check(""), Err(WeakPassword::TooShort));
    }

    #[test]
    fn the_own_name_is_no_password() {
        assert_eq!(check("ZHANG-2026-ok"), Err(WeakPassword::ContainsName));
        assert_eq!(check("我就是张三丰呀呀呀呀"), Err(WeakPassword::ContainsName));
    }

    #[test]
    fn what_everybody_tries_first_is_no_password() {
        for common in
            ["password123", "Admin123!", "1234567890", "aaaaaaaaaaaa", "Qwertyuiop1", "woaini1314!", "Passw0rd1!"]
        {
            assert_eq!(check(common), Err(WeakPassword::Common), "{common}");
        }
        assert_eq!(check("the admin is in the garden"), Ok(()));
    }

    #[test]
    fn a_password_has_an_end() {
        assert_eq!(check(&"樟树3".repeat(42)), Err(WeakPassword::Common));
        assert_eq!(check(&"ab3樟树水ﬀ".repeat(30)), Err(WeakPassword::TooLong));
        assert!(Password::typed(&"x".repeat(1_000_000)).is_none());
    }

    #[test]
    fn the_same_characters_are_the_same_password() {
        let (composed, decomposed) = ("caf\u{e9} crème 9", "cafe\u{301} cre\u{300}me 9");
        assert_eq!(Password::typed(composed), Password::typed(decomposed));
    }

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(format!("{:?}", Password::once([7; 16])), "Password(…)");
    }

    proptest! {
        #[test]
        fn a_password_for_once_is_good_enough(random in any::<[u8; 16]>()) {
            let once = Password::once(random);
            let different = once.expose().chars().collect::<std::collections::BTreeSet<_>>().len();
            prop_assume!(different >= 5 && !COMMON.iter().any(|word| once.expose().contains(word)));
            prop_assert_eq!(Password::new(once.expose(), &["zhang"]), Ok(once.clone()));
        }

        #[test]
        fn any_text_is_a_password_or_not(text in ".*") {
            let _ = check(&text);
        }
    }
}
