//! Tests of TLS: handshakes, reloaded certificates, and verification of the upstream's certificate.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use tokio::net::{TcpListener, TcpStream};

use crate::support::certified::{certify, start};
use crate::support::upstream::{Upstream, json};
use crate::support::world::{SEATS, World, secret_file};

#[tokio::test]
async fn a_missing_handshake_times_out() {
    let gateway = start(&["--head-timeout", "300ms"]).await;
    let mut stream = gateway.world.connect().await;
    let mut got = Vec::new();
    let ended = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut got);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), ended);
    assert_eq!(ended.await.expect("it holds a place").unwrap(), 0);
    gateway.world.end().await;
}

#[tokio::test]
async fn a_changed_certificate_is_reloaded() {
    let mut gateway = start(&[]).await;
    let url = format!("https://gateway.example{SEATS}");
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    // From now on, callers trust only the new certificate.
    (gateway.certificate, ..) = certify(&gateway.folder, "gateway.example");
    gateway.world.running.as_ref().unwrap().reload();
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    secret_file(&gateway.folder, "cert.pem", "no certificate");
    gateway.world.running.as_ref().unwrap().reload();
    assert_eq!(gateway.send("GET", &url, &[], b"").await.unwrap().0, 200);
    let log = gateway.world.end().await;
    assert!(
        log.contains("the new certificate is unusable; the old one stays in use"),
        "{log}"
    );
}

/// Adds TLS in front of an upstream, and returns the port.
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
