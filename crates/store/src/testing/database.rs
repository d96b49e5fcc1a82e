//! Databases on the test server: made in a moment from a migrated one, and dropped afterwards.

use linli_domain::kernel::id::Uuid;
use tokio_postgres::NoTls;

use crate::{Location, Options, Store, migrations};

/// The lock under which the template is made, once for all test processes.
const LOCK: i64 = 0x74_65_73_74;

/// A database of one test's own.
#[derive(Debug)]
pub struct Database {
    server: String,
    name: String,
    /// Its address.
    pub url: String,
}

impl Database {
    /// A database with the tables as they are now.
    pub async fn migrated(server: &str) -> Self {
        let template = template(server).await;
        Self::create(server, &format!("template {template}")).await
    }

    /// An empty database, sorted as Linli needs it.
    pub async fn empty(server: &str) -> Self {
        Self::create(server, "template template0 encoding 'UTF8' locale 'C'").await
    }

    /// A database made as `how` says.
    pub async fn create(server: &str, how: &str) -> Self {
        let name = format!("linli_test_{}", Uuid::now_v7().simple());
        ask(server, &format!("create database {name} {how}")).await;
        let url = on(server, &name);
        Self { server: server.to_owned(), name, url }
    }
}

impl Drop for Database {
    /// On a thread of its own, since a test ends inside a runtime that must not be blocked from within.
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        let drop_it = move || {
            let sql = format!("drop database if exists {name} with (force)");
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(ask(&server, &sql));
        };
        // A test that failed leaves its database; the server is a temporary one.
        let _ = std::thread::spawn(drop_it).join();
    }
}

/// The name of the migrated database that others are copied from; made where it is missing.
async fn template(server: &str) -> String {
    let name = format!("linli_template_{}", &migrations::fingerprint()[..16]);
    let client = connect(server).await;
    client.query("select pg_advisory_lock($1)", &[&LOCK]).await.expect("the lock");
    let found = client.query_opt("select 1 from pg_database where datname = $1", &[&name]).await;
    if found.expect("a list of databases").is_none() {
        let fresh = Database::empty(server).await;
        let options = Options { connections: 1, ..Options::default() };
        let store = Store::open(&Location::Postgres(fresh.url.clone()), options).await.expect("a store");
        store.migrate().await.expect("the tables");
        drop(store);
        let rename = format!("alter database {} rename to {name}", fresh.name);
        client.batch_execute(&rename).await.expect("a template");
    }
    name
}

async fn ask(server: &str, sql: &str) {
    connect(server).await.batch_execute(sql).await.expect("the test server does what it is asked");
}

async fn connect(server: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await.expect("the test server answers");
    tokio::spawn(connection);
    client
}

/// The same server, another database.
fn on(server: &str, name: &str) -> String {
    let (base, query) = server.split_once('?').map_or((server, String::new()), |(base, q)| (base, format!("?{q}")));
    let start = base.find("://").map_or(0, |at| at + 3);
    let host = base[start..].find('/').map_or(base, |at| &base[..start + at]);
    format!("{host}/{name}{query}")
}
