//! Answers (答复): one for one opinion or for many that were ticked, and put right by a further version.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::consultation::answer::{BadAnswer, MOST_AT_ONCE, REASON};
use linli_domain::consultation::{Answer, AnswerId, NeedId, Opinion, OpinionId, Verdict};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::organisation::term::LONGEST_REASON;
use linli_domain::register::Neighbourhood;
use linli_store::consultation::{answer, need, opinion};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::show::verdict;
use super::{address, crumbs, excerpt, root};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, OfficeOf, Path, SignedIn};
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "consultation/opinions/answer.html")]
struct AnswerPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    here: String,
    id: String,
    of: String,
    version: i64,
    /// The need that it answers, where it answers one.
    need: String,
    opinions: Vec<(String, String, String)>,
    fields: Vec<Field>,
    problems: Problems,
}

/// An answer as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    /// The ids of the opinions, a comma between them.
    of: String,
    /// The need that it answers: then everybody reads it beside the need.
    need: String,
    version: i64,
    verdict: String,
    reason: String,
    why: String,
}

/// The opinions that are to be answered, each with where it was said.
type Picked = Vec<(Opinion, Neighbourhood)>;

async fn picked(app: &App, actor: &Actor, office: Office, ids: Vec<OpinionId>) -> Result<Picked, WebError> {
    if ids.len() > MOST_AT_ONCE {
        return Err(WebError::TooLarge);
    }
    let wanted = ids.len();
    let read = app.store.read(move |tx| {
        let some = opinion::some(tx, office, &ids)?;
        let all = some.iter().map(|one| one.address.neighbourhood).collect::<Vec<_>>();
        Ok::<_, WebError>((some, neighbourhood::some(tx, office, &all)?))
    });
    let (some, places) = read.await?;
    if some.len() != wanted {
        return Err(WebError::NotFound);
    }
    let mut picked = Picked::with_capacity(some.len());
    for one in some {
        let n = places.iter().find(|n| n.id == one.address.neighbourhood).ok_or(WebError::NotFound)?;
        actor.may(Act::AnswerOpinion, &n.place())?;
        picked.push((one, n.clone()));
    }
    Ok(picked)
}

/// `GET /desk/{office}/answers/new?of=…&of=…`, or `?need=…` for all that waits behind a need.
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
) -> Result<Response, WebError> {
    let ids = ctx.query.split('&').filter_map(|pair| pair.strip_prefix("of="));
    let mut ids = ids.map(str::parse).collect::<Result<Vec<OpinionId>, _>>().map_err(|_| WebError::NotFound)?;
    let need = ctx.query.split('&').find_map(|pair| pair.strip_prefix("need="));
    let need = need.map(str::parse::<NeedId>).transpose().map_err(|_| WebError::NotFound)?;
    if let Some(need) = need {
        ids = app.store.read(move |tx| need::waiting_of(tx, office, need, MOST_AT_ONCE)).await?;
    }
    ids.sort_unstable();
    ids.dedup();
    let picked = picked(&app, &actor, office, ids).await?;
    let need = need.map(|need| need.to_string()).unwrap_or_default();
    let draft = Draft { id: AnswerId::new().to_string(), need, ..Draft::default() };
    Ok(new_page(ctx, office, &picked, &draft, Problems::default()))
}

