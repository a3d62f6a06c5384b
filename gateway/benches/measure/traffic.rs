//! The kinds of requests of the soak test, with the expected results.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

use crate::faults::LONG;

/// A timeout that is longer than any expected request.
const PATIENCE: Duration = Duration::from_secs(20);

/// One kind of request.
#[derive(Debug)]
pub struct Kind {
    /// The name.
    pub name: &'static str,
    /// Whether requests of this kind are slow. Separate clients send them.
    pub slow: bool,
    head: &'static str,
    client: Client,
    expected: Expected,
}

/// The client's behaviour.
#[derive(Clone, Copy, Debug)]
enum Client {
    /// Sends the request and reads the whole response.
    Reads,
    /// Sends the request and disconnects.
    Leaves,
    /// Reads a part of the response and disconnects.
    LeavesMidway,
}

/// The expected response.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// This status, and a body of at least this length.
    Status(u16, usize),
    /// A refusal: a 4xx status.
    Refusal,
    /// A truncated response.
    Cut,
    /// Any response, or the end of the connection before the timeout.
    End,
}

/// All kinds of requests. `{host}` is replaced by the gateway's own host.
pub const KINDS: &[Kind] = &[
    fine(
        "responded",
        "GET /orgs/fine/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(200, 2),
    ),
    fine(
        "long",
        "GET /orgs/long/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(200, LONG),
    ),
    fine(
        "compressed",
        "GET /orgs/zipped/copilot/billing HTTP/1.1\r\nhost: {host}\r\naccept-encoding: gzip\r\n",
        Expected::Status(200, 20),
    ),
    fine(
        "status of the upstream",
        "GET /orgs/missing/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(404, 2),
    ),
    fine(
        "error of the upstream",
        "GET /orgs/broken/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(500, 2),
    ),
    fine(
        "redirect elsewhere",
        "GET /orgs/elsewhere/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(302, 0),
    ),
    fine(
        "credential in the response",
        "GET /orgs/leaking/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(502, 2),
    ),
    fine(
        "credential late in the response",
        "GET /orgs/leaking-late/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Cut,
    ),
    fine(
        "upstream closes",
        "GET /orgs/closing/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(502, 2),
    ),
    fine(
        "upstream cuts",
        "GET /orgs/cut/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Status(502, 2),
    ),
    fine(
        "upstream cuts late",
        "GET /orgs/cut-late/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Cut,
    ),
    slow(
        "upstream hangs",
        "GET /orgs/hanging/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Client::Reads,
        Expected::Status(504, 2),
    ),
    slow(
        "upstream stalls",
        "GET /orgs/stalling/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Client::Reads,
        Expected::Status(504, 2),
    ),
    slow(
        "client leaves",
        "GET /orgs/slow/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Client::Leaves,
        Expected::End,
    ),
    slow(
        "client leaves midway",
        "GET /orgs/long/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Client::LeavesMidway,
        Expected::End,
    ),
    slow(
        "half a head",
        "GET /orgs/fine/copilot/billing HTTP/1.1\r\nhost",
        Client::Reads,
        Expected::End,
    ),
    fine(
        "no operation",
        "GET /user/emails HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Refusal,
    ),
    fine(
        "write",
        "DELETE /orgs/fine/copilot/billing/selected_users HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Refusal,
    ),
    fine(
        "two readings",
        "GET /orgs/%2e%2e/copilot/billing HTTP/1.1\r\nhost: {host}\r\n",
        Expected::Refusal,
    ),
    fine(
        "foreign host",
        "GET /orgs/fine/copilot/billing HTTP/1.1\r\nhost: evil.example\r\n",
        Expected::Refusal,
    ),
    fine(
        "foreign page",
        "GET /orgs/fine/copilot/billing HTTP/1.1\r\nhost: {host}\r\norigin: https://evil.example\r\nx-tagsmith-gateway: 1\r\n",
        Expected::Refusal,
    ),
    fine(
        "two lengths",
        "GET /orgs/fine/copilot/billing HTTP/1.1\r\nhost: {host}\r\ncontent-length: 1\r\ncontent-length: 2\r\n",
        Expected::Refusal,
    ),
    fine("no HTTP", "\u{16}\u{3}\u{1}\u{2}", Expected::End),
];

