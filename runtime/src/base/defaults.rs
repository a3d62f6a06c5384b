//! What a generated crate presets: the facts of its API.

/// What a generated crate presets: the facts of its API. What is not preset holds of any API.
#[derive(Debug)]
#[non_exhaustive]
pub struct Defaults {
    /// The base URL: absolute.
    pub base_url: &'static str,
    /// The `User-Agent`: the crate's name and version.
    pub user_agent: &'static str,
    /// The media type that `Accept` asks for, where an operation has none of its own.
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
    /// Whether a write is sent again with its method and body after a redirect by 301 or 302. If not, such a response
    /// is not followed.
    pub redirect_writes: bool,
    /// The paths of operations that no rate limit applies to, such as `/rate_limit`.
    pub unlimited_paths: &'static [&'static str],
    /// Substrings, in lower case, of the message of a 422 that is a rate limit.
    pub limit_messages: &'static [&'static str],
    /// The maximum number of items that the server returns of a list, such as 1,000 for GitHub's search.
    pub result_cap: Option<u32>,
    /// Where an error's body contains its message and documentation.
    pub error_body: ErrorBody,
    /// For base URLs of a form, where operations with a server of their own go: `*` stands for the same text in
    /// both.
    pub uploads: &'static [(&'static str, &'static str)],
    /// The GraphQL endpoint for each pattern of base URLs: `*` matches the same text in both. The first match wins.
    pub graphql: &'static [(&'static str, &'static str)],
}

/// Environment variables that contain a token, and the servers that the token is for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenVariables {
    /// The variables, in order of precedence.
    pub variables: &'static [&'static str],
    /// The hosts, such as `api.example.com` or `*.example.com`. If there is none, the token is for the preset base
    /// URL. A call to an operation's own server carries the token only if that server is among them.
    pub hosts: &'static [&'static str],
    /// Whether the token is for the server that the environment names, unless another set lists its host. It then
    /// precedes the tokens of other sets.
    pub named_server: bool,
}

impl TokenVariables {
    /// Creates the value from the variables and the hosts.
    pub const fn new(variables: &'static [&'static str], hosts: &'static [&'static str]) -> Self {
        Self {
            variables,
            hosts,
            named_server: false,
        }
    }

    /// Sets that the token is for the server that the environment names, unless another set lists its host.
    #[must_use]
    pub const fn named_server(self) -> Self {
        Self {
            named_server: true,
            ..self
        }
    }
}

/// An environment variable that contains a host, and where the API of a host is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct HostVariable {
    /// The variable.
    pub name: &'static str,
    /// Forms of hosts and of their base URLs, of which the first that fits counts: `*` stands for the same text in
    /// both.
    pub servers: &'static [(&'static str, &'static str)],
}

/// Where an error's body contains its message and documentation: JSON pointers, of which the first one that
/// leads to a text counts.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ErrorBody {
    /// Pointers to the message.
    pub message: &'static [&'static str],
    /// Pointers to the URL of the documentation.
    pub documentation_url: &'static [&'static str],
}

impl ErrorBody {
    /// The usual places: those of many APIs, of RFC 9457 (problem details) and of RFC 6749 (OAuth 2.0).
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
    /// Creates the value from the base URL and the `User-Agent`.
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

    /// Sets the media type that `Accept` asks for.
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

    /// Sets the environment variable that contains the server's host, and where the API of a host is.
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

    /// Sets whether a write is sent again with its method and body after a redirect by 301 or 302.
    #[must_use]
    pub const fn redirect_writes(self, redirect_writes: bool) -> Self {
        Self {
            redirect_writes,
            ..self
        }
    }

    /// Sets the paths of operations that no rate limit applies to.
    #[must_use]
    pub const fn unlimited_paths(self, unlimited_paths: &'static [&'static str]) -> Self {
        Self {
            unlimited_paths,
            ..self
        }
    }

    /// Sets the substrings, in lower case, of the message of a 422 that is a rate limit.
    #[must_use]
    pub const fn limit_messages(self, limit_messages: &'static [&'static str]) -> Self {
        Self {
            limit_messages,
            ..self
        }
    }

    /// Sets the maximum number of items that the server returns of a list.
    #[must_use]
    pub const fn result_cap(self, items: u32) -> Self {
        Self {
            result_cap: Some(items),
            ..self
        }
    }

    /// Sets where an error's body contains its message, as JSON pointers.
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

    /// Sets where an error's body contains the URL of its documentation, as JSON pointers.
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

    /// Sets where operations with a server of their own go, for base URLs of a form.
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
