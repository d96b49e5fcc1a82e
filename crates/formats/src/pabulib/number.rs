//! Numbers as published files write them: `2500`, `361677.8`, `361677,8`, `1 000 000`, `1e6`, and `1808389/5` as pabutools writes.

use num_integer::Integer;

/// An exact number, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub above: i128,
    pub below: i128,
}

const MOST_DIGITS: usize = 24;

impl Number {
    /// A single comma or point is the decimal sign, as the format has it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text: String =
            text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'')).collect();
        if let Some((above, below)) = text.split_once('/') {
            let (above, below) = (Self::decimal(above)?, Self::decimal(below)?);
            return Self::of(above.above.checked_mul(below.below)?, above.below.checked_mul(below.above)?);
        }
        match text.split_once(['e', 'E']) {
            None => Self::decimal(&text),
            Some((number, power)) => {
                let number = Self::decimal(number)?;
                let power: i32 = power.parse().ok().filter(|power: &i32| power.abs() <= 18)?;
                let ten = 10_i128.pow(power.unsigned_abs());
                let (above, below) = if power < 0 { (1, ten) } else { (ten, 1) };
                Self::of(number.above.checked_mul(above)?, number.below.checked_mul(below)?)
            }
        }
    }

    fn of(above: i128, below: i128) -> Option<Self> {
        if below == 0 {
            return None;
        }
        let common = above.gcd(&below) * below.signum();
        Some(Self { above: above / common, below: below / common })
    }

    fn decimal(text: &str) -> Option<Self> {
        let (sign, text) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let (whole, part) = split(text)?;
        let digits = format!("{whole}{part}");
        let fits =
            !digits.is_empty() && digits.len() <= MOST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !fits {
            return None;
        }
        let below = 10_i128.pow(u32::try_from(part.len()).ok()?);
        Self::of(sign * digits.parse::<i128>().ok()?, below)
    }
}

/// What stands before the decimal sign, without the signs between thousands, and what stands after it.
fn split(text: &str) -> Option<(String, &str)> {
    let Some(last) = text.rfind(['.', ',']) else { return Some((text.to_owned(), "")) };
    let (before, after) = (&text[..last], &text[last + 1..]);
    if !before.contains(['.', ',']) {
        return Some((before.to_owned(), after));
    }
    // More than one sign: those before the last one stand between thousands, and the last one as well if it is the same.
    let same = before.contains(&text[last..=last]);
    let mut groups: Vec<&str> = before.split(['.', ',']).collect();
    if same {
        groups.push(after);
    }
    let thousands = groups.iter().skip(1).all(|group| group.len() == 3) && !groups[0].is_empty();
    thousands.then(|| (groups.concat(), if same { "" } else { after }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<(i128, i128)> {
        Number::parse(text).map(|number| (number.above, number.below))
    }

    #[test]
    fn numbers_are_exact_however_they_are_written() {
        for (text, above, below) in [
            ("2500", 2500, 1),
            ("361677.8", 1_808_389, 5),
            ("361677,80", 1_808_389, 5),
            ("1 000 000", 1_000_000, 1),
            ("1,000,000.5", 2_000_001, 2),
            ("1.000.000", 1_000_000, 1),
            ("1e6", 1_000_000, 1),
            ("2.5E-1", 1, 4),
            ("1808389/5", 1_808_389, 5),
            ("-3", -3, 1),
            (".5", 1, 2),
            ("7.", 7, 1),
        ] {
            assert_eq!(number(text), Some((above, below)), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in
            ["", "-", ".", "abc", "12zł", "1,00,000.5", "1/0", "1e99", "٣", "9999999999999999999999999", "--1", "0x10"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
