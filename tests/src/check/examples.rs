//! Checks that every example of the description round-trips, both responses and requests.

use serde_json::Value as Json;
use tagsmith_runtime::conformance::{Entry, Outcome, Replayed};

use crate::description::{Description, Form, Operation};
use crate::judge::Judge;
use crate::report::{Failure, Report};
use crate::subject::Subject;

/// The rows of the result table, for responses or for requests.
fn rows(is_request: bool) -> [&'static str; 8] {
    let responses = [
        "examples of responses",
        "responses in a media type that is not decoded",
        "text responses",
        "responses with the wrong shape at the top level, refused",
        "responses decoded",
        "responses that satisfy their schema",
        "responses that round-trip",
        "responses with the expected drift",
    ];
    let requests = [
        "examples of requests",
        "requests in a media type that is not sent",
        "text requests",
        "requests with the wrong shape at the top level, refused",
        "requests decoded",
        "requests that satisfy their schema",
        "requests that round-trip",
        "requests with the expected drift",
    ];
    if is_request { requests } else { responses }
}

/// Checks every example.
///
/// # Errors
///
/// Fails if the description has no examples, or an invalid schema.
pub fn examples<C: 'static>(subject: &Subject<C>) -> Result<Report, String> {
    let mut check = Check {
        api: &subject.api,
        report: Report::default(),
    };
    for (operation, entry) in &subject.operations {
        for (status, response) in &operation.responses {
            check.forms(operation, entry, Some(*status), response)?;
        }
        check.forms(operation, entry, None, &operation.request)?;
    }
    let ([responses, ..], [requests, ..]) = (rows(false), rows(true));
    if check.report.row(responses) + check.report.row(requests) == 0 {
        return Err("the description has no examples".to_owned());
    }
    Ok(check.report)
}

struct Check<'a> {
    api: &'a Description,
    report: Report,
}

impl<'a> Check<'a> {
    /// Checks the examples of the exchanged media type, and counts the examples of other media types.
    fn forms<C: 'static>(
        &mut self,
        operation: &Operation,
        entry: &Entry<C>,
        status: Option<u16>,
        body: &'a Json,
    ) -> Result<(), String> {
        let [all, others, text, ..] = rows(status.is_none());
        let Some(form) = Form::of(body) else {
            return Ok(());
        };
        for other in Form::all(body) {
            let examples = other.examples(self.api).len();
            self.report.count(all, examples);
            if other.media != form.media {
                self.report.count(others, examples);
            }
        }
        let examples = form.examples(self.api);
        if examples.is_empty() {
            return Ok(());
        }
        if !form.is_json() {
            self.report.count(text, examples.len());
            for (name, body) in examples {
                self.text(operation, entry, (status, name), body);
            }
            return Ok(());
        }
        let judge = Judge::new(self.api, form.schema())
            .map_err(|error| format!("{}: {error}", operation.id))?;
        for (name, body) in examples {
            let text = body.to_string();
            let replayed = match status {
                Some(status) => Some(entry.replay_response(status, text.as_bytes())),
                None => entry.replay_body(text.as_bytes()),
            };
            self.example(&judge, (operation, status, name), body, replayed);
        }
        Ok(())
    }

    /// Checks that a text response is returned unchanged. Text requests are checked by `wire`.
    fn text<C: 'static>(
        &mut self,
        operation: &Operation,
        entry: &Entry<C>,
        (status, name): (Option<u16>, &str),
        body: &Json,
    ) {
        let Some(status) = status else {
            return;
        };
        let text = body
            .as_str()
            .map_or_else(|| body.to_string(), str::to_owned);
        let replayed = entry.replay_response(status, text.as_bytes());
        let is_other = |back: &Json| back.as_str() != Some(&text);
        let what = match (replayed.outcome, &replayed.body) {
            (Outcome::DecodeError, _) => replayed.error.unwrap_or_default(),
            (_, Some(back)) if is_other(back) => format!("it was encoded as {back}"),
            _ => String::new(),
        };
        let failure = Failure {
            operation: operation.id.clone(),
            status: Some(status),
            name: name.to_owned(),
            pointer: String::new(),
            what,
        };
        let failures = [failure].into_iter().filter(|it| !it.what.is_empty());
        self.report.case(failures.collect());
    }

    fn example(
        &mut self,
        judge: &Judge<'_>,
        (operation, status, name): (&Operation, Option<u16>, &str),
        body: &Json,
        replayed: Option<Replayed>,
    ) {
        let [.., other, decoded, satisfy, equal, drift] = rows(status.is_none());
        let failure = |(pointer, what)| Failure {
            operation: operation.id.clone(),
            status,
            name: name.to_owned(),
            pointer,
            what,
        };
        let Some(replayed) = replayed else {
            let what = "the crate has no request body".to_owned();
            self.report.case(vec![failure((String::new(), what))]);
            return;
        };
        let verdict = judge.verdict(status, body, &replayed);
        let is_equal = verdict.satisfies && verdict.written_back;
        let has_drift = !verdict.satisfies && verdict.reported;
        self.report.count(other, usize::from(verdict.is_other));
        if verdict.is_other {
            let of = status.map_or("request".to_owned(), |it| it.to_string());
            let why = replayed.error.unwrap_or_default();
            let id = &operation.id;
            self.report.note(format!("refused {id} {of} {name}: {why}"));
        }
        self.report.count(decoded, usize::from(verdict.decoded));
        self.report.count(satisfy, usize::from(verdict.satisfies));
        self.report.count(equal, usize::from(is_equal));
        self.report.count(drift, usize::from(has_drift));
        self.report
            .case(verdict.wrong.into_iter().map(failure).collect());
    }
}
