//! The archive as somebody hands it over: damaged, cut off or made up until it is looked at.
//!
//! Nothing in it says where a file goes: parts are asked for by the names that the manifest's digests make, each is read
//! to the length that the manifest says and no further, and what nobody asked for is a reason to refuse all of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use linli_domain::kernel::digest::Digest;
use linli_store::{Error, Objects, snapshot};
use zip::{CompressionMethod, ZipArchive};

use crate::backup::manifest::{self, Manifest};
use crate::backup::parts::{self, Part};
use crate::config::Settings;
use crate::lang::{Lang, Text};
use crate::outcome::Failure;
use crate::{database, files};

/// Above every file that Linli takes in; one that claims to be larger is not taken into memory.
const LARGEST_OBJECT: u64 = 64 << 20;

pub struct Archive {
    file: PathBuf,
    lang: Lang,
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
    held: BTreeSet<Digest>,
}

impl Archive {
    /// Reads what it holds, and refuses what is not whole, of a newer layout, or more than it says.
    pub fn open(file: &Path, lang: Lang) -> Result<Self, Failure> {
        let no_read = |error: std::io::Error| files::no_read(file, &error);
        let opened = File::open(file).map_err(no_read)?;
        let length = opened.metadata().map_err(no_read)?.len();
        let refuse = |why: Text| refusal(file, lang, &why);
        // Where a copy broke off, the last workbook in it is an archive as well, which begins further on.
        let whole = ZipArchive::new(BufReader::new(opened)).ok().filter(|zip| zip.offset() == 0);
        let mut zip = whole.ok_or_else(|| refuse(Text::new("restore-not-whole")))?;
        let bytes = manifest_of(&mut zip).ok_or_else(|| refuse(Text::new("restore-bad-manifest")))?;
        let manifest = Manifest::read(&bytes).map_err(refuse)?;
        let held: BTreeSet<Digest> = manifest.files.iter().map(|part| part.digest).collect();
        expect_only(&zip, &manifest, &held).map_err(refuse)?;
        if manifest.parts_together() > length {
            return Err(refuse(Text::new("restore-other-parts")));
        }
        Ok(Self { file: file.to_owned(), lang, zip, manifest, held })
    }

    pub fn holds(&self, digest: Digest) -> bool {
        self.held.contains(&digest)
    }

    /// The refusal of this archive, in the reader's language.
    pub fn refuse(&self, why: &Text) -> Failure {
        refusal(&self.file, self.lang, why)
    }

    /// Takes the records out into a new file, if they are what they were.
    pub fn database(&mut self, into: &Path) -> Result<(), Failure> {
        let no_write = |error: std::io::Error| files::no_write(into, &error);
        let expected = self.manifest.database;
        let target = private(into).map_err(no_write)?;
        let found = self.part(parts::DATABASE, expected, &target)?;
        if found != expected {
            return Err(self.refuse(&Text::new("restore-changed").with("name", parts::DATABASE)));
        }
        target.sync_all().map_err(no_write)
    }

    /// Looks every photo and document through, and keeps each where a store is given.
    pub async fn objects(&mut self, into: Option<&Objects>, settings: &Settings) -> Result<(), Failure> {
        for expected in self.manifest.files.clone() {
            let name = parts::object(expected.digest);
            let mut bytes = Vec::new();
            if self.part(&name, expected, &mut bytes)? != expected {
                return Err(self.refuse(&Text::new("restore-changed").with("name", name)));
            }
            if let Some(objects) = into {
                let said = |error| match error {
                    Error::NoFiles(why) => database::away(settings, &why).say(self.lang),
                    other => other.to_string(),
                };
                let no_write = |error| Failure::cannot(Text::new("restore-no-write").with("why", said(error)));
                objects.put_back(bytes.into()).await.map_err(no_write)?;
            }
        }
        Ok(())
    }

    /// Copies a part, at most one byte more than the manifest says.
    fn part(&mut self, name: &str, expected: Part, target: impl std::io::Write) -> Result<Part, Failure> {
        let (file, lang) = (self.file.clone(), self.lang);
        let changed = || refusal(&file, lang, &Text::new("restore-changed").with("name", name));
        let source = self.zip.by_name(name).map_err(|_| changed())?;
        // We pack nothing; what is packed may be without end.
        if source.compression() != CompressionMethod::Stored {
            return Err(changed());
        }
        match parts::copy(source.take(expected.bytes.saturating_add(1)), target) {
            Ok(found) => Ok(found),
            Err(full) if matches!(full.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                Err(Failure::cannot(Text::new("restore-no-write").with("why", full)))
            }
            Err(_) => Err(changed()),
        }
    }
}

fn refusal(file: &Path, lang: Lang, why: &Text) -> Failure {
    Failure::cannot(Text::new("restore-refused").with("file", file.display()).with("why", why.say(lang)))
}

/// The bytes of the manifest, if they are there, not endless and as they were written.
fn manifest_of(zip: &mut ZipArchive<BufReader<File>>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    zip.by_name(parts::MANIFEST).ok()?.take(manifest::LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= manifest::LARGEST).then_some(bytes)
}

/// Exactly the parts that the manifest names, of a size and a version that can be.
fn expect_only(zip: &ZipArchive<BufReader<File>>, manifest: &Manifest, held: &BTreeSet<Digest>) -> Result<(), Text> {
    if let Some(newer) = manifest.migrations.iter().find(|name| !snapshot::is_known(name)) {
        return Err(Text::new("restore-newer-linli").with("name", newer.escape_debug()));
    }
    for name in zip.file_names_raw() {
        let name = String::from_utf8_lossy(name);
        let object = |name: &str| name.strip_prefix("objects/").and_then(|digest| digest.parse().ok());
        let own = name == parts::DATABASE || name == parts::MANIFEST;
        if !own && !object(&name).is_some_and(|digest| held.contains(&digest)) {
            return Err(Text::new("restore-stranger").with("name", name.escape_debug()));
        }
    }
    if let Some(part) = manifest.files.iter().find(|part| part.bytes > LARGEST_OBJECT) {
        return Err(Text::new("restore-too-large").with("name", parts::object(part.digest)));
    }
    if zip.has_duplicate_names() || zip.len() != manifest.files.len() + 2 {
        return Err(Text::new("restore-other-parts"));
    }
    Ok(())
}

/// A new file for its owner alone: it will hold personal data.
fn private(file: &Path) -> std::io::Result<File> {
    let mut how = File::options();
    how.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(file)
}
