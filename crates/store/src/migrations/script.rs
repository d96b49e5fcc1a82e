//! Reading a migration: its statements one by one, without those of the other engine.
//!
//! `-- only: sqlite` or `-- only: postgres` at the end of a line keeps that line for one engine; on a line of its own it
//! opens a block that ends at `-- end`. `-- citus: distribute` or `-- citus: reference` after a `create table` says how
//! the table is spread over a cluster.

/// For which engine a migration is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
    /// PostgreSQL with the extension that spreads tables over servers.
    Citus,
}

/// One step of a migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Statement(String),
    /// Spread this table by office.
    Distribute(String),
    /// Copy this table to every server.
    Reference(String),
}

/// The steps of a migration for one engine.
pub(crate) fn steps(sql: &str, dialect: Dialect) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut statement = String::new();
    let mut table = None;
    let close = |statement: &mut String, steps: &mut Vec<Step>, table: &mut Option<String>| {
        let text = std::mem::take(statement).trim().to_owned();
        if !text.is_empty() {
            *table = created_table(&text).or(table.take());
            steps.push(Step::Statement(text));
        }
    };
    for token in tokens(&for_dialect(sql, dialect)) {
        match token {
            Token::End => close(&mut statement, &mut steps, &mut table),
            Token::Text(text) => statement.push_str(text),
            Token::Comment(text) => {
                statement.push(' ');
                if dialect == Dialect::Citus
                    && let (Some(how), Some(table)) =
                        (text.trim_start_matches('-').trim().strip_prefix("citus:"), &table)
                {
                    match how.trim() {
                        "distribute" => steps.push(Step::Distribute(table.clone())),
                        _ => steps.push(Step::Reference(table.clone())),
                    }
                }
            }
        }
    }
    close(&mut statement, &mut steps, &mut table);
    steps
}

/// The text without the lines that are meant for the other engine.
fn for_dialect(sql: &str, dialect: Dialect) -> String {
    let ours = if dialect == Dialect::Sqlite { "sqlite" } else { "postgres" };
    let mut block: Option<bool> = None;
    let mut kept = String::with_capacity(sql.len());
    for line in sql.lines() {
        let (text, mark) =
            line.split_once("-- only:").map_or((line, None), |(text, engine)| (text, Some(engine.trim())));
        match (mark, block) {
            (Some(engine), _) if text.trim().is_empty() => block = Some(engine == ours),
            (_, Some(_)) if line.trim() == "-- end" => block = None,
            (Some(engine), None) if engine != ours => {}
            (_, Some(false)) => {}
            _ => {
                kept.push_str(text);
                kept.push('\n');
            }
        }
    }
    kept
}

fn created_table(statement: &str) -> Option<String> {
    let lower = statement.to_lowercase();
    let rest = lower.strip_prefix("create table")?.trim_start();
    let rest = rest.strip_prefix("if not exists").unwrap_or(rest).trim_start();
    rest.split(|c: char| c.is_whitespace() || c == '(').next().map(str::to_owned)
}

enum Token<'a> {
    Text(&'a str),
    Comment(&'a str),
    /// A semicolon outside of quotes and comments.
    End,
}

/// Cuts a script where quotes and comments begin and end, so that a semicolon within them ends nothing.
fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ';' => 1,
            '\'' | '"' => quoted(rest, first),
            _ if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ => plain(rest),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(match first {
            ';' => Token::End,
            _ if token.starts_with("--") || token.starts_with("/*") => Token::Comment(token),
            _ => Token::Text(token),
        });
        rest = after;
    }
    tokens
}

/// A quoted text with its quotes; a doubled quote inside is cut in two texts, which join again.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

fn plain(text: &str) -> usize {
    let mut before = text.char_indices().skip(1);
    let special = |rest: &str| rest.starts_with([';', '\'', '"']) || rest.starts_with("--") || rest.starts_with("/*");
    before.find(|(at, _)| special(&text[*at..])).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(sql: &str, dialect: Dialect) -> Vec<String> {
        let steps = steps(sql, dialect);
        steps.into_iter().filter_map(|step| if let Step::Statement(sql) = step { Some(sql) } else { None }).collect()
    }

    #[test]
    fn a_semicolon_in_a_text_or_a_comment_ends_no_statement() {
        let sql = "insert into t values ('a;b''c;'); -- not; here\n/* nor; here */ select \"x;y\" from t;\n";
        assert_eq!(statements(sql, Dialect::Sqlite), ["insert into t values ('a;b''c;')", "select \"x;y\" from t"]);
    }

    #[test]
    fn a_marked_line_or_block_is_for_one_engine() {
        let sql = "create table t (a text\n) without rowid -- only: sqlite\n) -- only: postgres\n;\n\
                   -- only: postgres\ncreate index i on t (a);\n-- end\nselect 1;";
        assert_eq!(statements(sql, Dialect::Sqlite), ["create table t (a text\n) without rowid", "select 1"]);
        assert_eq!(
            statements(sql, Dialect::Postgres),
            ["create table t (a text\n)", "create index i on t (a)", "select 1"]
        );
    }

    #[test]
    fn a_mark_after_a_table_spreads_it_where_there_is_a_cluster() {
        let sql = "create table if not exists a (office text);\n-- citus: distribute\ncreate table b(x text);\n-- citus: reference\n";
        let spread = [Step::Distribute("a".into()), Step::Reference("b".into())];
        assert_eq!(steps(sql, Dialect::Citus)[1], spread[0]);
        assert_eq!(steps(sql, Dialect::Citus)[3], spread[1]);
        assert_eq!(steps(sql, Dialect::Postgres).len(), 2);
    }
}
