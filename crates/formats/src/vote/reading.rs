//! From bytes to a vote, or to the first thing that stands in the way.

use std::str::FromStr;

use linli_domain::kernel::{Area, Date, digest::Digest};
use linli_domain::planning::vote::{
    Choice, Duplicates, Dwelling, Head, Matter, NoRoll, Options, Roll, Root, Rule, Threshold, Vote, Weight,
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Problem, Said, VoteFile, Wrong, ballots};
use crate::json::Source;
use crate::json::shown;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole<'a> {
    #[serde(borrow)]
    format: &'a RawValue,
    version: &'a RawValue,
    vote: &'a RawValue,
    title: Option<&'a RawValue>,
    question: Option<&'a RawValue>,
    matter: Option<&'a RawValue>,
    extent: &'a RawValue,
    first: &'a RawValue,
    last: &'a RawValue,
    plan_version: Option<&'a RawValue>,
    options: &'a RawValue,
    rule: &'a RawValue,
    total: &'a RawValue,
    heads: Vec<&'a RawValue>,
    ballots: Vec<&'a RawValue>,
    root: Option<&'a RawValue>,
    result: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule<'a> {
    #[serde(borrow)]
    quorum: Shares<'a>,
    majority: Shares<'a>,
    proxies_a_person: u32,
    #[serde(borrow)]
    barred_proxies: Vec<&'a RawValue>,
    represented_may_act: bool,
    online: bool,
    duplicates: &'a RawValue,
    silence_clause: Option<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shares<'a> {
    #[serde(borrow)]
    heads: &'a RawValue,
    area: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeight<'a> {
    heads: i64,
    #[serde(borrow)]
    area: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawHead<'a> {
    #[serde(borrow)]
    head: &'a RawValue,
    #[serde(default)]
    owners: Vec<&'a RawValue>,
    dwellings: Vec<RawDwelling<'a>>,
    #[serde(default)]
    unsold: bool,
    #[serde(default)]
    delivered: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDwelling<'a> {
    #[serde(borrow)]
    dwelling: &'a RawValue,
    area: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoot<'a> {
    #[serde(borrow)]
    sha256: &'a RawValue,
    ballots: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawResult<'a> {
    #[serde(borrow)]
    took_part: RawWeight<'a>,
    agreed: RawWeight<'a>,
    carried: bool,
}

impl VoteFile {
    pub fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let source = Source::of(bytes)?;
        let whole: Whole<'_> = source.all()?;
        source.known_format(&whole)?;
        let (rule, silence_clause) = whole.rule_of(&source)?;
        let roll = source.roll(&whole)?;
        let version = whole.plan_version.map(|raw| source.part(raw)).transpose()?;
        let vote = Vote {
            rule,
            options: source.options(whole.options)?,
            version,
            first: source.day("first", whole.first)?,
            last: source.day("last", whole.last)?,
            silence: silence_clause.is_some(),
        };
        if vote.first > vote.last {
            return Err(Wrong::Window.at(source.line(whole.last)));
        }
        let (ballots, beside) = ballots::read(&source, &whole.ballots, &roll)?;
        Ok(Self {
            id: source.text("vote", whole.vote)?,
            title: whole.title.map(|raw| source.text("title", raw)).transpose()?,
            question: whole.question.map(|raw| source.text("question", raw)).transpose()?,
            matter: whole.matter.map(|raw| source.matter(raw)).transpose()?,
            extent: source.code("extent", whole.extent)?,
            vote,
            silence_clause,
            roll,
            ballots,
            beside,
            root: whole.root.map(|raw| source.root(raw)).transpose()?,
            result: whole.result.map(|raw| source.said(raw)).transpose()?,
        })
    }
}

