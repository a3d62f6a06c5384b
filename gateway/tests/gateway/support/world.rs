//! A gateway before an upstream that writes down what arrives, and answers as a test says.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_gateway::config::Config;
use tagsmith_gateway::server::start::{Running, start};
use tagsmith_gateway::settings::flags::settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// The credential, which must not show anywhere.
pub const CANARY: &str = "ghp_canaryCANARY0123456789canaryABCDEFGH";

pub const SEATS: &str = "/orgs/octo-org/copilot/billing/seats";

/// What one connection of the upstream does with a request.
#[derive(Clone)]
pub enum Act {
    /// Sends these bytes, and keeps the connection.
    Say(Vec<u8>),
    /// Sends these bytes, and ends it.
    SayAndEnd(Vec<u8>),
    /// Sends these bytes, and resets it.
    SayAndReset(Vec<u8>),
    /// Sends these bytes, and nothing more for long.
    SayAndStall(Vec<u8>),
    /// Sends pieces with time between them.
    Slowly(Vec<Vec<u8>>),
}

pub fn json(body: &str) -> Act {
    answer("200 OK", "content-type: application/json\r\n", body)
}

pub fn answer(status: &str, headers: &str, body: &str) -> Act {
    let length = body.len();
    Act::Say(
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}")
            .into_bytes(),
    )
}

/// A request as it arrived at the upstream, byte for byte.
#[derive(Clone, Debug)]
pub struct Arrived {
    pub head: String,
    pub body: Vec<u8>,
}

impl Arrived {
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap()
    }

    /// The number of the page that is asked for: tests number their cases by it.
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

/// Reads one request, without help of a library: what is there is what was sent.
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

/// What the gateway has written.
#[derive(Clone, Default)]
pub struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Output {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

pub struct World {
    pub upstream: Upstream,
    pub running: Option<Running>,
    pub output: Output,
    pub address: SocketAddr,
    /// All that callers got.
    pub got: Arc<Mutex<Vec<u8>>>,
    pub folder: tempfile::TempDir,
}

impl World {
    /// Starts a gateway with these flags beside those that tests need.
    pub async fn start(
        flags: &[&str],
        play: impl Fn(&Arrived) -> Act + Send + Sync + 'static,
    ) -> Self {
        let upstream = Upstream::start(play).await;
        let url = format!("http://{}", upstream.address);
        Self::with(upstream, &[&["--upstream", &url], flags].concat()).await
    }

    pub async fn with(upstream: Upstream, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let token = secret_file(&folder, "token", CANARY);
        let credential = format!("file:{token}");
        let mut all = Vec::new();
        for (flag, value) in [
            ("--listen", "127.0.0.1:0"),
            ("--log", "json"),
            ("--requests-per-second", "0"),
            ("--credential", &credential),
        ] {
            if !flags.contains(&flag) {
                all.extend([flag, value]);
            }
        }
        if !flags.contains(&"--require-credential") {
            all.push("--no-credential-check");
        }
        all.extend_from_slice(flags);
        let config = Config::new(settings(&all).unwrap()).unwrap();
        let output = Output::default();
        let running = start(config, output.clone()).await.unwrap();
        Self {
            upstream,
            // A Unix socket has none.
            address: running.address.unwrap_or(([127, 0, 0, 1], 0).into()),
            running: Some(running),
            output,
            got: Arc::default(),
            folder,
        }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes, and returns all that comes until the gateway ends the connection, or is silent for a while.
    pub async fn raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        let _ = stream.write_all(bytes.as_ref()).await;
        self.rest(&mut stream).await
    }

    pub async fn rest(&self, stream: &mut TcpStream) -> String {
        let mut got = Vec::new();
        while let Ok(Ok(count)) =
            timeout(Duration::from_millis(700), stream.read_buf(&mut got)).await
        {
            if count == 0 {
                break;
            }
        }
        self.got.lock().unwrap().extend_from_slice(&got);
        String::from_utf8_lossy(&got).into_owned()
    }

    /// Sends one request on a connection of its own.
    pub async fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Got {
        let host = self.address;
        let length = if body.is_empty() {
            String::new()
        } else {
            format!("content-length: {}\r\n", body.len())
        };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{length}{headers}\r\n"
        );
        let mut stream = self.connect().await;
        stream
            .write_all(format!("{head}{body}").as_bytes())
            .await
            .unwrap();
        let mut got = Vec::new();
        let read = timeout(Duration::from_secs(20), stream.read_to_end(&mut got))
            .await
            .unwrap();
        self.got.lock().unwrap().extend_from_slice(&got);
        Got::read(&got, read.is_ok())
    }

    pub async fn get(&self, target: &str) -> Got {
        self.send("GET", target, "", "").await
    }

    /// Ends the gateway; nothing that it said or wrote shows the credential.
    pub async fn end(mut self) -> String {
        let running = self.running.take().unwrap();
        let log = running.gateway().log().clone();
        running.stop().await;
        log.finish().await;
        let text = self.output.text();
        assert_silent(text.as_bytes());
        assert_silent(&self.got.lock().unwrap());
        text
    }
}

/// Whatever the gateway gives out has the credential in no form.
pub fn assert_silent(text: &[u8]) {
    let patterns = tagsmith_gateway::credentials::leak::Patterns::new(&[CANARY]);
    assert!(!patterns.is_in(text), "{}", String::from_utf8_lossy(text));
    // Nor a good part of it, which no scanner of ours has to find.
    for part in [&CANARY.as_bytes()[..20], &CANARY.as_bytes()[20..]] {
        assert!(
            !text.windows(part.len()).any(|it| it == part),
            "{}",
            String::from_utf8_lossy(text)
        );
    }
}

pub fn secret_file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    path.to_str().unwrap().to_owned()
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the connection ended as it should, and the body is as long as its head says.
    pub is_whole: bool,
}

impl Got {
    pub fn read(bytes: &[u8], is_ended: bool) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        let Some(end) = end else {
            return Self {
                status: 0,
                headers: Vec::new(),
                body: bytes.to_vec(),
                is_whole: false,
            };
        };
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let pairs = lines.filter_map(|it| it.split_once(": "));
        let headers: Vec<_> = pairs
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut got = Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
            is_whole: is_ended,
        };
        if got.header("transfer-encoding").is_some() {
            got.is_whole &= got.body.ends_with(b"0\r\n\r\n");
        } else if let Some(length) = got.header("content-length") {
            got.is_whole &= length == got.body.len().to_string();
        }
        got
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The name of the gateway's own problem, or nothing.
    pub fn problem(&self) -> String {
        let body: serde_json::Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let name = body["type"]
            .as_str()
            .unwrap_or_default()
            .split_once("gateway/PROBLEMS.md#");
        if let Some((_, name)) = name {
            let media_type = self.header("content-type").unwrap_or_default();
            assert!(
                [
                    "application/problem+json",
                    "application/json; charset=utf-8"
                ]
                .contains(&media_type),
                "{media_type}"
            );
            assert_eq!(body["status"], self.status);
            assert!(body["title"].is_string() && body["detail"].is_string());
            let message = body["message"].as_str().unwrap();
            assert!(
                message.ends_with(body["detail"].as_str().unwrap()),
                "{message}"
            );
            assert_eq!(body["documentation_url"], body["type"]);
            assert_eq!(self.header("x-tagsmith-problem"), Some(name));
        } else {
            assert_eq!(self.header("x-tagsmith-problem"), None);
        }
        name.map_or_else(String::new, |(_, name)| name.to_owned())
    }
}
