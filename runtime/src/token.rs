//! The token: checked once, kept as the header that carries it, shown nowhere.

use http::HeaderValue;

use crate::build_error::BuildError;

/// Returns the value of the `Authorization` header for a token.
pub(crate) fn authorization(token: &str) -> Result<HeaderValue, BuildError> {
    if token.is_empty() {
        return Err(BuildError::new("the token is empty"));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(BuildError::new(
            "the token holds a character that no token has, such as a space or a line break at its end",
        ));
    }
    // Not the cause: it might show what it was made of.
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| BuildError::new("the token cannot be sent in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::authorization;

    #[test]
    fn a_token_becomes_a_header_that_does_not_show_it() {
        let value = authorization("canary").unwrap();
        assert_eq!(value.as_bytes(), b"Bearer canary");
        assert!(!format!("{value:?}").contains("canary"));
    }

    #[test]
    fn a_token_that_no_header_carries_is_refused_and_not_shown() {
        for token in ["", "canary\n", "can ary", "canary\u{e9}", "canary\0"] {
            let error = authorization(token).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("can"), "{error}");
        }
    }
}
