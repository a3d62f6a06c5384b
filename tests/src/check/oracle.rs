//! Third-party servers, called through a generated crate.
//!
//! A file lists the known faults of these servers, with reasons. If a listed fault no longer occurs, the check fails.

mod exchange;
mod fixtures;
mod headers;
mod known;
mod route;
mod simulator;

use std::path::PathBuf;

use bytes::Bytes;
use tagsmith_runtime::AnyError;
use tagsmith_runtime::conformance::Arguments;
use tagsmith_runtime::transport::BoxFuture;

pub use self::fixtures::fixtures;
pub use self::headers::Headers2017;
pub use self::simulator::simulator;

/// The arguments of the servers.
#[derive(clap::Args, Debug)]
pub struct ServerArguments {
    /// Base URL of the server
    #[arg(long, value_name = "URL")]
    pub server: String,
    /// The data that the server serves: the folder of the scenarios, or the simulator's description
    #[arg(long, value_name = "PATH")]
    pub serves: PathBuf,
    /// Known faults of the servers
    #[arg(long, value_name = "FILE")]
    pub known: PathBuf,
}

/// The settings of a client that calls the fixtures server.
#[derive(Debug)]
pub struct Endpoint {
    /// The base URL of the API.
    pub api: String,
    /// The base URL of uploads.
    pub uploads: String,
    /// The token.
    pub token: String,
    /// The transport.
    pub transport: Headers2017,
}

/// The typed calls that [`Entry`](tagsmith_runtime::conformance::Entry) cannot express: with a response in a different
/// media type, or to fetch the target of a declared redirect. `None` for all other operations.
pub type RawCall<C> =
    fn(&C, &str, &Arguments) -> Option<BoxFuture<'static, Result<Bytes, AnyError>>>;

/// Makes the [`RawCall`] of a generated crate that has the tag `repos`.
#[macro_export]
macro_rules! raw_calls {
    () => {
        |client, operation, given| {
            let text = |name| given.argument::<String>(name).ok();
            let (owner, repo) = (text("owner")?, text("repo")?);
            Some(match operation {
                "repos/get-content" => {
                    let call = client.repos().get_content(owner, repo, text("path")?);
                    let call = call.accept("application/vnd.github.raw+json").bytes();
                    Box::pin(async move { Ok(call.await?.into_body()) })
                }
                "repos/download-tarball-archive" => {
                    let repos = client.repos();
                    let call = repos.download_tarball_archive(owner, repo, text("ref")?);
                    Box::pin(async move { Ok(call.download().bytes().await?) })
                }
                _ => return None,
            })
        }
    };
}
