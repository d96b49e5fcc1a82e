//! Why a form or an answer is refused, in the reader's language: the element, or the row of a workbook.

use linli_formats::xforms::{Refusal, Wrong};

use crate::register::imports::words as imports;
use crate::shell::Lang;

/// A text that is put together.
struct Text(&'static str, Vec<(&'static str, String)>);

impl Text {
    const fn new(key: &'static str) -> Self {
        Self(key, Vec::new())
    }

    #[allow(clippy::needless_pass_by_value, reason = "called with numbers and texts at hand")]
    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.1.push((name, value.to_string()));
        self
    }

    fn say(&self, lang: Lang) -> String {
        lang.text_with(self.0, &self.1)
    }
}

pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    use Refusal as R;
    let text = match refusal {
        R::TooLarge { limit } => Text::new("openrosa-too-large").with("mebibytes", limit >> 20),
        R::NotUtf8 => Text::new("openrosa-not-utf8"),
        R::DocumentType => Text::new("openrosa-document-type"),
        R::UnknownEntity { path, name } => Text::new("openrosa-unknown-entity").with("path", path).with("name", name),
        R::UnknownPrefix { path, prefix } => {
            Text::new("openrosa-unknown-prefix").with("path", path).with("name", prefix)
        }
        R::Broken { path, line, why } => {
            Text::new("openrosa-broken").with("path", path).with("line", line).with("why", why)
        }
        R::TooDeep { path, limit } => Text::new("openrosa-too-deep").with("path", path).with("limit", limit),
        R::TooManyElements { path, limit } => {
            Text::new("openrosa-many-elements").with("path", path).with("limit", limit)
        }
        R::TooManyAttributes { path, limit } => {
            Text::new("openrosa-many-attributes").with("path", path).with("limit", limit)
        }
        R::NotAForm { root } => Text::new("openrosa-not-a-form").with("name", root),
        R::Missing { path, element } => Text::new("openrosa-missing").with("path", path).with("name", element),
        R::NoFormId { path } => Text::new("openrosa-no-form-id").with("path", path),
        R::AsksNowhere { control, reference } => {
            Text::new("openrosa-asks-nowhere").with("name", control).with("path", reference)
        }
        R::AsksNothing { control, path } => Text::new("openrosa-asks-nothing").with("name", control).with("path", path),
        R::RepeatedTwice { path } => Text::new("openrosa-repeated-twice").with("path", path),
        R::BindTwice { id } => Text::new("openrosa-bind-twice").with("name", id),
        R::NoSuchInstance { instance } => Text::new("openrosa-no-such-instance").with("name", instance),
        R::InstanceTwice { instance } => Text::new("openrosa-instance-twice").with("name", instance),
    };
    text.say(lang)
}

/// What is wrong with one row of a workbook.
pub fn wrong(lang: Lang, wrong: &Wrong) -> String {
    use Wrong as W;
    let named = |key, name: &str| Text::new(key).with("name", name);
    let text = match wrong {
        W::Unread(why) => return imports::file(lang, why),
        W::NotAForm(why) => return refusal(lang, why),
        W::NotAWorkbook => Text::new("openrosa-not-a-workbook"),
        W::NoSheet(name) => named("openrosa-no-sheet", name),
        W::NoColumn(name) => named("openrosa-no-column", name),
        W::Type(name) => named("openrosa-type", name),
        W::Column(name) => named("openrosa-column", name),
        W::NoName => Text::new("openrosa-no-name"),
        W::BadName(name) => named("openrosa-bad-name", name),
        W::NameTwice(name) => named("openrosa-name-twice", name),
        W::NoSuchList(name) => named("openrosa-no-such-list", name),
        W::ChoiceTwice(name) => named("openrosa-choice-twice", name),
        W::ChoiceWithSpace(name) => named("openrosa-choice-with-space", name),
        W::NothingToEnd => Text::new("openrosa-nothing-to-end"),
        W::NeverEnded => Text::new("openrosa-never-ended"),
        W::TooDeep(limit) => Text::new("openrosa-groups-too-deep").with("limit", limit),
        W::NoSuchQuestion(name) => named("openrosa-no-such-question", name),
        W::Ambiguous(name) => named("openrosa-ambiguous", name),
        W::TooMany { what: "languages", limit } => Text::new("openrosa-many-languages").with("limit", limit),
        W::TooMany { limit, .. } => Text::new("openrosa-many-rows").with("limit", limit),
        W::NoCalculation => Text::new("openrosa-no-calculation"),
        W::ComputedDefault(name) => named("openrosa-computed-default", name),
    };
    text.say(lang)
}
