//! Which column is which field: a guess that says how sure it is, and that a person can change.

use linli_domain::kernel::table::{Field, FieldKind};
use linli_domain::kernel::text::half_width;
use serde::{Deserialize, Serialize};

use super::period::without_period;
use super::unit::{Unit, without_units};

/// How sure a guess is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The header resembles a name of the field.
    Fuzzy,
    /// The header contains a name of the field.
    Contains,
    /// The header is a name of the field.
    Exact,
}

/// The names of all fields, made ready for comparing once.
pub(super) struct Names<'f> {
    fields: &'f [Field],
    names: Vec<Vec<Name>>,
}

struct Name {
    whole: String,
    parts: Vec<String>,
    words: Vec<String>,
}

/// A header made ready for comparing.
struct Header {
    whole: String,
    last: String,
    words: Vec<String>,
    unit: Option<Unit>,
}

impl<'f> Names<'f> {
    pub(super) fn new(fields: &'f [Field]) -> Self {
        let names = fields.iter().map(|field| field.names.iter().map(|name| Name::new(name)).collect()).collect();
        Self { fields, names }
    }

    /// The best guess for each header; no field is guessed twice.
    pub(super) fn guess(&self, headers: &[String]) -> Vec<Option<(&'static str, Confidence)>> {
        self.likely(headers).into_iter().map(|guess| guess.map(|(key, (confidence, _))| (key, confidence))).collect()
    }

    /// How good these headers are as a header: more and surer guesses are better.
    pub(super) fn score(&self, headers: &[String]) -> u32 {
        let worth = |(_, likeness): (&str, Likeness)| match likeness {
            (Confidence::Exact, _) => 10,
            (Confidence::Contains, explained) if explained >= LAST_LINE => 8,
            (Confidence::Contains, _) => 5,
            (Confidence::Fuzzy, _) => 2,
        };
        self.likely(headers).into_iter().flatten().map(worth).sum()
    }

    fn likely(&self, headers: &[String]) -> Vec<Option<(&'static str, Likeness)>> {
        let mut candidates = Vec::new();
        for (column, header) in headers.iter().enumerate().filter(|(_, header)| !header.is_empty()) {
            let header = Header::new(header);
            for (at, field) in self.fields.iter().enumerate() {
                if fits(&header, field.kind) {
                    let best = self.names[at].iter().filter_map(|name| likeness(&header, name)).max();
                    let best = best.filter(|(sure, _)| *sure == Confidence::Exact || !header.holds_any(field.never));
                    candidates.extend(best.map(|best| (best, column, at)));
                }
            }
        }
        candidates
            .sort_by(|(a, column_a, at_a), (b, column_b, at_b)| b.cmp(a).then((column_a, at_a).cmp(&(column_b, at_b))));
        let mut guesses = vec![None; headers.len()];
        let mut taken = vec![false; self.fields.len()];
        for (likeness, column, at) in candidates {
            if guesses[column].is_none() && !taken[at] {
                guesses[column] = Some((self.fields[at].key, likeness));
                taken[at] = true;
            }
        }
        guesses
    }
}

impl Name {
    fn new(name: &str) -> Self {
        let parts: Vec<String> = name.split('/').map(plain).filter(|part| !part.is_empty()).collect();
        Self { whole: parts.concat(), parts, words: words(name) }
    }
}

impl Header {
    fn new(header: &str) -> Self {
        let bare: Vec<String> = header.split('/').map(|part| without_period(&without_units(part))).collect();
        let last = bare.last().map(|last| plain(last)).unwrap_or_default();
        Self { whole: plain(&bare.concat()), last, words: words(&bare.join(" ")), unit: Unit::in_header(header) }
    }

    fn holds_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| match word.strip_suffix('/') {
            Some(word) => self.whole.contains(word),
            None => self.last.contains(word),
        })
    }
}

/// 投资完成率 holds 投资, and is no amount.
fn fits(header: &Header, kind: FieldKind) -> bool {
    let rate = header.last.ends_with('率') || header.words.last().is_some_and(|w| w == "rate");
    let kind_is_rate = matches!(kind, FieldKind::Percent | FieldKind::Text);
    (!rate || kind_is_rate) && header.unit.is_none_or(|unit| unit.fits(kind))
}

/// How sure, and how much of the header the name explains, in thousandths.
type Likeness = (Confidence, usize);

/// A name that is the whole last line of a header of several rows explains at least this much.
const LAST_LINE: usize = 500;

