//! `POST …/changes`: one change of a board, as its buttons send it: what is picked is put behind a need, a new one is opened with
//! it, it is moved, taken out or waved away; two needs become one; a change is taken back.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use linli_domain::consultation::need::{
    BadNeed, CannotChange, ChangeId, Facts, LONGEST_TITLE, MOST_AT_ONCE, MOST_NEEDS,
};
use linli_domain::consultation::opinion::LONGEST_NOTE;
use linli_domain::consultation::{Catalogue, NeedId, OpinionId};
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::text::clean_line;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::Neighbourhood;
use linli_store::Transaction;
use linli_store::consultation::catalogue;
use linli_store::consultation::need::{self, Changed, Made, NotChanged};
use linli_store::register::neighbourhood;

use super::board::{Asked, back_to, board_page};
use super::{address, show};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems};

/// A change as it was sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    id: Option<ChangeId>,
    act: String,
    pub of: BTreeSet<OpinionId>,
    into: Option<NeedId>,
    /// The need whose page sent it.
    pub from: Option<NeedId>,
    which: Option<ChangeId>,
    pub lane: String,
    item: String,
    title: String,
    urgency: String,
    note: String,
}

impl Sent {
    fn of(pairs: Vec<(String, String)>) -> Result<Self, WebError> {
        fn id<T: std::str::FromStr>(text: &str) -> Result<T, WebError> {
            text.parse().map_err(|_| WebError::BadRequest)
        }
        let mut sent = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "id" => sent.id = Some(id(&value)?),
                "act" => sent.act = value,
                "of" => drop(sent.of.insert(id(&value)?)),
                "into" if !value.is_empty() => sent.into = Some(id(&value)?),
                "from" => sent.from = Some(id(&value)?),
                "which" => sent.which = Some(id(&value)?),
                "lane" => sent.lane = clean_line(&value),
                "item" => sent.item = value,
                "title" | "split-title" => sent.title = value,
                "urgency" => sent.urgency = value,
                "note" => sent.note = clean_line(&value).chars().take(LONGEST_NOTE).collect(),
                _ => {}
            }
        }
        Ok(sent)
    }
}

/// What is to be done, once it was understood.
#[derive(Clone, Debug)]
enum Wanted {
    Open(Facts),
    Put(NeedId),
    TakeOut(NeedId),
    Dismiss(String),
    Merge(NeedId, NeedId),
    Withdraw(NeedId),
    Undo(ChangeId),
}

pub async fn change(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, board)): Path<(Office, NeighbourhoodId)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let sent = Sent::of(pairs)?;
    let id = sent.id.ok_or(WebError::BadRequest)?;
    let today = app.today();
    let read = app.store.read(move |tx| {
        Ok::<_, WebError>((neighbourhood::get(tx, office, board)?, catalogue::of(tx, office, today)?.catalogue))
    });
    let (place, catalogue) = read.await?;
    actor.may(Act::GroupOpinions, &place.place())?;
    if place.merged_into.is_some() {
        return Err(WebError::Conflict);
    }
    let mut problems = Problems::default();
    let Some(wanted) = understood(&ctx, &sent, &catalogue, &mut problems)? else {
        return again(&app, ctx, &actor, place, &sent, problems).await;
    };
    let (key, goes_to_board) = (wanted.key(), matches!(wanted, Wanted::Merge(..) | Wanted::Withdraw(_)));
    let (need, asked) = (NeedId::new(), sent.clone());
    let of: Vec<OpinionId> = sent.of.iter().copied().collect();
    let made = app.store.write(&actor, move |tx| make(tx, id, board, need, &wanted, &asked, &of)).await;
    match made {
        Ok(_) => {
            let from = sent.from.filter(|_| !goes_to_board);
            let back =
                from.map_or_else(|| back_to(office, board, &sent.lane), |need| format!("{}?", address(office, need)));
            Ok(Redirect::to(&format!("{back}done={key}")).into_response())
        }
        Err(NotChanged::Cannot(why)) => {
            problems.add("lane", cannot(&ctx, why));
            again(&app, ctx, &actor, place, &sent, problems).await
        }
        Err(NotChanged::Store(why)) => Err(why.into()),
    }
}

impl Wanted {
    const fn key(&self) -> &'static str {
        match self {
            Self::Open(_) => "needs-done-open",
            Self::Put(_) => "needs-done-put",
            Self::TakeOut(_) => "needs-done-take-out",
            Self::Dismiss(_) => "needs-done-dismiss",
            Self::Merge(..) => "needs-done-merge",
            Self::Withdraw(_) => "needs-done-withdraw",
            Self::Undo(_) => "needs-done-undo",
        }
    }
}

