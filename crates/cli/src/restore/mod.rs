//! `linli restore`: puts a backup back. Everything is looked at before anything is put in place; then all of it, or nothing.

mod archive;
mod place;

use std::path::Path;

use linli_store::people::session;
use linli_store::seal::KeyFile;
use linli_store::{Error, Location, Options, Store, seal, snapshot, trail};
use serde_json::json;

use crate::args::{Format, Restore};
use crate::backup::manifest::Manifest;
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{backup, check, database, files, machine, retention};
use archive::Archive;
use place::{Files, Place, Stage};

pub async fn run(settings: &Settings, asked: &Restore, format: Format) -> Result<Outcome, Failure> {
    let database = backup::sqlite(settings)?;
    let mut archive = Archive::open(&asked.file, settings.lang.value)?;
    if asked.dry_run {
        let room = tempfile::tempdir().map_err(|error| files::no_write(&std::env::temp_dir(), &error))?;
        let copy = room.path().join(backup::parts::DATABASE);
        archive.database(&copy)?;
        let findings = look_through(settings, &archive, &copy).await?;
        archive.objects(None, settings).await?;
        announce(settings, asked, format, &archive.manifest, &findings, &[]);
        return Ok(findings.outcome());
    }

    let place = Place::take(settings, &database, Files::of(settings).await?, asked.force)?;
    let stage = Stage::beside(&place)?;
    archive.database(&stage.database)?;
    let findings = look_through(settings, &archive, &stage.database).await?;
    if !stage.aside() {
        // A bucket has no place beside it: nothing goes into it before all of the backup was looked through.
        archive.objects(None, settings).await?;
    }
    archive.objects(Some(&stage.objects), settings).await?;
    // Before anything is in place: what cannot be done here leaves the place as it was.
    let findings = Findings { erased: begin_again(settings, &stage, &archive.manifest).await?, ..findings };
    let kept = place.put(&stage)?;
    drop((stage, place));
    announce(settings, asked, format, &archive.manifest, &findings, &kept);
    Ok(findings.outcome())
}

/// Who was signed in when the backup was made, or has signed out since, signs in anew; and the trail says that the
/// records are those of another day.
///
/// What was let go of since goes again, by the list beside the key: how many records.
async fn begin_again(settings: &Settings, stage: &Stage, manifest: &Manifest) -> Result<u64, Failure> {
    let told = |error: Error| database::told(settings, &error);
    let records = &stage.database;
    let at = Location::Sqlite(records.clone());
    // No other handle is left of it: the last one that goes closes the file.
    let store = Store::open(&at, Options::default()).await.map_err(told)?;
    let store = {
        let keyed = store.with_keys(KeyFile::at(settings.key_file.value.clone()));
        drop(store);
        keyed
    };
    if retention::was_anything_erased(&store).await? {
        // An older version has no place to write down that something was erased.
        store.migrate().await.map_err(told)?;
    }
    for office in store.read(trail::offices).await.map_err(told)? {
        let (digest, made_at) = (manifest.database.digest, manifest.made_at.to_string());
        let written = store.write(&machine::actor(office, "restore"), move |tx| {
            let sessions = session::end_everybodys(tx)?;
            tx.record("records.restored", digest, json!({ "made_at": made_at, "sessions": sessions }));
            Ok::<_, Error>(())
        });
        written.await.map_err(told)?;
    }
    let erased = retention::repeat(settings, &store, &stage.objects).await?.many();
    drop(store);
    snapshot::take_in(records.clone()).await.map_err(told)?;
    Ok(erased)
}

/// What was so already when the backup was made: told, and no reason to keep an office from its records.
#[derive(Debug, Default)]
struct Findings {
    lines: Vec<String>,
    /// The first migration that this version brings and the backup has not seen.
    behind: Option<&'static str>,
    /// Something in it is sealed, and no key is here that opens it.
    sealed: bool,
    /// Records that came back with it, and were let go of again.
    erased: u64,
}

impl Findings {
    fn outcome(&self) -> Outcome {
        if self.lines.is_empty() { Outcome::Fine } else { Outcome::Findings }
    }
}

/// Opens the records in a place of their own: sound, of a version that is known, naming only files that came along.
async fn look_through(settings: &Settings, archive: &Archive, copy: &Path) -> Result<Findings, Failure> {
    if !snapshot::is_sound(copy.to_owned()).await.map_err(|error| database::told(settings, &error))? {
        return Err(archive.refuse(&Text::new("restore-unsound")));
    }
    let looked = || async {
        let store = Store::open(&Location::Sqlite(copy.to_owned()), Options::default()).await?;
        let behind = store.next_migration().await?;
        let named = snapshot::files(&store).await?;
        let (mut lines, mut sealed) = (Vec::new(), false);
        if behind.is_none() {
            lines = check::breaches(&store, settings.lang.value).await?;
            let keyed = store.with_keys(KeyFile::at(settings.key_file.value.clone()));
            sealed = !store.read(seal::samples).await?.is_empty() && keyed.keys().look(&keyed).await.is_err();
        }
        Ok::<_, Error>((behind, named, lines, sealed))
    };
    let unusable = |error: Error| archive.refuse(&Text::new("restore-unusable").with("why", error));
    let (behind, named, mut lines, sealed) = looked().await.map_err(unusable)?;
    for digest in named.into_iter().filter(|digest| !archive.holds(*digest)) {
        if !archive.manifest.missing.contains(&digest.to_string()) {
            return Err(archive.refuse(&Text::new("restore-lacks-file").with("digest", digest)));
        }
        lines.push(Text::new("backup-lacks").with("digest", digest).say(settings.lang.value));
    }
    Ok(Findings { lines, behind, sealed, erased: 0 })
}

fn announce(
    settings: &Settings,
    asked: &Restore,
    format: Format,
    manifest: &Manifest,
    findings: &Findings,
    kept: &[std::path::PathBuf],
) {
    let lang = settings.lang.value;
    if format == Format::Json {
        let told = json!({
            "file": asked.file, "restored": !asked.dry_run, "made_at": manifest.made_at.to_string(),
            "objects": manifest.files.len(), "findings": findings.lines, "kept": kept,
            "needs_key": findings.sealed, "erased_again": findings.erased,
        });
        return println!("{told}");
    }
    let key = if asked.dry_run { "restore-tried" } else { "restore-done" };
    // By the clock of China, as the pages say it.
    let at = jiff::tz::offset(8).to_datetime(manifest.made_at).strftime("%Y-%m-%d %H:%M");
    let done = Text::new(key).with("file", asked.file.display()).with("objects", manifest.files.len());
    println!("{}", done.with("at", at).with("database", &settings.database.value).say(lang));
    if let Some(name) = findings.behind {
        println!("{}", Text::new("restore-behind").with("name", name).say(lang));
    }
    if findings.sealed {
        println!("{}", Text::new("restore-needs-key").say(lang));
    }
    if findings.erased > 0 {
        println!("{}", Text::new("retention-again").with("count", findings.erased).say(lang));
    }
    for old in kept {
        println!("{}", Text::new("restore-kept").with("file", old.display()).say(lang));
    }
    for line in &findings.lines {
        println!("{line}");
    }
}
