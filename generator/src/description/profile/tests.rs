//! Tests of profiles: their detection, the user's settings, and the built-in facts.

use std::path::Path;

use super::{Chosen, Settings, choose};
use crate::api::{HostServer, HostVariable, Profile, TokenVariables};
use crate::config::{Config, Name};
use crate::description::load::{Document, Source};

/// Returns the profile of a description with these members, and with these settings of tagsmith.toml.
fn chosen(members: &str, settings: &Settings, version: Option<&str>) -> Result<Chosen, String> {
    let text = format!(r#"{{"openapi":"3.0.3","info":{{}},"paths":{{}}{members}}}"#);
    let source = Source::parse(text, "api").unwrap();
    let document = Document::index(&source).unwrap();
    choose(settings, &document, version).map_err(|it| it.to_string())
}

fn settings(table: &str) -> Result<Settings, String> {
    let text = format!(
        "description = \"a\"\ntags = \"all\"\nout = \"o\"\n[crate]\nname = \"a\"\nversion = \"1.0.0\"\n\
         description = \"d\"\nrepository = \"r\"\n[runtime]\nversion = \"1.0.0\"\n[profile]\n{table}\n"
    );
    let config = Config::parse(&text, Path::new("tagsmith.toml"));
    config.map(|it| it.profile).map_err(|it| it.to_string())
}

const GITHUB: &str = r#","servers":[{"url":"https://api.github.com"}]"#;

#[test]
fn only_githubs_descriptions_are_detected_as_github() {
    let server = |url: &str, docs: &str| {
        format!(
            r#","servers":[{{"url":"{url}","variables":{{"hostname":{{"default":"HOSTNAME"}},"protocol":{{"default":"http"}}}}}}],"externalDocs":{{"url":"{docs}"}}"#
        )
    };
    let enterprise = "{protocol}://{hostname}/api/v3";
    for (members, expected) in [
        (GITHUB.to_owned(), "github"),
        (server("https://api.github.com/", ""), "github"),
        (
            server(
                enterprise,
                "https://docs.github.com/enterprise-server@3.19/rest/",
            ),
            "github",
        ),
        (server(enterprise, "https://docs.example.com"), "neutral"),
        (
            server(enterprise, "https://docs.github.com.example.com"),
            "neutral",
        ),
        (
            server(
                "https://api.example.com/api/v3",
                "https://docs.github.com/rest",
            ),
            "neutral",
        ),
        (
            server(
                "https://api.github.com.example.com",
                "https://docs.github.com/rest",
            ),
            "neutral",
        ),
        (server("http://api.github.com", ""), "neutral"),
        (String::new(), "neutral"),
    ] {
        let chosen = chosen(&members, &Settings::default(), None).unwrap();
        assert_eq!(chosen.profile.name, expected, "{members}");
        assert!(chosen.why.starts_with(expected), "{}", chosen.why);
        assert_eq!(chosen.overlays.is_empty(), expected == "neutral");
    }
}

#[test]
fn the_users_settings_override_detection() {
    let neutral = chosen(GITHUB, &settings("name = \"neutral\"").unwrap(), None).unwrap();
    assert_eq!(neutral.why, "neutral, named by tagsmith.toml");
    assert!(!neutral.profile.reads_environment());
    let named = Settings {
        named: Some((Name::Github, "--profile")),
        ..Settings::default()
    };
    let github = chosen("", &named, Some("2022-11-28")).unwrap();
    assert_eq!(github.why, "github, named by --profile");
    assert_eq!(github.profile.token_variable(), "GITHUB_TOKEN");
}

#[test]
fn a_configured_profile_does_not_apply_to_a_different_description() {
    let mut github = settings("name = \"github\"").unwrap();
    chosen("", &github, None).unwrap();
    github.is_for_another = true;
    chosen(GITHUB, &github, None).unwrap();
    let error = chosen("", &github, None).unwrap_err();
    assert!(error.contains("--profile github"), "{error}");
    github.named = Some((Name::Github, "--profile"));
    chosen("", &github, None).unwrap();
}

#[test]
fn configured_facts_do_not_apply_to_a_different_description() {
    const TOKENS: &str = "tokens = [{ variables = [\"EXAMPLE_TOKEN\"] }]";
    const FACTS: &str = "version_header = \"X-Example\"\nbase_url_variable = \"EXAMPLE_URL\"";
    const OTHER: &str = r#","servers":[{"url":"https://api.example.org"}]"#;
    for name in [None, Some(Name::Neutral), Some(Name::Github)] {
        let mut own = settings(&format!("{FACTS}\n{TOKENS}")).unwrap();
        own.named = name.map(|it| (it, "--profile"));
        let used = chosen(OTHER, &own, None).unwrap();
        assert_eq!(used.profile.token_variable(), "EXAMPLE_TOKEN");
        assert!(
            !used
                .why
                .contains("apply only to the configured description"),
            "{}",
            used.why
        );

        own.is_for_another = true;
        let other = chosen(OTHER, &own, None).unwrap();
        let alone = Settings {
            named: own.named,
            ..Settings::default()
        };
        assert_eq!(
            other.profile,
            chosen(OTHER, &alone, None).unwrap().profile,
            "{name:?}"
        );
        assert!(
            other
                .why
                .contains("apply only to the configured description"),
            "{}",
            other.why
        );
    }
    // The name of a profile does not count as a fact.
    let mut named = settings("name = \"github\"").unwrap();
    named.is_for_another = true;
    let github = chosen(GITHUB, &named, None).unwrap();
    assert_eq!(github.why, "github, named by tagsmith.toml");
    assert_eq!(github.profile.token_variable(), "GITHUB_TOKEN");
}

#[test]
fn a_configuration_can_set_all_facts_of_an_api() {
    let own = "base_url_variable = \"EXAMPLE_URL\"\nversion_header = \"X-Example\"\nredirect_writes = true\n\
        unlimited_paths = [\"/rates\"]\nlimit_messages = [\"Too fast\"]\nresult_cap = 500\n\
        media_type = \"application/vnd.example+json\"\nerror_message = [\"/error/text\"]\n\
        host_variable = { name = \"EXAMPLE_HOST\", servers = [{ host = \"*\", base_url = \"https://*/v1\" }] }\n\
        tokens = [{ variables = [\"EXAMPLE_TOKEN\"] }, { variables = [\"OTHER_TOKEN\"], named_server = true }]";
    let own = chosen("", &settings(own).unwrap(), Some("1"))
        .unwrap()
        .profile;
    let expected = Profile {
        name: "neutral".to_owned(),
        base_url_variable: Some("EXAMPLE_URL".to_owned()),
        host_variable: Some(HostVariable {
            name: "EXAMPLE_HOST".to_owned(),
            servers: vec![HostServer {
                host: "*".to_owned(),
                base_url: "https://*/v1".to_owned(),
            }],
        }),
        tokens: [("EXAMPLE_TOKEN", false), ("OTHER_TOKEN", true)]
            .map(|(variable, named_server)| TokenVariables {
                variables: vec![variable.to_owned()],
                hosts: Vec::new(),
                named_server,
            })
            .to_vec(),
        media_type: "application/vnd.example+json".to_owned(),
        version_header: Some("X-Example".to_owned()),
        redirect_writes: true,
        unlimited_paths: vec!["/rates".to_owned()],
        limit_messages: vec!["too fast".to_owned()],
        result_cap: Some(500),
        error_message: vec!["/error/text".to_owned()],
        error_documentation_url: Vec::new(),
        uploads: Vec::new(),
        graphql: Vec::new(),
    };
    assert_eq!(own, expected);
    // An empty text removes a fact of the profile.
    let less = "name = \"github\"\nbase_url_variable = \"\"\ntokens = []\nredirect_writes = false\n\
        host_variable = { name = \"\" }\nunlimited_paths = []\nresult_cap = 0";
    let less = settings(less).unwrap();
    let less = chosen(GITHUB, &less, None).unwrap().profile;
    assert!(!less.reads_environment() && !less.redirect_writes);
    assert!(less.unlimited_paths.is_empty() && less.result_cap.is_none());
    assert_eq!(less.limit_messages, ["was submitted too quickly"]);
    assert_eq!(less.version_header.as_deref(), Some("X-GitHub-Api-Version"));
}

#[test]
fn an_unusable_fact_is_refused() {
    for (table, key) in [
        ("base_url_variable = \"A B\"", "base_url_variable"),
        ("tokens = [{ variables = [] }]", "tokens.variables"),
        ("tokens = [{ variables = [\"1A\"] }]", "tokens.variables"),
        (
            "tokens = [{ variables = [\"A\"], hosts = [\"https://a.b\"] }]",
            "tokens.hosts",
        ),
        (
            "tokens = [{ variables = [\"A\"], hosts = [\"*\"] }]",
            "tokens.hosts",
        ),
        (
            "tokens = [{ variables = [\"A\"], hosts = [\"*.com\"] }]",
            "tokens.hosts",
        ),
        (
            "tokens = [{ variables = [\"A\"], hosts = [\"a.b\"], named_server = true }]",
            "tokens.hosts",
        ),
        (
            "host_variable = { name = \"A B\", servers = [] }",
            "host_variable.name",
        ),
        ("host_variable = { name = \"A\" }", "host_variable.servers"),
        (
            "host_variable = { name = \"A\", servers = [{ host = \"a.b\", base_url = \"https://*\" }] }",
            "host_variable.servers",
        ),
        (
            "host_variable = { name = \"A\", servers = [{ host = \"*\", base_url = \"http://*\" }] }",
            "host_variable.servers",
        ),
        ("media_type = \"json\"", "media_type"),
        ("version_header = \"authorization\"", "version_header"),
        ("version_header = \"a b\"", "version_header"),
        ("unlimited_paths = [\"rates\"]", "unlimited_paths"),
        ("limit_messages = [\"\"]", "limit_messages"),
        ("error_message = [\"message\"]", "error_message"),
        (
            "uploads = [{ base = \"https://a.b\", uploads = \"*\" }]",
            "uploads",
        ),
        (
            "graphql = [{ base = \"*\", url = \"/graphql\" }]",
            "graphql",
        ),
    ] {
        let error = settings(table).unwrap_err();
        assert!(
            error.contains(&format!("`{key}` under [profile]")),
            "{error}"
        );
        assert!(error.contains("tagsmith.toml"), "{error}");
    }
}

#[test]
fn an_api_version_without_a_version_header_is_refused() {
    let error = chosen("", &Settings::default(), Some("2022-11-28")).unwrap_err();
    assert!(error.contains("`2022-11-28` cannot be sent"), "{error}");
    assert!(error.contains("version_header"), "{error}");
    chosen(GITHUB, &Settings::default(), Some("2022-11-28")).unwrap();
}
