//! The words of the organisation, and days as people type them.

use linli_domain::kernel::Date;
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::organisation::body::BadBody;
use linli_domain::organisation::term::{BadTerm, Chosen, Post, Standing};
use linli_domain::organisation::{BodyKind, Term};

use crate::shell::{Ctx, Problems};

pub(crate) fn kind(ctx: &Ctx, kind: BodyKind) -> String {
    ctx.t(format!("organisation-kind-{}", kind.as_str().replace('_', "-")))
}

pub(crate) fn post(ctx: &Ctx, post: Post) -> String {
    ctx.t(format!("organisation-post-{}", post.as_str()))
}

pub(crate) fn standing(ctx: &Ctx, standing: Standing) -> String {
    ctx.t(format!("organisation-standing-{}", standing.as_str().replace('_', "-")))
}

/// A day as it was typed; a problem where there is none.
pub(crate) fn day(ctx: &Ctx, field: &'static str, typed: &str, problems: &mut Problems) -> Option<Date> {
    let day = optional_day(ctx, field, typed, problems);
    if day.is_none() && problems.of(field).is_none() {
        problems.add(field, ctx.t("organisation-why-day"));
    }
    day
}

/// The same, where it may be left out.
pub(crate) fn optional_day(ctx: &Ctx, field: &'static str, typed: &str, problems: &mut Problems) -> Option<Date> {
    let typed = clean_line(&half_width(typed));
    if typed.is_empty() {
        return None;
    }
    let day = typed.parse::<Date>().ok().filter(|day| (1949..2100).contains(&day.year()));
    if day.is_none() {
        problems.add(field, ctx.t("organisation-why-day"));
    }
    day
}

/// The field that is wrong with a body, and what is.
pub(crate) fn bad_body(ctx: &Ctx, why: BadBody) -> (&'static str, String) {
    match why {
        BadBody::Name => ("name", ctx.t("organisation-why-body-name")),
        BadBody::Neighbourhood => ("kind", ctx.t("organisation-why-neighbourhood")),
        BadBody::Division => ("division", ctx.t("organisation-why-division")),
        BadBody::Ahead => ("on", ctx.t("organisation-why-ahead")),
        BadBody::Dissolved => ("on", ctx.t("organisation-why-dissolved")),
        BadBody::BeforeSetUp => ("on", ctx.t("organisation-why-before-set-up")),
    }
}

/// The same for a term.
pub(crate) fn bad_term(ctx: &Ctx, why: BadTerm) -> (&'static str, String) {
    match why {
        BadTerm::Name => ("name", ctx.t("organisation-why-name")),
        BadTerm::Title => ("title", ctx.t("organisation-why-title")),
        BadTerm::Contact => ("contact", ctx.t("organisation-why-contact")),
        BadTerm::Standing => ("standing", ctx.t("organisation-why-standing")),
        BadTerm::Ahead => ("from", ctx.t("organisation-why-ahead")),
        BadTerm::BeforeBody(on) => ("from", ctx.t_with("organisation-why-before-body", &[("day", ctx.day(on))])),
        BadTerm::Dissolved => ("name", ctx.t("organisation-why-dissolved")),
        BadTerm::EndsFirst => ("until", ctx.t("organisation-why-ends-first")),
        BadTerm::Twice => ("name", ctx.t("organisation-why-twice")),
        BadTerm::LeaderStays(on) => ("from", ctx.t_with("organisation-why-leader-stays", &[("day", ctx.day(on))])),
        BadTerm::Over => ("on", ctx.t("organisation-why-over")),
        BadTerm::NoReason => ("reason", ctx.t("organisation-why-no-reason")),
    }
}

pub(crate) fn chosen(ctx: &Ctx, chosen: Chosen) -> String {
    ctx.t(match chosen {
        Chosen::Elected => "organisation-chosen-elected",
        Chosen::Nominated => "organisation-chosen-nominated",
    })
}

/// `居民 · 居民推选`, as far as it was recorded.
pub(crate) fn sits_as(ctx: &Ctx, term: &Term) -> String {
    let parts = [term.standing.map(|kind| standing(ctx, kind)), term.chosen.map(|how| chosen(ctx, how))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// One term as a row shows it.
#[derive(Debug)]
pub(crate) struct Row {
    pub name: String,
    pub title: String,
    pub post: String,
    /// As what somebody sits there, and how they came to.
    pub standing: String,
    pub contact: String,
    pub from: String,
    pub until: String,
    /// Meant to be over, and nobody ended it.
    pub overdue: bool,
    pub why: String,
    /// Where it is ended.
    pub end: String,
}

impl Row {
    pub(crate) fn of(ctx: &Ctx, office: linli_domain::kernel::Office, term: &Term, today: Date) -> Self {
        let ended = term.ended.as_ref();
        let until = ended.map(|ended| ended.on).or(term.until);
        Self {
            name: ctx.personal(&term.name),
            title: term.title.as_ref().map(|title| ctx.personal(title)).unwrap_or_default(),
            post: post(ctx, term.post),
            standing: sits_as(ctx, term),
            contact: term.contact.as_ref().map(|contact| ctx.personal(contact)).unwrap_or_default(),
            from: ctx.day(term.from),
            until: until.map_or_else(|| "—".to_owned(), |day| ctx.day(day)),
            overdue: term.is_overdue(today),
            why: ended.map(|ended| ctx.personal(&ended.why)).unwrap_or_default(),
            end: format!("/desk/{office}/terms/{}/end", term.id),
        }
    }
}
