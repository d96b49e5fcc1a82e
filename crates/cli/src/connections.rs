//! What one connection may take before it has said anything: a place among so many, and so much time for a head.
//!
//! Whoever opens thousands of connections, or sends a header a letter at a time, holds up nobody else.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum_server::Server;
use axum_server::accept::Accept;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at one time. A browser opens six, so this is some hundreds of readers at the same moment.
    pub places: usize,
    /// Longest time from the first byte of a request to the end of its head; and for the first request of a connection.
    pub head: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { places: 4096, head: Duration::from_secs(15) }
    }
}

impl Limits {
    /// Sets the times of a server; HTTP/2 asks a silent reader whether they are still there.
    pub fn apply<A>(self, mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
        let http = server.http_builder();
        http.http1().header_read_timeout(self.head);
        http.http2().keep_alive_interval(self.head).keep_alive_timeout(self.head);
        server.first_request_timeout(self.head)
    }

    pub fn door(self) -> Door {
        Door { places: Arc::new(Semaphore::new(self.places)) }
    }
}

/// Lets so many connections in. One more is closed at once: to wait would take a place as well.
#[derive(Clone, Debug)]
pub struct Door {
    places: Arc<Semaphore>,
}

impl<I, S> Accept<I, S> for Door {
    type Stream = I;
    type Service = Seated<S>;
    type Future = std::future::Ready<io::Result<(I, Seated<S>)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let seated = place.map(|place| (stream, Seated { service, _place: Arc::new(place) }));
        std::future::ready(seated.map_err(|_| io::Error::other("every place is taken")))
    }
}

/// The pages for one connection, which keeps its place as long as it lives.
#[derive(Clone, Debug)]
pub struct Seated<S> {
    service: S,
    _place: Arc<OwnedSemaphorePermit>,
}

impl<R, S> Service<R> for Seated<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        Box::pin(self.service.call(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::get;
    use axum_server::Handle;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    /// A real server on a free port.
    async fn start(limits: Limits) -> (SocketAddr, Handle<SocketAddr>) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("its address");
        let pages = Router::new().route("/", get(|| async { "here" }));
        let handle = Handle::new();
        let server = limits.apply(axum_server::from_tcp(listener).expect("a server").acceptor(limits.door()));
        tokio::spawn(server.handle(handle.clone()).serve(pages.into_make_service()));
        handle.listening().await;
        (address, handle)
    }

    async fn send(address: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.expect("connected");
        stream.write_all(text.as_bytes()).await.expect("sent");
        stream
    }

    async fn answer(mut stream: TcpStream) -> String {
        let mut told = Vec::new();
        let _ = stream.read_to_end(&mut told).await;
        String::from_utf8_lossy(&told).into_owned()
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

    #[tokio::test]
    async fn a_header_that_never_ends_loses_its_connection_and_others_are_answered() {
        let (address, handle) = start(Limits { places: 10, head: Duration::from_millis(100) }).await;
        let mut slow = Vec::new();
        for head in ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: here\r\nX-Slow: "] {
            slow.push(send(address, head).await);
        }

        assert!(answer(send(address, WHOLE).await).await.ends_with("here"));

        for stream in slow {
            let told = answer(stream).await;
            assert!(told.is_empty() || told.starts_with("HTTP/1.1 408"), "{told}");
        }
        handle.shutdown();
    }

    #[tokio::test]
    async fn a_second_request_on_a_connection_may_not_trickle_either() {
        let (address, handle) = start(Limits { places: 10, head: Duration::from_millis(100) }).await;
        let kept = "GET / HTTP/1.1\r\nHost: here\r\n\r\nGET / HTTP/1.1\r\nX-Slow: ";
        let told = answer(send(address, kept).await).await;
        assert_eq!(told.matches("HTTP/1.1 200").count(), 1, "{told}");
        handle.shutdown();
    }

    #[tokio::test]
    async fn one_connection_too_many_is_closed_and_its_place_comes_back() {
        let (address, handle) = start(Limits { places: 1, head: Duration::from_mins(1) }).await;
        let mut first = send(address, "GET / HTTP/1.1\r\nHost: here\r\n\r\n").await;
        let mut byte = [0];
        first.read_exact(&mut byte).await.expect("an answer");

        assert_eq!(answer(send(address, WHOLE).await).await, "");

        drop(first);
        while handle.connection_count() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(answer(send(address, WHOLE).await).await.ends_with("here"));
        handle.shutdown();
    }
}
