//! A statement as a list of words and signs, in lower case, without what stands in quotes.

/// Words (`a.office`, `$1`, `office`), signs one by one, and `''` for a quoted text.
pub fn words(sql: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lower = sql.to_lowercase();
    let mut rest = lower.trim_start();
    while let Some(first) = rest.chars().next() {
        let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
        let length = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            c if in_word(c) => rest.find(|c| !in_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        found.push(if first == '\'' { "''".to_owned() } else { rest[..length].to_owned() });
        rest = rest[length..].trim_start();
    }
    found
}

/// How often a sequence of words stands in a statement; `*` is any word.
pub fn count(words: &[String], pattern: &[&str]) -> usize {
    let fits = |window: &[String]| window.iter().zip(pattern).all(|(word, wanted)| *wanted == "*" || word == wanted);
    words.windows(pattern.len()).filter(|window| fits(window)).count()
}

/// The last part of a name: `office` of `a.office`.
pub fn column(word: &str) -> &str {
    word.rsplit('.').next().unwrap_or(word)
}

#[test]
fn a_statement_is_cut_in_words() {
    let cut = words("select A.x from t a where a.office=$1 and x = 'now()'");
    assert_eq!(cut.join("|"), "select|a.x|from|t|a|where|a.office|=|$1|and|x|=|''");
    assert_eq!(count(&cut, &["from", "t"]), 1);
    assert_eq!(column("a.office"), "office");
}
