//! Suggestions (归类建议): which works of the catalogue an opinion is about, and by which words. They start from rules that ship
//! with Linli and learn from what people confirmed; nothing is grouped by them.

use std::collections::BTreeMap;

use super::super::catalogue::Catalogue;
use super::super::classifier::{Answer, Classifier, Example};
use super::words::WORDS;

/// An opinion is suggested for no more works than that.
const MOST: usize = 3;
/// So many words explain a suggestion.
const REASONS: usize = 4;
/// A work with so many confirmed opinions is known from them, and a rule that they contradict is silent.
const KNOWN_FROM: usize = 8;
/// What the classifier says yes to, and what it says no to; a rule is heard in between.
const YES: f32 = 0.0;
const NO: f32 = -0.8;
/// Where nothing is sure, the likeliest work is suggested if it stands out so far and is not denied.
const LIKELY: f32 = -0.35;
const STANDS_OUT: f32 = 0.25;
/// After so many confirmed opinions it learns for the first time.
const FIRST: i64 = 10;

/// A work that an opinion may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    pub item: String,
    /// Whether the household itself named the work.
    pub wished: bool,
    /// The words that speak for it, as they stand in the text.
    pub words: Vec<String>,
}

/// From how many confirmed opinions suggestions learn, where there are so many: always the first ones, and again when a
/// quarter came on top. So the same records make the same suggestions, and not each click another reading.
pub const fn learns_from(confirmed: i64) -> i64 {
    let (mut step, mut next) = (0, FIRST);
    while next <= confirmed {
        step = next;
        next += (next + 3) / 4;
    }
    step
}

/// Reads opinions; learnt once for many.
#[derive(Debug)]
pub struct Suggester {
    classifier: Option<Classifier>,
    /// Words by item.
    rules: BTreeMap<String, Vec<String>>,
    /// How many confirmed opinions each item has.
    confirmed: BTreeMap<String, usize>,
}

impl Suggester {
    /// Learns from opinions that people confirmed: each a text, and the works of the needs it stands behind.
    pub fn learn(catalogue: &Catalogue, confirmed: &[(String, Vec<String>)]) -> Self {
        let rules = rules(catalogue);
        let mut count = BTreeMap::new();
        let known = |item: &&String| rules.contains_key(*item);
        let taught = confirmed.iter().map(|(text, items)| Example {
            text,
            labels: items
                .iter()
                .filter(known)
                .inspect(|item| *count.entry((*item).clone()).or_default() += 1)
                .map(String::as_str)
                .collect(),
        });
        let taught: Vec<Example<'_>> = taught.filter(|example| !example.labels.is_empty()).collect();
        let shipped = rules.iter().flat_map(|(item, words)| words.iter().map(|word| Example::of(word, item)));
        let examples: Vec<Example<'_>> = if taught.is_empty() { Vec::new() } else { shipped.chain(taught).collect() };
        Self { classifier: Classifier::learn(&examples).ok(), confirmed: count, rules }
    }

    /// The works that an opinion is about, the likeliest first; none where nothing speaks for one. What the household
    /// itself wished comes before all.
    pub fn read(&self, text: &str, wishes: &[String]) -> Vec<Suggested> {
        let text = text.to_lowercase();
        let answer = self.classifier.as_ref().map(|classifier| classifier.ask(&text));
        let scores = answer.as_ref().map(scores).unwrap_or_default();
        let mut found: Vec<(f32, Suggested)> =
            self.rules.keys().filter_map(|item| self.weigh(item, &text, answer.as_ref(), &scores)).collect();
        found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then_with(|| a.item.cmp(&b.item)));
        if found.is_empty()
            && let Some(answer) = &answer
        {
            found.extend(likely(answer));
        }
        let wished = wishes.iter().filter(|wish| self.rules.contains_key(*wish)).map(|wish| Suggested {
            item: wish.clone(),
            wished: true,
            words: found
                .iter()
                .find(|(_, one)| one.item == *wish)
                .map(|(_, one)| one.words.clone())
                .unwrap_or_default(),
        });
        let mut all: Vec<Suggested> = wished.collect();
        all.extend(found.into_iter().map(|(_, one)| one).filter(|one| !wishes.contains(&one.item)).take(MOST));
        all
    }

    fn weigh(
        &self,
        item: &str,
        text: &str,
        answer: Option<&Answer<'_>>,
        scores: &BTreeMap<&str, f32>,
    ) -> Option<(f32, Suggested)> {
        let mut words = hits(&self.rules[item], text);
        let score = scores.get(item).copied();
        let denied =
            score.is_some_and(|score| score < NO) && self.confirmed.get(item).is_some_and(|many| *many >= KNOWN_FROM);
        let by_rule = !words.is_empty() && !denied;
        if !by_rule && score.is_none_or(|score| score < YES) {
            return None;
        }
        words.extend(answer.iter().flat_map(|answer| reasons(answer, item)));
        #[allow(clippy::cast_precision_loss, reason = "a handful of words")]
        let weight = score.unwrap_or_default() + if by_rule { told(&words) as f32 / 4.0 } else { 0.0 };
        Some((weight, Suggested { item: item.to_owned(), wished: false, words: shortest(words) }))
    }
}

/// Words of each item that is offered: those that ship with Linli, and its name.
fn rules(catalogue: &Catalogue) -> BTreeMap<String, Vec<String>> {
    let offered = catalogue.items.iter().filter(|item| !item.retired);
    let all = offered.map(|item| {
        let shipped = WORDS.iter().find(|(code, _)| *code == item.code).map_or(&[][..], |(_, words)| words);
        let name = item.name.zh.split(['（', '(', '、']).next().unwrap_or_default();
        let named = Some(name).filter(|name| name.chars().count() >= 2 && !shipped.contains(name));
        let words = shipped.iter().copied().chain(named).map(str::to_lowercase);
        (item.code.clone(), words.collect())
    });
    all.collect()
}

