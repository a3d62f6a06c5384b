//! Whether the upstream accepts the credentials, and whether they may do more than they need to.

use http::{HeaderName, Method, StatusCode};

use crate::exchange::gateway::Gateway;
use crate::observability::log::Level;
use crate::operations::scopes::beyond;
use crate::refused::{Refused, Result};

const SCOPES: HeaderName = HeaderName::from_static("x-oauth-scopes");

/// It is not counted, and everybody who is known may ask for it.
const CHEAP: &str = "/rate_limit";

/// Asks the upstream whether it accepts each credential, and warns of what is amiss.
///
/// # Errors
///
/// Fails if one is required and not accepted.
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
                    Some("the upstream does not accept it (status 401)".to_owned())
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
                            "the credential has scopes that no allowed operation names",
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
                format!("the credential {name} cannot be used: {problem}"),
                "give another one, or remove --require-credential",
            ));
        }
        gateway.log.event(
            Level::Warning,
            "the credential cannot be used",
            &name,
            Some(&problem),
        );
    }
    Ok(())
}
