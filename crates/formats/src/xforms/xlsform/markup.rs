//! Text as XML wants it.

pub(super) fn attribute(name: &str, text: &str) -> String {
    format!(" {name}=\"{}\"", escaped(text).replace('\n', "&#10;"))
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}
