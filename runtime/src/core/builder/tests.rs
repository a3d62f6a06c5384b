//! Tests of the builder's settings: which the builder accepts, and which it refuses.

use std::ffi::OsString;

use super::ClientBuilder;
use crate::base::defaults::{Defaults, TokenVariables};
use crate::core::client::Core;

mod hosts;

/// An API whose crate defines no environment variables.
static NEUTRAL: Defaults = Defaults::new("https://api.example.org", "test/1");

/// An API with GitHub's defaults.
static DEFAULTS: Defaults = Defaults::new("https://api.github.com", "test/1")
    .version_header("X-GitHub-Api-Version")
    .api_version("2022-11-28")
    .base_url_variable("GITHUB_API_URL")
    .host_variable(
        "GH_HOST",
        &[
            ("github.com", "https://api.github.com"),
            ("*.github.com", "https://api.github.com"),
            ("api.*.ghe.com", "https://api.*.ghe.com"),
            ("*.ghe.com", "https://api.*.ghe.com"),
            ("*", "https://*/api/v3"),
        ],
    )
    .token_variables(&[
        TokenVariables::new(
            &["GITHUB_TOKEN", "GH_TOKEN"],
            &["api.github.com", "uploads.github.com", "*.ghe.com"],
        ),
        TokenVariables::new(&["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"], &[])
            .named_server(),
    ])
    .uploads(&[
        ("*/api/v3", "*/api/uploads"),
        ("https://api.*.ghe.com", "https://uploads.*.ghe.com"),
    ]);

fn builder() -> ClientBuilder<Core> {
    Core::builder(&DEFAULTS)
}

type Variables = &'static [(&'static str, &'static str)];

fn with(variables: Variables) -> ClientBuilder<Core> {
    and_variables(builder(), variables)
}

fn and_variables(builder: ClientBuilder<Core>, variables: Variables) -> ClientBuilder<Core> {
    builder.with_variables(|name| {
        let (_, value) = variables.iter().find(|(it, _)| *it == name)?;
        Some(OsString::from(value))
    })
}

/// Returns the base URL of a client, and the token that the client sends to that URL.
fn built(builder: ClientBuilder<Core>) -> (String, Option<String>) {
    let core = builder.build().unwrap();
    let settings = core.settings();
    let credential = core.credentials().constant();
    let token = credential.map(|it| {
        let header = it.authorization().to_str().unwrap();
        header.trim_start_matches("Bearer ").to_owned()
    });
    (settings.endpoints.base().prefix.clone(), token)
}

#[test]
fn token_and_base_url_come_from_the_environment() {
    const GITHUB: &str = "https://api.github.com";
    const SERVER: &str = "https://ghe.example.org/api/v3";
    const ROWS: &[(Variables, &str, Option<&str>)] = &[
        (&[], GITHUB, None),
        (
            &[("GITHUB_TOKEN", "a"), ("GH_TOKEN", "b")],
            GITHUB,
            Some("a"),
        ),
        (
            &[("GITHUB_TOKEN", ""), ("GH_TOKEN", "b")],
            GITHUB,
            Some("b"),
        ),
        (&[("GITHUB_API_URL", SERVER)], SERVER, None),
        (
            &[("GITHUB_API_URL", SERVER), ("GH_TOKEN", "b")],
            SERVER,
            Some("b"),
        ),
        (
            &[("GITHUB_API_URL", ""), ("GH_TOKEN", "b")],
            GITHUB,
            Some("b"),
        ),
    ];
    for (variables, url, token) in ROWS {
        let expected = ((*url).to_owned(), token.map(str::to_owned));
        assert_eq!(built(with(variables)), expected, "{variables:?}");
    }
}

