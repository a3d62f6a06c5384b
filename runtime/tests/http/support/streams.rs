//! HTTP/2 servers that refuse streams, and servers that record the bytes of requests.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The reaction of an HTTP/2 server to a stream.
#[derive(Clone, Copy, Debug)]
pub enum Stream {
    /// Ends the connection by `GOAWAY` with this last processed stream and error code.
    GoAway { last: u32, code: u32 },
    /// Resets the stream with this error code.
    Reset { code: u32 },
    /// Responds with status 204.
    Response,
}

/// An HTTP/2 server without TLS.
pub struct Streams {
    pub url: String,
    /// The number of requests.
    requests: Arc<AtomicUsize>,
}

impl Streams {
    /// Starts a server that reacts to the first requests in one way, and to all others in a different way.
    pub async fn start(first: usize, refused: Stream, then: Stream) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let act = move |index| match index < first {
                    true => refused,
                    false => then,
                };
                tokio::spawn(serve(connection, act, Arc::clone(&count)));
            }
        });
        Self { url, requests }
    }

    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

async fn serve(
    mut connection: TcpStream,
    act: impl Fn(usize) -> Stream,
    requests: Arc<AtomicUsize>,
) {
    let mut preface = [0; 24];
    connection.read_exact(&mut preface).await.unwrap();
    assert_eq!(&preface[..14], b"PRI * HTTP/2.0");
    write(&mut connection, SETTINGS, 0, 0, &[]).await;
    loop {
        let Some((kind, stream)) = read(&mut connection).await else {
            return;
        };
        if kind != HEADERS {
            continue;
        }
        match act(requests.fetch_add(1, Ordering::SeqCst)) {
            Stream::GoAway { last, code } => {
                let payload = [last.to_be_bytes(), code.to_be_bytes()].concat();
                write(&mut connection, GOAWAY, 0, 0, &payload).await;
                // The server does not process the remaining streams.
                tokio::time::sleep(Duration::from_millis(50)).await;
                return;
            }
            Stream::Reset { code } => {
                write(&mut connection, RST_STREAM, 0, stream, &code.to_be_bytes()).await;
            }
            Stream::Response => {
                // The flags END_STREAM and END_HEADERS, and the header `:status: 204` of the static table.
                write(&mut connection, HEADERS, 0x5, stream, &[0x89]).await;
            }
        }
    }
}

/// Reads a frame. Returns its type and stream, or `None` at the end of the connection.
async fn read(connection: &mut (impl AsyncRead + Unpin)) -> Option<(u8, u32)> {
    let mut head = [0; 9];
    connection.read_exact(&mut head).await.ok()?;
    let [a, b, c, kind, _, stream @ ..] = head;
    let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
    connection.read_exact(&mut payload).await.ok()?;
    Some((kind, u32::from_be_bytes(stream)))
}

async fn write(connection: &mut TcpStream, kind: u8, flags: u8, stream: u32, payload: &[u8]) {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    // The client may have closed the connection already.
    let _ = connection.write_all(&[&head, payload].concat()).await;
}

/// An HTTP/1.1 server that records the bytes of request heads, and responds with 204.
pub async fn heads() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                if stream.read_buf(&mut head).await.unwrap() == 0 {
                    break;
                }
            }
            kept.lock().unwrap().push(String::from_utf8(head).unwrap());
            let response = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
            stream.write_all(response).await.unwrap();
        }
    });
    (url, heads)
}
