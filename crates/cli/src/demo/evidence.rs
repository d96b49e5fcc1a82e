//! Before and after, for a few of the neighbourhoods that were finished: taken in through the functions that pages use.

use linli_domain::kernel::digest::Digest;
use linli_domain::kernel::people::Actor;
use linli_domain::kernel::{Date, NeighbourhoodId};
use linli_domain::register::evidence::{Evidence, EvidenceId, Moment, Picture, Taken};
use linli_formats::photo;
use linli_store::register::{evidence, neighbourhood};
use linli_store::{Error, Objects, Store};

use super::drawings::SPOTS;
use super::office;

/// Hangs a pair of drawings on each of the first neighbourhoods that are finished.
pub async fn hang(
    store: &Store,
    objects: &Objects,
    clerk: &Actor,
    neighbourhoods: &[NeighbourhoodId],
) -> Result<(), Error> {
    let county = office(linli_domain::sample::COUNTY);
    let wanted = neighbourhoods.to_vec();
    let finished = store.read(move |tx| {
        let all = neighbourhood::all(tx, county)?.into_iter().filter(|n| wanted.contains(&n.id));
        Ok::<_, Error>(all.filter_map(|n| Some((n.id, n.facts.started_on?, n.facts.finished_on?))).collect::<Vec<_>>())
    });
    for ((id, started, done), spot) in finished.await?.into_iter().zip(SPOTS) {
        for (moment, drawing, on) in [(Moment::Before, spot.before, started), (Moment::After, spot.after, done)] {
            let picture = (on, spot.name, moment);
            let piece = taken_in(objects, clerk, store.now(), id, drawing().png(), picture).await?;
            store.write(clerk, move |tx| evidence::add(tx, &piece)).await?;
        }
    }
    Ok(())
}

async fn taken_in(
    objects: &Objects,
    clerk: &Actor,
    at: linli_domain::kernel::Timestamp,
    neighbourhood: NeighbourhoodId,
    png: Vec<u8>,
    (on, spot, moment): (Date, &str, Moment),
) -> Result<Evidence, Error> {
    let read = tokio::task::spawn_blocking(move || photo::read(&png)).await.map_err(|_| Error::Panicked)?;
    let photo = read.map_err(|_| Error::Refused)?;
    let bytes = i64::try_from(photo.kept.len()).unwrap_or(i64::MAX);
    let digest: Digest = objects.keep(photo.kept.into()).await?;
    let picture = Picture {
        small: objects.keep(photo.small.into()).await?,
        width: photo.width.into(),
        height: photo.height.into(),
        taken: Some(Taken { on, by_phone: false }),
        location: None,
        spot: Some(spot.to_owned()),
        moment: Some(moment),
    };
    Ok(Evidence {
        id: EvidenceId::new(),
        neighbourhood,
        file_name: format!("{spot}.png"),
        media_type: "image/jpeg".to_owned(),
        digest,
        bytes,
        picture: Some(picture),
        caption: Some("示例图，并非照片".to_owned()),
        at,
        account: clerk.account,
        by_name: clerk.name.clone(),
        withdrawn: None,
    })
}
