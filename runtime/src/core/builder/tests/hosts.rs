//! Tests of the host variable and of the tokens for that host, as the `gh` command uses them.

use super::{and_variables, builder, built, endpoints};

const GITHUB: &str = "https://api.github.com";
const SERVER: &str = "https://ghe.example/api/v3";
const OTHER: &str = "https://other.example/api/v3";
const TENANT: &str = "https://api.octo.ghe.com";

type Set = (&'static str, &'static str);

const TOKEN: Set = ("GH_TOKEN", "a");
const ENTERPRISE: Set = ("GH_ENTERPRISE_TOKEN", "b");
const OLDER: Set = ("GITHUB_ENTERPRISE_TOKEN", "c");
const HOST: Set = ("GH_HOST", "ghe.example");

#[test]
fn the_base_url_is_derived_from_the_host_variable() {
    for (host, expected) in [
        ("github.com", GITHUB),
        ("GitHub.com", GITHUB),
        ("api.github.com", GITHUB),
        ("octo.ghe.com", TENANT),
        ("api.octo.ghe.com", TENANT),
        ("ghe.example", SERVER),
        ("ghe.example:8443", "https://ghe.example:8443/api/v3"),
        ("evilgithub.com", "https://evilgithub.com/api/v3"),
        ("github.com.example", "https://github.com.example/api/v3"),
        ("evilghe.com", "https://evilghe.com/api/v3"),
    ] {
        let host: &'static str = host;
        let variables: &'static [Set] = vec![("GH_HOST", host), TOKEN].leak();
        let (url, token) = built(and_variables(builder(), variables));
        assert_eq!(url, expected);
        let is_githubs = [GITHUB, TENANT].contains(&expected);
        assert_eq!(token.is_some(), is_githubs, "{host}");
    }
    let uploads = endpoints(and_variables(builder(), &[HOST]));
    assert_eq!(uploads[1], "https://ghe.example/api/uploads");
}

