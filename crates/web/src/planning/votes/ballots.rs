//! `…/votes/{vote}/ballots`: the ballots by their numbers: which wait for a second reading, for somebody who settles them, for a scan.
//! What is on them stands nowhere here.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::planning::vote::{Channel, State as Stands, VoteId};
use linli_store::planning::vote::{self, Ballot, Step, Waiting, Which};
use serde::Deserialize;

use super::{address, crumbs_of, know, words};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, Query, SignedIn};
use crate::shell::{Crumb, Ctx, Paging, page};

/// Ballots on one page.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "planning/votes/ballots.html")]
struct BallotsPage {
    ctx: Ctx,
    crumbs: Vec<Crumb>,
    here: String,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    may_type: bool,
    paging: Paging,
}

struct Tab {
    label: String,
    href: String,
    current: bool,
}

struct Row {
    number: u32,
    channel: String,
    state: String,
    look: &'static str,
    scanned: String,
    /// What this person may do with it.
    next: Option<(String, String)>,
    receipt: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    show: String,
    after: u32,
}

/// Six statements.
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::TypeBallots, office, id).await?;
    if known.vote.state == Stands::Draft {
        return Err(WebError::Conflict);
    }
    let which = match asked.show.as_str() {
        "second" => Which::Second(actor.account),
        "differ" => Which::Differ,
        "unscanned" => Which::Unscanned,
        _ => Which::All,
    };
    let after = asked.after;
    let read = app.store.read(move |tx| {
        let ballots = vote::ballots(tx, office, id, which, after, PAGE + 1)?;
        Ok::<_, WebError>((ballots, vote::waiting(tx, office, id)?))
    });
    let (mut ballots, waiting) = read.await?;
    let more = ballots.len() > PAGE;
    ballots.truncate(PAGE);
    let next = ballots.last().filter(|_| more).map(|last| ctx.here_with("after", &last.number.to_string()));
    let here = format!("{}/ballots", address(office, id));
    let open = known.vote.state == Stands::Announced;
    let shown = BallotsPage {
        crumbs: crumbs_of(&ctx, office, &known),
        tabs: tabs(&ctx, &here, &asked.show, known.vote.ballots, waiting),
        rows: ballots.iter().map(|ballot| row(&ctx, &here, &actor, ballot, open)).collect(),
        may_type: open,
        paging: Paging {
            previous: (after > 0).then(|| ctx.here_with("after", "0")),
            next,
            shown: ctx.t_n("votes-ballots-shown", ballots.len()),
        },
        here,
        ctx,
    };
    Ok(page(&shown))
}

fn tabs(ctx: &Ctx, here: &str, show: &str, all: i64, waiting: Waiting) -> Vec<Tab> {
    let tab = |which: &str, label: String| Tab {
        label,
        href: format!("{here}?show={which}"),
        current: show == which || which == "all" && !["second", "differ", "unscanned"].contains(&show),
    };
    vec![
        tab("all", ctx.t_n("votes-tab-ballots", all)),
        tab("second", ctx.t_n("votes-wait-second", waiting.second)),
        tab("differ", ctx.t_n("votes-wait-differ", waiting.differ)),
        tab("unscanned", ctx.t_n("votes-wait-unscanned", waiting.unscanned)),
    ]
}

fn row(ctx: &Ctx, here: &str, actor: &Actor, ballot: &Ballot, open: bool) -> Row {
    let (key, look) = match ballot.step {
        Step::Typed => ("votes-step-typed", "amber"),
        Step::Differs => ("votes-step-differs", "red"),
        Step::Settled => ("votes-step-settled", "green"),
    };
    let mine = ballot.first == actor.account || ballot.second == Some(actor.account);
    let next = match ballot.step {
        Step::Typed if !mine => Some("votes-read-second"),
        Step::Differs if !mine => Some("votes-settle"),
        _ if ballot.channel == Channel::Paper => Some("votes-scans"),
        _ => None,
    };
    let to = format!("{here}/{}", ballot.number);
    Row {
        number: ballot.number,
        channel: words::channel(ctx, ballot.channel),
        state: ctx.t(key),
        look,
        scanned: ctx.t(if ballot.lacks_authority {
            "votes-lacks-authority"
        } else if ballot.scan.is_some() {
            "votes-scanned"
        } else {
            "votes-not-scanned"
        }),
        next: next.filter(|_| open).map(|key| (to.clone(), ctx.t(key))),
        receipt: (ballot.step == Step::Settled && ballot.channel == Channel::Paper)
            .then(|| format!("{to}/receipt.pdf")),
    }
}
