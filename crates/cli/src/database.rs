//! Opening the database that the settings name, and saying in a sentence why it could not be opened.

use std::fs;
use std::str::FromStr;
use std::sync::Arc;

use linli_store::objects::{Away, Bucket, Shelf, Unfit};
use linli_store::seal::{KeyFile, NoKey};
use linli_store::{Clock, Error, Location, Objects, Options, Store, SystemClock};

use crate::args::Format;
use crate::config::{Settings, masked};
use crate::lang::Text;
use crate::outcome::{Failure, Outcome};

/// Opens without changing anything; the data folder is made where it is missing.
pub async fn open(settings: &Settings) -> Result<Store, Failure> {
    open_by(settings, Arc::new(SystemClock)).await
}

/// Opens what is there already: where nothing is, nothing is made.
pub async fn open_existing(settings: &Settings) -> Result<Store, Failure> {
    let none = || Failure::cannot(Text::new("database-no-records").with("database", masked(&settings.database.value)));
    if let Location::Sqlite(file) = location(settings)?
        && !file.is_file()
    {
        return Err(none());
    }
    let store = open(settings).await?;
    let begun = store.has_begun().await.map_err(|error| told(settings, &error))?;
    if begun { Ok(store) } else { Err(none()) }
}

/// A file, or a server of the one kind that we know.
fn location(settings: &Settings) -> Result<Location, Failure> {
    let address = &settings.database.value;
    let Ok(location) = Location::from_str(address);
    match (&location, address.split_once("://")) {
        (Location::Sqlite(_), Some((kind, _))) if kind != "sqlite" => {
            Err(Failure::wrong_use(Text::new("database-unknown-kind").with("kind", kind)))
        }
        _ => Ok(location),
    }
}

/// The same, by a clock of the caller's.
pub async fn open_by(settings: &Settings, clock: Arc<dyn Clock>) -> Result<Store, Failure> {
    let location = location(settings)?;
    let data = &settings.data.value;
    fs::create_dir_all(data)
        .map_err(|error| Failure::cannot(Text::new("data-no-write").with("file", data.display()).with("why", error)))?;
    let options = Options { authority: settings.database_ca.value.clone(), clock, ..Options::default() };
    let keys = KeyFile::at(settings.key_file.value.clone());
    let store = Store::open(&location, options).await.map_err(|error| told(settings, &error))?;
    Ok(store.with_keys(keys))
}

/// The key that personal data is sealed with; made where nothing is sealed yet.
pub async fn make_key(store: &Store) -> Result<(), Failure> {
    store.keys().to_seal(store).await.map(drop).map_err(|why| Failure::cannot(no_key(&why)))
}

/// The bytes of photos and documents: a folder is made where it is missing, a bucket is not asked yet.
pub fn objects(settings: &Settings) -> Result<Objects, Failure> {
    match &settings.objects.value {
        Shelf::Folder(folder) => {
            let cannot = |error| Text::new("data-no-write").with("file", folder.display()).with("why", error);
            Objects::in_folder(folder).map_err(|error| Failure::cannot(cannot(error)))
        }
        Shelf::Bucket { name, prefix } => Objects::in_bucket(&bucket(settings, name, prefix)?).map_err(|unfit| {
            let key = match unfit {
                Unfit::NotAnAddress => "s3-bad-endpoint",
                Unfit::Plain => "s3-plain",
                Unfit::Client(_) => "s3-unusable",
            };
            let endpoint = settings.s3_endpoint.value.as_deref().unwrap_or_default();
            let endpoint = if key == "s3-bad-endpoint" { "--s3-endpoint" } else { endpoint };
            Failure::wrong_use(Text::new(key).with("endpoint", endpoint).with("why", unfit))
        }),
    }
}

