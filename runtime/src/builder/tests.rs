//! What the builder takes, and what it refuses.

use std::ffi::OsString;

use super::{ClientBuilder, Defaults};
use crate::auth::{Credential, Credentials};
use crate::client::Core;

static DEFAULTS: Defaults =
    Defaults::new("https://api.example.org", "test/1").api_version("2022-11-28");

fn builder() -> ClientBuilder<Core> {
    Core::builder(&DEFAULTS)
}

fn with(variables: &'static [(&str, &str)]) -> ClientBuilder<Core> {
    and_variables(builder().base_url("https://api.github.com"), variables)
}

fn and_variables(
    builder: ClientBuilder<Core>,
    variables: &'static [(&str, &str)],
) -> ClientBuilder<Core> {
    builder.with_variables(|name| {
        let (_, value) = variables.iter().find(|(it, _)| *it == name)?;
        Some(OsString::from(value))
    })
}

fn has_token(builder: &ClientBuilder<Core>, token: &str) -> bool {
    match builder.credentials.as_ref().unwrap() {
        Credentials::Fixed(credential) => *credential == Credential::bearer(token).unwrap(),
        _ => false,
    }
}

#[test]
fn the_environment_gives_token_and_base_url() {
    let both = with(&[("GITHUB_TOKEN", "a"), ("GH_TOKEN", "b")]);
    assert!(has_token(&both, "a"));
    let second = with(&[("GITHUB_TOKEN", ""), ("GH_TOKEN", "b")]);
    assert!(has_token(&second, "b"));
    let neither = with(&[("GITHUB_API_URL", "https://ghe.example.org/api/v3")]);
    assert!(neither.credentials.as_ref().unwrap().is_none());
    assert_eq!(neither.base_url, "https://ghe.example.org/api/v3");
}

#[test]
fn the_token_of_github_is_not_for_another_api() {
    const TOKEN: (&str, &str) = ("GITHUB_TOKEN", "a");
    for url in [
        "https://api.example.org",
        "https://api.example.org/api.github.com",
        "https://api.github.com.example.org",
        "https://ghe.com.example.org",
    ] {
        let other = and_variables(builder().base_url(url), &[TOKEN]);
        assert!(other.credentials.as_ref().unwrap().is_none(), "{url}");
    }
    for url in [
        "https://api.github.com",
        "https://api.octocorp.ghe.com",
        "https://github.example.com/api/v3/",
    ] {
        let own = and_variables(builder().base_url(url), &[TOKEN]);
        assert!(has_token(&own, "a"), "{url}");
    }
    static OTHER: Defaults = Defaults::new("https://api.example.org/api/v3", "test/1");
    let other = and_variables(Core::builder::<Core>(&OTHER), &[TOKEN]);
    assert!(other.credentials.as_ref().unwrap().is_none());
    let told = &[TOKEN, ("GITHUB_API_URL", "https://ghe.example.org")];
    assert!(has_token(&and_variables(builder(), told), "a"));
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_text_is_an_error_that_does_not_show_it() {
    use std::os::unix::ffi::OsStringExt;
    let builder = builder().with_variables(|_| Some(OsString::from_vec(b"canary\xff".to_vec())));
    let error = builder.build().unwrap_err();
    assert!(!format!("{error:?}").contains("canary"), "{error}");
}

#[test]
fn settings_that_cannot_be_used_are_errors() {
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
fn a_token_does_not_travel_in_the_clear() {
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
fn nothing_shows_the_token() {
    let builder = builder().token("canary");
    assert!(!format!("{builder:?}").contains("canary"));
    let core = builder.build().unwrap();
    assert!(!format!("{core:?} {core:#?}").contains("canary"));
}

/// Returns where calls go, and where uploads do.
fn homes(builder: ClientBuilder<Core>) -> [String; 2] {
    let core = builder.token("canary").build().unwrap();
    let homes = &core.settings().homes;
    let uploads = homes.of(Some("https://uploads.example.org")).unwrap();
    [homes.base().prefix.clone(), uploads.prefix.clone()]
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
fn an_enterprise_has_a_server_of_its_own() {
    let server = builder().enterprise_server("github.example.com");
    assert_eq!(homes(server), SERVER);
    let residency = builder().data_residency("octocorp");
    assert_eq!(homes(residency), RESIDENCY);

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
fn uploads_go_where_the_last_word_on_the_api_says() {
    let then_from_env = |builder: ClientBuilder<Core>, url: &'static str| {
        builder.with_variables(|name| (name == "GITHUB_API_URL").then(|| OsString::from(url)))
    };
    let enterprise = || builder().enterprise_server("github.example.com");
    for (url, expected) in [
        (
            "https://api.example.org",
            ["https://api.example.org", "https://uploads.example.org"],
        ),
        (SERVER[0], SERVER),
        (RESIDENCY[0], RESIDENCY),
        ("https://ghe.example", ["https://ghe.example"; 2]),
    ] {
        assert_eq!(homes(then_from_env(enterprise(), url)), expected);
        assert_eq!(homes(enterprise().base_url(url)), expected);
    }
    assert_eq!(homes(with(&[]).data_residency("octocorp")), RESIDENCY);
    // What was said of uploads alone stays.
    let own = builder().uploads_url("https://up.example.org");
    let own = homes(then_from_env(own, RESIDENCY[0]));
    assert_eq!(own, [RESIDENCY[0], "https://up.example.org"]);
}
