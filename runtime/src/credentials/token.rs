//! Builds `Authorization` header values from secrets, and checks them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

use crate::error::CredentialError;

/// Returns the value of the `Authorization` header for a token.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, CredentialError> {
    if token.is_empty() {
        return Err(CredentialError::new("the token is empty"));
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CredentialError::new(
            "the token contains an invalid character, such as a space or a trailing line break",
        ));
    }
    header(format!("Bearer {token}"))
}

/// Returns the value of the `Authorization` header for a name and a password.
pub(crate) fn basic(user: &str, password: &str) -> Result<HeaderValue, CredentialError> {
    if user.is_empty() || user.contains(':') {
        let problem =
            "the user name is empty or contains a colon, which basic authentication does not allow";
        return Err(CredentialError::new(problem));
    }
    header(format!(
        "Basic {}",
        STANDARD.encode(format!("{user}:{password}"))
    ))
}

fn header(text: String) -> Result<HeaderValue, CredentialError> {
    // The error omits its cause, whose text may contain the secret.
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| CredentialError::new("the token is not a valid header value"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::{basic, bearer};

    #[test]
    fn the_debug_output_of_a_header_does_not_contain_the_secret() {
        let value = bearer("canary").unwrap();
        assert_eq!(value.as_bytes(), b"Bearer canary");
        assert!(!format!("{value:?}").contains("canary"));
        let value = basic("Aladdin", "open sesame").unwrap();
        assert_eq!(value.as_bytes(), b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert!(!format!("{value:?}").contains("QWxh"));
    }

    #[test]
    fn an_invalid_secret_is_an_error_without_its_value() {
        for token in ["", "canary\n", "can ary", "canary\u{e9}", "canary\0"] {
            let error = bearer(token).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
        for user in ["", "can:ary"] {
            let error = basic(user, "canary").unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
        }
    }
}
