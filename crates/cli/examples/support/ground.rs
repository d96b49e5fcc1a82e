//! A database of one measurement's own, on either engine, gone afterwards.

use std::path::Path;
use std::process::Command;
use std::str::FromStr;

use linli_store::{Location, Options, Store};
use tempfile::TempDir;

use super::Result;

/// Where a measurement keeps its records.
pub struct Ground {
    pub engine: &'static str,
    /// As `--database` takes it.
    pub database: String,
    data: TempDir,
    /// The address of the server and the name of the database on it.
    server: Option<(String, String)>,
}

impl Ground {
    /// One for each engine that is at hand.
    pub fn each() -> Result<Vec<Self>> {
        let mut grounds = vec![Self::sqlite()?];
        grounds.extend(Self::postgres()?);
        Ok(grounds)
    }

    pub fn sqlite() -> Result<Self> {
        let data = tempfile::tempdir()?;
        let database = data.path().join("linli.db").display().to_string();
        Ok(Self { engine: "SQLite", database, data, server: None })
    }

    /// Nothing where `LINLI_TEST_POSTGRES` names no server.
    pub fn postgres() -> Result<Option<Self>> {
        let Ok(server) = std::env::var("LINLI_TEST_POSTGRES") else {
            eprintln!("skipped: LINLI_TEST_POSTGRES names no server");
            return Ok(None);
        };
        let data = tempfile::tempdir()?;
        let unique: String = data.path().display().to_string().chars().filter(char::is_ascii_alphanumeric).collect();
        let name = format!("linli_bench_{}", unique.to_lowercase());
        psql(&server, &format!("create database {name} template template0 encoding 'UTF8' locale 'C'"))?;
        let (base, _) = server.rsplit_once('/').ok_or("LINLI_TEST_POSTGRES names no database")?;
        let database = format!("{base}/{name}");
        Ok(Some(Self { engine: "PostgreSQL", database, data, server: Some((server, name)) }))
    }

    /// The folder for everything that is no record.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    pub async fn open(&self) -> Result<Store> {
        let Ok(location) = Location::from_str(&self.database);
        let store = Store::open(&location, Options::default()).await?;
        store.migrate().await?;
        Ok(store)
    }

    /// After many rows were written at once: what PostgreSQL does by itself within minutes is done now. SQLite has
    /// nothing of the kind.
    pub fn settle(&self) -> Result<()> {
        if self.server.is_some() {
            psql(&self.database, "vacuum analyze")?;
            psql(&self.database, "checkpoint")?;
        }
        Ok(())
    }

    /// The process whose children work for this database; none for SQLite, which works within the program.
    pub fn postmaster(&self) -> Result<Option<u32>> {
        if self.server.is_none() {
            return Ok(None);
        }
        let child = psql(&self.database, "select pid from pg_stat_activity where backend_type = 'checkpointer'")?;
        super::server::parent_of(child.trim().parse()?).map(Some)
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server {
            // Somebody may still be connected; the server is a temporary one anyway.
            let _ = psql(server, &format!("drop database if exists {name} with (force)"));
        }
    }
}

/// One statement by PostgreSQL's own program; what it answers.
fn psql(url: &str, sql: &str) -> Result<String> {
    let told =
        Command::new("psql").args(["--no-psqlrc", "--quiet", "--tuples-only", "--command", sql, url]).output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into_owned().into());
    }
    Ok(String::from_utf8_lossy(&told.stdout).into_owned())
}