fn likeness(header: &Header, name: &Name) -> Option<Likeness> {
    if header.whole.is_empty() || name.whole.is_empty() {
        return None;
    }
    if header.whole == name.whole {
        return Some((Confidence::Exact, 1000));
    }
    let (of_header, of_name) = (header.whole.chars().count(), name.whole.chars().count());
    let explained = of_name * 900 / of_header.max(1);
    if header.last == name.whole {
        return Some((Confidence::Contains, explained.max(LAST_LINE)));
    }
    if contains(header, name) {
        return Some((Confidence::Contains, explained));
    }
    let resembles = of_name >= 4 && of_header <= of_name + 2 && is_within(&name.whole, &header.whole);
    resembles.then_some((Confidence::Fuzzy, explained))
}

/// Names in Latin letters must be whole words: `unit` is no part of `community`.
fn contains(header: &Header, name: &Name) -> bool {
    if name.whole.is_ascii() {
        return header.words.windows(name.words.len().max(1)).any(|window| window == name.words.as_slice());
    }
    let mut rest = header.whole.as_str();
    name.parts.iter().all(|part| match rest.find(part.as_str()) {
        Some(at) if part.chars().count() >= 2 => {
            rest = &rest[at + part.len()..];
            true
        }
        _ => false,
    })
}

/// Lower case, half width, nothing but letters and digits.
pub(super) fn plain(text: &str) -> String {
    half_width(text).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn words(text: &str) -> Vec<String> {
    let text = half_width(text).to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether the letters of a name stand in a header in their order. Nothing looser: 开工日期 and 完工日期 differ in one.
fn is_within(name: &str, header: &str) -> bool {
    let mut letters = header.chars();
    name.chars().all(|c| letters.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        Field::new("name", FieldKind::Text, &["小区名称", "项目名称"]),
        Field::new("planned", FieldKind::Integer, &["计划/小区数", "计划改造小区数", "planned"]),
        Field::new("planned_investment", FieldKind::Money, &["计划投资", "planned investment"]),
        Field::new("investment_rate", FieldKind::Percent, &["投资完成率", "investment rate"]),
        Field::new("unit", FieldKind::Text, &["unit"]),
    ];

    fn guess(header: &str) -> Option<(&'static str, Confidence)> {
        Names::new(FIELDS).guess(&[header.to_owned()])[0]
    }

    #[test]
    fn a_guess_says_how_sure_it_is() {
        assert_eq!(guess("小 区 名 称"), Some(("name", Confidence::Exact)));
        assert_eq!(guess("改造小区名称及地址"), Some(("name", Confidence::Contains)));
        assert_eq!(guess("小区的名称"), Some(("name", Confidence::Fuzzy)));
        assert_eq!(guess("2021年计划改造/小区数（个）"), Some(("planned", Confidence::Exact)));
        assert_eq!(guess("老旧小区/计划改造/小区数（个）"), Some(("planned", Confidence::Contains)));
        assert_eq!(guess("备注"), None);
    }

    #[test]
    fn a_rate_is_no_amount() {
        assert_eq!(guess("计划投资完成率（%）"), Some(("investment_rate", Confidence::Contains)));
        assert_eq!(guess("planned_investment_wan"), Some(("planned_investment", Confidence::Exact)));
        assert_eq!(guess("investment_rate_percent"), Some(("investment_rate", Confidence::Exact)));
        assert_eq!(guess("community"), None);
    }

    #[test]
    fn a_header_with_a_word_that_a_field_never_has_is_another_column() {
        const STARTED: &[Field] = &[
            Field::new("planned", FieldKind::Integer, &["改造小区数"]).never(&["已", "户/"]),
            Field::new("started", FieldKind::Integer, &["已开工", "小区/已开工"]).never(&["计划", "户/"]),
        ];
        let guess = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
            Names::new(STARTED).guess(&headers).into_iter().map(|g| g.map(|(key, _)| key)).collect::<Vec<_>>()
        };
        assert_eq!(guess(&["计划新开工改造小区数", "已开工改造小区数"]), [Some("planned"), Some("started")]);
        assert_eq!(guess(&["改造户数/已开工", "小区/已开工"]), [None, Some("started")]);
    }

    #[test]
    fn no_field_is_guessed_twice() {
        let headers = ["项目名称".to_owned(), "小区名称".to_owned()];
        let guesses = Names::new(FIELDS).guess(&headers);
        assert_eq!(guesses.iter().flatten().count(), 1);
    }
}
