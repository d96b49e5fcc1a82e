//! The one thread that writes: it takes every job that waits, runs each in a savepoint of its own, commits once, and
//! only then tells all of them.
//!
//! One commit is one wait for the disk, so twenty clerks pay for it together. A job that fails or panics is rolled
//! back to its savepoint; its neighbours never know. Where the whole commit fails, nobody is told of success: each job
//! runs again, alone, and hears about itself.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::statement::failure;
use crate::engine::error::{Error, Result};
use crate::engine::job::Job;
use crate::engine::tx::{Link, Tx};

/// The most jobs in one commit.
const TOGETHER: usize = 512;

/// After this long a commit waits for no further job, however many stand in line.
const LONG_ENOUGH: Duration = Duration::from_millis(50);

pub(super) struct Writer {
    tx: Tx,
    waiting: mpsc::Receiver<Box<dyn Job>>,
    commits: Arc<AtomicU64>,
}

/// What became of the transaction around a job.
enum After {
    /// It stands: the job's part is kept, or undone alone.
    Standing,
    /// It is gone, and with it what the neighbours did.
    Gone,
}

impl Writer {
    pub(super) fn new(connection: Connection, waiting: mpsc::Receiver<Box<dyn Job>>, commits: Arc<AtomicU64>) -> Self {
        Self { tx: Tx::new(Link::Sqlite(connection)), waiting, commits }
    }

    /// Works until the store is closed and nothing waits.
    pub(super) fn work(mut self) {
        while let Some(first) = self.waiting.blocking_recv() {
            let mut line = VecDeque::from([first]);
            while line.len() < TOGETHER
                && let Ok(next) = self.waiting.try_recv()
            {
                line.push_back(next);
            }
            while !line.is_empty() {
                self.commit_together(&mut line);
            }
        }
    }

    /// One transaction for as many jobs of the line as it takes in good time.
    fn commit_together(&mut self, line: &mut VecDeque<Box<dyn Job>>) {
        if let Err(error) = self.sql("begin immediate") {
            line.drain(..).for_each(|job| job.finish(Err(again(&error))));
            return;
        }
        let started = Instant::now();
        let mut ran: Vec<Box<dyn Job>> = Vec::with_capacity(line.len());
        while let Some(mut job) = line.pop_front() {
            let after = self.run_in_savepoint(job.as_mut());
            ran.push(job);
            if matches!(after, After::Gone) {
                return self.one_by_one(ran);
            }
            if started.elapsed() > LONG_ENOUGH {
                break;
            }
        }
        match self.commit() {
            Ok(()) => ran.into_iter().for_each(|job| job.finish(Ok(()))),
            // One job alone was already asked alone.
            Err(error) if ran.len() == 1 => ran.into_iter().for_each(|job| job.finish(Err(again(&error)))),
            Err(_) => self.one_by_one(ran),
        }
    }

    fn run_in_savepoint(&mut self, job: &mut dyn Job) -> After {
        if self.sql("savepoint job").is_err() {
            return self.undo_all();
        }
        let keep = job.run(&mut self.tx);
        if self.connection().is_autocommit() {
            // SQLite rolled everything back by itself, as it may when the disk is full.
            return After::Gone;
        }
        let done = if keep { self.sql("release job") } else { self.undo_one() };
        if done.is_ok() { After::Standing } else { self.undo_all() }
    }

    /// After a failed commit: what each job did is gone, so each runs again in a transaction of its own.
    fn one_by_one(&mut self, jobs: Vec<Box<dyn Job>>) {
        for mut job in jobs {
            let outcome = self.alone(job.as_mut());
            job.finish(outcome);
        }
    }

    fn alone(&mut self, job: &mut dyn Job) -> Result<()> {
        self.sql("begin immediate")?;
        let keep = job.run(&mut self.tx);
        if keep { self.commit() } else { self.rollback() }
    }

    fn commit(&mut self) -> Result<()> {
        let committed = self.sql("commit");
        match &committed {
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => self.rollback()?,
        }
        committed
    }

    fn rollback(&mut self) -> Result<()> {
        if self.connection().is_autocommit() { Ok(()) } else { self.sql("rollback") }
    }

    fn undo_one(&mut self) -> Result<()> {
        self.sql("rollback to job")?;
        self.sql("release job")
    }

    fn undo_all(&mut self) -> After {
        if let Err(error) = self.rollback() {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
        After::Gone
    }

    fn connection(&self) -> &Connection {
        match self.tx.link() {
            Link::Sqlite(connection) => connection,
            Link::Postgres(_) => unreachable!("the writer of SQLite holds a connection to SQLite"),
        }
    }

    fn sql(&self, text: &str) -> Result<()> {
        let done = self.connection().prepare_cached(text).and_then(|mut statement| statement.raw_execute());
        done.map(drop).map_err(|error| failure(&error).error)
    }
}

/// The same error for another caller.
fn again(error: &Error) -> Error {
    match error {
        Error::Busy => Error::Busy,
        Error::Full => Error::Full,
        Error::Damaged => Error::Damaged,
        Error::Unusable(why) => Error::Unusable(why.clone()),
        other => Error::other(other.to_string()),
    }
}
