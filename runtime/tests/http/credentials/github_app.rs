//! Tests of GitHub Apps: keys, JWTs and clock differences.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;
use tagsmith_runtime::auth::App;
use tagsmith_runtime::jiff::Timestamp;
use tokio::time::{advance, pause};

use crate::api::{self, Client};
use crate::fakes::{Asked, BEGIN, Network, clock, say};

pub const KEY: &[u8] = include_bytes!("../../keys/test-rsa.pkcs1.pem");
const PKCS8: &[u8] = include_bytes!("../../keys/test-rsa.pkcs8.pem");
const PUBLIC: &[u8] = include_bytes!("../../keys/test-rsa.public.der");
const THING: &str = r#"{"id":1,"name":"a"}"#;
const URL: &str = "https://api.example.org";

pub fn app() -> App {
    App::new(12345, KEY).unwrap()
}

fn der(pem: &[u8]) -> Vec<u8> {
    let pem = std::str::from_utf8(pem).unwrap();
    let lines = pem.lines().filter(|line| !line.starts_with("-----"));
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

fn client(app: App, network: &Network, ahead: i64) -> Client {
    let builder = api::anonymous(URL).credentials(app);
    let builder = builder.transport(network.clone()).clock(clock(ahead));
    builder.build().unwrap()
}

/// Returns the claims of a JWT, if its signature is valid.
fn claims(authorization: &str) -> Value {
    let jwt = authorization.strip_prefix("Bearer ").unwrap();
    let (message, signature) = jwt.rsplit_once('.').unwrap();
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC)
        .verify(message.as_bytes(), &decode(signature))
        .unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    let header: Value = serde_json::from_slice(&decode(header)).unwrap();
    assert_eq!(header, serde_json::json!({"alg": "RS256", "typ": "JWT"}));
    serde_json::from_slice(&decode(claims)).unwrap()
}

/// Responds as GitHub would if its clock were this many seconds ahead of the test's time.
pub fn accepts_jwt(asked: &Asked, ahead: i64) -> bool {
    let now = BEGIN + ahead + i64::try_from(asked.at.as_secs()).unwrap();
    let claims = claims(asked.authorization.as_deref().unwrap());
    let time = |name: &str| claims[name].as_i64().unwrap();
    time("iat") <= now && now < time("exp") && time("exp") <= now + 600
}

