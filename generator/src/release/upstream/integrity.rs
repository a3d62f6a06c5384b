//! Verifies a tarball against the registry's metadata.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use super::npm::Release;
use crate::report::{Diagnostic, Result, quoted};

/// Compares a tarball with the SHA-512 in the registry's metadata.
pub(super) fn verify(tarball: &[u8], release: &Release) -> Result<()> {
    let refuse = |message: String| {
        Diagnostic::new(
            message,
            "nothing was changed; do not use this package until you know why",
        )
        .at(format!("{}@{}", release.package, release.version))
    };
    let mut digests = release
        .integrity
        .split_ascii_whitespace()
        .filter_map(|it| it.strip_prefix("sha512-"))
        // Removes options after `?`, which are not part of the digest.
        .map(|it| it.split('?').next().unwrap_or_default())
        .peekable();
    if digests.peek().is_none() {
        let what = quoted(&release.integrity);
        return Err(refuse(format!(
            "the registry has no SHA-512 for the package, but {what}"
        ))
        .into());
    }
    let found = Sha512::digest(tarball);
    if digests.any(|it| STANDARD.decode(it).is_ok_and(|it| it == found.as_slice())) {
        return Ok(());
    }
    Err(refuse("the package does not match the SHA-512 in the registry".to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::{Release, verify};

    #[test]
    fn a_package_with_a_different_digest_is_refused() {
        let right = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/\
            uu9RU1EI2Q86A4qmslPpUyknw==";
        for (integrity, passes) in [
            (right.to_owned(), true),
            (format!("sha1-x {right}?a"), true),
            (right.replace("3a81", "3a82"), false),
            ("sha512-".to_owned(), false),
            ("sha512-!".to_owned(), false),
            ("sha1-qZk+NkcGgWq6PiVxeFDCbJzQ2J0=".to_owned(), false),
            (String::new(), false),
        ] {
            let release = Release {
                package: "a".to_owned(),
                version: "1.0.0".to_owned(),
                integrity,
            };
            assert_eq!(verify(b"abc", &release).is_ok(), passes, "{release:?}");
        }
    }
}
