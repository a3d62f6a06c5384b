//! The facts of an API that no description states.

/// The facts of an API that no description states. The client of an API without facts does what is usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The environment variable that contains the base URL.
    pub base_url_variable: Option<String>,
    /// The environment variable that contains the server's host, for an API without a fixed one.
    pub host_variable: Option<HostVariable>,
    /// The environment variables that contain tokens.
    pub tokens: Vec<TokenVariables>,
    /// The media type that calls ask for, where the operation has none of its own.
    pub media_type: String,
    /// The header that carries the API version.
    pub version_header: Option<String>,
    /// Whether a write keeps its method and body after a redirect by 301 or 302.
    pub redirect_writes: bool,
    /// The paths of operations that no rate limit applies to.
    pub unlimited_paths: Vec<String>,
    /// What the message of a 422 contains, in lower case, if it is about a rate limit.
    pub limit_messages: Vec<String>,
    /// How many items of a list the server returns at most.
    pub result_cap: Option<u32>,
    /// JSON pointers to the message in an error's body; none if it is in one of the usual places.
    pub error_message: Vec<String>,
    /// JSON pointers to the URL of the documentation in an error's body.
    pub error_documentation_url: Vec<String>,
    /// Where operations with a server of their own go, for base URLs of a form.
    pub uploads: Vec<UploadServer>,
    /// The GraphQL endpoint, for base URLs of a form; none if the API has no GraphQL.
    pub graphql: Vec<GraphQlEndpoint>,
}

/// Environment variables that contain a token, and the hosts that the token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenVariables {
    /// The variables, in order of precedence.
    pub variables: Vec<String>,
    /// The hosts; none if the token is for the API's own server.
    pub hosts: Vec<String>,
    /// Whether the token is for the server that the environment names, unless other variables list its host.
    pub named_server: bool,
}

/// An environment variable that contains a host, and where the API of a host is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostVariable {
    /// The variable.
    pub name: String,
    /// The forms of hosts, of which the first that fits counts.
    pub servers: Vec<HostServer>,
}

/// Where the API of a host is, for hosts of a form: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostServer {
    /// The form of the host.
    pub host: String,
    /// The form of the base URL.
    pub base_url: String,
}

/// Where operations with a server of their own go, for base URLs of a form: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadServer {
    /// The form of the base URL.
    pub base: String,
    /// The form of the server.
    pub uploads: String,
}

/// The GraphQL endpoint for base URLs of a form: `*` stands for the same text in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraphQlEndpoint {
    /// The form of the base URL.
    pub base: String,
    /// The form of the endpoint.
    pub url: String,
}

impl Profile {
    /// Returns whether the client reads environment variables.
    pub fn reads_environment(&self) -> bool {
        self.base_url_variable.is_some() || self.host_variable.is_some() || !self.tokens.is_empty()
    }

    /// Returns the environment variable that examples take the token from.
    pub fn token_variable(&self) -> &str {
        let mut variables = self.tokens.iter().flat_map(|it| &it.variables);
        variables.next().map_or("TOKEN", String::as_str)
    }
}
