//! A program that sends the requests of probes to a recording transport. If two arguments only swapped places, the
//! probe still compiles, but its request differs.

use std::collections::BTreeMap;
use std::path::Path;

use super::cargo;
use super::workspace::put;

/// The package of the program.
pub(super) const PACKAGE: &str = "requests";

/// The requests of packages with probes: by package, and by the operation's item.
pub(super) type Sent = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Returns the requests of packages with probes.
pub(super) fn sent(workspace: &Path, runtime: &Path, packages: &[String]) -> Result<Sent, String> {
    for (path, text) in files(runtime, packages) {
        put(&workspace.join(path), &text)?;
    }
    let mut sent = Sent::new();
    let mut item = "";
    let printed = cargo::printed(workspace, PACKAGE)?;
    for line in printed.lines() {
        if let Some(next) = line.strip_prefix('@') {
            item = next;
        } else if let Some((package, request)) = line.split_once('\t') {
            let requests = sent.entry(package.to_owned()).or_default();
            let requests = requests.entry(item.to_owned()).or_default();
            requests.push(request.to_owned());
        }
    }
    Ok(sent)
}

/// Returns the files of the program.
pub(super) fn files(runtime: &Path, packages: &[String]) -> Vec<(String, String)> {
    let depends = |it: &String| format!("{it} = {{ path = \"../pairs/{it}\" }}\n");
    let depends: String = packages.iter().map(depends).collect();
    let runs = |it: &String| format!("    run({it:?}, {it}::requests).await;\n");
    let runs: String = packages.iter().map(runs).collect();
    let manifest = format!(
        "[package]\nname = {PACKAGE:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         tagsmith-runtime = {{ path = {runtime:?} }}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}\n{depends}"
    );
    vec![
        (format!("{PACKAGE}/Cargo.toml"), manifest),
        (
            format!("{PACKAGE}/src/main.rs"),
            PROGRAM.replace("    RUNS\n", &runs),
        ),
    ]
}

const PROGRAM: &str = r#"//! Prints what probes send.
#![allow(dead_code)]

use std::error::Error;

use tagsmith_runtime::BuildError;
use tagsmith_runtime::transport::{Body, BoxFuture, Fault, HttpRequest, HttpResponse, Transport};

/// Prints each request, and responds with an empty object.
struct Printing(&'static str);

impl Transport for Printing {
    fn send(&self, mut request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, Fault>> {
        // The name of the crate in the probe.
        request.headers.remove("user-agent");
        let body = request.body.try_into_bytes().unwrap_or_default();
        println!(
            "{}\t{} {} {:?} {:?}",
            self.0, request.method, request.url, request.headers, body,
        );
        Box::pin(async { Ok(HttpResponse::new(Body::from("{}"))) })
    }
}

async fn run<F: Future<Output = Result<(), BuildError>>>(
    name: &'static str,
    requests: fn(Printing) -> F,
) {
    if let Err(error) = requests(Printing(name)).await {
        println!("{name}\t{error}");
    }
}

async fn all() {
    RUNS
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(all());
    Ok(())
}
"#;
