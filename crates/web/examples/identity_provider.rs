//! The identity provider of the tests, for a browser to be sent to: `identity_provider 127.0.0.1:0`. Whoever comes is signed in
//! there at once. Prints one line of JSON: its issuer, and what a client of it is told.

use std::net::SocketAddr;
use std::time::{SystemTime, UNIX_EPOCH};

use linli_web::testing::provider::{CLIENT, SECRET, TestProvider};

fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address: SocketAddr = std::env::args().nth(1).as_deref().unwrap_or("127.0.0.1:0").parse()?;
    let provider = TestProvider::start_at(address, clock).await;
    println!("{}", serde_json::json!({ "issuer": provider.issuer, "client": CLIENT, "secret": SECRET }));
    std::future::pending().await
}
