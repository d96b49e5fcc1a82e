//! Files that nothing names any more, taken out of the store of files. One that another record names, of whichever office, stays: the
//! same bytes lie there once.

use std::collections::BTreeSet;

use linli_domain::kernel::digest::Digest;

use crate::consultation::openrosa;
use crate::register::evidence;
use crate::{Error, Objects, Result, Store, trail};

/// Takes them out; how many could not be. Those are left over, and `linli check --clean` takes them out later.
pub(super) async fn take_out(store: &Store, objects: &Objects, files: Vec<Digest>) -> Result<u64> {
    let mut gone: BTreeSet<Digest> = files.into_iter().collect();
    if gone.is_empty() {
        return Ok(0);
    }
    for office in store.read(trail::offices).await? {
        let named = store.read(move |tx| {
            let pieces = evidence::digests(tx, office)?.into_iter().map(|(_, digest)| digest);
            let of_forms = openrosa::digests(tx, office)?.into_iter().map(|(_, digest)| digest);
            Ok::<_, Error>(pieces.chain(of_forms).collect::<BTreeSet<_>>())
        });
        let named = named.await?;
        gone.retain(|digest| !named.contains(digest));
    }
    let mut left = 0;
    for digest in gone {
        if let Err(error) = objects.remove(digest).await {
            tracing::error!(%error, %digest, "a file that was let go of could not be taken out");
            left += 1;
        }
    }
    Ok(left)
}
