//! Answers as programs for forms read them: XML, with the one header without which Collect says that this is no OpenRosa server.

use std::fmt::Write as _;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

/// In both directions.
pub(super) const VERSION: HeaderName = HeaderName::from_static("x-openrosa-version");
pub(super) const ONE: HeaderValue = HeaderValue::from_static("1.0");
const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");

/// A message: why something was refused, or that it was taken. Collect shows it to its user.
pub(crate) fn told(status: StatusCode, message: &str) -> Response {
    let nature = if status.is_success() { "submit_success" } else { "error" };
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"{nature}\">{}</message></OpenRosaResponse>\n",
        escaped(message)
    );
    (status, [(VERSION, ONE), (CONTENT_TYPE, XML)], body).into_response()
}

/// Nothing but its status and headers.
pub(super) fn bare(status: StatusCode) -> Response {
    (status, [(VERSION, ONE)]).into_response()
}

/// Something that a phone keeps and asks after again; an empty 304 where it has it already.
pub(super) fn kept(asked: &HeaderMap, kind: HeaderValue, tag: &str, body: impl Into<Bytes>) -> Response {
    let tag = HeaderValue::try_from(format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"0\""));
    let known = asked.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    let is_same = |one: &str| one.trim().trim_start_matches("W/").as_bytes() == tag.as_bytes();
    let headers = [(VERSION, ONE), (ETAG, tag.clone()), (CACHE_CONTROL, HeaderValue::from_static("private, no-cache"))];
    if known.split(',').any(is_same) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(CONTENT_TYPE, kind)], body.into()).into_response()
}

/// The same, for XML.
pub(super) fn xml(asked: &HeaderMap, tag: &str, body: impl Into<Bytes>) -> Response {
    kept(asked, XML, tag, body)
}

/// A text as it stands in XML, also in an attribute; what XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => {}
            '\t' | '\n' | '\r' => {
                let _ = write!(out, "&#{};", c as u32);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_text_and_nothing_else() {
        assert_eq!(escaped("<a b=\"c\">&'\u{0}\u{ffff}\n"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;");
    }

    #[test]
    fn what_is_known_is_not_sent_again() {
        let asked = |tag: &'static str| [(IF_NONE_MATCH, HeaderValue::from_static(tag))].into_iter().collect();
        let status = |tag| xml(&asked(tag), "a", "x").status();
        assert_eq!(status("\"b\", W/\"a\""), StatusCode::NOT_MODIFIED);
        assert_eq!(status("\"b\""), StatusCode::OK);
    }
}
