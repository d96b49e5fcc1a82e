//! A consistent copy of a database file beside a running Linli: a second process that only reads.
//!
//! The whole copy is made within one reading transaction, so it is one state of the records, and no writer waits for
//! it: in WAL mode they append behind it. The log cannot be taken back into the file meanwhile, and shrinks afterwards.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{create_private, failure, lock};
use crate::engine::error::{Error, Result};

/// Pages of one step: 8 MiB. What was copied is on the disk before the next, so that a writer which syncs its log never
/// waits for the whole copy to get there.
const PAGES: i32 = 2048;

/// Copies the database at `from` into the new file `into`, whoever writes meanwhile. It takes no lock of Linli's.
pub(crate) fn copy(from: &Path, into: &Path) -> Result<()> {
    create_private(into).map_err(|error| Error::Unusable(format!("{}: {error}", into.display())))?;
    let paced = File::options().append(true).open(into).map_err(|error| Error::Unusable(error.to_string()))?;
    let work = || -> rusqlite::Result<StepResult> {
        let source = read_only(from)?;
        let mut target = Connection::open(into)?;
        // The copy is worth nothing until it is whole; whoever puts it somewhere syncs it there.
        target.pragma_update(None, "synchronous", "off")?;
        source.execute_batch("begin")?;
        // Only a statement that reads begins the transaction in which every step below sees one state.
        source.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?;
        let backup = Backup::new(&source, &mut target)?;
        loop {
            match backup.step(PAGES)? {
                // Only for the others' sake: a disk that cannot will say so again.
                StepResult::More => drop(paced.sync_data()),
                end => return Ok(end),
            }
        }
    };
    match work().map_err(|error| failure(&error).error)? {
        StepResult::Done => Ok(()),
        _ => Err(Error::Busy),
    }
}

/// Whether SQLite finds every page, index and row of a file in order.
pub(crate) fn is_sound(file: &Path) -> Result<bool> {
    let look = || -> rusqlite::Result<bool> {
        let connection = read_only(file)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        let said: String = connection.query_row("pragma integrity_check(1)", [], |row| row.get(0))?;
        Ok(said == "ok")
    };
    match look().map_err(|error| failure(&error).error) {
        Err(Error::Damaged | Error::Unusable(_)) => Ok(false),
        other => other,
    }
}

/// Writes every page anew, then takes the log back into the file.
pub(crate) fn rewrite(file: &Path) -> Result<()> {
    let held = hold(file)?;
    let work = || -> rusqlite::Result<()> {
        let connection = super::connect(&held.0, 0).map_err(|_| rusqlite::Error::InvalidQuery)?;
        connection.execute_batch("vacuum")?;
        connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))
    };
    work().map_err(|error| failure(&error).error)
}

/// Takes the log back into the file.
pub(crate) fn take_in(file: &Path) -> Result<()> {
    let held = hold(file)?;
    let work = || -> rusqlite::Result<i64> {
        let connection = super::connect(&held.0, 0).map_err(|_| rusqlite::Error::InvalidQuery)?;
        connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))
    };
    match work().map_err(|error| failure(&error).error)? {
        0 => Ok(()),
        _ => Err(Error::Busy),
    }
}

fn read_only(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    Ok(connection)
}

/// The place of a database that no other Linli has open while this is kept.
pub(crate) fn hold(database: &Path) -> Result<(PathBuf, File)> {
    let cannot = |error: std::io::Error| Error::Unusable(format!("{}: {error}", database.display()));
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let name = database.file_name().ok_or_else(|| Error::Unusable(format!("{} is no file", database.display())))?;
    let mut whole = folder.canonicalize().map_err(cannot)?.join(name);
    if let Ok(linked) = whole.canonicalize() {
        whole = linked;
    }
    let lock = lock(&whole)?;
    Ok((whole, lock))
}
