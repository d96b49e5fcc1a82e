//! Files that the command line is handed or writes: read up to a limit, and said in the reader's words where it fails.

use std::fs;
use std::io::{Error, ErrorKind, Read, Result as Done};
use std::path::Path;

use crate::lang::Text;
use crate::outcome::Failure;

/// No file that people keep is larger; one that is will not be taken into memory first.
const LARGEST: u64 = 50 << 20;

/// The whole file, or one byte more than is ever read.
pub fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = || -> Done<Vec<u8>> {
        let mut bytes = Vec::new();
        fs::File::open(file)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    bytes().map_err(|error| no_read(file, &error))
}

pub fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(file, bytes).map_err(|error| no_write(file, &error))
}

/// Why a file could not be read.
pub fn no_read(file: &Path, error: &Error) -> Failure {
    Failure::cannot(why(error, "file-no-read").with("file", file.display()))
}

/// Why a file could not be written.
pub fn no_write(file: &Path, error: &Error) -> Failure {
    Failure::cannot(why(error, "file-no-write").with("file", file.display()))
}

/// The common reasons in plain words; what the system says where there are none.
fn why(error: &Error, otherwise: &'static str) -> Text {
    match error.kind() {
        ErrorKind::NotFound => Text::new("file-not-there"),
        ErrorKind::IsADirectory => Text::new("file-is-a-folder"),
        ErrorKind::PermissionDenied => Text::new("file-forbidden"),
        _ => Text::new(otherwise).with("why", error),
    }
}
