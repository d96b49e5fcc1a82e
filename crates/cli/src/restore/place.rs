//! Where a backup is put back: an empty place, or one whose files step aside. By renaming only, and undone where one fails.
//!
//! A bucket needs no room and has no names to change: a file lies there under the digest of what is in it, so whatever it
//! holds already stays, and what is added before the records are in place is named by nothing.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use linli_domain::kernel::Timestamp;
use linli_store::Objects;
use linli_store::snapshot::Held;
use tempfile::{Builder, TempDir};

use crate::backup::parts;
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::Failure;
use crate::{database, files};

/// The place of the records and of their files; no other Linli opens the records meanwhile.
pub struct Place {
    held: Held,
    files: Files,
}

/// Where photos and documents go.
pub enum Files {
    Folder(PathBuf),
    Bucket(Objects),
}

impl Files {
    /// As the settings say; a bucket was tried, so that a restore does not end half way for want of a key.
    pub async fn of(settings: &Settings) -> Result<Self, Failure> {
        if let Some(folder) = settings.objects.value.folder() {
            return Ok(Self::Folder(folder.canonicalize().unwrap_or_else(|_| folder.to_owned())));
        }
        let objects = database::objects(settings)?;
        objects.try_out().await.map_err(|error| database::told(settings, &error))?;
        Ok(Self::Bucket(objects))
    }
}

/// Everything of the backup beside its place: on the same disk, so that the last step is a change of names.
pub struct Stage {
    pub database: PathBuf,
    pub objects: Objects,
    records: TempDir,
    files: Option<TempDir>,
}

impl Place {
    /// Refuses a place that holds something, unless its files may step aside.
    pub fn take(settings: &Settings, database: &Path, files: Files, force: bool) -> Result<Self, Failure> {
        // Before the lock is made: a place that is refused stays as it is.
        let refuse = |key, file: &Path| Failure::cannot(Text::new(key).with("file", file.display()));
        let look = || match () {
            () if force => Ok(()),
            () if with_its_log(database).iter().any(|file| file.exists()) => {
                Err(refuse("restore-database-there", database))
            }
            () => match &files {
                Files::Folder(folder) if !is_empty(folder) => Err(refuse("restore-objects-there", folder)),
                _ => Ok(()),
            },
        };
        look()?;
        let held = Held::take(database).map_err(|error| database::told(settings, &error))?;
        look()?;
        Ok(Self { held, files })
    }

    /// Puts the stage in place; what was there before, and under which name it is kept.
    pub fn put(&self, stage: &Stage) -> Result<Vec<PathBuf>, Failure> {
        let no_write = |error: io::Error| files::no_write(&self.held.database, &error);
        let mut moves = Moves::default();
        match self.rename(stage, &mut moves).and_then(|kept| self.sync().map(|()| kept)) {
            Ok(kept) => Ok(kept),
            Err(error) => {
                moves.undo();
                Err(no_write(error))
            }
        }
    }

    fn rename(&self, stage: &Stage, moves: &mut Moves) -> io::Result<Vec<PathBuf>> {
        let mut kept = Vec::new();
        let aside = aside(&self.held.database);
        // A log that stays behind would be read into the restored records.
        for (old, new) in with_its_log(&self.held.database).into_iter().zip(with_its_log(&aside)) {
            if old.exists() {
                moves.go(&old, &new)?;
                kept.push(new);
            }
        }
        if let (Files::Folder(objects), Some(room)) = (&self.files, &stage.files) {
            if objects.exists() {
                if is_empty(objects) {
                    fs::remove_dir(objects)?;
                } else {
                    let new = aside_of(objects, &aside);
                    moves.go(objects, &new)?;
                    kept.push(new);
                }
            }
            moves.go(&room.path().join(OBJECTS), objects)?;
        }
        // Last: with the records in place, everything is.
        moves.go(&stage.database, &self.held.database)?;
        Ok(kept)
    }

    fn sync(&self) -> io::Result<()> {
        let files = if let Files::Folder(folder) = &self.files { folder.parent() } else { None };
        let folders = [self.held.database.parent(), files];
        folders.into_iter().flatten().try_for_each(|folder| File::open(here(folder))?.sync_all())
    }
}

/// The folder of files within its stage.
const OBJECTS: &str = "objects";

impl Stage {
    pub fn beside(place: &Place) -> Result<Self, Failure> {
        let cannot = |file: &Path, error: io::Error| files::no_write(file, &error);
        let room = |file: &Path| {
            let folder = file.parent().map_or(Path::new("."), here);
            fs::create_dir_all(folder)?;
            Builder::new().prefix(".linli-restore-").tempdir_in(folder)
        };
        let records = room(&place.held.database).map_err(|error| cannot(&place.held.database, error))?;
        let database = records.path().join(parts::DATABASE);
        let folder = match &place.files {
            Files::Folder(folder) => folder,
            Files::Bucket(objects) => return Ok(Self { database, objects: objects.clone(), records, files: None }),
        };
        let files = room(folder).map_err(|error| cannot(folder, error))?;
        let objects = Objects::in_folder(&files.path().join(OBJECTS))
            .map_err(|error| cannot(folder, io::Error::other(error.to_string())))?;
        Ok(Self { database, objects, records, files: Some(files) })
    }

    /// Whether the files wait beside their place, and can still be thrown away.
    pub fn aside(&self) -> bool {
        self.files.is_some()
    }
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stage({})", self.records.path().display())
    }
}

/// Changes of names that were made, so that they can be taken back.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn go(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn undo(self) {
        for (from, to) in self.0.into_iter().rev() {
            if let Err(error) = fs::rename(&to, &from) {
                tracing::error!(%error, file = %to.display(), "could not be given its old name back");
            }
        }
    }
}

/// A database with the log and the index that SQLite keeps beside it.
fn with_its_log(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        name.into()
    })
}

/// `linli.db.before-20261125T213000.123456789Z`: a name that nobody has.
fn aside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".before-{}", Timestamp::now().to_string().replace([':', '-'], "")));
    name.into()
}

/// The same moment behind another name.
fn aside_of(other: &Path, aside: &Path) -> PathBuf {
    let aside = aside.display().to_string();
    let moment = aside.rsplit_once(".before-").map_or("", |(_, moment)| moment);
    let mut name = other.as_os_str().to_owned();
    name.push(format!(".before-{moment}"));
    name.into()
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(!folder.exists(), |mut entries| entries.next().is_none())
}

fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_fails_takes_the_others_back() {
        let room = tempfile::tempdir().expect("a folder");
        let (database, objects) = (room.path().join("linli.db"), room.path().join("objects"));
        fs::create_dir(&objects).expect("a folder");
        let old = [database.clone(), room.path().join("linli.db-wal"), objects.join("photo")];
        for file in &old {
            fs::write(file, file.display().to_string()).expect("written");
        }
        let place = Place { held: Held::take(&database).expect("free"), files: Files::Folder(objects) };
        let stage = Stage::beside(&place).expect("room");

        // The records never came: the last step cannot be made.
        place.put(&stage).expect_err("no records");
        drop(stage);

        for file in old {
            assert_eq!(fs::read_to_string(&file).expect("it is back"), file.display().to_string());
        }
        let names: Vec<_> =
            fs::read_dir(room.path()).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
        assert_eq!(names.len(), 4, "{names:?}");
    }
}
