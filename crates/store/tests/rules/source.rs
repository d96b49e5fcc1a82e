//! Finds the SQL in our own source: string literals, and literals put together by `concat!`, that begin like a statement.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A statement and where it stands.
#[derive(Debug)]
pub struct Statement {
    pub file: String,
    pub line: usize,
    pub sql: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Text(String),
    Word(String),
    Sign(char),
}

/// A macro that stands for a piece of SQL: its arguments, and its body.
#[derive(Debug)]
struct Piece {
    arguments: Vec<String>,
    body: Vec<(usize, Token)>,
}

type Pieces = BTreeMap<String, Piece>;

/// Every statement in the rooms of this crate. The engine room and the test kit speak to one engine each.
pub fn statements() -> Vec<Statement> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source, &mut files);
    files.sort();
    files.retain(|file| !["engine", "testing", "migrations"].iter().any(|own| starts_with(&source, file, own)));
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).expect("a source file");
        // Unit tests stand at the end of a file.
        let code = tokens(text.split("#[cfg(test)]").next().unwrap_or_default());
        (file.strip_prefix(&source).unwrap_or(file).display().to_string(), code)
    };
    let files: Vec<_> = files.iter().map(read).collect();
    let pieces = files.iter().flat_map(|(_, code)| pieces(code)).collect();
    let found = files.into_iter().flat_map(|(file, code)| {
        let statements = in_tokens(&code, &pieces);
        statements.into_iter().map(move |(line, sql)| Statement { file: file.clone(), line, sql })
    });
    found.collect()
}

fn starts_with(source: &Path, file: &Path, own: &str) -> bool {
    file.starts_with(source.join(own)) || file == source.join(format!("{own}.rs"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn in_tokens(tokens: &[(usize, Token)], pieces: &Pieces) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((_, end)) = definition(tokens, at) {
            at = end;
            continue;
        }
        let (text, next) = text_at(tokens, at, pieces, &BTreeMap::new()).unwrap_or_else(|| (String::new(), at + 1));
        let begins = |word: &&str| text.trim_start().to_lowercase().starts_with(&format!("{word} "));
        if ["select", "insert", "update", "delete", "with"].iter().any(begins) {
            found.push((tokens[at].0, text));
        }
        at = next;
    }
    found
}

/// A literal, a `concat!(…)` or a macro that stands for a literal; and where the next token is.
fn text_at(
    tokens: &[(usize, Token)],
    at: usize,
    pieces: &Pieces,
    given: &BTreeMap<String, String>,
) -> Option<(String, usize)> {
    match &tokens.get(at)?.1 {
        Token::Text(text) => Some((text.clone(), at + 1)),
        Token::Sign('$') => match &tokens.get(at + 1)?.1 {
            Token::Word(name) => given.get(name).map(|text| (text.clone(), at + 2)),
            _ => None,
        },
        Token::Word(name) if sign(tokens, at + 1, '!') && sign(tokens, at + 2, '(') => {
            let piece = pieces.get(name);
            if name != "concat" && piece.is_none() {
                return None;
            }
            let (parts, next) = list(tokens, at + 3, pieces, given)?;
            let Some(piece) = piece else { return Some((parts.concat(), next)) };
            let given = piece.arguments.iter().cloned().zip(parts).collect();
            text_at(&piece.body, 0, pieces, &given).map(|(text, _)| (text, next))
        }
        _ => None,
    }
}

/// Texts between commas, up to the closing bracket.
fn list(
    tokens: &[(usize, Token)],
    mut at: usize,
    pieces: &Pieces,
    given: &BTreeMap<String, String>,
) -> Option<(Vec<String>, usize)> {
    let mut parts = Vec::new();
    while !sign(tokens, at, ')') {
        if sign(tokens, at, ',') {
            at += 1;
        } else {
            let (part, next) = text_at(tokens, at, pieces, given)?;
            parts.push(part);
            at = next;
        }
    }
    Some((parts, at + 1))
}

/// `macro_rules! columns { () => { "…" }; }` and `… ($key:literal) => { concat!(…) } …`: names for pieces of SQL.
fn pieces(tokens: &[(usize, Token)]) -> Vec<(String, Piece)> {
    (0..tokens.len()).filter_map(|at| definition(tokens, at)).map(|(piece, _)| piece).collect()
}

/// A macro's definition that begins here, and where it ends.
fn definition(tokens: &[(usize, Token)], at: usize) -> Option<((String, Piece), usize)> {
    if tokens.get(at)?.1 != Token::Word("macro_rules".into()) {
        return None;
    }
    let Token::Word(name) = &tokens.get(at + 2)?.1 else { return None };
    let end = closing(tokens, at + 3);
    let arrow = (at..end).find(|at| sign(tokens, *at, '=') && sign(tokens, at + 1, '>'))?;
    let arguments = tokens[at + 4..arrow].windows(2).filter_map(|pair| match (&pair[0].1, &pair[1].1) {
        (Token::Sign('$'), Token::Word(name)) => Some(name.clone()),
        _ => None,
    });
    let body = tokens.get(arrow + 3..end)?.to_vec();
    Some(((name.clone(), Piece { arguments: arguments.collect(), body }), end))
}

/// Where the braces that open here are closed again.
fn closing(tokens: &[(usize, Token)], open: usize) -> usize {
    let mut depth = 0;
    for at in open..tokens.len() {
        depth += i32::from(sign(tokens, at, '{')) - i32::from(sign(tokens, at, '}'));
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

fn sign(tokens: &[(usize, Token)], at: usize, wanted: char) -> bool {
    tokens.get(at).is_some_and(|(_, token)| *token == Token::Sign(wanted))
}

/// Rust, as far as it is needed to tell a literal from everything else.
fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (code, 1);
    while let Some(first) = rest.chars().next() {
        let (length, token) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), None),
            '"' => literal(rest),
            'r' if rest.starts_with("r\"") || rest.starts_with("r#") => raw(rest),
            '\'' => (character(rest), None),
            c if c.is_alphanumeric() || c == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                (end, Some(Token::Word(rest[..end].to_owned())))
            }
            c if c.is_whitespace() => (c.len_utf8(), None),
            c => (c.len_utf8(), Some(Token::Sign(c))),
        };
        found.extend(token.map(|token| (line, token)));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    found
}

