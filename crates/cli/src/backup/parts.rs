//! The parts of a backup: their names, their digests, and one way to copy them that needs little memory.
//!
//! They are stored as they are: photos do not get smaller, and a server that people wait for has better things to do.

use std::io::{Read, Result as Done, Seek, Write};

use linli_domain::kernel::digest::Digest;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub const DATABASE: &str = "linli.db";
pub const MANIFEST: &str = "manifest.json";

/// A photo or document, by its digest.
pub fn object(digest: Digest) -> String {
    format!("objects/{digest}")
}

/// Some bytes, by what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    #[serde(with = "as_text")]
    pub digest: Digest,
    pub bytes: u64,
}

/// Adds a part to the archive.
pub fn add(zip: &mut ZipWriter<impl Write + Seek>, name: &str, source: impl Read) -> Done<Part> {
    let how = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    zip.start_file(name, how.large_file(true).unix_permissions(0o600))?;
    copy(source, zip)
}

/// Copies to the end, and says what was copied.
pub fn copy(mut source: impl Read, mut target: impl Write) -> Done<Part> {
    let (mut sum, mut bytes) = (Sha256::new(), 0);
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        let piece = &buffer[..read];
        sum.update(piece);
        target.write_all(piece)?;
        bytes += piece.len() as u64;
    }
    let digest = hex::encode(sum.finalize()).parse().expect("SHA-256 is a digest");
    Ok(Part { digest, bytes })
}

/// Digests are written as they are everywhere else.
mod as_text {
    use linli_domain::kernel::digest::Digest;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(digest: &Digest, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(digest)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Digest, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
