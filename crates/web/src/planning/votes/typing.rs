//! `…/ballots/new` and `…/ballots/{number}`: a paper typed in for the first time, for the second time, or settled where the two
//! readings differ. Who reads it second sees the paper and its scan, and nothing of what was typed before.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, half_width};
use linli_domain::kernel::{Date, Office};
use linli_domain::planning::vote::{
    BallotId, Choice, Field as Where, Invalid, ProxyKind, State as Stands, Typed, TypedProxy, VoteId,
};
use linli_store::Error;
use linli_store::planning::vote::{self, Ballot, Reading, Sheet, Step, TypeError};

use super::{Known, address, crumbs_of, know, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::organisation::words as days;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

/// The longest name of a proxy, in characters.
const LONGEST_NAME: usize = 60;

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

/// The form as it was typed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    id: String,
    head: String,
    marks: Vec<String>,
    received: String,
    version: String,
    seen: String,
    proxied: String,
    proxy_head: String,
    proxy_name: String,
    proxy_kind: String,
    by_owner: String,
    paper: String,
}

impl Draft {
    fn of(pairs: Vec<(String, String)>) -> Self {
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
        draft
    }
}

/// Which paper a page is about.
struct Of<'a> {
    known: &'a Known,
    office: Office,
    ballot: Option<&'a Ballot>,
    readings: Option<(Vec<Reading>, Vec<Where>)>,
}

async fn announced(app: &App, actor: &Actor, office: Office, id: VoteId) -> Result<Known, WebError> {
    let known = know(app, actor, Act::TypeBallots, office, id).await?;
    if known.vote.state == Stands::Announced { Ok(known) } else { Err(WebError::Conflict) }
}

/// `GET …/ballots/new`
pub async fn ask_new(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let known = announced(&app, &actor, office, id).await?;
    let draft = blank(&known, BallotId::new().to_string(), app.today());
    let of = Of { known: &known, office, ballot: None, readings: None };
    Ok(typing_page(ctx, &actor, &of, &draft, StatusCode::OK, Problems::default()))
}

fn blank(known: &Known, id: String, today: Date) -> Draft {
    let received = today.min(known.vote.draft.last).max(known.vote.draft.first).min(today);
    let version = known.vote.plan_number.map(|number| number.to_string()).unwrap_or_default();
    Draft { id, received: received.to_string(), version, by_owner: "yes".into(), ..Draft::default() }
}

/// `POST …/ballots/new`: the first reading; the number that it is given is told, to be written on the paper.
pub async fn first(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let draft = Draft::of(pairs);
    let known = announced(&app, &actor, office, id).await?;
    let ballot: BallotId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let mut problems = Problems::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(typed) = read(&ctx, &draft, app.today(), &mut problems) {
        match app.store.write(&actor, move |tx| vote::type_in(tx, id, Sheet::New(ballot), &typed)).await {
            Ok((number, _)) => {
                return Ok(done(&format!("{}/ballots/{number}", address(office, id)), "votes-done-typed"));
            }
            Err(why) => status = refused(&ctx, why, &mut problems)?,
        }
    }
    let of = Of { known: &known, office, ballot: None, readings: None };
    Ok(typing_page(ctx, &actor, &of, &draft, status, problems))
}

/// `GET …/ballots/{number}`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
) -> Result<Response, WebError> {
    let known = announced(&app, &actor, office, id).await?;
    let (ballot, readings) = lying(&app, &actor, office, id, number).await?;
    let draft = blank(&known, String::new(), app.today());
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, &actor, &of, &draft, StatusCode::OK, Problems::default()))
}

type Lying = (Ballot, Option<(Vec<Reading>, Vec<Where>)>);

/// A ballot; and for who may settle it, what the two read.
async fn lying(app: &App, actor: &Actor, office: Office, id: VoteId, number: u32) -> Result<Lying, WebError> {
    let by = actor.account;
    let read = app.store.read(move |tx| {
        let ballot = vote::find(tx, office, id, number)?.ok_or(WebError::NotFound)?;
        let readings = match vote::readings(tx, office, (id, number), by) {
            Ok(both) => Some(both),
            Err(TypeError::SamePerson | TypeError::NotNow | TypeError::NoHead(_)) => None,
            Err(TypeError::Store(why)) => return Err(why.into()),
        };
        Ok::<_, WebError>((ballot, readings))
    });
    read.await
}

/// `POST …/ballots/{number}`: the second reading, or the one that settles two.
pub async fn next(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let draft = Draft::of(pairs);
    let known = announced(&app, &actor, office, id).await?;
    let (ballot, readings) = lying(&app, &actor, office, id, number).await?;
    let mut problems = Problems::default();
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let Some(typed) = read(&ctx, &draft, app.today(), &mut problems) {
        let settles = ballot.step == Step::Differs;
        let written = app.store.write(&actor, move |tx| {
            if settles {
                return vote::settle(tx, id, number, &typed).map(|()| Step::Settled);
            }
            vote::type_in(tx, id, Sheet::Numbered(number), &typed).map(|(_, step)| step)
        });
        match written.await {
            Ok(step) => {
                let key = if step == Step::Differs { "votes-done-differs" } else { "votes-done-settled" };
                return Ok(done(&format!("{}/ballots", address(office, id)), key));
            }
            Err(why) => status = refused(&ctx, why, &mut problems)?,
        }
    }
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, &actor, &of, &draft, status, problems))
}