#[test]
fn an_environment_token_is_sent_only_to_its_own_servers() {
    const TOKEN: (&str, &str) = ("GITHUB_TOKEN", "a");
    const NOTHING: Variables = &[TOKEN];
    const GITHUB: Variables = &[TOKEN, ("GITHUB_API_URL", "https://api.github.com")];
    const SERVER: Variables = &[TOKEN, ("GITHUB_API_URL", "https://ghe.example/api/v3")];
    const TENANT: Variables = &[TOKEN, ("GITHUB_API_URL", "https://api.octocorp.ghe.com")];
    for (variables, url, is_sent) in [
        // Without `GITHUB_API_URL`, the token is for github.com and ghe.com.
        (NOTHING, "https://api.github.com", true),
        (NOTHING, "https://API.github.com:443/", true),
        (NOTHING, "https://api.octocorp.ghe.com", true),
        (NOTHING, "https://ghe.example/api/v3", false),
        (NOTHING, "https://api.example.org/api/v3", false),
        (NOTHING, "https://api.example.org/api.github.com", false),
        (NOTHING, "https://api.github.com.example.org", false),
        (NOTHING, "https://github.com", false),
        (NOTHING, "https://ghe.com.example.org", false),
        (NOTHING, "https://octoghe.com", false),
        (NOTHING, "https://api.github.com:8443", false),
        (NOTHING, "http://127.0.0.1:1/api/v3", false),
        // With `GITHUB_API_URL`, the token is for that server only.
        (GITHUB, "https://api.github.com/", true),
        (GITHUB, "https://api.octocorp.ghe.com", false),
        (GITHUB, "https://ghe.example/api/v3", false),
        (SERVER, "https://ghe.example/api/v3", true),
        (SERVER, "https://ghe.example:443/api/v3/", true),
        (SERVER, "https://ghe.example:8443/api/v3", false),
        (SERVER, "https://api.github.com", false),
        (SERVER, "https://other.example/api/v3", false),
        (TENANT, "https://api.octocorp.ghe.com", true),
        (TENANT, "https://api.othercorp.ghe.com", false),
    ] {
        let expected = is_sent.then(|| "a".to_owned());
        let before = and_variables(builder().base_url(url), variables);
        let after = with(variables).base_url(url);
        for built in [built(before), built(after)] {
            assert_eq!(built.1, expected, "{variables:?} {url}");
            assert_ne!(built.0, "", "{url}");
        }
        let core = with(variables).base_url(url).build().unwrap();
        let endpoints = &core.settings().endpoints;
        // The builder's settings take precedence over the environment.
        assert_eq!(*endpoints.base().url, url.parse().unwrap());
    }
    let enterprise = with(NOTHING).enterprise_server("ghe.example");
    assert_eq!(built(enterprise).1, None);
    let enterprise = with(SERVER).enterprise_server("ghe.example");
    assert_eq!(built(enterprise).1.as_deref(), Some("a"));
    let tenant = with(NOTHING).data_residency("octocorp");
    assert_eq!(built(tenant).1.as_deref(), Some("a"));
}

#[test]
fn an_environment_token_is_not_sent_to_a_different_uploads_server() {
    const NOTHING: Variables = &[("GITHUB_TOKEN", "a")];
    const TENANT: Variables = &[
        ("GITHUB_TOKEN", "a"),
        ("GITHUB_API_URL", "https://api.octocorp.ghe.com"),
    ];
    const GITHUB: Variables = &[
        ("GITHUB_TOKEN", "a"),
        ("GITHUB_API_URL", "https://api.github.com"),
    ];
    for (variables, url, is_sent) in [
        (NOTHING, "https://uploads.github.com", true),
        (NOTHING, "https://uploads.example.org", false),
        (GITHUB, "https://uploads.github.com", true),
        (GITHUB, "https://uploads.octocorp.ghe.com", false),
        (TENANT, "https://uploads.octocorp.ghe.com", true),
        (TENANT, "https://uploads.example.org", false),
    ] {
        let token = built(with(variables).uploads_url(url)).1;
        assert_eq!(token.is_some(), is_sent, "{variables:?} {url}");
    }
}

#[test]
fn builder_settings_take_precedence_over_the_environment() {
    const BOTH: Variables = &[
        ("GITHUB_TOKEN", "a"),
        ("GITHUB_API_URL", "https://ghe.example"),
    ];
    for builder in [
        with(BOTH).token("b"),
        and_variables(builder().token("b"), BOTH),
    ] {
        let expected = ("https://ghe.example".to_owned(), Some("b".to_owned()));
        assert_eq!(built(builder), expected);
    }
}

#[test]
fn an_unused_token_causes_a_warning_without_its_value() {
    let (reader, writer) = std::io::pipe().unwrap();
    let subscriber = tracing_subscriber::fmt().with_writer(std::sync::Mutex::new(writer));
    tracing::subscriber::with_default(subscriber.finish(), || {
        let builder = with(&[("GH_TOKEN", "canary")]);
        builder.enterprise_server("ghe.example").build().unwrap();
        with(&[("GH_TOKEN", "canary")]).build().unwrap();
    });
    let warned = std::io::read_to_string(reader).unwrap();
    assert_eq!(warned.matches("WARN").count(), 1, "{warned}");
    assert!(
        warned.contains("`GH_TOKEN`") && warned.contains("ghe.example"),
        "{warned}"
    );
    assert!(!warned.contains("canary"), "{warned}");
}

