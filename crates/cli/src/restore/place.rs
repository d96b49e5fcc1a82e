//! Where a backup is put back: an empty place, or one whose files step aside. By renaming only, and undone where one fails.

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
    objects: PathBuf,
}

/// Everything of the backup beside its place: on the same disk, so that the last step is a change of names.
pub struct Stage {
    pub database: PathBuf,
    pub objects: Objects,
    records: TempDir,
    files: TempDir,
}

impl Place {
    /// Refuses a place that holds something, unless its files may step aside.
    pub fn take(settings: &Settings, database: &Path, force: bool) -> Result<Self, Failure> {
        let objects = settings.objects.value.canonicalize().unwrap_or_else(|_| settings.objects.value.clone());
        // Before the lock is made: a place that is refused stays as it is.
        let refuse = |key, file: &Path| Failure::cannot(Text::new(key).with("file", file.display()));
        let look = || match () {
            () if force => Ok(()),
            () if with_its_log(database).iter().any(|file| file.exists()) => {
                Err(refuse("restore-database-there", database))
            }
            () if !is_empty(&objects) => Err(refuse("restore-objects-there", &objects)),
            () => Ok(()),
        };
        look()?;
        let held = Held::take(database).map_err(|error| database::told(settings, &error))?;
        look()?;
        Ok(Self { held, objects })
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
        if self.objects.exists() {
            if is_empty(&self.objects) {
                fs::remove_dir(&self.objects)?;
            } else {
                let new = aside_of(&self.objects, &aside);
                moves.go(&self.objects, &new)?;
                kept.push(new);
            }
        }
        moves.go(&stage.files.path().join(OBJECTS), &self.objects)?;
        // Last: with the records in place, everything is.
        moves.go(&stage.database, &self.held.database)?;
        Ok(kept)
    }

    fn sync(&self) -> io::Result<()> {
        let folders = [self.held.database.parent(), self.objects.parent()];
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
        let files = room(&place.objects).map_err(|error| cannot(&place.objects, error))?;
        let objects = Objects::in_folder(&files.path().join(OBJECTS))
            .map_err(|error| cannot(&place.objects, io::Error::other(error.to_string())))?;
        Ok(Self { database: records.path().join(parts::DATABASE), objects, records, files })
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
        let place = Place { held: Held::take(&database).expect("free"), objects };
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
