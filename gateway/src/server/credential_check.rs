//! The startup check: whether the upstream accepts the credentials, and whether a credential has excess scopes.

use http::{HeaderName, Method, StatusCode};

use crate::exchange::gateway::Gateway;
use crate::observability::log::Level;
use crate::operations::scopes::beyond;
use crate::refused::{Refused, Result};

const SCOPES: HeaderName = HeaderName::from_static("x-oauth-scopes");

/// An endpoint that does not count against the rate limit, and that any valid credential may call.
const CHEAP: &str = "/rate_limit";

/// Checks each credential with the upstream, and logs warnings.
///
/// # Errors
///
/// Fails if a required credential is rejected.
pub async fn check(gateway: &Gateway, scopes: &[String]) -> Result<()> {
    for (name, sent) in gateway.credentials.each().await {
        let problem = match sent {
            Err(error) => Some(error),
            Ok(sent) => match gateway
                .client
                .ask(&Method::GET, CHEAP, &sent.authorization)
                .await
            {
                Err(failure) => Some(failure.to_string()),
                Ok((StatusCode::UNAUTHORIZED, ..)) => {
                    Some("the upstream rejected it (status 401)".to_owned())
                }
                Ok((_, headers, _)) => {
                    let granted = headers
                        .get(SCOPES)
                        .and_then(|it| it.to_str().ok())
                        .unwrap_or_default();
                    let more = beyond(granted, scopes);
                    if !more.is_empty() {
                        gateway.log.event(
                            Level::Warning,
                            "the credential has scopes that no allowed operation needs",
                            &name,
                            Some(&more.join(", ")),
                        );
                    }
                    None
                }
            },
        };
        let Some(problem) = problem else { continue };
        if gateway.config.require_credential {
            return Err(Refused::new(
                format!("the credential {name} is unusable: {problem}"),
                "set a different credential, or remove --require-credential",
            ));
        }
        gateway.log.event(
            Level::Warning,
            "the credential is unusable",
            &name,
            Some(&problem),
        );
    }
    Ok(())
}