impl<'a> Whole<'a> {
    fn rule_of(&self, source: &Source<'a>) -> Result<(Rule, Option<String>), Problem> {
        let raw: RawRule<'a> = source.part(self.rule)?;
        let share = |raw| source.code::<Threshold>("share", raw);
        let duplicates = source.text("duplicates", raw.duplicates)?;
        let rule = Rule {
            quorum_area: share(raw.quorum.area)?,
            quorum_heads: share(raw.quorum.heads)?,
            majority_area: share(raw.majority.area)?,
            majority_heads: share(raw.majority.heads)?,
            proxies_a_person: i64::from(raw.proxies_a_person),
            barred: raw
                .barred_proxies
                .iter()
                .map(|raw| source.code("barred_proxies", raw))
                .collect::<Result<_, _>>()?,
            represented_may_act: raw.represented_may_act,
            online: raw.online,
            duplicates: match duplicates.as_str() {
                "first" => Duplicates::First,
                "latest" => Duplicates::Latest,
                _ => return Err(source.value("duplicates", raw.duplicates)),
            },
        };
        Ok((rule, raw.silence_clause.map(|raw| source.text("silence_clause", raw)).transpose()?))
    }
}

impl<'a> Source<'a> {
    fn known_format(&self, whole: &Whole<'a>) -> Result<(), Problem> {
        let format = self.text("format", whole.format)?;
        if format != "linli-vote" {
            return Err(Wrong::Format { given: shown(&format) }.at(self.line(whole.format)));
        }
        match self.part::<u64>(whole.version)? {
            1 => Ok(()),
            given => Err(Wrong::Version { given }.at(self.line(whole.version))),
        }
    }

    pub fn value(&self, field: &'static str, raw: &RawValue) -> Problem {
        Wrong::Value { field, given: shown(raw.get()) }.at(self.line(raw))
    }

    /// A text that says something; only what people read may have several lines, since seals are made of lines.
    pub fn text(&self, field: &'static str, raw: &'a RawValue) -> Result<String, Problem> {
        const LONGEST: usize = 4_000;
        let text: String = self.part(raw)?;
        let prose = matches!(field, "question" | "silence_clause");
        let plain = !text.trim().is_empty()
            && text.len() <= LONGEST
            && !text.chars().any(|sign| sign.is_control() && !(prose && sign == '\n'))
            && text != "-";
        if plain { Ok(text) } else { Err(self.value(field, raw)) }
    }

    pub fn code<T: FromStr>(&self, field: &'static str, raw: &'a RawValue) -> Result<T, Problem> {
        let text: String = self.part(raw)?;
        text.parse().map_err(|_| self.value(field, raw))
    }

