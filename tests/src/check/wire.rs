//! Compares the requests that the server receives with the description alone. Checks the method, path, query, headers
//! and body of every operation, with values that must be encoded.

mod arrived;
mod given;

use serde_json::Value as Json;
use tagsmith_runtime::conformance::{Arguments, Entry};

use self::arrived::Expected;
pub(super) use self::arrived::decoded;
use self::given::{Round, is_last, rounds};
pub(super) use self::given::{is_multi_segment, name, values};
use crate::bodies::{Bodies, Fill};
use crate::description::Operation;
use crate::report::{Failure, Report};
use crate::server::{Reply, Server};
use crate::subject::Subject;

/// The headers that every call of a crate sends.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    /// The crate's name.
    pub name: &'static str,
    /// The API version that the crate was generated for.
    pub api_version: Option<&'static str>,
}

/// Makes calls of every operation.
///
/// # Errors
///
/// Fails if there is no server or no client.
pub async fn wire<C: 'static>(
    subject: &Subject<C>,
    identity: Identity,
    client: impl Fn(&str) -> Result<C, String>,
) -> Result<Report, String> {
    let server = Server::start(|_| Reply::empty(500));
    let server = server.await.map_err(|error| error.to_string())?;
    let mut check = Check {
        client: client(&server.url())?,
        server,
        identity,
        report: Report::default(),
    };
    let fills = [Fill::Required, Fill::All, Fill::Some].map(|fill| Bodies::new(&subject.api, fill));
    for (operation, entry) in &subject.operations {
        check.report.count("operations", 1);
        for round in rounds(&subject.api, operation, &fills) {
            check.call(operation, entry, &round).await;
        }
        check
            .unsafe_paths(operation, entry, &subject.api, &fills)
            .await;
    }
    Ok(check.report)
}

struct Check<C> {
    client: C,
    server: Server,
    identity: Identity,
    report: Report,
}

impl<C: 'static> Check<C> {
    async fn call(&mut self, operation: &Operation, entry: &Entry<C>, round: &Round) {
        let wrong = match self.sent(entry, &round.given).await {
            Ok(()) => match self.server.received().as_slice() {
                [received] => {
                    let expected = Expected {
                        operation,
                        given: &round.given,
                        identity: self.identity,
                    };
                    expected.differences(received)
                }
                other => vec![format!("{} requests arrived", other.len())],
            },
            Err(error) => vec![error],
        };
        self.report.count("calls", 1);
        let wrong = wrong.into_iter();
        let failures = wrong.map(|what| failure(operation, &round.name, what));
        self.report.case(failures.collect());
    }

    /// Sends a call. The call must fail, because the server responds with an error.
    async fn sent(&self, entry: &Entry<C>, given: &Arguments) -> Result<(), String> {
        let calling = entry.call(&self.client, given);
        let calling = calling.map_err(|error| format!("the call cannot be created: {error}"))?;
        match calling.await {
            Ok(_) => Err("the status 500 is not an error".to_owned()),
            Err(error) if error.status().is_some_and(|it| it.as_u16() == 500) => Ok(()),
            Err(error) => Err(format!(
                "the call failed before the server responded: {error}"
            )),
        }
    }

    /// Checks that a value which would change the path is never sent.
    async fn unsafe_paths(
        &mut self,
        operation: &Operation,
        entry: &Entry<C>,
        api: &crate::description::Description,
        fills: &[Bodies<'_>; 3],
    ) {
        let Some(least) = rounds(api, operation, fills).into_iter().next() else {
            return;
        };
        for parameter in &operation.parameters {
            let wire_name = name(parameter);
            let is_text = given::is_plain_text(api, parameter);
            if parameter.get("in") != Some(&Json::from("path")) || !is_text {
                continue;
            }
            let values: &[&str] = match (is_multi_segment(parameter), is_last(operation, parameter))
            {
                (true, true) => &[".", "..", "a/../b", "/", "/a", "a//b", "a//", "../"],
                // A server may drop an empty segment in the middle of a path.
                (true, false) => &["", ".", "..", "a/../b", "/", "/a", "a//b", "a/"],
                (false, _) => &["", ".", ".."],
            };
            for value in values {
                let mut given = least.given.clone();
                given
                    .parameters
                    .insert(wire_name.to_owned(), Json::from(*value));
                let sent = self.sent(entry, &given).await;
                let arrived = self.server.received().len();
                let what = match sent {
                    _ if arrived > 0 => Some(format!("{value:?} was sent as `{wire_name}`")),
                    Ok(()) => Some(format!("{value:?} as `{wire_name}` is not an error")),
                    Err(error) if error.contains(wire_name) => None,
                    Err(error) => Some(format!("`{wire_name}` is not named: {error}")),
                };
                self.report.count("values that would change the path", 1);
                let failures = what.into_iter();
                let failures = failures.map(|what| failure(operation, "unsafe", what));
                self.report.case(failures.collect());
            }
        }
    }
}

fn failure(operation: &Operation, name: &str, what: String) -> Failure {
    Failure {
        operation: operation.id.clone(),
        status: None,
        name: name.to_owned(),
        pointer: String::new(),
        what,
    }
}
