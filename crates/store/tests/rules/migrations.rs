//! What the migrations say about their tables: spread by office, or the same everywhere.

use std::collections::BTreeMap;
use std::path::Path;

/// How a table is spread over a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// A tenant table: each office's rows stand on one server.
    ByOffice,
    /// A code table, the same on every server.
    Reference,
}

/// Every table that the migrations create, with its mark.
pub fn tables() -> BTreeMap<String, Option<Spread>> {
    let mut tables = BTreeMap::new();
    let mut last = None;
    for line in texts().iter().flat_map(|text| text.lines()) {
        let words: Vec<&str> = line.split(|c: char| c.is_whitespace() || c == '(').filter(|w| !w.is_empty()).collect();
        match words.as_slice() {
            ["create", "table", name, ..] => {
                tables.insert((*name).to_owned(), None);
                last = Some((*name).to_owned());
            }
            ["--", "citus:", how] => {
                let spread = match *how {
                    "distribute" => Spread::ByOffice,
                    "reference" => Spread::Reference,
                    other => panic!("an unknown mark: citus: {other}"),
                };
                tables.insert(last.take().expect("a mark stands after its table"), Some(spread));
            }
            _ => {}
        }
    }
    tables
}

/// The tenant tables.
pub fn tenants() -> Vec<String> {
    tables().into_iter().filter(|(_, spread)| *spread == Some(Spread::ByOffice)).map(|(name, _)| name).collect()
}

fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("migrations").map(|f| f.expect("a file").path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).expect("a migration").to_lowercase()).collect()
}

#[test]
fn every_table_says_how_it_is_spread() {
    let unmarked: Vec<String> =
        tables().into_iter().filter(|(_, spread)| spread.is_none()).map(|(name, _)| name).collect();
    assert!(unmarked.is_empty(), "no `-- citus:` mark after: {unmarked:?}");
}
