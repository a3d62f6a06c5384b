//! Tests of the built-in corrections of GitHub's description, which apply without a configuration.

use std::path::Path;

use conformance::description::repository;
use tagsmith::config::Config;
use tagsmith::crate_ir::Crate;
use tagsmith::description::load::Source;
use tagsmith::emit::rust;
use tagsmith::pipeline::lowered;

const CONFIG: &str = "description = \"-\"\ntags = [\"copilot\"]\nout = \"out\"\n[crate]\nname = \"mine\"\n\
    version = \"0.1.0\"\ndescription = \"\"\nrepository = \"\"\n[runtime]\nversion = \"0.1.0\"\n";

fn pin() -> Source {
    Source::read(&repository().join("spec/github.yaml")).unwrap()
}

fn config(profile: &str) -> Config {
    Config::parse(&format!("{CONFIG}{profile}"), Path::new("tagsmith.toml")).unwrap()
}

#[test]
fn corrections_need_neither_a_configuration_nor_an_overlay() {
    let rules = |profile: &str| {
        let (lowered, _) = lowered(&pin(), &config(profile)).unwrap();
        let files = rust::render(&Crate::of(&lowered.api));
        let mentions = files.values().map(|it| it.matches("if_any_match").count());
        (lowered.profile, mentions.sum::<usize>())
    };
    let (why, corrected) = rules("");
    assert_eq!(why, "github, because its server is https://api.github.com");
    let (why, uncorrected) = rules("[profile]\nname = \"neutral\"\n");
    assert_eq!(why, "neutral, named by tagsmith.toml");
    assert!(corrected > uncorrected, "{corrected} {uncorrected}");
}

/// The structure of a release asset in GitHub's description. The pinned description does not contain it.
const ASSETS: &str = r##"{
    "openapi": "3.0.3",
    "info": {"title": "GitHub v3 REST API", "version": "1.1.4"},
    "servers": [{"url": "https://api.github.com"}],
    "paths": {"/repos/{owner}/{repo}/releases/{release_id}/assets": {"post": {
        "operationId": "repos/upload-release-asset",
        "tags": ["repos"],
        "parameters": [
            {"name": "owner", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "repo", "in": "path", "required": true, "schema": {"type": "string"}},
            {"name": "release_id", "in": "path", "required": true, "schema": {"type": "integer"}}
        ],
        "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}},
        "responses": {"204": {"description": "Uploaded"}}
    }}}
}"##;

#[test]
fn a_release_asset_may_have_any_media_type() {
    let source = Source::parse(ASSETS.to_owned(), "github.json").unwrap();
    let config = Config::parse(
        &CONFIG.replace("copilot", "repos"),
        Path::new("tagsmith.toml"),
    );
    let (lowered, _) = lowered(&source, &config.unwrap()).unwrap();
    let files = rust::render(&Crate::of(&lowered.api));
    let call = &files["src/repos/upload_release_asset.rs"];
    assert!(call.contains(".upload(\"*/*\", body.into())"), "{call}");
}

/// All standard header names of the crate `http`.
const STANDARD: &str = "accept accept-charset accept-encoding accept-language accept-ranges \
    access-control-allow-credentials access-control-allow-headers access-control-allow-methods \
    access-control-allow-origin access-control-expose-headers access-control-max-age \
    access-control-request-headers access-control-request-method age allow alt-svc authorization cache-control \
    cache-status cdn-cache-control connection content-disposition content-encoding content-language content-length \
    content-location content-range content-security-policy content-security-policy-report-only content-type cookie \
    date dnt etag expect expires forwarded from host if-match if-modified-since if-none-match if-range \
    if-unmodified-since last-modified link location max-forwards origin pragma proxy-authenticate \
    proxy-authorization public-key-pins public-key-pins-report-only range referer referrer-policy refresh \
    retry-after sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol \
    sec-websocket-version server set-cookie strict-transport-security te trailer transfer-encoding upgrade \
    upgrade-insecure-requests user-agent vary via warning www-authenticate x-api-version x-content-type-options \
    x-dns-prefetch-control x-frame-options x-xss-protection";

#[test]
fn the_generator_and_the_runtime_reserve_the_same_headers() {
    let mut taken = Vec::new();
    for name in STANDARD.split_whitespace() {
        let text = format!("{CONFIG}[profile]\nversion_header = \"{name}\"\n");
        let config = Config::parse(&text, Path::new("tagsmith.toml"));
        let is_free = config.is_ok();
        let expected = tagsmith_runtime::conformance::is_free_header(name);
        // A parameter may replace the user agent, but not the API version.
        assert_eq!(is_free, expected && name != "user-agent", "{name}");
        if !is_free {
            taken.push(name);
        }
    }
    assert_eq!(taken.len(), 8, "{taken:?}");
}
