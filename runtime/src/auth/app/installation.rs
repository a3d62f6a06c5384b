//! Installation access tokens of a GitHub App.

use std::fmt;

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json};

use super::App;
use super::refusal::refusal;
use crate::auth::token_cache::{Lease, TokenCache};
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::date::date;
use crate::http::transport::BoxFuture;

/// A token is renewed this long before it expires.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// The lifetime of a token if GitHub does not state it.
const DEFAULT_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// A source of installation access tokens for a [GitHub App](App).
///
/// A token [is valid for an
/// hour](https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app). The source renews a
/// token five minutes before it expires, or after GitHub rejected it. All waiting calls share one token request. GitHub
/// replicates new tokens with a delay. So a token that is rejected within five seconds of its issue stays in use, and
/// the call is retried.
///
/// If a renewal fails, the calls that waited for it fail with its error, and the next call tries again. If a rate limit
/// prevents the renewal, [`rate_limit_wait`](crate::ClientBuilder::rate_limit_wait) decides whether calls wait for the
/// reset. Otherwise, calls fail until the reset.
pub struct Installation {
    app: App,
    id: i64,
    /// The body of the token request, which restricts the token's repositories and permissions.
    scope: Map<String, Json>,
    token: TokenCache,
}

impl Installation {
    pub(super) fn new(app: App, id: i64) -> Self {
        Self {
            app,
            id,
            scope: Map::new(),
            token: TokenCache::default(),
        }
    }

    /// Restricts the tokens to these repositories. A name does not include the owner. GitHub accepts up to 500
    /// repositories.
    #[must_use]
    pub fn repositories(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter().map(|name| Json::from(name.into()));
        self.limited("repositories", names.collect())
    }

    /// Restricts the tokens to the repositories with these ids. GitHub accepts up to 500 repositories.
    #[must_use]
    pub fn repository_ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        let ids = ids.into_iter().map(Json::from);
        self.limited("repository_ids", ids.collect())
    }

    /// Restricts the tokens to
    /// [permissions](https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app). Each
    /// permission has an access level, as in `("contents", "read")`.
    #[must_use]
    pub fn permissions(
        self,
        permissions: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let permissions = permissions.into_iter();
        let permissions = permissions.map(|(name, level)| (name.into(), Json::from(level.into())));
        self.limited("permissions", Json::Object(permissions.collect()))
    }

    fn limited(mut self, member: &str, to: Json) -> Self {
        self.scope.insert(member.to_owned(), to);
        self
    }

    async fn renew(&self, api: &Api<'_>) -> Result<Lease, CredentialError> {
        if self.id <= 0 {
            return Err(CredentialError::new(format!(
                "the installation id {} given to `App::installation` is not positive: use the `id` of an \
                 installation of the app",
                self.id
            )));
        }
        let path = format!("/app/installations/{}/access_tokens", self.id);
        let body = (!self.scope.is_empty()).then(|| Json::Object(self.scope.clone()));
        let asked = self.app.ask(api, Method::POST, &path, body.as_ref());
        let reply = asked.await?;
        let now = api.now();
        if reply.status != StatusCode::CREATED {
            return Err(refusal(&reply, now));
        }
        let text = |name: &str| reply.body.get(name).and_then(Json::as_str);
        let token = text("token").ok_or_else(|| {
            CredentialError::new("GitHub's response contains no installation token")
        })?;
        let end = text("expires_at").and_then(|it| it.parse::<Timestamp>().ok());
        // The token expires by GitHub's clock, which may differ from the local clock.
        let github_time = date(&reply.headers).unwrap_or(now);
        let holds = end.map_or(DEFAULT_WAIT, |end| end.duration_since(github_time));
        Ok(Lease {
            credential: Credential::bearer(token)?
                .account(self.account())
                .issued_at(now),
            renew: now.saturating_add(holds - AHEAD).unwrap_or(now),
            end: now.saturating_add(holds).unwrap_or(now),
        })
    }

    fn account(&self) -> String {
        let scope = Json::Object(self.scope.clone());
        format!("app {}, installation {}, {scope}", self.app.0.id, self.id)
    }
}

impl CredentialSource for Installation {
    fn credential<'a>(
        &'a self,
        api: &'a Api<'a>,
    ) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        Box::pin(self.token.get(api, self.renew(api)))
    }

    fn rejected(&self, credential: &Credential) -> bool {
        self.token.remove(credential);
        true
    }
}

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Installation")
            .field("app", &self.app.0.id)
            .field("id", &self.id)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}
