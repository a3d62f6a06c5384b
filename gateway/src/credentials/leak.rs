//! Searches responses for credentials. Finds them plain, in base64 or hexadecimal, percent-encoded or escaped, in
//! nested encodings, and split across chunks.

use std::sync::{Arc, Mutex, PoisonError};

use aho_corasick::{AhoCorasick, MatchKind};
use arc_swap::ArcSwap;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use bytes::{Bytes, BytesMut};

/// The secrets that no response may contain. The type does not implement `Debug`.
pub struct Secrets {
    /// The last two secrets of each source. A replaced secret may still be valid.
    held: Mutex<Vec<(usize, String)>>,
    patterns: ArcSwap<Patterns>,
}

/// The encoded forms of all secrets. The type does not implement `Debug`.
pub struct Patterns {
    forms: Vec<Vec<u8>>,
    finder: Option<AhoCorasick>,
    /// The first bytes of all forms.
    begins: [bool; 256],
    longest: usize,
}

/// A response contained a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leak;

/// Searches a body chunk by chunk. The scanner retains the end of a chunk that may be the beginning of a secret.
pub struct Scanner {
    patterns: Arc<Patterns>,
    held: BytesMut,
}

impl Default for Secrets {
    fn default() -> Self {
        Self {
            held: Mutex::default(),
            patterns: ArcSwap::from_pointee(Patterns::new(&[])),
        }
    }
}

impl Secrets {
    /// Adds a new secret of a source.
    pub fn add(&self, source: usize, secret: &str) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.iter().any(|(own, it)| *own == source && it == secret) {
            return;
        }
        held.push((source, secret.to_owned()));
        let of_source = held.iter().filter(|(own, _)| *own == source).count();
        if of_source > 2
            && let Some(oldest) = held.iter().position(|(own, _)| *own == source)
        {
            held.remove(oldest);
        }
        let secrets: Vec<&str> = held.iter().map(|(_, it)| it.as_str()).collect();
        self.patterns.store(Arc::new(Patterns::new(&secrets)));
    }

    /// Returns the forms of the current secrets.
    pub fn patterns(&self) -> Arc<Patterns> {
        self.patterns.load_full()
    }
}

impl Patterns {
    /// Builds the forms of secrets.
    pub fn new(secrets: &[&str]) -> Self {
        let mut forms: Vec<Vec<u8>> = secrets.iter().flat_map(|it| forms(it.as_bytes())).collect();
        forms.sort();
        forms.dedup();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&forms)
            .ok();
        let is_first = |byte: usize| {
            forms
                .iter()
                .any(|it| it.first().is_some_and(|it| usize::from(*it) == byte))
        };
        Self {
            begins: std::array::from_fn(is_first),
            longest: forms.iter().map(Vec::len).max().unwrap_or_default(),
            // Building the automaton fails only if memory is exhausted.
            finder: finder.filter(|_| !forms.is_empty()),
            forms,
        }
    }

    /// Returns whether a text contains a secret.
    pub fn is_in(&self, text: &[u8]) -> bool {
        let Some(finder) = &self.finder else {
            return false;
        };
        finder.is_match(text) || (is_escaped(text) && finder.is_match(&unescape(text).0))
    }

    /// Returns the position in a text from which the text may be the beginning of a secret.
    fn beginning(&self, text: &[u8]) -> usize {
        /// The maximum number of encoded bytes for a byte of a secret: an escape such as `\u0061` that was escaped
        /// three times, and a line break.
        const WIDEST: usize = 16;
        let plain = text.len() - self.partial(text);
        let window = text.len().saturating_sub(self.longest * WIDEST);
        let end = text.get(window..).unwrap_or_default();
        if !is_escaped(end) {
            return plain;
        }
        let (unescaped, places) = unescape(end);
        let partial = self.partial(&unescaped);
        let escaped = places.get(unescaped.len() - partial);
        plain.min(escaped.map_or(text.len(), |it| window + it))
    }

    /// Returns the length of the longest suffix of a text that is the beginning of a form.
    fn partial(&self, text: &[u8]) -> usize {
        let most = self.longest.saturating_sub(1).min(text.len());
        let end = text.get(text.len() - most..).unwrap_or_default();
        let begins = |form: &Vec<u8>, end: &[u8]| form.len() > end.len() && form.starts_with(end);
        let mut starts = (0..end.len()).filter(|at| {
            end.get(*at)
                .is_some_and(|it| self.begins.get(usize::from(*it)) == Some(&true))
        });
        let start = starts.find(|at| {
            let end = end.get(*at..).unwrap_or_default();
            self.forms.iter().any(|form| begins(form, end))
        });
        start.map_or(0, |at| end.len() - at)
    }
}

