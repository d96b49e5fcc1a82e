//! A bucket of one test's own, on a real S3 server (`s3s`) of this process: it checks signatures and speaks the protocol.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

use crate::objects::Bucket;

const NAME: &str = "linli-test";
pub const KEY_ID: &str = "key-of-a-test";
pub const SECRET: &str = "secret-of-a-test";

/// A server that can be stopped and started again; what it keeps stays.
#[derive(Debug)]
pub struct TestBucket {
    folder: TempDir,
    address: SocketAddr,
    running: Option<Runtime>,
}

impl TestBucket {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join(NAME)).expect("a bucket");
        let mut bucket = Self { folder, address: ([127, 0, 0, 1], 0).into(), running: None };
        bucket.start_again();
        bucket
    }

    /// How it is opened.
    pub fn bucket(&self) -> Bucket {
        Bucket {
            name: NAME.to_owned(),
            prefix: "county/files".to_owned(),
            endpoint: format!("http://{}", self.address),
            region: "us-east-1".to_owned(),
            key_id: KEY_ID.to_owned(),
            secret: SECRET.to_owned(),
            allow_http: false,
        }
    }

    /// Where its server keeps what lies in it.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join(NAME).join("county/files")
    }

    /// Every connection breaks, and nobody listens any more.
    pub fn stop(&mut self) {
        if let Some(runtime) = self.running.take() {
            runtime.shutdown_background();
        }
    }

    /// Listens where it did before.
    pub fn start_again(&mut self) {
        self.stop();
        let mut service = S3ServiceBuilder::new(FileSystem::new(self.folder.path()).expect("its folder"));
        service.set_auth(SimpleAuth::from_single(KEY_ID, SECRET));
        let service = service.build();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let listener = std::net::TcpListener::bind(self.address).expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        self.address = listener.local_addr().expect("an address");
        runtime.spawn(serve(listener, service));
        self.running = Some(runtime);
    }
}

impl Drop for TestBucket {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn serve(listener: std::net::TcpListener, service: S3Service) {
    let listener = TcpListener::from_std(listener).expect("a socket");
    // A conditional write is one step on every real store; this one looks first and writes then. So writes wait in line.
    let line = Arc::new(Mutex::new(()));
    while let Ok((stream, _)) = listener.accept().await {
        stream.set_nodelay(true).expect("a socket");
        let (service, line) = (service.clone(), Arc::clone(&line));
        let answer = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let (service, line) = (service.clone(), Arc::clone(&line));
            async move {
                let _turn = line.lock().await;
                hyper::service::Service::call(&service, request).await
            }
        });
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
    }
}
