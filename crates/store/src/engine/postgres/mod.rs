//! PostgreSQL: a pool of connections, and units of work that run again where two were in each other's way.
//!
//! The driver is asynchronous; a unit of work is not. So each runs on a thread that may block and waits there for the
//! driver. (The blocking `postgres` crate brings a runtime of its own, which aborts when dropped in async code.)

mod address;
mod statement;

use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime};
use tokio::runtime::Handle;

use super::error::{Error, Result};
use super::job::Job;
use super::tx::{self, Fault, Tx};
use crate::Options;

pub(crate) use statement::Link;

/// How often a unit of work is tried before its caller hears "busy".
const ATTEMPTS: u32 = 8;

/// Writing sees what others committed, statement by statement; its guards are conditional updates.
const WRITING: &str = "begin isolation level read committed read write";

/// Reading sees one state from its first statement to its last.
const READING: &str = "begin isolation level repeatable read read only";

/// What each new connection is told. A commit that is not waited for would be no promise.
const GREETING: &str = "
    set lock_timeout = '10s';
    set idle_in_transaction_session_timeout = '60s';
    set client_encoding = 'UTF8';
    select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";

/// A server, reached by a pool.
pub(crate) struct Postgres {
    pool: Pool,
}

/// What one attempt came to.
enum Verdict {
    Done(Result<()>),
    Again(Error),
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Self> {
        let address = address::read(url, options)?;
        let opened = Self::connect(&address, options).await;
        let Err(error) = opened else { return opened };
        match address.without_tls() {
            Some(plain) => match Self::connect(&plain, options).await {
                Ok(postgres) => {
                    tracing::warn!("the database is reached without TLS; sslmode=require would refuse that");
                    Ok(postgres)
                }
                // What was wrong with TLS says more than that the server is not there.
                Err(Error::Unreachable) => Err(error),
                Err(other) => Err(other),
            },
            None => Err(error),
        }
    }

    async fn connect(address: &address::Address, options: &Options) -> Result<Self> {
        let how = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(address.config.clone(), address.tls()?, how);
        let greet = Hook::async_fn(|client, _| {
            Box::pin(async move { client.batch_execute(GREETING).await.map_err(HookError::Backend) })
        });
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .wait_timeout(Some(options.patience))
            .create_timeout(Some(options.patience))
            .recycle_timeout(Some(options.patience))
            .runtime(Runtime::Tokio1)
            .post_create(greet)
            .build()
            .map_err(|error| Error::other(error.to_string()))?;
        let client = pool.get().await.map_err(|error| no_connection(&error))?;
        address::check_database(&client).await?;
        drop(client);
        Ok(Self { pool })
    }

    pub(crate) async fn write(&self, job: Box<dyn Job>) {
        self.run(job, WRITING).await;
    }

    pub(crate) async fn read(&self, job: Box<dyn Job>) {
        self.run(job, READING).await;
    }

    async fn run(&self, mut job: Box<dyn Job>, begin: &'static str) {
        for attempt in 1.. {
            let client = match self.pool.get().await {
                Ok(client) => client,
                Err(error) => return job.finish(Err(no_connection(&error))),
            };
            let handle = Handle::current();
            let work = move || {
                let verdict = once(client, handle, job.as_mut(), begin);
                (job, verdict)
            };
            // A job never panics (it catches); a runtime that shuts down drops it, and its caller hears of that.
            let Ok((returned, verdict)) = tokio::task::spawn_blocking(work).await else { return };
            job = returned;
            match verdict {
                Verdict::Done(outcome) => return job.finish(outcome),
                Verdict::Again(error) if attempt == ATTEMPTS => return job.finish(Err(error)),
                Verdict::Again(_) => tokio::time::sleep(pause(attempt)).await,
            }
        }
    }
}

/// One attempt: begin, the work, commit or roll back.
fn once(client: Object, handle: Handle, job: &mut dyn Job, begin: &'static str) -> Verdict {
    let link = Link::new(client, handle);
    if let Err(failure) = link.batch(begin) {
        link.discard();
        return Verdict::Again(failure.error);
    }
    let mut tx = Tx::new(tx::Link::Postgres(link));
    let keep = job.run(&mut tx);
    let fault = tx.fault();
    let Some(tx::Link::Postgres(link)) = tx.into_link() else {
        return Verdict::Done(Err(Error::other("the unit of work kept its transaction")));
    };
    if keep {
        return commit(link, begin == READING);
    }
    if fault == Some(Fault::Lost) || link.batch("rollback").is_err() {
        link.discard();
    }
    match fault {
        Some(Fault::Again) => Verdict::Again(Error::Busy),
        Some(Fault::Lost) => Verdict::Again(Error::Unreachable),
        Some(Fault::Refused) | None => Verdict::Done(Ok(())),
    }
}

fn commit(link: Link, only_read: bool) -> Verdict {
    let Err(failure) = link.batch("commit") else { return Verdict::Done(Ok(())) };
    match failure.fault {
        Some(Fault::Lost) if only_read => {
            link.discard();
            Verdict::Again(Error::Unreachable)
        }
        // The server may have committed before the connection broke: only looking can tell.
        Some(Fault::Lost) => {
            link.discard();
            Verdict::Done(Err(Error::Gone))
        }
        fault => {
            if link.batch("rollback").is_err() {
                link.discard();
            }
            if fault == Some(Fault::Again) { Verdict::Again(Error::Busy) } else { Verdict::Done(Err(failure.error)) }
        }
    }
}

/// Longer after each attempt: 2, 4, 8 … milliseconds.
fn pause(attempt: u32) -> Duration {
    Duration::from_millis(1 << attempt.min(8))
}

fn no_connection(error: &PoolError) -> Error {
    tracing::debug!(%error, "no connection");
    match error {
        PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => Error::Busy,
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => address::refused(error),
        _ => Error::Unreachable,
    }
}
