//! Private keys as text: PEM in the forms in which files and environment variables contain it.

use base64::Engine as _;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer};

use crate::body::encoded::BASE64;

/// What is wrong with a key, as the end of an error's text. It never shows the key.
pub(super) type Problem = &'static str;

pub(super) const NEITHER: Problem =
    "is neither PEM nor DER: give the `.pem` file that GitHub let you download";
pub(super) const NOT_RSA: Problem =
    "is not an RSA key: GitHub accepts app JWTs signed with RS256 only";
pub(super) const DAMAGED: Problem = "is damaged or too short";
const ENCRYPTED: Problem = "is encrypted: decrypt it by `openssl pkey -in key.pem -out plain.pem`";
const PUBLIC: Problem =
    "is a public key: give the private key, the `.pem` file that GitHub let you download";
const CERTIFICATE: Problem =
    "is a certificate: give the private key, the `.pem` file that GitHub let you download";
const SSH: Problem = "is in the format of OpenSSH: convert it by `ssh-keygen -p -m PEM -f key.pem`";
const OTHER: Problem = "is PEM without an `RSA PRIVATE KEY` or a `PRIVATE KEY`: give the `.pem` file that GitHub let you download";
const TRUNCATED: Problem = "is truncated, its `-----END` line is missing: give the whole file";

/// Reads PEM, DER, or one of them as base64, of PKCS#1 or PKCS#8.
pub(super) fn read(key: &[u8]) -> Result<PrivateKeyDer<'static>, Problem> {
    let Some(text) = std::str::from_utf8(key).ok().map(bare) else {
        return der(key);
    };
    if is_pem(&text) {
        return pem(&text);
    }
    // Base64 in place of PEM keeps a key in one line.
    let Some(decoded) = decode(&text) else {
        return der(key);
    };
    match std::str::from_utf8(&decoded).ok().map(bare) {
        Some(text) if is_pem(&text) => pem(&text),
        _ => der(&decoded),
    }
}

/// Removes what surrounds a text in files and environment variables, and restores its line breaks.
fn bare(text: &str) -> String {
    let is_around = |it: char| it.is_whitespace() || matches!(it, '"' | '\'' | '\u{feff}');
    let text = text.trim_matches(is_around);
    text.replace("\\r", "\r").replace("\\n", "\n")
}

fn is_pem(text: &str) -> bool {
    text.contains("-----BEGIN ")
}

/// Decodes base64 of the standard and of the URL-safe alphabet.
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

/// Reads the private key of PEM, which may have other sections before it, as keys of curves do.
fn pem(text: &str) -> Result<PrivateKeyDer<'static>, Problem> {
    let mut problem = OTHER;
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once("-----BEGIN ") {
        let (label, begun) = begun.split_once("-----").ok_or(TRUNCATED)?;
        let end = format!("-----END {label}-----");
        let (body, after) = begun.split_once(&end).ok_or(TRUNCATED)?;
        match section(label, body) {
            Ok(key) => return Ok(key),
            // A section that is no key says what was given instead of one.
            Err(OTHER) => {}
            Err(found) => problem = found,
        }
        rest = after;
    }
    Err(problem)
}

fn section(label: &str, body: &str) -> Result<PrivateKeyDer<'static>, Problem> {
    // `Proc-Type: 4,ENCRYPTED` is a header of the body.
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
