//! Checks random bodies. A valid body must round-trip. A body with one violation must decode with drift at the location
//! of the violation.

use proptest::sample::Index;
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;
use tagsmith_runtime::conformance::{Entry, Replayed};

use crate::bodies::{Bodies, Fill};
use crate::description::{Form, Operation};
use crate::judge::{Judge, short};
use crate::report::{Failure, Report};
use crate::subject::Subject;
use crate::violation::{Violation, sites};

/// The extent of a check.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The number of bodies for each schema.
    pub runs: u32,
    /// The seed of the random bodies.
    pub seed: u64,
    /// The only operation to check, or `None` for all.
    pub operation: Option<String>,
}

/// The maximum number of steps in which a failing body is shrunk.
const MOST_STEPS: usize = 300;

/// Checks random bodies of every response and request.
///
/// # Errors
///
/// Fails if a schema is invalid, or if nothing was checked.
pub fn synthetic<C: 'static>(subject: &Subject<C>, plan: &Plan) -> Result<Report, String> {
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
        let responses = responses.map(|(status, response)| (Some(*status), response));
        for (status, body) in responses.chain([(None, &operation.request)]) {
            let Some(form) = Form::of(body).filter(Form::is_json) else {
                continue;
            };
            let schema = form.schema();
            let judge = Judge::new(&subject.api, schema);
            let trial = Trial {
                judge: judge.map_err(|error| format!("{}: {error}", operation.id))?,
                subject: (operation, entry),
                status,
                sites: &|body| sites(&subject.api, schema, body),
            };
            report.count("schemas", 1);
            trial.run(&bodies.of(schema), plan, &mut report);
        }
    }
    if report.row("schemas") == 0 {
        return Err("there is no schema to generate bodies of".to_owned());
    }
    Ok(report)
}

/// The bodies of one response or request.
struct Trial<'a, C> {
    judge: Judge<'a>,
    subject: (&'a Operation, &'a Entry<C>),
    status: Option<u16>,
    sites: &'a dyn Fn(&Json) -> Vec<crate::violation::Site>,
}

/// The result of one body.
enum Came {
    Through,
    /// The body has no location for this violation.
    Nothing,
    Wrong(String, String),
}

impl<C: 'static> Trial<'_, C> {
    fn run(&self, bodies: &BoxedStrategy<Json>, plan: &Plan, report: &mut Report) {
        let mut runner = runner(plan.seed, &self.subject.0.id, self.status);
        let all = [None].into_iter().chain(Violation::ALL.map(Some));
        let all: Vec<Option<Violation>> = all.collect();
        let mut failed = vec![false; all.len()];
        let bodies = (bodies.clone(), proptest::arbitrary::any::<Index>());
        for _ in 0..plan.runs {
            let Ok(mut tree) = bodies.new_tree(&mut runner) else {
                return report.case(vec![self.failure(None, "", "no body can be generated")]);
            };
            for (violation, failed) in all.iter().zip(&mut failed) {
                let row = violation.map_or("valid", Violation::name);
                let failures = match self.came(*violation, &tree.current()) {
                    Came::Nothing => continue,
                    Came::Through => Vec::new(),
                    // Only the first failure of each kind is shrunk and reported.
                    Came::Wrong(..) if *failed => continue,
                    Came::Wrong(path, what) => {
                        *failed = true;
                        let small = self.smaller(*violation, &mut tree);
                        let (path, what) = small.unwrap_or((path, what));
                        vec![self.failure(*violation, &path, &what)]
                    }
                };
                report.count(row, 1);
                report.case(failures);
            }
        }
    }

    fn came(&self, violation: Option<Violation>, (body, index): &(Json, Index)) -> Came {
        let Some(violation) = violation else {
            let departures = self.judge.departures(body);
            let mut places = departures.exact.iter().chain(&departures.unions);
            return match places.next() {
                Some((path, why)) => Came::Wrong(
                    path.clone(),
                    format!(
                        "the validator refuses a body that was generated from the schema: {why}"
                    ),
                ),
                None => self.judged(body, None),
            };
        };
        let mut sites = (self.sites)(body);
        sites.retain(|it| it.violation == violation);
        if sites.is_empty() {
            return Came::Nothing;
        }
        let site = index.get(&sites);
        let Some(broken) = site.done(body) else {
            let what = "the body has no location for this violation".to_owned();
            return Came::Wrong(site.path.clone(), what);
        };
        let departures = self.judge.departures(&broken);
        if site.is_certain && !departures.cover(&site.path) {
            let what = format!("the validator accepts {}", violation.name());
            return Came::Wrong(site.path.clone(), what);
        }
        if departures.is_empty() {
            return Came::Nothing;
        }
        self.judged(&broken, Some(&site.path))
    }

    fn judged(&self, body: &Json, site: Option<&str>) -> Came {
        let verdict = match self.replayed(body) {
            Some(replayed) => self.judge.verdict(self.status, body, &replayed),
            None => {
                let what = "the crate has no request body".to_owned();
                return Came::Wrong(String::new(), what);
            }
        };
        let Some((path, what)) = verdict.wrong.into_iter().next() else {
            return Came::Through;
        };
        let broken = site.map_or(String::new(), |it| format!(" (broken at {it:?})"));
        Came::Wrong(
            path,
            format!("{what}{broken}; {}", short(&body.to_string(), 300)),
        )
    }

    fn replayed(&self, body: &Json) -> Option<Replayed> {
        let text = body.to_string();
        let entry = self.subject.1;
        match self.status {
            Some(status) => Some(entry.replay_response(status, text.as_bytes())),
            None => entry.replay_body(text.as_bytes()),
        }
    }

    /// Shrinks a failing body. Returns the failure of the smallest body.
    fn smaller(
        &self,
        violation: Option<Violation>,
        tree: &mut dyn ValueTree<Value = (Json, Index)>,
    ) -> Option<(String, String)> {
        let mut smallest = None;
        let mut failed = true;
        for _ in 0..MOST_STEPS {
            let more = if failed {
                tree.simplify()
            } else {
                tree.complicate()
            };
            if !more {
                break;
            }
            failed = match self.came(violation, &tree.current()) {
                Came::Wrong(path, what) => {
                    smallest = Some((path, what));
                    true
                }
                _ => false,
            };
        }
        smallest
    }

    fn failure(&self, violation: Option<Violation>, path: &str, what: &str) -> Failure {
        Failure {
            operation: self.subject.0.id.clone(),
            status: self.status,
            name: violation.map_or("valid", Violation::name).to_owned(),
            pointer: path.to_owned(),
            what: what.to_owned(),
        }
    }
}

/// Returns a random source that depends on the seed and on its purpose.
pub(super) fn runner(seed: u64, operation: &str, status: Option<u16>) -> TestRunner {
    let mut bytes = [0; 32];
    let what = format!("{seed} {operation} {status:?}");
    for (index, byte) in what.bytes().enumerate() {
        // Each byte of the seed is mixed with the preceding ones.
        let mixed = bytes.iter().fold(byte, |sum: u8, it: &u8| {
            sum.rotate_left(3).wrapping_mul(31).wrapping_add(*it)
        });
        if let Some(to) = bytes.get_mut(index % 32) {
            *to ^= mixed;
        }
    }
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}
