//! What a phone shows, read from its headers: digest (RFC 7616, MD5, as Collect and Enketo speak it) or basic.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};

/// A header as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Basic { user: String, password: String },
    Digest(Box<DigestShown>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DigestShown {
    pub user: String,
    pub realm: String,
    pub nonce: String,
    pub uri: String,
    nc: String,
    cnonce: String,
    response: String,
}

impl Shown {
    pub fn user(&self) -> &str {
        match self {
            Self::Basic { user, .. } => user,
            Self::Digest(shown) => &shown.user,
        }
    }

    /// Reads `Authorization`. Nothing: it is neither of the two, or not whole.
    pub fn read(header: &str) -> Option<Self> {
        let (scheme, rest) = header.trim().split_once(' ')?;
        match scheme.to_ascii_lowercase().as_str() {
            "basic" => {
                let text = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
                let (user, password) = text.split_once(':')?;
                Some(Self::Basic { user: user.to_owned(), password: password.to_owned() })
            }
            "digest" => DigestShown::read(rest).map(Box::new).map(Self::Digest),
            _ => None,
        }
    }
}

impl DigestShown {
    fn read(rest: &str) -> Option<Self> {
        let mut given = pairs(rest)?;
        let mut take = |name: &str| given.remove(name);
        let algorithm = take("algorithm").unwrap_or_else(|| "MD5".to_owned());
        let qop = take("qop")?;
        let shown = Self {
            user: take("username")?,
            realm: take("realm")?,
            nonce: take("nonce")?,
            uri: take("uri")?,
            nc: take("nc")?,
            cnonce: take("cnonce")?,
            response: take("response")?,
        };
        (algorithm.eq_ignore_ascii_case("md5") && qop == "auth").then_some(shown)
    }

    /// Whether it was made with the password behind `ha1`, for this verb and address.
    pub fn fits(&self, ha1: &str, method: &str) -> bool {
        let ha2 = md5(&format!("{method}:{}", self.uri));
        let Self { nonce, nc, cnonce, .. } = self;
        let right = md5(&format!("{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}"));
        crate::session::same_secret(&right, &self.response.to_ascii_lowercase())
    }
}

/// `name="value", name=value`, with `\"` in what is quoted.
fn pairs(text: &str) -> Option<HashMap<String, String>> {
    let mut found = HashMap::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            unquoted(quoted)?
        } else {
            let end = after.find(',').unwrap_or(after.len());
            (after[..end].trim().to_owned(), &after[end..])
        };
        if found.len() == 20 || found.insert(name.trim().to_ascii_lowercase(), value).is_some() {
            return None;
        }
        rest = after.trim_start().strip_prefix(',').unwrap_or(after).trim_start();
    }
    Some(found)
}

fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

/// What the protocol makes of a password.
pub(super) fn ha1(user: &str, realm: &str, password: &str) -> String {
    md5(&format!("{user}:{realm}:{password}"))
}

pub(super) fn md5(text: &str) -> String {
    md5_of(text.as_bytes())
}

pub(super) fn md5_of(bytes: &[u8]) -> String {
    hex::encode(Md5::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7616, 3.9.1.
    #[test]
    fn the_example_of_the_standard_fits() {
        let header = r#"Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5,
            nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
            qop=auth, response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#;
        let Some(Shown::Digest(shown)) = Shown::read(header) else { panic!("a digest") };
        let right = ha1("Mufasa", "http-auth@example.org", "Circle of Life");
        assert!(shown.fits(&right, "GET"));
        assert!(!shown.fits(&right, "POST"));
        assert!(!shown.fits(&ha1("Mufasa", "http-auth@example.org", "circle of life"), "GET"));
    }

    #[test]
    fn a_header_is_read_whole_or_not_at_all() {
        let basic = Shown::read("Basic YTpiOmM=").expect("basic");
        assert_eq!(basic, Shown::Basic { user: "a".into(), password: "b:c".into() });
        for bad in [
            "",
            "Basic",
            "Basic !",
            "Basic YWI=",
            "Bearer x",
            "Digest",
            "Digest a=\"b",
            "Digest username=\"a\"",
            "Digest a=1,a=2",
        ] {
            assert_eq!(Shown::read(bad), None, "{bad}");
        }
        assert_eq!(pairs(r#"a="b\"c", d=e"#).expect("pairs")["a"], "b\"c");
    }
}
