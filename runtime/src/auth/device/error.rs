//! The error of a device flow.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use crate::base::build_error::BuildError;
use crate::base::text::one_line;
use crate::http::transport::Fault;

/// The error of a device flow.
#[derive(Debug)]
#[non_exhaustive]
pub enum DeviceError {
    /// A setting is invalid.
    Setting(BuildError),
    /// No connection to GitHub was possible.
    Transport(Fault),
    /// The user denied the request.
    Denied,
    /// The user did not enter the code in time. Start the flow again to get a new code.
    Expired,
    /// GitHub refused the request: see [GitHub's list of error
    /// codes](https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps#error-codes-for-the-device-flow).
    Refused {
        /// GitHub's code, such as `device_flow_disabled`.
        code: String,
        /// GitHub's description of the code.
        description: Option<String>,
    },
    /// The response contains neither a token nor an error code.
    Unreadable {
        /// The response's HTTP status.
        status: StatusCode,
    },
}

impl fmt::Display for DeviceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error) => error.fmt(f),
            Self::Transport(fault) => write!(f, "no token: GitHub cannot be reached: {fault}"),
            Self::Denied => f.write_str("no token: the user denied the request"),
            Self::Expired => f.write_str("no token: the code was not entered in time"),
            Self::Refused { code, description } => {
                let advice = match code.as_str() {
                    "device_flow_disabled" => ": enable it in the app's settings",
                    "incorrect_client_credentials" => ": check the client id",
                    _ => "",
                };
                write!(f, "no token: GitHub refused: {}{advice}", one_line(code))?;
                match description {
                    Some(description) => write!(f, " ({})", one_line(description)),
                    None => Ok(()),
                }
            }
            Self::Unreadable { status } => {
                write!(
                    f,
                    "no token: GitHub's response cannot be parsed (status {status})"
                )
            }
        }
    }
}

impl StdError for DeviceError {}
