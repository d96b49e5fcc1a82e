//! Every word on a page, in Chinese and in English (`locales/`). Handlers and templates know only the keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

static_loader! {
    static TEXTS = {
        locales: "./locales",
        fallback_language: "zh-CN",
        // Marks that isolate directions are of no use in these two languages, and break copied figures.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ZH: LanguageIdentifier = langid!("zh-CN");
static EN: LanguageIdentifier = langid!("en");

/// The texts that were asked for so far, of each language.
static KNOWN: LazyLock<[RwLock<Texts>; 2]> = LazyLock::new(Default::default);

type Texts = HashMap<String, Arc<str>>;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 简体中文: first, and what is shown to who asks for nothing else.
    #[default]
    Zh,
    En,
}

impl Lang {
    /// As HTML's `lang` says it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Reads `zh`, `zh-CN`, `en-GB`…
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that we speak, by its weights.
    pub fn accepted(header: &str) -> Option<Self> {
        let wishes = header.split(',').filter_map(|wish| {
            let (tag, weight) = wish.split_once(";q=").unwrap_or((wish, "1"));
            let weight = weight.trim().parse::<f32>().ok().filter(|q| *q > 0.0)?;
            Some((Self::parse(tag)?, weight))
        });
        // The first of equals wins, as the reader wrote them.
        wishes
            .fold(None, |best: Option<(Self, f32)>, wish| match best {
                Some(best) if best.1 >= wish.1 => Some(best),
                _ => Some(wish),
            })
            .map(|(lang, _)| lang)
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// The text of a key; the key itself where there is none, which a test keeps from happening.
    pub fn text(self, key: &str) -> String {
        self.find(key).map_or_else(|| key.to_owned(), |text| text.to_string())
    }

    pub fn has(self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// A page asks for hundreds of texts, and the same ones every time: each is worked out once. What is no key is not
    /// kept, since addresses may name any number of those.
    fn find(self, key: &str) -> Option<Arc<str>> {
        let known = &KNOWN[usize::from(self == Self::En)];
        if let Some(text) = known.read().unwrap_or_else(PoisonError::into_inner).get(key) {
            return Some(Arc::clone(text));
        }
        let text: Arc<str> = TEXTS.try_lookup(self.id(), key)?.into();
        known.write().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), Arc::clone(&text));
        Some(text)
    }

    /// A text with its variables filled in.
    pub fn text_with<V: Display>(self, key: &str, values: &[(&'static str, V)]) -> String {
        let values = values.iter().map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.to_string())));
        self.fill(key, values.collect())
    }

    /// A text that depends on a number: `$n` chooses the form, `$count` is the number as it is printed.
    pub fn text_n(self, key: &str, n: i64, printed: String) -> String {
        let mut values = HashMap::new();
        values.insert(Cow::Borrowed("n"), FluentValue::from(n));
        values.insert(Cow::Borrowed("count"), FluentValue::from(printed));
        self.fill(key, values)
    }

    fn fill(self, key: &str, mut values: HashMap<Cow<'static, str>, FluentValue<'static>>) -> String {
        values.shrink_to_fit();
        TEXTS.try_lookup_with_args(self.id(), key, &values).unwrap_or_else(|| key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_language_asked_for_most() {
        assert_eq!(Lang::accepted("en-GB,en;q=0.9,zh;q=0.8"), Some(Lang::En));
        assert_eq!(Lang::accepted("fr, zh-CN;q=0.9, en;q=0.8"), Some(Lang::Zh));
        assert_eq!(Lang::accepted("zh;q=0, en;q=0.1"), Some(Lang::En));
        assert_eq!(Lang::accepted("de"), None);
        assert_eq!(Lang::accepted(";q=;;,"), None);
    }

    #[test]
    fn a_number_chooses_the_form() {
        assert_eq!(Lang::En.text_n("shell-rows", 1, "1".into()), "1 row");
        assert_eq!(Lang::En.text_n("shell-rows", 1200, "1,200".into()), "1,200 rows");
        assert_eq!(Lang::Zh.text_n("shell-rows", 1200, "1,200".into()), "共 1,200 条");
    }
}
