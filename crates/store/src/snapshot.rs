//! What a backup needs of the store: one state of the records as a file, what it names, and a place held while it is put back.
//!
//! For SQLite. PostgreSQL brings tools of its own, which know it better.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use linli_domain::kernel::digest::Digest;

use crate::consultation::openrosa;
use crate::engine::error::{Error, Result};
use crate::engine::sqlite::snapshot;
use crate::register::evidence;
use crate::{Store, migrations, trail};

/// The migration that brought rows which name files.
const FIRST_THAT_NAMES_FILES: &str = "0007_evidence";

/// Copies the database at `from` into the new file `into` while others go on writing.
pub async fn copy(from: PathBuf, into: PathBuf) -> Result<()> {
    apart(move || snapshot::copy(&from, &into)).await
}

/// Whether SQLite finds every page, index and row of a file in order.
pub async fn is_sound(file: PathBuf) -> Result<bool> {
    apart(move || snapshot::is_sound(&file)).await
}

/// Takes the log of a file that nobody has open back into it, so that the file alone is all of its records.
pub async fn take_in(file: PathBuf) -> Result<()> {
    apart(move || snapshot::take_in(&file)).await
}

/// Writes a file anew that nobody has open, so that nothing is left in it of what was sealed or erased.
pub async fn rewrite(file: PathBuf) -> Result<()> {
    apart(move || snapshot::rewrite(&file)).await
}

/// The migrations a database has seen, in order.
pub async fn migrations(store: &Store) -> Result<Vec<String>> {
    migrations::applied(store).await
}

/// Whether this version of Linli knows a migration.
pub fn is_known(migration: &str) -> bool {
    migrations::ALL.iter().any(|known| known.name == migration)
}

/// Every file that the records of a database name, whichever office's.
pub async fn files(store: &Store) -> Result<BTreeSet<Digest>> {
    let mut named = BTreeSet::new();
    let applied = migrations(store).await?;
    let has = |wanted: &str| applied.iter().any(|name| name == wanted);
    if !has(FIRST_THAT_NAMES_FILES) {
        return Ok(named);
    }
    for office in store.read(trail::offices).await? {
        let of_office = store.read(move |tx| evidence::digests(tx, office)).await?;
        named.extend(of_office.into_iter().map(|(_, digest)| digest));
        if has(openrosa::BEGAN) {
            let of_forms = store.read(move |tx| openrosa::digests(tx, office)).await?;
            named.extend(of_forms.into_iter().map(|(_, digest)| digest));
        }
    }
    Ok(named)
}

/// The place of a database, which no other Linli opens while this is kept.
#[derive(Debug)]
pub struct Held {
    /// The database's one true path.
    pub database: PathBuf,
    _lock: File,
}

impl Held {
    /// Takes the place; its folder is made where it is missing, the database is not.
    pub fn take(database: &Path) -> Result<Self> {
        let (database, lock) = snapshot::hold(database)?;
        Ok(Self { database, _lock: lock })
    }
}

async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::other("it was interrupted"))?
}
