//! The prompt that the program shows to its user.

use std::time::Duration;

use serde_json::Value as Json;

/// The prompt for the user: open the address and enter the code there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The code, such as `WDJB-MJHT`.
    pub user_code: String,
    /// The address, such as `https://github.com/login/device`.
    pub verification_uri: String,
    /// The lifetime of the code, usually 15 minutes.
    pub expires_in: Duration,
}

/// GitHub's response to the request for a code.
pub(super) struct Grant {
    pub(super) prompt: DevicePrompt,
    /// The secret by which the program polls for the token.
    pub(super) device_code: String,
    /// The polling interval.
    pub(super) interval: Duration,
}

impl Grant {
    /// Parses a response. Returns `None` if the response does not have the documented form.
    pub(super) fn read(body: &Json) -> Option<Self> {
        let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            prompt: DevicePrompt {
                user_code: text("user_code")?,
                verification_uri: text("verification_uri")?,
                expires_in: seconds(body, "expires_in").unwrap_or(Duration::from_secs(900)),
            },
            device_code: text("device_code")?,
            // A minimum interval, even if the server states zero.
            interval: seconds(body, "interval")
                .unwrap_or(Duration::from_secs(5))
                .max(Duration::from_secs(1)),
        })
    }
}

/// Parses a number of seconds, capped at a year.
pub(super) fn seconds(body: &Json, name: &str) -> Option<Duration> {
    const YEAR: u64 = 365 * 24 * 60 * 60;
    let seconds = body.get(name)?.as_u64()?;
    Some(Duration::from_secs(seconds.min(YEAR)))
}
