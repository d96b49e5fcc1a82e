//! Load by `wrk`: 64 connections that ask for one page after the other.

use std::process::Command;

use serde::Deserialize;

use super::server::Server;
use super::{Result, figure};

const SCRIPT: &str = include_str!("load.lua");
const CONNECTIONS: &str = "64";
const WARM_SECONDS: u32 = 1;
const SECONDS: u32 = 6;

/// What came of it.
pub struct Answered {
    pub per_second: f64,
    pub p99_ms: f64,
    /// Processor time of the server for one request, in milliseconds. `wrk` takes the same two cores, so requests
    /// per second say how the three share a machine; this says what an answer costs.
    pub cpu_ms: f64,
    /// Bytes of one answer, head included.
    pub bytes: f64,
}

#[derive(Deserialize)]
struct Told {
    requests: u64,
    seconds: f64,
    wrong: u64,
    slow: u64,
    bytes: u64,
    p99_ms: f64,
}

/// Asks a server for these paths.
pub fn load(server: &Server, paths: &[String]) -> Result<Answered> {
    let place = tempfile::tempdir()?;
    let (script, list) = (place.path().join("load.lua"), place.path().join("paths"));
    std::fs::write(&script, SCRIPT)?;
    std::fs::write(&list, paths.join("\n"))?;
    let wrk = |seconds: u32| -> Result<Told> {
        let mut command = Command::new("wrk");
        command.args(["--threads", "2", "--connections", CONNECTIONS, "--timeout", "10s"]);
        command.arg("--duration").arg(format!("{seconds}s")).arg("--script").arg(&script);
        command.arg(format!("http://{}", server.address)).arg("--").arg(&list);
        let output = command.output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = text.lines().rev().find(|line| line.starts_with('{')).ok_or_else(|| format!("wrk said: {text}"))?;
        Ok(serde_json::from_str(line)?)
    };
    wrk(WARM_SECONDS)?;
    let before = server.cpu()?;
    let told = wrk(SECONDS)?;
    let cpu = server.cpu()? - before;
    if told.wrong + told.slow > 0 || told.requests == 0 {
        let first = paths.first().map_or("", String::as_str);
        return Err(
            format!("{first}: {} of {} answers were wrong, {} late", told.wrong, told.requests, told.slow).into()
        );
    }
    let requests = figure(told.requests);
    Ok(Answered {
        per_second: requests / told.seconds,
        p99_ms: told.p99_ms,
        cpu_ms: cpu * 1000.0 / requests,
        bytes: figure(told.bytes) / requests,
    })
}