    pub fn day(&self, field: &'static str, raw: &'a RawValue) -> Result<Date, Problem> {
        let text: String = self.part(raw)?;
        let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text);
        day.ok_or_else(|| self.value(field, raw))
    }

    pub fn digest(&self, field: &'static str, raw: &'a RawValue) -> Result<Digest, Problem> {
        self.code(field, raw)
    }

    fn matter(&self, raw: &'a RawValue) -> Result<Matter, Problem> {
        let number: i64 = self.part(raw)?;
        let matter = u8::try_from(number).ok().and_then(Matter::of_number);
        matter.ok_or_else(|| self.value("matter", raw))
    }

    fn options(&self, raw: &'a RawValue) -> Result<Options, Problem> {
        let all: Vec<&'a RawValue> = self.part(raw)?;
        let all: Vec<Choice> = all.into_iter().map(|raw| self.code("options", raw)).collect::<Result<_, _>>()?;
        match [Choice::For, Choice::Against, Choice::Abstain].into_iter().find(|choice| !all.contains(choice)) {
            Some(lacks) => Err(Wrong::Options { lacks: lacks.as_str() }.at(self.line(raw))),
            None => Ok(Options { without_paying: all.contains(&Choice::ForWithoutPaying) }),
        }
    }

    /// Square metres, as a text or as a number as it stands there: never by way of a number of the machine.
    fn area(&self, field: &str, raw: &'a RawValue, from: i64) -> Result<Area, Problem> {
        let text = raw.get();
        let text = if text.starts_with('"') { self.part::<String>(raw)? } else { text.to_owned() };
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && text.starts_with(|c: char| c.is_ascii_digit());
        let area = if plain { Area::parse(&text, false).ok() } else { None };
        area.filter(|area| area.hundredths() >= from)
            .ok_or_else(|| Wrong::Area { field: field.to_owned(), given: shown(&text) }.at(self.line(raw)))
    }

    fn weight(&self, raw: &RawWeight<'a>) -> Result<Weight, Problem> {
        Ok(Weight { heads: raw.heads, area: self.area("area", raw.area, 0)? })
    }

    fn roll(&self, whole: &Whole<'a>) -> Result<Roll, Problem> {
        let heads = whole.heads.iter().map(|raw| self.head(raw)).collect::<Result<Vec<Head>, _>>()?;
        let line = |at: usize| whole.heads.get(at).map_or(1, |raw| self.line(raw));
        let roll = Roll::new(heads).map_err(|why| no_roll(why, line, self.line(whole.total)))?;
        let said: RawWeight<'a> = self.part(whole.total)?;
        let (said, found) = (self.weight(&said)?, roll.total());
        if said.heads != found.heads {
            return Err(Wrong::TotalHeads { said: said.heads, found: found.heads }.at(self.line(whole.total)));
        }
        if said.area != found.area {
            let (said, found) = (said.area.to_string(), found.area.to_string());
            return Err(Wrong::TotalArea { said, found }.at(self.line(whole.total)));
        }
        Ok(roll)
    }

    fn head(&self, raw: &'a RawValue) -> Result<Head, Problem> {
        let head: RawHead<'a> = self.part(raw)?;
        let dwelling = |raw: &RawDwelling<'a>| {
            let name = self.text("dwelling", raw.dwelling)?;
            Ok::<_, Problem>(Dwelling { area: self.area(&name, raw.area, 1)?, name })
        };
        Ok(Head {
            id: self.text("head", head.head)?,
            owners: head.owners.iter().map(|raw| self.text("owners", raw)).collect::<Result<_, _>>()?,
            dwellings: head.dwellings.iter().map(dwelling).collect::<Result<_, _>>()?,
            unsold: head.unsold,
            delivered: head.delivered,
        })
    }

    pub fn root(&self, raw: &'a RawValue) -> Result<(Root, u32), Problem> {
        let root: RawRoot<'a> = self.part(raw)?;
        let digest = self.digest("root", root.sha256)?;
        Ok((Root { digest, ballots: root.ballots }, self.line(raw)))
    }

    fn said(&self, raw: &'a RawValue) -> Result<(Said, u32), Problem> {
        let said: RawResult<'a> = self.part(raw)?;
        let (took_part, agreed) = (self.weight(&said.took_part)?, self.weight(&said.agreed)?);
        Ok((Said { took_part, agreed, carried: said.carried }, self.line(raw)))
    }
}

fn no_roll(why: NoRoll, line: impl Fn(usize) -> u32, of_total: u32) -> Problem {
    match why {
        NoRoll::Empty => Wrong::NoHeads.at(of_total),
        NoRoll::TooMany { at } => {
            Wrong::TooMany { field: "heads", limit: linli_domain::planning::vote::MOST_HEADS }.at(line(at))
        }
        NoRoll::HeadTwice { at, first, id } => Wrong::HeadTwice { id, first: line(first) }.at(line(at)),
        NoRoll::NoDwelling { at, id } => Wrong::NoDwelling { id }.at(line(at)),
        NoRoll::NoOwner { at, id } => Wrong::NoOwner { id }.at(line(at)),
        NoRoll::OwnerTwice { at, owner } => Wrong::OwnerTwice { owner }.at(line(at)),
        NoRoll::DwellingTwice { at, first, name } => Wrong::DwellingTwice { name, first: line(first) }.at(line(at)),
        NoRoll::NoArea { at, name } => Wrong::Area { field: name, given: "0".into() }.at(line(at)),
        NoRoll::TooLarge { at } => Wrong::AreaTooLarge.at(line(at)),
        NoRoll::SameOwners { at, first } => Wrong::SameOwners { first: line(first) }.at(line(at)),
        NoRoll::UnsoldTwice { at, first } => Wrong::UnsoldTwice { first: line(first) }.at(line(at)),
    }
}
