//! The files behind the evidence: each is there and is what it was, and what no record names is left over.

use std::collections::{BTreeMap, BTreeSet};

use linli_domain::kernel::Timestamp;
use linli_domain::kernel::digest::Digest;
use linli_store::check::Fault;
use linli_store::consultation::openrosa;
use linli_store::register::evidence;
use linli_store::{Error, Objects, Store};

use super::Chain;
use crate::lang::{Lang, Text};

/// Younger than this, a file may belong to a form that is being sent right now; an upload may go on for days.
const FILES_REST: i64 = 24 * 60 * 60;
const UPLOADS_REST: i64 = 7 * 24 * 60 * 60;

/// What no record names.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub files: usize,
    pub bytes: u64,
    pub uploads: usize,
}

/// Looks every file up, adds what is wrong to the chains of their offices, and with `clean` removes what is left over.
pub(super) async fn walk(store: &Store, objects: &Objects, chains: &mut [Chain], clean: bool) -> Result<Left, Error> {
    let kept: BTreeMap<Digest, (u64, Timestamp)> =
        objects.all().await?.into_iter().map(|object| (object.digest, (object.bytes, object.at))).collect();
    // Many pieces may name one file; it is read once, since a bucket is asked over the network.
    let mut looked: BTreeMap<Digest, Option<&'static str>> = BTreeMap::new();
    for chain in chains {
        let office = chain.office;
        let named = store.read(move |tx| {
            let pieces = evidence::digests(tx, office)?.into_iter().map(|(piece, digest)| (piece.to_string(), digest));
            Ok::<_, Error>(pieces.chain(openrosa::digests(tx, office)?).collect::<Vec<_>>())
        });
        for (piece, digest) in named.await? {
            let rule = match looked.get(&digest) {
                Some(rule) => *rule,
                None => look(objects, digest).await?,
            };
            looked.insert(digest, rule);
            chain.faults.extend(rule.map(|rule| Fault { office, rule, subject: piece.clone() }));
        }
    }
    let named = looked.into_keys().collect();
    left_over(objects, store.now(), &kept, &named, clean).await
}

/// What is wrong with a file.
async fn look(objects: &Objects, digest: Digest) -> Result<Option<&'static str>, Error> {
    match objects.get(digest).await {
        Ok(_) => Ok(None),
        Err(Error::Missing) => Ok(Some("evidence-missing")),
        Err(Error::Damaged) => Ok(Some("evidence-changed")),
        Err(other) => Err(other),
    }
}

async fn left_over(
    objects: &Objects,
    now: Timestamp,
    kept: &BTreeMap<Digest, (u64, Timestamp)>,
    named: &BTreeSet<Digest>,
    clean: bool,
) -> Result<Left, Error> {
    let rested = |at: Timestamp, seconds: i64| now.as_second() - at.as_second() > seconds;
    let mut left = Left::default();
    for (digest, (bytes, at)) in kept.iter().filter(|(digest, _)| !named.contains(digest)) {
        if rested(*at, FILES_REST) {
            left.files += 1;
            left.bytes += bytes;
            if clean {
                objects.remove(*digest).await?;
            }
        }
    }
    for broken in objects.broken().await? {
        if rested(broken.at, FILES_REST) {
            left.files += 1;
            left.bytes += broken.bytes;
            if clean {
                objects.remove_broken(broken).await?;
            }
        }
    }
    for (upload, at) in objects.begun().await? {
        if rested(at, UPLOADS_REST) {
            left.uploads += 1;
            if clean {
                objects.drop_parts(&upload).await?;
            }
        }
    }
    Ok(left)
}

impl Left {
    pub fn print(&self, lang: Lang, clean: bool) {
        if self.files + self.uploads == 0 {
            return;
        }
        let key = if clean { "check-cleaned" } else { "check-left-over" };
        let text = Text::new(key).with("files", self.files).with("bytes", self.bytes).with("uploads", self.uploads);
        println!("{}", text.say(lang));
    }
}
