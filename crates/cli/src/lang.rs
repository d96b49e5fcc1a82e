//! The two languages of the command line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsString;

use clap::ValueEnum;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use serde::Deserialize;

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const CHINESE: LanguageIdentifier = langid!("zh-CN");
const ENGLISH: LanguageIdentifier = langid!("en");

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
pub enum Lang {
    #[value(name = "zh-CN", alias = "zh")]
    #[serde(rename = "zh-CN")]
    Chinese,
    #[value(name = "en")]
    #[serde(rename = "en")]
    English,
}

/// A sentence that is not yet in a language: its key, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub key: &'static str,
    pub named: Vec<(&'static str, String)>,
}

impl Text {
    pub fn new(key: &'static str) -> Self {
        Self { key, named: Vec::new() }
    }

    /// The text of a key made at run time; the key itself where there is none (a test sees to it).
    pub fn new_owned(key: &str, lang: Lang) -> String {
        lang.find(key).unwrap_or_else(|| key.to_owned())
    }

    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "it reads better where a sentence is put together")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.named.push((name, value.to_string()));
        self
    }

    pub fn say(&self, lang: Lang) -> String {
        let named = self.named.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.as_str())));
        let named: HashMap<Cow<'static, str>, FluentValue<'_>> = named.collect();
        TEXTS.lookup_complete(&lang.id(), self.key, Some(&named))
    }
}

impl Lang {
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::Chinese => CHINESE,
            Self::English => ENGLISH,
        }
    }

    /// The text of a key made at run time (a command's help), where this very language has it.
    pub fn find(self, key: &str) -> Option<String> {
        TEXTS.lookup_single_language::<&str>(&self.id(), key, None).ok()
    }

    /// The language of the help itself, needed before the command line is understood: what `--lang`
    /// seems to say, else `LINLI_LANG`, else the language of the user's system.
    pub fn guess(args: &[OsString], env: impl Fn(&str) -> Option<String>) -> Self {
        let said = args.iter().enumerate().find_map(|(at, arg)| {
            let arg = arg.to_str()?;
            match arg.strip_prefix("--lang=") {
                Some(value) => Some(value.to_owned()),
                None if arg == "--lang" => args.get(at + 1)?.to_str().map(str::to_owned),
                None => None,
            }
        });
        let wanted = said.or_else(|| env("LINLI_LANG").filter(|value| !value.is_empty()));
        let system = || ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| env(name).filter(|v| !v.is_empty()));
        match wanted.or_else(system) {
            Some(value) if value.starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(args: &[&str], env: &[(&str, &str)]) -> Lang {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        Lang::guess(&args, |name| env.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn the_flag_is_heard_before_the_environment_and_that_before_the_system() {
        let system = ("LANG", "zh_CN.UTF-8");

        assert_eq!(guess(&[], &[system]), Lang::Chinese);
        assert_eq!(guess(&[], &[("LINLI_LANG", "en"), system]), Lang::English);
        assert_eq!(guess(&["serve", "--lang", "zh-CN"], &[("LINLI_LANG", "en")]), Lang::Chinese);
        assert_eq!(guess(&["--lang=en"], &[system]), Lang::English);
        assert_eq!(guess(&[], &[("LANG", "C.UTF-8")]), Lang::English);
    }

    /// The keys of one language's file, in their order.
    fn keys(text: &str) -> Vec<&str> {
        let named = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
        named.filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (chinese, english) = (include_str!("../locales/zh-CN/cli.ftl"), include_str!("../locales/en/cli.ftl"));

        assert_eq!(keys(chinese), keys(english));
    }
}
