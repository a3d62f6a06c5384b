//! The defaults of a generated crate: facts of its API, such as the base URL.

/// The defaults of a generated crate: facts of its API, such as the base URL. The runtime code itself is the same for
/// all APIs.
#[derive(Debug)]
#[non_exhaustive]
pub struct Defaults {
    /// The absolute base URL.
    pub base_url: &'static str,
    /// The `User-Agent`: the crate's name and version.
    pub user_agent: &'static str,
    /// The media type for `Accept`, unless the operation declares its own.
    pub media_type: &'static str,
    /// The header that carries the API version.
    pub version_header: Option<&'static str>,
    /// The API version that the crate was generated for.
    pub api_version: Option<&'static str>,
    /// The environment variable that contains the base URL.
    pub base_url_variable: Option<&'static str>,
    /// The environment variable that contains the server's host, if no base URL is set.
    pub host_variable: Option<HostVariable>,
    /// The environment variables that contain tokens, in order of precedence.
    pub token_variables: &'static [TokenVariables],
    /// Whether a write that is redirected by 301 or 302 keeps its method and body. If `false`, such a redirect is not
    /// followed.
    pub redirect_writes: bool,
    /// The paths of operations that are exempt from rate limits, such as `/rate_limit`.
    pub unlimited_paths: &'static [&'static str],
    /// Substrings, in lower case, that mark the message of a 422 as a rate limit.
    pub limit_messages: &'static [&'static str],
    /// The maximum number of items of a list that the server returns, such as 1,000 for GitHub's search.
    pub result_cap: Option<u32>,
    /// The location of the message and the documentation URL in an error body.
    pub error_body: ErrorBody,
    /// The uploads URL for each pattern of base URLs, for operations that have their own server. `*` matches the same
    /// text in both URLs.
    pub uploads: &'static [(&'static str, &'static str)],
    /// The GraphQL endpoint for each pattern of base URLs. `*` matches the same text in both URLs. The first match
    /// wins.
    pub graphql: &'static [(&'static str, &'static str)],
}

/// Environment variables that contain a token, and the servers that the token is for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenVariables {
    /// The names of the variables, in order of precedence.
    pub variables: &'static [&'static str],
    /// The hosts that the token may be sent to, such as `api.example.com` or `*.example.com`. If the list is empty, the
    /// token is for the default base URL. An operation's own server receives the token only if the list contains its
    /// host.
    pub hosts: &'static [&'static str],
    /// Whether the token is for the server that the environment variables select, unless another set of variables lists
    /// that host. If so, the token takes precedence over the tokens of other sets.
    pub named_server: bool,
}

impl TokenVariables {
    /// Creates a set of token variables for these hosts.
    pub const fn new(variables: &'static [&'static str], hosts: &'static [&'static str]) -> Self {
        Self {
            variables,
            hosts,
            named_server: false,
        }
    }

    /// Makes the token valid for the server that the environment variables select, unless another set of variables
    /// lists that host.
    #[must_use]
    pub const fn named_server(self) -> Self {
        Self {
            named_server: true,
            ..self
        }
    }
}

/// An environment variable that contains a host, and the base URLs of hosts.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct HostVariable {
    /// The name of the variable.
    pub name: &'static str,
    /// Patterns of hosts and their base URLs. `*` matches the same text in both. The first match wins.
    pub servers: &'static [(&'static str, &'static str)],
}

/// The location of the message and the documentation URL in an error body, as JSON Pointers. The first pointer that
/// leads to a string wins.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorBody {
    /// Pointers to the message.
    pub message: &'static [&'static str],
    /// Pointers to the URL of the documentation.
    pub documentation_url: &'static [&'static str],
}

impl ErrorBody {
    /// The usual locations, as used by many APIs, by RFC 9457 (problem details) and by RFC 6749 (OAuth 2.0).
    const USUAL: Self = Self {
        message: &[
            "/message",
            "/error/message",
            "/detail",
            "/title",
            "/error_description",
            "/error",
        ],
        documentation_url: &[],
    };
}

