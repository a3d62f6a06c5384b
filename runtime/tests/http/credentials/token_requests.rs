//! Tests that token requests use the client's connections, with its proxy and its certificates.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use tagsmith_runtime::HeaderValue;
use tagsmith_runtime::auth::{DeviceError, DeviceFlow, UserToken};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::api::{self, Client};
use crate::credentials::github_app::app;
use crate::fakes::{Network, say};
use crate::server::{Received, Server, json};
use crate::transports::proxies::{Socks, address};

const API: &str = "https://api.test";
const LOGIN: &str = "https://login.test";

/// Starts a server with a login page, an API and the installations of an app.
async fn start() -> Server {
    Server::start(|received: &Received| {
        let body = String::from_utf8(received.body.clone()).unwrap();
        match received.target.as_str() {
            "/login/device/code" => json(
                200,
                r#"{"device_code":"d","user_code":"u","verification_uri":"v","interval":1}"#,
            ),
            "/login/oauth/access_token" if body.contains("refresh_token=") => json(
                200,
                r#"{"access_token":"access-2","expires_in":28800,"refresh_token":"refresh-2"}"#,
            ),
            "/login/oauth/access_token" => json(
                200,
                r#"{"access_token":"access-1","expires_in":0,"refresh_token":"refresh-1"}"#,
            ),
            "/app/installations/7/access_tokens" => json(
                201,
                r#"{"token":"installation","expires_at":"2999-01-01T00:00:00Z"}"#,
            ),
            _ => json(200, r#"{"id":1,"name":"a"}"#),
        }
    })
    .await
}

/// Puts TLS in front of a server, with an untrusted certificate. Returns the address and the certificate.
async fn with_tls(server: SocketAddr) -> (SocketAddr, String) {
    let names = ["api.test".to_owned(), "login.test".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = config.with_single_cert(vec![made.cert.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut plain = TcpStream::connect(server).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut plain).await;
            });
        }
    });
    (own, made.cert.pem())
}

/// Returns a client that reaches its hosts only through a proxy, and only by trusting a certificate.
async fn client(server: &Server) -> (Client, Socks) {
    let (tls, certificate) = with_tls(address(server)).await;
    let socks = Socks::to(tls).await;
    let builder = api::anonymous(API)
        .proxy(&format!("socks5h://{}", socks.address))
        .root_certificates(certificate);
    let builder = builder.middleware(|mut request, next| {
        Box::pin(async move {
            let value = HeaderValue::from_static("yes");
            request.headers.insert("x-middleware", value);
            next.send(request).await
        })
    });
    (builder.build().unwrap(), socks)
}

fn assert_middleware(server: &Server) {
    for received in server.received() {
        assert_eq!(received.header("x-middleware"), Some("yes"), "{received:?}");
    }
}

#[tokio::test]
async fn a_user_logs_in_and_is_renewed_over_the_clients_connections() {
    let server = start().await;
    let (anonymous, socks) = client(&server).await;
    let flow = DeviceFlow::new("Iv1.x").host(LOGIN).client(&anonymous.core);
    let token = flow.run(|_| {}).await.unwrap();
    let source = UserToken::new("Iv1.x", token).host(LOGIN);
    let core = anonymous.core.with_credentials(source).unwrap();
    let user = Client::from(core);
    user.get("1").await.unwrap();
    let received = server.received();
    let paths: Vec<_> = received.iter().map(|it| it.target.as_str()).collect();
    // The token has expired, so the first call renews it.
    assert_eq!(
        paths,
        [
            "/login/device/code",
            "/login/oauth/access_token",
            "/login/oauth/access_token",
            "/things/1"
        ]
    );
    assert_eq!(received[3].header("authorization"), Some("Bearer access-2"));
    assert_middleware(&server);
    // The client's own pool has one connection for each host.
    assert_eq!(socks.asked(), ["3 login.test:443", "3 api.test:443"]);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn an_installation_gets_its_token_over_the_clients_connections() {
    let server = start().await;
    let (anonymous, socks) = client(&server).await;
    let app = app();
    let core = anonymous
        .core
        .with_credentials(app.installation(7))
        .unwrap();
    Client::from(core).get("1").await.unwrap();
    let last = server.received().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer installation"));
    assert_middleware(&server);
    assert_eq!(socks.asked(), ["3 api.test:443"]);
}

#[tokio::test]
async fn the_sources_own_transport_takes_precedence() {
    let server = start().await;
    let (anonymous, socks) = client(&server).await;
    let own = Network::new(|_| say(200, r#"{"access_token":"own","expires_in":28800}"#));
    let source = UserToken::from_refresh_token("Iv1.x", "refresh-1").host(LOGIN);
    let source = source.transport(own.clone());
    let core = anonymous.core.with_credentials(source).unwrap();
    Client::from(core).get("1").await.unwrap();
    assert_eq!(own.asked().len(), 1);
    assert_eq!(socks.asked(), ["3 api.test:443"]);
    let last = server.received().pop().unwrap();
    assert_eq!(last.header("authorization"), Some("Bearer own"));
}

#[tokio::test]
async fn without_the_clients_connections_the_hosts_are_not_reached() {
    let server = start().await;
    let (_, socks) = client(&server).await;
    let flow = DeviceFlow::new("Iv1.x").host(LOGIN).run(|_| {});
    let flow = tokio::time::timeout(Duration::from_secs(20), flow).await;
    assert!(
        matches!(flow, Ok(Err(DeviceError::Transport(_)))),
        "{flow:?}"
    );
    assert!(socks.asked().is_empty());
}

#[tokio::test]
async fn an_http_login_host_bypasses_the_proxy() {
    let server = start().await;
    let (anonymous, socks) = client(&server).await;
    let flow = DeviceFlow::new("Iv1.x").host(&server.url);
    let token = flow.client(&anonymous.core).run(|_| {}).await.unwrap();
    let source = UserToken::new("Iv1.x", token).host(&server.url);
    let core = anonymous.core.with_credentials(source).unwrap();
    Client::from(core).get("1").await.unwrap();
    assert_eq!(socks.asked(), ["3 api.test:443"]);
    assert_eq!(server.received().len(), 4);
}