/// Returns the date of a server whose clock is this many seconds ahead.
pub fn date(asked: &Asked, ahead: i64) -> String {
    let now = BEGIN + ahead + i64::try_from(asked.at.as_secs()).unwrap();
    let now = Timestamp::from_second(now).unwrap();
    now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[tokio::test(start_paused = true)]
async fn a_jwt_has_the_right_claims_and_is_used_until_a_minute_before_it_expires() {
    let network = Network::new(|_| say(200, THING));
    let client = client(app(), &network, 0);
    for wait in [0, 479, 1] {
        advance(Duration::from_secs(wait)).await;
        client.get("1").await.unwrap();
    }
    let asked = network.asked();
    let sent = |index: usize| asked[index].authorization.as_deref().unwrap();
    assert_eq!(
        claims(sent(0)),
        serde_json::json!({"iat": BEGIN - 60, "exp": BEGIN + 540, "iss": "12345"})
    );
    assert_eq!(sent(0), sent(1));
    assert_eq!(claims(sent(2))["exp"], BEGIN + 480 + 540);
}

#[tokio::test]
async fn keys_are_accepted_as_pem_and_der_in_both_formats() {
    let one_line = String::from_utf8(KEY.to_vec())
        .unwrap()
        .replace('\n', "\\n");
    let text = String::from_utf8(KEY.to_vec()).unwrap();
    let forms = [
        one_line.clone(),
        one_line.replace("\\n", "\\r\\n"),
        text.replace('\n', "\r\n"),
        text.replace('\n', "\r"),
        text.replace('\n', " "),
        format!("\u{feff}{text}"),
        format!("  \"{one_line}\"\n"),
        format!("'{text}'\n"),
        STANDARD.encode(&text),
        format!("\"{}\"", STANDARD.encode(&text)),
        URL_SAFE_NO_PAD.encode(&text),
        STANDARD.encode(text.replace('\n', "\r\n")),
        STANDARD.encode(der(KEY)),
        STANDARD.encode(PKCS8),
        // Wrapped, as the command `base64` prints it.
        STANDARD
            .encode(&text)
            .as_bytes()
            .chunks(76)
            .fold(String::new(), |lines, line| {
                lines + std::str::from_utf8(line).unwrap() + "\n"
            }),
    ];
    for form in &forms {
        App::new(1, form.as_bytes()).unwrap_or_else(|error| panic!("{error}: {form}"));
    }
    pause();
    for key in [
        KEY,
        forms[8].as_bytes(),
        PKCS8,
        &der(KEY),
        &der(PKCS8),
        one_line.as_bytes(),
        &[b"a note\n\n", KEY].concat(),
    ] {
        let network = Network::new(|_| say(200, THING));
        let app = App::new("Iv23liExample", key).unwrap();
        client(app, &network, 0).get("1").await.unwrap();
        let asked = network.asked();
        let claims = claims(asked[0].authorization.as_deref().unwrap());
        assert_eq!(claims["iss"], "Iv23liExample");
    }
}

#[test]
fn an_invalid_key_is_refused_with_a_reason() {
    let cut = &KEY[..KEY.len() / 2];
    let damaged = String::from_utf8(KEY.to_vec()).unwrap().replace('M', "A");
    let begin = "-----BEGIN PUBLIC KEY-----\ncanary==\n-----END PUBLIC KEY-----\n";
    let certificate = begin.replace("PUBLIC KEY", "CERTIFICATE");
    let ssh = begin.replace("PUBLIC KEY", "OPENSSH PRIVATE KEY");
    let dsa = begin.replace("PUBLIC KEY", "DSA PRIVATE KEY");
    let other = begin.replace("PUBLIC KEY", "X509 CRL");
    let encoded = STANDARD.encode(begin);
    let no_end = STANDARD.encode(cut);
    let keys: [(&[u8], &str); 20] = [
        (begin.as_bytes(), "is a public key: pass the private key"),
        (encoded.as_bytes(), "is a public key: pass the private key"),
        (certificate.as_bytes(), "is a certificate"),
        (ssh.as_bytes(), "ssh-keygen -p -m PEM"),
        (dsa.as_bytes(), "is not an RSA key"),
        (other.as_bytes(), "is PEM without"),
        (no_end.as_bytes(), "is truncated"),
        (b"", "is neither PEM nor DER"),
        (b"\x30\x03\x02\x01\x00", "is damaged or too short"),
        (b"canary", "is neither PEM nor DER"),
        (b"\xff\xfe\x00", "is neither PEM nor DER"),
        (cut, "pass the whole file"),
        (damaged.as_bytes(), "is damaged or too short"),
        (
            b"-----BEGIN RSA PRIVATE KEY-----\ncanary\n-----END RSA PRIVATE KEY-----\n",
            "is damaged or too short",
        ),
        (PUBLIC, "is neither PEM nor DER"),
        (
            include_bytes!("../../keys/test-rsa-encrypted.pkcs1.pem"),
            "is encrypted: decrypt it with",
        ),
        (
            include_bytes!("../../keys/test-rsa-encrypted.pkcs8.pem"),
            "is encrypted: decrypt it with",
        ),
        (
            include_bytes!("../../keys/test-rsa-short.pem"),
            "is damaged or too short",
        ),
        (
            include_bytes!("../../keys/test-ec.sec1.pem"),
            "is not an RSA key",
        ),
        (
            include_bytes!("../../keys/test-ec.pkcs8.pem"),
            "is not an RSA key",
        ),
    ];
    for (key, expected) in keys {
        let error = App::new(1, key).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains("the app's private key"), "{text}");
        assert!(text.contains(expected), "{text}: not {expected}");
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn an_invalid_id_is_refused() {
    for id in ["", " ", "1 2", "a\nb", "ä"] {
        App::new(id, KEY).unwrap_err();
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_corrected_by_githubs() {
    for off in [-86_400, -3600, -400, -61, 61, 400, 3600, 86_400] {
        let network = Network::new(move |asked| {
            let status = if accepts_jwt(asked, 0) { 200 } else { 401 };
            say(status, THING).with("date", date(asked, 0))
        });
        let client = client(app(), &network, off);
        for _ in 0..3 {
            client.get("1").await.unwrap();
            advance(Duration::from_secs(500)).await;
        }
        let asks = network.asked().len();
        assert!(asks <= 3 + 3, "{off}: {asks}");
        // The clock difference is stored for later JWTs.
        client.get("1").await.unwrap();
        assert_eq!(network.asked().len(), asks + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_off_by_a_minute_is_tolerated() {
    for off in [-60, -30, 30, 60] {
        let network = Network::new(|asked| {
            let status = if accepts_jwt(asked, 0) { 200 } else { 401 };
            say(status, THING).with("date", date(asked, 0))
        });
        client(app(), &network, off).get("1").await.unwrap();
        assert_eq!(network.asked().len(), 1, "{off}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unknown_app_is_not_retried_forever() {
    let network = Network::new(|asked| {
        say(401, r#"{"message":"Integration not found"}"#).with("date", date(asked, 0))
    });
    let error = client(app(), &network, 0).get("1").await.unwrap_err();
    assert_eq!(error.message(), Some("Integration not found"));
    assert_eq!(network.count("/things/1"), 2);
    assert_eq!(network.count("/app"), 1);
}