/// The words of a rule that stand in a text.
fn hits(words: &[String], text: &str) -> Vec<String> {
    words.iter().filter(|word| text.contains(word.as_str())).cloned().collect()
}

/// How many signs the words have together: a longer word tells more.
fn told(words: &[String]) -> usize {
    words.iter().map(|word| word.chars().count()).sum()
}

fn scores<'a>(answer: &Answer<'a>) -> BTreeMap<&'a str, f32> {
    answer.above(f32::MIN).into_iter().map(|one| (one.label, one.score)).collect()
}

fn reasons(answer: &Answer<'_>, item: &str) -> impl Iterator<Item = String> {
    answer.reasons(item, REASONS).into_iter().map(|reason| reason.word).filter(|word| word.chars().count() >= 2)
}

/// The best label, where it stands out.
fn likely(answer: &Answer<'_>) -> Option<(f32, Suggested)> {
    let best = *answer.above(LIKELY).first()?;
    let words: Vec<String> = reasons(answer, best.label).collect();
    let stands_out = !answer.is_guess() && answer.margin() >= STANDS_OUT && !words.is_empty();
    stands_out.then(|| (best.score, Suggested { item: best.label.to_owned(), wished: false, words: shortest(words) }))
}

/// Each word once, and none that stands in another one.
fn shortest(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for word in words {
        if !kept.iter().any(|other| other.contains(&word)) {
            kept.retain(|other| !word.contains(other.as_str()));
            kept.push(word);
        }
    }
    kept.truncate(REASONS);
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn items(suggester: &Suggester, text: &str) -> Vec<String> {
        suggester.read(text, &[]).into_iter().map(|one| one.item).collect()
    }

    fn new() -> Suggester {
        Suggester::learn(&Catalogue::default(), &[])
    }

    #[test]
    fn a_county_that_starts_with_nothing_is_helped_by_rules_that_say_why() {
        let suggester = new();
        let found = suggester.read("七楼老人爬不动，想装电梯；楼道灯也坏了", &[]);
        let items: Vec<&str> = found.iter().map(|one| one.item.as_str()).collect();
        assert!(items.starts_with(&["lift"]) && items.contains(&"lighting"), "{found:?}");
        assert_eq!(found[0].words, ["电梯", "爬不动"]);
        assert_eq!(suggester.read("今天天气很好", &[]), []);
    }

    #[test]
    fn what_the_household_wished_comes_first_and_once() {
        let found = new().read("楼顶漏水", &["lift".into(), "roof".into(), "castle".into()]);
        let shown: Vec<(&str, bool)> = found.iter().map(|one| (one.item.as_str(), one.wished)).collect();
        assert_eq!(shown, [("lift", true), ("roof", true)]);
        assert_eq!(found[1].words, ["楼顶", "漏水"]);
    }

    #[test]
    fn it_learns_words_that_no_rule_knows() {
        let taught: Vec<_> =
            (0..12).map(|n| (format!("{n}栋旁边的老皂角要保护"), vec!["greenery".to_owned()])).collect();
        assert_eq!(items(&new(), "老皂角要留住"), [""; 0]);
        let suggester = Suggester::learn(&Catalogue::default(), &taught);
        assert_eq!(items(&suggester, "老皂角要留住"), ["greenery"]);
    }

    #[test]
    fn a_rule_that_was_contradicted_often_is_silent() {
        // “堵塞” is a drain by the rules; here people mean cars.
        let cars = (0..20).map(|n| (format!("早上{n}号门口车辆堵塞出不去"), vec!["parking".to_owned()]));
        let drains = (0..10).map(|n| (format!("{n}栋后面污水外溢"), vec!["drainage".to_owned()]));
        let taught: Vec<_> = cars.chain(drains).collect();
        assert_eq!(items(&new(), "门口车辆堵塞"), ["drainage"]);
        assert_eq!(
            items(&Suggester::learn(&Catalogue::default(), &taught), "门口车辆堵塞出不去").first().map(String::as_str),
            Some("parking")
        );
    }

    #[test]
    fn an_item_of_the_county_starts_from_its_name_and_a_retired_one_is_not_suggested() {
        let mut catalogue = Catalogue::default();
        let mut own = catalogue.items[0].clone();
        (own.code, own.name.zh) = ("own-1".into(), "风雨桥".into());
        catalogue.items.push(own);
        catalogue.items.iter_mut().filter(|item| item.code == "roads").for_each(|item| item.retired = true);
        let suggester = Suggester::learn(&catalogue, &[]);
        assert_eq!(items(&suggester, "风雨桥的路面烂了"), ["own-1"]);
        assert!(suggester.read("路面", &["roads".into()]).is_empty());
    }

    #[test]
    fn it_learns_again_when_a_quarter_came_on_top() {
        assert_eq!([0, 9, 10, 12, 13, 16, 17, 22].map(learns_from), [0, 0, 10, 10, 13, 13, 17, 22]);
        assert!(learns_from(1_000_000) <= 1_000_000);
    }

    proptest! {
        #[test]
        fn every_suggestion_is_in_the_catalogue_and_its_words_are_in_the_text(text in "(?s).{0,80}") {
            let catalogue = Catalogue::default();
            for one in new().read(&text, &[]) {
                prop_assert!(catalogue.item(&one.item).is_some());
                prop_assert!(one.words.iter().all(|word| text.to_lowercase().contains(word.as_str())));
            }
        }
    }
}
