//! Tests of credentials in responses. The gateway detects any form, and withholds or cuts off the response.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::support::upstream::{Act, response};
use crate::support::world::{CANARY, SEATS, World};

fn forms() -> Vec<String> {
    let mut forms = vec![
        CANARY.to_owned(),
        CANARY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
    ];
    forms.push(CANARY.bytes().map(|byte| format!("%{byte:02x}")).collect());
    for before in ["", "u", "us", "x-access-token:"] {
        forms.push(STANDARD.encode(format!("{before}{CANARY}")));
        forms.push(URL_SAFE.encode(format!("{before}{CANARY}?")));
    }
    forms
}

#[tokio::test]
async fn a_response_with_the_credential_in_its_headers_is_withheld() {
    const NAMES: [&str; 5] = [
        "x-github-request-id",
        "etag",
        "link",
        "x-anything",
        "location",
    ];
    let world = World::start(&[], |arrived| {
        let (form, name) = (
            &forms()[arrived.page() / NAMES.len()],
            NAMES[arrived.page() % NAMES.len()],
        );
        response("200 OK", &format!("{name}: a{form}b\r\n"), "[]")
    })
    .await;
    let count = forms().len() * NAMES.len();
    for page in 0..count {
        let got = world.get(&format!("{SEATS}?page={page}")).await;
        assert_eq!(
            (got.status, got.problem().as_str()),
            (502, "leak"),
            "{page}"
        );
    }
    let log = world.end().await;
    assert_eq!(log.matches("contained a credential").count(), count);
}

/// Returns a response that contains a form of the credential, split into chunks at any position.
fn in_pieces(form: &str, before: usize) -> Act {
    let body = format!("{}{form}{}", " ".repeat(before), " ".repeat(100));
    let (first, second) = body.as_bytes().split_at(before);
    let mut pieces = vec![b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec()];
    for piece in std::iter::once(first).chain(second.chunks(23)) {
        pieces.push([format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat());
    }
    pieces.push(b"0\r\n\r\n".to_vec());
    Act::Slowly(pieces)
}

#[tokio::test]
async fn a_response_with_the_credential_in_its_body_is_withheld_or_cut_off() {
    const BEFORE: [usize; 3] = [10, 70_000, 200_000];
    let world = World::start(&[], |arrived| {
        in_pieces(&forms()[arrived.page() / 3], BEFORE[arrived.page() % 3])
    })
    .await;
    let count = forms().len() * 3;
    for page in 0..count {
        let got = world.get(&format!("{SEATS}?page={page}")).await;
        match BEFORE[page % 3] {
            10 => assert_eq!(
                (got.status, got.problem().as_str()),
                (502, "leak"),
                "{page}"
            ),
            _ => assert!(!got.is_whole, "{page}"),
        }
    }
    let log = world.end().await;
    assert_eq!(log.matches("contained a credential").count(), count);
    assert_eq!(log.matches("\"outcome\":\"leak\"").count(), count);
}

fn compressed(encoding: &str, body: &[u8]) -> Vec<u8> {
    let level = flate2::Compression::default();
    match encoding {
        "gzip" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
            encoder.write_all(body).unwrap();
            encoder.finish().unwrap()
        }
        _ => {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
            encoder.write_all(body).unwrap();
            encoder.finish().unwrap()
        }
    }
}

#[tokio::test]
async fn compressed_responses_are_searched() {
    for encoding in ["gzip", "deflate"] {
        for (text, is_found) in [
            (format!("{{\"a\":\"{CANARY}\"}}"), true),
            ("{\"a\":1}".to_owned(), false),
        ] {
            let body = compressed(encoding, text.as_bytes());
            let world = World::start(&[], move |_| {
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-encoding: {encoding}\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                Act::Say([head.as_bytes(), &body].concat())
            })
            .await;
            let got = world.get(SEATS).await;
            match is_found {
                true => assert_eq!(got.problem(), "leak"),
                false => assert_eq!((got.text(), got.header("content-encoding")), (text, None)),
            }
            world.end().await;
        }
    }
    for encoding in ["br", "zstd", "gzip, gzip", "unheard-of"] {
        let world = World::start(&[], move |_| {
            response(
                "200 OK",
                &format!("content-encoding: {encoding}\r\n"),
                "abc",
            )
        })
        .await;
        assert_eq!(
            world.get(SEATS).await.problem(),
            "upstream-broken",
            "{encoding}"
        );
        world.end().await;
    }
}