impl Scanner {
    /// Creates a scanner.
    pub fn new(patterns: Arc<Patterns>) -> Self {
        Self {
            patterns,
            held: BytesMut::new(),
        }
    }

    /// Returns whether a complete text contains a secret.
    pub fn finds(&self, text: &[u8]) -> bool {
        self.patterns.is_in(text)
    }

    /// Returns the part of the received body that may be forwarded.
    ///
    /// # Errors
    ///
    /// Fails if the body contains a secret, of which no part was forwarded.
    pub fn pass(&mut self, piece: Bytes) -> Result<Bytes, Leak> {
        let text = match self.held.is_empty() {
            true => piece,
            false => {
                self.held.extend_from_slice(&piece);
                self.held.split().freeze()
            }
        };
        if self.patterns.is_in(&text) {
            return Err(Leak);
        }
        let begin = self.patterns.beginning(&text);
        self.held
            .extend_from_slice(text.get(begin..).unwrap_or_default());
        Ok(text.slice(..begin))
    }

    /// Returns the rest of the body, which was retained and contains no secret.
    pub fn finish(&mut self) -> Bytes {
        self.held.split().freeze()
    }
}

/// Returns the forms of a secret: plain, hexadecimal, and base64 at each of the three alignments. The plain form is
/// also returned with a misread escape removed.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = |digits: [u8; 16]| {
        let digit = |it: u8| digits.get(usize::from(it)).copied();
        secret
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .flatten()
            .collect()
    };
    let mut forms = vec![
        secret.to_vec(),
        unescape(secret).0,
        hex(*b"0123456789abcdef"),
        hex(*b"0123456789ABCDEF"),
    ];
    for before in 0..3 {
        let mut text = vec![0; before];
        text.extend_from_slice(secret);
        // Omits characters that also depend on neighbouring bytes.
        let begin = (before * 8).div_ceil(6);
        let end = text.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            forms.extend(encoded.as_bytes().get(begin..end).map(<[u8]>::to_vec));
        }
    }
    forms
}

/// Returns whether a text may contain escapes or line breaks.
fn is_escaped(text: &[u8]) -> bool {
    memchr::memchr3(b'%', b'\\', b'\n', text).is_some() || memchr::memchr(b'\r', text).is_some()
}

/// Decodes percent-encoding and JSON escapes, and removes line breaks, which base64 may contain. Also returns the
/// original position of each byte, and of an incomplete escape at the end.
fn unescape(text: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let mut unescaped = Vec::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len() + 1);
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let (read, taken) = match byte {
            b'%' => hex(text, behind(text, at + 1, b"25"), 2),
            b'\\' => {
                let escaped = behind(text, at + 1, b"\\");
                match text.get(escaped) {
                    Some(b'u') => hex(text, escaped + 1, 4),
                    Some(b'n' | b'r') => (Read::Nothing, escaped + 1),
                    Some(byte) => (Read::Byte(*byte), escaped + 1),
                    None => (Read::Open, at),
                }
            }
            b'\n' | b'\r' => (Read::Nothing, at + 1),
            plain => (Read::Byte(*plain), at + 1),
        };
        match read {
            Read::Byte(byte) => {
                unescaped.push(byte);
                places.push(at);
            }
            Read::Nothing => {}
            Read::Not => {
                unescaped.push(*byte);
                places.push(at);
                at += 1;
                continue;
            }
            Read::Open => break,
        }
        at = taken;
    }
    places.push(at);
    (unescaped, places)
}

/// Returns the end of a repeated escape: of `25` after `%`, or of `\` after `\`.
fn behind(text: &[u8], mut at: usize, escape: &[u8]) -> usize {
    while text.get(at..).is_some_and(|it| it.starts_with(escape)) {
        at += escape.len();
    }
    at
}

/// What a text has at a position.
enum Read {
    Byte(u8),
    /// Text to remove.
    Nothing,
    /// No escape.
    Not,
    /// An incomplete escape.
    Open,
}

