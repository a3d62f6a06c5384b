//! A text of the site in several content codings. A coding is compressed on the first request, then cached.

use std::io::{Read as _, Write as _};
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderMap;
use http::header::ACCEPT_ENCODING;

use crate::accept::weighted;

/// A content coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brotli.
    Brotli,
    /// gzip.
    Gzip,
    /// No compression.
    Identity,
}

/// A text in all content codings.
#[derive(Debug)]
pub struct Compressed {
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

/// The minimum size for compression. Smaller texts fit into one network packet.
const WORTH: usize = 1024;

impl Coding {
    /// Returns the name of the coding in HTTP headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// Returns the coding that a request prefers. If several are equally preferred, returns Brotli, which compresses
    /// best.
    fn preferred(asked: &HeaderMap) -> Self {
        let (mut brotli, mut gzip) = (0.0_f32, 0.0_f32);
        for (name, weight) in weighted(asked, &ACCEPT_ENCODING) {
            match name.as_str() {
                "br" => brotli = weight,
                "gzip" | "x-gzip" => gzip = weight,
                _ => {}
            }
        }
        match (brotli > 0.0, gzip > 0.0) {
            (true, _) if brotli >= gzip => Self::Brotli,
            (_, true) => Self::Gzip,
            _ => Self::Identity,
        }
    }
}

impl Compressed {
    /// Creates the text, not yet compressed.
    pub fn new(plain: Bytes) -> Self {
        Self {
            plain,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// Returns the text in the coding that a request prefers.
    pub fn preferred(&self, asked: &HeaderMap) -> (Coding, Bytes) {
        let coding = match self.plain.len() {
            ..WORTH => Coding::Identity,
            _ => Coding::preferred(asked),
        };
        let text = match coding {
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)),
            Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)),
            Coding::Identity => &self.plain,
        };
        // An empty result means that compression failed, because no text is empty.
        match text.is_empty() {
            true => (Coding::Identity, self.plain.clone()),
            false => (coding, text.clone()),
        }
    }
}

fn brotli(plain: &[u8]) -> Bytes {
    /// Brotli's quality, of at most 11. At this quality, a page of 480 KB takes some tens of milliseconds. At the
    /// highest quality, the same page takes a second.
    const QUALITY: u32 = 9;
    let mut reader = brotli::CompressorReader::new(plain, 1 << 16, QUALITY, 22);
    let mut to = Vec::with_capacity(plain.len() / 4);
    match reader.read_to_end(&mut to) {
        Ok(_) => to.into(),
        Err(_) => Bytes::new(),
    }
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 4), Compression::new(6));
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.map_or_else(|_| Bytes::new(), Bytes::from)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;
    use http::header::ACCEPT_ENCODING;

    use super::{Coding, Compressed};

    #[test]
    fn the_preferred_coding_is_sent() {
        let text = Compressed::new(Bytes::from("text ".repeat(1000)));
        for (asked, expected) in [
            ("", Coding::Identity),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip", Coding::Gzip),
            ("GZIP;q=0.5", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.9", Coding::Gzip),
            ("br;q=0, gzip;q=0", Coding::Identity),
            ("deflate, zstd", Coding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, asked.parse().unwrap());
            let (coding, bytes) = text.preferred(&headers);
            assert_eq!(coding, expected, "{asked}");
            assert_eq!(bytes.len() < 1000, coding != Coding::Identity, "{asked}");
        }
        let small = Compressed::new(Bytes::from("small"));
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, "br".parse().unwrap());
        assert_eq!(small.preferred(&headers).0, Coding::Identity);
    }
}