#[test]
fn a_crate_without_variables_reads_none() {
    for url in ["https://api.example.org", "https://api.example.org/api/v3"] {
        let builder = Core::builder::<Core>(&NEUTRAL).base_url(url);
        let builder = builder.with_variables(|name| panic!("{name} is read"));
        assert_eq!(built(builder), (url.to_owned(), None));
    }
}

#[test]
fn another_api_has_its_own_variables() {
    static OWN: Defaults = Defaults::new("https://api.example.org/v1", "test/1")
        .base_url_variable("EXAMPLE_URL")
        .token_variables(&[
            TokenVariables::new(&["EXAMPLE_TOKEN"], &[]),
            TokenVariables::new(&["STAGE_TOKEN"], &["stage.example.org"]),
        ]);
    const BOTH: Variables = &[("EXAMPLE_TOKEN", "a"), ("STAGE_TOKEN", "b")];
    for (url, token) in [
        ("https://api.example.org/v1", Some("a")),
        ("https://api.example.org/v2", Some("a")),
        ("https://stage.example.org", Some("b")),
        ("https://example.org", None),
    ] {
        let own = and_variables(Core::builder::<Core>(&OWN).base_url(url), BOTH);
        assert_eq!(built(own).1.as_deref(), token, "{url}");
    }
}

#[test]
fn the_environments_base_url_belongs_to_the_first_token_set_unless_another_lists_its_host() {
    static OWN: Defaults = Defaults::new("https://api.example.org/v1", "test/1")
        .base_url_variable("EXAMPLE_URL")
        .token_variables(&[
            TokenVariables::new(&["EXAMPLE_TOKEN"], &[]),
            TokenVariables::new(&["STAGE_TOKEN"], &["stage.example.org"]),
            TokenVariables::new(&["TEST_TOKEN"], &["*.test.example.org"]),
        ]);
    const PRESET: &str = "https://api.example.org/v1";
    const STAGE: &str = "https://stage.example.org/v1";
    const TEST: &str = "https://a.test.example.org";
    const OTHER: &str = "https://other.example";
    const ALL: [&str; 3] = ["EXAMPLE_TOKEN", "STAGE_TOKEN", "TEST_TOKEN"];
    // A row: the variable of the base URL, the builder's base URL, the variables with tokens, and the token that is
    // sent.
    for (named, called, set, expected) in [
        (STAGE, None, &ALL[..], Some("STAGE_TOKEN")),
        (TEST, None, &ALL, Some("TEST_TOKEN")),
        (PRESET, None, &ALL, Some("EXAMPLE_TOKEN")),
        (OTHER, None, &ALL, Some("EXAMPLE_TOKEN")),
        // A listed host belongs to its set, even if no variable of the set has a token.
        (STAGE, None, &ALL[..1], None),
        (TEST, None, &ALL[..2], None),
        (OTHER, None, &ALL[1..], None),
        // The hosts of one set do not affect other sets.
        (STAGE, Some(PRESET), &ALL, Some("EXAMPLE_TOKEN")),
        (OTHER, Some(PRESET), &ALL, None),
        (OTHER, Some(STAGE), &ALL, Some("STAGE_TOKEN")),
        (STAGE, Some(OTHER), &ALL, None),
        (
            "https://stage.example.org:8443",
            None,
            &ALL,
            Some("EXAMPLE_TOKEN"),
        ),
    ] {
        let own = Core::builder::<Core>(&OWN).with_variables(|name| match name {
            "EXAMPLE_URL" => Some(OsString::from(named)),
            _ => set.contains(&name).then(|| OsString::from(name)),
        });
        let own = match called {
            Some(url) => own.base_url(url),
            None => own,
        };
        assert_eq!(
            built(own).1.as_deref(),
            expected,
            "{named} {called:?} {set:?}"
        );
    }
}

#[test]
fn an_invalid_variable_is_an_error_without_its_value() {
    const VALUES: [Variables; 3] = [
        &[("GITHUB_TOKEN", "can ary")],
        &[("GITHUB_API_URL", "canary")],
        &[("GITHUB_API_URL", "https://canary@example.org")],
    ];
    for variables in VALUES {
        let error = with(variables).build().unwrap_err();
        let name = format!("`{}`", variables[0].0);
        assert!(error.to_string().contains(&name), "{error}");
        assert!(!format!("{error:?}").contains("ary"), "{error}");
    }
}

