//! A file that comes piece by piece: a small one waits in memory, a large one in the store itself under a name of its own, and
//! neither is kept before all of it is there.

use bytes::{Bytes, BytesMut};
use linli_domain::kernel::digest::Digest;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStoreExt};
use sha2::{Digest as _, Sha256};

use super::{Objects, address, bounded, bucket, part, within};
use crate::engine::error::{Error, Result};

/// Up to here a file stays in memory; buckets want parts of no less.
const PIECE: usize = 5 << 20;

/// A file on its way.
pub struct Staged {
    objects: Objects,
    /// Of a large one; a small one is hashed when it is kept.
    hash: Sha256,
    bytes: u64,
    /// The first bytes, by which its kind is told.
    begin: Vec<u8>,
    waiting: BytesMut,
    large: Option<Large>,
}

struct Large {
    path: Path,
    /// Nothing once it is whole: then it holds no open file either.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl Large {
    async fn complete(&mut self) -> Result<()> {
        if let Some(mut upload) = self.upload.take() {
            bounded(upload.complete()).await?;
        }
        Ok(())
    }
}

/// How much of the beginning is remembered.
const BEGIN: usize = 64;

impl Objects {
    /// Begins a file that comes piece by piece.
    pub fn stage(&self) -> Staged {
        Staged {
            objects: self.clone(),
            hash: Sha256::new(),
            bytes: 0,
            begin: Vec::new(),
            waiting: BytesMut::new(),
            large: None,
        }
    }
}

impl Staged {
    /// Takes the next piece.
    pub async fn add(&mut self, piece: &Bytes) -> Result<()> {
        self.bytes += piece.len() as u64;
        let wanted = BEGIN.saturating_sub(self.begin.len()).min(piece.len());
        self.begin.extend_from_slice(&piece[..wanted]);
        self.waiting.extend_from_slice(piece);
        if self.waiting.len() < PIECE {
            return Ok(());
        }
        let full = self.waiting.split().freeze();
        self.put(full).await
    }

    /// All of it has come: lets go of the memory and of the open file that it takes. Of many small files together that matters.
    pub async fn spill(&mut self) -> Result<()> {
        let waiting = self.waiting.split().freeze();
        if !waiting.is_empty() {
            self.put(waiting).await?;
        }
        match &mut self.large {
            Some(large) => large.complete().await,
            None => Ok(()),
        }
    }

    /// What of it waits in memory.
    pub fn in_memory(&self) -> usize {
        self.waiting.len()
    }

    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The first bytes.
    pub fn begin(&self) -> &[u8] {
        &self.begin
    }

    async fn put(&mut self, piece: Bytes) -> Result<()> {
        self.hash.update(&piece);
        if self.large.is_none() {
            // Beside the parts of other uploads, where `linli check --clean` finds what was left.
            let path = part(&format!("staged-{}", linli_domain::kernel::id::Uuid::now_v7()), 0);
            let upload = bounded(self.objects.kept.put_multipart(&path)).await?;
            self.large = Some(Large { path, upload: Some(upload) });
        }
        let upload = self.large.as_mut().and_then(|large| large.upload.as_mut()).ok_or(Error::Damaged)?;
        within(bucket::patience(piece.len()), upload.put_part(piece.into())).await
    }

    /// Keeps the whole under its digest, on the disk.
    pub async fn keep(mut self) -> Result<Digest> {
        let rest = self.waiting.split().freeze();
        if self.large.is_none() {
            return self.objects.keep(rest).await;
        }
        if !rest.is_empty() {
            self.put(rest).await?;
        }
        let digest = hex::encode(self.hash.finalize()).parse().map_err(|_| Error::Damaged)?;
        let Some(mut large) = self.large else { return Err(Error::Damaged) };
        large.complete().await?;
        let (kept, to) = (&self.objects.kept, address(digest));
        let patience = bucket::patience(usize::try_from(self.bytes).unwrap_or(usize::MAX));
        match bounded(kept.head(&to)).await {
            Ok(_) => self.objects.delete(&large.path).await?,
            Err(Error::Missing) => {
                within(patience, kept.rename(&large.path, &to)).await?;
            }
            Err(error) => return Err(error),
        }
        Ok(digest)
    }

    /// All that came, for who reads it as a whole; nothing of it is kept.
    pub async fn whole(mut self) -> Result<Bytes> {
        let rest = self.waiting.split().freeze();
        if self.large.is_none() {
            return Ok(rest);
        }
        if !rest.is_empty() {
            self.put(rest).await?;
        }
        let Some(mut large) = self.large else { return Err(Error::Damaged) };
        large.complete().await?;
        let bytes = self.objects.read(&large.path).await?;
        self.objects.delete(&large.path).await?;
        Ok(bytes)
    }

    /// Forgets what came.
    pub async fn forget(self) {
        let Some(large) = self.large else { return };
        let gone = match large.upload {
            Some(mut upload) => bounded(upload.abort()).await,
            None => self.objects.delete(&large.path).await,
        };
        if let Err(error) = gone {
            tracing::warn!(%error, "a part of an upload was left over");
        }
    }
}

impl std::fmt::Debug for Staged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Staged").field("bytes", &self.bytes).finish_non_exhaustive()
    }
}
