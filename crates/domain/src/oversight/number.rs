//! Document number (发文字号): the mark of the office, the year in 〔〕, a running number without zeros before it: 绥改办〔2022〕5号.

use crate::kernel::text::{clean_line, half_width};

/// What people type for 〔 and 〕.
const OPEN: [char; 6] = ['〔', '[', '(', '【', '﹝', '［'];
const CLOSE: [char; 6] = ['〕', ']', ')', '】', '﹞', '］'];

/// The longest mark of an office (代字) in characters.
const LONGEST_MARK: usize = 20;

/// Reads a number as it is typed, and writes it as GB/T 9704-2012 has it; nothing where it is none.
pub fn document_number(typed: &str) -> Option<String> {
    let plain: String = clean_line(&half_width(typed)).chars().filter(|c| !c.is_whitespace()).collect();
    let (mark, rest) = plain.split_once(OPEN)?;
    let (year, rest) = rest.split_once(CLOSE)?;
    let number = rest.strip_prefix('第').unwrap_or(rest).strip_suffix('号')?;
    let is_mark = |c: char| c.is_alphabetic() || c == '-';
    let marked = (1..=LONGEST_MARK).contains(&mark.chars().count()) && mark.chars().all(is_mark);
    let dated = year.len() == 4 && year.parse::<u16>().is_ok_and(|year| (1949..2200).contains(&year));
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = number.parse().ok().filter(|number| digits && *number > 0)?;
    (marked && dated).then(|| format!("{mark}〔{year}〕{number}号"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_digits_of_every_kind_become_those_of_the_standard() {
        for typed in [
            "绥改办〔2022〕5号",
            "绥改办[2022]5号",
            "绥改办（2022）5号",
            " 绥改办【２０２２】 第５号 ",
            "绥改办﹝2022﹞05号",
        ] {
            assert_eq!(document_number(typed).as_deref(), Some("绥改办〔2022〕5号"), "{typed}");
        }
        assert_eq!(document_number("湘建城函〔2021〕126号").as_deref(), Some("湘建城函〔2021〕126号"));
    }

    #[test]
    fn what_is_no_document_number_is_none() {
        for typed in [
            "",
            "abc",
            "5号",
            "〔2022〕5号",
            "绥改办〔22〕5号",
            "绥改办〔2022〕号",
            "绥改办〔2022〕5",
            "绥改办2022年5号",
            "绥改办〔2022〕0号",
            "绥改办〔2022〕+5号",
        ] {
            assert_eq!(document_number(typed), None, "{typed}");
        }
    }
}