#[test]
fn an_api_version_is_an_error_for_an_api_without_a_version_header() {
    let builder = || Core::builder::<Core>(&NEUTRAL);
    builder().build().unwrap();
    let error = builder().api_version("1").build().unwrap_err();
    assert!(error.to_string().contains("has no header"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_utf_8_is_an_error_without_its_value() {
    use std::os::unix::ffi::OsStringExt;
    let builder = builder().with_variables(|_| Some(OsString::from_vec(b"canary\xff".to_vec())));
    let error = builder.build().unwrap_err();
    assert!(!format!("{error:?}").contains("canary"), "{error}");
}

#[test]
fn invalid_settings_are_errors() {
    for url in [
        "",
        "api.github.com",
        "ftp://example.org",
        "https://canary@example.org",
        "https://:canary@example.org",
        "https://example.org?canary",
        "https://example.org#canary",
    ] {
        let error = builder().base_url(url).build().unwrap_err();
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }
    for url in ["", "https://canary@example.org"] {
        let error = builder().uploads_url(url).build().unwrap_err();
        assert!(error.to_string().starts_with("the uploads URL "), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }
    builder().user_agent("a\nb").build().unwrap_err();
    builder().api_version("a\nb").build().unwrap_err();
}

#[test]
fn a_token_is_not_sent_unencrypted() {
    let exposed = || builder().base_url("http://example.org");
    exposed().build().unwrap();
    exposed().token("canary").build().unwrap_err();
    let exposed = builder().uploads_url("http://example.org");
    exposed.token("canary").build().unwrap_err();
    builder()
        .base_url("http://127.0.0.1:1")
        .token("canary")
        .build()
        .unwrap();
}

#[test]
fn debug_output_does_not_contain_the_token() {
    let builder = builder().token("canary");
    assert!(!format!("{builder:?}").contains("canary"));
    let core = builder.build().unwrap();
    assert!(!format!("{core:?} {core:#?}").contains("canary"));
}

/// Returns the base URL and the uploads URL.
fn endpoints(builder: ClientBuilder<Core>) -> [String; 2] {
    let core = builder.token("canary").build().unwrap();
    let endpoints = &core.settings().endpoints;
    let uploads = endpoints.of(Some("https://uploads.example.org")).unwrap();
    [endpoints.base().prefix.clone(), uploads.prefix.clone()]
}

const SERVER: [&str; 2] = [
    "https://github.example.com/api/v3",
    "https://github.example.com/api/uploads",
];

const RESIDENCY: [&str; 2] = [
    "https://api.octocorp.ghe.com",
    "https://uploads.octocorp.ghe.com",
];

#[test]
fn enterprise_hosts_set_base_and_uploads_url() {
    let server = builder().enterprise_server("github.example.com");
    assert_eq!(endpoints(server), SERVER);
    let residency = builder().data_residency("octocorp");
    assert_eq!(endpoints(residency), RESIDENCY);

    for name in ["", "octocorp.ghe.com", "a/b", "canary@a"] {
        let error = builder().data_residency(name).build().unwrap_err();
        assert!(!format!("{error:?}").contains("canary"), "{error}");
    }
    builder()
        .enterprise_server("https://x")
        .build()
        .unwrap_err();
}

#[test]
fn the_uploads_url_is_derived_from_the_base_url() {
    let and_from_env = |builder: ClientBuilder<Core>, url: &'static str| {
        builder.with_variables(|name| (name == "GITHUB_API_URL").then(|| OsString::from(url)))
    };
    let enterprise = || builder().enterprise_server("github.example.com");
    for (url, expected) in [
        (
            "https://api.github.com",
            ["https://api.github.com", "https://uploads.example.org"],
        ),
        (SERVER[0], SERVER),
        (RESIDENCY[0], RESIDENCY),
        ("https://ghe.example", ["https://ghe.example"; 2]),
    ] {
        assert_eq!(endpoints(and_from_env(builder(), url)), expected);
        assert_eq!(endpoints(and_from_env(enterprise(), url)), SERVER);
        assert_eq!(endpoints(enterprise().base_url(url)), expected);
    }
    assert_eq!(endpoints(with(&[]).data_residency("octocorp")), RESIDENCY);
    // An explicit uploads URL is kept.
    let own = builder().uploads_url("https://up.example.org");
    let own = endpoints(and_from_env(own, RESIDENCY[0]));
    assert_eq!(own, [RESIDENCY[0], "https://up.example.org"]);
    // The path of another API's base URL may look like that of GitHub Enterprise Server.
    let other = Core::builder::<Core>(&NEUTRAL).base_url(SERVER[0]);
    assert_eq!(endpoints(other), [SERVER[0]; 2]);
}
