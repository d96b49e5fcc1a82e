//! `/household/votes/{vote}`: an owners' vote at home: what is asked and what is still needed; and where its rules let ballots come
//! online, one's own ballot with its receipt. Who votes says the name that the register has: a paper at the door is read by tenants
//! as well, and they are no owners.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::kernel::text::clean_line;
use linli_domain::planning::vote::{BallotId, Choice, State as Stands, VoteId};
use linli_store::planning::vote::{self as store, Cast, NotCast, Own};
use serde::Deserialize;

use crate::app::App;
use crate::consultation::resident;
use crate::error::WebError;
use crate::extract::{Caller, Form, Path};
use crate::home::{self, AtHome};
use crate::planning::votes::{self, Known, public_address, told, words};
use crate::shell::{Ctx, Field, Problems, page_with};

/// Votes that the page at home names.
const MOST: usize = 5;

#[derive(Template)]
#[template(path = "household/vote_section.html")]
struct Section<'a> {
    ctx: &'a Ctx,
    votes: Vec<Line>,
}

struct Line {
    href: String,
    title: String,
    state: String,
    look: &'static str,
    days: String,
}

#[derive(Template)]
#[template(path = "household/vote.html")]
struct VotePage {
    ctx: Ctx,
    place: String,
    title: String,
    here: String,
    told: String,
    public: String,
    /// Why there is no form; or nothing where there is one.
    closed: Option<String>,
    id: BallotId,
    choice: Field,
    owner: Field,
    sure: Field,
    /// What was given just now: the code of the receipt.
    receipt: Option<String>,
    problems: Problems,
}

/// What the page at home says of votes; nothing where there is none that goes on or was counted.
pub(super) async fn section(app: &App, ctx: &Ctx, home: &AtHome) -> Result<Option<String>, WebError> {
    let (office, of, today) = (home.office, home.held.address.neighbourhood, app.today());
    let votes = app.store.read(move |tx| store::of(tx, office, of)).await?;
    let shown = votes.iter().filter(|vote| matches!(vote.state, Stands::Announced | Stands::Closed)).take(MOST);
    let line = |vote: &store::Kept| {
        let (state, look) = words::state(ctx, vote, today);
        let href = format!("/household/votes/{}", vote.id);
        Line { href, title: vote.draft.title.clone(), state, look, days: words::days(ctx, vote) }
    };
    let votes: Vec<Line> = shown.map(line).collect();
    if votes.is_empty() { Ok(None) } else { Ok(Some(Section { ctx, votes }.render()?)) }
}

async fn read(app: &App, home: &AtHome, id: VoteId) -> Result<(Known, Option<Own>), WebError> {
    let (office, of, today) = (home.office, home.held.address.neighbourhood, app.today());
    let dwelling = home.held.address.dwelling;
    let read = app.store.read(move |tx| {
        let known = votes::read(tx, office, id, today)?;
        if known.place.id != of || known.vote.announced_on.is_none() {
            return Err(WebError::NotFound);
        }
        let own = dwelling.map(|dwelling| store::own(tx, office, id, dwelling)).transpose()?.flatten();
        Ok((known, own))
    });
    read.await
}

/// `GET /household/votes/{vote}`
pub async fn show(
    State(app): State<App>,
    ctx: Ctx,
    home: AtHome,
    Path(id): Path<VoteId>,
) -> Result<Response, WebError> {
    let (known, own) = read(&app, &home, id).await?;
    let draft = Draft { id: BallotId::new().to_string(), ..Draft::default() };
    vote_page(&app, ctx, &home, &known, own.as_ref(), &draft, None, StatusCode::OK, Problems::default())
}

/// A ballot as somebody filled it in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Draft {
    id: String,
    choice: String,
    owner: String,
    sure: String,
}

/// Why no ballot is taken here now.
fn closed(app: &App, ctx: &Ctx, home: &AtHome, known: &Known, own: Option<&Own>) -> Option<String> {
    let (vote, today) = (&known.vote, app.today());
    let key = if vote.state != Stands::Announced || today > vote.draft.last {
        "votes-home-over"
    } else if !known.rules().online {
        "votes-home-on-paper"
    } else if home.held.address.dwelling.is_none() {
        "votes-home-poster"
    } else if today < vote.draft.first {
        "votes-home-not-yet"
    } else if own.is_none() {
        "votes-home-not-on-roll"
    } else if own.is_some_and(|own| own.given) {
        "votes-home-given"
    } else {
        return None;
    };
    Some(ctx.t(key))
}

