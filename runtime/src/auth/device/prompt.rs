//! What the user of a program has to do.

use std::time::Duration;

use serde_json::Value as Json;

/// What the user has to do: open the address, and enter the code there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The code, such as `WDJB-MJHT`.
    pub user_code: String,
    /// The address, such as `https://github.com/login/device`.
    pub verification_uri: String,
    /// How long there is for it: 15 minutes, as a rule.
    pub expires_in: Duration,
}

/// What GitHub answers to a program that asks for a code.
pub(super) struct Grant {
    pub(super) prompt: DevicePrompt,
    /// What the program shows to get the token; a secret.
    pub(super) device_code: String,
    /// So long between two questions for the token.
    pub(super) interval: Duration,
}

impl Grant {
    /// Reads an answer; none if it is another one.
    pub(super) fn read(body: &Json) -> Option<Self> {
        let text = |name: &str| body.get(name)?.as_str().map(str::to_owned);
        Some(Self {
            prompt: DevicePrompt {
                user_code: text("user_code")?,
                verification_uri: text("verification_uri")?,
                expires_in: seconds(body, "expires_in").unwrap_or(Duration::from_secs(900)),
            },
            device_code: text("device_code")?,
            // Never without a pause, whatever a server says.
            interval: seconds(body, "interval")
                .unwrap_or(Duration::from_secs(5))
                .max(Duration::from_secs(1)),
        })
    }
}

/// Reads a number of seconds, of which a year is enough.
pub(super) fn seconds(body: &Json, name: &str) -> Option<Duration> {
    const YEAR: u64 = 365 * 24 * 60 * 60;
    let seconds = body.get(name)?.as_u64()?;
    Some(Duration::from_secs(seconds.min(YEAR)))
}
