//! Tests of custom root certificates and of client certificates.

use std::net::SocketAddr;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::api::{self, Client};
use crate::transports::proxies::Socks;

/// A certificate and its key, as PEM.
struct Made {
    certificate: String,
    key: String,
}

fn made(name: &str) -> Made {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    Made {
        certificate: made.cert.pem(),
        key: made.signing_key.serialize_pem(),
    }
}

impl Made {
    fn der(&self) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(self.certificate.as_bytes()).unwrap()
    }
}

/// Starts a server with a certificate, which may require a client certificate.
async fn server(own: &Made, client: Option<&Made>) -> SocketAddr {
    let provider = Arc::new(ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = match client {
        None => config.with_no_client_auth(),
        Some(client) => {
            let mut roots = RootCertStore::empty();
            roots.add(client.der()).unwrap();
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            config.with_client_cert_verifier(verifier.unwrap())
        }
    };
    let key = PrivateKeyDer::from_pem_slice(own.key.as_bytes()).unwrap();
    let config = config.with_single_cert(vec![own.der()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut request = Vec::new();
                while !request.windows(4).any(|it| it == b"\r\n\r\n") {
                    if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                let body = r#"{"id":1,"name":"a"}"#;
                let head =
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
                let length = format!("content-length: {}\r\n\r\n", body.len());
                let _ = stream
                    .write_all(format!("{head}{length}{body}").as_bytes())
                    .await;
                let _ = stream.shutdown().await;
            });
        }
    });
    address
}

fn builder(server: SocketAddr) -> tagsmith_runtime::ClientBuilder<Client> {
    api::builder(&format!("https://localhost:{}", server.port()))
}

async fn works(builder: tagsmith_runtime::ClientBuilder<Client>) -> Result<(), String> {
    let outcome = builder.build().unwrap().get("1").await;
    outcome.map(drop).map_err(|error| error.to_string())
}

#[tokio::test]
async fn a_server_is_trusted_by_a_custom_root() {
    let (own, other) = (made("localhost"), made("localhost"));
    let server = server(&own, None).await;
    let error = works(builder(server)).await.unwrap_err();
    assert!(error.contains("certificate"), "{error}");
    let error = works(builder(server).root_certificates(&other.certificate)).await;
    error.unwrap_err();
    // The file contains several certificates, and also a key.
    let both = format!("{}\n{}{}", other.certificate, other.key, own.certificate);
    works(builder(server).root_certificates(&own.certificate))
        .await
        .unwrap();
    works(builder(server).root_certificates(both))
        .await
        .unwrap();
    let added = builder(server).root_certificates(&other.certificate);
    works(added.root_certificates(&own.certificate))
        .await
        .unwrap();
    // A proxy cannot read the token, because the connection uses TLS.
    let socks = Socks::to(server).await;
    let proxied = builder(server).root_certificates(&own.certificate);
    let proxied = proxied.proxy(&format!("socks5h://{}", socks.address));
    works(proxied).await.unwrap();
    assert_eq!(socks.asked(), [format!("3 localhost:{}", server.port())]);
}

#[tokio::test]
async fn a_server_authenticates_the_client_by_its_certificate() {
    let (own, client) = (made("localhost"), made("client"));
    let server = server(&own, Some(&client)).await;
    let trusting = || builder(server).root_certificates(&own.certificate);
    works(trusting()).await.unwrap_err();
    for pem in [
        format!("{}{}", client.certificate, client.key),
        format!("{}{}", client.key, client.certificate),
    ] {
        works(trusting().client_certificate(pem)).await.unwrap();
    }
    let stranger = made("client");
    let pem = format!("{}{}", stranger.certificate, stranger.key);
    works(trusting().client_certificate(pem)).await.unwrap_err();
}

#[test]
fn invalid_certificates_are_errors_without_their_content() {
    let own = made("localhost");
    let damaged = "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n";
    let refused = |builder: tagsmith_runtime::ClientBuilder<Client>, expected: &str| {
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
    };
    let base = || api::anonymous("https://api.example.org");
    for pem in ["", "canary", own.key.as_str()] {
        refused(
            base().root_certificates(pem),
            "contain no `-----BEGIN CERTIFICATE-----`",
        );
    }
    refused(
        base().root_certificates(damaged),
        "are not PEM, or are damaged",
    );
    let no_certificate = "-----BEGIN CERTIFICATE-----\nY2FuYXJ5\n-----END CERTIFICATE-----\n";
    base()
        .root_certificates(no_certificate)
        .build()
        .unwrap_err();
    let expected = "is not PEM with a `CERTIFICATE` and its `PRIVATE KEY`";
    for pem in [
        "",
        "canary",
        damaged,
        own.key.as_str(),
        own.certificate.as_str(),
    ] {
        refused(base().client_certificate(pem), expected);
    }
    let encrypted =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
    refused(
        base().client_certificate(encrypted),
        "is encrypted: decrypt it with",
    );
}
