//! The address that leads from a printed page back to the living one.

use axum::http::HeaderMap;
use axum::http::header::HOST;

/// Where this site is reached, as the reader's browser says it; nothing where that is no plain host name.
pub(super) fn origin(headers: &HeaderMap, secure: bool) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let fine = !host.is_empty() && host.len() < 100 && host.bytes().all(plain);
    fine.then(|| format!("{}://{host}", if secure { "https" } else { "http" }))
}

#[cfg(test)]
mod tests {
    use super::*;

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
