//! What the program costs before anybody uses it: its size, the time to its first answer, its memory then. (With a whole
//! nation in the database: `bench_pages`.)
//!
//! Run by `script/bench`, which names the program in `LINLI_BIN`. Each line printed is one figure, as JSON.

#[allow(dead_code, reason = "each measurement uses a part")]
mod support;

use support::ground::Ground;
use support::server::Server;
use support::{Result, mebibytes, tell};

const STARTS: usize = 5;

fn main() -> Result<()> {
    let program = std::env::var("LINLI_BIN")?;
    tell("size of the program", mebibytes(std::fs::metadata(&program)?.len()), "MiB");

    let mut times = Vec::new();
    let mut memory = 0.0;
    for _ in 0..STARTS {
        let server = Server::linli(&Ground::sqlite()?)?;
        times.push(server.first_answer);
        memory = server.memory()?;
    }
    times.sort();
    tell("from start to first answer, empty folder", times[times.len() / 2].as_secs_f64() * 1000.0, "ms");
    tell("memory after start", memory, "MiB");
    Ok(())
}
