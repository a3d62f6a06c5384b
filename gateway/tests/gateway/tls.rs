//! TLS and HTTP/2: the same rules, and a host that is named once.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;

use crate::support::world::{SEATS, Upstream, World, json, secret_file};

struct Certified {
    world: World,
    certificate: CertificateDer<'static>,
    folder: tempfile::TempDir,
}

async fn start(flags: &[&str]) -> Certified {
    start_before(flags, "[]").await
}

async fn start_before(flags: &[&str], body: &str) -> Certified {
    let body = body.to_owned();
    let folder = tempfile::tempdir().unwrap();
    let (certificate, cert, key) = certify(&folder, "gateway.example");
    let tls = [
        "--tls-cert",
        &cert,
        "--tls-key",
        &key,
        "--allow-host",
        "gateway.example",
    ];
    let world = World::start(&[&tls[..], flags].concat(), move |_| json(&body)).await;
    Certified {
        world,
        certificate,
        folder,
    }
}

/// Writes a certificate and its key.
fn certify(folder: &tempfile::TempDir, name: &str) -> (CertificateDer<'static>, String, String) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let cert = secret_file(folder, "cert.pem", &made.cert.pem());
    let key = secret_file(folder, "key.pem", &made.signing_key.serialize_pem());
    (made.cert.der().clone(), cert, key)
}

impl Certified {
    async fn connect(&self) -> h2::client::SendRequest<Bytes> {
        self.connect_with(&h2::client::Builder::new()).await
    }

    async fn connect_with(&self, builder: &h2::client::Builder) -> h2::client::SendRequest<Bytes> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap();
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let stream = self.world.connect().await;
        let name = ServerName::try_from("gateway.example").unwrap();
        let stream = TlsConnector::from(Arc::new(config))
            .connect(name, stream)
            .await
            .unwrap();
        let (client, connection) = builder.handshake(stream).await.unwrap();
        tokio::spawn(connection);
        client.ready().await.unwrap()
    }

    /// Sends a request with these headers, and returns the status, the headers and the body; or that there is none.
    async fn send(
        &self,
        method: &str,
        uri: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<(u16, HeaderMap, String)> {
        let mut client = self.connect().await;
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (answer, mut stream) = client
            .send_request(request.body(()).unwrap(), body.is_empty())
            .ok()?;
        if !body.is_empty() {
            stream.send_data(Bytes::copy_from_slice(body), true).ok()?;
        }
        let (parts, mut body) = answer.await.ok()?.into_parts();
        let mut text = Vec::new();
        while let Some(piece) = body.data().await {
            text.extend_from_slice(&piece.ok()?);
        }
        self.world.got.lock().unwrap().extend_from_slice(&text);
        Some((
            parts.status.as_u16(),
            parts.headers,
            String::from_utf8(text).unwrap(),
        ))
    }
}

#[tokio::test]
async fn http_2_obeys_the_same_rules() {
    let gateway = start(&["--allow", "copilot/add-copilot-seats-for-users"]).await;
    let url = |path: &str| format!("https://gateway.example{path}");
    let path = "/orgs/o/copilot/billing/selected_users";
    let host = [("host", "gateway.example")];
    let json = [("content-type", "application/json")];
    type Case<'a> = (
        &'a str,
        String,
        &'a [(&'a str, &'a str)],
        &'a [u8],
        u16,
        &'a str,
    );
    let cases: [Case<'_>; 13] = [
        ("GET", url(SEATS), &[], b"", 200, "[]"),
        ("GET", url(SEATS), &host, b"", 200, "[]"),
        (
            "GET",
            url(SEATS),
            &[("host", "evil.example")],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://evil.example{SEATS}"),
            &[],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://evil.example{SEATS}"),
            &host,
            b"",
            421,
            "host",
        ),
        (
            "GET",
            format!("https://user@gateway.example{SEATS}"),
            &[],
            b"",
            421,
            "host",
        ),
        (
            "GET",
            url("/orgs/%2e%2e/copilot/billing/seats"),
            &[],
            b"",
            400,
            "path",
        ),
        (
            "GET",
            url("//evil.example/orgs/a/copilot/billing/seats"),
            &[],
            b"",
            400,
            "path",
        ),
        (
            "GET",
            url(SEATS),
            &[("origin", "https://evil.example")],
            b"",
            403,
            "origin",
        ),
        ("GET", url(SEATS), &[], b"{}", 400, "undeclared-body"),
        ("POST", url(path), &json, b"{}", 200, "[]"),
        ("DELETE", url(path), &json, b"{}", 403, "not-allowed"),
        ("GET", url("/user"), &[], b"", 404, "no-operation"),
    ];
    for (method, uri, headers, body, status, says) in cases {
        let before = gateway.world.upstream.lines().len();
        let (got, _, text) = gateway.send(method, &uri, headers, body).await.unwrap();
        assert_eq!(got, status, "{method} {uri} {headers:?}: {text}");
        assert!(text.contains(says), "{method} {uri}: {text}");
        assert_eq!(
            gateway.world.upstream.lines().len() - before,
            usize::from(status == 200)
        );
    }
    let arrived = gateway.world.upstream.arrived();
    assert!(
        arrived
            .iter()
            .all(|it| it.header("host") == Some(&*gateway.world.upstream.address.to_string()))
    );
    gateway.world.end().await;
}

