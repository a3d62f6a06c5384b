//! Tests of invalid configurations, with their exact error messages, and of the configuration file.

use tagsmith_gateway::settings::flags::settings;

use crate::support::world::{configured, secret_file};

fn refused(flags: &[&str]) -> String {
    match configured(flags) {
        Ok(_) => "nothing is refused".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_invalid_or_unsafe_configuration_is_refused_with_a_help_text() {
    let exposed = ["--listen", "0.0.0.0:8787"];
    let callers = ["--listen", "0.0.0.0:8787", "--caller-tokens", "f"];
    let secure = [
        "--listen",
        "0.0.0.0:8787",
        "--caller-tokens",
        "f",
        "--behind-tls-proxy",
    ];
    let credential = "error: a value of --credential is not env:NAME, file:PATH, gh or app:ID@KEYFILE\n  help: name the source of the token, never the token itself; the prefix OWNER= is allowed";
    for (flags, expected) in [
        (
            &exposed[..],
            "error: anyone who reaches 0.0.0.0 could use the credential\n  help: give --caller-tokens FILE, or listen on 127.0.0.1 without a proxy",
        ),
        (
            &["--behind-tls-proxy"],
            "error: anyone who reaches 127.0.0.1 could use the credential\n  help: give --caller-tokens FILE, or listen on 127.0.0.1 without a proxy",
        ),
        (
            &["--behind-tls-proxy", "--caller-tokens", "f"],
            "error: the host names of the gateway are unknown\n  help: name each with --allow-host, such as --allow-host gateway.example.org",
        ),
        (
            &callers,
            "error: caller tokens would be sent unencrypted to 0.0.0.0\n  help: give --tls-cert and --tls-key, or --behind-tls-proxy if a proxy terminates TLS",
        ),
        (
            &secure,
            "error: the host names of the gateway are unknown\n  help: name each with --allow-host, such as --allow-host gateway.example.org",
        ),
        (
            &["--upstream", "http://api.github.com"],
            "error: the upstream's URL is plain http to another machine, which would send the credential unencrypted\n  help: use https, or a loopback address such as http://127.0.0.1:3000",
        ),
        (
            &["--upstream", "https://user:canary@api.github.com"],
            "error: the upstream's URL has a user name or a password\n  help: set the credential with --credential",
        ),
        (
            &["--upstream", "https://api.github.com/?a=b"],
            "error: the upstream's URL has a query or a fragment\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server on this machine",
        ),
        (
            &["--upstream", "ftp://api.github.com"],
            "error: the upstream's URL is neither https nor http\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server on this machine",
        ),
        (
            &["--upstream", "api.github.com"],
            "error: the upstream's URL is not absolute\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server on this machine",
        ),
        (
            &["--upstream", "https://a/b/../c"],
            "error: the upstream's URL has an ambiguous path\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server on this machine",
        ),
        (
            &["--tls-cert", "a"],
            "error: --tls-cert and --tls-key require each other\n  help: give both, or neither",
        ),
        (
            &["--tls-cert", "a", "--tls-key", "b", "--behind-tls-proxy"],
            "error: --behind-tls-proxy conflicts with --tls-cert and --tls-key: only one side can serve TLS\n  help: remove --tls-cert and --tls-key, or --behind-tls-proxy",
        ),
        (
            &["--require-credential", "--no-credential-check"],
            "error: --require-credential conflicts with --no-credential-check\n  help: remove one of them",
        ),
        (&["--credential", "ghp_canary0123456789"], credential),
        (
            &["--credential", "gh", "--credential", "env:A"],
            "error: two credentials have the same account\n  help: give one --credential for each account, and one without OWNER= for all others",
        ),
        (
            &["--allow-origin", "*"],
            "error: `*` is not an origin\n  help: give scheme, host and port as browsers send them, in lower case and without a trailing slash, such as https://docs.example.org; `*` and `null` are not allowed",
        ),
        (
            &["--allow-host", "https://a"],
            "error: `https://a` is not a host name\n  help: give a host name without scheme and port, such as gateway.example.org",
        ),
        (
            &["--site=/nowhere"],
            "error: the site's folder `/nowhere` has no index.html\n  help: give the output folder of `tagsmith site`",
        ),
        (
            &["--admin", "127.0.0.1:8787"],
            "error: --admin and --listen have the same address\n  help: set --admin to a different port",
        ),
        (
            &["--max-head", "1KiB"],
            "error: --max-head is out of range\n  help: give --max-head between 8KiB and 1MiB",
        ),
        (
            &["--burst", "0"],
            "error: --burst is 0, so no caller could send a request\n  help: give at least 1 to --burst",
        ),
        (
            &["--threads", "0"],
            "error: --threads and --max-connections must not be 0\n  help: give at least 1 to each",
        ),
        (
            &["--config", "/nowhere.toml"],
            "error: the configuration file `/nowhere.toml` cannot be read: no such file or directory\n  help: check --config",
        ),
    ] {
        assert_eq!(refused(flags), expected, "{flags:?}");
    }
    assert!(refused(&["--idle-timeout", "soon"]).contains("write it as `500ms`, `10s` or `5m`"));
    assert!(refused(&["--idle-timeout", "0s"]).contains("give a duration above zero"));
}

#[test]
fn the_default_token_is_sent_only_to_github() {
    let expected = "error: this upstream has no credential: the default, `GITHUB_TOKEN`, is sent only to api.github.com and ghe.com\n  help: set --credential; `--credential env:GITHUB_TOKEN` sends that token to this upstream";
    for (url, is_sent) in [
        ("https://api.github.com", true),
        ("https://API.github.com:443/", true),
        ("https://api.octocorp.ghe.com", true),
        ("https://api.github.com:8443", false),
        ("https://api.github.com.example.org", false),
        ("https://github.com", false),
        ("https://octoghe.com", false),
        ("https://ghe.com.example.org", false),
        ("https://ghe.example/api/v3", false),
        ("http://127.0.0.1:3000", false),
    ] {
        let config = configured(&["--upstream", url]);
        let rules = config.map(|it| it.credentials.iter().map(ToString::to_string).collect());
        match rules {
            Ok::<Vec<String>, _>(rules) => {
                assert!(is_sent && rules == ["env:GITHUB_TOKEN"], "{url}")
            }
            Err(error) => assert_eq!(
                (error.to_string().as_str(), is_sent),
                (expected, false),
                "{url}"
            ),
        }
        let flags = ["--upstream", url, "--credential", "env:GITHUB_TOKEN"];
        assert_eq!(refused(&flags), "nothing is refused", "{url}");
    }
}

#[test]
fn the_configuration_file_sets_what_flags_do_not_set() {
    let folder = tempfile::tempdir().unwrap();
    let file = |text: &str| secret_file(&folder, "gateway.toml", text);
    let path = file(
        "listen = \"127.0.0.1:1\"\nallow-writes = true\nonly-named = false\nburst = 7\ntag = [\"copilot\", \"gists\"]\nidle-timeout = \"9s\"\n",
    );
    let read = settings(&["--config", &path, "--burst", "8"]).unwrap();
    assert_eq!(
        (
            read.listen,
            read.allow_writes,
            read.only_named,
            read.limits.burst
        ),
        ("127.0.0.1:1".parse().unwrap(), true, false, 8)
    );
    assert_eq!(
        (read.tag.as_slice(), read.limits.idle_timeout.as_secs()),
        (&["copilot".to_owned(), "gists".to_owned()][..], 9)
    );
    let name = folder.path().join("gateway.toml");
    let name = name.display();
    for (text, expected) in [
        (
            "listn = 1\n",
            format!(
                "error: the configuration file `{name}` has the unknown key `listn`\n  help: the most similar key is `listen`; `--help` lists all settings"
            ),
        ),
        (
            "config = \"a\"\n",
            format!(
                "error: the configuration file `{name}` has the unknown key `config`\n  help: the most similar key is `config`; `--help` lists all settings"
            ),
        ),
        (
            "burst = { a = 1 }\n",
            format!(
                "error: the configuration file `{name}` has a value of the wrong type for `burst`\n  help: give a string, a number, a boolean, or a list of strings"
            ),
        ),
        (
            "\n\ncanary\n",
            format!(
                "error: the configuration file `{name}` is invalid TOML at line 3\n  help: write `key = value` lines"
            ),
        ),
    ] {
        assert_eq!(refused(&["--config", &file(text)]), expected);
    }
}
