//! What a command prints. Whoever reads it may leave (`linli config | head -3`): then the rest goes nowhere, quietly.

use std::fmt;
use std::io::{ErrorKind, Write};

/// In the place of std's, which ends the program in the middle of its work when nobody reads any more.
macro_rules! println {
    ($($words:tt)*) => { $crate::out::line(format_args!($($words)*)) };
}

/// Prints a line. Only a reader who left is no fault.
pub fn line(words: fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{words}").or_else(left) {
        eprintln!("{error}");
        std::process::exit(3);
    }
}

/// Fine where the reader has left.
pub fn left(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(error) }
}