#[tokio::test]
async fn what_http_2_cannot_frame_makes_no_request() {
    let gateway = start(&["--allow", "copilot/add-copilot-seats-for-users"]).await;
    let url = "https://gateway.example/orgs/o/copilot/billing/selected_users";
    for headers in [
        &[("transfer-encoding", "chunked")][..],
        &[("connection", "close")],
        &[("content-length", "1")],
        &[("content-length", "3")],
        &[("content-length", "2"), ("content-length", "3")],
        &[("upgrade", "h2c")],
        &[("te", "gzip")],
        &[("keep-alive", "1")],
    ] {
        let got = gateway.send("POST", url, headers, b"{}").await;
        let is_refused = got.as_ref().is_none_or(|(status, ..)| *status >= 400);
        let arrived = gateway.world.upstream.arrived();
        // What passes is framed anew, by what came and not by what was said.
        let is_same = arrived
            .iter()
            .all(|it| it.body == b"{}" || it.body.starts_with(b"2\r\n{}\r\n0"));
        assert!(is_same, "{headers:?}: {arrived:?}");
        assert!(
            arrived
                .iter()
                .all(|it| !it.head.contains("upgrade") && !it.head.contains("keep-alive"))
        );
        assert!(
            is_refused
                || headers[0].0 == "te"
                || headers[0].0 == "upgrade"
                || headers[0].0 == "keep-alive"
                || headers[0].0 == "connection",
            "{headers:?}: {got:?}"
        );
    }
    gateway.world.end().await;
}

#[tokio::test]
async fn who_gives_http_2_no_room_holds_no_place() {
    let times = ["--total-timeout", "500ms", "--stall-timeout", "300ms"];
    let gateway = start_before(&times, &"a".repeat(1 << 20)).await;
    let mut builder = h2::client::Builder::new();
    let mut client = gateway.connect_with(builder.initial_window_size(0)).await;
    let request = Request::get(format!("https://gateway.example{SEATS}"));
    let (answer, _) = client
        .send_request(request.body(()).unwrap(), true)
        .unwrap();
    let mut body = answer.await.unwrap().into_body();
    let piece = tokio::time::timeout(std::time::Duration::from_secs(10), body.data());
    let piece = piece.await.expect("the request is still held");
    assert!(!matches!(piece, Some(Ok(_))), "{piece:?}");
    gateway.world.end().await;
}

