//! Where the files of the evidence are kept: a folder, or a bucket of an S3-compatible store.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

/// A folder of this machine, or a bucket and what every name in it begins with.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Shelf {
    Folder(PathBuf),
    Bucket { name: String, prefix: String },
}

impl Shelf {
    pub fn folder(&self) -> Option<&Path> {
        if let Self::Folder(folder) = self { Some(folder) } else { None }
    }
}

/// Neither a folder nor `s3://BUCKET[/PREFIX]`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither a folder nor s3://BUCKET[/PREFIX]")]
pub struct NoShelf;

impl FromStr for Shelf {
    type Err = NoShelf;

    /// An `s3://` address is a bucket; everything else is the path of a folder.
    fn from_str(text: &str) -> Result<Self, NoShelf> {
        let Some(address) = text.strip_prefix("s3://") else {
            return if text.is_empty() { Err(NoShelf) } else { Ok(Self::Folder(text.into())) };
        };
        let (name, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = prefix.trim_end_matches('/');
        if !is_bucket(name) || object_store::path::Path::parse(prefix).is_err() {
            return Err(NoShelf);
        }
        Ok(Self::Bucket { name: name.to_owned(), prefix: prefix.to_owned() })
    }
}

/// As buckets may be called everywhere: 3 to 63 small letters, digits, points and hyphens.
fn is_bucket(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = name.as_bytes();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| plain(*byte) || matches!(byte, b'.' | b'-'))
        && bytes.first().copied().is_some_and(plain)
        && bytes.last().copied().is_some_and(plain)
}

impl TryFrom<String> for Shelf {
    type Error = NoShelf;

    fn try_from(text: String) -> Result<Self, NoShelf> {
        text.parse()
    }
}

impl fmt::Display for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => folder.display().fmt(f),
            Self::Bucket { name, prefix } if prefix.is_empty() => write!(f, "s3://{name}"),
            Self::Bucket { name, prefix } => write!(f, "s3://{name}/{prefix}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_s3_address_is_a_bucket_and_everything_else_a_folder() {
        let bucket = |name: &str, prefix: &str| Ok(Shelf::Bucket { name: name.into(), prefix: prefix.into() });
        assert_eq!("s3://linli".parse(), bucket("linli", ""));
        assert_eq!("s3://linli/".parse(), bucket("linli", ""));
        assert_eq!("s3://linli/430527/files/".parse(), bucket("linli", "430527/files"));
        assert_eq!("linli-data/objects".parse(), Ok(Shelf::Folder("linli-data/objects".into())));
        for wrong in
            ["", "s3://", "s3:///files", "s3://Linli", "s3://-ab", "s3://ab", "s3://linli/a//b", "s3://linli/../x"]
        {
            assert_eq!(wrong.parse::<Shelf>(), Err(NoShelf), "{wrong}");
        }
    }

    #[test]
    fn an_address_reads_as_it_was_written() {
        for text in ["s3://linli", "s3://linli/430527/files", "linli-data/objects"] {
            assert_eq!(text.parse::<Shelf>().expect("a place").to_string(), text);
        }
    }
}
