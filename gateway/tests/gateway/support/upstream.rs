//! An upstream that records the bytes of requests. The test defines the responses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The upstream's reaction to a request.
#[derive(Clone)]
pub enum Act {
    /// Sends these bytes, and keeps the connection open.
    Say(Vec<u8>),
    /// Sends these bytes, and closes the connection.
    SayAndEnd(Vec<u8>),
    /// Sends these bytes, and resets the connection.
    SayAndReset(Vec<u8>),
    /// Sends these bytes, then stalls.
    SayAndStall(Vec<u8>),
    /// Sends chunks with pauses between them.
    Slowly(Vec<Vec<u8>>),
}

pub fn json(body: &str) -> Act {
    response("200 OK", "content-type: application/json\r\n", body)
}

pub fn response(status: &str, headers: &str, body: &str) -> Act {
    let length = body.len();
    Act::Say(
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}")
            .into_bytes(),
    )
}

/// A request as the upstream received it, byte for byte.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub head: String,
    pub body: Vec<u8>,
}

impl Arrived {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    /// The requested page number, by which tests identify their cases.
    pub fn page(&self) -> usize {
        let page = self.line().split_once("?page=").unwrap().1;
        page.split(' ').next().unwrap().parse().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|it| it.split_once(": "));
        lines
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }
}

type Play = Arc<dyn Fn(&Arrived) -> Act + Send + Sync>;

#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    arrived: Arc<Mutex<Vec<Arrived>>>,
}

impl Upstream {
    pub async fn start(play: impl Fn(&Arrived) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let upstream = Self {
            address: listener.local_addr().unwrap(),
            arrived: Arc::default(),
        };
        let (arrived, play): (_, Play) = (upstream.arrived.clone(), Arc::new(play));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, arrived.clone(), play.clone()));
            }
        });
        upstream
    }

    pub fn arrived(&self) -> Vec<Arrived> {
        self.arrived.lock().unwrap().clone()
    }

    /// Fails if the upstream received a request. `of` describes the bytes that the test sent.
    pub fn assert_unused(&self, of: &str) {
        let lines = self.lines();
        assert!(lines.is_empty(), "{of}: {lines:?}");
    }

    pub fn lines(&self) -> Vec<String> {
        self.arrived()
            .iter()
            .map(|it| it.line().to_owned())
            .collect()
    }
}

async fn connection(mut stream: TcpStream, arrived: Arc<Mutex<Vec<Arrived>>>, play: Play) {
    let mut bytes = Vec::new();
    loop {
        let Some(request) = request(&mut stream, &mut bytes).await else {
            return;
        };
        arrived.lock().unwrap().push(request.clone());
        match play(&request) {
            Act::Say(bytes) => stream.write_all(&bytes).await.unwrap_or_default(),
            Act::SayAndEnd(bytes) => {
                let _ = stream.write_all(&bytes).await;
                return;
            }
            Act::SayAndReset(bytes) => {
                let _ = stream.write_all(&bytes).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
                let _ = stream.set_zero_linger();
                return;
            }
            Act::SayAndStall(bytes) => {
                let _ = stream.write_all(&bytes).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
            Act::Slowly(pieces) => {
                for piece in pieces {
                    let _ = stream.write_all(&piece).await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }
}

/// Reads one request without an HTTP library, so that the recorded bytes are those on the wire.
async fn request(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<Arrived> {
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    bytes.drain(..end);
    let mut request = Arrived {
        head,
        body: Vec::new(),
    };
    let length = request
        .header("content-length")
        .map(|it| it.parse::<usize>().unwrap());
    let is_chunked = request.header("transfer-encoding").is_some();
    loop {
        match (length, is_chunked) {
            (Some(length), _) if bytes.len() >= length => {
                request.body = bytes.drain(..length).collect();
                break;
            }
            (None, false) => break,
            (None, true) if bytes.ends_with(b"0\r\n\r\n") => {
                request.body = std::mem::take(bytes);
                break;
            }
            _ => {}
        }
        if stream.read_buf(bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(request)
}
