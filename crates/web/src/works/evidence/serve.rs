//! Evidence looked at: a photo is shown, a document is saved by the browser and never opened.

use axum::extract::State;
use axum::response::Response;
use linli_domain::kernel::Office;
use linli_domain::kernel::people::{Act, Actor, Denied};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_store::planning::vote;
use linli_store::register::{evidence as rows, neighbourhood};

use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::files::file;

/// A piece that this person may see.
pub(super) async fn visible(app: &App, actor: &Actor, office: Office, id: EvidenceId) -> Result<Evidence, WebError> {
    let read = app.store.read(move |tx| {
        let piece = rows::get(tx, office, id)?;
        let n = neighbourhood::get(tx, office, piece.neighbourhood)?;
        // A scanned ballot says how somebody voted: only the pages of its vote show it.
        if piece.confidential && vote::is_scan(tx, office, id)? {
            return Err(linli_store::Error::Missing);
        }
        Ok::<_, linli_store::Error>((piece, n))
    });
    let (piece, n) = read.await?;
    // What hangs on an opinion shows what a resident wrote: it stays in the office that answers.
    let act = if piece.confidential { Act::ReadOpinions } else { Act::ReadRegister };
    if piece.confidential && actor.office != office {
        return Err(Denied::OtherOffice.into());
    }
    actor.may(act, &n.place())?;
    Ok(piece)
}

/// `GET /desk/{office}/evidence/{piece}`: the photo, or the document as a download.
pub async fn show(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, false).await
}

/// `GET /desk/{office}/evidence/{piece}/small`
pub async fn small(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, EvidenceId)>,
) -> Result<Response, WebError> {
    let piece = visible(&app, &actor, office, id).await?;
    file(&app, &piece, true).await
}
