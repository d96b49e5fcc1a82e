//! Every statement in the source, held against the rules and shown to both engines.

use linli_store::on_each_engine;

use super::migrations::tenants;
use super::source::{Statement, statements};
use super::sql::{column, count, words};

/// What runs on one engine only, differs between them, or goes wrong on a cluster.
const FORBIDDEN: &[&[&str]] = &[
    &["now", "("],
    &["random", "("],
    &["current_timestamp"],
    &["current_date"],
    &["current_time"],
    &["offset"],
    &["for", "update"],
    &["for", "share"],
    &["nextval"],
    &["lateral"],
    &["grouping", "sets"],
    &["rollup"],
    &["cube"],
    &["recursive"],
    &["ilike"],
    &["glob"],
    &["distinct", "on"],
    &["insert", "or"],
    &["replace", "into"],
    &["select", "*"],
    &["returning", "*"],
    &["json_extract"],
    &["strftime"],
    &["date_trunc"],
    &["truncate"],
];

fn breaches(sql: &str, tenants: &[String]) -> Vec<String> {
    let words = words(sql);
    let mut broken: Vec<String> = FORBIDDEN
        .iter()
        .filter(|pattern| literally(&words, pattern))
        .map(|pattern| format!("`{}` is forbidden", pattern.join(" ")))
        .collect();
    if joined_by_comma(&words) {
        broken.push("tables are joined by `join`, so that each says on what".into());
    }
    broken.extend(without_office(&words, tenants));
    if changes_office(&words) {
        broken.push("no row moves to another office".into());
    }
    broken
}

fn literally(words: &[String], pattern: &[&str]) -> bool {
    words.windows(pattern.len()).any(|window| window.iter().zip(pattern).all(|(word, wanted)| word == wanted))
}

/// Each tenant table in a statement has its office: `office = $1`, `a.office = b.office`, or the column of an insert.
/// The few reads across offices are grouped by office.
fn without_office(words: &[String], tenants: &[String]) -> Option<String> {
    let named = words
        .windows(2)
        .filter(|pair| matches!(pair[0].as_str(), "from" | "join" | "update" | "into") && tenants.contains(&pair[1]));
    let named = named.count();
    let compared =
        words.windows(2).filter(|pair| column(&pair[0]) == "office" && matches!(pair[1].as_str(), "=" | "in"));
    let inserted = words.windows(4).filter(|four| four[0] == "into" && four[2] == "(" && four[3] == "office");
    let grouped =
        words.windows(3).any(|three| three[0] == "group" && three[1] == "by" && column(&three[2]) == "office");
    let given = compared.count() + inserted.count();
    (named > given && !grouped).then(|| format!("{named} tenant tables, but office is given {given} times"))
}

/// `from a, b`, also with aliases.
fn joined_by_comma(words: &[String]) -> bool {
    words.windows(4).any(|four| four[0] == "from" && (four[2] == "," || (four[3] == "," && four[2] != ")")))
}

fn changes_office(words: &[String]) -> bool {
    let Some(set) = words.iter().position(|word| word == "set") else { return false };
    let end = words[set..].iter().position(|word| word == "where").map_or(words.len(), |end| set + end);
    words[0] == "update" && count(&words[set..end], &["office", "="]) > 0
}

#[test]
fn every_statement_keeps_the_rules() {
    let tenants = tenants();
    let all = statements();
    assert!(all.len() > 5, "the statements of the trail at least");
    let broken: Vec<String> = all
        .iter()
        .flat_map(|Statement { file, line, sql }| {
            breaches(sql, &tenants).into_iter().map(move |breach| format!("{file}:{line}: {breach}\n    {sql}"))
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

on_each_engine! {
    async fn every_statement_is_one_for_this_engine(store: TestStore) {
        let mut broken = Vec::new();
        for Statement { file, line, sql } in statements() {
            let told = store.read(move |tx| Ok::<_, linli_store::Error>(tx.would_prepare(&sql).map_err(|why| format!("{why}\n    {sql}")))).await;
            if let Err(why) = told.expect("a database") {
                broken.push(format!("{file}:{line}: {why}"));
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
}

#[test]
fn a_statement_against_the_rules_is_found() {
    let tenants = ["audit".to_owned(), "visit".to_owned()];
    let is_broken = |sql| !breaches(sql, &tenants).is_empty();
    for sql in [
        "select seq from audit where seq = $1",
        "select a.seq from audit a join visit v on v.id = a.subject where a.office = $1",
        "select seq from audit where office = $1 offset 10",
        "select seq from audit where office = $1 for update",
        "update visit set office = $2 where office = $1",
        "insert into visit (id, office) values ($1, $2)",
        "select * from code",
        "select v.id from visit v, code c where v.office = $1",
        "delete from visit",
    ] {
        assert!(is_broken(sql), "{sql}");
    }
    for sql in [
        "select seq from audit where office = $1 and act = 'offset now()'",
        "select a.seq from audit a join visit v on v.office = a.office and v.id = a.subject where a.office = $1",
        "select v.office, count(*) from visit v group by v.office",
        "insert into visit (office, id) values ($1, $2)",
        "select name from division where code = $1",
    ] {
        assert!(!is_broken(sql), "{sql}");
    }
}
