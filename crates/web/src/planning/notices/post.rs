//! `…/plans/{version}/notice`: a draft is posted, from a day for some days; and taken down again.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::{clean_line, clean_text, half_width};
use linli_domain::kernel::{Date, Office};
use linli_domain::planning::notice::{BadWindow, LONGEST_WHY, Window};
use linli_domain::planning::plan::{Check, State as Stands, Sums};
use linli_domain::planning::{NoticeId, PlanningRules, VersionId};
use linli_store::planning::plan::{self, Known, NotChanged};
use linli_store::planning::{notice, rules};
use linli_store::register::neighbourhood;
use serde::Deserialize;

use super::super::{plans, words};
use super::{address, looks};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::organisation::words as days;
use crate::register::done;
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/notices/post.html")]
struct PostPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    plan: String,
    id: String,
    revision: i64,
    seen: String,
    lead: String,
    unconfirmed: bool,
    hindered: bool,
    fields: Vec<Field>,
    problems: Problems,
}

/// A notice as somebody typed it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    revision: i64,
    seen: String,
    from: String,
    days: String,
}

async fn know(app: &App, actor: &Actor, office: Office, id: VersionId) -> Result<(Known, PlanningRules), WebError> {
    let today = app.today();
    let read = app
        .store
        .read(move |tx| Ok::<_, WebError>((plan::know(tx, office, id, today)?, rules::of(tx, office, today)?)));
    let (known, rules) = read.await?;
    actor.may(Act::PostPlans, &known.place.place())?;
    Ok((known, rules))
}

/// `GET …/plans/{version}/notice`
pub async fn ask(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
) -> Result<Response, WebError> {
    let (known, rules) = know(&app, &actor, office, id).await?;
    if known.version.state != Stands::Draft {
        return Err(WebError::Conflict);
    }
    let draft = Draft {
        id: NoticeId::new().to_string(),
        revision: known.version.revision,
        seen: looks(&known),
        from: app.today().to_string(),
        days: rules.notice_days.to_string(),
    };
    Ok(post_page(ctx, office, &known, rules, &draft, StatusCode::OK, Problems::default()))
}

fn post_page(
    ctx: Ctx,
    office: Office,
    known: &Known,
    rules: PlanningRules,
    draft: &Draft,
    status: StatusCode,
    problems: Problems,
) -> Response {
    let sums = Sums::of(&known.items);
    let values = [
        ("version", plans::number(&ctx, &known.version)),
        ("items", ctx.number(sums.items)),
        ("cost", ctx.money_yuan(sums.cost)),
    ];
    let fields = vec![
        Field::new("from", ctx.t("notices-field-from")).kind("date").value(&draft.from).required(),
        Field::new("days", ctx.t("notices-field-days"))
            .kind("number")
            .hint(ctx.t_n("notices-field-days-hint", rules.notice_days))
            .value(&draft.days)
            .required(),
    ];
    let here = plans::address(office, known.version.id);
    let shown = PostPage {
        crumbs: plans::crumbs_of(&ctx, office, known),
        here: format!("{here}/notice"),
        plan: here,
        id: draft.id.clone(),
        revision: draft.revision,
        seen: draft.seen.clone(),
        lead: ctx.t_with("notices-post-lead", &values),
        unconfirmed: !rules.confirmed,
        hindered: known.checks().iter().any(Check::hinders),
        fields: fields.into_iter().map(|field| field.problem(&problems)).collect(),
        problems,
        ctx,
    };
    page_with(status, &shown)
}

/// `POST …/plans/{version}/notice`
pub async fn put_up(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VersionId)>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let notice_id: NoticeId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let (known, rules) = know(&app, &actor, office, id).await?;
    let mut problems = Problems::default();
    let window = window(&ctx, &draft, &rules, app.today(), &mut problems);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(window), true) = (window, problems.is_empty()) {
        let (revision, seen) = (draft.revision, draft.seen.clone());
        let posted = app.store.write(&actor, move |tx| notice::post(tx, notice_id, id, revision, &seen, window)).await;
        match posted {
            Ok(()) => return Ok(done(&address(office, notice_id), "notices-done-posted")),
            Err(NotChanged::Store(linli_store::Error::Stale)) => {
                problems.add("problems", ctx.t("plans-why-stale"));
                status = StatusCode::CONFLICT;
            }
            Err(NotChanged::Store(why)) => return Err(why.into()),
            Err(NotChanged::Cannot(why)) => problems.add("problems", words::cannot(&ctx, why)),
        }
    }
    // What is looked at now is what is posted next.
    let draft = Draft { revision: known.version.revision, seen: looks(&known), ..draft };
    Ok(post_page(ctx, office, &known, rules, &draft, status, problems))
}

fn window(ctx: &Ctx, draft: &Draft, rules: &PlanningRules, today: Date, problems: &mut Problems) -> Option<Window> {
    let from = days::day(ctx, "from", &draft.from, problems);
    let long = clean_line(&half_width(&draft.days)).parse::<i64>().ok();
    let made = from.zip(long).and_then(|(from, long)| Window::days(from, long));
    let Some(made) = made else {
        if long.is_none() || from.is_some() {
            problems.add("days", ctx.t_n("notices-why-short", rules.notice_days));
        }
        return None;
    };
    match made.checked(rules, today) {
        Ok(window) => Some(window),
        Err(why) => {
            let (field, text) = match why {
                BadWindow::Past => ("from", ctx.t("notices-why-past")),
                BadWindow::TooFarAhead => ("from", ctx.t("notices-why-ahead")),
                BadWindow::TooShort(days) => ("days", ctx.t_n("notices-why-short", days)),
                BadWindow::TooLong => ("days", ctx.t("notices-why-long")),
            };
            problems.add(field, text);
            None
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Down {
    why: String,
}

/// `POST …/notices/{notice}/withdrawal`: taken down, with the reason.
pub async fn take_down(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, NoticeId)>,
    Form(sent): Form<Down>,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let one = notice::get(tx, office, id)?;
        Ok::<_, WebError>(neighbourhood::get(tx, office, one.neighbourhood)?)
    });
    actor.may(Act::PostPlans, &read.await?.place())?;
    let why: String = clean_text(&sent.why).chars().take(LONGEST_WHY).collect();
    let mut problems = Problems::default();
    if why.is_empty() {
        problems.add("why", ctx.t("notices-why-no-why"));
        return super::show::notice_page(&app, ctx, &actor, office, id, problems).await;
    }
    match app.store.write(&actor, move |tx| notice::withdraw(tx, id, &why)).await {
        Ok(()) => Ok(done(&address(office, id), "notices-done-down")),
        Err(NotChanged::Store(why)) => Err(why.into()),
        Err(NotChanged::Cannot(why)) => {
            problems.add("why", words::cannot(&ctx, why));
            super::show::notice_page(&app, ctx, &actor, office, id, problems).await
        }
    }
}
