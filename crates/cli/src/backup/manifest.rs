//! The manifest: what a backup holds and what each part must be. It is written last and read first.

use linli_domain::kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::parts::Part;
use crate::lang::Text;

/// Which layout this is; a version of Linli that changes it reads the older ones too.
pub const FORMAT: u64 = 1;

/// More than a manifest of a million photos; one that claims more is not taken into memory.
pub const LARGEST: u64 = 256 << 20;

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: u64,
    /// The version that made it.
    pub linli: String,
    pub made_at: Timestamp,
    /// What the tables were made by, in order.
    pub migrations: Vec<String>,
    pub database: Part,
    /// Photos and documents.
    pub files: Vec<Part>,
    /// What a record names although it was lost or damaged before the backup was made.
    pub missing: Vec<String>,
}

/// The one field that every layout has.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

impl Manifest {
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("digests, numbers and names are JSON")
    }

    /// Bytes of all parts: they lie one after the other, so a whole file is longer than this.
    pub fn parts_together(&self) -> u64 {
        self.files.iter().fold(self.database.bytes, |sum, part| sum.saturating_add(part.bytes))
    }

    /// The manifest, or why it is none: a newer layout is named before anything else is tried.
    pub fn read(bytes: &[u8]) -> Result<Self, Text> {
        let bad = |_| Text::new("restore-bad-manifest");
        let Format { format } = serde_json::from_slice(bytes).map_err(bad)?;
        if format > FORMAT {
            return Err(Text::new("restore-newer-format").with("format", format));
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(bad)?;
        if manifest.format == FORMAT { Ok(manifest) } else { Err(Text::new("restore-bad-manifest")) }
    }
}
