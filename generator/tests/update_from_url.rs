//! Tests of `tagsmith update` with a URL: complete, interrupted, slow, too large and redirected downloads.

#![cfg(feature = "update")]
#![allow(clippy::unwrap_used, clippy::panic)]

mod place;

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use place::{Place, Run, next_description};

/// The reaction of the server to one request.
type Response = Box<dyn Fn(&mut TcpStream) + Send>;

/// A server that handles one request at a time, and records the requests.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(responses: Vec<Response>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/api.yaml", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&asked);
        std::thread::spawn(move || {
            for response in responses {
                let (mut stream, _) = listener.accept().unwrap();
                let mut head = String::new();
                for line in BufReader::new(stream.try_clone().unwrap()).lines() {
                    let line = line.unwrap();
                    if line.is_empty() {
                        break;
                    }
                    head += &(line.to_lowercase() + "\n");
                }
                keep.lock().unwrap().push(head);
                response(&mut stream);
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn update(&self, place: &Place) -> Run {
        place.run(&["update", "--description", &self.address])
    }
}

/// Responds with a head and a part of the body, and then closes the connection.
fn says(head: &str, body: &[u8]) -> Response {
    let head = head.replace('\n', "\r\n");
    let text = [
        format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n").as_bytes(),
        body,
    ]
    .concat();
    Box::new(move |stream| {
        let _ = stream.write_all(&text);
    })
}

/// Responds with a part of the body, and then sends nothing more.
fn stalls(head: &str, body: &[u8]) -> Response {
    let text = says(head, body);
    Box::new(move |stream| {
        text(stream);
        std::thread::sleep(Duration::from_secs(3));
    })
}

#[track_caller]
fn assert_updated(place: &Place, run: &Run) {
    run.ends(0);
    assert!(place.text("spec/pin.lock").contains("version = \"2.0.0\""));
    place.run(&["generate", "--check"]).ends(0);
}

#[test]
fn a_complete_download_is_used() {
    let body = next_description();
    let head = format!("200 OK\ncontent-length: {}", body.len());
    let server = Server::new(vec![
        says("302 Found\nlocation: /elsewhere\ncontent-length: 0", b""),
        says(&head, body.as_bytes()),
    ]);
    let place = Place::released();
    assert_updated(&place, &server.update(&place));
    assert!(server.asked()[1].starts_with("get /elsewhere "));
}

#[test]
fn an_interrupted_download_is_resumed() {
    let body = next_description();
    let (begin, rest) = body.as_bytes().split_at(100);
    let all = body.len();
    let server = Server::new(vec![
        says(
            &format!("200 OK\netag: \"a\"\ncontent-length: {all}"),
            begin,
        ),
        says("503 Service Unavailable\ncontent-length: 0", b""),
        says(
            &format!("200 OK\netag: \"a\"\ncontent-length: {all}"),
            begin,
        ),
        says(
            &format!(
                "206 Partial Content\ncontent-range: bytes 100-{}/{all}\ncontent-length: {}",
                all - 1,
                rest.len()
            ),
            rest,
        ),
    ]);
    let place = Place::released();
    assert_updated(&place, &server.update(&place));
    let asked = server.asked();
    assert!(asked[1].contains("range: bytes=100-\n") && asked[1].contains("if-range: \"a\"\n"));
    assert!(!asked[2].contains("range"), "{}", asked[2]);
    assert!(asked[3].contains("range: bytes=100-\n"));
}

#[test]
fn changed_content_restarts_an_interrupted_download() {
    let body = next_description();
    let all = body.len();
    let other = "x".repeat(100);
    for mark in ["etag: \"a\"\n", "etag: W/\"a\"\n", ""] {
        let server = Server::new(vec![
            says(
                &format!("200 OK\n{mark}content-length: 500"),
                other.as_bytes(),
            ),
            says(&format!("200 OK\ncontent-length: {all}"), body.as_bytes()),
        ]);
        let place = Place::released();
        assert_updated(&place, &server.update(&place));
        let has_range = server.asked()[1].contains("range: ");
        assert_eq!(has_range, mark.starts_with("etag: \""), "{mark}");
    }
    // The response contains a range that was not requested.
    let server = Server::new(vec![
        says("200 OK\netag: \"a\"\ncontent-length: 500", other.as_bytes()),
        says(
            "206 Partial Content\ncontent-range: bytes 7-9/500\ncontent-length: 3",
            b"xxx",
        ),
        says(&format!("200 OK\ncontent-length: {all}"), body.as_bytes()),
    ]);
    let place = Place::released();
    assert_updated(&place, &server.update(&place));
}

#[test]
fn a_download_that_stalls_changes_nothing() {
    let body = next_description();
    let head = format!("200 OK\ncontent-length: {}", body.len());
    let place = Place::released();
    let before = place.files("");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = Server {
        address: format!("http://{}/", listener.local_addr().unwrap()),
        asked: Arc::default(),
    };
    let stalling = Server::new((0..4).map(|_| stalls(&head, b"openapi: ")).collect());
    for server in [silent, stalling] {
        let begun = Instant::now();
        let run = place.run(&["update", "--description", &server.address, "--timeout", "1"]);
        assert!(run.ends(2).err.contains("4 attempts"), "{}", run.err);
        assert!(begun.elapsed() < Duration::from_secs(30));
        assert_eq!(place.files(""), before);
    }
}

#[test]
fn refused_downloads_change_nothing() {
    let place = Place::released();
    let before = place.files("");
    let large = format!("200 OK\ncontent-length: {}", 65 << 20);
    let endless: Response = Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        while stream.write_all(&[b' '; 1 << 16]).is_ok() {}
    });
    for (response, says) in [
        (
            says("404 Not Found\ncontent-length: 0", b""),
            "the server responded with 404",
        ),
        (says(&large, b""), "more than 64 MiB"),
        (endless, "more than 64 MiB"),
        (says("200 OK\ncontent-length: 1", b"{"), "is not valid JSON"),
    ] {
        let run = Server::new(vec![response]).update(&place);
        assert!(run.ends(2).err.contains(says), "{says}: {}", run.err);
        assert_eq!(place.files(""), before, "{says}");
    }
    let away = || {
        says(
            "302 Found\nlocation: http://example.com/\ncontent-length: 0",
            b"",
        )
    };
    let run = Server::new((0..4).map(|_| away()).collect()).update(&place);
    assert!(
        run.ends(2).err.contains("modified in transit"),
        "{}",
        run.err
    );
    for address in [
        "http://example.com/a",
        "ftp://localhost/a",
        "file:///etc/passwd",
        "https://",
    ] {
        let run = place.run(&["update", "--description", address]);
        let help = "\n  help: give an `https://` URL, or a file\n";
        assert!(run.ends(2).err.ends_with(help), "{}", run.err);
    }
    assert_eq!(place.files(""), before);
}
