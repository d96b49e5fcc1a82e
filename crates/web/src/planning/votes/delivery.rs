//! `…/votes/{vote}/delivery`: to whom ballots are delivered (送达登记), head by head, with names for who may read them.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::vote::{State as Stands, VoteId};
use linli_store::planning::vote::{self, Line};
use serde::Deserialize;

use super::{address, crumbs_of, know};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, Query, SignedIn};
use crate::organisation::words as days;
use crate::shell::{Crumb, Ctx, Field, Paging, Problems, page_with};

/// Heads on one page.
pub(super) const PAGE: usize = 100;
/// How a ballot is delivered: by hand, by post, put up on site where nobody was reached.
const WAYS: [&str; 3] = ["hand", "post", "site"];

#[derive(Template)]
#[template(path = "planning/votes/delivery.html")]
struct DeliveryPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    after: u32,
    said: String,
    rows: Vec<Row>,
    /// The ballots of the heads on this page.
    papers: Option<String>,
    list: String,
    may_note: bool,
    fields: Vec<Field>,
    paging: Paging,
    problems: Problems,
}

struct Row {
    number: u32,
    doors: String,
    names: String,
    area: String,
    delivered: Option<String>,
    ticked: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: u32,
}

/// What was ticked, and when and how it was delivered.
#[derive(Clone, Debug, Default)]
struct Sent {
    heads: Vec<u32>,
    on: String,
    how: String,
    after: u32,
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Result<Self, WebError> {
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "head" => sent.heads.push(value.parse().map_err(|_| WebError::BadRequest)?),
                "on" => sent.on = value,
                "how" => sent.how = value,
                "after" => sent.after = value.parse().map_err(|_| WebError::BadRequest)?,
                _ => {}
            }
        }
        if sent.heads.len() > PAGE { Err(WebError::BadRequest) } else { Ok(sent) }
    }
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let sent = Sent { after: asked.after, on: app.today().to_string(), how: "hand".into(), ..Sent::default() };
    delivery_page(&app, ctx, &actor, (office, id), &sent, StatusCode::OK, Problems::default()).await
}

async fn delivery_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    (office, id): (Office, VoteId),
    sent: &Sent,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let known = know(app, actor, Act::ReadOwners, office, id).await?;
    if known.vote.state == Stands::Draft {
        return Err(WebError::Conflict);
    }
    let after = sent.after;
    let mut lines = app.store.read(move |tx| vote::lines(tx, office, id, after, PAGE + 1)).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(|last| ctx.here_with("after", &last.number.to_string()));
    let here = format!("{}/delivery", address(office, id));
    let values = [("part", ctx.number(known.vote.delivered)), ("whole", ctx.number(known.vote.total.heads))];
    let may_note = known.vote.state == Stands::Announced && actor.may(Act::KeepVotes, &known.place.place()).is_ok();
    let ways = WAYS.map(|way| (way, ctx.t(format!("votes-way-{way}"))));
    let fields = vec![
        Field::new("on", ctx.t("votes-field-on")).kind("date").value(&sent.on).required().problem(&problems),
        Field::new("how", ctx.t("votes-field-how")).kind("select").options(ways).value(&sent.how).required(),
    ];
    let shown = DeliveryPage {
        crumbs: crumbs_of(&ctx, office, &known),
        title: ctx.t("votes-to-delivery"),
        after,
        said: ctx.t_with("votes-of", &values),
        rows: lines.iter().map(|line| row(&ctx, line, &sent.heads)).collect(),
        paging: Paging {
            previous: (after > 0).then(|| here.clone()),
            next,
            shown: ctx.t_n("votes-heads-shown", lines.len()),
        },
        papers: may_note.then(|| format!("{}/papers.pdf?after={after}", address(office, id))),
        list: format!("{here}.pdf?after={after}"),
        here,
        may_note,
        fields,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn row(ctx: &Ctx, line: &Line, ticked: &[u32]) -> Row {
    Row {
        number: line.number,
        doors: line.doors.join(&ctx.t("plans-and")),
        names: line.party.names(),
        area: ctx.area(line.area),
        delivered: line.delivered.as_ref().map(|delivered| way(ctx, delivered)),
        ticked: ticked.contains(&line.number),
    }
}

/// When, how and by whom it was delivered.
pub(super) fn way(ctx: &Ctx, delivered: &vote::Delivered) -> String {
    let known = WAYS.contains(&delivered.how.as_str());
    let how = if known { ctx.t(format!("votes-way-{}", delivered.how)) } else { delivered.how.clone() };
    format!("{} · {how} · {}", ctx.day(delivered.on), delivered.by)
}

/// `POST …/delivery`: those that were ticked were delivered on a day.
pub async fn note(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let sent = Sent::of(pairs)?;
    let known = know(&app, &actor, Act::KeepVotes, office, id).await?;
    let mut problems = Problems::default();
    let on = days::day(&ctx, "on", &sent.on, &mut problems);
    let announced = known.vote.announced_on;
    if on.is_some_and(|on| on > app.today() || announced.is_none_or(|from| on < from)) {
        problems.add("on", ctx.t("votes-why-delivered-on"));
    }
    if sent.heads.is_empty() {
        problems.add("heads", ctx.t("votes-why-nobody-ticked"));
    }
    let way = WAYS.into_iter().find(|way| *way == sent.how).ok_or(WebError::BadRequest)?;
    if let (Some(on), true) = (on, problems.is_empty()) {
        let heads = sent.heads.clone();
        app.store.write(&actor, move |tx| vote::deliver(tx, id, &heads, on, way)).await?;
        let to = format!("{}/delivery?after={}&done=votes-done-delivered", address(office, id), sent.after);
        return Ok(Redirect::to(&to).into_response());
    }
    delivery_page(&app, ctx, &actor, (office, id), &sent, StatusCode::UNPROCESSABLE_ENTITY, problems).await
}
