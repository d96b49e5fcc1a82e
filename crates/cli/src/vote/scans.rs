//! The scans of paper ballots beside a file: each is what it was when its ballot was sealed, or it is named.

use std::path::{Component, Path};

use linli_domain::kernel::digest::Digest;
use linli_formats::vote::VoteFile;

use crate::files;

/// One scan that a file names.
pub(super) struct Scan {
    pub line: u32,
    pub number: u32,
    pub file: String,
    pub state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    AsSealed,
    Changed,
    Missing,
}

impl State {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsSealed => "as-sealed",
            Self::Changed => "changed",
            Self::Missing => "missing",
        }
    }
}

impl Scan {
    pub fn is_as_sealed(&self) -> bool {
        self.state == State::AsSealed
    }
}

pub(super) fn look(file: &VoteFile, folder: &Path) -> Vec<Scan> {
    let one = |(line, number, name, digest): (u32, u32, &str, Digest)| Scan {
        line,
        number,
        file: name.to_owned(),
        state: state(folder, name, digest),
    };
    file.scans().map(one).collect()
}

/// A name never leads out of the folder.
fn state(folder: &Path, name: &str, digest: Digest) -> State {
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    match inside.then(|| files::read(&folder.join(name))) {
        Some(Ok(bytes)) if Digest::of(&bytes) == digest => State::AsSealed,
        Some(Ok(_)) => State::Changed,
        Some(Err(_)) | None => State::Missing,
    }
}
