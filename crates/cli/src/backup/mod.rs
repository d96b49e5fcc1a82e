//! `linli backup`: the records and the evidence of one moment as one file, made while Linli serves.

pub mod manifest;
pub mod parts;
mod target;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use linli_domain::kernel::Timestamp;
use linli_store::{Error, Location, Objects, Options, Store, snapshot};
use zip::ZipWriter;

use crate::args::{Backup, Format};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{database, files};
use manifest::{FORMAT, Manifest};
use parts::Part;
use target::{Paced, Target};

pub async fn run(settings: &Settings, asked: &Backup, format: Format) -> Result<Outcome, Failure> {
    let database = sqlite(settings)?;
    if !database.is_file() {
        return Err(Failure::cannot(Text::new("backup-no-database").with("file", database.display())));
    }
    let target = Target::choose(&asked.file, asked.force, &own(&database, settings))?;
    let told = |error: Error| database::told(settings, &error);

    let room = target.room()?;
    let copy = room.path().join(parts::DATABASE);
    // Rows first: a file is on the disk before a row names it, and stays as long as one does.
    snapshot::copy(database, copy.clone()).await.map_err(told)?;
    let objects = database::objects(settings)?;
    let (file, manifest) = write(&target, &copy, &objects, told).await?;
    drop(room);
    let no_write = |error| files::no_write(&asked.file, &error);
    let whole = target.put_in_place(file).map_err(no_write)?;
    announce(settings, asked, format, &whole, &manifest);
    Ok(if manifest.missing.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

/// What Linli itself keeps: no backup goes there, whatever is asked.
fn own(database: &Path, settings: &Settings) -> Vec<PathBuf> {
    let database = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    let beside = |end: &str| PathBuf::from(format!("{}{end}", database.display()));
    let records = ["", "-wal", "-shm", ".lock"].map(beside);
    let key = settings.key_file.value.iter().flat_map(|key| [key.clone(), key.with_extension("erased")]);
    let key = key.filter_map(|file| file.canonicalize().ok());
    let objects = settings.objects.value.folder().and_then(|folder| folder.canonicalize().ok());
    records.into_iter().chain(objects).chain(key).collect()
}

/// The file of the records. A server is backed up with its own tools.
pub fn sqlite(settings: &Settings) -> Result<PathBuf, Failure> {
    match Location::from_str(&settings.database.value) {
        Ok(Location::Sqlite(file)) => Ok(file),
        Ok(Location::Postgres(_)) => Err(Failure::cannot(Text::new("backup-postgres"))),
    }
}

/// Writes the archive beside its target: the records, every file they name, and last what all of it must be.
async fn write(
    target: &Target,
    copy: &Path,
    objects: &Objects,
    told: impl Fn(Error) -> Failure,
) -> Result<(tempfile::NamedTempFile, Manifest), Failure> {
    let no_write = |error: std::io::Error| files::no_write(&target.file, &error);
    let (migrations, named) = look_into(copy).await.map_err(&told)?;
    let file = target.begin().map_err(no_write)?;
    let mut zip = ZipWriter::new(BufWriter::new(Paced::new(file.as_file())));

    let records = File::open(copy).map_err(no_write)?;
    let database = parts::add(&mut zip, parts::DATABASE, records).map_err(no_write)?;
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    for digest in named {
        match objects.get(digest).await {
            Ok(bytes) => kept.push(parts::add(&mut zip, &parts::object(digest), &bytes[..]).map_err(no_write)?),
            // A photo that is lost must not keep an office from backing up all the others.
            Err(Error::Missing | Error::Damaged) => missing.push(digest.to_string()),
            Err(other) => return Err(told(other)),
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        linli: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Timestamp::now(),
        migrations,
        database,
        files: kept,
        missing,
    };
    parts::add(&mut zip, parts::MANIFEST, &manifest.bytes()[..]).map_err(no_write)?;
    let mut written = zip.finish().map_err(|error| no_write(error.into()))?;
    written.flush().map_err(no_write)?;
    drop(written);
    Ok((file, manifest))
}

/// Which migrations a copy of the records has seen, and which files they name. Closed again, it is one file.
async fn look_into(
    copy: &Path,
) -> Result<(Vec<String>, std::collections::BTreeSet<linli_domain::kernel::digest::Digest>), Error> {
    let store = Store::open(&Location::Sqlite(copy.to_owned()), Options::default()).await?;
    Ok((snapshot::migrations(&store).await?, snapshot::files(&store).await?))
}

fn announce(settings: &Settings, asked: &Backup, format: Format, whole: &Part, manifest: &Manifest) {
    let (file, lang) = (asked.file.display(), settings.lang.value);
    if format == Format::Json {
        let told = serde_json::json!({
            "file": file.to_string(), "bytes": whole.bytes, "objects": manifest.files.len(),
            "digest": whole.digest.to_string(), "missing": manifest.missing,
        });
        return println!("{told}");
    }
    let done = Text::new("backup-done").with("file", file).with("bytes", whole.bytes);
    println!("{}", done.with("objects", manifest.files.len()).with("digest", whole.digest).say(lang));
    for digest in &manifest.missing {
        println!("{}", Text::new("backup-lacks").with("digest", digest).say(lang));
    }
}
