//! Configurations that are refused at start, byte for byte, and the configuration file.

use tagsmith_gateway::settings::flags::settings;

use crate::support::world::{configured, secret_file};

fn refused(flags: &[&str]) -> String {
    match configured(flags) {
        Ok(_) => "nothing is refused".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn what_is_wrong_or_unsafe_is_refused_with_what_to_do() {
    let exposed = ["--listen", "0.0.0.0:8787"];
    let callers = ["--listen", "0.0.0.0:8787", "--caller-tokens", "f"];
    let secure = [
        "--listen",
        "0.0.0.0:8787",
        "--caller-tokens",
        "f",
        "--behind-tls-proxy",
    ];
    let credential = "error: a --credential is none of env:NAME, file:PATH, gh and app:ID@KEYFILE\n  help: name where the token is, and never give the token itself; OWNER= may stand before it";
    for (flags, expected) in [
        (
            &exposed[..],
            "error: whoever reaches 0.0.0.0 could use the credential\n  help: give --caller-tokens FILE, or listen on 127.0.0.1 with no proxy before it",
        ),
        (
            &["--behind-tls-proxy"],
            "error: whoever reaches 127.0.0.1 could use the credential\n  help: give --caller-tokens FILE, or listen on 127.0.0.1 with no proxy before it",
        ),
        (
            &["--behind-tls-proxy", "--caller-tokens", "f"],
            "error: it is not known by which names callers reach it\n  help: give each with --allow-host, such as --allow-host gateway.example.org",
        ),
        (
            &callers,
            "error: callers' tokens could be read on their way to 0.0.0.0\n  help: give --tls-cert and --tls-key, or --behind-tls-proxy if a proxy on this network serves TLS",
        ),
        (
            &secure,
            "error: it is not known by which names callers reach it\n  help: give each with --allow-host, such as --allow-host gateway.example.org",
        ),
        (
            &["--upstream", "http://api.github.com"],
            "error: the upstream's URL is plain http to another machine, where the credential could be read\n  help: use https, or an address of this machine such as http://127.0.0.1:3000",
        ),
        (
            &["--upstream", "https://user:canary@api.github.com"],
            "error: the upstream's URL has a user name or a password\n  help: give the credential with --credential",
        ),
        (
            &["--upstream", "https://api.github.com/?a=b"],
            "error: the upstream's URL has a query or a fragment\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server of this machine",
        ),
        (
            &["--upstream", "ftp://api.github.com"],
            "error: the upstream's URL is neither https nor http\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server of this machine",
        ),
        (
            &["--upstream", "api.github.com"],
            "error: the upstream's URL is not absolute\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server of this machine",
        ),
        (
            &["--upstream", "https://a/b/../c"],
            "error: the upstream's URL has a path that can be read in two ways\n  help: give a URL such as https://api.github.com, or http://127.0.0.1:3000 for a server of this machine",
        ),
        (
            &["--tls-cert", "a"],
            "error: a certificate needs its key, and a key its certificate\n  help: give both --tls-cert and --tls-key",
        ),
        (
            &["--tls-cert", "a", "--tls-key", "b", "--behind-tls-proxy"],
            "error: TLS is served either here or by a proxy\n  help: remove --tls-cert and --tls-key, or --behind-tls-proxy",
        ),
        (
            &["--require-credential", "--no-credential-check"],
            "error: a credential cannot be required without asking whether it is accepted\n  help: remove --require-credential or --no-credential-check",
        ),
        (&["--credential", "ghp_canary0123456789"], credential),
        (
            &["--credential", "gh", "--credential", "env:A"],
            "error: two credentials are for the same account\n  help: give one --credential for each account, and one without OWNER= for all others",
        ),
        (
            &["--allow-origin", "*"],
            "error: `*` is not an origin\n  help: give scheme, host and port as browsers send them, in lower case and without a slash at the end, such as https://docs.example.org; `*` and `null` are none",
        ),
        (
            &["--allow-host", "https://a"],
            "error: `https://a` is not the name of a host\n  help: give a name without scheme and port, such as gateway.example.org",
        ),
        (
            &["--site=/nowhere"],
            "error: the site's folder `/nowhere` has no index.html\n  help: give the folder that the site was written to",
        ),
        (
            &["--admin", "127.0.0.1:8787"],
            "error: the admin listener has the address of the gateway itself\n  help: give another port to --admin",
        ),
        (
            &["--max-head", "1KiB"],
            "error: the largest head of a request is out of bounds\n  help: give --max-head between 8KiB and 1MiB",
        ),
        (
            &["--burst", "0"],
            "error: with a burst of 0, no caller could send a request\n  help: give at least 1 to --burst",
        ),
        (
            &["--threads", "0"],
            "error: without threads or connections, nothing can be served\n  help: give at least 1 to --threads and --max-connections",
        ),
        (
            &["--config", "/nowhere.toml"],
            "error: the configuration `/nowhere.toml` cannot be read: no such file or directory\n  help: check --config",
        ),
    ] {
        assert_eq!(refused(flags), expected, "{flags:?}");
    }
    assert!(refused(&["--idle-timeout", "soon"]).contains("write it as `500ms`, `10s` or `5m`"));
    assert!(refused(&["--idle-timeout", "0s"]).contains("give more than nothing"));
}

#[test]
fn only_github_gets_the_token_of_the_environment_unasked() {
    let expected = "error: no credential is given for this upstream: the default, `GITHUB_TOKEN`, is for api.github.com and ghe.com only\n  help: give --credential, such as --credential env:GITHUB_TOKEN to send that token there";
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
fn a_file_says_what_flags_do_not_say() {
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
                "error: the configuration `{name}` has the key `listn`, which is no setting\n  help: the nearest setting is `listen`; `--help` lists all"
            ),
        ),
        (
            "config = \"a\"\n",
            format!(
                "error: the configuration `{name}` has the key `config`, which is no setting\n  help: the nearest setting is `config`; `--help` lists all"
            ),
        ),
        (
            "burst = { a = 1 }\n",
            format!(
                "error: the configuration `{name}` has a value for `burst` that it cannot have\n  help: give a string, a number, a truth value, or a list of strings"
            ),
        ),
        (
            "\n\ncanary\n",
            format!(
                "error: the configuration `{name}` is not TOML, at line 3\n  help: write `key = value` lines"
            ),
        ),
    ] {
        assert_eq!(refused(&["--config", &file(text)]), expected);
    }
}
