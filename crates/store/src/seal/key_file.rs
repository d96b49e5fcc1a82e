//! Where the key lies: a file beside the records, made when it is first needed, and never made anew while something is
//! sealed with the one before.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::held::Fitting;
use super::{Seal, samples};
use crate::{Error, Store};

/// What stands above the key in its file.
const REMARK: &str =
    "# 邻里的密钥 · The key of this Linli. 请与备份分开保管 · Keep it, and keep it apart from the backups.\n";

/// The file of the key. It is read again when it was changed; what went wrong is tried again, so that a file put back helps at
/// once, and one that went away is missed at the next start only.
#[derive(Clone, Debug)]
pub struct KeyFile {
    path: Option<PathBuf>,
    read: Arc<Mutex<Option<Known>>>,
    pub(crate) fitting: Fitting,
}

/// A key as it was read, and the time of its file then.
#[derive(Clone, Debug)]
struct Known {
    seal: Seal,
    written: Option<SystemTime>,
}

/// Why there is no key to work with; what the administrator has to see to.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    #[error("no key file is set")]
    Unset,
    #[error("the key file {} is missing, and something is sealed with its key", .0.display())]
    Missing(PathBuf),
    #[error("the key file {} holds another key than the one that the records are sealed with", .0.display())]
    Other(PathBuf),
    #[error("the key file {} holds no key", .0.display())]
    Damaged(PathBuf),
    #[error("the key file {} cannot be used: {}", .0.display(), .1)]
    Unusable(PathBuf, std::io::Error),
    #[error(transparent)]
    Store(#[from] Error),
}

impl KeyFile {
    pub fn at(path: Option<PathBuf>) -> Self {
        Self { path, read: Arc::default(), fitting: Fitting::default() }
    }

    /// A key that lies in no file, for tests.
    #[cfg(feature = "testing")]
    pub fn holding(seal: Seal) -> Self {
        let read = Arc::new(Mutex::new(Some(Known { seal, written: None })));
        Self { path: None, read, fitting: Fitting::default() }
    }

    /// The key that opens what is sealed.
    pub async fn to_open(&self) -> Result<Seal, NoKey> {
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Asking for the time of a file takes a microsecond, less than handing the question to another thread.
        let written = self.path.as_ref().and_then(|path| fs::metadata(path).ok()?.modified().ok());
        if let Some(known) = known.filter(|known| written.is_none() || known.written == written) {
            return Ok(known.seal);
        }
        let path = self.path.clone().ok_or(NoKey::Unset)?;
        let seal = off(move || read(&path)).await?;
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = Some(Known { seal: seal.clone(), written });
        Ok(seal)
    }

    /// The key to seal with; made now where nothing is sealed yet.
    pub async fn to_seal(&self, store: &Store) -> Result<Seal, NoKey> {
        let sealed = store.read(samples).await?;
        let seal = match self.to_open().await {
            Err(NoKey::Missing(path)) if sealed.is_empty() => {
                off(move || make(&path)).await?;
                self.to_open().await?
            }
            seal => seal?,
        };
        self.fits(&seal, &sealed)?;
        Ok(seal)
    }

    /// Whether the key is there and is that of the records, where anything is sealed at all.
    pub async fn look(&self, store: &Store) -> Result<(), NoKey> {
        let sealed = store.read(samples).await?;
        if sealed.is_empty() {
            return Ok(());
        }
        self.fits(&self.to_open().await?, &sealed)
    }

    /// Something did not open: it is another key, and the file is read anew the next time.
    pub fn other(&self) -> NoKey {
        let Some(path) = self.path.clone() else { return NoKey::Unset };
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = None;
        NoKey::Other(path)
    }

    /// Where it lies.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    fn fits(&self, seal: &Seal, sealed: &[String]) -> Result<(), NoKey> {
        if sealed.iter().all(|text| seal.knows(text)) { Ok(()) } else { Err(self.other()) }
    }
}

/// Files are asked off the async threads.
async fn off<T: Send + 'static>(work: impl FnOnce() -> Result<T, NoKey> + Send + 'static) -> Result<T, NoKey> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::other(error.to_string()))?
}

fn read(path: &Path) -> Result<Seal, NoKey> {
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => NoKey::Missing(path.to_owned()),
        ErrorKind::InvalidData => NoKey::Damaged(path.to_owned()),
        _ => NoKey::Unusable(path.to_owned(), error),
    })?;
    Seal::read(&text).ok_or_else(|| NoKey::Damaged(path.to_owned()))
}

/// Puts a new key before those of a file; what is sealed with them still opens. The id of the new one.
pub async fn begin_new(path: &Path) -> Result<String, NoKey> {
    let path = path.to_owned();
    off(move || {
        read(&path)?;
        let key = Seal::new_key()?;
        let before = text_of(&path)?;
        let own = Seal::read(&key).ok_or_else(|| NoKey::Damaged(path.clone()))?;
        replace(&path, &format!("{REMARK}{key}\n{}", before.strip_prefix(REMARK).unwrap_or(&before)))?;
        Ok(own.first().to_owned())
    })
    .await
}

/// Takes a key out of a file; whoever asks has seen that nothing is sealed with it.
pub async fn take_out(path: &Path, id: &str) -> Result<(), NoKey> {
    let (path, id) = (path.to_owned(), id.to_owned());
    off(move || {
        let before = text_of(&path)?;
        let is_it = |line: &&str| Seal::read(line).is_some_and(|seal| seal.first() == id);
        let lines: String = before.split_inclusive('\n').filter(|line| !is_it(line)).collect();
        Seal::read(&lines).ok_or_else(|| NoKey::Damaged(path.clone()))?;
        replace(&path, &lines)
    })
    .await
}

fn text_of(path: &Path) -> Result<String, NoKey> {
    fs::read_to_string(path).map_err(|error| NoKey::Unusable(path.to_owned(), error))
}

/// The whole file at once: a reader finds the keys of before or those of now.
fn replace(path: &Path, text: &str) -> Result<(), NoKey> {
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new().prefix(".linli-key-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| NoKey::Unusable(path.to_owned(), error))
}

/// Under its name once it is whole and on the disk, readable by its owner only; one that is there stays.
fn make(path: &Path) -> Result<(), NoKey> {
    let key = Seal::new_key()?;
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".linli-key-").tempfile_in(folder)?;
        file.write_all(format!("{REMARK}{key}\n").as_bytes())?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Err(taken) if taken.error.kind() != ErrorKind::AlreadyExists => return Err(taken.error),
            _ => {}
        }
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(|error| NoKey::Unusable(path.to_owned(), error))?;
    tracing::info!(file = %path.display(), "a key was made; keep it apart from the backups");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_for_its_owner_only() {
        let room = tempfile::tempdir().expect("a folder");
        let path = room.path().join("new/linli.key");
        assert!(matches!(read(&path), Err(NoKey::Missing(_))));
        make(&path).expect("made");
        let first = fs::read_to_string(&path).expect("a file");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        make(&path).expect("the one that is there stays");
        assert_eq!(fs::read_to_string(&path).expect("a file"), first);
        assert_eq!(fs::read_dir(room.path().join("new")).expect("a folder").count(), 1, "nothing is left beside it");
        read(&path).expect("a key");
        fs::write(&path, "not a key").expect("written");
        assert!(matches!(read(&path), Err(NoKey::Damaged(_))));
    }
}