/// What the buttons mean; a problem where something lacks.
fn understood(
    ctx: &Ctx,
    sent: &Sent,
    catalogue: &Catalogue,
    problems: &mut Problems,
) -> Result<Option<Wanted>, WebError> {
    let mut picked = |wanted: Wanted| {
        if sent.of.is_empty() {
            problems.add("lane", ctx.t("needs-why-none-picked"));
            return None;
        }
        Some(wanted)
    };
    let wanted = match (sent.act.as_str(), sent.into, sent.from) {
        ("undo", ..) => Some(Wanted::Undo(sent.which.ok_or(WebError::BadRequest)?)),
        ("merge", Some(into), Some(from)) => Some(Wanted::Merge(from, into)),
        ("withdraw", _, Some(from)) => Some(Wanted::Withdraw(from)),
        ("take_out", _, Some(from)) => picked(Wanted::TakeOut(from)),
        ("dismiss", ..) if catalogue.item(&sent.lane).is_some() => picked(Wanted::Dismiss(sent.lane.clone())),
        ("open", _, None) | ("split", _, Some(_)) => {
            let facts = facts(ctx, &sent.item, &sent.title, &sent.urgency, catalogue, None, problems)?;
            if sent.of.is_empty() {
                problems.add("lane", ctx.t("needs-why-none-picked"));
            }
            facts.filter(|_| problems.is_empty()).map(Wanted::Open)
        }
        ("choose", ..) | ("merge" | "move", None, _) => {
            problems.add("into", ctx.t("needs-why-no-need"));
            None
        }
        (_, Some(into), _) => picked(Wanted::Put(into)),
        _ => return Err(WebError::BadRequest),
    };
    Ok(wanted)
}

/// What was typed of a need.
pub(super) fn facts(
    ctx: &Ctx,
    item: &str,
    title: &str,
    urgency: &str,
    catalogue: &Catalogue,
    before: Option<&str>,
    problems: &mut Problems,
) -> Result<Option<Facts>, WebError> {
    let urgency = match urgency {
        "" => None,
        text => Some(text.parse().map_err(|()| WebError::BadRequest)?),
    };
    let facts = Facts { item: item.to_owned(), title: title.to_owned(), urgency };
    let (field, text) = match facts.checked(catalogue, before) {
        Ok(facts) => return Ok(Some(facts)),
        Err(BadNeed::NoSuchItem) => ("item", ctx.t("needs-why-item")),
        Err(BadNeed::NoTitle) => ("title", ctx.t("needs-why-no-title")),
        Err(BadNeed::TitleTooLong) => ("title", ctx.t_n("needs-why-title-long", LONGEST_TITLE)),
    };
    problems.add(field, text);
    Ok(None)
}

fn make(
    tx: &mut Transaction,
    id: ChangeId,
    board: NeighbourhoodId,
    new: NeedId,
    wanted: &Wanted,
    sent: &Sent,
    of: &[OpinionId],
) -> Changed<Made> {
    match wanted {
        Wanted::Open(facts) => need::open(tx, id, board, new, facts, sent.from, of),
        Wanted::Put(into) => need::put(tx, id, board, *into, sent.from, of),
        Wanted::TakeOut(from) => need::take_out(tx, id, board, *from, of, &sent.note),
        Wanted::Dismiss(item) => need::dismiss(tx, id, board, item, of),
        Wanted::Merge(one, into) => need::merge(tx, id, board, *one, *into),
        Wanted::Withdraw(one) => need::withdraw(tx, id, board, *one),
        Wanted::Undo(which) => need::undo(tx, id, board, *which),
    }
}

/// The page that sent it, with what was wrong and what was picked.
async fn again(
    app: &App,
    ctx: Ctx,
    actor: &Actor,
    place: Neighbourhood,
    sent: &Sent,
    problems: Problems,
) -> Result<Response, WebError> {
    if let Some(from) = sent.from {
        return show::need_page(app, ctx, actor, place.office, from, None, &sent.of, problems).await;
    }
    let asked = Asked { lane: sent.lane.clone(), after: String::new() };
    board_page(app, ctx, actor, place, &asked, &sent.of, problems).await
}

pub(super) fn cannot(ctx: &Ctx, why: CannotChange) -> String {
    match why {
        CannotChange::Gone => ctx.t("needs-why-gone"),
        CannotChange::Elsewhere => ctx.t("needs-why-elsewhere"),
        CannotChange::Moved => ctx.t("needs-why-moved"),
        CannotChange::TooMany => ctx.t_n("needs-why-too-many", MOST_AT_ONCE),
        CannotChange::Full => ctx.t_n("needs-why-full", MOST_NEEDS),
        CannotChange::NotEmpty => ctx.t("needs-why-not-empty"),
        CannotChange::Itself => ctx.t("needs-why-itself"),
        CannotChange::Answered => ctx.t("needs-why-answered"),
        CannotChange::Overtaken => ctx.t("needs-why-overtaken"),
    }
}
