//! Prevents request smuggling. The guard checks HTTP/1.1 heads for text that hyper accepts and other parsers may read
//! differently. Examples are bare line breaks, a repeated length, a length in addition to chunked encoding, and
//! fragments.
//!
//! The guard does not frame messages. Instead, the guard replaces a refused head by a marker, which leads to an error
//! response. A connection ends after a chunked request.

use smallvec::SmallVec;

/// The guard's position in a connection's bytes.
#[derive(Debug)]
pub enum Guard {
    /// In a head, or before the first head.
    Head(Head),
    /// In a body, with its remaining length.
    Body(u64, usize),
    /// In a chunked body, after which no head is accepted.
    Chunks,
}

/// The state of the current head.
#[derive(Debug, Default)]
pub struct Head {
    largest: usize,
    /// The number of bytes so far.
    pub size: usize,
    lines: usize,
    /// The beginning of the current line, in lower case.
    line: SmallVec<[u8; KEPT]>,
    after_cr: bool,
    /// Whether the head follows an empty line. Some clients send an empty line after a body.
    is_behind_empty_line: bool,
    length: Option<u64>,
    is_chunked: bool,
}

/// The maximum length of the stored beginning of a line: the longest header name and a number. A longer
/// `Content-Length` is refused.
pub const KEPT: usize = 64;

impl Guard {
    /// Creates a guard before the first head. `largest` is the maximum size of a head.
    pub fn new(largest: usize) -> Self {
        Self::Head(Head {
            largest,
            ..Head::default()
        })
    }

    /// Returns the current or next head. Returns `None` within a body.
    pub fn head(&self) -> Option<&Head> {
        match self {
            Self::Head(head) => Some(head),
            Self::Body(..) | Self::Chunks => None,
        }
    }

    /// Checks received bytes. If the guard refuses a head, returns the number of bytes that were read.
    pub fn read(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match self {
                Self::Chunks => return None,
                Self::Body(left, largest) => {
                    let taken =
                        (bytes.len() - at).min(usize::try_from(*left).unwrap_or(usize::MAX));
                    *left -= taken as u64;
                    at += taken;
                    if *left == 0 {
                        *self = Self::new(*largest);
                    }
                }
                Self::Head(head) => {
                    at += 1;
                    match head.take(*byte) {
                        None => return Some(at),
                        Some(true) => *self = head.behind(),
                        Some(false) => {}
                    }
                }
            }
        }
        None
    }
}

impl Head {
    /// Reads one byte. Returns whether the head has ended. Returns `None` if the head is refused.
    fn take(&mut self, byte: u8) -> Option<bool> {
        self.size += 1;
        match (byte, std::mem::take(&mut self.after_cr)) {
            (b'\n', true) if self.line.is_empty() && self.lines == 0 => {
                if std::mem::replace(&mut self.is_behind_empty_line, true) {
                    return None;
                }
                self.size = 0;
            }
            (b'\n', true) if self.line.is_empty() => return Some(true),
            (b'\n', true) => self.end_line()?,
            (_, true) | (b'\n', _) => return None,
            (b'\r', _) => self.after_cr = true,
            (b'#', _) if self.lines == 0 => return None,
            // TLS begins with a control character, which no head contains. The refusal is immediate, because the client
            // waits for a response.
            (byte, _) if byte.is_ascii_control() && byte != b'\t' => return None,
            _ if self.line.len() < KEPT => self.line.push(byte.to_ascii_lowercase()),
            _ => {}
        }
        (!self.is_too_large()).then_some(false)
    }

    /// Returns whether the head is too large, or has more lines than hyper's limit of 101.
    pub fn is_too_large(&self) -> bool {
        self.size > self.largest || self.lines > 101
    }

    fn end_line(&mut self) -> Option<()> {
        let is_framed = self.length.is_some() || self.is_chunked;
        let is_whole = self.line.len() < KEPT;
        if let Some(value) = self.line.strip_prefix(b"content-length:") {
            let digits = std::str::from_utf8(value.trim_ascii()).ok()?;
            let is_number = digits.bytes().all(|it| it.is_ascii_digit());
            let is_taken = is_whole && is_number && !is_framed;
            self.length = digits.parse().ok().filter(|_| is_taken);
            self.length?;
        } else if let Some(value) = self.line.strip_prefix(b"transfer-encoding:") {
            self.is_chunked = is_whole && !is_framed && value.trim_ascii() == b"chunked";
            self.is_chunked.then_some(())?;
        }
        self.lines += 1;
        self.line.clear();
        Some(())
    }

    fn behind(&self) -> Guard {
        match self.length {
            _ if self.is_chunked => Guard::Chunks,
            None | Some(0) => Guard::new(self.largest),
            Some(length) => Guard::Body(length, self.largest),
        }
    }
}
