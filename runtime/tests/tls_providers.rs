//! TLS crypto providers. The provider is process-wide, so each test runs in a process of its own.

#![allow(clippy::unwrap_used)]

use std::panic::catch_unwind;
use std::process::Command;
use std::sync::Arc;

use tagsmith_runtime::transport::install_crypto_provider;
use tagsmith_runtime::{ClientBuilder, Core, Defaults};

static DEFAULTS: Defaults = Defaults::new("https://api.example.org", "test/1");

fn builder() -> ClientBuilder<Core> {
    Core::builder(&DEFAULTS)
}

/// Runs one of the ignored tests in a process of its own.
fn run(test: &str) {
    let mut program = Command::new(std::env::current_exe().unwrap());
    let output = program.args(["--exact", test, "--ignored"]).output();
    let output = output.unwrap();
    let message = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && message.contains("1 passed"),
        "{message}"
    );
}

#[test]
fn another_reqwest_client_can_be_built() {
    run("reqwest_after_a_client");
    run("reqwest_after_the_provider_is_installed");
}

#[test]
fn the_programs_own_provider_is_kept() {
    run("a_provider_of_the_programs_own");
}

/// Without a provider, this build of `reqwest` panics: it has TLS, but no default provider.
fn is_missing() -> bool {
    catch_unwind(reqwest::Client::new).is_err()
}

#[test]
#[ignore = "a process of its own: `another_reqwest_client_can_be_built` starts it"]
fn reqwest_after_a_client() {
    assert!(is_missing());
    builder().build().unwrap();
    reqwest::Client::builder().build().unwrap();
    let _ = rustls::ClientConfig::builder();
}

#[test]
#[ignore = "a process of its own: `another_reqwest_client_can_be_built` starts it"]
fn reqwest_after_the_provider_is_installed() {
    assert!(is_missing());
    install_crypto_provider();
    reqwest::Client::builder().build().unwrap();
    let _ = rustls::ClientConfig::builder();
    builder().build().unwrap();
}

#[test]
#[ignore = "a process of its own: `the_programs_own_provider_is_kept` starts it"]
fn a_provider_of_the_programs_own() {
    let mut own = rustls::crypto::ring::default_provider();
    own.cipher_suites.truncate(1);
    own.install_default().unwrap();
    let own = Arc::clone(rustls::crypto::CryptoProvider::get_default().unwrap());
    install_crypto_provider();
    builder().build().unwrap();
    let still = rustls::crypto::CryptoProvider::get_default().unwrap();
    assert!(Arc::ptr_eq(&own, still));
}
