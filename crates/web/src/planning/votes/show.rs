//! `GET /desk/{office}/votes/{vote}`: one vote, where it stands, and what can be done with it next.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::vote::{State as Stands, VoteId, freeze};
use linli_store::planning::{notice, plan, vote};
use linli_store::register::owner;

use super::{Known, address, crumbs, of_place, public_address, told, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::{Crumb, Ctx, Field, Problems, page_with};

#[derive(Template)]
#[template(path = "planning/votes/show.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether one part of the page is shown")]
struct VotePage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    title: String,
    here: String,
    state: String,
    look: &'static str,
    written: String,
    told: String,
    /// What stands against announcing it.
    hinders: Vec<(String, Option<String>)>,
    /// What the roll comes to, before it is frozen.
    roll: Option<String>,
    plan: Option<(String, String)>,
    public: Option<String>,
    ended: Option<String>,
    facts: Vec<(String, String)>,
    waiting: Vec<(String, String)>,
    is_draft: bool,
    is_announced: bool,
    is_closed: bool,
    may_keep: bool,
    may_deliver: bool,
    may_type: bool,
    may_announce: bool,
    may_close: bool,
    may_withdraw: bool,
    may_inspect: bool,
    revision: i64,
    why: Field,
    problems: Problems,
}

/// What the page reads beyond the vote itself.
struct Beside {
    waiting: vote::Waiting,
    plan: Option<(String, String)>,
    hinders: Vec<(String, Option<String>)>,
    roll: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    vote_page(&app, ctx, &actor, office, id, StatusCode::OK, Problems::default()).await
}

/// Nine statements at most.
pub(super) async fn vote_page(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    office: Office,
    id: VoteId,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let today = app.today();
    let asked = ctx.clone();
    let read = app.store.read(move |tx| {
        let known = super::read(tx, office, id, today)?;
        let beside = beside(tx, &asked, office, &known, today)?;
        Ok::<_, WebError>((known, beside))
    });
    let (known, beside) = read.await?;
    let (vote, at) = (&known.vote, known.place.place());
    actor.may(Act::ReadPlans, &at)?;
    let may = |act| actor.may(act, &at).is_ok();
    let (state, look) = words::state(&ctx, vote, today);
    let mut way = crumbs(&ctx, office);
    way.push(Crumb::new(&known.place.facts.name, of_place(office, known.place.id)));
    let (is_draft, is_announced) = (vote.state == Stands::Draft, vote.state == Stands::Announced);
    let is_closed = vote.state == Stands::Closed;
    let written = [("name", vote.by_name.clone())];
    let open = is_draft || is_announced;
    let shown = VotePage {
        crumbs: way,
        title: vote.draft.title.clone(),
        here: address(office, id),
        state,
        look,
        written: ctx.t_with("votes-written", &written),
        told: told::told(&ctx, &known, today)?,
        plan: beside.plan,
        public: (is_announced || is_closed).then(|| public_address(office, known.place.id, id)),
        ended: vote.ended_why.as_ref().map(|why| ctx.t_with("votes-ended", &[("why", why)])),
        facts: counted(&ctx, &known),
        waiting: waiting(&ctx, office, &known, beside.waiting),
        may_keep: may(Act::KeepVotes),
        may_deliver: may(Act::ReadOwners),
        may_type: may(Act::TypeBallots) && is_announced,
        may_announce: is_draft && beside.hinders.is_empty() && may(Act::HoldVotes),
        may_close: is_announced && today > vote.draft.last && !beside.waiting.any() && may(Act::HoldVotes),
        may_withdraw: open && may(Act::HoldVotes),
        may_inspect: !is_draft && may(Act::InspectVotes),
        hinders: beside.hinders,
        roll: beside.roll,
        is_draft,
        is_announced,
        is_closed,
        revision: vote.revision,
        why: Field::new("why", ctx.t("votes-field-why")).kind("textarea").problem(&problems).required(),
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

fn beside(
    tx: &mut linli_store::Tx,
    ctx: &Ctx,
    office: Office,
    known: &Known,
    today: linli_domain::kernel::Date,
) -> Result<Beside, WebError> {
    let vote = &known.vote;
    let mut hinders = Vec::new();
    let mut roll = None;
    let mut plan_of = None;
    if let Some(version) = vote.draft.plan {
        let version = plan::get(tx, office, version)?;
        let href = format!("/desk/{office}/plans/{}", version.id);
        plan_of = Some((href.clone(), ctx.t_n("plans-version", version.number)));
        if vote.state == Stands::Draft && notice::ready(tx, office, &version, today)?.is_err() {
            hinders.push((ctx.t("votes-why-plan-not-ready"), Some(href)));
        }
    }
    if vote.state == Stands::Draft {
        let draft = format!("{}/draft", address(office, vote.id));
        let faults = vote.draft.faults(&known.now, today);
        hinders.extend(faults.into_iter().map(|why| (words::cannot_hold(ctx, why).1, Some(draft.clone()))));
        let owned = owner::roll(tx, office, known.place.id, vote.draft.scope)?;
        match freeze(&owned, |_| 0) {
            Ok(voters) => roll = Some(words::weight(ctx, linli_domain::planning::vote::conduct::total(&voters))),
            Err(why) => {
                let owners = format!("/desk/{office}/register/{}/owners", known.place.id);
                hinders.push((words::cannot_freeze(ctx, &why), Some(owners)));
            }
        }
    }
    let waiting = if vote.ballots > 0 { vote::waiting(tx, office, vote.id)? } else { vote::Waiting::default() };
    Ok(Beside { waiting, plan: plan_of, hinders, roll })
}

/// How far its ballots are.
fn counted(ctx: &Ctx, known: &Known) -> Vec<(String, String)> {
    let vote = &known.vote;
    if vote.total.heads == 0 {
        return Vec::new();
    }
    let delivered = [("part", ctx.number(vote.delivered)), ("whole", ctx.number(vote.total.heads))];
    vec![
        (ctx.t("votes-delivered"), ctx.t_with("votes-of", &delivered)),
        (ctx.t("votes-ballots"), ctx.number(vote.ballots)),
    ]
}

/// What waits before it can be closed, each with the place where it is done.
fn waiting(ctx: &Ctx, office: Office, known: &Known, waiting: vote::Waiting) -> Vec<(String, String)> {
    let ballots = format!("{}/ballots", address(office, known.vote.id));
    let all = [
        ("votes-wait-second", waiting.second, "second"),
        ("votes-wait-differ", waiting.differ, "differ"),
        ("votes-wait-unscanned", waiting.unscanned, "unscanned"),
    ];
    let some = all.into_iter().filter(|(_, many, _)| *many > 0);
    some.map(|(key, many, show)| (ctx.t_n(key, many), format!("{ballots}?show={show}"))).collect()
}
