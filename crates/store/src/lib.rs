//! What is remembered: rows and statements, on SQLite and on PostgreSQL.
//!
//! Everything happens in units of work: `store.read(|tx| …)` and `store.write(&actor, |tx| …)`. Inside is ordinary
//! blocking Rust with plain SQL; success commits, a refusal undoes everything. What was acknowledged is on the disk.

pub mod check;
pub mod consultation;
mod dated;
mod engine;
pub mod migrations;
pub mod objects;
mod options;
pub mod organisation;
pub mod oversight;
pub mod people;
pub mod planning;
pub mod register;
pub mod seal;
pub mod snapshot;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trail;
mod transaction;
pub mod works;

use std::sync::Arc;

use linli_domain::kernel::Timestamp;
use linli_domain::kernel::people::Actor;
use tokio::sync::oneshot;

pub use engine::error::{Error, Result};
pub use engine::row::Row;
pub use engine::tx::{Affected, Tx};
pub use engine::value::{FromValue, ToValue, Value, ValueRef};
pub use migrations::Applied;
pub use objects::Objects;
pub use options::{Clock, Location, Options, SystemClock};
pub use transaction::Transaction;

use seal::{Held, KeyFile};

use engine::Engine;
use engine::job::{Job, pack};
use engine::postgres::Postgres;
use engine::sqlite::Sqlite;

/// An open database. Clones share it; the last one closes it.
#[derive(Clone)]
pub struct Store {
    house: Arc<House>,
    /// The key outside of the database.
    keys: KeyFile,
}

struct House {
    engine: Engine,
    clock: Arc<dyn Clock>,
}

impl Store {
    /// Opens a database without changing its tables; `migrate` brings them up to date.
    pub async fn open(location: &Location, options: Options) -> Result<Self> {
        let engine = match location {
            Location::Sqlite(path) => Engine::Sqlite(Sqlite::open(path, &options).await?),
            Location::Postgres(url) => Engine::Postgres(Postgres::open(url, &options).await?),
        };
        Ok(Self { house: Arc::new(House { engine, clock: options.clock }), keys: KeyFile::at(None) })
    }

    /// The same store, whose personal data is sealed with the key of this file.
    #[must_use]
    pub fn with_keys(&self, keys: KeyFile) -> Self {
        Self { house: Arc::clone(&self.house), keys }
    }

    /// The key outside of the database.
    pub fn keys(&self) -> &KeyFile {
        &self.keys
    }

    /// Brings the tables up to date; what was applied now.
    pub async fn migrate(&self) -> Result<Vec<Applied>> {
        migrations::run(self).await
    }

    /// Whether there ever were records here. Changes nothing.
    pub async fn has_begun(&self) -> Result<bool> {
        migrations::begun(self).await
    }

    /// The first migration that is missing; nothing where the tables are those of this version.
    pub async fn next_migration(&self) -> Result<Option<&'static str>> {
        migrations::missing(self).await
    }

    /// A unit of work that reads one state of the database, whatever others write meanwhile.
    pub async fn read<T, E, F>(&self, mut work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let held = Held::new(self.keys.to_open().await, self.keys.fitting.clone());
        let (job, answer) = pack(move |tx: &mut Tx| {
            tx.hold(&held);
            work(tx)
        });
        match &self.house.engine {
            Engine::Sqlite(sqlite) => sqlite.read(job).await,
            Engine::Postgres(postgres) => postgres.read(job).await,
        }
        hear(answer).await
    }

    /// A unit of work that writes: all of it, durably, with its lines in the trail, or nothing.
    ///
    /// The closure may run again (two writers in each other's way), so it touches nothing but `tx`; and others wait
    /// for the same commit, so it does no work but SQL.
    pub fn write<'s, T, E, F>(
        &'s self,
        actor: &Actor,
        mut work: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'s, T, E, F>
    where
        F: FnMut(&mut Transaction) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (actor, clock) = (actor.clone(), Arc::clone(&self.house.clock));
        async move {
            let held = Held::new(self.keys.to_open().await, self.keys.fitting.clone());
            let unit = self.unit(move |tx| {
                tx.hold(&held);
                let mut transaction = Transaction::new(tx, &actor, to_the_millisecond(clock.now()));
                let done = work(&mut transaction)?;
                transaction.finish()?;
                Ok(done)
            });
            unit.await
        }
    }

    /// A unit of work that writes without a trail: migrations.
    pub(crate) async fn unit<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer): (Box<dyn Job>, _) = pack(work);
        match &self.house.engine {
            Engine::Sqlite(sqlite) => sqlite.write(job).await,
            Engine::Postgres(postgres) => postgres.write(job).await,
        }
        hear(answer).await
    }

    /// How many commits the writer of SQLite has made: fewer than units of work, since they share. PostgreSQL counts its own.
    pub fn commits(&self) -> Option<u64> {
        match &self.house.engine {
            Engine::Sqlite(sqlite) => Some(sqlite.commits()),
            Engine::Postgres(_) => None,
        }
    }

    /// What time it is for this store.
    pub fn now(&self) -> Timestamp {
        to_the_millisecond(self.house.clock.now())
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.house.engine {
            Engine::Sqlite(_) => "Store(SQLite)",
            Engine::Postgres(_) => "Store(PostgreSQL)",
        })
    }
}

async fn hear<T, E: From<Error>>(answer: oneshot::Receiver<Result<T, E>>) -> Result<T, E> {
    answer.await.unwrap_or_else(|_| Err(Error::other("the unit of work was dropped").into()))
}

/// Times are stored in milliseconds; so nothing finer is handed out.
fn to_the_millisecond(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}
