//! A list of days as somebody pastes it: our own lines (`2022-05-01 休 劳动节`), or the words of the yearly notice
//! (`劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。`).

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{DayKind, Special, is_weekend};
use crate::kernel::text::{clean_line, half_width};

/// A year has no more days that are not like their weeks.
pub const MOST_DAYS: usize = 120;
/// A list is no longer, in characters.
pub const LONGEST_LIST: usize = 10_000;
/// The name of a festival is no longer.
const LONGEST_NAME: usize = 20;

/// A line that was not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// From 1.
    pub line: usize,
    /// Its beginning.
    pub text: String,
    pub why: BadDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    #[error("there is no day in it")]
    NoDay,
    #[error("there is no such day")]
    NoSuchDay,
    #[error("it does not say whether these days are off or worked")]
    NoKind,
    #[error("it says both")]
    BothKinds,
    #[error("it lies in another year")]
    OtherYear,
    #[error("a made-up day is a Saturday or Sunday")]
    NotWeekend,
    #[error("the day stands there twice, and not alike")]
    Twice,
    #[error("there are more days than a year could have")]
    TooMany,
}

/// The days that a list names for a year, in their order; or every line that is not understood.
pub fn read(text: &str, year: i16) -> Result<Vec<Special>, Vec<BadLine>> {
    let (mut days, mut bad) = (BTreeMap::<Date, Special>::new(), Vec::new());
    for (at, typed) in text.lines().enumerate() {
        let line = clean_line(&half_width(typed));
        let mut refuse = |why| bad.push(BadLine { line: at + 1, text: line.chars().take(40).collect(), why });
        match of_line(&line, year) {
            Err(why) => refuse(why),
            Ok(found) => {
                for special in found {
                    let before = days.entry(special.day).or_insert_with(|| special.clone());
                    if before.kind != special.kind {
                        refuse(BadDay::Twice);
                        break;
                    }
                }
            }
        }
        if days.len() > MOST_DAYS {
            let why = BadDay::TooMany;
            return Err(vec![BadLine { line: at + 1, text: line.chars().take(40).collect(), why }]);
        }
    }
    if bad.is_empty() { Ok(days.into_values().collect()) } else { Err(bad) }
}

/// What one line says: a sentence may name a festival, and those after it belong to the same.
fn of_line(line: &str, year: i16) -> Result<Vec<Special>, BadDay> {
    let (mut found, mut name) = (Vec::new(), String::new());
    if line.is_empty() || line.starts_with('#') {
        return Ok(found);
    }
    let mut understood = false;
    for sentence in line.split(['。', ';']).map(str::trim).filter(|sentence| !sentence.is_empty()) {
        let said = match sentence.split_once(':') {
            Some((festival, rest)) => {
                name = plain_name(festival);
                rest
            }
            None => sentence,
        };
        let (spans, rest) = days(&without_brackets(said), year)?;
        if spans.is_empty() {
            continue;
        }
        understood = true;
        let (kind, own_name) = kind(&rest)?;
        let name = if own_name.is_empty() { &name } else { &own_name };
        for (first, last) in spans {
            for day in first.series(1.day()).take_while(|day| *day <= last) {
                found.push(checked(Special { day, kind, name: name.clone() }, year)?);
                if found.len() > MOST_DAYS {
                    return Err(BadDay::TooMany);
                }
            }
        }
    }
    if understood { Ok(found) } else { Err(BadDay::NoDay) }
}

fn checked(special: Special, year: i16) -> Result<Special, BadDay> {
    if special.day.year() != year {
        return Err(BadDay::OtherYear);
    }
    let works_anyway = special.kind == DayKind::MadeUp && !is_weekend(special.day);
    if works_anyway { Err(BadDay::NotWeekend) } else { Ok(special) }
}

/// `四、劳动节` is 劳动节.
fn plain_name(text: &str) -> String {
    let last = text.rsplit(['、', '.']).next().unwrap_or_default();
    clean_line(last).chars().take(LONGEST_NAME).collect()
}

/// The day of the week in brackets says nothing new.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let keep = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth = depth.saturating_sub(1);
                return None;
            }
            _ => {}
        }
        (depth == 0).then_some(c)
    };
    text.chars().filter_map(keep).collect()
}

/// Off or worked, by the words behind the last day; behind one of our own two words stands the name.
fn kind(rest: &str) -> Result<(DayKind, String), BadDay> {
    let rest = rest.trim_start_matches([',', ' ']);
    for (word, kind) in [("休", DayKind::Holiday), ("班", DayKind::MadeUp)] {
        if let Some(name) = rest.strip_prefix(word).filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            return Ok((kind, plain_name(name)));
        }
    }
    match (rest.contains('班'), rest.contains("放假") || rest.contains('休')) {
        (true, true) => Err(BadDay::BothKinds),
        (true, false) => Ok((DayKind::MadeUp, String::new())),
        (false, true) => Ok((DayKind::Holiday, String::new())),
        (false, false) => Err(BadDay::NoKind),
    }
}

/// A first and a last day.
type Span = (Date, Date);

