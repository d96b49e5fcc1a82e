//! Migrations: the tables, one story a file, forward only.
//!
//! Each is applied in a transaction of its own, under a lock, and its checksum is kept: a file that was changed after it
//! was applied, a gap or a migration that this program does not know is refused, since nobody can say what the tables
//! are then. A new one is a file in `migrations/` and a line in `ALL`.

mod script;

use linli_domain::kernel::Timestamp;
use sha2::{Digest, Sha256};

use crate::engine::error::{Error, Result};
use crate::engine::tx::{Link, Tx};
use crate::{Store, args};
use script::{Dialect, Step};

macro_rules! migration {
    ($name:literal) => {
        Migration { name: $name, sql: include_str!(concat!("../migrations/", $name, ".sql")) }
    };
}

/// Every migration, in order.
#[rustfmt::skip]
pub(crate) const ALL: &[Migration] = &[
    migration!("0001_trail"),
    migration!("0002_people"),
    migration!("0003_register"),
    migration!("0004_works"),
    migration!("0005_oversight"),
    migration!("0006_intake"),
    migration!("0007_evidence"),
    migration!("0008_stages"),
    migration!("0009_months"),
    migration!("0010_organisation"),
    migration!("0011_picture"),
    migration!("0012_second_factor"),
    migration!("0013_identity"),
    migration!("0014_catalogue"),
    migration!("0015_retention"),
    migration!("0016_opinions"),
    migration!("0017_survey"),
    migration!("0018_openrosa"),
    migration!("0019_slips"),
    migration!("0020_needs"),
    migration!("0021_retention_of_the_survey"),
    migration!("0022_campaign_left"),
    migration!("0023_alike"),
    migration!("0024_owners"),
    migration!("0025_plans"),
    migration!("0026_votes"),
    migration!("0027_ballots"),
    migration!("0028_lifts"),
];

/// A file of `migrations/`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    pub name: &'static str,
    pub sql: &'static str,
}

/// A migration that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub name: String,
    pub at: Timestamp,
}

/// The number under which PostgreSQL's advisory lock for migrations is known: "linli" as a number.
const LOCK: i64 = 0x6c_69_6e_6c_69;

/// Applies what is missing, one transaction each.
pub(crate) async fn run(store: &Store) -> Result<Vec<Applied>> {
    run_these(store, ALL).await
}

pub(crate) async fn run_these(store: &Store, all: &'static [Migration]) -> Result<Vec<Applied>> {
    let mut applied = Vec::new();
    let now = store.now();
    while let Some(name) = store.unit(move |tx| apply_next(tx, all, now)).await? {
        tracing::info!(name, "migrated");
        applied.push(Applied { name: name.to_owned(), at: now });
    }
    Ok(applied)
}

/// Whether tables were ever made here. Only looks.
pub(crate) async fn begun(store: &Store) -> Result<bool> {
    store
        .read(|tx| {
            let sql = match tx.link() {
                Link::Sqlite(_) => "select 1 from sqlite_master where name = 'schema_migration'",
                Link::Postgres(_) => {
                    "select 1 from pg_tables where schemaname = current_schema() and tablename = 'schema_migration'"
                }
            };
            if tx.query_opt(sql, args![], |_| Ok(()))?.is_none() {
                return Ok(false);
            }
            tx.query_one("select count(*) from schema_migration", args![], |row| Ok(row.get::<i64>(0)? > 0))
        })
        .await
}

/// The first migration that is missing, left undone.
pub(crate) async fn missing(store: &Store) -> Result<Option<&'static str>> {
    store
        .unit(|tx| {
            lock(tx)?;
            let done = done(tx)?;
            Ok(next(ALL, &done)?.map(|migration| migration.name))
        })
        .await
}

/// The names of those that were applied, where each is known and unchanged and none was left out.
pub(crate) async fn applied(store: &Store) -> Result<Vec<String>> {
    store
        .unit(|tx| {
            lock(tx)?;
            let done = done(tx)?;
            next(ALL, &done)?;
            Ok(done.into_iter().map(|(name, _)| name).collect())
        })
        .await
}

