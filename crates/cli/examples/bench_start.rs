//! What the program costs before anybody uses it: its size, the time to its first answer, its memory then.
//!
//! Run by `script/bench`, which names the program in `LINLI_BIN`. Each line printed is one figure, as JSON.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let program = std::env::var("LINLI_BIN")?;
    print("size of the program", mebibytes(std::fs::metadata(&program)?.len()), "MiB");

    let mut times = Vec::new();
    let mut memory = 0.0;
    for _ in 0..5 {
        let place = tempfile::tempdir()?;
        let started = Instant::now();
        let mut server = Stopped(serve(&program, place.path())?);
        let address = address_of(&mut server.0)?;
        first_answer(&address)?;
        times.push(started.elapsed());
        memory = resident(server.0.id())?;
    }
    times.sort();
    print("from start to first answer, empty folder", times[times.len() / 2].as_secs_f64() * 1000.0, "ms");
    print("memory after start", memory, "MiB");
    Ok(())
}

fn serve(program: &str, data: &std::path::Path) -> std::io::Result<Child> {
    Command::new(program)
        .args(["--format", "json", "--log", "error", "--data"])
        .arg(data)
        .args(["serve", "--address", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
}

/// A server that ends with the value that holds it.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn address_of(server: &mut Child) -> Result<String, Box<dyn Error>> {
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
    let told: serde_json::Value = serde_json::from_str(&line)?;
    Ok(told["address"].as_str().and_then(|url| url.strip_prefix("http://")).ok_or("no address")?.to_owned())
}

fn first_answer(address: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    stream.read_exact(&mut [0; 12])
}

fn resident(process: u32) -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(mebibytes(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024))
}

#[allow(clippy::cast_precision_loss, reason = "a figure for reading")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

fn print(what: &str, value: f64, unit: &str) {
    println!("{}", serde_json::json!({ "what": what, "value": (value * 10.0).round() / 10.0, "unit": unit }));
}
