//! Photos and scans of an opinion: seen by who reads opinions, and by nobody else who sees the neighbourhood's evidence.

use axum::extract::multipart::Field as Part;
use axum::extract::{Multipart, State};
use axum::response::Response;
use bytes::Bytes;
use linli_domain::consultation::OpinionId;
use linli_domain::kernel::people::{Act, Actor};
use linli_domain::kernel::{NeighbourhoodId, Office, Personal};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_store::consultation::opinion;
use linli_store::register::{evidence, neighbourhood};
use linli_store::{Result as Kept, Transaction};

use super::address;
use crate::app::App;
use crate::error::WebError;
use crate::extract::{Path, SignedIn};
use crate::register::done;
use crate::register::files::{self, told};
use crate::shell::{Ctx, Problems};

/// Files of one opinion.
const MOST_FILES: usize = 9;
/// What is typed in one form, in bytes, where nobody is known to send it.
const MOST_WORDS: usize = 256 * 1024;
const MOST_FIELDS: usize = 100;

/// What was typed in a form, and the files beside it (`file`).
#[derive(Debug, Default)]
pub(crate) struct Sent {
    typed: Vec<(String, String)>,
    pub files: Vec<(String, Bytes)>,
}

impl Sent {
    pub async fn read(mut form: Multipart) -> Result<Self, WebError> {
        let mut sent = Self::default();
        while let Some(part) = form.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                take_from(part, &mut sent.files).await?;
            } else {
                sent.typed.push((name, part.text().await?));
            }
        }
        Ok(sent)
    }

    /// Only what was typed: for whoever may not send files here. Those pass by unread; whether there were any is told.
    pub async fn words(mut form: Multipart) -> Result<(Self, bool), WebError> {
        let (mut sent, mut files, mut left) = (Self::default(), false, MOST_WORDS);
        while let Some(mut part) = form.next_field().await? {
            let name = part.name().unwrap_or_default().to_owned();
            let is_file = name == "file";
            let mut typed = Vec::new();
            while let Some(chunk) = part.chunk().await? {
                if is_file {
                    files |= !chunk.is_empty();
                    continue;
                }
                left = left.checked_sub(chunk.len()).ok_or(WebError::TooLarge)?;
                typed.extend_from_slice(&chunk);
            }
            if !is_file && sent.typed.len() < MOST_FIELDS {
                sent.typed.push((name, String::from_utf8_lossy(&typed).into_owned()));
            }
        }
        Ok((sent, files))
    }

    /// What was typed in a field; of one that was sent twice the last.
    pub fn text(&self, name: &str) -> String {
        let typed = self.typed.iter().rev().find(|(field, _)| field == name);
        typed.map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// A file of a form; a browser sends an empty part where none was chosen.
async fn take_from(part: Part<'_>, files: &mut Vec<(String, Bytes)>) -> Result<(), WebError> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let bytes = part.bytes().await?;
    if !(name.is_empty() && bytes.is_empty()) {
        files.push((name, bytes));
    }
    if files.len() > MOST_FILES { Err(WebError::TooLarge) } else { Ok(()) }
}

/// The files as pieces of evidence whose bytes are kept; a problem where one is none.
pub(crate) async fn taken(
    app: &App,
    ctx: &Ctx,
    actor: &Actor,
    of: NeighbourhoodId,
    files: &[(String, Bytes)],
    problems: &mut Problems,
) -> Result<Vec<Evidence>, WebError> {
    let mut pieces = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        match files::take(app, name, bytes.clone()).await? {
            Err(why) => problems.add("file", told(ctx, name, &why)),
            Ok(arrived) => pieces.push(Evidence {
                id: EvidenceId::new(),
                neighbourhood: of,
                file_name: arrived.file_name,
                media_type: arrived.media_type.to_owned(),
                digest: arrived.digest,
                bytes: arrived.bytes,
                picture: arrived.picture,
                caption: None,
                at: app.now(),
                account: actor.account,
                by_name: actor.name.clone(),
                withdrawn: None,
                confidential: true,
            }),
        }
    }
    Ok(pieces)
}

/// Puts the pieces to an opinion; what hangs there already is not put there twice, and to one that was let go of nothing is.
pub(crate) fn put(tx: &mut Transaction, office: Office, id: OpinionId, pieces: &[Evidence]) -> Kept<()> {
    if pieces.is_empty() || !opinion::still_said(tx, id)? {
        return Ok(());
    }
    let mut there: Vec<_> = opinion::evidence(tx, office, id)?.iter().map(|piece| piece.digest).collect();
    for piece in pieces {
        if !there.contains(&piece.digest) {
            evidence::add(tx, piece)?;
            opinion::put_evidence(tx, id, piece.id)?;
            there.push(piece.digest);
        }
    }
    Ok(())
}

/// `POST …/opinions/{opinion}/evidence`
pub async fn add(
    State(app): State<App>,
    ctx: Ctx,
    SignedIn(actor): SignedIn,
    Path((office, id)): Path<(Office, OpinionId)>,
    mut form: Multipart,
) -> Result<Response, WebError> {
    let read = app.store.read(move |tx| {
        let one = opinion::get(tx, office, id)?;
        let n = neighbourhood::get(tx, office, one.address.neighbourhood)?;
        Ok::<_, WebError>((one, n, opinion::evidence(tx, office, id)?.len()))
    });
    let (one, n, there) = read.await?;
    actor.may(Act::RecordOpinion, &n.place())?;
    actor.may(Act::ReadOpinions, &n.place())?;
    if one.text == Personal::Erased {
        return Err(WebError::Conflict);
    }
    let (mut sent, mut problems) = (Vec::new(), Problems::default());
    while let Some(part) = form.next_field().await? {
        if part.name() == Some("file") {
            take_from(part, &mut sent).await?;
        }
    }
    if sent.is_empty() {
        problems.add("file", ctx.t("works-file-missing"));
    }
    if there + sent.len() > MOST_FILES {
        problems.add("file", ctx.t_n("opinions-why-files", MOST_FILES));
    }
    let pieces = if problems.is_empty() {
        taken(&app, &ctx, &actor, one.address.neighbourhood, &sent, &mut problems).await?
    } else {
        Vec::new()
    };
    if !problems.is_empty() {
        return super::show::opinion_page(&app, ctx, &actor, (office, id), &super::steps::Draft::default(), problems)
            .await;
    }
    app.store.write(&actor, move |tx| put(tx, office, id, &pieces)).await?;
    Ok(done(&address(office, id), "opinions-done-evidence"))
}
