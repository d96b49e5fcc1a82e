//! The time that a header names beside its thing: `截至2021年8月底累计开工数`, `2022年计划改造小区数`, `1-8月完成投资`.

/// What stands between 截至 and the thing that was counted until then.
const UNTIL: &str = "年月日份底末止本当上目前今为的";

/// A header without the year or the stretch of time that it is about. A month alone (8月完成投资) stays: that is another figure
/// than the one since January.
pub(super) fn without_period(header: &str) -> String {
    let letters: Vec<char> = header.chars().collect();
    let mut kept = String::with_capacity(header.len());
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let skipped = skipped(&letters[at..]);
        if skipped.is_none() {
            kept.push(*letter);
        }
        at += skipped.unwrap_or(1);
    }
    kept
}

/// How many letters of a period stand here.
fn skipped(rest: &[char]) -> Option<usize> {
    until(rest).or_else(|| months(rest)).or_else(|| year(rest))
}

/// 截至2021年8月底, 截止目前.
fn until(rest: &[char]) -> Option<usize> {
    let begins = matches!(rest, ['截', '至' | '止', ..] | ['到' | '至', '本' | '目', ..]);
    begins.then(|| {
        let start = if rest[0] == '截' { 2 } else { 1 };
        let time = |c: &char| c.is_ascii_digit() || c.is_whitespace() || *c == '.' || UNTIL.contains(*c);
        start + rest[start..].iter().take_while(|c| time(c)).count()
    })
}

/// 1-8月, 1至8月份.
fn months(rest: &[char]) -> Option<usize> {
    let number = |from: usize| rest[from..].iter().take(2).take_while(|c| c.is_ascii_digit()).count();
    let first = number(0);
    let between = first + usize::from(first > 0 && rest.get(first).is_some_and(|c| *c == '月'));
    let dash = rest.get(between).is_some_and(|c| "-—–―~～至到".contains(*c));
    let last = if first > 0 && dash { number(between + 1) } else { 0 };
    let end = between + 1 + last;
    (last > 0 && rest.get(end) == Some(&'月')).then(|| end + 1 + usize::from(rest.get(end + 1) == Some(&'份')))
}

/// 2022年, 今年, and the year of 2022年度.
fn year(rest: &[char]) -> Option<usize> {
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let named = match digits {
        4 if rest[0] == '2' => 4,
        0 if matches!(rest, ['今' | '本' | '全', '年', ..]) => 1,
        _ => return None,
    };
    if rest.get(named) != Some(&'年') {
        return None;
    }
    Some(if rest.get(named + 1) == Some(&'度') { named } else { named + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_remains_is_the_thing_itself() {
        for (header, thing) in [
            ("截至2021年8月底累计开工数", "累计开工数"),
            ("截止目前已开工小区", "已开工小区"),
            ("截至本月底完成投资", "完成投资"),
            ("2022年计划改造小区数", "计划改造小区数"),
            ("2022年度计划", "年度计划"),
            ("本年度计划投资", "年度计划投资"),
            ("今年任务数", "任务数"),
            ("1-8月完成投资", "完成投资"),
            ("1月—8月份完成投资", "完成投资"),
            ("至本月底累计", "累计"),
        ] {
            assert_eq!(without_period(header), thing, "{header}");
        }
    }

    #[test]
    fn a_month_alone_is_another_figure() {
        for header in ["8月完成投资", "本月开工数", "2000年以前建成", "投资", "12月", "2-3层", "至", "", "年"]
        {
            let kept = if header.starts_with("2000年") { "以前建成" } else { header };
            assert_eq!(without_period(header), kept, "{header}");
        }
    }
}
