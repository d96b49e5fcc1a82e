//! A browser, as far as a measurement needs one: a connection that stays open, forms, a cookie.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::Result;

pub struct Client {
    stream: BufReader<TcpStream>,
    address: String,
    cookie: String,
}

/// What came back; the page itself is of no interest here.
pub struct Answer {
    pub status: u16,
    cookie: Option<String>,
}

impl Client {
    pub async fn connect(address: &str, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address: address.to_owned(), cookie: cookie.to_owned() })
    }

    /// Signs in; the cookie.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Result<String> {
        let form = format!("name={}&password={password}&next=", name.replace('@', "%40"));
        let answer = self.post("/sign-in", &form).await?;
        let cookie = answer.cookie.ok_or_else(|| format!("no session: {}", answer.status))?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// A form, as a browser sends it from one of our pages.
    pub async fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.address,
            self.cookie,
            form.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// A record in JSON, as the app at the door sends it.
    pub async fn put(&mut self, path: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "PUT {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// A page.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.address, self.cookie);
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// A whole request, as it is.
    pub async fn raw(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> Result<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status = line.split(' ').nth(1).ok_or("no answer")?.parse()?;
        let mut answer = Answer { status, cookie: None };
        let mut length = None;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.parse()?),
                "set-cookie" => answer.cookie = Some(value.to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length.ok_or("an answer without its length")?];
        self.stream.read_exact(&mut body).await?;
        Ok(answer)
    }
}
