//! Two readings of one paper beside each other: where they differ, and what each says there.

use linli_domain::planning::vote::{Field, Typed, TypedProxy};
use linli_store::planning::vote::Reading;

use super::super::words;
use crate::shell::Ctx;

/// Where two readings differ: what each of them says.
pub(super) fn compared(ctx: &Ctx, readings: &[Reading], fields: &[Field]) -> Vec<[String; 3]> {
    let [first, second] = readings else { return Vec::new() };
    let line = |field: &Field| {
        [ctx.t(words::field_key(*field)), told(ctx, &first.typed, *field), told(ctx, &second.typed, *field)]
    };
    fields.iter().map(line).collect()
}

fn told(ctx: &Ctx, typed: &Typed, field: Field) -> String {
    let none = || "—".to_owned();
    match field {
        Field::Head => typed.head.map_or_else(none, |head| head.to_string()),
        Field::Marks if typed.marks.is_empty() => none(),
        Field::Marks => {
            let marks: Vec<String> = typed.marks.iter().map(|mark| words::choice(ctx, *mark)).collect();
            marks.join(&ctx.t("plans-and"))
        }
        Field::Received => ctx.day(typed.received),
        Field::Version => typed.version.map_or_else(none, |version| version.to_string()),
        Field::Seen => typed.seen.map_or_else(none, |why| words::invalid(ctx, why)),
        Field::Proxy => typed.proxy.as_ref().map_or_else(none, |proxy| proxied(ctx, proxy)),
    }
}

fn proxied(ctx: &Ctx, proxy: &TypedProxy) -> String {
    let who = proxy.head.map_or_else(|| proxy.name.clone(), |head| format!("{} №{head}", proxy.name));
    let kind = ctx.t(format!("votes-proxy-{}", proxy.kind.as_str()));
    let signed = ctx.t(if proxy.by_owner { "votes-by-owner" } else { "votes-handed-on" });
    let paper = ctx.t(if proxy.paper { "votes-proxy-paper" } else { "votes-no-proxy-paper" });
    [who, kind, signed, paper].join(" · ")
}
