//! SQLite, embedded: one thread that writes, a few connections that read, one process on the file.

pub(crate) mod snapshot;
mod statement;
mod writer;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{Semaphore, mpsc};

use super::error::{Error, Result};
use super::job::Job;
use super::tx::{Link, Tx};
use crate::Options;

pub(crate) use statement::{execute, execute_many, failure, query};
use writer::Writer;

/// Jobs that may wait for the writer before the next caller waits to hand its job over.
const WAITING: usize = 1024;

/// An open database file.
pub(crate) struct Sqlite {
    jobs: Option<mpsc::Sender<Box<dyn Job>>>,
    writer: Option<std::thread::JoinHandle<()>>,
    readers: Arc<Readers>,
    permits: Arc<Semaphore>,
    commits: Arc<std::sync::atomic::AtomicU64>,
}

/// Connections that read, each used by one job at a time.
struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    cache: usize,
}

impl Sqlite {
    pub(crate) async fn open(path: &Path, options: &Options) -> Result<Self> {
        let (path, options) = (path.to_owned(), options.clone());
        tokio::task::spawn_blocking(move || Self::open_now(&path, &options))
            .await
            .map_err(|_| Error::other("opening the database was interrupted"))?
    }

    fn open_now(path: &Path, options: &Options) -> Result<Self> {
        let path = prepare_path(path)?;
        let lock = lock(&path)?;
        let connection = connect(&path, options.statement_cache)?;
        if let Some(pages) = options.sqlite_max_pages {
            connection.pragma_update(None, "max_page_count", pages).map_err(|error| failure(&error).error)?;
        }
        let (jobs, waiting) = mpsc::channel(WAITING);
        let commits = Arc::default();
        let counted = Arc::clone(&commits);
        let thread = std::thread::Builder::new().name("linli-writer".into()).spawn(move || {
            Writer::new(connection, waiting, counted).work();
            // Only when the connection is closed may another process have the file.
            drop(lock);
        });
        let writer = thread.map_err(|error| Error::other(format!("no thread for the writer: {error}")))?;
        let readers = Arc::new(Readers { path, idle: Mutex::default(), cache: options.statement_cache });
        let permits = Arc::new(Semaphore::new(options.sqlite_readers.max(1)));
        Ok(Self { jobs: Some(jobs), writer: Some(writer), readers, permits, commits })
    }

    /// Hands a job to the writer; its caller hears from the job itself.
    pub(crate) async fn write(&self, job: Box<dyn Job>) {
        if let Some(jobs) = &self.jobs
            && let Err(returned) = jobs.send(job).await
        {
            returned.0.finish(Err(Error::other("the store is closed")));
        }
    }

    /// Runs a job on a connection that reads, on a thread that may block.
    pub(crate) async fn read(&self, mut job: Box<dyn Job>) {
        let Ok(permit) = Arc::clone(&self.permits).acquire_owned().await else {
            return job.finish(Err(Error::other("the store is closed")));
        };
        let readers = Arc::clone(&self.readers);
        // The caller waits for the job's answer, not for the thread.
        drop(tokio::task::spawn_blocking(move || {
            let outcome = readers.run(job.as_mut());
            drop(permit);
            job.finish(outcome);
        }));
    }

    /// How many commits the writer has made.
    pub(crate) fn commits(&self) -> u64 {
        self.commits.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Drop for Sqlite {
    /// Waits for the writer, so that what was handed over is written and the file is free afterwards.
    fn drop(&mut self) {
        self.jobs = None;
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if let Some(writer) = self.writer.take()
            && writer.thread().id() != std::thread::current().id()
        {
            let _ = writer.join();
        }
    }
}

impl Readers {
    fn run(&self, job: &mut dyn Job) -> Result<()> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let sql = |error: rusqlite::Error| failure(&error).error;
        connection.execute_batch("begin").map_err(sql)?;
        let mut tx = Tx::new(Link::Sqlite(connection));
        job.run(&mut tx);
        let Some(Link::Sqlite(connection)) = tx.into_link() else { return Ok(()) };
        connection.execute_batch("rollback").map_err(sql)?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(())
    }

    fn connect(&self) -> Result<Connection> {
        let connection = connect(&self.path, self.cache)?;
        connection.pragma_update(None, "query_only", true).map_err(|error| failure(&error).error)?;
        Ok(connection)
    }
}

/// The file's one true path, in a folder that exists.
fn prepare_path(path: &Path) -> Result<PathBuf> {
    let cannot = |error: std::io::Error| Error::Unusable(format!("{}: {error}", path.display()));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let name = path.file_name().ok_or_else(|| Error::Unusable(format!("{} is no file", path.display())))?;
    let whole = folder.canonicalize().map_err(cannot)?.join(name);
    create_private(&whole).map_err(cannot)?;
    whole.canonicalize().map_err(cannot)
}

/// Creates the file for its owner alone: it will hold personal data.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut how = File::options();
    how.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path).map(drop)
}

/// Locks the file beside the database: two processes on one file would each believe to be the only writer.
fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let cannot = |error: std::io::Error| Error::Unusable(format!("{}: {error}", path.display()));
    create_private(Path::new(&name)).map_err(cannot)?;
    let file = File::options().append(true).open(&name).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

fn connect(path: &Path, cache: usize) -> Result<Connection> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        // What is erased or sealed is not left lying in the file.
        connection.pragma_update(None, "secure_delete", true)?;
        connection.pragma_update(None, "cache_size", -16_000)?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.set_prepared_statement_cache_capacity(cache);
        Ok(connection)
    };
    open().map_err(|error| failure(&error).error)
}
