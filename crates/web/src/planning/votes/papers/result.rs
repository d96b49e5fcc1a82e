//! What comes of it: the result with every number that is needed to count again (表决结果公告), and the receipt of one ballot (回执).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::Act;
use linli_domain::planning::vote::{State as Stands, VoteId};
use linli_official::{Align, Part};
use linli_store::planning::vote;
use serde_json::json;

use super::super::told;
use super::{Desk, heading, words_of};
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::shell::Ctx;

/// `GET …/result.pdf`: the result sheet (表决结果公告).
pub async fn result(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id)): Path<(Office, VoteId)>,
) -> Result<Response, WebError> {
    let desk = Desk::open((app, ctx, &headers), (&actor, Act::ReadPlans), (office, id)).await?;
    let (ctx, known) = (&desk.ctx, &desk.known);
    if known.vote.state != Stands::Closed {
        return Err(WebError::Conflict);
    }
    let sheet = told::sheet(ctx, known).ok_or(WebError::Conflict)?;
    let mut parts: Vec<Part> = desk.question().collect();
    parts.push(heading(sheet.verdict.clone()));
    let sums = [("votes-result", Align::Left), ("votes-col-heads", Align::Right), ("votes-col-area", Align::Right)];
    parts.push(desk.table(&sums, sheet.rows.iter().map(|row| row.to_vec()).collect()));
    let counts = [
        ("votes-shares", Align::Left),
        ("votes-by-heads", Align::Left),
        ("votes-by-area", Align::Left),
        ("votes-col-met", Align::Center),
    ];
    parts.push(desk.table(&counts, sheet.counts.iter().map(|row| row.to_vec()).collect()));
    parts.push(heading(ctx.t("votes-invalid")));
    if sheet.invalid.is_empty() {
        parts.push(words_of(ctx.t("votes-no-invalid")));
    } else {
        let columns =
            [("votes-col-reason", Align::Left), ("votes-col-many", Align::Right), ("votes-col-numbers", Align::Left)];
        parts.push(desk.table(&columns, sheet.invalid.iter().map(|row| row.to_vec()).collect()));
    }
    parts.push(heading(ctx.t("votes-rules")));
    parts.push(desk.facts());
    parts.push(heading(ctx.t("votes-root")));
    parts.push(words_of(in_groups(&sheet.root)));
    parts.push(words_of(ctx.t_n("votes-paper-root", known.vote.ballots)));
    parts.push(words_of(sheet.posted));
    let on = known.vote.closed_at.map_or(desk.app.today(), |at| jiff::tz::offset(8).to_datetime(at).date());
    desk.hand(ctx.t("votes-result-sheet"), parts, Some(desk.code()), on).await
}

/// Sixty-four signs in groups that can be read out.
fn in_groups(digest: &str) -> String {
    let signs: Vec<char> = digest.chars().collect();
    signs.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// `GET …/ballots/{number}/receipt.pdf`: what the owner takes home: the code that says whether the ballot was counted (回执).
pub async fn receipt(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    headers: HeaderMap,
    Path((office, id, number)): Path<(Office, VoteId, u32)>,
) -> Result<Response, WebError> {
    let desk = Desk::open((app, ctx, &headers), (&actor, Act::TypeBallots), (office, id)).await?;
    let ctx = &desk.ctx;
    let code = desk.app.store.read(move |tx| vote::code(tx, office, id, number)).await?;
    let noted = desk.app.store.write(&actor, move |tx| {
        tx.record("vote.receipt_printed", id, json!({ "ballot": number }));
        Ok::<_, linli_store::Error>(())
    });
    noted.await?;
    let parts =
        vec![heading(code.to_string()), words_of(ctx.t("votes-receipt-what")), words_of(ctx.t("votes-receipt-secret"))];
    desk.hand(ctx.t("votes-receipt"), parts, Some(desk.code()), desk.app.today()).await
}
