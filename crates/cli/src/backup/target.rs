//! Where a backup goes: nothing is there under its name before it is whole, and nothing is overwritten unasked.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

use super::parts::{self, Part};
use crate::files;
use crate::lang::Text;
use crate::outcome::Failure;

/// What a backup that was broken off leaves beside its target; it may be removed.
const UNFINISHED: &str = ".linli-backup-";

pub struct Target {
    pub file: PathBuf,
    folder: PathBuf,
    force: bool,
}

impl Target {
    /// Refuses a name that is taken, a folder that is missing, and what Linli itself keeps.
    pub fn choose(file: &Path, force: bool, own: &[PathBuf]) -> Result<Self, Failure> {
        let cannot = |key| Failure::cannot(Text::new(key).with("file", file.display()));
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (Some(name), Ok(folder)) = (file.file_name(), folder.canonicalize()) else {
            return Err(cannot("backup-no-folder"));
        };
        let whole = folder.join(name);
        if own.iter().any(|own| whole.starts_with(own)) {
            return Err(cannot("backup-over-own"));
        }
        match whole.symlink_metadata() {
            Ok(there) if !force => Err(cannot(if there.is_dir() { "file-is-a-folder" } else { "backup-exists" })),
            Ok(there) if !there.is_file() => Err(cannot("file-is-a-folder")),
            _ => Ok(Self { file: whole, folder, force }),
        }
    }

    /// Room for the copy of the records: beside the target, where the backup must fit anyway.
    pub fn room(&self) -> Result<TempDir, Failure> {
        let made = Builder::new().prefix(UNFINISHED).tempdir_in(&self.folder);
        made.map_err(|error| files::no_write(&self.file, &error))
    }

    /// The archive under a name of its own, for its owner alone.
    pub fn begin(&self) -> io::Result<NamedTempFile> {
        Builder::new().prefix(UNFINISHED).tempfile_in(&self.folder)
    }

    /// Syncs the whole archive, reads it once more for its digest, and gives it its name.
    pub fn put_in_place(&self, file: NamedTempFile) -> io::Result<Part> {
        file.as_file().sync_all()?;
        let whole = parts::copy(file.reopen()?, io::sink())?;
        let named = if self.force { file.persist(&self.file) } else { file.persist_noclobber(&self.file) };
        named?;
        File::open(&self.folder)?.sync_all()?;
        Ok(whole)
    }
}

/// Writes in pieces that are on the disk before the next: a server that syncs its log never waits for all of a backup.
pub struct Paced<'f> {
    file: &'f File,
    ahead: usize,
}

/// What may be on its way to the disk at once.
const PIECE: usize = 8 << 20;

impl<'f> Paced<'f> {
    pub fn new(file: &'f File) -> Self {
        Self { file, ahead: 0 }
    }
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.ahead += written;
        if self.ahead >= PIECE {
            self.file.sync_data()?;
            self.ahead = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Paced<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
