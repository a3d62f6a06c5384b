//! `hash-token`: generates a line of the `--caller-tokens` file.

use std::io::Read as _;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::callers::tokens;
use crate::refused::{Refused, Result};

/// Prints the line for a caller's token. The token is generated, or read from standard input.
///
/// # Errors
///
/// Fails for an invalid name or an unusable token.
pub fn hash_token(name: &str, stdin: bool) -> Result<ExitCode> {
    let mut token = String::new();
    if stdin {
        let read = std::io::stdin()
            .lock()
            .take(4096)
            .read_to_string(&mut token);
        read.map_err(|_| {
            Refused::new(
                "standard input cannot be read",
                "pipe the token, and nothing else, to it",
            )
        })?;
    } else {
        token = made()?;
    }
    let token = token.trim_end_matches(['\r', '\n']);
    println!("{}", tokens::line(name, token)?);
    if !stdin {
        eprintln!("the token of {name}, which is not shown again: {token}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Generates a random token.
fn made() -> Result<String> {
    let mut bytes = [0_u8; 32];
    let provider = rustls::crypto::ring::default_provider();
    provider.secure_random.fill(&mut bytes).map_err(|_| {
        Refused::new(
            "the system's random number generator failed",
            "give a token with --stdin",
        )
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
