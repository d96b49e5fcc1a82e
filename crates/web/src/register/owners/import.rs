//! A list of owners from elsewhere: looked at first, line by line, then written whole or not at all. Until somebody confirms it, the
//! file travels in the form itself, so that no names lie about.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::owner::Why;
use linli_domain::register::owner::intake::{Ground, Line, Note, Outcome, Planned, Reason, plan};
use linli_store::Error;
use linli_store::register::owner;

use super::reading::{NoList, lines};
use super::{Found, LARGEST, find, may_keep};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::{Head, done, imports};
use crate::shell::{Crumb, Ctx, Field, Problems, page, page_with};

/// Lines that a preview shows; the others are counted.
const SHOWN: usize = 500;

#[derive(Template)]
#[template(path = "register/owners/import.html")]
struct AskPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    fields: [Field; 2],
    problems: Problems,
}

#[derive(Template)]
#[template(path = "register/owners/preview.html")]
struct PreviewPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    lead: String,
    stats: Vec<(String, String)>,
    rows: Vec<Row>,
    more: Option<String>,
    content: String,
    name: String,
    why: &'static str,
    version: i64,
    may_apply: bool,
    refused: bool,
    stale: bool,
}

struct Row {
    line: String,
    door: String,
    owner: String,
    outcome: String,
    look: &'static str,
    lines: Vec<String>,
}

/// A file as the form sends it, the first time and once more.
#[derive(Clone, Debug, Default)]
struct Sent {
    bytes: Vec<u8>,
    name: String,
    why: String,
    version: Option<i64>,
}

impl Sent {
    async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await? {
            match field.name().unwrap_or_default() {
                "file" => {
                    let name = field.file_name().unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
                    sent.name = clean_line(name).chars().take(120).collect();
                    sent.bytes = field.bytes().await?.to_vec();
                }
                "content" => {
                    let text = field.text().await?;
                    sent.bytes = hex::decode(text.trim()).map_err(|_| WebError::BadRequest)?;
                }
                "name" => sent.name = clean_line(&field.text().await?).chars().take(120).collect(),
                "why" => sent.why = field.text().await?,
                "version" => sent.version = field.text().await?.parse().ok(),
                _ => {}
            }
        }
        if sent.bytes.len() > LARGEST { Err(WebError::TooLarge) } else { Ok(sent) }
    }
}

/// `GET …/owners/import`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
) -> Result<Response, WebError> {
    let found = of(&app, &actor, office, id).await?;
    Ok(page(&asked(&app, ctx, &actor, &found, "", Problems::default())))
}

/// The roll, for one who may change it.
async fn of(app: &App, actor: &Actor, office: Office, id: NeighbourhoodId) -> Result<Found, WebError> {
    let found = app.store.read(move |tx| find(tx, office, id)).await?;
    actor.may(Act::KeepOwners, &found.n.place())?;
    if may_keep(actor, &found.n) { Ok(found) } else { Err(WebError::Conflict) }
}

fn crumbs(ctx: &Ctx, app: &App, actor: &Actor, found: &Found) -> Vec<Crumb> {
    let mut crumbs = Head::of(ctx, &found.names, &found.n, actor, app.today()).crumbs_below();
    crumbs.push(Crumb::new(ctx.t("owners-title"), super::root(found.n.office, found.n.id)));
    crumbs
}

fn asked(app: &App, ctx: Ctx, actor: &Actor, found: &Found, why: &str, problems: Problems) -> AskPage {
    let whys = Why::ALL.map(|why| (why.as_str(), ctx.t(format!("owners-why-{}", why.as_str()))));
    let file = Field::new("file", ctx.t("owners-file")).kind("file").hint(ctx.t("owners-file-hint")).required();
    let why = Field::new("why", ctx.t("owners-import-why"))
        .kind("select")
        .options(whys)
        .hint(ctx.t("owners-import-why-hint"))
        .value(if why.is_empty() { Why::Sold.as_str() } else { why })
        .required();
    AskPage {
        crumbs: crumbs(&ctx, app, actor, found),
        here: super::root(found.n.office, found.n.id),
        fields: [file.problem(&problems), why.problem(&problems)],
        problems,
        ctx,
    }
}

/// What a file would do, or what is wrong with it.
async fn look(
    app: &App,
    ctx: &Ctx,
    found: &Found,
    sent: &Sent,
) -> Result<Result<(Planned, Why), (StatusCode, Problems)>, WebError> {
    let mut problems = Problems::default();
    let wrong = |problems| Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, problems)));
    let Ok(why) = sent.why.parse::<Why>() else {
        problems.add("why", ctx.t("owners-why-why"));
        return wrong(problems);
    };
    if sent.bytes.is_empty() {
        problems.add("file", ctx.t("owners-no-file"));
        return wrong(problems);
    }
    let (sent, roll, today) = (sent.clone(), found.roll.clone(), app.today());
    let work = move || lines(&sent.bytes, &sent.name).map(|rows| plan(&Ground { roll: &roll, today, why }, &rows));
    match app.parse(work).await? {
        Ok(planned) => Ok(Ok((planned, why))),
        Err(no_list) => {
            problems.add("file", no_list_words(ctx, &no_list));
            wrong(problems)
        }
    }
}

