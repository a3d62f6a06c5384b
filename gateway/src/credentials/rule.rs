//! Parses the values of `--credential`: a source, and the account that the source is for.

use std::fmt;
use std::path::PathBuf;

use crate::operations::table::Account;
use crate::refused::{Refused, Result};

/// A credential source and its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The account, or `None` for all accounts without a rule of their own.
    pub account: Option<(Account, String)>,
    /// The source.
    pub source: Source,
}

/// The source of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// An environment variable.
    Environment(String),
    /// A file.
    File(PathBuf),
    /// The `gh` command.
    Gh,
    /// A GitHub App.
    App {
        /// The app's id or client id.
        id: String,
        /// The only installation to use, if one is set.
        installation: Option<i64>,
        /// The file with the private key.
        key: PathBuf,
    },
}

impl Rule {
    /// Parses `[OWNER=]SOURCE`. Errors do not contain the text, which may be a token.
    ///
    /// # Errors
    ///
    /// Fails for invalid text.
    pub fn parse(text: &str) -> Result<Self> {
        let refused = || {
            Refused::new(
                "a value of --credential is not env:NAME, file:PATH, gh or app:ID@KEYFILE",
                "name the source of the token, never the token itself; the prefix OWNER= is allowed",
            )
        };
        let (account, source) = match text.split_once('=') {
            Some((account, source)) if !account.contains(':') => (Some(account), source),
            _ => (None, text),
        };
        let is_name = |it: &str| {
            !it.is_empty()
                && it
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"-_.".contains(&it))
        };
        let account = match account {
            None => None,
            Some(account) => {
                let (kind, name) = match account.strip_prefix("enterprises/") {
                    Some(name) => (Account::Enterprise, name),
                    None => (Account::Owner, account),
                };
                if !is_name(name) {
                    return Err(refused());
                }
                Some((kind, name.to_ascii_lowercase()))
            }
        };
        let source = match source.split_once(':') {
            None if source == "gh" => Source::Gh,
            Some(("env", name)) if is_name(name) => Source::Environment(name.to_owned()),
            Some(("file", path)) if !path.is_empty() => Source::File(path.into()),
            Some(("app", app)) => {
                let (id, key) = app.split_once('@').ok_or_else(refused)?;
                let (id, installation) = match id.split_once('/') {
                    Some((id, number)) => (id, Some(positive(number).ok_or_else(refused)?)),
                    None => (id, None),
                };
                if !is_name(id) || key.is_empty() {
                    return Err(refused());
                }
                Source::App {
                    id: id.to_owned(),
                    installation,
                    key: key.into(),
                }
            }
            _ => return Err(refused()),
        };
        Ok(Self { account, source })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some((Account::Owner, name)) => write!(f, "{name}=")?,
            Some((Account::Enterprise, name)) => write!(f, "enterprises/{name}=")?,
            None => {}
        }
        self.source.fmt(f)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(name) => write!(f, "env:{name}"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Gh => f.write_str("gh"),
            Self::App {
                id,
                installation: None,
                key,
            } => write!(f, "app:{id}@{}", key.display()),
            Self::App {
                id,
                installation: Some(number),
                key,
            } => write!(f, "app:{id}/{number}@{}", key.display()),
        }
    }
}

fn positive(number: &str) -> Option<i64> {
    number.parse().ok().filter(|it| *it > 0)
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn credential_rules_round_trip_through_display() {
        for text in [
            "env:GITHUB_TOKEN",
            "file:/run/a=b",
            "gh",
            "app:12@/k.pem",
            "app:Iv1.a/34@k@b.pem",
            "octo-org=gh",
            "enterprises/octo=file:x",
        ] {
            assert_eq!(Rule::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn does_not_print_an_invalid_credential_rule() {
        for text in [
            "ghp_canary0123456789",
            "",
            "env:",
            "env:a b",
            "file:",
            "app:1",
            "app:@k",
            "app:1/x@k",
            "app:1/-2@k",
            "app:1/0@k",
            "=gh",
            "a/b=gh",
            "token=ghp_canary",
        ] {
            let error = Rule::parse(text).unwrap_err().to_string();
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
