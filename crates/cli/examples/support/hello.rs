//! The bare server that figures of speed are held against: axum, one route, one word.

use axum::Router;
use axum::routing::get;

use super::Result;

/// What this program is called with to be that server, as a process of its own.
pub const WORD: &str = "hello";

/// Answers until it is killed.
pub async fn serve() -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", serde_json::json!({ "address": format!("http://{}", listener.local_addr()?) }));
    let pages = Router::new().route("/", get(|| async { "hello" }));
    axum::serve(listener, pages).await?;
    Ok(())
}
