//! Tests of TLS crypto providers. The provider is process-wide, so each test runs in its own process.

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

/// The environment variable that marks the process of a test.
const IN_OWN_PROCESS: &str = "TAGSMITH_TEST_IN_OWN_PROCESS";

/// Runs the test with this name again in its own process, and runs `body` in that process.
fn in_own_process(test: &str, body: fn()) {
    if std::env::var_os(IN_OWN_PROCESS).is_some() {
        return body();
    }
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", test]).env(IN_OWN_PROCESS, "1");
    let output = program.output().unwrap();
    let message = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && message.contains("1 passed"),
        "{message}"
    );
}

/// Returns whether no provider is installed. Without a provider, this build of `reqwest` panics, because its TLS
/// backend has no default provider.
fn is_missing() -> bool {
    catch_unwind(reqwest::Client::new).is_err()
}

#[test]
fn another_reqwest_client_can_be_built_after_a_client() {
    in_own_process("another_reqwest_client_can_be_built_after_a_client", || {
        assert!(is_missing());
        builder().build().unwrap();
        reqwest::Client::builder().build().unwrap();
        let _ = rustls::ClientConfig::builder();
    });
}

#[test]
fn another_reqwest_client_can_be_built_after_the_provider_is_installed() {
    let test = "another_reqwest_client_can_be_built_after_the_provider_is_installed";
    in_own_process(test, || {
        assert!(is_missing());
        install_crypto_provider();
        reqwest::Client::builder().build().unwrap();
        let _ = rustls::ClientConfig::builder();
        builder().build().unwrap();
    });
}

#[test]
fn the_programs_own_provider_is_kept() {
    in_own_process("the_programs_own_provider_is_kept", || {
        let mut own = rustls::crypto::ring::default_provider();
        own.cipher_suites.truncate(1);
        own.install_default().unwrap();
        let own = Arc::clone(rustls::crypto::CryptoProvider::get_default().unwrap());
        install_crypto_provider();
        builder().build().unwrap();
        let still = rustls::crypto::CryptoProvider::get_default().unwrap();
        assert!(Arc::ptr_eq(&own, still));
    });
}
