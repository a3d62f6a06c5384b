//! A gateway with an upstream, and a caller that sends requests to the gateway.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tagsmith_gateway::config::Config;
use tagsmith_gateway::refused::Refused;
use tagsmith_gateway::server::start::{Running, start};
use tagsmith_gateway::settings::flags::settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::response::Got;
use super::upstream::{Act, Arrived, Upstream};

/// The credential, which no output may contain.
pub const CANARY: &str = "ghp_canaryCANARY0123456789canaryABCDEFGH";

pub const SEATS: &str = "/orgs/octo-org/copilot/billing/seats";

/// The output of the gateway's log.
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
    /// All bytes that callers received.
    pub got: Arc<Mutex<Vec<u8>>>,
    pub folder: tempfile::TempDir,
}

impl World {
    /// Starts a gateway with these flags, in addition to the flags that all tests need.
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
        let config = configured(&all).unwrap();
        let output = Output::default();
        let running = start(config, output.clone()).await.unwrap();
        Self {
            upstream,
            // A gateway on a Unix socket has no address.
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

    /// Sends bytes. Returns all bytes that were received until the gateway closed the connection or sent nothing for a
    /// while.
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

    /// Sends one request on a new connection.
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

    /// Sends a request without a body on a new connection, and does not read the response.
    pub async fn begin(&self, target: &str) -> TcpStream {
        let mut stream = self.connect().await;
        let head = format!("GET {target} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    }

    pub async fn get(&self, target: &str) -> Got {
        self.send("GET", target, "", "").await
    }

    /// Stops the gateway, and asserts that no output contained the credential.
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

/// Returns the configuration that a command line results in.
pub fn configured(flags: &[&str]) -> Result<Config, Refused> {
    settings(flags).and_then(Config::new)
}

/// Asserts that an output contains no form of the credential.
pub fn assert_silent(text: &[u8]) {
    let patterns = tagsmith_gateway::credentials::leak::Patterns::new(&[CANARY]);
    assert!(!patterns.is_in(text), "{}", String::from_utf8_lossy(text));
    // An output must not contain a long part of the credential either, although the gateway's scanner does not search
    // for parts.
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
