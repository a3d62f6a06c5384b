//! Decodes file contents that are encoded within JSON.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::base::text::one_line;

/// Base64 (RFC 4648) with or without padding.
pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a content cannot be decoded. `Display` does not print the content.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContentError {
    /// The response does not contain the content: its encoding is `none` or empty. GitHub omits the content of files
    /// larger than 1 MB. Request files of up to 100 MB with the media type `application/vnd.github.raw+json`.
    NotIncluded,
    /// The encoding is neither `base64` nor `utf-8`.
    UnknownEncoding(String),
    /// The content is not valid base64.
    InvalidBase64,
}

/// Decodes a file's content by its encoding: `base64` or `utf-8`. Line breaks in base64 are ignored.
///
/// GitHub's `repos/get-content` and `git/get-blob` send both as the properties `content` and `encoding`.
///
/// ```
/// use github_rest::{ContentError, decode_content};
///
/// assert_eq!(decode_content("SGVsbG8s\nIHdvcmxk\n", "base64")?, b"Hello, world");
/// assert_eq!(decode_content("", "none"), Err(ContentError::NotIncluded));
/// # Ok::<(), ContentError>(())
/// ```
///
/// # Errors
///
/// Fails if the response does not contain the content, if the encoding is unknown, or if the base64 is invalid.
pub fn decode_content(
    content: impl AsRef<str>,
    encoding: impl AsRef<str>,
) -> Result<Vec<u8>, ContentError> {
    let (content, encoding) = (content.as_ref(), encoding.as_ref());
    match encoding.to_ascii_lowercase().as_str() {
        "base64" => {
            let mut bytes = content.as_bytes().to_vec();
            bytes.retain(|it| !it.is_ascii_whitespace());
            BASE64
                .decode(bytes)
                .map_err(|_| ContentError::InvalidBase64)
        }
        "utf-8" => Ok(content.as_bytes().to_vec()),
        "none" | "" => Err(ContentError::NotIncluded),
        _ => Err(ContentError::UnknownEncoding(encoding.to_owned())),
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotIncluded => f.write_str(
                "the response does not contain the content, since it is too large; request it as raw bytes: \
                 `.accept(\"application/vnd.github.raw+json\").bytes()`",
            ),
            Self::UnknownEncoding(encoding) => write!(
                f,
                "the content has the unknown encoding `{}`: expected `base64` or `utf-8`",
                one_line(encoding)
            ),
            Self::InvalidBase64 => f.write_str("the content is not valid base64"),
        }
    }
}

impl std::error::Error for ContentError {}

#[cfg(test)]
mod tests {
    use super::{ContentError, decode_content};

    #[test]
    fn base64_may_have_line_breaks_and_no_padding() {
        for content in [
            "SGVsbG8sIHdvcmxkIQ==",
            "SGVsbG8s\nIHdvcmxkIQ==\n",
            "SGVs bG8s\r\n\tIHdvcmxkIQ",
        ] {
            assert_eq!(decode_content(content, "base64").unwrap(), b"Hello, world!");
        }
        assert_eq!(decode_content("+/8=", "BASE64").unwrap(), [0xfb, 0xff]);
        assert_eq!(decode_content("", "base64").unwrap(), b"");
        assert_eq!(decode_content(" ü\n", "utf-8").unwrap(), " ü\n".as_bytes());
    }

    #[test]
    fn decoding_errors_do_not_contain_the_content() {
        for (content, encoding, expected) in [
            ("", "none", "does not contain the content"),
            ("", "", "`.accept(\"application/vnd.github.raw+json\")"),
            ("canary", "gzip\n", "the unknown encoding `gzip `"),
            ("can*ary", "base64", "not valid base64"),
            ("canar", "base64", "not valid base64"),
        ] {
            let error = decode_content(content, encoding).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
        let none = decode_content("", "none");
        assert_eq!(none, Err(ContentError::NotIncluded));
    }
}