fn no_list_words(ctx: &Ctx, why: &NoList) -> String {
    match why {
        NoList::File(error) => imports::words::file(ctx.lang, error),
        NoList::Columns(missing) => {
            let names: Vec<String> = missing.iter().map(|key| ctx.t(format!("owners-field-{key}"))).collect();
            ctx.t_with("owners-no-columns", &[("columns", names.join("、"))])
        }
        NoList::Empty => ctx.t("owners-no-lines"),
        NoList::TooMany(many) => ctx.t_with("owners-too-many-lines", &[("count", ctx.number(*many))]),
    }
}

/// `POST …/owners/import/preview`: what the file would do; nothing is kept.
pub async fn preview(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let (found, sent) = (of(&app, &actor, office, id).await?, Sent::read(form).await?);
    match look(&app, &ctx, &found, &sent).await? {
        Ok((planned, why)) => {
            let crumbs = crumbs(&ctx, &app, &actor, &found);
            Ok(page(&previewed(ctx, crumbs, &found, &sent, &planned, why, false)))
        }
        Err((status, problems)) => Ok(page_with(status, &asked(&app, ctx, &actor, &found, &sent.why, problems))),
    }
}

/// `POST …/owners/import/apply`: writes what was looked at. Where the roll is another one by now, it is looked at anew.
pub async fn apply(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NeighbourhoodId)>,
    form: Multipart,
) -> Result<Response, WebError> {
    let (found, sent) = (of(&app, &actor, office, id).await?, Sent::read(form).await?);
    let (planned, why) = match look(&app, &ctx, &found, &sent).await? {
        Ok(looked) => looked,
        Err((status, problems)) => {
            return Ok(page_with(status, &asked(&app, ctx, &actor, &found, &sent.why, problems)));
        }
    };
    let seen = found.roll.version;
    let again = |ctx: Ctx, status, stale| {
        let crumbs = crumbs(&ctx, &app, &actor, &found);
        Ok(page_with(status, &previewed(ctx, crumbs, &found, &sent, &planned, why, stale)))
    };
    if sent.version != Some(seen) {
        return again(ctx, StatusCode::CONFLICT, true);
    }
    if !planned.may_be_applied() {
        return again(ctx, StatusCode::UNPROCESSABLE_ENTITY, false);
    }
    let (changes, digest) = (planned.changes.clone(), Digest::of(&sent.bytes).to_string());
    match app.store.write(&actor, move |tx| owner::imported(tx, id, seen, &changes, &digest)).await {
        Ok(()) => Ok(done(&super::root(office, id), "owners-done-imported")),
        Err(Error::Stale | Error::Duplicate) => again(ctx, StatusCode::CONFLICT, true),
        Err(error) => Err(error.into()),
    }
}

fn previewed(
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    found: &Found,
    sent: &Sent,
    planned: &Planned,
    why: Why,
    stale: bool,
) -> PreviewPage {
    // What is wrong stands first, what changes nothing is only counted.
    let rank = |line: &&Line| match (&line.outcome, &line.note) {
        (Outcome::Refused(_), _) => 0,
        (_, Some(_)) => 1,
        _ => 2,
    };
    let mut told: Vec<&Line> = planned.lines.iter().filter(|line| line.outcome != Outcome::Same).collect();
    told.sort_by_key(rank);
    let more = told.len().saturating_sub(SHOWN);
    let counts = ["new", "changed", "area", "same", "refused"];
    let stat = |outcome: &str| (ctx.t(format!("owners-outcome-{outcome}")), ctx.number(planned.count(outcome)));
    PreviewPage {
        crumbs,
        here: super::root(found.n.office, found.n.id),
        lead: ctx.t_with("owners-preview-lead", &[("file", &sent.name)]),
        stats: counts.map(stat).into(),
        rows: told.iter().take(SHOWN).map(|line| row(&ctx, line)).collect(),
        more: (more > 0).then(|| ctx.t_with("owners-more-lines", &[("count", ctx.number(more))])),
        content: hex::encode(&sent.bytes),
        name: sent.name.clone(),
        why: why.as_str(),
        version: found.roll.version,
        may_apply: planned.may_be_applied(),
        refused: planned.count("refused") > 0,
        stale,
        ctx,
    }
}

fn row(ctx: &Ctx, line: &Line) -> Row {
    let lines = match (&line.outcome, &line.note) {
        (Outcome::Refused(reasons), _) => reasons.iter().map(|reason| words(ctx, reason)).collect(),
        (_, Some(Note::Joined(door))) => vec![ctx.t_with("owners-note-joined", &[("door", door)])],
        (_, Some(Note::SameName(door))) => vec![ctx.t_with("owners-note-same-name", &[("door", door)])],
        _ => Vec::new(),
    };
    Row {
        line: ctx.number(line.row),
        door: line.door.clone(),
        owner: line.owner.clone(),
        outcome: ctx.t(format!("owners-outcome-{}", line.outcome.as_str())),
        look: match &line.outcome {
            Outcome::Refused(_) => "red",
            Outcome::New => "green",
            Outcome::Changed => "amber",
            Outcome::Area | Outcome::Same => "grey",
        },
        lines,
    }
}

/// Why a line, or a form, is not taken.
pub(super) fn words(ctx: &Ctx, reason: &Reason) -> String {
    let values = [("field", ctx.t(format!("owners-field-{}", reason.field))), ("detail", reason.detail.clone())];
    ctx.t_with(&format!("owners-why-{}", reason.why), &values)
}
