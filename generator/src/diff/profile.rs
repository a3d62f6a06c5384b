//! Describes the facts of a profile for the report.

use crate::api::{GraphQlEndpoint, HostServer, Profile, TokenVariables, UploadServer};

/// Returns the facts of a profile in a fixed order; `None` for a missing fact.
pub(super) fn facts(profile: &Profile) -> [Option<String>; 13] {
    let tokens = profile.tokens.iter().map(|it| {
        let TokenVariables {
            variables,
            hosts,
            named_server,
        } = it;
        match hosts.as_slice() {
            [] if *named_server => {
                let names = variables.join(" or ");
                format!("{names} for the server that the environment names")
            }
            [] => variables.join(" or "),
            hosts => format!("{} for {}", variables.join(" or "), hosts.join(", ")),
        }
    });
    let host = profile.host_variable.as_ref().map(|it| {
        let servers = it.servers.iter().map(|it| {
            let HostServer { host, base_url } = it;
            format!("{base_url} for {host}")
        });
        let servers: Vec<String> = servers.collect();
        format!("host variable: {}, {}", it.name, servers.join("; "))
    });
    let uploads = profile.uploads.iter().map(|it| {
        let UploadServer { base, uploads } = it;
        format!("{uploads} for {base}")
    });
    let graphql = profile.graphql.iter().map(|it| {
        let GraphQlEndpoint { base, url } = it;
        format!("{url} for {base}")
    });
    let of_list = |key: &str, texts: Vec<String>| {
        (!texts.is_empty()).then(|| format!("{key}: {}", texts.join("; ")))
    };
    let of_text = |key: &str, text: &Option<String>| text.as_ref().map(|it| format!("{key}: {it}"));
    [
        of_text("base URL variable", &profile.base_url_variable),
        host,
        of_list("token variables", tokens.collect()),
        Some(format!("media type: {}", profile.media_type)),
        of_text("version header", &profile.version_header),
        (profile.redirect_writes).then(|| "redirected writes: 301, 302".to_owned()),
        of_list("paths without rate limit", profile.unlimited_paths.clone()),
        of_list("rate limit message", profile.limit_messages.clone()),
        (profile.result_cap).map(|it| format!("maximum results: {it}")),
        of_list("error message", profile.error_message.clone()),
        of_list(
            "error documentation",
            profile.error_documentation_url.clone(),
        ),
        of_list("uploads", uploads.collect()),
        of_list("GraphQL", graphql.collect()),
    ]
}
