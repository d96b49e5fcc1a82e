//! A server in a process of its own, and what it costs.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::ground::Ground;
use super::{Result, figure, mebibytes};

/// Ticks of a processor's clock in a second, as Linux reports them to everyone.
const TICKS: f64 = 100.0;

/// A running server; it ends with the value.
pub struct Server {
    process: Child,
    /// Host and port.
    pub address: String,
    /// From the start of the process to its first answer.
    pub first_answer: Duration,
    postmaster: Option<u32>,
}

impl Server {
    /// The real program over a database.
    pub fn linli(ground: &Ground) -> Result<Self> {
        Self::linli_with(ground, &[])
    }

    /// The same, told more.
    pub fn linli_with(ground: &Ground, more: &[&str]) -> Result<Self> {
        let mut command = Command::new(std::env::var("LINLI_BIN")?);
        command.args(["--format", "json", "--log", "error", "--data"]).arg(ground.data());
        command.args(more).args([
            "--database",
            &ground.database,
            "serve",
            "--address",
            "127.0.0.1:0",
            "--second-factor",
            "offered",
        ]);
        // Where personal data is measured there is a key, as in every county.
        let key = ground.data().join("linli.key");
        if key.exists() {
            command.env("LINLI_KEY_FILE", key);
        }
        let mut server = Self::start(command)?;
        server.postmaster = ground.postmaster()?;
        Ok(server)
    }

    /// This very program as the bare server.
    pub fn hello() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(OsStr::new(super::hello::WORD));
        Self::start(command)
    }

    fn start(mut command: Command) -> Result<Self> {
        let started = Instant::now();
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().ok_or("no output")?).read_line(&mut line)?;
        let told: serde_json::Value = serde_json::from_str(&line)?;
        let address =
            told["address"].as_str().and_then(|url| url.strip_prefix("http://")).ok_or("no address")?.to_owned();
        answer(&address)?;
        Ok(Self { process, address, first_answer: started.elapsed(), postmaster: None })
    }

    /// Seconds of processor that the server has taken, with those of the database server that works for it.
    pub fn cpu(&self) -> Result<f64> {
        let own = cpu_of(self.process.id())?;
        let Some(postmaster) = self.postmaster else { return Ok(own) };
        let children = processes()?.into_iter().filter(|process| parent_of(*process).is_ok_and(|of| of == postmaster));
        Ok(own + children.filter_map(|child| cpu_of(child).ok()).sum::<f64>())
    }

    /// Memory that the process holds, in MiB; of a database server's nothing.
    pub fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(mebibytes(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answer(address: &str) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    stream.read_exact(&mut [0; 12])
}

pub fn parent_of(process: u32) -> Result<u32> {
    Ok(stat(process)?.get(1).ok_or("no parent")?.parse()?)
}

pub fn cpu_of(process: u32) -> Result<f64> {
    let stat = stat(process)?;
    let ticks = stat.get(11).ok_or("no time")?.parse::<u64>()? + stat.get(12).ok_or("no time")?.parse::<u64>()?;
    Ok(figure(ticks) / TICKS)
}

/// The fields after the name, which may have spaces and brackets itself.
fn stat(process: u32) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let (_, fields) = text.rsplit_once(')').ok_or("no such process")?;
    Ok(fields.split_whitespace().map(str::to_owned).collect())
}

fn processes() -> Result<Vec<u32>> {
    let names =
        std::fs::read_dir("/proc")?.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    Ok(names.filter_map(|name| name.parse().ok()).collect())
}
