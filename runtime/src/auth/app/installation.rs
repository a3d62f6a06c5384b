//! An installation of a GitHub App: tokens that hold for an hour.

use std::fmt;

use http::{Method, StatusCode};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json};

use super::App;
use super::refusal::refusal;
use crate::auth::kept::{Kept, Lease};
use crate::credentials::api::Api;
use crate::credentials::credential::Credential;
use crate::credentials::source::CredentialSource;
use crate::error::CredentialError;
use crate::http::date::date;
use crate::http::transport::BoxFuture;

/// So long before its end, a token is renewed.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// How long a token holds where GitHub does not say.
const UNSAID: SignedDuration = SignedDuration::from_hours(1);

/// The source of the tokens of an installation of a [GitHub App](App).
///
/// A token [holds for an hour](https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app)
/// and is renewed five minutes before its end, or after GitHub did not accept it: by one request for
/// all calls that wait for it. A token rejected within five seconds of its issue is kept, and the call is retried with
/// it: GitHub replicates tokens with a delay. Calls that waited for a renewal that failed fail with it; the next call
/// tries again. If it failed for a limit of GitHub, calls wait for its end as for one of their own
/// ([`rate_limit_wait`](crate::ClientBuilder::rate_limit_wait)), or fail until then.
pub struct Installation {
    app: App,
    id: i64,
    /// What the token is limited to: the body of the request for it.
    scope: Map<String, Json>,
    token: Kept,
}

impl Installation {
    pub(super) fn new(app: App, id: i64) -> Self {
        Self {
            app,
            id,
            scope: Map::new(),
            token: Kept::default(),
        }
    }

    /// Limits its tokens to repositories: their names, without the owner. GitHub takes up to 500.
    #[must_use]
    pub fn repositories(self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let names = names.into_iter().map(|name| Json::from(name.into()));
        self.limited("repositories", names.collect())
    }

    /// Limits its tokens to repositories: their ids. GitHub takes up to 500.
    #[must_use]
    pub fn repository_ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        let ids = ids.into_iter().map(Json::from);
        self.limited("repository_ids", ids.collect())
    }

    /// Limits its tokens to [permissions](https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app),
    /// each with its level: `("contents", "read")`.
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
        let token = text("token")
            .ok_or_else(|| CredentialError::new("GitHub's answer has no installation token"))?;
        let end = text("expires_at").and_then(|it| it.parse::<Timestamp>().ok());
        // It ends by GitHub's clock, which need not be ours.
        let github_time = date(&reply.headers).unwrap_or(now);
        let holds = end.map_or(UNSAID, |end| end.duration_since(github_time));
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
        self.token.forget(credential);
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
