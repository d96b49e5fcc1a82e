//! What the measurements share: databases of a known size, the real program, load, and the bare server beside it.

pub mod client;
pub mod fill;
pub mod ground;
pub mod hello;
pub mod load;
pub mod people;
pub mod server;

/// What goes wrong in a measurement ends it.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// One figure, as `script/bench` collects it.
pub fn tell(what: &str, value: f64, unit: &str) {
    let digits = if value.abs() < 10.0 { 1000.0 } else { 10.0 };
    let value = (value * digits).round() / digits;
    println!("{}", serde_json::json!({ "what": what, "value": value, "unit": unit }));
}

/// A count as a figure for reading.
#[allow(clippy::cast_precision_loss, reason = "figures of a few digits")]
pub fn figure(count: u64) -> f64 {
    count as f64
}

pub fn mebibytes(bytes: u64) -> f64 {
    figure(bytes) / 1024.0 / 1024.0
}

/// Runs a measurement on as many threads as the program itself has.
pub fn run<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
