//! A questionnaire arrives: the visit goes through the same hands as one from the app at the door, by the person behind the
//! collector; its photos become evidence.

use axum::http::StatusCode;
use bytes::Bytes;
use linli_domain::consultation::OpinionId;
use linli_domain::consultation::survey::visit::BadVisit;
use linli_domain::consultation::survey::{CampaignId, Form, VisitId};
use linli_domain::kernel::people::Act;
use linli_domain::kernel::{NeighbourhoodId, Office};
use linli_domain::register::evidence::{Evidence, EvidenceId};
use linli_formats::xforms::Submission;
use linli_store::consultation::survey::visit::{self, Received, Sent};
use linli_store::consultation::{catalogue, survey};
use linli_store::objects::Staged;
use linli_store::register::{evidence, neighbourhood};
use linli_store::{Error, Transaction};
use sha2::{Digest as _, Sha256};

use super::super::gate::Collector;
use super::super::receive::{Refused, forget};
use super::answers::{self, Filled, Wrong};
use crate::app::App;
use crate::consultation::door::key;
use crate::error::WebError;
use crate::register::files;
use crate::shell::Ctx;

/// Why a visit is not taken, inside of the unit of work.
enum NotTaken {
    Bad(BadVisit),
    OtherWords,
    Store(Error),
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Takes one post; whether it was new.
pub(in super::super) async fn take(
    app: &App,
    ctx: &Ctx,
    collector: &Collector,
    campaign: CampaignId,
    answer: Submission,
    sent: Vec<(String, Staged)>,
) -> Result<bool, Refused> {
    let (number, form, filled, at) = match understood(app, ctx, collector, campaign, &answer).await {
        Ok(understood) => understood,
        Err(why) => {
            forget(sent).await;
            return Err(why);
        }
    };
    let office = collector.actor.office;
    let pieces = photos(app, ctx, collector, &filled, at, sent).await?;
    let (id, at, now, today) = (filled.id, filled.at, app.now(), app.today());
    let Filled { visit: given, .. } = filled;
    let done = app.store.write(&collector.actor, move |tx| {
        let catalogue = catalogue::of(tx, office, today)?.catalogue;
        let visit = given.clone().checked(&form, &catalogue).map_err(NotTaken::Bad)?;
        let opinion = OpinionId::from_number(derived("opinion", id, ""));
        let at = at.unwrap_or(now);
        let received =
            visit::receive(tx, &Sent { id, campaign, form_version: number, opinion, visit, at, sent_at: now })?;
        if received == Received::Second {
            return Err(NotTaken::OtherWords);
        }
        pieces.iter().try_for_each(|(piece, place)| put(tx, office, id, piece, place))?;
        Ok(received == Received::New)
    });
    done.await.map_err(|why| match why {
        NotTaken::Bad(why) => Refused::Why(StatusCode::BAD_REQUEST, ctx.t(format!("door-why-{}", key(why)))),
        NotTaken::OtherWords => Refused::Why(StatusCode::CONFLICT, ctx.t("openrosa-why-other-words")),
        NotTaken::Store(Error::Duplicate | Error::Stale) => Refused::Why(StatusCode::CONFLICT, ctx.t("door-why-taken")),
        // Photos of an earlier answer are there as well.
        NotTaken::Store(Error::Refused) => {
            Refused::Why(StatusCode::UNPROCESSABLE_ENTITY, ctx.t_n("opinions-why-files", visit::MOST_PHOTOS))
        }
        NotTaken::Store(error) => missing(ctx, error),
    })
}

/// Which version of the questions it answers, with what, and where.
async fn understood(
    app: &App,
    ctx: &Ctx,
    collector: &Collector,
    campaign: CampaignId,
    answer: &Submission,
) -> Result<(i64, Form, Filled, NeighbourhoodId), Refused> {
    let (office, known) = (collector.actor.office, answers::number_of(answer.version.as_deref()));
    let number = known.ok_or_else(|| wrong(ctx, &Wrong("@version")))?;
    let form = app.store.read(move |tx| survey::form(tx, office, campaign, number)).await;
    let form = form.map_err(|error| missing(ctx, error))?;
    let filled = answers::read(answer, &form).map_err(|why| wrong(ctx, &why))?;
    let at = place(app, ctx, collector, &filled).await?;
    Ok((number, form, filled, at))
}

fn wrong(ctx: &Ctx, Wrong(element): &Wrong) -> Refused {
    Refused::Why(StatusCode::BAD_REQUEST, ctx.t_with("openrosa-why-element", &[("path", element)]))
}

fn missing(ctx: &Ctx, error: Error) -> Refused {
    match error {
        Error::Missing => Refused::Why(StatusCode::NOT_FOUND, ctx.t("door-why-gone")),
        error => Refused::Fault(error.into()),
    }
}

/// Where the door is, if this person may knock on it.
async fn place(app: &App, ctx: &Ctx, collector: &Collector, filled: &Filled) -> Result<NeighbourhoodId, Refused> {
    let (office, dwelling) = (collector.actor.office, filled.visit.dwelling);
    let read = app.store.read(move |tx| {
        let door = survey::doors::one(tx, office, dwelling)?;
        neighbourhood::get(tx, office, door.neighbourhood)
    });
    let of = read.await.map_err(|error| missing(ctx, error))?;
    let may = collector.actor.may(Act::VisitDoors, &of.place());
    may.map_err(|_| Refused::Why(StatusCode::FORBIDDEN, ctx.t("door-why-not-yours")))?;
    Ok(of.id)
}

/// The photos that the answer names and that came with this post. A phone lets go of what it heard "done" for, so a file that
/// cannot be kept is refused before anything is: all of them, or none.
async fn photos(
    app: &App,
    ctx: &Ctx,
    collector: &Collector,
    filled: &Filled,
    at: NeighbourhoodId,
    sent: Vec<(String, Staged)>,
) -> Result<Vec<(Evidence, &'static str)>, Refused> {
    let unfit = |why: String| Refused::Why(StatusCode::UNPROCESSABLE_ENTITY, why);
    if i64::try_from(filled.photos.len()).unwrap_or(i64::MAX) > visit::MOST_PHOTOS {
        forget(sent).await;
        return Err(unfit(ctx.t_n("opinions-why-files", visit::MOST_PHOTOS)));
    }
    let (mut ready, mut left) = (Vec::new(), sent.into_iter());
    while let Some((name, staged)) = left.next() {
        let Some((_, place)) = filled.photos.iter().find(|(named, _)| *named == name) else {
            staged.forget().await;
            continue;
        };
        let bytes: Bytes = staged.whole().await?;
        let why = match files::read(app, &name, bytes).await? {
            Ok(file) if file.is_photo() => {
                ready.push((name, file, *place));
                continue;
            }
            Ok(_) => format!("{}: {}", files::name(&name), ctx.t("works-file-no-photo")),
            Err(why) => files::told(ctx, &name, &why),
        };
        forget(left).await;
        return Err(unfit(why));
    }
    let mut pieces = Vec::with_capacity(ready.len());
    for (name, file, place) in ready {
        let arrived = files::keep(app, file).await?;
        let piece = Evidence {
            // The same photo of the same visit is the same piece, however often it is sent.
            id: EvidenceId::from_number(derived("photo", filled.id, &name)),
            neighbourhood: at,
            file_name: arrived.file_name,
            media_type: arrived.media_type.to_owned(),
            digest: arrived.digest,
            bytes: arrived.bytes,
            picture: arrived.picture,
            caption: None,
            at: app.now(),
            account: collector.actor.account,
            by_name: collector.actor.name.clone(),
            withdrawn: None,
            confidential: true,
        };
        pieces.push((piece, place));
    }
    Ok(pieces)
}

fn put(tx: &mut Transaction, office: Office, of: VisitId, piece: &Evidence, place: &str) -> Result<(), Error> {
    // A photo of what was let go of is not kept.
    if !survey::forget::still_said(tx, of)? {
        return Ok(());
    }
    match evidence::find(tx, office, piece.id)? {
        None => evidence::add(tx, piece)?,
        Some(there) if there.account == piece.account => {}
        Some(_) => return Err(Error::Stale),
    }
    visit::put_photo(tx, of, piece.id, place)
}

/// An id that follows from the visit's: what belongs to it is found again when it is sent again.
fn derived(purpose: &str, of: VisitId, name: &str) -> u128 {
    let digest = Sha256::digest(format!("linli questionnaire 1|{purpose}|{of}|{name}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    // Version 8, of our own making, in the variant of RFC 9562.
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    u128::from_be_bytes(bytes)
}

impl Collector {
    /// The office of a collector whose person may do this there, too.
    pub(super) fn may(&self, act: Act) -> Result<Office, WebError> {
        let office = self.actor.office;
        self.actor.may_enter(act, office)?;
        Ok(office)
    }
}
