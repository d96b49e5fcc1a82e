//! The page on which a paper is typed: its fields, what two readings differ in for who settles them, and its scans.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Actor;
use linli_domain::planning::vote::{Choice, Field as Where, Invalid, ProxyKind};
use linli_store::planning::vote::{Ballot, Reading, Step};

use super::super::{Known, address, crumbs_of, words};
use super::compared::compared;
use super::filled::Draft;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/votes/typing.html")]
struct TypingPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    here: String,
    back: String,
    /// The paper's own id, as long as it has no number.
    id: String,
    marks: Vec<(String, String, bool)>,
    paper: Vec<Field>,
    proxy: Vec<Field>,
    proxied: bool,
    /// Field, first reading, second reading, whether they differ.
    readings: Vec<[String; 3]>,
    /// Scans that lie with it: address and label.
    scans: Vec<(String, String)>,
    /// Where scans are put, once it has a number.
    scan_to: Option<String>,
    file: Field,
    typed_by_me: bool,
    problems: Problems,
}

/// Which paper a page is about.
pub(super) struct Of<'a> {
    pub known: &'a Known,
    pub office: Office,
    pub ballot: Option<&'a Ballot>,
    pub readings: Option<(Vec<Reading>, Vec<Where>)>,
}

pub(super) fn typing_page(
    ctx: Ctx,
    actor: &Actor,
    of: &Of<'_>,
    draft: &Draft,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let root = format!("{}/ballots", address(of.office, of.known.vote.id));
    let (title, lead) = titles(&ctx, actor, of);
    let here = of.ballot.map_or_else(|| format!("{root}/new"), |ballot| format!("{root}/{}", ballot.number));
    let mine = of.ballot.is_some_and(|one| one.first == actor.account || one.second == Some(actor.account));
    let marked = |choice: Choice| {
        let ticked = draft.marks.iter().any(|mark| mark == choice.as_str());
        (choice.as_str().to_owned(), words::choice(&ctx, choice), ticked)
    };
    let marks = of.known.vote.draft.options.choices().map(marked).collect();
    let wrong = |field: Field| field.problem(&problems);
    let shown = TypingPage {
        crumbs: crumbs_of(&ctx, of.office, of.known),
        title,
        lead,
        back: root,
        id: draft.id.clone(),
        marks,
        paper: paper_fields(&ctx, of.known, draft).into_iter().map(wrong).collect(),
        proxy: proxy_fields(&ctx, draft).into_iter().map(wrong).collect(),
        proxied: draft.proxied == "yes",
        readings: of.readings.as_ref().map(|(both, fields)| compared(&ctx, both, fields)).unwrap_or_default(),
        scans: scans(&ctx, of.ballot, &here),
        scan_to: of.ballot.map(|_| format!("{here}/scans")),
        file: Field::new("file", ctx.t("votes-field-file"))
            .kind("file")
            .hint(ctx.t("votes-field-file-hint"))
            .required()
            .problem(&problems),
        here,
        typed_by_me: mine || of.ballot.is_some_and(|one| one.step == Step::Settled),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn titles(ctx: &Ctx, actor: &Actor, of: &Of<'_>) -> (String, String) {
    let Some(ballot) = of.ballot else { return (ctx.t("votes-type-new"), ctx.t("votes-type-new-lead")) };
    let title = ctx.t_n("votes-ballot-number", i64::from(ballot.number));
    let mine = ballot.first == actor.account || ballot.second == Some(actor.account);
    let lead = match ballot.step {
        Step::Settled => "votes-settled-lead",
        Step::Typed if mine => "votes-typed-lead",
        Step::Differs if mine => "votes-differs-lead",
        Step::Typed => "votes-second-lead",
        Step::Differs => "votes-settle-lead",
    };
    (title, ctx.t(lead))
}

fn paper_fields(ctx: &Ctx, known: &Known, draft: &Draft) -> Vec<Field> {
    let field = |name: &'static str, value: &str| Field::new(name, ctx.t(format!("votes-field-{name}"))).value(value);
    let fine = (String::new(), ctx.t("votes-seen-nothing"));
    let seen = Invalid::SEEN.map(|why| (why.as_str().to_owned(), words::invalid(ctx, why)));
    let mut fields = vec![
        field("head", &draft.head).hint(ctx.t("votes-field-head-hint")),
        field("received", &draft.received).kind("date").required(),
        field("seen", &draft.seen).kind("select").options(std::iter::once(fine).chain(seen)).quiet(),
    ];
    if known.vote.plan_number.is_some() {
        fields.push(field("version", &draft.version).hint(ctx.t("votes-field-version-hint")));
    }
    fields
}

fn proxy_fields(ctx: &Ctx, draft: &Draft) -> Vec<Field> {
    let kinds = ProxyKind::ALL.map(|kind| (kind.as_str(), ctx.t(format!("votes-proxy-{}", kind.as_str()))));
    vec![
        Field::new("proxied", ctx.t("votes-proxied")).kind("checkbox").value(&draft.proxied).quiet(),
        Field::new("proxy_name", ctx.t("votes-proxy-name")).value(&draft.proxy_name).quiet(),
        Field::new("proxy_head", ctx.t("votes-proxy-head"))
            .hint(ctx.t("votes-proxy-head-hint"))
            .value(&draft.proxy_head)
            .quiet(),
        Field::new("proxy_kind", ctx.t("votes-proxy-kind"))
            .kind("select")
            .options(kinds)
            .value(&draft.proxy_kind)
            .quiet(),
        Field::new("by_owner", ctx.t("votes-by-owner")).kind("checkbox").value(&draft.by_owner).quiet(),
        Field::new("paper", ctx.t("votes-proxy-paper"))
            .hint(ctx.t("votes-proxy-paper-hint"))
            .kind("checkbox")
            .value(&draft.paper)
            .quiet(),
    ]
}

fn scans(ctx: &Ctx, ballot: Option<&Ballot>, here: &str) -> Vec<(String, String)> {
    let Some(ballot) = ballot else { return Vec::new() };
    let scan = ballot.scan.map(|_| (format!("{here}/scans/ballot"), ctx.t("votes-scan-ballot")));
    let authority = ballot.proxy_scan.map(|_| (format!("{here}/scans/authority"), ctx.t("votes-scan-authority")));
    scan.into_iter().chain(authority).collect()
}
