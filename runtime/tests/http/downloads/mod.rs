//! Tests of downloads (streamed, resumed, compressed) and of linked reports.

mod compressed_files;
mod reports;
mod resumed;
mod streaming;