#[allow(clippy::too_many_arguments, reason = "what was asked, what came of it, and what was wrong with it")]
fn vote_page(
    app: &App,
    ctx: Ctx,
    home: &AtHome,
    known: &Known,
    own: Option<&Own>,
    draft: &Draft,
    receipt: Option<String>,
    status: StatusCode,
    problems: Problems,
) -> Result<Response, WebError> {
    let options = known.vote.draft.options.choices();
    let options = options.map(|choice| (choice.as_str(), words::choice(&ctx, choice)));
    let shown = VotePage {
        place: home.place(),
        title: known.vote.draft.title.clone(),
        here: format!("/household/votes/{}", known.vote.id),
        told: told::told(&ctx, known, app.today())?,
        public: public_address(home.office, known.place.id, known.vote.id),
        closed: closed(app, &ctx, home, known, own).filter(|_| receipt.is_none()),
        id: draft.id.parse().unwrap_or_else(|_| BallotId::new()),
        choice: Field::new("choice", ctx.t("votes-home-choice"))
            .kind("radio")
            .options(options)
            .value(&draft.choice)
            .problem(&problems)
            .required(),
        owner: Field::new("owner", ctx.t("votes-home-owner"))
            .hint(ctx.t("votes-home-owner-hint"))
            .value(&draft.owner)
            .autocomplete("name")
            .problem(&problems)
            .required(),
        sure: Field::new("sure", ctx.t("votes-home-sure"))
            .kind("checkbox")
            .value(&draft.sure)
            .problem(&problems)
            .required(),
        receipt,
        problems,
        ctx,
    };
    Ok(page_with(status, &shown))
}

/// `POST /household/votes/{vote}`: a ballot, once. Its receipt is shown here, and sent again it is the same one.
pub async fn cast(
    State(app): State<App>,
    caller: Caller,
    ctx: Ctx,
    home: AtHome,
    Path(id): Path<VoteId>,
    Form(draft): Form<Draft>,
) -> Result<Response, WebError> {
    let ballot: BallotId = draft.id.parse().map_err(|_| WebError::BadRequest)?;
    let (known, own) = read(&app, &home, id).await?;
    let dwelling = home.held.address.dwelling.ok_or(WebError::NotFound)?;
    let mut problems = Problems::default();
    let choice = draft.choice.parse::<Choice>().ok();
    let owner: String = clean_line(&draft.owner).chars().take(60).collect();
    for (missing, field, key) in [
        (choice.is_none(), "choice", "votes-why-choice"),
        (owner.is_empty(), "owner", "votes-why-owner"),
        (draft.sure != "yes", "sure", "votes-why-sure"),
    ] {
        if missing {
            problems.add(field, ctx.t(key));
        }
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some(choice), true) = (choice, problems.is_empty()) {
        // Whoever lives there could try out who the owner is.
        app.owners.take(caller.0, app.now()).map_err(|wait_seconds| WebError::TooMany { wait_seconds })?;
        let (asked, sent) = (home.clone(), Cast { ballot, dwelling, owner, choice });
        let written = app.store.write(&resident(home.office), move |tx| {
            let now = tx.now();
            // A paper that was revoked meanwhile opens nothing.
            let Some(_) = asked.still(tx, now)? else { return Ok(None) };
            store::cast(tx, id, &sent).map(Some)
        });
        match written.await {
            Ok(Some(code)) => {
                app.owners.give_back(caller.0);
                let (known, own) = read(&app, &home, id).await?;
                let told = Some(code.to_string());
                return vote_page(&app, ctx, &home, &known, own.as_ref(), &draft, told, StatusCode::OK, problems);
            }
            Ok(None) => return Ok(Redirect::to(home::DOOR).into_response()),
            Err(why) => status = refused(&ctx, why, &mut problems)?,
        }
    }
    vote_page(&app, ctx, &home, &known, own.as_ref(), &draft, None, status, problems)
}

fn refused(ctx: &Ctx, why: NotCast, problems: &mut Problems) -> Result<StatusCode, WebError> {
    let (field, key, status) = match why {
        NotCast::NotAllowed => ("problems", "votes-home-on-paper", StatusCode::CONFLICT),
        NotCast::NotOpen => ("problems", "votes-home-over", StatusCode::CONFLICT),
        NotCast::NotOnRoll => ("problems", "votes-home-not-on-roll", StatusCode::UNPROCESSABLE_ENTITY),
        NotCast::NotTheOwner => ("owner", "votes-why-not-the-owner", StatusCode::UNPROCESSABLE_ENTITY),
        NotCast::Given => ("problems", "votes-home-given", StatusCode::CONFLICT),
        NotCast::NotOffered => ("choice", "votes-why-choice", StatusCode::UNPROCESSABLE_ENTITY),
        NotCast::Store(linli_store::Error::Stale) => ("problems", "household-why-sent", StatusCode::CONFLICT),
        NotCast::Store(why) => return Err(why.into()),
    };
    problems.add(field, ctx.t(key));
    Ok(status)
}
