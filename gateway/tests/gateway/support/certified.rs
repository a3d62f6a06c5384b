//! A gateway that serves TLS, and an HTTP/2 client that calls it.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Request};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

use super::upstream::json;
use super::world::{World, secret_file};

pub struct Certified {
    pub world: World,
    pub certificate: CertificateDer<'static>,
    pub folder: tempfile::TempDir,
}

pub async fn start(flags: &[&str]) -> Certified {
    start_before(flags, "[]").await
}

pub async fn start_before(flags: &[&str], body: &str) -> Certified {
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

/// Writes a certificate and its key to files.
pub fn certify(
    folder: &tempfile::TempDir,
    name: &str,
) -> (CertificateDer<'static>, String, String) {
    let made = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let cert = secret_file(folder, "cert.pem", &made.cert.pem());
    let key = secret_file(folder, "key.pem", &made.signing_key.serialize_pem());
    (made.cert.der().clone(), cert, key)
}

impl Certified {
    pub async fn connect(&self) -> h2::client::SendRequest<Bytes> {
        self.connect_with(&h2::client::Builder::new()).await
    }

    pub async fn connect_with(
        &self,
        builder: &h2::client::Builder,
    ) -> h2::client::SendRequest<Bytes> {
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

    /// Sends a request. Returns the status, headers and body, or `None` if there is no response.
    pub async fn send(
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
        let (response, mut stream) = client
            .send_request(request.body(()).unwrap(), body.is_empty())
            .ok()?;
        if !body.is_empty() {
            stream.send_data(Bytes::copy_from_slice(body), true).ok()?;
        }
        let (parts, mut body) = response.await.ok()?.into_parts();
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