/// A bucket with everything that opens it; what was not said is asked for by its name.
fn bucket(settings: &Settings, name: &str, prefix: &str) -> Result<Bucket, Failure> {
    let said = |value: Option<&str>, name: &'static str| {
        let value = value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        let place = &settings.objects.value;
        value.ok_or_else(|| Failure::wrong_use(Text::new("s3-lacks").with("place", place).with("setting", name)))
    };
    Ok(Bucket {
        name: name.to_owned(),
        prefix: prefix.to_owned(),
        endpoint: said(settings.s3_endpoint.value.as_deref(), "--s3-endpoint (LINLI_S3_ENDPOINT)")?,
        region: settings.s3_region.value.clone(),
        key_id: said(settings.s3_key_id.value.as_deref(), "--s3-key-id (LINLI_S3_KEY_ID)")?,
        secret: said(settings.s3_secret.value.as_ref().map(|secret| secret.0.as_str()), "LINLI_S3_SECRET")?,
        allow_http: settings.s3_allow_http.value,
    })
}

/// Why a bucket does not do what it is asked, as a sentence.
pub fn away(settings: &Settings, why: &Away) -> Text {
    let text = match why {
        Away::NoBucket => Text::new("s3-no-bucket"),
        Away::Refused(why) => Text::new("s3-refused").with("why", why),
        Away::Unreachable(why) => Text::new("s3-unreachable").with("why", why),
        Away::Answer(why) => Text::new("s3-answer").with("why", why),
        Away::Overwrites => Text::new("s3-overwrites"),
    };
    let endpoint = settings.s3_endpoint.value.as_deref().unwrap_or_default();
    text.with("place", &settings.objects.value).with("endpoint", endpoint)
}

/// Why there is no key, as a sentence.
pub fn no_key(why: &NoKey) -> Text {
    match why {
        NoKey::Unset => Text::new("key-unset"),
        NoKey::Missing(file) => Text::new("key-missing").with("file", file.display()),
        NoKey::Other(file) => Text::new("key-other").with("file", file.display()),
        NoKey::Damaged(file) => Text::new("key-damaged").with("file", file.display()),
        NoKey::Unusable(file, why) => Text::new("key-unusable").with("file", file.display()).with("why", why),
        NoKey::Store(why) => Text::new("key-unusable").with("file", "").with("why", why),
    }
}

/// Applies what is missing; or, where that is not wanted, refuses a database of another version.
pub async fn bring_up_to_date(store: &Store, settings: &Settings, leave_it: bool) -> Result<(), Failure> {
    if !leave_it {
        return store.migrate().await.map(drop).map_err(|error| told(settings, &error));
    }
    match store.next_migration().await.map_err(|error| told(settings, &error))? {
        None => Ok(()),
        Some(name) => {
            let database = masked(&settings.database.value);
            Err(Failure::cannot(Text::new("database-behind").with("database", database).with("name", name)))
        }
    }
}

/// `linli migrate`
pub async fn migrate(settings: &Settings, format: Format) -> Result<Outcome, Failure> {
    let store = open(settings).await?;
    let applied = store.migrate().await.map_err(|error| told(settings, &error))?;
    let names: Vec<&str> = applied.iter().map(|applied| applied.name.as_str()).collect();
    match format {
        Format::Json => println!("{}", serde_json::json!({ "applied": names })),
        Format::Text if names.is_empty() => println!("{}", Text::new("migrate-none").say(settings.lang.value)),
        Format::Text => {
            println!("{}", Text::new("migrate-done").with("names", names.join(", ")).say(settings.lang.value));
        }
    }
    Ok(Outcome::Fine)
}

/// The store's error as a sentence that says what to do.
pub fn told(settings: &Settings, error: &Error) -> Failure {
    let database = masked(&settings.database.value);
    let text = match error {
        Error::NoFiles(why) => away(settings, why),
        Error::InUse(file) => Text::new("database-in-use").with("file", file.display()),
        Error::Full => Text::new("database-full").with("database", database),
        Error::Damaged => Text::new("database-damaged").with("database", database),
        Error::Unusable(why) => Text::new("database-unusable").with("database", database).with("why", why),
        Error::Unreachable => Text::new("database-unreachable").with("database", database),
        Error::Gone => Text::new("database-gone").with("database", database),
        Error::Busy => Text::new("database-busy").with("database", database),
        other => Text::new("database-error").with("database", database).with("why", other),
    };
    Failure::cannot(text)
}
