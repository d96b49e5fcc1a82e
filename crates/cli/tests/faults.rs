//! The server is killed with -9 while phones send: whatever was acknowledged is there, once, and what was not can be sent again.
//!
//! `LINLI_FAULTS=50` kills it fifty times (`script/test-faults`).

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use linli_store::{Location, Options, Store, args, check};
use tempfile::tempdir;

use crate::common::survey::{Ground, NAME, OFFICE, PASSWORD, ground, office, visit};

/// Kills in the usual run.
const KILLS: usize = 3;
const PHONES: usize = 8;
/// Between two kills about so many visits are acknowledged.
const BETWEEN: usize = 40;

struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.env_clear().arg("--data").arg(data).args(["--format", "json", "--log", "error", "serve", "--address"]);
        command.args(["127.0.0.1:0", "--second-factor", "offered"]).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("linli starts");
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("its address");
        let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let address = told["address"].as_str().and_then(|url| url.strip_prefix("http://")?.parse().ok());
        Self { process, address: address.expect("an address") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGKILL: no farewell.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A request and its answer; nothing where the server is gone.
fn ask(address: SocketAddr, head: &str, body: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    write!(stream, "{head}Host: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    // A head without its body is no acknowledgement.
    let (head, told) = answer.split_once("\r\n\r\n")?;
    let whole =
        head.to_lowercase().lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    (whole == Some(told.len())).then_some(answer)
}

fn sign_in(address: SocketAddr) -> String {
    let head =
        "POST /sign-in HTTP/1.1\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let form = format!("name={}&password={PASSWORD}&next=", NAME.replace('@', "%40"));
    let answer = ask(address, head, &form).expect("an answer");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a session");
    cookie.split(';').next().expect("its value").to_owned()
}

/// Sends one visit; whether it was acknowledged. Nothing where the server is gone.
fn send(address: SocketAddr, cookie: &str, ground: &Ground, n: usize) -> Option<()> {
    let (id, body) = visit(ground, n);
    let head = format!(
        "PUT /desk/{OFFICE}/door/visits/{id} HTTP/1.1\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Accept: application/json\r\nContent-Type: application/json\r\n"
    );
    let answer = ask(address, &head, &body)?;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Some(())
}

/// What the phones know of their visits.
struct Phones {
    next: AtomicUsize,
    acknowledged: Mutex<BTreeSet<usize>>,
    /// Sent, and nobody knows whether it arrived.
    open: Mutex<Vec<usize>>,
}

impl Phones {
    /// Sends until the server is gone; what is open from before goes first.
    fn send(&self, address: SocketAddr, cookie: &str, ground: &Ground) {
        loop {
            let open = self.open.lock().expect("a list").pop();
            let n = open.unwrap_or_else(|| self.next.fetch_add(1, Ordering::Relaxed));
            if n >= ground.doors.len() {
                return;
            }
            if send(address, cookie, ground, n).is_none() {
                self.open.lock().expect("a list").push(n);
                return;
            }
            self.acknowledged.lock().expect("a set").insert(n);
        }
    }

    fn many(&self) -> usize {
        self.acknowledged.lock().expect("a set").len()
    }
}

#[test]
fn kill_9_while_phones_send_loses_nothing_and_doubles_nothing() {
    let kills = std::env::var("LINLI_FAULTS").ok().and_then(|many| many.parse().ok()).unwrap_or(KILLS);
    let place = tempdir().expect("a folder");
    // The first start makes the key.
    drop(Server::start(place.path()));
    let ground = on_store(place.path(), |store| async move { ground(&store, (kills + 2) * BETWEEN * 2).await });
    let phones = Phones { next: AtomicUsize::new(0), acknowledged: Mutex::default(), open: Mutex::default() };
    let mut cookie = None;
    for kill in 0..=kills {
        let server = Server::start(place.path());
        let (address, cookie) = (server.address, cookie.get_or_insert_with(|| sign_in(server.address)).clone());
        // Not after the same number each time: a prime spreads it.
        let until = phones.many() + 5 + (kill * 37) % BETWEEN;
        std::thread::scope(|scope| {
            for _ in 0..PHONES {
                scope.spawn(|| phones.send(address, &cookie, &ground));
            }
            while phones.many() < until {
                std::thread::yield_now();
            }
            drop(server);
        });
    }
    let server = Server::start(place.path());
    let open = std::mem::take(&mut *phones.open.lock().expect("a list"));
    for n in open {
        send(server.address, cookie.as_deref().expect("a session"), &ground, n).expect("it arrives at last");
        phones.acknowledged.lock().expect("a set").insert(n);
    }
    drop(server);
    is_there_once(place.path(), &phones.acknowledged.lock().expect("a set"), &ground);
}

/// Each acknowledged visit is there once, with its opinion; nothing else is; and every count is what it counts.
fn is_there_once(data: &Path, acknowledged: &BTreeSet<usize>, ground: &Ground) {
    let (visits, opinions, seconds, faults) = on_store(data, |store| async move {
        let read = store.read(|tx| {
            let ids = |tx: &mut linli_store::Tx, sql| tx.query(sql, args![OFFICE], |row| row.get::<String>(0));
            let visits = ids(tx, "select id from visit where office = $1 order by id")?;
            let opinions = ids(tx, "select opinion from visit where office = $1 and opinion is not null order by id")?;
            let there = ids(tx, "select id from opinion where office = $1 order by id")?;
            assert_eq!(opinions, there, "each opinion is that of its visit");
            let seconds = ids(tx, "select id from visit_version where office = $1")?;
            Ok::<_, linli_store::Error>((visits, there.len(), seconds.len(), check::faults(tx, office())?))
        });
        read.await.expect("read")
    });
    let wanted: Vec<String> = acknowledged.iter().map(|n| visit(ground, *n).0).collect();
    assert_eq!(visits, wanted, "{} acknowledged, {} there", wanted.len(), visits.len());
    assert_eq!((opinions, seconds), (wanted.len(), 0), "sent again is the same, and no second version");
    assert_eq!(faults, []);
}

fn on_store<T, F, W>(data: &Path, work: F) -> T
where
    F: FnOnce(Store) -> W,
    W: Future<Output = T>,
{
    let database = data.join("linli.db");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open(&Location::Sqlite(database), Options::default()).await.expect("the file is free again");
        work(store.with_keys(linli_store::seal::KeyFile::at(Some(data.join("linli.key"))))).await
    })
}