const fn fine(name: &'static str, head: &'static str, expected: Expected) -> Kind {
    Kind {
        name,
        slow: false,
        head,
        client: Client::Reads,
        expected,
    }
}

const fn slow(name: &'static str, head: &'static str, client: Client, expected: Expected) -> Kind {
    Kind {
        name,
        slow: true,
        head,
        client,
        expected,
    }
}

impl Kind {
    /// Sends one request of this kind from its own address. Returns how the result deviates from the expected one.
    pub async fn send(&self, gateway: SocketAddr, number: u32) -> Result<(), String> {
        let exchange = timeout(PATIENCE, self.exchange(gateway, number)).await;
        let Ok(exchange) = exchange else {
            return Err(format!("{}: nothing came in {PATIENCE:?}", self.name));
        };
        let response = match exchange {
            Ok(response) => response,
            // A client that sends an incomplete request may receive a connection reset.
            Err(_) if matches!(self.expected, Expected::End | Expected::Cut) => return Ok(()),
            Err(error) => return Err(format!("{}: {error}", self.name)),
        };
        if self.expected.is(&response) {
            return Ok(());
        }
        let begin = response.get(..300).unwrap_or(&response);
        Err(format!(
            "{}: not {:?} but {} bytes that begin {:?}",
            self.name,
            self.expected,
            response.len(),
            String::from_utf8_lossy(begin),
        ))
    }

    async fn exchange(&self, gateway: SocketAddr, number: u32) -> std::io::Result<Vec<u8>> {
        let mut stream = connect(gateway, number).await?;
        let mut text = self.head.replace("{host}", &gateway.to_string());
        if text.ends_with("\r\n") {
            text += "connection: close\r\n\r\n";
        }
        stream.write_all(text.as_bytes()).await?;
        let mut response = Vec::new();
        match self.client {
            Client::Reads => {
                stream.read_to_end(&mut response).await?;
            }
            Client::Leaves => {}
            Client::LeavesMidway => {
                response.resize(50_000, 0);
                stream.read_exact(&mut response).await?;
            }
        }
        Ok(response)
    }
}

/// Connects from one of many loopback addresses, so that the test detects leaked state per address.
async fn connect(gateway: SocketAddr, number: u32) -> std::io::Result<TcpStream> {
    let [_, second, third, fourth] = number.to_be_bytes();
    let own = Ipv4Addr::new(127, second, third, fourth.clamp(1, 254));
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((own, 0)))?;
    socket.connect(gateway).await
}

impl Expected {
    fn is(self, response: &[u8]) -> bool {
        let status = response
            .get(9..12)
            .and_then(|it| str::from_utf8(it).ok()?.parse::<u16>().ok());
        let head = response.windows(4).position(|it| it == b"\r\n\r\n");
        let body = head.map_or(0, |head| response.len() - head - 4);
        match self {
            Self::Status(wanted, least) => status == Some(wanted) && body >= least,
            Self::Refusal => status.is_some_and(|it| (400..500).contains(&it)),
            Self::Cut => status == Some(200) && !is_whole(response),
            Self::End => true,
        }
    }
}

/// Returns whether a response is complete according to its framing.
fn is_whole(response: &[u8]) -> bool {
    let Some(head) = response.windows(4).position(|it| it == b"\r\n\r\n") else {
        return false;
    };
    let (head, body) = response.split_at(head + 4);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .and_then(|it| it.trim().parse::<usize>().ok());
    match length {
        Some(length) => body.len() == length,
        None => body.ends_with(b"0\r\n\r\n"),
    }
}