fn new_page(ctx: Ctx, office: Office, picked: &Picked, draft: &Draft, problems: Problems) -> Response {
    let row = |(one, n): &(Opinion, Neighbourhood)| {
        let due = ctx.t_with("opinions-due-on", &[("day", ctx.day(one.standing.due))]);
        (excerpt(&ctx, &one.text), address(office, one.id), format!("{} · {due}", n.facts.name))
    };
    let ids: Vec<String> = picked.iter().map(|(one, _)| one.id.to_string()).collect();
    let fields = if picked.is_empty() { Vec::new() } else { fields(&ctx, draft, &problems) };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = AnswerPage {
        crumbs: crumbs(&ctx, office),
        title: ctx.t("opinions-answer"),
        lead: ctx.t_n("opinions-answer-lead", picked.len()),
        here: format!("/desk/{office}/answers/new"),
        id: draft.id.clone(),
        of: ids.join(","),
        need: draft.need.clone(),
        version: 0,
        opinions: picked.iter().map(row).collect(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

fn fields(ctx: &Ctx, draft: &Draft, problems: &Problems) -> Vec<Field> {
    let verdicts = Verdict::ALL.map(|one| (one.as_str().to_owned(), verdict(ctx, one)));
    let fields = vec![
        Field::new("verdict", ctx.t("opinions-verdict"))
            .kind("radio")
            .options(verdicts)
            .value(&draft.verdict)
            .required(),
        Field::new("reason", ctx.t("opinions-reason"))
            .kind("textarea")
            .hint(ctx.t("opinions-reason-hint"))
            .value(&draft.reason)
            .required(),
    ];
    fields.into_iter().map(|field| field.problem(problems)).collect()
}

/// The answer that was typed; a problem where it is none.
fn typed(ctx: &Ctx, draft: &Draft, problems: &mut Problems) -> Option<Answer> {
    let Ok(verdict) = draft.verdict.parse::<Verdict>() else {
        problems.add("verdict", ctx.t("opinions-why-verdict"));
        return None;
    };
    match (Answer { verdict, reason: draft.reason.clone() }).checked() {
        Ok(answer) => Some(answer),
        Err(why) => {
            let (key, count) = match why {
                BadAnswer::ReasonTooShort => ("opinions-why-reason-short", *REASON.start()),
                BadAnswer::ReasonTooLong => ("opinions-why-reason-long", *REASON.end()),
            };
            problems.add("reason", ctx.t_n(key, count));
            None
        }
    }
}

/// `POST /desk/{office}/answers/new`: answers all of them, or none.
pub async fn give(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    OfficeOf(office): OfficeOf,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let id: AnswerId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let ids = draft.of.split(',').map(str::parse).collect::<Result<Vec<OpinionId>, _>>();
    let ids = ids.map_err(|_| WebError::BadRequest)?;
    let picked = picked(&app, &actor, office, ids.clone()).await?;
    let mut problems = Problems::default();
    let Some(answer) = typed(&ctx, &draft, &mut problems) else {
        return Ok(new_page(ctx, office, &picked, &draft, problems));
    };
    let need = Some(&draft.need).filter(|need| !need.is_empty());
    let need = need.map(|need| need.parse::<NeedId>()).transpose().map_err(|_| WebError::BadRequest)?;
    let to = match (need, ids.as_slice()) {
        (Some(need), _) => format!("/desk/{office}/needs/{need}"),
        (None, [one]) => address(office, *one),
        (None, _) => root(office),
    };
    if picked.iter().all(|(one, _)| one.standing.answer == Some(id)) {
        // The form was sent twice.
        return Ok(done(&to, "opinions-done-answered"));
    }
    let written = app.store.write(&actor, move |tx| {
        let of = opinion::some(tx, office, &ids)?;
        answer::give(tx, id, &answer, &of)?;
        let Some(need) = need else { return Ok(()) };
        // What is said of a need is said to those behind it, and to nobody else.
        let behind = need::holds(tx, office, need, &ids)?;
        if !behind {
            return Err(linli_store::Error::Stale);
        }
        need::answered(tx, need, id)
    });
    written.await?;
    Ok(done(&to, "opinions-done-answered"))
}

async fn versions(
    app: &App,
    actor: &Actor,
    office: Office,
    id: AnswerId,
) -> Result<(Vec<answer::Version>, i64), WebError> {
    let read = app.store.read(move |tx| {
        let versions = answer::versions(tx, office, id)?;
        let places = answer::places(tx, office, id)?;
        Ok::<_, WebError>((versions, answer::serves(tx, office, id)?, neighbourhood::some(tx, office, &places)?))
    });
    let (versions, serves, places) = read.await?;
    if versions.is_empty() {
        return Err(WebError::NotFound);
    }
    // Who puts it right answers for every place that it serves.
    places.iter().try_for_each(|n| actor.may(Act::AnswerOpinion, &n.place()))?;
    Ok((versions, serves))
}

/// `GET /desk/{office}/answers/{answer}`: put right.
pub async fn ask_again(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AnswerId)>,
) -> Result<Response, WebError> {
    let (versions, serves) = versions(&app, &actor, office, id).await?;
    let now = versions.first().ok_or(WebError::NotFound)?;
    let of = ctx.query.split('&').find_map(|pair| pair.strip_prefix("of=")).unwrap_or_default();
    let draft = Draft {
        of: of.parse::<OpinionId>().map(|id| id.to_string()).unwrap_or_default(),
        version: now.version,
        verdict: now.answer.verdict.as_str().to_owned(),
        reason: now.answer.reason.clone(),
        ..Draft::default()
    };
    Ok(correct_page(ctx, office, id, serves, &draft, Problems::default()))
}

fn correct_page(ctx: Ctx, office: Office, id: AnswerId, serves: i64, draft: &Draft, problems: Problems) -> Response {
    let mut fields = fields(&ctx, draft, &problems);
    let why = Field::new("why", ctx.t("opinions-why-right")).hint(ctx.t("opinions-why-right-hint")).value(&draft.why);
    fields.push(why.required().problem(&problems));
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = AnswerPage {
        crumbs: crumbs(&ctx, office),
        title: ctx.t("opinions-correct"),
        lead: ctx.t_n("opinions-correct-lead", serves),
        here: format!("/desk/{office}/answers/{id}"),
        id: id.to_string(),
        of: draft.of.clone(),
        need: String::new(),
        version: draft.version,
        opinions: Vec::new(),
        fields,
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST /desk/{office}/answers/{answer}`: a further version, on the one that was looked at.
pub async fn correct(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, AnswerId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let (versions, serves) = versions(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let answer = typed(&ctx, &draft, &mut problems);
    let why: String = clean_line(&draft.why).chars().take(LONGEST_REASON).collect();
    if why.is_empty() {
        problems.add("why", ctx.t("opinions-why-no-note"));
    }
    let to = draft.of.parse().map_or_else(|_| root(office), |of| address(office, of));
    let (Some(answer), true) = (answer, problems.is_empty()) else {
        return Ok(correct_page(ctx, office, id, serves, &draft, problems));
    };
    let now = versions.into_iter().next().ok_or(WebError::NotFound)?;
    if now.version == draft.version + 1 && (&now.answer, &now.why) == (&answer, &why) {
        // The form was sent twice.
        return Ok(done(&to, "opinions-done-corrected"));
    }
    if now.version != draft.version {
        return Err(WebError::Conflict);
    }
    app.store.write(&actor, move |tx| answer::correct(tx, &now, &answer, &why)).await?;
    Ok(done(&to, "opinions-done-corrected"))
}
