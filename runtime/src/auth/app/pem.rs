//! Parses private keys in PEM, in the forms that files and environment variables contain.

use base64::Engine as _;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer};

use crate::body::encoded::BASE64;

/// The problem with a key, as the end of an error message. The message never contains the key.
pub(super) type Problem = &'static str;

pub(super) const NEITHER: Problem =
    "is neither PEM nor DER: pass the `.pem` file that you downloaded from GitHub";
pub(super) const NOT_RSA: Problem =
    "is not an RSA key: GitHub accepts app JWTs signed with RS256 only";
pub(super) const DAMAGED: Problem = "is damaged or too short";
const ENCRYPTED: Problem =
    "is encrypted: decrypt it with `openssl pkey -in key.pem -out plain.pem`";
const PUBLIC: Problem =
    "is a public key: pass the private key, the `.pem` file that you downloaded from GitHub";
const CERTIFICATE: Problem =
    "is a certificate: pass the private key, the `.pem` file that you downloaded from GitHub";
const SSH: Problem = "is in OpenSSH format: convert it with `ssh-keygen -p -m PEM -f key.pem`";
const OTHER: Problem = "is PEM without an `RSA PRIVATE KEY` or a `PRIVATE KEY`: pass the `.pem` file that you downloaded from GitHub";
const TRUNCATED: Problem = "is truncated, its `-----END` line is missing: pass the whole file";

/// Parses a PKCS#1 or PKCS#8 key from PEM, DER, or base64 of either.
pub(super) fn read(key: &[u8]) -> Result<PrivateKeyDer<'static>, Problem> {
    let Some(text) = std::str::from_utf8(key).ok().map(bare) else {
        return der(key);
    };
    if is_pem(&text) {
        return pem(&text);
    }
    // Base64-encoded PEM fits on one line.
    let Some(decoded) = decode(&text) else {
        return der(key);
    };
    match std::str::from_utf8(&decoded).ok().map(bare) {
        Some(text) if is_pem(&text) => pem(&text),
        _ => der(&decoded),
    }
}

/// Strips quotes and white space from the text of a file or an environment variable, and restores the text's line
/// breaks.
fn bare(text: &str) -> String {
    let is_around = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '\u{feff}');
    let text = text.trim_matches(is_around);
    text.replace("\\r", "\r").replace("\\n", "\n")
}

fn is_pem(text: &str) -> bool {
    text.contains("-----BEGIN ")
}

/// Decodes base64 in the standard or the URL-safe alphabet.
fn decode(text: &str) -> Option<Vec<u8>> {
    let standard = |it: char| match it {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let text: String = text
        .split_whitespace()
        .flat_map(str::chars)
        .map(standard)
        .collect();
    BASE64.decode(text).ok().filter(|it| !it.is_empty())
}

fn der(key: &[u8]) -> Result<PrivateKeyDer<'static>, Problem> {
    match PrivateKeyDer::try_from(key) {
        Ok(PrivateKeyDer::Sec1(_)) => Err(NOT_RSA),
        Ok(key) => Ok(key.clone_key()),
        Err(_) => Err(NEITHER),
    }
}

/// Parses the private key of PEM. Other sections may precede it, as for EC keys.
fn pem(text: &str) -> Result<PrivateKeyDer<'static>, Problem> {
    let mut problem = OTHER;
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let (label, begun) = begun.split_once("-----").ok_or(TRUNCATED)?;
        let end = format!("-----END {label}-----");
        let (body, after) = begun.split_once(&end).ok_or(TRUNCATED)?;
        match section(label, body) {
            Ok(key) => return Ok(key),
            // The label of another section shows what was passed instead of a private key.
            Err(OTHER) => {}
            Err(found) => problem = found,
        }
        rest = after;
    }
    Err(problem)
}

fn section(label: &str, body: &str) -> Result<PrivateKeyDer<'static>, Problem> {
    // `Proc-Type: 4,ENCRYPTED` is a header inside the PEM section.
    if label.contains("ENCRYPTED") || body.contains("ENCRYPTED") {
        return Err(ENCRYPTED);
    }
    let decoded = || decode(body).ok_or(DAMAGED);
    match label {
        "RSA PRIVATE KEY" => Ok(PrivatePkcs1KeyDer::from(decoded()?).into()),
        "PRIVATE KEY" => Ok(PrivatePkcs8KeyDer::from(decoded()?).into()),
        "OPENSSH PRIVATE KEY" => Err(SSH),
        it if it.ends_with("PRIVATE KEY") => Err(NOT_RSA),
        it if it.ends_with("PUBLIC KEY") => Err(PUBLIC),
        "CERTIFICATE" => Err(CERTIFICATE),
        _ => Err(OTHER),
    }
}