#[test]
fn each_token_variable_is_for_one_kind_of_server() {
    const URL: Set = ("GITHUB_API_URL", SERVER);
    const GITHUB_URL: Set = ("GITHUB_API_URL", GITHUB);
    const OTHER_URL: Set = ("GITHUB_API_URL", OTHER);
    const TENANT_HOST: Set = ("GH_HOST", "octo.ghe.com");
    const GITHUB_HOST: Set = ("GH_HOST", "github.com");
    /// A row: the variables, the builder's base URL, the resulting base URL, and the token that is sent.
    type Row = (
        &'static [Set],
        Option<&'static str>,
        &'static str,
        Option<&'static str>,
    );
    const ROWS: &[Row] = &[
        // Without a host variable, a token for GitHub Enterprise Server is for no server.
        (&[ENTERPRISE], None, GITHUB, None),
        (&[TOKEN, ENTERPRISE], None, GITHUB, Some("a")),
        (&[ENTERPRISE], Some(SERVER), SERVER, None),
        (&[ENTERPRISE], Some(TENANT), TENANT, None),
        (&[TOKEN, ENTERPRISE], Some(SERVER), SERVER, None),
        (&[TOKEN, ENTERPRISE], Some(TENANT), TENANT, Some("a")),
        // The token is for the server that the host variable selects.
        (&[HOST], None, SERVER, None),
        (&[HOST, TOKEN], None, SERVER, None),
        (&[HOST, ENTERPRISE], None, SERVER, Some("b")),
        (&[HOST, OLDER], None, SERVER, Some("c")),
        (&[HOST, OLDER, ENTERPRISE, TOKEN], None, SERVER, Some("b")),
        (
            &[HOST, ("GH_ENTERPRISE_TOKEN", ""), OLDER],
            None,
            SERVER,
            Some("c"),
        ),
        (
            &[("GH_HOST", ""), TOKEN, ENTERPRISE],
            None,
            GITHUB,
            Some("a"),
        ),
        (&[TENANT_HOST, ENTERPRISE], None, TENANT, None),
        (&[TENANT_HOST, TOKEN, ENTERPRISE], None, TENANT, Some("a")),
        (&[GITHUB_HOST, ENTERPRISE], None, GITHUB, None),
        (&[GITHUB_HOST, TOKEN, ENTERPRISE], None, GITHUB, Some("a")),
        // The builder takes precedence over the host variable.
        (&[HOST, TOKEN, ENTERPRISE], Some(GITHUB), GITHUB, Some("a")),
        (&[HOST, TOKEN, ENTERPRISE], Some(OTHER), OTHER, None),
        (&[HOST, TOKEN, ENTERPRISE], Some(SERVER), SERVER, Some("b")),
        (
            &[HOST, ENTERPRISE],
            Some("https://ghe.example:8443"),
            "https://ghe.example:8443",
            None,
        ),
        // The variable of the base URL selects a server too.
        (&[URL, ENTERPRISE], None, SERVER, Some("b")),
        (&[URL, TOKEN, ENTERPRISE], None, SERVER, Some("b")),
        (&[URL, TOKEN], None, SERVER, Some("a")),
        (&[URL, HOST, TOKEN], None, SERVER, Some("a")),
        (&[URL, HOST, TOKEN, ENTERPRISE], None, SERVER, Some("b")),
        (&[URL, ENTERPRISE], Some(OTHER), OTHER, None),
        (&[URL, TOKEN, ENTERPRISE], Some(GITHUB), GITHUB, None),
        (&[GITHUB_URL, TOKEN, ENTERPRISE], None, GITHUB, Some("a")),
        (&[GITHUB_URL, ENTERPRISE], None, GITHUB, None),
        (
            &[GITHUB_URL, HOST, TOKEN, ENTERPRISE],
            Some(SERVER),
            SERVER,
            Some("b"),
        ),
        // Each token is sent only to the server that it is for.
        (&[OTHER_URL, HOST, ENTERPRISE], Some(OTHER), OTHER, None),
        (
            &[OTHER_URL, HOST, TOKEN, ENTERPRISE],
            Some(OTHER),
            OTHER,
            Some("a"),
        ),
        (
            &[OTHER_URL, HOST, TOKEN, ENTERPRISE],
            Some(SERVER),
            SERVER,
            Some("b"),
        ),
    ];
    for (variables, base_url, url, token) in ROWS {
        let builder = match base_url {
            Some(base_url) => builder().base_url(*base_url),
            None => builder(),
        };
        let expected = ((*url).to_owned(), token.map(str::to_owned));
        let built = built(and_variables(builder, variables));
        assert_eq!(built, expected, "{variables:?} {base_url:?}");
    }
}

#[test]
fn base_url_and_host_variables_of_different_servers_are_an_error_unless_the_builder_sets_a_base_url()
 {
    for (url, host, is_same) in [
        (SERVER, "github.com", false),
        (SERVER, "other.example", false),
        (SERVER, "ghe.example:8443", false),
        (GITHUB, "ghe.example", false),
        (GITHUB, "octo.ghe.com", false),
        (SERVER, "GHE.example", true),
        ("https://ghe.example", "ghe.example:443", true),
        (GITHUB, "github.com", true),
        (TENANT, "octo.ghe.com", true),
    ] {
        let variables: &'static [Set] =
            vec![("GITHUB_API_URL", url), ("GH_HOST", host), TOKEN].leak();
        and_variables(builder().base_url(GITHUB), variables)
            .build()
            .unwrap();
        match and_variables(builder(), variables).build() {
            Ok(_) => assert!(is_same, "{url} {host}"),
            Err(error) => {
                let text = error.to_string();
                let begin = "`GITHUB_API_URL` and `GH_HOST` name different servers: unset ";
                assert!(!is_same && text.starts_with(begin), "{text}");
            }
        }
    }
}

#[test]
fn an_invalid_host_is_an_error_without_its_value() {
    for host in [
        "https://canary.example",
        "canary.example/api/v3",
        "user:canary@ghe.example",
        "can ary",
    ] {
        let host: &'static str = host;
        let variables: &'static [Set] = vec![("GH_HOST", host)].leak();
        let error = and_variables(builder(), variables).build().unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("`GH_HOST` is not the name of a host"),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("ary"), "{error:?}");
    }
}
