//! PostgreSQL: to come with the next step.

use super::error::{Error, Result};
use super::job::Job;
use super::row::Row;
use super::tx::Failure;
use super::value::Value;
use crate::Options;

pub(crate) struct Postgres;
pub(crate) struct Link;

impl Postgres {
    pub(crate) async fn open(_url: &str, _options: &Options) -> Result<Self> {
        Err(Error::Unusable("PostgreSQL is not built in yet".into()))
    }
    pub(crate) async fn write(&self, job: Box<dyn Job>) {
        job.finish(Err(Error::Busy));
    }
    pub(crate) async fn read(&self, job: Box<dyn Job>) {
        job.finish(Err(Error::Busy));
    }
}

impl Link {
    pub(crate) fn query<T>(
        &self,
        _: &str,
        _: &[Value],
        _: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>, Failure> {
        Err(Error::Busy.into())
    }
    pub(crate) fn execute(&self, _: &str, _: &[Value]) -> Result<u64, Failure> {
        Err(Error::Busy.into())
    }
    pub(crate) fn execute_many<R: AsRef<[Value]>>(
        &self,
        _: &str,
        _: impl IntoIterator<Item = R>,
    ) -> Result<u64, Failure> {
        Err(Error::Busy.into())
    }
    pub(crate) fn batch(&self, _: &str) -> Result<(), Failure> {
        Err(Error::Busy.into())
    }
}
