//! Watches heads of HTTP/1.1 for what hyper lets pass and another reader could take otherwise: bare line breaks, a
//! length that is given twice, a length beside chunks, fragments. It frames nothing: a head that is refused is replaced
//! by one that is answered so, and a connection with chunks ends with their request.

use smallvec::SmallVec;

/// Where in a connection's bytes it is.
#[derive(Debug)]
pub enum Guard {
    /// In a head, or before one.
    Head(Head),
    /// So much of a body is still to come.
    Body(u64, usize),
    /// In chunks, behind which no head comes.
    Chunks,
}

/// A head so far.
#[derive(Debug, Default)]
pub struct Head {
    largest: usize,
    /// How much of it was read.
    pub size: usize,
    lines: usize,
    /// What the current line begins with, in lower case.
    line: SmallVec<[u8; KEPT]>,
    after_cr: bool,
    /// Whether an empty line came before it, as some clients end a body.
    is_behind_empty_line: bool,
    length: Option<u64>,
    is_chunked: bool,
}

/// What is kept of a line: the longest name, and a number. No length that is longer is let in.
pub const KEPT: usize = 64;

impl Guard {
    /// Begins before the first head; no head may be larger than `largest`.
    pub fn new(largest: usize) -> Self {
        Self::Head(Head {
            largest,
            ..Head::default()
        })
    }

    /// Returns the head that is being read, or would be next; none in a body.
    pub fn head(&self) -> Option<&Head> {
        match self {
            Self::Head(head) => Some(head),
            Self::Body(..) | Self::Chunks => None,
        }
    }

    /// Reads what arrived. Returns how much of it was read when a head was refused.
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
    /// Takes a byte. Returns whether the head has ended; nothing for what is refused.
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
            // TLS begins with one. No head has them, and who sends them waits for an answer.
            (byte, _) if byte.is_ascii_control() && byte != b'\t' => return None,
            _ if self.line.len() < KEPT => self.line.push(byte.to_ascii_lowercase()),
            _ => {}
        }
        (!self.is_too_large()).then_some(false)
    }

    /// Returns whether it is larger than it may be, or has more than the 101 lines that hyper takes.
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
