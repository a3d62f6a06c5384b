//! Extracts one file from a tarball into memory. Nothing is unpacked to disk, and all other entries are ignored.

use std::io::Error;

use flate2::read::MultiGzDecoder;
use tar::Archive;

use super::capped::{self, Capped};
use crate::report::{Diagnostic, describe, quoted};

/// The maximum number of bytes to decompress before the file.
const MOST: u64 = 4 << 30;

/// Returns a file of a gzipped tarball.
pub(super) fn file(tarball: &[u8], name: &str, most: u64) -> Result<Vec<u8>, Diagnostic> {
    let broken = |error: Error| {
        Diagnostic::new(
            format!("the package is not a tarball: {}", describe(&error)),
            "nothing was changed; run the command again, or use another version",
        )
    };
    let broken = |error: Error| capped::describe(error, broken, name);
    let unpacked = Capped::new(MultiGzDecoder::new(tarball), MOST);
    let mut archive = Archive::new(unpacked);
    // Reads raw entries, since the library would read a long-name extension of any size into memory.
    for entry in archive.entries().map_err(broken)?.raw(true) {
        let entry = entry.map_err(broken)?;
        if *entry.path_bytes() != *name.as_bytes() {
            continue;
        }
        if !entry.header().entry_type().is_file() {
            return Err(Diagnostic::new(
                format!("{} is not a plain file in the package", quoted(name)),
                "nothing was changed; use another version",
            ));
        }
        return Capped::new(entry, most).all().map_err(broken);
    }
    Err(Diagnostic::new(
        format!("the package does not contain {}", quoted(name)),
        "nothing was changed; check `file` in the lock file, or use another version",
    ))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use tar::{Builder, EntryType, Header};

    const NAME: &str = "package/generated/api.json";

    fn header(kind: EntryType, size: u64) -> Header {
        let mut header = Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(size);
        header.set_mode(0o644);
        header
    }

    /// Sets a name that the tarball builder would refuse.
    fn named(mut header: Header, name: &str) -> Header {
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        header
    }

    fn tarball(entries: &[(Header, Vec<u8>)]) -> Vec<u8> {
        let mut to = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (header, content) in entries {
            to.append(header, content.as_slice()).unwrap();
        }
        to.into_inner().unwrap().finish().unwrap()
    }

    fn entry(kind: EntryType, name: &str, content: &[u8]) -> (Header, Vec<u8>) {
        let header = named(header(kind, content.len() as u64), name);
        (header, content.to_vec())
    }

    fn file(tarball: &[u8]) -> Result<Vec<u8>, String> {
        super::file(tarball, NAME, 1 << 20).map_err(|it| it.to_string())
    }

    #[test]
    fn only_the_named_file_is_extracted() {
        let mut link = header(EntryType::Symlink, 0);
        link.set_link_name("/etc").unwrap();
        let found = file(&tarball(&[
            entry(EntryType::Directory, "package/", b""),
            (named(link, "package/generated/api"), Vec::new()),
            entry(EntryType::Regular, "../../escaped", b"out"),
            entry(EntryType::Regular, "/absolute", b"out"),
            entry(EntryType::Regular, "package/generated/../api.json", b"out"),
            entry(
                EntryType::GNULongName,
                "././@LongLink",
                b"package/generated/api.json",
            ),
            entry(EntryType::Regular, "other", b"out"),
            entry(EntryType::Regular, NAME, b"in"),
        ]));
        assert_eq!(found.unwrap(), b"in");
    }

    #[test]
    fn hostile_tarballs_are_refused() {
        let links = [EntryType::Symlink, EntryType::Link, EntryType::Fifo];
        for kind in links.into_iter().chain([EntryType::GNUSparse]) {
            let mut header = header(kind, 0);
            header.set_link_name("/etc/passwd").unwrap();
            let message = file(&tarball(&[(named(header, NAME), Vec::new())])).unwrap_err();
            assert!(message.contains("not a plain file"), "{kind:?}: {message}");
        }
        let bomb = vec![b' '; 2 << 20];
        let message = file(&tarball(&[entry(EntryType::Regular, NAME, &bomb)])).unwrap_err();
        assert!(message.contains("more than 1 MiB"), "{message}");
        let message = file(&tarball(&[entry(EntryType::Regular, "other", b"")])).unwrap_err();
        assert!(message.contains("does not contain"), "{message}");
        let whole = tarball(&[entry(EntryType::Regular, NAME, b"in")]);
        for broken in [&b""[..], b"not gzip", &whole[..whole.len() / 2]] {
            assert!(file(broken).is_err());
        }
        let mut endless = GzEncoder::new(Vec::new(), Compression::best());
        let (lying, _) = (named(header(EntryType::Regular, 1 << 40), "other"), ());
        endless.write_all(lying.as_bytes()).unwrap();
        let message = file(&endless.finish().unwrap()).unwrap_err();
        assert!(message.contains("not a tarball"), "{message}");
    }
}
