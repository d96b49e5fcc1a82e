//! What every page needs to know of its request: the language, the address, and who reads.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Display;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE};
use axum::http::request::Parts;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{Area, Date, Money, Month, Office, Percent, Personal, Timestamp};

use super::{Lang, format};

/// What is the same for all pages of one running Linli. Put into the request's extensions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site {
    /// Whether people and neighbourhoods are made up (`linli demo`): every page says so.
    pub illustrative: bool,
}

/// The request as a page sees it. Methods that format take values and references alike, since askama hands over
/// references. A page that cannot be made ready is still a page, so nothing here can fail.
#[derive(Clone, Debug)]
pub struct Ctx {
    pub lang: Lang,
    pub path: String,
    pub query: String,
    /// Who is signed in.
    pub reader: Option<Actor>,
    pub illustrative: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Ctx {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

impl Ctx {
    pub fn of(parts: &Parts) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        Self {
            lang: language(parts, query),
            path: parts.uri.path().to_owned(),
            query: query.to_owned(),
            reader: parts.extensions.get::<Option<Actor>>().cloned().flatten(),
            illustrative: parts.extensions.get::<Site>().is_some_and(|site| site.illustrative),
        }
    }

    /// The text of a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.lang.text(key.as_ref())
    }

    /// A text with variables: `ctx.t_with("register-merged", &[("name", name)])`; in a template without the `&`.
    pub fn t_with<V: Display>(&self, key: &str, values: &[(&'static str, V)]) -> String {
        self.lang.text_with(key, values)
    }

    /// Something about a person; a mark where it is sealed and there is no key, or where it was erased.
    pub fn personal(&self, of: &Personal) -> String {
        match of {
            Personal::Known(text) => text.clone(),
            Personal::Closed => self.t("people-personal-closed"),
            Personal::Erased => self.t("people-personal-erased"),
        }
    }

    /// A text that depends on a number (`$n` to choose the form, `$count` to print).
    pub fn t_n(&self, key: &str, n: impl Value<i64>) -> String {
        let n = n.value();
        self.lang.text_n(key, n, format::number(self.lang, n))
    }

    /// A whole number with its groups.
    pub fn number(&self, value: impl Value<i64>) -> String {
        format::number(self.lang, value.value())
    }

    /// An amount in 万元 with two decimals and no unit; the heading of the column says the unit.
    pub fn money_wan(&self, amount: impl Value<Money>) -> String {
        format::decimal(self.lang, &amount.value().to_wan())
    }

    /// An amount in 元 with two decimals and no unit.
    pub fn money_yuan(&self, amount: impl Value<Money>) -> String {
        format::decimal(self.lang, &amount.value().to_yuan())
    }

    /// A rate with its sign, or a dash where nothing was planned.
    pub fn percent(&self, rate: impl Value<Option<Percent>>) -> String {
        rate.value()
            .map_or_else(|| "—".to_owned(), |rate| format!("{}%", format::decimal(self.lang, &rate.to_string())))
    }

    /// Square metres with two decimals and no unit.
    pub fn area(&self, area: impl Value<Area>) -> String {
        format::decimal(self.lang, &area.value().to_string())
    }

    pub fn day(&self, date: impl Value<Date>) -> String {
        format::day(self.lang, date.value())
    }

    pub fn month(&self, month: impl Value<Month>) -> String {
        format::month(self.lang, month.value())
    }

    /// Day and time by the clock of China.
    pub fn instant(&self, at: impl Value<Timestamp>) -> String {
        format::instant(self.lang, at.value())
    }

    /// Where the other language is chosen, and the way back to this page.
    pub fn lang_switch_url(&self) -> String {
        let back = match self.query.as_str() {
            "" => Cow::Borrowed(self.path.as_str()),
            query => Cow::Owned(format!("{}?{query}", self.path)),
        };
        format!("/language?to={}&back={}", self.lang.other().tag(), encode(&back))
    }

    /// This address with one part of its query changed: for sorting, filters and tabs, which keep the rest.
    pub fn here_with(&self, name: &str, value: &str) -> String {
        let kept = self.query.split('&').filter(|pair| {
            let key = pair.split('=').next().unwrap_or_default();
            !pair.is_empty() && key != name && key != "after" && key != "before" && key != "done"
        });
        let mut query: Vec<String> = kept.map(str::to_owned).collect();
        query.push(format!("{}={}", encode(name), encode(value)));
        format!("{}?{}", self.path, query.join("&"))
    }

    /// What was just done, said once after a redirect to `…?done=KEY`. Only keys that say something done are
    /// shown (`register-done-saved`), so that a link made elsewhere cannot put other words on our pages.
    pub fn done(&self) -> Option<String> {
        let key = self.query.split('&').find_map(|pair| pair.strip_prefix("done="))?;
        (key.contains("-done-") && self.lang.has(key)).then(|| self.t(key))
    }

    /// Whether the page at `path` or one below it is shown: for the navigation.
    pub fn within(&self, path: &str) -> bool {
        self.path == path || self.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The office whose pages are shown, else the reader's own.
    pub fn office(&self) -> Option<Office> {
        let mut parts = self.path.split('/').skip(1);
        let shown = (parts.next() == Some("desk")).then(|| parts.next()?.parse().ok()).flatten();
        shown.or_else(|| self.reader.as_ref().map(|reader| reader.office))
    }

    /// What the reader may open in this office, in the order of the work: text key and address.
    pub fn desk_links(&self) -> Vec<(&'static str, String)> {
        const PAGES: [(&str, &str, Act); 23] = [
            ("shell-nav-overview", "overview", Act::ReadMonths),
            ("shell-nav-mine", "mine", Act::ReadOrganisation),
            ("shell-nav-register", "register", Act::ReadRegister),
            ("shell-nav-imports", "imports", Act::EditRegister),
            ("shell-nav-organisation", "organisation", Act::ReadOrganisation),
            ("shell-nav-four-ones", "four-ones", Act::ReadOrganisation),
            ("shell-nav-tasks", "tasks", Act::ReadTasks),
            ("shell-nav-surveys", "surveys", Act::ReadSurveys),
            ("shell-nav-forms", "forms", Act::ReadForms),
            ("shell-nav-opinions", "opinions", Act::ReadOpinions),
            ("shell-nav-needs", "needs", Act::ReadOpinions),
            ("shell-nav-plans", "plans", Act::ReadPlans),
            ("shell-nav-votes", "votes", Act::ReadPlans),
            ("shell-nav-lifts", "lifts", Act::ReadOpinions),
            ("shell-nav-catalogue", "catalogue", Act::ReadRegister),
            ("shell-nav-months", "months", Act::ReadMonths),
            ("shell-nav-declared", "declared", Act::ReadDeclared),
            ("shell-nav-league", "league", Act::ReadBulletins),
            ("shell-nav-bulletins", "bulletins", Act::ReadBulletins),
            ("shell-nav-accounts", "accounts", Act::ManageAccounts),
            ("shell-nav-persons", "persons", Act::HandlePersonal),
            ("shell-nav-retention", "retention", Act::ReadRetention),
            ("shell-nav-trail", "trail", Act::ReadTrail),
        ];
        let (Some(reader), Some(office)) = (&self.reader, self.office()) else { return Vec::new() };
        let open = PAGES.into_iter().filter(|(.., act)| reader.may_enter(*act, office).is_ok());
        open.map(|(key, page, _)| (key, format!("/desk/{}/{page}", office.code()))).collect()
    }

    /// Where the reader searches everything of this office; on the page of the search itself it stands there.
    pub fn desk_search(&self) -> Option<String> {
        let (Some(_), Some(office)) = (&self.reader, self.office()) else { return None };
        let search = format!("/desk/{}/search", office.code());
        (!self.desk_links().is_empty() && self.path != search).then_some(search)
    }

    /// The address of a style sheet, script or drawing.
    pub fn asset(&self, name: &str) -> String {
        super::assets::url(name)
    }
}

/// What a method is handed, as a value or behind references: askama hands over references, and references to them in loops.
pub trait Value<T> {
    fn value(&self) -> T;
}

impl<T, V: Value<T>> Value<T> for &V {
    fn value(&self) -> T {
        (**self).value()
    }
}

macro_rules! itself {
    ($($type:ty)*) => {$(
        impl Value<$type> for $type {
            fn value(&self) -> $type {
                *self
            }
        }
    )*};
}

/// Numbers of things are counted in many types.
macro_rules! count {
    ($($number:ty)*) => {$(
        impl Value<i64> for $number {
            fn value(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )*};
}

itself!(i64 Money Area Date Month Timestamp Option<Percent>);
count!(i32 u32 u64 usize);

impl Value<Option<Percent>> for Percent {
    fn value(&self) -> Option<Percent> {
        Some(*self)
    }
}

/// Asked for in the address, chosen before, or wished by the browser; else Chinese.
fn language(parts: &Parts, query: &str) -> Lang {
    let header = |name| parts.headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::parse);
    let chosen = || {
        let mut cookies = header(COOKIE).flat_map(|line| line.split(';'));
        cookies.find_map(|cookie| cookie.trim().strip_prefix("lang=").and_then(Lang::parse))
    };
    asked.or_else(chosen).or_else(|| header(ACCEPT_LANGUAGE).find_map(Lang::accepted)).unwrap_or_default()
}

/// Percent-encodes what is not plain in a query.
pub(crate) fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push_str(&hex::encode_upper([byte]));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn ctx(address: &str, headers: &[(&str, &str)]) -> Ctx {
        let mut request = Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Ctx::of(&request.body(()).expect("a request").into_parts().0)
    }

    #[test]
    fn the_address_outdoes_the_cookie_and_the_cookie_the_browser() {
        let english = ("accept-language", "en");
        assert_eq!(ctx("/", &[]).lang, Lang::Zh);
        assert_eq!(ctx("/", &[english]).lang, Lang::En);
        assert_eq!(ctx("/", &[english, ("cookie", "a=b; lang=zh-CN")]).lang, Lang::Zh);
        assert_eq!(ctx("/?lang=en", &[("cookie", "lang=zh-CN")]).lang, Lang::En);
        assert_eq!(ctx("/?lang=xx", &[("cookie", "lang=nonsense")]).lang, Lang::Zh);
    }

    #[test]
    fn a_changed_query_keeps_its_other_parts_and_starts_at_the_first_page() {
        let ctx = ctx("/desk/430527/register?q=%E7%BB%BF&sort=name&after=x", &[]);
        assert_eq!(ctx.here_with("sort", "-households"), "/desk/430527/register?q=%E7%BB%BF&sort=-households");
        assert_eq!(ctx.office().map(|office| office.code().to_string()), Some("430527".into()));
    }

    #[test]
    fn only_what_was_done_can_be_said_by_an_address() {
        assert_eq!(ctx("/?done=shell-sign-in", &[]).done(), None);
        assert_eq!(ctx("/?done=%3Cscript%3E", &[]).done(), None);
        assert!(ctx("/?done=shell-done-language", &[]).done().is_some());
    }

    #[test]
    fn the_way_back_from_the_language_is_one_value() {
        assert_eq!(ctx("/places/43?a=1&b=2", &[]).lang_switch_url(), "/language?to=en&back=/places/43%3Fa%3D1%26b%3D2");
    }
}