fn literal(rest: &str) -> (usize, Option<Token>) {
    let mut text = String::new();
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (at + 1, Some(Token::Text(text))),
            '\\' => match chars.next() {
                Some((_, '\n')) => while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                Some((_, 'n' | 't' | 'r')) => text.push(' '),
                Some((_, escaped)) => text.push(escaped),
                None => break,
            },
            c => text.push(c),
        }
    }
    (rest.len(), None)
}

fn raw(rest: &str) -> (usize, Option<Token>) {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    let start = 2 + hashes;
    if rest.as_bytes().get(1 + hashes) != Some(&b'"') {
        return (1, None);
    }
    let close = format!("\"{}", "#".repeat(hashes));
    match rest[start..].find(&close) {
        Some(end) => (start + end + close.len(), Some(Token::Text(rest[start..start + end].to_owned()))),
        None => (rest.len(), None),
    }
}

/// A character such as `'"'`, or the tick of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => rest[3..].find('\'').map_or(rest.len(), |end| end + 4),
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

#[test]
fn statements_are_found_in_literals_and_in_what_is_put_together() {
    let code = r##"
        macro_rules! columns { () => { "id, name" }; }
        macro_rules! sorted { ($by:literal, $how:literal) => { concat!("select ", columns!(), " order by ", $by, $how) }; }
        // "select 1 from comment"
        fn f<'a>(c: char) { c == '"'; g("update t set a = 1"); }
        const A: &str = concat!("select ", columns!(), " from t", " where a = 'x'");
        const B: &str = r#"with x as (select 1) select "q" from x"#;
        const C: &str = "delete \
                         from t";
        const D: &str = "selection";
        fn h() { g(sorted!("name", " desc")) }
    "##;
    let code = tokens(code);
    let found: Vec<String> =
        in_tokens(&code, &pieces(&code).into_iter().collect()).into_iter().map(|(_, sql)| sql).collect();
    assert_eq!(
        found,
        [
            "update t set a = 1",
            "select id, name from t where a = 'x'",
            "with x as (select 1) select \"q\" from x",
            "delete from t",
            "select id, name order by name desc",
        ]
    );
}
