//! A fresh, migrated store on each engine, for tests here and in the crates above (feature `testing`).
//!
//! ```ignore
//! linli_store::on_each_engine! {
//!     async fn a_second_payment_is_refused(store: TestStore) {
//!         store.write(&clerk("430527"), |tx| …).await
//!     }
//! }
//! ```
//! gives two tests, `a_second_payment_is_refused::sqlite` and `…::postgres`. PostgreSQL is the server named by
//! `LINLI_TEST_POSTGRES`, a URL with which databases may be created; without it those tests say so and pass.

mod bucket;
mod database;

use std::ops::Deref;
use std::path::PathBuf;

use linli_domain::kernel::people::{AccountId, Actor, Grant, Role, Scope};
use linli_domain::kernel::{Office, Timestamp};
use tempfile::TempDir;

use crate::seal::{KeyFile, Seal};
use crate::{Location, Objects, Options, Store};

pub use bucket::{KEY_ID, SECRET, TestBucket};
pub use database::Database;

/// What time it is in every test: 5 May 2022, 09:00 in China.
pub fn now() -> Timestamp {
    Timestamp::constant(1_651_712_400, 0)
}

/// Someone of this office with one role for all of it.
pub fn actor(office: &str, role: Role) -> Actor {
    let office: Office = office.parse().expect("the code of an office");
    Actor {
        account: AccountId::from_number(role as u128 + 1),
        office,
        name: role.as_str().to_owned(),
        grants: vec![Grant { role, scope: Scope::Division(office.code()) }],
    }
}

/// A clerk of this office.
pub fn clerk(office: &str) -> Actor {
    actor(office, Role::Clerk)
}

/// A store of one test's own; what it stands on is removed with it.
#[derive(Debug)]
pub struct TestStore {
    store: Store,
    location: Location,
    /// Removed after the store is closed: fields are dropped in this order.
    _ground: Ground,
}

/// What a store stands on.
#[derive(Debug)]
enum Ground {
    #[allow(dead_code, reason = "removed when dropped")]
    Folder(TempDir),
    #[allow(dead_code, reason = "dropped from the server when dropped here")]
    Database(Database),
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl TestStore {
    /// The store itself, to hand on.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Where it is kept.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// On SQLite, in a temporary folder.
    pub async fn sqlite() -> Self {
        Self::sqlite_with(options()).await
    }

    /// On SQLite, opened as the test wants it.
    pub async fn sqlite_with(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Sqlite(folder.path().join("linli.db"));
        let store = Store::open(&location, options).await.expect("a store").with_keys(key());
        store.migrate().await.expect("the tables");
        Self { store, location, _ground: Ground::Folder(folder) }
    }

    /// On PostgreSQL, in a database of its own; nothing where no server is named.
    pub async fn postgres() -> Option<Self> {
        Self::postgres_with(options()).await
    }

    /// On PostgreSQL, opened as the test wants it.
    pub async fn postgres_with(options: Options) -> Option<Self> {
        let Ok(server) = std::env::var("LINLI_TEST_POSTGRES") else {
            eprintln!("skipped: LINLI_TEST_POSTGRES names no server");
            return None;
        };
        let database = Database::migrated(&server).await;
        let location = Location::Postgres(database.url.clone());
        let store = Store::open(&location, options).await.expect("a store").with_keys(key());
        Some(Self { store, location, _ground: Ground::Database(database) })
    }
}

/// The usual options, with the clock standing still.
pub fn options() -> Options {
    Options { clock: std::sync::Arc::new(now()), ..Options::default() }
}

/// A key of the test's own, in no file.
pub fn key() -> KeyFile {
    KeyFile::holding(Seal::read(&Seal::new_key().expect("random")).expect("a key"))
}

/// Runs a test on a small runtime of its own.
pub fn block_on<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(test)
}

/// A store of files of one test's own, in a folder or in a bucket.
#[derive(Debug)]
pub struct TestObjects {
    pub objects: Objects,
    ground: Shelves,
}

#[derive(Debug)]
enum Shelves {
    Folder(TempDir),
    Bucket(TestBucket),
}

impl TestObjects {
    pub fn folder() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let objects = Objects::in_folder(&folder.path().join("objects")).expect("a store of files");
        Self { objects, ground: Shelves::Folder(folder) }
    }

    pub fn bucket() -> Self {
        let bucket = TestBucket::start();
        let objects = Objects::in_bucket(&bucket.bucket()).expect("a store of files");
        Self { objects, ground: Shelves::Bucket(bucket) }
    }

    /// Where the bytes lie on the disk in the end.
    pub fn place(&self) -> PathBuf {
        match &self.ground {
            Shelves::Folder(folder) => folder.path().join("objects"),
            Shelves::Bucket(bucket) => bucket.folder(),
        }
    }
}

impl Deref for TestObjects {
    type Target = Objects;

    fn deref(&self) -> &Objects {
        &self.objects
    }
}

/// Makes of each `async fn name(objects: TestObjects) { … }` a test in a folder and a test in a bucket.
#[macro_export]
macro_rules! on_each_shelf {
    ($($(#[$attribute:meta])* async fn $name:ident($objects:ident: TestObjects) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn promise($objects: $crate::testing::TestObjects) $body

            #[test]
            fn folder() {
                $crate::testing::block_on(promise($crate::testing::TestObjects::folder()));
            }

            #[test]
            fn bucket() {
                $crate::testing::block_on(promise($crate::testing::TestObjects::bucket()));
            }
        }
    )+};
}

/// Makes of each `async fn name(store: TestStore) { … }` a test on SQLite and a test on PostgreSQL.
#[macro_export]
macro_rules! on_each_engine {
    ($($(#[$attribute:meta])* async fn $name:ident($store:ident: TestStore) $body:block)+) => {$(
        $(#[$attribute])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn promise($store: $crate::testing::TestStore) $body

            #[test]
            fn sqlite() {
                $crate::testing::block_on(async { promise($crate::testing::TestStore::sqlite().await).await });
            }

            #[test]
            fn postgres() {
                $crate::testing::block_on(async {
                    if let Some(store) = $crate::testing::TestStore::postgres().await {
                        promise(store).await;
                    }
                });
            }
        }
    )+};
}
