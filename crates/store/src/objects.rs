//! Objects (文件库): the bytes of photos and documents, each under the SHA-256 of what is in it, in a folder or in an S3 bucket.
//!
//! Bytes are on the disk before any row names them, so a row never points at nothing; what no row names is left over from
//! a broken upload, and [`crate::check`] finds it. Parts of an upload that goes on after a break lie beside them.

mod broken;
mod bucket;
mod shelf;
mod staged;

use std::path::Path as Folder;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, TryStreamExt};
use linli_domain::kernel::Timestamp;
use linli_domain::kernel::digest::Digest;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};

use crate::engine::error::{Error, Result};

pub use broken::Broken;
pub use bucket::{Away, Bucket, Unfit};
pub use shelf::{NoShelf, Shelf};
pub use staged::Staged;

/// Where bytes are kept. Clones share it.
#[derive(Clone, Debug)]
pub struct Objects {
    kept: Arc<dyn ObjectStore>,
    /// Nothing where they lie in a bucket.
    folder: Option<Arc<Folder>>,
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
        let kept = kept.with_fsync(true).with_automatic_cleanup(true);
        Ok(Self { kept: Arc::new(kept), folder: Some(folder.into()) })
    }

    /// In a bucket. Nothing is asked of it yet: [`Self::try_out`] does.
    pub fn in_bucket(bucket: &Bucket) -> Result<Self, Unfit> {
        Ok(Self { kept: bucket.open()?, folder: None })
    }

    /// Writes a tiny file, reads it and removes it: whether the store is there, opens to us and keeps what it has.
    pub async fn try_out(&self) -> Result<()> {
        bounded(self.kept.list_with_delimiter(None)).await?;
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|error| Error::other(error.to_string()))?;
        let (path, bytes) = (Path::from("tried").join(hex::encode(name).as_str()), Bytes::from_static(b"linli"));
        let first = self.create(&path, bytes.clone()).await?;
        let again = self.create(&path, Bytes::from_static(b"again")).await;
        let read = self.read(&path).await;
        bounded(self.kept.delete(&path)).await?;
        let (again, read) = (again?, read?);
        if first && !again && read == bytes { Ok(()) } else { Err(Error::NoFiles(Away::Overwrites)) }
    }

    /// Keeps bytes; the same ones are kept once.
    pub async fn keep(&self, bytes: Bytes) -> Result<Digest> {
        self.keep_new(bytes).await.map(|(digest, _)| digest)
    }

    /// Keeps bytes that are known to be right: what lies under their digest and is something else makes way for them.
    pub async fn put_back(&self, bytes: Bytes) -> Result<Digest> {
        let (digest, new) = self.keep_new(bytes.clone()).await?;
        if !new && matches!(self.get(digest).await, Err(Error::Damaged)) {
            within(bucket::patience(bytes.len()), self.kept.put(&address(digest), bytes.into())).await?;
        }
        Ok(digest)
    }

    /// Keeps bytes, and says whether they were not there before.
    async fn keep_new(&self, bytes: Bytes) -> Result<(Digest, bool)> {
        let digest = Digest::of(&bytes);
        let path = address(digest);
        for _ in 0..2 {
            if self.create(&path, bytes.clone()).await? {
                return Ok((digest, true));
            }
            // A bucket says "it is there" also while somebody else is still writing it, which may come to nothing.
            match bounded(self.kept.head(&path)).await {
                Ok(_) => return Ok((digest, false)),
                Err(Error::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Busy)
    }

    /// Writes a file that is not there yet; false where it is.
    async fn create(&self, path: &Path, bytes: Bytes) -> Result<bool> {
        let create = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let patience = bucket::patience(bytes.len());
        match within(patience, self.kept.put_opts(path, bytes.into(), create)).await {
            Ok(_) => Ok(true),
            Err(Error::Duplicate) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn read(&self, path: &Path) -> Result<Bytes> {
        let found = bounded(self.kept.get(path)).await?;
        let bytes = usize::try_from(found.meta.size).unwrap_or(usize::MAX);
        within(bucket::patience(bytes), found.bytes()).await
    }

    async fn delete(&self, path: &Path) -> Result<()> {
        match bounded(self.kept.delete(path)).await {
            Ok(()) | Err(Error::Missing) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a digest. Bytes that are not what they were are damage, never an answer.
    pub async fn get(&self, digest: Digest) -> Result<Bytes> {
        let bytes = self.read(&address(digest)).await?;
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
        self.delete(&address(digest)).await
    }

    /// Begins an upload, with what is known of it.
    pub async fn begin(&self, upload: &str, about: Bytes) -> Result<()> {
        bounded(self.kept.put(&about_path(upload), about.into())).await.map(drop)
    }

    /// What was said of an upload when it began.
    pub async fn about(&self, upload: &str) -> Result<Bytes> {
        self.read(&about_path(upload)).await
    }

    /// How much of an upload has come so far.
    pub async fn received(&self, upload: &str) -> Result<u64> {
        let parts = self.parts(upload).await?;
        Ok(parts.iter().map(|(_, bytes)| bytes).sum())
    }

    /// Keeps the next part of an upload, which goes on at `offset`; false where another part was faster.
    pub async fn add_part(&self, upload: &str, offset: u64, bytes: Bytes) -> Result<bool> {
        self.create(&part(upload, offset), bytes).await
    }

    /// Everything that came of an upload, put together.
    pub async fn assembled(&self, upload: &str) -> Result<Bytes> {
        let parts = self.parts(upload).await?;
        if parts.is_empty() {
            return Err(Error::Missing);
        }
        let mut whole = BytesMut::new();
        for (offset, _) in parts {
            whole.extend_from_slice(&self.read(&part(upload, offset)).await?);
        }
        Ok(whole.freeze())
    }

    /// Forgets the parts of an upload.
    pub async fn drop_parts(&self, upload: &str) -> Result<()> {
        let parts = self.parts(upload).await?;
        let paths = parts.into_iter().map(|(offset, _)| part(upload, offset)).chain([about_path(upload)]);
        for path in paths {
            self.delete(&path).await?;
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
        let mut found = bounded(found).await?;
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

/// Waits for a folder or a bucket as long as a page may wait for it.
async fn bounded<T>(asked: impl Future<Output = object_store::Result<T>>) -> Result<T> {
    within(bucket::PATIENCE, asked).await
}

async fn within<T>(patience: Duration, asked: impl Future<Output = object_store::Result<T>>) -> Result<T> {
    let Ok(done) = tokio::time::timeout(patience, asked).await else {
        tracing::error!("the object store takes too long");
        return Err(Error::NoFiles(Away::Unreachable("timed out".into())));
    };
    done.map_err(|error| told(&error))
}

/// The kind of an error, as the rest of the store tells it.
fn told(error: &object_store::Error) -> Error {
    if let Some(away) = bucket::away(error) {
        // The whole answer has the name of the key in it.
        tracing::error!(why = %away, "the bucket of files cannot be used");
        return Error::NoFiles(away);
    }
    match error {
        object_store::Error::NotFound { .. } => return Error::Missing,
        object_store::Error::AlreadyExists { .. } => return Error::Duplicate,
        _ => {}
    }
    let full = |error: &(dyn std::error::Error + 'static)| {
        let io = error.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| matches!(io.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded))
    };
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
