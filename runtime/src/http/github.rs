//! Names of headers that only GitHub sends. Other APIs do not send these headers.

pub(crate) const ACCEPTED_PERMISSIONS: &str = "x-accepted-github-permissions";
pub(crate) const ACCEPTED_SCOPES: &str = "x-accepted-oauth-scopes";
pub(crate) const POLL_INTERVAL: &str = "x-poll-interval";
pub(crate) const REQUEST_ID: &str = "x-github-request-id";
pub(crate) const SCOPES: &str = "x-oauth-scopes";
pub(crate) const SSO: &str = "x-github-sso";
pub(crate) const TOKEN_EXPIRATION: &str = "github-authentication-token-expiration";
