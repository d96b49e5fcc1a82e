//! `linli key`: the key outside of the database: what it seals, how it is changed, and how a former one is let go.
//!
//! While Linli serves, it seals again by itself whatever is not sealed with the first key of the file.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use linli_store::seal::change::{self, Changed, Counts};
use linli_store::seal::{self, KeyFile, NoKey};
use linli_store::{Location, Store, snapshot};
use serde_json::json;

use crate::args::{Format, Key};
use crate::config::Settings;
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};
use crate::{database, machine};

/// A server looks so often whether the file of the key was changed.
const LOOK: Duration = Duration::from_secs(20);
/// So long after a new key came into the file, units of work may still end that were begun with the former one.
const IN_FLIGHT: Duration = Duration::from_mins(1);

pub async fn run(settings: &Settings, asked: &Key, format: Format) -> Result<Outcome, Failure> {
    // It needs no records, so it can be done beside a server.
    if let Key::New = asked {
        return new(settings, format).await;
    }
    let store = database::open_existing(settings).await?;
    database::bring_up_to_date(&store, settings, true).await?;
    match asked {
        Key::Show => show(settings, &store, format).await,
        Key::Seal => seal(settings, store, format).await,
        Key::Reseal => {
            let changed = reseal(&store).await?;
            tell(settings, format, changed);
            Ok(if changed.closed == 0 { Outcome::Fine } else { Outcome::Findings })
        }
        Key::Drop(asked) => drop_key(settings, &store, &asked.key, format).await,
        Key::New => Ok(Outcome::Fine),
    }
}

/// The file of the key, which the settings name.
fn file(settings: &Settings) -> Result<PathBuf, Failure> {
    settings.key_file.value.clone().ok_or_else(|| no_key(&NoKey::Unset))
}

fn no_key(why: &NoKey) -> Failure {
    Failure::cannot(database::no_key(why))
}

async fn new(settings: &Settings, format: Format) -> Result<Outcome, Failure> {
    let id = seal::begin_new(&file(settings)?).await.map_err(|why| no_key(&why))?;
    match format {
        Format::Json => println!("{}", json!({ "key": id })),
        Format::Text => println!("{}", Text::new("key-new").with("key", id).say(settings.lang.value)),
    }
    Ok(Outcome::Fine)
}

async fn show(settings: &Settings, store: &Store, format: Format) -> Result<Outcome, Failure> {
    let (ids, counts) = known(settings, store).await?;
    let lang = settings.lang.value;
    let total = |key: &str| counts.get(key).map_or(0, |places| places.values().sum::<i64>());
    if format == Format::Json {
        let keys = ids.iter().map(|id| json!({ "key": id, "texts": total(id), "places": counts.get(id) }));
        let other = counts.keys().filter(|id| !id.is_empty() && !ids.contains(id));
        let other = other.map(|id| json!({ "key": id, "texts": total(id) }));
        let told =
            json!({ "keys": keys.collect::<Vec<_>>(), "other_keys": other.collect::<Vec<_>>(), "plain": total("") });
        println!("{told}");
        return Ok(Outcome::Fine);
    }
    for (at, id) in ids.iter().enumerate() {
        let key = if at == 0 { "key-first" } else { "key-former" };
        println!("{}", Text::new(key).with("key", id).with("texts", total(id)).say(lang));
    }
    for id in counts.keys().filter(|id| !id.is_empty() && !ids.contains(id)) {
        println!("{}", Text::new("key-not-here").with("key", id).with("texts", total(id)).say(lang));
    }
    if total("") > 0 {
        println!("{}", Text::new("key-plain").with("texts", total("")).say(lang));
    }
    Ok(Outcome::Fine)
}

/// The ids in the file, none where it is missing, and what each seals.
async fn known(settings: &Settings, store: &Store) -> Result<(Vec<String>, Counts), Failure> {
    let ids = match store.keys().to_open().await {
        Ok(seal) => seal.ids().map(str::to_owned).collect(),
        Err(NoKey::Missing(_) | NoKey::Unset) => Vec::new(),
        Err(why) => return Err(no_key(&why)),
    };
    let counts = change::counts(store).await.map_err(|error| database::told(settings, &error))?;
    Ok((ids, counts))
}

async fn reseal(store: &Store) -> Result<Changed, Failure> {
    let by = |office| machine::actor(office, "key");
    change::reseal(store, by).await.map_err(|why| no_key(&why))
}

fn tell(settings: &Settings, format: Format, changed: Changed) {
    let lang = settings.lang.value;
    match format {
        Format::Json => println!("{}", json!({ "sealed": changed.sealed, "closed": changed.closed })),
        Format::Text => {
            println!("{}", Text::new("key-sealed").with("texts", changed.sealed).say(lang));
            if changed.closed > 0 {
                println!("{}", Text::new("key-closed").with("texts", changed.closed).say(lang));
            }
        }
    }
}

/// Seals, and writes a file of SQLite anew: nothing is left in it of what stood there in the open.
async fn seal(settings: &Settings, store: Store, format: Format) -> Result<Outcome, Failure> {
    let changed = reseal(&store).await?;
    drop(store);
    if let Ok(Location::Sqlite(file)) = Location::from_str(&settings.database.value) {
        snapshot::rewrite(file).await.map_err(|error| database::told(settings, &error))?;
    }
    tell(settings, format, changed);
    Ok(if changed.closed == 0 { Outcome::Fine } else { Outcome::Findings })
}

async fn drop_key(settings: &Settings, store: &Store, id: &str, format: Format) -> Result<Outcome, Failure> {
    let path = file(settings)?;
    let (ids, counts) = known(settings, store).await?;
    let refuse = |key, texts: i64| Err(Failure::cannot(Text::new(key).with("key", id).with("texts", texts)));
    let texts: i64 = counts.get(id).map_or(0, |places| places.values().sum());
    if !ids.iter().any(|known| known == id) {
        return refuse("key-unknown", texts);
    }
    if ids.first().is_some_and(|first| first == id) {
        return refuse("key-is-first", texts);
    }
    if texts > 0 {
        return refuse("key-in-use", texts);
    }
    if is_fresh(&path) {
        return refuse("key-fresh", texts);
    }
    seal::take_out(&path, id).await.map_err(|why| no_key(&why))?;
    match format {
        Format::Json => println!("{}", json!({ "dropped": id })),
        Format::Text => println!("{}", Text::new("key-dropped").with("key", id).say(settings.lang.value)),
    }
    Ok(Outcome::Fine)
}

fn is_fresh(path: &Path) -> bool {
    let age = std::fs::metadata(path).and_then(|file| file.modified()).ok().and_then(|at| at.elapsed().ok());
    age.is_none_or(|age| age < IN_FLIGHT)
}

/// Beside the pages: seals whatever is not sealed with the first key, at the start and when the file was changed.
pub async fn keep_sealed(store: Store) {
    let mut done: Option<String> = None;
    loop {
        let first = first(store.keys()).await;
        if first.is_some() && first != done {
            match change::reseal(&store, |office| machine::actor(office, "serve")).await {
                Ok(Changed { sealed, closed }) => {
                    if sealed + closed > 0 {
                        tracing::info!(sealed, closed, "personal data was sealed with the first key");
                    }
                    done = first;
                }
                Err(why) => tracing::warn!(%why, "personal data could not be sealed"),
            }
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn first(keys: &KeyFile) -> Option<String> {
    keys.to_open().await.ok().map(|seal| seal.first().to_owned())
}
