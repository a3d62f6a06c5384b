//! Tests of HTTP and SOCKS5 proxies, against small proxies on this machine.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tagsmith_runtime::auth::Credential;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::api::{self, Client};
use crate::server::{Server, json};

const THING: &str = r#"{"id":1,"name":"a"}"#;

/// A SOCKS5 proxy (RFC 1928) that connects to one server, and records the requested addresses.
pub struct Socks {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Socks {
    pub async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let reported = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(lead(stream, server, Arc::clone(&reported)));
            }
        });
        Self { address, asked }
    }

    /// Returns the user, the address type and the address of each connection.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn read<const N: usize>(stream: &mut TcpStream) -> [u8; N] {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).await.unwrap();
    bytes
}

async fn text(stream: &mut TcpStream) -> String {
    let [length] = read::<1>(stream).await;
    let mut text = vec![0; length.into()];
    stream.read_exact(&mut text).await.unwrap();
    String::from_utf8(text).unwrap()
}

async fn lead(mut stream: TcpStream, to: SocketAddr, asked: Arc<Mutex<Vec<String>>>) {
    let [version, methods] = read(&mut stream).await;
    assert_eq!(version, 5);
    let mut offered = vec![0; methods.into()];
    stream.read_exact(&mut offered).await.unwrap();
    // A user name and a password (RFC 1929), if the client sends them.
    let user = if offered.contains(&2) {
        stream.write_all(&[5, 2]).await.unwrap();
        assert_eq!(read(&mut stream).await, [1]);
        let user = format!("{}:{}@", text(&mut stream).await, text(&mut stream).await);
        stream.write_all(&[1, 0]).await.unwrap();
        user
    } else {
        stream.write_all(&[5, 0]).await.unwrap();
        String::new()
    };
    let [version, command, _, kind] = read(&mut stream).await;
    assert_eq!((version, command), (5, 1));
    let host = match kind {
        1 => format!("{:?}", read::<4>(&mut stream).await),
        3 => text(&mut stream).await,
        kind => panic!("kind {kind}"),
    };
    let port = u16::from_be_bytes(read(&mut stream).await);
    asked
        .lock()
        .unwrap()
        .push(format!("{user}{kind} {host}:{port}"));
    stream
        .write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        .await
        .unwrap();
    let mut server = TcpStream::connect(to).await.unwrap();
    let _ = copy_bidirectional(&mut stream, &mut server).await;
}

pub fn address(server: &Server) -> SocketAddr {
    server.url.strip_prefix("http://").unwrap().parse().unwrap()
}

#[tokio::test]
async fn calls_use_a_socks5_proxy() {
    let server = Server::start(|_| json(200, THING)).await;
    let socks = Socks::to(address(&server)).await;
    for (scheme, base_url, expected) in [
        // The proxy resolves the host name.
        ("socks5h://", "http://things.test", "3 things.test:80"),
        (
            "socks5h://me:canary@",
            "http://things.test:81",
            "me:canary@3 things.test:81",
        ),
        ("socks5://", "http://127.0.0.1:82", "1 [127, 0, 0, 1]:82"),
    ] {
        let builder = api::anonymous(base_url).proxy(&format!("{scheme}{}", socks.address));
        let client: Client = builder.build().unwrap();
        client.get("1").await.unwrap();
        client.get("2").await.unwrap();
        // Both calls use one connection.
        assert_eq!(socks.asked().last().unwrap(), expected);
    }
    assert_eq!(socks.asked().len(), 3);
    assert_eq!(server.received().len(), 6);
}

#[tokio::test]
async fn calls_use_an_http_proxy() {
    let proxy = Server::start(|_| json(200, THING)).await;
    let url = proxy.url.replace("http://", "http://me:secret@");
    let client: Client = api::anonymous("http://things.test")
        .proxy(&url)
        .build()
        .unwrap();
    client.get("1").await.unwrap();
    let received = proxy.received();
    assert_eq!(received[0].target, "http://things.test/things/1");
    assert_eq!(
        received[0].header("proxy-authorization"),
        Some("Basic bWU6c2VjcmV0")
    );
}

#[tokio::test]
async fn proxy_exceptions_bypass_the_proxy() {
    let proxy = Server::start(|_| json(200, THING)).await;
    let server = Server::start(|_| json(200, THING)).await;
    for (exceptions, expected) in [
        ("things.test,127.0.0.1", 0),
        ("127.0.0.0/8", 0),
        ("localhost", 1),
    ] {
        let builder = api::anonymous(&server.url).proxy(&proxy.url);
        let client: Client = builder.proxy_exceptions(exceptions).build().unwrap();
        client.get("1").await.unwrap();
        assert_eq!(proxy.received().len(), expected, "{exceptions}");
    }
    let builder = api::anonymous(&server.url).proxy(&proxy.url).no_proxy();
    builder.build().unwrap().get("1").await.unwrap();
    assert_eq!(proxy.received().len(), 1);
}

#[test]
fn an_invalid_proxy_url_is_an_error_without_the_url() {
    for (url, expected) in [
        ("", "is not an absolute URL"),
        ("canary", "is not an absolute URL"),
        ("localhost:3128", "has a scheme other than"),
        ("ftp://user:canary@localhost", "has a scheme other than"),
        ("http://localhost/canary", "has a path or a query"),
        ("socks5://", "the proxy"),
    ] {
        let builder = api::anonymous("https://api.example.org").proxy(url);
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(expected), "{url}: {error}");
        assert!(
            error.to_string().contains("socks5h://localhost:1080"),
            "{error}"
        );
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn no_token_is_sent_through_a_proxy_over_http() {
    let expected =
        "a token is not sent over http through a proxy: use an https base URL, or no proxy";
    let proxied = |url| api::anonymous(url).proxy("http://127.0.0.1:9");
    let error = proxied("http://127.0.0.1:8")
        .token("canary")
        .build()
        .unwrap_err();
    assert_eq!(error.to_string(), expected);
    let client: Client = proxied("http://127.0.0.1:8").build().unwrap();
    let source = Credential::bearer("canary").unwrap();
    let error = client.core.with_credentials(source).unwrap_err();
    assert_eq!(error.to_string(), expected);
    proxied("https://things.test")
        .token("canary")
        .build()
        .unwrap();
}