/// The page of a ballot to which a scan was not put, with the reason.
pub(super) async fn scan_refused(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id, number): (Office, VoteId, u32),
    problems: Problems,
    status: StatusCode,
) -> Result<Response, WebError> {
    let known = announced(app, actor, office, id).await?;
    let (ballot, readings) = lying(app, actor, office, id, number).await?;
    let draft = blank(&known, String::new(), app.today());
    let of = Of { known: &known, office, ballot: Some(&ballot), readings };
    Ok(typing_page(ctx, actor, &of, &draft, status, problems))
}

/// Why a reading was not taken, told where it arose.
fn refused(ctx: &Ctx, why: TypeError, problems: &mut Problems) -> Result<StatusCode, WebError> {
    match why {
        TypeError::SamePerson => problems.add("problems", ctx.t("votes-why-same-person")),
        TypeError::NotNow => problems.add("problems", ctx.t("votes-why-not-now")),
        TypeError::NoHead(number) => {
            problems.add("head", ctx.t_n("votes-why-no-head", i64::from(number)));
            return Ok(StatusCode::UNPROCESSABLE_ENTITY);
        }
        TypeError::Store(Error::Stale | Error::Duplicate) => problems.add("problems", ctx.t("votes-why-stale")),
        TypeError::Store(why) => return Err(why.into()),
    }
    Ok(StatusCode::CONFLICT)
}

fn whole(text: &str) -> Result<Option<u32>, ()> {
    let text = clean_line(&half_width(text));
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
}

fn read(ctx: &Ctx, draft: &Draft, today: Date, problems: &mut Problems) -> Option<Typed> {
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
    let marks: Option<Vec<Choice>> = draft.marks.iter().map(|mark| mark.parse().ok()).collect();
    let seen = match draft.seen.as_str() {
        "" => None,
        other => Some(other.parse::<Invalid>().ok().filter(|why| why.is_seen())?),
    };
    let no_owner = seen.is_some_and(|why| matches!(why, Invalid::NotAnOwner | Invalid::TenantSigned));
    if head.is_none() && !no_owner && problems.of("head").is_none() {
        problems.add("head", ctx.t("votes-why-head"));
    }
    let proxy = (draft.proxied == "yes").then(|| proxy(ctx, draft, proxy_head, problems));
    let typed = Typed { head, marks: marks?, received: received?, version, proxy, seen };
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

fn typing_page(
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
        readings: compared(&ctx, of),
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

/// Where two readings differ: what each of them says.
fn compared(ctx: &Ctx, of: &Of<'_>) -> Vec<[String; 3]> {
    let Some((readings, fields)) = &of.readings else { return Vec::new() };
    let [first, second] = readings.as_slice() else { return Vec::new() };
    let line = |field: &Where| {
        [ctx.t(words::field_key(*field)), told(ctx, &first.typed, *field), told(ctx, &second.typed, *field)]
    };
    fields.iter().map(line).collect()
}

fn told(ctx: &Ctx, typed: &Typed, field: Where) -> String {
    let none = || "—".to_owned();
    match field {
        Where::Head => typed.head.map_or_else(none, |head| head.to_string()),
        Where::Marks if typed.marks.is_empty() => none(),
        Where::Marks => {
            let marks: Vec<String> = typed.marks.iter().map(|mark| words::choice(ctx, *mark)).collect();
            marks.join(&ctx.t("plans-and"))
        }
        Where::Received => ctx.day(typed.received),
        Where::Version => typed.version.map_or_else(none, |version| version.to_string()),
        Where::Seen => typed.seen.map_or_else(none, |why| words::invalid(ctx, why)),
        Where::Proxy => typed.proxy.as_ref().map_or_else(none, |proxy| proxied(ctx, proxy)),
    }
}

pub(super) fn proxied(ctx: &Ctx, proxy: &TypedProxy) -> String {
    let who = proxy.head.map_or_else(|| proxy.name.clone(), |head| format!("{} №{head}", proxy.name));
    let kind = ctx.t(format!("votes-proxy-{}", proxy.kind.as_str()));
    let signed = ctx.t(if proxy.by_owner { "votes-by-owner" } else { "votes-handed-on" });
    let paper = ctx.t(if proxy.paper { "votes-proxy-paper" } else { "votes-no-proxy-paper" });
    [who, kind, signed, paper].join(" · ")
}

fn scans(ctx: &Ctx, ballot: Option<&Ballot>, here: &str) -> Vec<(String, String)> {
    let Some(ballot) = ballot else { return Vec::new() };
    let scan = ballot.scan.map(|_| (format!("{here}/scans/ballot"), ctx.t("votes-scan-ballot")));
    let authority = ballot.proxy_scan.map(|_| (format!("{here}/scans/authority"), ctx.t("votes-scan-authority")));
    scan.into_iter().chain(authority).collect()
}