#[tokio::test]
async fn a_head_that_is_too_large_has_its_line_by_http_2_too() {
    let gateway = start(&["--max-head", "8KiB"]).await;
    let url = format!("https://gateway.example{SEATS}");
    let long = "a".repeat(9000);
    let many: Vec<String> = (0..101).map(|it| format!("x-{it}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|it| (it.as_str(), "")).collect();
    let query = format!("{url}?page={long}");
    for (url, headers) in [
        (&url, &[("x-long", long.as_str())][..]),
        (&url, &many),
        (&query, &[]),
    ] {
        let (status, headers, body) = gateway.send("GET", url, headers, b"").await.unwrap();
        assert_eq!(
            (status, headers["x-tagsmith-problem"].to_str().unwrap()),
            (431, "head-too-large")
        );
        assert!(body.contains("#head-too-large"), "{body}");
    }
    assert_eq!(
        gateway
            .send("GET", &url, &[("x-some", &long[..7000])], b"")
            .await
            .unwrap()
            .0,
        200
    );
    let log = gateway.world.end().await;
    assert_eq!(log.matches("\"status\":431").count(), 3, "{log}");
}

#[tokio::test]
async fn a_head_that_the_reader_of_http_2_refuses_has_its_line() {
    let gateway = start(&["--max-head", "8KiB"]).await;
    let url = format!("https://gateway.example{SEATS}");
    // The reader answers by itself beyond four times the limit, and ends the connection if much more comes.
    let long = "a".repeat(9000);
    let names: Vec<String> = (0..99).map(|it| format!("x-{it}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|it| (it.as_str(), &*long)).collect();
    let (status, headers, body) = gateway.send("GET", &url, &many[..4], b"").await.unwrap();
    assert_eq!((status, headers.len(), &*body), (431, 0, ""));
    assert_eq!(gateway.send("GET", &url, &many, b"").await, None);
    // A connection that goes on serves what follows.
    let mut client = gateway.connect().await;
    for (headers, expected) in [(&many[..4], 431), (&many[..0], 200), (&many[..5], 431)] {
        let mut request = Request::get(&url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (answer, _) = client
            .send_request(request.body(()).unwrap(), true)
            .unwrap();
        assert_eq!(answer.await.unwrap().status(), expected);
    }
    let log = gateway.world.end().await;
    let lines = |status: &str| {
        let refused = log.lines().filter(|it| it.contains("\"head-too-large\""));
        refused.filter(|it| it.contains(status)).count()
    };
    assert_eq!(lines("\"status\":431"), 3, "{log}");
    assert_eq!(lines("\"status\":null"), 1, "{log}");
}

#[tokio::test]
async fn a_handshake_that_does_not_come_holds_no_place() {
    let gateway = start(&["--head-timeout", "300ms"]).await;
    let mut stream = gateway.world.connect().await;
    let mut got = Vec::new();
    let ended = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut got);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), ended);
    assert_eq!(ended.await.expect("it holds a place").unwrap(), 0);
    gateway.world.end().await;
}

#[tokio::test]
async fn a_certificate_is_read_anew() {
    let mut gateway = start(&[]).await;
    let url = format!("https://gateway.example{SEATS}");
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    // Callers trust the new one alone from here on.
    (gateway.certificate, ..) = certify(&gateway.folder, "gateway.example");
    gateway.world.running.as_ref().unwrap().reload();
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    secret_file(&gateway.folder, "cert.pem", "no certificate");
    gateway.world.running.as_ref().unwrap().reload();
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    let log = gateway.world.end().await;
    assert!(log.contains("the certificate stays as it was"), "{log}");
}

/// Serves TLS before an upstream, and returns the port.
async fn served_by_tls(upstream: &Upstream, cert: &str, key: &str) -> u16 {
    use rustls::pki_types::PrivateKeyDer;
    use rustls::pki_types::pem::PemObject as _;
    let chain = vec![CertificateDer::from_pem_file(cert).unwrap()];
    let key = PrivateKeyDer::from_pem_file(key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = config
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, address) = (listener.local_addr().unwrap().port(), upstream.address);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut outer = acceptor.accept(stream).await.ok()?;
                let mut inner = TcpStream::connect(address).await.ok()?;
                tokio::io::copy_bidirectional(&mut outer, &mut inner)
                    .await
                    .ok()
            });
        }
    });
    port
}

#[tokio::test]
async fn the_upstreams_certificate_is_verified() {
    let (own, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_, cert, key) = certify(&own, "localhost");
    let (_, foreign, _) = certify(&other, "localhost");
    let upstream = Upstream::start(|_| json("[]")).await;
    let port = served_by_tls(&upstream, &cert, &key).await;
    for (host, trusted, expected) in [
        ("localhost", &cert, 200),
        ("localhost", &foreign, 502),
        ("127.0.0.1", &cert, 502),
    ] {
        let url = format!("https://{host}:{port}");
        let flags = ["--upstream", &url, "--upstream-ca", trusted];
        let world = World::with(upstream.clone(), &flags).await;
        let got = world.get(SEATS).await;
        assert_eq!(got.status, expected, "{host}: {got:?}");
        world.end().await;
    }
    assert_eq!(upstream.lines().len(), 1);
}
