//! `…/inspection/vote.json`: a closed vote in the open format, from which an independent program counts it again
//! (`linli vote tally`, docs/guide/vote.md). Numbers stand in the place of names; it still tells dwellings apart by their areas, so it
//! is for those who may inspect.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{AccountId, Act};
use linli_domain::planning::vote::conduct::extent;
use linli_domain::planning::vote::{Outcome, State as Stands, VoteId};
use linli_formats::vote::{Beside, Said, VoteFile};
use linli_store::planning::vote::{self, Closing};
use serde_json::json;

use super::inspect::Why;
use super::know;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Form, Path, SignedIn};
use crate::shell::{Ctx, Problems, file};

pub async fn json(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, VoteId)>,
    Form(why): Form<Why>,
) -> Result<Response, WebError> {
    let known = know(&app, &actor, Act::InspectVotes, office, id).await?;
    if known.vote.state != Stands::Closed {
        return Err(WebError::Conflict);
    }
    let reason = why.read(&ctx, &mut Problems::default()).ok_or(WebError::Unprocessable)?;
    let noted = app.store.write(&actor, move |tx| {
        tx.record("vote.exported", id, json!({ "reason": reason }));
        Ok::<_, linli_store::Error>(())
    });
    noted.await?;
    let closing = app.store.read(move |tx| vote::prepare(tx, office, id)).await?;
    let name = format!("{} {}", known.place.facts.name, known.vote.draft.title);
    Ok(file(&ctx, &name, "json", "application/json", written(closing).write().into_bytes()))
}

/// A closed vote as others read it.
fn written(closing: Closing) -> VoteFile {
    let outcome = Outcome::from(&closing.tally);
    let mut clerks: HashMap<AccountId, String> = HashMap::new();
    let beside = closing.beside.into_iter().map(|one| Beside {
        line: 0,
        typed_by: one.typed_by.iter().map(|account| clerk(&mut clerks, *account)).collect(),
        scan_file: one.scan_file,
        invalid: one.invalid,
        code: Some(one.code),
        seal: Some(one.seal),
    });
    let draft = closing.kept.draft;
    VoteFile {
        id: closing.kept.id.to_string(),
        title: Some(draft.title),
        question: Some(draft.question),
        matter: Some(draft.matter),
        extent: extent(draft.scope),
        vote: closing.vote,
        silence_clause: draft.clause,
        roll: closing.roll,
        ballots: closing.ballots,
        beside: beside.collect(),
        root: Some((closing.root, 0)),
        result: Some((
            Said { took_part: outcome.took_part, agreed: outcome.agreed_with_silent(), carried: outcome.carried },
            0,
        )),
    }
}

/// Who typed a ballot, by the order in which they first come.
fn clerk(clerks: &mut HashMap<AccountId, String>, account: AccountId) -> String {
    let next = format!("t{}", clerks.len() + 1);
    clerks.entry(account).or_insert(next).clone()
}
