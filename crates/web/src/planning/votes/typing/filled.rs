//! The form of a ballot as somebody filled it in, and what is read from it.

use linli_domain::kernel::Date;
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::planning::vote::{Choice, Invalid, ProxyKind, Typed, TypedProxy};

use super::super::Known;
use crate::error::WebError;
use crate::organisation::words as days;
use crate::shell::{Ctx, Problems};

/// The longest name of a proxy, in characters.
const LONGEST_NAME: usize = 60;

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub id: String,
    pub head: String,
    pub marks: Vec<String>,
    pub received: String,
    pub version: String,
    pub seen: String,
    pub proxied: String,
    pub proxy_head: String,
    pub proxy_name: String,
    pub proxy_kind: String,
    pub by_owner: String,
    pub paper: String,
}

impl Draft {
    /// What was sent. What no form of ours sends is refused.
    pub fn of(pairs: Vec<(String, String)>) -> Result<Self, WebError> {
        let mut draft = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "id" => draft.id = value,
                "head" => draft.head = value,
                "mark" if draft.marks.len() < Choice::ALL.len() => draft.marks.push(value),
                "received" => draft.received = value,
                "version" => draft.version = value,
                "seen" => draft.seen = value,
                "proxied" => draft.proxied = value,
                "proxy_head" => draft.proxy_head = value,
                "proxy_name" => draft.proxy_name = value,
                "proxy_kind" => draft.proxy_kind = value,
                "by_owner" => draft.by_owner = value,
                "paper" => draft.paper = value,
                _ => {}
            }
        }
        let marks = draft.marks.iter().all(|mark| mark.parse::<Choice>().is_ok());
        let seen = draft.seen.is_empty() || draft.seen.parse().is_ok_and(Invalid::is_seen);
        let kind = draft.proxy_kind.is_empty() || draft.proxy_kind.parse::<ProxyKind>().is_ok();
        if marks && seen && kind { Ok(draft) } else { Err(WebError::BadRequest) }
    }
}

/// A form for a paper that came today, or on the last day on which one could.
pub(super) fn blank(known: &Known, id: String, today: Date) -> Draft {
    let received = today.min(known.vote.draft.last);
    let version = known.vote.plan_number.map(|number| number.to_string()).unwrap_or_default();
    Draft { id, received: received.to_string(), version, by_owner: "yes".into(), ..Draft::default() }
}

fn whole(text: &str) -> Result<Option<u32>, ()> {
    let text = clean_line(&half_width(text));
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
}

/// What was typed, where every field can be read; else what is wrong.
pub(super) fn read(ctx: &Ctx, draft: &Draft, today: Date, problems: &mut Problems) -> Option<Typed> {
    let mut number = |field: &'static str, text: &str| {
        whole(text).unwrap_or_else(|()| {
            problems.add(field, ctx.t("votes-why-number"));
            None
        })
    };
    let (head, version) = (number("head", &draft.head), number("version", &draft.version));
    let proxy_head = number("proxy_head", &draft.proxy_head);
    let received = days::day(ctx, "received", &draft.received, problems);
    if received.is_some_and(|day| day > today) {
        problems.add("received", ctx.t("votes-why-future"));
    }
    let marks = draft.marks.iter().filter_map(|mark| mark.parse().ok()).collect();
    let seen = draft.seen.parse::<Invalid>().ok();
    let no_owner = seen.is_some_and(|why| matches!(why, Invalid::NotAnOwner | Invalid::TenantSigned));
    if head.is_none() && !no_owner && problems.of("head").is_none() {
        problems.add("head", ctx.t("votes-why-head"));
    }
    let proxy = (draft.proxied == "yes").then(|| proxy(ctx, draft, proxy_head, problems));
    let typed = Typed { head, marks, received: received?, version, proxy, seen };
    problems.is_empty().then(|| typed.tidy())
}

fn proxy(ctx: &Ctx, draft: &Draft, head: Option<u32>, problems: &mut Problems) -> TypedProxy {
    let name: String = clean_line(&draft.proxy_name).chars().take(LONGEST_NAME).collect();
    if name.is_empty() && head.is_none() {
        problems.add("proxy_name", ctx.t("votes-why-proxy-name"));
    }
    TypedProxy {
        head,
        name,
        kind: draft.proxy_kind.parse().unwrap_or(ProxyKind::Other),
        by_owner: draft.by_owner == "yes",
        paper: draft.paper == "yes",
    }
}
