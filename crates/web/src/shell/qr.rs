//! A code of squares that a telephone reads (二维码), as a drawing of our own.

use std::fmt::Write;

use axum::http::HeaderMap;
use axum::http::header::HOST;
use fast_qr::QRBuilder;

use crate::app::Config;

/// The code as a drawing of squares, with the quiet border that readers need.
pub(crate) fn drawn(address: &str, label: &str) -> Option<String> {
    const BORDER: usize = 4;
    let code = QRBuilder::new(address).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in (0..code.size).filter(|x| code[y][*x].value()) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
        }
    }
    let side = code.size + 2 * BORDER;
    let label = super::chart::escaped(label);
    Some(format!(
        r##"<svg class="qr" viewBox="0 0 {side} {side}" width="160" height="160" role="img" aria-label="{label}"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    ))
}

/// Where residents reach this site: as it was set, else as the reader's browser says it.
pub(crate) fn site(config: &Config, headers: &HeaderMap) -> Option<String> {
    config.site.clone().or_else(|| origin(headers, config.secure))
}

/// Where this site is reached, as the reader's browser says it; nothing where that is no plain host name.
pub(crate) fn origin(headers: &HeaderMap, secure: bool) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let fine = !host.is_empty() && host.len() < 100 && host.bytes().all(plain);
    fine.then(|| format!("{}://{host}", if secure { "https" } else { "http" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_its_name() {
        let svg = drawn("https://linli.example/neighbourhoods/430527/1", "<x>").expect("it is short enough");
        assert!(svg.contains("h1v1") && svg.contains("aria-label=\"&lt;x&gt;\""), "{svg}");
    }

    #[test]
    fn what_was_set_is_printed_whatever_a_browser_says() {
        let headers = [(HOST, axum::http::HeaderValue::from_static("192.168.1.20:8430"))].into_iter().collect();
        assert_eq!(site(&Config::default(), &headers).as_deref(), Some("http://192.168.1.20:8430"));
        let config = Config { site: Some("https://linli.example".to_owned()), ..Config::default() };
        assert_eq!(site(&config, &headers).as_deref(), Some("https://linli.example"));
    }

    #[test]
    fn a_strange_host_is_not_printed() {
        let host = |value: &'static str| {
            let headers = [(HOST, axum::http::HeaderValue::from_static(value))].into_iter().collect();
            origin(&headers, true)
        };
        assert_eq!(host("linli.example:8443").as_deref(), Some("https://linli.example:8443"));
        assert_eq!(host("a/b"), None);
        assert_eq!(host("a\"b"), None);
    }
}