impl Defaults {
    /// Creates defaults from the base URL and the `User-Agent`.
    pub const fn new(base_url: &'static str, user_agent: &'static str) -> Self {
        Self {
            base_url,
            user_agent,
            media_type: "application/json",
            version_header: None,
            api_version: None,
            base_url_variable: None,
            host_variable: None,
            token_variables: &[],
            redirect_writes: false,
            unlimited_paths: &[],
            limit_messages: &[],
            result_cap: None,
            error_body: ErrorBody::USUAL,
            uploads: &[],
            graphql: &[],
        }
    }

    /// Sets the media type for `Accept`.
    #[must_use]
    pub const fn media_type(self, media_type: &'static str) -> Self {
        Self { media_type, ..self }
    }

    /// Sets the header that carries the API version.
    #[must_use]
    pub const fn version_header(self, name: &'static str) -> Self {
        Self {
            version_header: Some(name),
            ..self
        }
    }

    /// Sets the API version that the crate was generated for.
    #[must_use]
    pub const fn api_version(self, version: &'static str) -> Self {
        Self {
            api_version: Some(version),
            ..self
        }
    }

    /// Sets the environment variable that contains the base URL.
    #[must_use]
    pub const fn base_url_variable(self, name: &'static str) -> Self {
        Self {
            base_url_variable: Some(name),
            ..self
        }
    }

    /// Sets the environment variable that contains the server's host, and the base URLs of hosts.
    #[must_use]
    pub const fn host_variable(
        self,
        name: &'static str,
        servers: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            host_variable: Some(HostVariable { name, servers }),
            ..self
        }
    }

    /// Sets the environment variables that contain tokens.
    #[must_use]
    pub const fn token_variables(self, token_variables: &'static [TokenVariables]) -> Self {
        Self {
            token_variables,
            ..self
        }
    }

    /// Sets whether a write that is redirected by 301 or 302 keeps its method and body.
    #[must_use]
    pub const fn redirect_writes(self, redirect_writes: bool) -> Self {
        Self {
            redirect_writes,
            ..self
        }
    }

    /// Sets the paths of operations that are exempt from rate limits.
    #[must_use]
    pub const fn unlimited_paths(self, unlimited_paths: &'static [&'static str]) -> Self {
        Self {
            unlimited_paths,
            ..self
        }
    }

    /// Sets the substrings, in lower case, that mark the message of a 422 as a rate limit.
    #[must_use]
    pub const fn limit_messages(self, limit_messages: &'static [&'static str]) -> Self {
        Self {
            limit_messages,
            ..self
        }
    }

    /// Sets the maximum number of items of a list that the server returns.
    #[must_use]
    pub const fn result_cap(self, items: u32) -> Self {
        Self {
            result_cap: Some(items),
            ..self
        }
    }

    /// Sets the location of the message in an error body, as JSON Pointers.
    #[must_use]
    pub const fn error_message(self, message: &'static [&'static str]) -> Self {
        Self {
            error_body: ErrorBody {
                message,
                ..self.error_body
            },
            ..self
        }
    }

    /// Sets the location of the documentation URL in an error body, as JSON Pointers.
    #[must_use]
    pub const fn error_documentation_url(self, documentation_url: &'static [&'static str]) -> Self {
        Self {
            error_body: ErrorBody {
                documentation_url,
                ..self.error_body
            },
            ..self
        }
    }

    /// Sets the uploads URL for each pattern of base URLs.
    #[must_use]
    pub const fn uploads(self, uploads: &'static [(&'static str, &'static str)]) -> Self {
        Self { uploads, ..self }
    }

    /// Sets the GraphQL endpoint for each pattern of base URLs.
    #[must_use]
    pub const fn graphql(self, graphql: &'static [(&'static str, &'static str)]) -> Self {
        Self { graphql, ..self }
    }
}