fn hex(text: &[u8], begin: usize, length: usize) -> (Read, usize) {
    let end = (begin + length).min(text.len());
    let digits = text.get(begin..end).unwrap_or_default();
    let mut value = 0_u32;
    for digit in digits {
        let Some(digit) = char::from(*digit).to_digit(16) else {
            return (Read::Not, begin);
        };
        value = value * 16 + digit;
    }
    if digits.len() < length {
        return (Read::Open, begin);
    }
    match u8::try_from(value) {
        Ok(byte) => (Read::Byte(byte), end),
        Err(_) => (Read::Not, begin),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};
    use bytes::Bytes;

    use super::{Patterns, Scanner};

    const SECRET: &str = "ghp_Canary~0123?456789/ABCdefGHIjklMNOpq";

    fn scan(pieces: &[&[u8]]) -> Result<Vec<u8>, Vec<u8>> {
        // The forms are shared by all scanners of this test.
        static PATTERNS: LazyLock<Arc<Patterns>> =
            LazyLock::new(|| Arc::new(Patterns::new(&[SECRET])));
        let mut scanner = Scanner::new(PATTERNS.clone());
        let mut passed = Vec::new();
        for piece in pieces {
            match scanner.pass(Bytes::copy_from_slice(piece)) {
                Ok(bytes) => passed.extend_from_slice(&bytes),
                Err(_) => return Err(passed),
            }
        }
        passed.extend_from_slice(&scanner.finish());
        Ok(passed)
    }

    fn disguises() -> Vec<String> {
        let percent = |upper: bool, step: usize| -> String {
            let characters = SECRET.bytes().enumerate();
            let encoded = characters.map(|(index, byte)| match (index % step, upper) {
                (0, true) => format!("%{byte:02X}"),
                (0, false) => format!("%{byte:02x}"),
                _ => char::from(byte).to_string(),
            });
            encoded.collect()
        };
        let mut all = vec![
            SECRET.to_owned(),
            format!("Bearer {SECRET}"),
            SECRET.replace('/', "\\/"),
        ];
        all.extend([
            percent(true, 1),
            percent(false, 1),
            percent(true, 2),
            percent(false, 7),
        ]);
        all.push(
            SECRET
                .bytes()
                .map(|byte| format!("\\u{byte:04x}"))
                .collect(),
        );
        let hexadecimal = |it: u8| format!("{it:02x}");
        all.push(SECRET.bytes().map(hexadecimal).collect());
        all.push(all[all.len() - 1].to_uppercase());
        // Nested encodings: escapes that are escaped again.
        for escaped in [percent(true, 1), percent(false, 3)] {
            let twice = escaped.replace('%', "%25");
            all.extend([twice.replace('%', "%25"), twice]);
        }
        let mut json = SECRET.replace('/', "\\/");
        let mut unicode = format!("\\u{:04x}", SECRET.as_bytes()[0]) + &SECRET[1..];
        for _ in 0..2 {
            for text in [&mut json, &mut unicode] {
                *text = text.replace('\\', "\\\\");
                all.push(text.clone());
            }
        }
        for before in ["", "x", "user:"] {
            for after in ["", "1"] {
                let text = format!("{before}{SECRET}{after}");
                let encoded = STANDARD.encode(&text);
                all.extend([URL_SAFE.encode(&text), encoded.replace('/', "\\/")]);
                for width in [1, 19] {
                    let lines = encoded
                        .as_bytes()
                        .chunks(width)
                        .map(|it| String::from_utf8(it.to_vec()).unwrap());
                    let lines: Vec<String> = lines.collect();
                    all.extend([lines.join("\\n"), lines.join("\r\n")]);
                }
                all.push(encoded);
            }
        }
        all
    }

    #[test]
    fn finds_a_secret_split_at_any_position() {
        for disguise in disguises() {
            let body = format!("{{\"a\": \"{disguise}\"}}");
            let body = body.as_bytes();
            let begin = 7;
            for cut in (0..=body.len()).step_by(if body.len() > 120 { 5 } else { 1 }) {
                let (first, second) = body.split_at(cut);
                let passed = scan(&[first, second]).expect_err(&disguise);
                assert!(
                    passed.len() <= begin + 24,
                    "{disguise} {cut}: {}",
                    String::from_utf8_lossy(&passed)
                );
            }
            let bytes: Vec<&[u8]> = body.chunks(1).collect();
            scan(&bytes).expect_err(&disguise);
        }
    }

    #[test]
    fn finds_a_secret_that_contains_escape_characters() {
        for secret in ["canary\\0123456789", "canary%2541-0123456789"] {
            let patterns = Patterns::new(&[secret]);
            let json = serde_json::Value::from(secret).to_string();
            for text in [secret, &json, &secret.replace('%', "%25")] {
                assert!(patterns.is_in(text.as_bytes()), "{text}");
            }
        }
    }

    #[test]
    fn forwards_bodies_without_secrets_unchanged() {
        let half = SECRET.split_at(20).0;
        for text in [
            "",
            "a",
            "%",
            "%4",
            "%zz",
            "\\",
            "\\u00",
            "\\u12",
            half,
            "%67%68%7",
            "line\nline\n",
            "100%",
            "a\\nb",
        ] {
            for cut in 0..=text.len() {
                let (first, second) = text.as_bytes().split_at(cut);
                assert_eq!(
                    scan(&[first, second]).as_deref(),
                    Ok(text.as_bytes()),
                    "{text}"
                );
                assert_eq!(
                    scan(&[first, b"", second, b"."]).unwrap(),
                    format!("{text}.").as_bytes()
                );
            }
        }
    }
}
