//! A unit of work on its way through an engine: it runs (perhaps again), and is told how it ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use super::error::Error;
use super::tx::Tx;

/// What an engine sees of a unit of work.
pub(crate) trait Job: Send {
    /// Runs the work once. `true`: keep what it did; `false`: undo it.
    fn run(&mut self, tx: &mut Tx) -> bool;

    /// Tells the waiting caller. `Ok`: the last run counts; what it kept is durable.
    fn finish(self: Box<Self>, outcome: Result<(), Error>);
}

/// A closure, the result of its last run and who waits for it.
struct Unit<F, T, E> {
    work: F,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

/// Packs a closure as a job; the receiver gets its result once that is durable.
pub(crate) fn pack<F, T, E>(work: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (caller, answer) = oneshot::channel();
    (Box::new(Unit { work, result: None, caller }), answer)
}

impl<F, T, E> Job for Unit<F, T, E>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx) -> bool {
        tx.start();
        let result = match catch_unwind(AssertUnwindSafe(|| (self.work)(tx))) {
            Ok(Ok(_)) if tx.fault().is_some() => {
                Err(Error::other("a statement failed and the unit of work went on").into())
            }
            Ok(result) => result,
            Err(panic) => {
                tracing::error!(panic = what_it_said(panic.as_ref()), "a unit of work panicked");
                Err(Error::Panicked.into())
            }
        };
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn finish(self: Box<Self>, outcome: Result<(), Error>) {
        let answer = match (outcome, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(Error::other("the unit of work never ran").into()),
            (Err(error), _) => Err(error.into()),
        };
        // Who has stopped waiting needs no answer: the work is done or undone all the same.
        let _ = self.caller.send(answer);
    }
}

fn what_it_said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}
