//! Checks values of unions after removing one required property, in every example and in random bodies. The decoder
//! must report the missing property, and must not choose a different variant without drift.

use serde_json::Value as Json;
use tagsmith_runtime::conformance::Entry;

use crate::bodies::{Bodies, Fill};
use crate::description::{Form, Operation};
use crate::judge::{Judge, short};
use crate::removal::{Removal, Told, removals};
use crate::report::{Failure, Report};
use crate::subject::Subject;

use super::synthetic::{Plan, runner};

const TRIED: &str = "required properties removed from values of unions";
const FITS: &str = "of these, a different variant matches after the removal";
const EXACTLY: &str = "reported exactly";
const OTHERWISE: &str = "reported differently, without loss";

/// The minimum percentage of removals that must be reported exactly.
const LEAST: usize = 97;

/// Checks each value of a union after removing each of its required properties, one at a time.
///
/// # Errors
///
/// Fails if a schema is invalid, or if nothing was checked.
pub fn unions<C: 'static>(subject: &Subject<C>, plan: &Plan) -> Result<Report, String> {
    let bodies = Bodies::new(&subject.api, Fill::Some);
    let mut report = Report::default();
    for (operation, entry) in &subject.operations {
        if plan
            .operation
            .as_ref()
            .is_some_and(|it| *it != operation.id)
        {
            continue;
        }
        let responses = operation.responses.iter();
        // Only responses are checked, because only servers omit declared properties.
        for (status, body) in responses {
            let Some(form) = Form::of(body).filter(Form::is_json) else {
                continue;
            };
            let schema = form.schema();
            let judge = Judge::new(&subject.api, schema);
            let judge = judge.map_err(|error| format!("{}: {error}", operation.id))?;
            let examples = form.examples(&subject.api).into_iter();
            let mut all: Vec<(String, Json)> = examples
                .map(|(name, body)| (name.to_owned(), body.clone()))
                .collect();
            let strategy = bodies.of(schema);
            let mut runner = runner(plan.seed, &operation.id, Some(*status));
            for run in 0..plan.runs {
                use proptest::strategy::{Strategy, ValueTree};
                if let Ok(tree) = strategy.new_tree(&mut runner) {
                    all.push((format!("random {run}"), tree.current()));
                }
            }
            for (name, body) in all {
                let removals = removals(&subject.api, schema, &body);
                for removal in removals {
                    one(
                        &judge,
                        (operation, entry, *status),
                        &name,
                        &removal,
                        &body,
                        &mut report,
                    );
                }
            }
        }
    }
    let (exactly, otherwise) = (report.row(EXACTLY), report.row(OTHERWISE));
    if report.row(TRIED) == 0 {
        return Err("there is no value of a union with a required property".to_owned());
    }
    if exactly * 100 < (exactly + otherwise) * LEAST {
        return Err(format!(
            "{report}\nonly {exactly} of {} removals are reported exactly; the minimum is {LEAST} %",
            exactly + otherwise
        ));
    }
    Ok(report)
}

fn one<C: 'static>(
    judge: &Judge<'_>,
    (operation, entry, status): (&Operation, &Entry<C>, u16),
    name: &str,
    removal: &Removal,
    body: &Json,
    report: &mut Report,
) {
    let Some(broken) = removal.done(body) else {
        return;
    };
    report.count(TRIED, 1);
    if !judge.departures(&broken).cover(&removal.path) {
        return report.count(FITS, 1);
    }
    let text = broken.to_string();
    let replayed = entry.replay_response(status, text.as_bytes());
    let outcome = removal.describe(&replayed);
    let row = match outcome {
        Told::Exactly => EXACTLY,
        Told::Otherwise => OTHERWISE,
        Told::Lost => "lost",
    };
    report.count(row, 1);
    let at = |what: String| Failure {
        operation: operation.id.clone(),
        status: Some(status),
        name: name.to_owned(),
        pointer: removal.path.clone(),
        what,
    };
    let drift = replayed.drift.iter().take(4);
    let drift: Vec<String> = drift.map(ToString::to_string).collect();
    if outcome == Told::Otherwise {
        let other = at(drift.join("; "));
        report.note(format!(
            "reported differently: {} at {}: {}",
            other.operation, other.pointer, other.what
        ));
    }
    let lost = (outcome == Told::Lost).then(|| {
        let unknown = replayed.unknown.iter().take(8);
        let unknown: Vec<&str> = unknown.map(String::as_str).collect();
        at(format!(
            "the property was removed; drift: {drift:?}; undeclared properties: {unknown:?}; {}",
            short(&text, 300)
        ))
    });
    report.case(lost.into_iter().collect());
}
