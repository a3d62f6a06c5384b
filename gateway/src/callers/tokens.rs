//! Caller tokens. The gateway stores only their hashes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use http::HeaderName;
use http::request::Parts;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::observability::log::{Level, Log};
use crate::problem::{Kind, Problem};
use crate::refused::{Refused, Result, quoted};
use crate::secret_file::SecretFile;

/// The header that contains a caller's token.
pub const TOKEN: HeaderName = HeaderName::from_static("x-tagsmith-token");

/// The known callers. Without a file of hashes, every caller is accepted and has no name.
pub struct Callers(Option<Known>);

struct Known {
    path: PathBuf,
    file: SecretFile,
    list: ArcSwap<Vec<(Arc<str>, [u8; 32])>>,
}

impl Callers {
    /// Reads the file of hashes.
    ///
    /// # Errors
    ///
    /// Fails for an unreadable file or an invalid line.
    pub fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self(None));
        };
        let file = SecretFile::new(path.to_owned());
        let list = parse(&file.read()?, path)?;
        Ok(Self(Some(Known {
            path: path.to_owned(),
            file,
            list: ArcSwap::from_pointee(list),
        })))
    }

    /// Reloads the file if it changed. Keeps the old callers if the new file is unusable.
    pub fn reload(&self, is_asked: bool, log: &Log) {
        let Some(known) = self.0.as_ref().filter(|it| is_asked || it.file.changed()) else {
            return;
        };
        match known.file.read().and_then(|text| parse(&text, &known.path)) {
            Ok(list) => {
                known.list.store(Arc::new(list));
                log.event(Level::Info, "the caller tokens were reloaded", "", None);
            }
            Err(error) => log.event(
                Level::Error,
                "the new caller tokens are unusable; the old ones stay in use",
                "",
                Some(&error),
            ),
        }
    }

    /// Returns the name of the caller that sent a request. Compares the token's hash with all hashes in constant time.
    ///
    /// # Errors
    ///
    /// Fails for a missing or unknown token.
    pub fn name(&self, parts: &Parts) -> std::result::Result<Option<Arc<str>>, Problem> {
        let Some(known) = &self.0 else {
            return Ok(None);
        };
        let mut tokens = parts.headers.get_all(TOKEN).iter();
        let (Some(token), None) = (tokens.next(), tokens.next()) else {
            return Err(Problem::new(
                Kind::Caller,
                "send the token that the operator gave you in the header X-Tagsmith-Token",
            ));
        };
        let hash = Sha256::digest(token.as_bytes());
        let mut name = None;
        for (own, known) in known.list.load().iter() {
            if bool::from(hash.as_slice().ct_eq(known)) {
                name = Some(own.clone());
            }
        }
        name.map(Some)
            .ok_or_else(|| Problem::new(Kind::Caller, "the token is unknown"))
    }
}

/// Returns the line for a token in the file of hashes.
///
/// # Errors
///
/// Fails for an invalid name. Fails for a token that is too short or not a valid header value.
pub fn line(name: &str, token: &str) -> Result<String> {
    if !is_name(name) {
        return Err(Refused::new(
            format!("{} is not a valid caller name", quoted(name)),
            "use letters, digits, `-`, `_` and `.`",
        ));
    }
    if token.len() < 24 || !token.bytes().all(|it| it.is_ascii_graphic()) {
        return Err(Refused::new(
            "the token is too short, or contains characters that no header may contain",
            "give at least 24 printable characters, or omit --stdin to generate a token",
        ));
    }
    let hash: String = Sha256::digest(token.as_bytes())
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect();
    Ok(format!("{name} sha256:{hash}"))
}

fn is_name(name: &str) -> bool {
    let is_valid = |it: u8| it.is_ascii_alphanumeric() || b"-_.".contains(&it);
    !name.is_empty() && name.len() <= 64 && name.bytes().all(is_valid)
}

fn parse(text: &str, path: &Path) -> Result<Vec<(Arc<str>, [u8; 32])>> {
    let mut callers = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let read = line.split_once(' ').and_then(|(name, hash)| {
            let hash = hash.trim().strip_prefix("sha256:")?;
            let mut bytes = [0; 32];
            let digits = hash.as_bytes();
            for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
                *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
            }
            (is_name(name) && digits.len() == 64).then(|| (name.into(), bytes))
        });
        // The error omits the line, which may contain a token.
        callers.push(read.ok_or_else(|| {
            Refused::new(
                format!(
                    "line {} of {} is invalid",
                    index + 1,
                    quoted(&path.display().to_string())
                ),
                "write lines in the format that `tagsmith-gateway hash-token NAME` prints",
            )
        })?);
    }
    if callers.is_empty() {
        return Err(Refused::new(
            format!(
                "{} contains no callers",
                quoted(&path.display().to_string())
            ),
            "write lines in the format that `tagsmith-gateway hash-token NAME` prints",
        ));
    }
    Ok(callers)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{line, parse};

    const TOKEN: &str = "canary-0123456789-0123456789";

    #[test]
    fn parses_the_lines_that_it_generates() {
        let written = line("ci.1", TOKEN).unwrap();
        let callers = parse(&format!("# callers\n\n{written}\n"), Path::new("f")).unwrap();
        assert_eq!(&*callers[0].0, "ci.1");
        assert!(!written.contains("canary"));
    }

    #[test]
    fn refuses_invalid_lines_without_printing_them() {
        let good = line("a", TOKEN).unwrap();
        for text in [
            "",
            "# none\n",
            "canary",
            &format!("a {TOKEN}"),
            "a sha256:00",
            &good.replace("a ", "a/b "),
            &good[..good.len() - 1],
            &format!("{good}0"),
        ] {
            let error = parse(text, Path::new("f")).unwrap_err().to_string();
            assert!(!error.contains("canary"), "{error}");
        }
        assert!(line("a b", TOKEN).is_err());
        assert!(line("a", "short").is_err());
    }
}
