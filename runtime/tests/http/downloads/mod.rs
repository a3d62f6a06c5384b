//! Downloads: streamed, resumed, compressed; and reports behind links.

mod compressed_files;
mod reports;
mod resumed;
mod streaming;
