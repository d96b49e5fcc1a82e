//! What a server that was killed left half written in a folder. The library writes beside the name that a file is to have, and
//! lists only what is whole; a bucket forgets such a part by itself.

use std::path::{Path as Folder, PathBuf};
use std::{fs, io};

use linli_domain::kernel::Timestamp;

use super::Objects;
use crate::engine::error::{Error, Result};

/// A file that never became whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    path: PathBuf,
    pub bytes: u64,
    pub at: Timestamp,
}

impl Objects {
    /// Every file that is half written, or on its way at this moment.
    pub async fn broken(&self) -> Result<Vec<Broken>> {
        let Some(folder) = self.folder.clone() else { return Ok(Vec::new()) };
        off(move || {
            let mut found = Vec::new();
            look(&folder, &mut found)?;
            Ok(found)
        })
        .await
    }

    /// Removes one, and the folder that was made for it.
    pub async fn remove_broken(&self, broken: Broken) -> Result<()> {
        off(move || {
            gone(fs::remove_file(&broken.path))?;
            // A folder that still holds something stays.
            broken.path.parent().map_or(Ok(()), |folder| fs::remove_dir(folder).or(Ok(())))
        })
        .await
    }
}

fn look(folder: &Folder, found: &mut Vec<Broken>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // Others write and remove meanwhile.
        let Ok(meta) = entry.metadata() else { continue };
        if meta.is_dir() {
            gone(look(&path, found))?;
        } else if path.file_name().is_some_and(|name| name.to_string_lossy().contains('#')) {
            let at = meta.modified().ok().and_then(|at| Timestamp::try_from(at).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
            found.push(Broken { path, bytes: meta.len(), at });
        }
    }
    Ok(())
}

/// What is not there any more is no error.
fn gone(done: io::Result<()>) -> io::Result<()> {
    done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

async fn off<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| Error::other(error.to_string()))?;
    done.map_err(|error| {
        tracing::error!(%error, "the folder of files cannot be read");
        Error::other("the folder of files cannot be read")
    })
}