/// Applies the first migration that is missing; nothing where none is.
fn apply_next(tx: &mut Tx, all: &'static [Migration], now: Timestamp) -> Result<Option<&'static str>> {
    let dialect = lock(tx)?;
    let done = done(tx)?;
    let Some(next) = next(all, &done)? else { return Ok(None) };
    for step in script::steps(next.sql, dialect) {
        carry_out(tx, &step)?;
    }
    tx.execute(
        "insert into schema_migration (name, checksum, applied_at) values ($1, $2, $3)",
        args![next.name, checksum(next.sql), now],
    )?
    .exactly_one()?;
    Ok(Some(next.name))
}

/// What was applied so far, with its checksum.
fn done(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    tx.batch(
        "create table if not exists schema_migration (
             name       text   not null primary key,
             checksum   text   not null,
             applied_at bigint not null
         )",
    )?;
    tx.query("select name, checksum from schema_migration order by name", args![], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// One runner at a time: SQLite has one writer anyway; PostgreSQL's lock lasts to the end of the transaction.
fn lock(tx: &mut Tx) -> Result<Dialect> {
    if matches!(tx.link(), Link::Sqlite(_)) {
        return Ok(Dialect::Sqlite);
    }
    tx.query("select 1 from pg_advisory_xact_lock($1)", args![LOCK], |_| Ok(()))?;
    let citus = tx.query_opt("select 1 from pg_extension where extname = 'citus'", args![], |_| Ok(()))?;
    Ok(if citus.is_some() { Dialect::Citus } else { Dialect::Postgres })
}

fn carry_out(tx: &mut Tx, step: &Step) -> Result<()> {
    match step {
        Step::Statement(sql) => tx.batch(sql),
        Step::Distribute(table) => {
            tx.query("select 1 from create_distributed_table($1, 'office')", args![table], |_| Ok(())).map(drop)
        }
        Step::Reference(table) => {
            tx.query("select 1 from create_reference_table($1)", args![table], |_| Ok(())).map(drop)
        }
    }
}

/// The first that is missing, if what was applied is the beginning of what is known, unchanged.
fn next(all: &'static [Migration], done: &[(String, String)]) -> Result<Option<&'static Migration>> {
    for (index, (name, sum)) in done.iter().enumerate() {
        let refuse = |why: &str| Err(Error::Unusable(format!("migration {name} {why}")));
        match all.iter().position(|known| known.name == name) {
            None => return refuse("is not known to this version of Linli: a newer one was here"),
            Some(place) if place != index => return refuse("was applied although one before it was not"),
            Some(place) if checksum(all[place].sql) != *sum => return refuse("was changed after it was applied"),
            Some(_) => {}
        }
    }
    Ok(all.get(done.len()))
}

/// One checksum for all of them: what a migrated database is known by.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint() -> String {
    checksum(&ALL.iter().map(|migration| checksum(migration.sql)).collect::<String>())
}

/// The same on every machine, also where a checkout changes the ends of lines.
fn checksum(sql: &str) -> String {
    hex::encode(Sha256::digest(sql.replace("\r\n", "\n").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Location, Options, on_each_engine, testing};

    const FIRST: Migration = Migration { name: "0001_first", sql: "create table first (office text primary key);" };
    const SECOND: Migration = Migration { name: "0002_second", sql: "create table second (office text primary key);" };
    const CHANGED: Migration = Migration { name: "0001_first", sql: "create table other (office text primary key);" };
    const BROKEN: Migration = Migration { name: "0002_broken", sql: "create table third (a text); create nonsense;" };

    /// What the tables were made by before, as if the others were never there.
    async fn begun_with(store: &Store, all: &'static [Migration]) {
        let forget = store.unit(|tx| tx.execute("delete from schema_migration", args![]).map(drop));
        forget.await.expect("forgotten");
        run_these(store, all).await.expect("migrated");
    }

    async fn refused(store: &Store, all: &'static [Migration]) -> String {
        match run_these(store, all).await {
            Err(Error::Unusable(why)) => why,
            other => panic!("not refused: {other:?}"),
        }
    }

    on_each_engine! {
        async fn what_was_never_migrated_is_known_without_touching_it(store: TestStore) {
            assert!(begun(&store).await.expect("looked"));
            let drop = store.unit(|tx| tx.batch("drop table schema_migration"));
            drop.await.expect("dropped");
            assert!(!begun(&store).await.expect("looked"));
            assert!(!begun(&store).await.expect("looked again"));
        }

        async fn migrating_again_does_nothing(store: TestStore) {
            assert_eq!(store.migrate().await.expect("migrated"), []);
        }

        async fn a_new_migration_is_applied_once(store: TestStore) {
            begun_with(&store, &[FIRST]).await;
            let applied = run_these(&store, &[FIRST, SECOND]).await.expect("migrated");
            assert_eq!(applied, [Applied { name: "0002_second".into(), at: testing::now() }]);
            assert_eq!(run_these(&store, &[FIRST, SECOND]).await.expect("migrated"), []);
        }

        async fn a_migration_changed_after_it_was_applied_is_refused(store: TestStore) {
            begun_with(&store, &[FIRST]).await;
            assert!(refused(&store, &[CHANGED]).await.contains("0001_first was changed"));
        }

        async fn a_migration_of_a_newer_version_is_refused(store: TestStore) {
            begun_with(&store, &[FIRST, SECOND]).await;
            assert!(refused(&store, &[FIRST]).await.contains("0002_second is not known"));
        }

        async fn a_gap_is_refused(store: TestStore) {
            begun_with(&store, &[SECOND]).await;
            assert!(refused(&store, &[FIRST, SECOND]).await.contains("0002_second was applied although"));
        }

        async fn a_migration_that_fails_leaves_nothing_behind(store: TestStore) {
            begun_with(&store, &[FIRST]).await;
            assert!(run_these(&store, &[FIRST, BROKEN]).await.is_err());
            let third = store.read(|tx| tx.query("select a from third", args![], |row| row.get::<String>(0))).await;
            assert!(third.is_err());
            run_these(&store, &[FIRST, SECOND]).await.expect("and the next version goes on");
        }
    }

    #[test]
    fn two_that_migrate_one_server_at_once_do_it_once() {
        let Ok(server) = std::env::var("LINLI_TEST_POSTGRES") else { return };
        testing::block_on(async {
            let database = testing::Database::empty(&server).await;
            let location = Location::Postgres(database.url.clone());
            let one = Store::open(&location, Options::default()).await.expect("a store");
            let other = Store::open(&location, Options::default()).await.expect("a store");
            let (first, second) = tokio::join!(one.migrate(), other.migrate());
            let applied = first.expect("migrated").len() + second.expect("migrated").len();
            assert_eq!(applied, ALL.len());
        });
    }
}
