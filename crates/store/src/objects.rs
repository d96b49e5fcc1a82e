//! Objects (文件库): the bytes of photos and documents, each under the SHA-256 of what is in it, in a folder or in an S3 bucket.
//!
//! Bytes are on the disk before any row names them, so a row never points at nothing; what no row names is left over from
//! a broken upload, and [`crate::check`] finds it. Parts of an upload that goes on after a break lie beside them.

use std::path::Path as Folder;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt};
use linli_domain::kernel::Timestamp;
use linli_domain::kernel::digest::Digest;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};

use crate::engine::error::{Error, Result};

/// Where bytes are kept. Clones share it.
#[derive(Clone, Debug)]
pub struct Objects {
    kept: Arc<dyn ObjectStore>,
}

/// An object that lies in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object {
    pub digest: Digest,
    pub bytes: u64,
    pub at: Timestamp,
}

impl Objects {
    /// In a folder, which is made where it is missing.
    pub fn in_folder(folder: &Folder) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| Error::other(error.to_string()))?;
        let kept = LocalFileSystem::new_with_prefix(folder).map_err(|error| told(&error))?;
        Ok(Self { kept: Arc::new(kept.with_fsync(true)) })
    }

    /// Keeps bytes; the same ones are kept once.
    pub async fn keep(&self, bytes: Bytes) -> Result<Digest> {
        let digest = Digest::of(&bytes);
        let create = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.kept.put_opts(&address(digest), bytes.into(), create).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(digest),
            Err(error) => Err(told(&error)),
        }
    }

    /// The bytes of a digest. Bytes that are not what they were are damage, never an answer.
    pub async fn get(&self, digest: Digest) -> Result<Bytes> {
        let found = self.kept.get(&address(digest)).await.map_err(|error| told(&error))?;
        let bytes = found.bytes().await.map_err(|error| told(&error))?;
        if Digest::of(&bytes) == digest { Ok(bytes) } else { Err(Error::Damaged) }
    }

    /// Everything that lies here.
    pub async fn all(&self) -> Result<Vec<Object>> {
        let listed = self.kept.list(Some(&Path::from(KEPT)));
        let read = |meta: object_store::ObjectMeta| {
            let digest = meta.location.filename()?.parse().ok()?;
            Some(Object { digest, bytes: meta.size, at: instant(&meta) })
        };
        listed.try_filter_map(|meta| std::future::ready(Ok(read(meta)))).try_collect().await.map_err(|e| told(&e))
    }

    /// Removes what no row names any more.
    pub async fn remove(&self, digest: Digest) -> Result<()> {
        match self.kept.delete(&address(digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(told(&error)),
        }
    }

    /// Begins an upload, with what is known of it.
    pub async fn begin(&self, upload: &str, about: Bytes) -> Result<()> {
        self.kept.put(&about_path(upload), about.into()).await.map(drop).map_err(|error| told(&error))
    }

    /// What was said of an upload when it began.
    pub async fn about(&self, upload: &str) -> Result<Bytes> {
        let found = self.kept.get(&about_path(upload)).await.map_err(|error| told(&error))?;
        found.bytes().await.map_err(|error| told(&error))
    }

    /// How much of an upload has come so far.
    pub async fn received(&self, upload: &str) -> Result<u64> {
        let parts = self.parts(upload).await?;
        Ok(parts.iter().map(|(_, bytes)| bytes).sum())
    }

    /// Keeps the next part of an upload, which goes on at `offset`; false where another part was faster.
    pub async fn add_part(&self, upload: &str, offset: u64, bytes: Bytes) -> Result<bool> {
        let create = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.kept.put_opts(&part(upload, offset), bytes.into(), create).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(told(&error)),
        }
    }

    /// Everything that came of an upload, put together.
    pub async fn assembled(&self, upload: &str) -> Result<Bytes> {
        let parts = self.parts(upload).await?;
        if parts.is_empty() {
            return Err(Error::Missing);
        }
        let mut whole = BytesMut::new();
        for (offset, _) in parts {
            let found = self.kept.get(&part(upload, offset)).await.map_err(|error| told(&error))?;
            whole.extend_from_slice(&found.bytes().await.map_err(|error| told(&error))?);
        }
        Ok(whole.freeze())
    }

    /// Forgets the parts of an upload.
    pub async fn drop_parts(&self, upload: &str) -> Result<()> {
        let parts = self.parts(upload).await?;
        let paths = parts.into_iter().map(|(offset, _)| part(upload, offset)).chain([about_path(upload)]);
        for path in paths {
            match self.kept.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(told(&error)),
            }
        }
        Ok(())
    }

    /// The uploads that were begun, with the time of their latest part.
    pub async fn begun(&self) -> Result<Vec<(String, Timestamp)>> {
        let mut uploads: Vec<(String, Timestamp)> = Vec::new();
        let mut listed = self.kept.list(Some(&Path::from(PARTS)));
        while let Some(meta) = listed.next().await {
            let meta = meta.map_err(|error| told(&error))?;
            let Some(upload) = meta.location.parts().nth(1).map(|part| part.as_ref().to_owned()) else { continue };
            let at = instant(&meta);
            match uploads.iter_mut().find(|(other, _)| *other == upload) {
                Some((_, latest)) => *latest = at.max(*latest),
                None => uploads.push((upload, at)),
            }
        }
        Ok(uploads)
    }

    /// Offset and length of each part that follows on the one before, from the beginning.
    async fn parts(&self, upload: &str) -> Result<Vec<(u64, u64)>> {
        let folder = Path::from(PARTS).join(upload);
        let listed = self.kept.list(Some(&folder));
        let read = |meta: object_store::ObjectMeta| Some((meta.location.filename()?.parse::<u64>().ok()?, meta.size));
        let found = listed.try_filter_map(|meta| std::future::ready(Ok(read(meta)))).try_collect::<Vec<_>>();
        let mut found = found.await.map_err(|error| told(&error))?;
        found.sort_unstable();
        let mut reached = 0;
        found.retain(|(offset, bytes)| {
            let follows = *offset == reached;
            reached += if follows { *bytes } else { 0 };
            follows
        });
        Ok(found)
    }
}

const KEPT: &str = "kept";
const PARTS: &str = "parts";

/// `kept/ab/abcd…`: no folder grows without bound.
fn address(digest: Digest) -> Path {
    let name = digest.to_string();
    Path::from(KEPT).join(&name[..2]).join(name.as_str())
}

/// Numbers of one width sort as they follow.
fn part(upload: &str, offset: u64) -> Path {
    Path::from(PARTS).join(upload).join(format!("{offset:012}").as_str())
}

fn about_path(upload: &str) -> Path {
    Path::from(PARTS).join(upload).join("about")
}

fn instant(meta: &object_store::ObjectMeta) -> Timestamp {
    Timestamp::from_millisecond(meta.last_modified.timestamp_millis()).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The kind of an error, as the rest of the store tells it.
fn told(error: &object_store::Error) -> Error {
    let full = |error: &(dyn std::error::Error + 'static)| {
        let io = error.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| matches!(io.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded))
    };
    if let object_store::Error::NotFound { .. } = error {
        return Error::Missing;
    }
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(here) = cause {
        if full(here) {
            return Error::Full;
        }
        cause = here.source();
    }
    tracing::error!(%error, "the object store could not do it");
    Error::other("the file store could not do it")
}
