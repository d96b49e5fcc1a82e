//! The tables as they stand in a migrated database, on either engine.

use std::collections::BTreeMap;

use linli_store::{Error, Location, Result, Row, Tx, args, on_each_engine};

use super::migrations::{Spread, tables};

/// A table as the catalogue describes it.
#[derive(Debug, Default)]
struct Table {
    /// Column and type.
    columns: Vec<(String, String)>,
    /// Primary key and unique indexes: their columns in order.
    keys: Vec<Vec<String>>,
    foreign: Vec<Foreign>,
}

#[derive(Debug)]
struct Foreign {
    to: String,
    /// Pairs of columns, here and there.
    columns: Vec<(String, String)>,
    on_delete: String,
}

/// What no migration makes: the list of those that were applied.
const OWN: &str = "schema_migration";

on_each_engine! {
    async fn the_catalogue_keeps_the_rules_of_a_cluster(store: TestStore) {
        let postgres = matches!(store.location(), Location::Postgres(_));
        let read = if postgres { from_postgres } else { from_sqlite };
        let (found, strangers) = store.read(move |tx| Ok::<_, Error>((read(tx)?, strangers(tx, postgres)?))).await.expect("a catalogue");
        let mut broken: Vec<String> = strangers.iter().map(|name| format!("{name}: no trigger, view, sequence or function")).collect();
        let spread = tables();
        for (name, table) in &found {
            match spread.get(name) {
                Some(Some(how)) => broken.extend(breaches(name, table, *how, &spread)),
                _ => broken.push(format!("{name}: no migration says how it is spread")),
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
        assert_eq!(found.len(), spread.len());
    }
}

fn breaches(name: &str, table: &Table, how: Spread, spread: &BTreeMap<String, Option<Spread>>) -> Vec<String> {
    let mut broken = Vec::new();
    for (column, kind) in &table.columns {
        if !matches!(kind.as_str(), "text" | "bigint" | "boolean") {
            broken.push(format!("{name}.{column}: {kind}; only text, bigint and boolean"));
        }
    }
    if table.keys.is_empty() {
        broken.push(format!("{name}: no primary key"));
    }
    let by_office = how == Spread::ByOffice;
    for key in table.keys.iter().filter(|key| by_office && key[0] != "office") {
        broken.push(format!("{name}: key {key:?} does not begin with office"));
    }
    for foreign in &table.foreign {
        let to_tenant = spread.get(&foreign.to) == Some(&Some(Spread::ByOffice));
        if to_tenant && !by_office {
            broken.push(format!("{name}: a reference table refers to tenant table {}", foreign.to));
        }
        if to_tenant && foreign.columns[0] != ("office".into(), "office".into()) {
            broken.push(format!("{name}: the key to {} does not begin with office", foreign.to));
        }
        if foreign.on_delete.contains("SET") {
            broken.push(format!("{name}: on delete {} to {}", foreign.on_delete, foreign.to));
        }
    }
    broken
}

fn text(row: &Row<'_>) -> Result<String> {
    row.get(0)
}

fn pair(row: &Row<'_>) -> Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

/// Rows of (group, member) to lists, in the order in which the groups come.
fn grouped(rows: Vec<(String, String)>) -> Vec<Vec<String>> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (group, member) in rows {
        match groups.last_mut() {
            Some((name, members)) if *name == group => members.push(member),
            _ => groups.push((group, vec![member])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

fn from_sqlite(tx: &mut Tx) -> Result<BTreeMap<String, Table>> {
    let names = tx.query(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name <> $1",
        args![OWN],
        text,
    )?;
    let mut found = BTreeMap::new();
    for name in names {
        let columns = tx.query("select name, lower(type) from pragma_table_info($1)", args![name], pair)?;
        let keys = tx.query(
            "select i.name, c.name from pragma_index_list($1) i, pragma_index_info(i.name) c
              where i.\"unique\" order by i.seq, c.seqno",
            args![name],
            pair,
        )?;
        let foreign = tx.query(
            "select \"table\", \"from\", \"to\", on_delete, seq from pragma_foreign_key_list($1) order by id, seq",
            args![name],
            |row| Ok((row.get(0)?, row.get(1)?, row.get::<Option<String>>(2)?, row.get(3)?, row.get(4)?)),
        )?;
        let foreign = foreign.into_iter().map(|(to, here, there, on_delete, seq): (_, String, _, _, i64)| {
            (seq == 0, Foreign { to, columns: vec![(here.clone(), there.unwrap_or(here))], on_delete })
        });
        found.insert(name, Table { columns, keys: grouped(keys), foreign: joined(foreign) });
    }
    Ok(found)
}

fn from_postgres(tx: &mut Tx) -> Result<BTreeMap<String, Table>> {
    let names = tx.query(
        "select relname::text from pg_class
          where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and relname <> $1",
        args![OWN],
        text,
    )?;
    let mut found = BTreeMap::new();
    for name in names {
        let columns = tx.query(
            "select attname::text, format_type(atttypid, atttypmod) from pg_attribute
              where attrelid = ($1::text)::regclass and attnum > 0 and not attisdropped order by attnum",
            args![name],
            pair,
        )?;
        let keys = tx.query(
            "select i.indexrelid::regclass::text, a.attname::text
               from pg_index i, unnest(i.indkey::int2[]) with ordinality k (number, place), pg_attribute a
              where i.indrelid = ($1::text)::regclass and i.indisunique and a.attrelid = i.indrelid and a.attnum = k.number
              order by 1, k.place",
            args![name],
            pair,
        )?;
        let foreign = tx.query(
            "select c.confrelid::regclass::text, here.attname::text, there.attname::text,
                    case when c.confdeltype in ('n', 'd') then 'SET NULL' else 'NO ACTION' end, k.place
               from pg_constraint c, unnest(c.conkey, c.confkey) with ordinality k (from_number, to_number, place),
                    pg_attribute here, pg_attribute there
              where c.contype = 'f' and c.conrelid = ($1::text)::regclass
                and here.attrelid = c.conrelid and here.attnum = k.from_number
                and there.attrelid = c.confrelid and there.attnum = k.to_number
              order by c.oid, k.place",
            args![name],
            |row| {
                let columns = vec![(row.get(1)?, row.get(2)?)];
                Ok((row.get::<i64>(4)? == 1, Foreign { to: row.get(0)?, columns, on_delete: row.get(3)? }))
            },
        )?;
        found.insert(name, Table { columns, keys: grouped(keys), foreign: joined(foreign) });
    }
    Ok(found)
}

/// Pairs of columns to whole foreign keys; `true` marks the first pair of one.
fn joined(pairs: impl IntoIterator<Item = (bool, Foreign)>) -> Vec<Foreign> {
    let mut whole: Vec<Foreign> = Vec::new();
    for (first, foreign) in pairs {
        match whole.last_mut() {
            Some(last) if !first => last.columns.extend(foreign.columns),
            _ => whole.push(foreign),
        }
    }
    whole
}

/// What must not be in a database of ours.
fn strangers(tx: &mut Tx, postgres: bool) -> Result<Vec<String>> {
    let sql = if postgres {
        "select tgname::text from pg_trigger where not tgisinternal
         union all select relname::text from pg_class
          where relkind in ('S', 'v', 'm') and relnamespace = 'public'::regnamespace
         union all select proname::text from pg_proc where pronamespace = 'public'::regnamespace"
    } else {
        "select name from sqlite_schema where type in ('trigger', 'view')"
    };
    tx.query(sql, args![], text)
}

#[test]
fn a_table_against_the_rules_is_found() {
    let spread =
        BTreeMap::from([("visit".to_owned(), Some(Spread::ByOffice)), ("code".to_owned(), Some(Spread::Reference))]);
    let strings = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let refers = |columns: &str, on_delete: &str| Foreign {
        to: "visit".into(),
        columns: vec![(columns.into(), columns.into())],
        on_delete: on_delete.into(),
    };
    let sound = || Table {
        columns: vec![("office".into(), "text".into())],
        keys: vec![strings(&["office", "id"])],
        foreign: vec![refers("office", "NO ACTION")],
    };
    let broken = |table: Table, how| !breaches("t", &table, how, &spread).is_empty();
    assert!(!broken(sound(), Spread::ByOffice));
    assert!(broken(sound(), Spread::Reference), "a code table that refers to a tenant");
    assert!(broken(Table { keys: vec![strings(&["id"])], ..sound() }, Spread::ByOffice));
    assert!(broken(Table { keys: vec![], ..sound() }, Spread::ByOffice));
    assert!(broken(Table { columns: vec![("at".into(), "timestamp".into())], ..sound() }, Spread::ByOffice));
    assert!(broken(Table { foreign: vec![refers("id", "NO ACTION")], ..sound() }, Spread::ByOffice));
    assert!(broken(Table { foreign: vec![refers("office", "SET NULL")], ..sound() }, Spread::ByOffice));
}