/// The days at the beginning of a sentence, and what stands behind them.
fn days(text: &str, year: i16) -> Result<(Vec<Span>, String), BadDay> {
    let mut rest = text.trim_start();
    let mut spans: Vec<Span> = Vec::new();
    while let Some((first, after)) = day(rest, (year, None))? {
        let behind = after.trim_start();
        let until = ["至", "到", "~", "-"].into_iter().find_map(|mark| behind.strip_prefix(mark));
        let (last, after) = match until {
            Some(text) => day(text.trim_start(), (first.year(), Some(first.month())))?.ok_or(BadDay::NoSuchDay)?,
            None => (first, after),
        };
        if last < first {
            return Err(BadDay::NoSuchDay);
        }
        spans.push((first, last));
        rest = after.trim_start().trim_start_matches(['、', ',', '和', ' ']);
    }
    Ok((spans, rest.to_owned()))
}

/// `2022-05-01`, `2022/5/1`, `2022年5月1日`, `5月1日`; where a month is known, also `4日`.
fn day(text: &str, (year, month): (i16, Option<i8>)) -> Result<Option<(Date, &str)>, BadDay> {
    let (mut numbers, mut rest) = ([0_i16; 3], text);
    let mut many = 0;
    while many < 3 {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 0 {
            break;
        }
        numbers[many] = rest[..digits].parse().map_err(|_| BadDay::NoSuchDay)?;
        (rest, many) = (&rest[digits..], many + 1);
        let mark = rest.chars().next().filter(|c| matches!(c, '年' | '月' | '日' | '号' | '-' | '/' | '.'));
        let Some(mark) = mark else { break };
        let between = matches!(mark, '-' | '/' | '.');
        let goes_on = rest[mark.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        if between && (many == 3 || !goes_on) {
            break;
        }
        rest = &rest[mark.len_utf8()..];
        if matches!(mark, '日' | '号') {
            break;
        }
    }
    let small = |n: i16| i8::try_from(n).unwrap_or(i8::MAX);
    let made = match (many, month) {
        (0, _) => return Ok(None),
        (3, _) => Date::new(numbers[0], small(numbers[1]), small(numbers[2])),
        (2, _) => Date::new(year, small(numbers[0]), small(numbers[1])),
        (_, Some(month)) => Date::new(year, month, small(numbers[0])),
        (_, None) => return Err(BadDay::NoSuchDay),
    };
    made.map(|day| Some((day, rest))).map_err(|_| BadDay::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::super::write;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        read(text, 2022).expect("understood").iter().map(|s| format!("{} {}", s.day, s.kind.as_str())).collect()
    }

    fn why(text: &str) -> Vec<(usize, BadDay)> {
        read(text, 2022).expect_err("refused").into_iter().map(|bad| (bad.line, bad.why)).collect()
    }

    #[test]
    fn the_words_of_a_notice_are_understood() {
        let text = "四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。\n\
                    一、元旦：2022年1月1日至3日放假，共3天。\n端午节：6月3日放假，与周末连休。";
        let days = read(text, 2022).expect("understood");
        assert_eq!(days.len(), 5 + 2 + 3 + 1);
        let of = |day| days.iter().find(|special| special.day == day).expect("named").clone();
        assert_eq!(of(date(2022, 5, 4)).kind, DayKind::Holiday);
        assert_eq!(
            of(date(2022, 5, 7)),
            Special { day: date(2022, 5, 7), kind: DayKind::MadeUp, name: "劳动节".into() }
        );
        assert_eq!(of(date(2022, 1, 3)).name, "元旦");
    }

    #[test]
    fn plain_lines_in_many_spellings_are_understood() {
        assert_eq!(
            shown("2022-05-01 休 劳动节\n\n# 备注\n２０２２/5/7 班"),
            ["2022-05-01 holiday", "2022-05-07 made_up"]
        );
        assert_eq!(shown("5月2日-3日 放假"), ["2022-05-02 holiday", "2022-05-03 holiday"]);
        assert_eq!(shown("2022.5.2~2022.5.3,休"), ["2022-05-02 holiday", "2022-05-03 holiday"]);
        assert_eq!(shown(""), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_understood_is_named_by_its_line() {
        assert_eq!(why("5月1日 休\n劳动节快乐"), [(2, BadDay::NoDay)]);
        assert_eq!(why("5月1日"), [(1, BadDay::NoKind)]);
        assert_eq!(why("2月30日 休"), [(1, BadDay::NoSuchDay)]);
        assert_eq!(why("5月4日至1日 休"), [(1, BadDay::NoSuchDay)]);
        assert_eq!(why("2021-12-31 休"), [(1, BadDay::OtherYear)]);
        assert_eq!(why("12月30日至2023年1月2日 休"), [(1, BadDay::OtherYear)]);
        assert_eq!(why("5月9日 班"), [(1, BadDay::NotWeekend)]);
        assert_eq!(why("5月7日 班\n5月7日 休"), [(2, BadDay::Twice)]);
        assert_eq!(why("5月1日放假5月7日上班"), [(1, BadDay::BothKinds)]);
        assert_eq!(why("1月1日至12月31日 休"), [(1, BadDay::TooMany)]);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_again(picked in prop::collection::btree_map(0..365_i64, "[甲乙丙]{0,3}", 0..60)) {
            let special = |(n, name): (i64, String)| {
                let day = date(2022, 1, 1) + n.days();
                let kind = if is_weekend(day) && n % 2 == 0 { DayKind::MadeUp } else { DayKind::Holiday };
                Special { day, kind, name }
            };
            let days: Vec<Special> = picked.into_iter().map(special).collect();
            prop_assert_eq!(read(&write(&days), 2022), Ok(days));
        }

        #[test]
        fn any_text_is_understood_or_refused(text in "([0-9]{1,5}|[年月日至休班假。；：、（）~/-]|.){0,60}") {
            let _ = read(&text, 2022);
        }
    }
}
