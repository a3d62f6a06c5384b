//! Compares the wire verdicts of the change report with exchanged bodies. A change must be breaking if and only if one
//! side refuses a body that the other side writes.

use tagsmith::crate_ir::Crate;
use tagsmith::diff::{Change, Kind, Wire};

use super::cases::{Case, Cases, Time};
use super::exchange::{Maker, Refused, exchanges, refused, shared};
use crate::description::Description;
use crate::judge::short;
use crate::pointer::steps;

/// The results of all cases, in both directions.
#[derive(Debug, Default)]
pub struct Found {
    /// The disagreements between the report and the bodies.
    pub wrong: Vec<String>,
    /// The number of bodies and parameters whose descriptions differ between the sides.
    pub exchanges: usize,
    /// The number of breaking changes for which a body is refused.
    pub witnessed: usize,
}

/// Compares the report with bodies for each case, in both directions.
///
/// # Errors
///
/// Fails if a description is refused, or if no body of a schema can be generated.
pub fn hold(
    cases: &Cases,
    report: impl Fn(&Crate, &Crate) -> Vec<Change>,
) -> Result<Found, String> {
    let mut found = Found::default();
    // Without edits, both sides are the same.
    for case in cases.all.iter().filter(|it| !it.edits.is_empty()) {
        let before = Seen::new(cases, case, Time::Before)?;
        let now = Seen::new(cases, case, Time::After)?;
        let (before, now) = (before.makers(), now.makers());
        let (old, new) = (cases.old(case)?, cases.edited(case)?);
        let (old, new) = (Crate::of(&old), Crate::of(&new));
        found.pair(case, "", (&before, &now), &report(&old, &new))?;
        found.pair(case, ", back", (&now, &before), &report(&new, &old))?;
    }
    Ok(found)
}

/// A side of a comparison: its description for requests and for responses.
struct Seen {
    requests: Description,
    responses: Description,
}

/// The generators of a side: for requests and for responses.
type Makers<'a> = [Maker<'a>; 2];

impl Seen {
    fn new(cases: &Cases, case: &Case, time: Time) -> Result<Self, String> {
        Ok(Self {
            requests: cases.seen(case, time, "readOnly")?,
            responses: cases.seen(case, time, "writeOnly")?,
        })
    }

    fn makers(&self) -> Makers<'_> {
        [Maker::new(&self.requests), Maker::new(&self.responses)]
    }
}

impl Found {
    fn pair(
        &mut self,
        case: &Case,
        back: &str,
        (old, new): (&Makers<'_>, &Makers<'_>),
        changes: &[Change],
    ) -> Result<(), String> {
        let mut all = Vec::new();
        for ((old, new), is_response) in old.iter().zip(new).zip([false, true]) {
            let (before, now) = (old.api.operations(), new.api.operations());
            let operations = shared(&before, &now);
            let exchanges = exchanges((old.api, new.api), &operations).into_iter();
            for exchange in exchanges.filter(|it| it.status.is_some() == is_response) {
                self.exchanges += 1;
                let (writer, reader) = match is_response {
                    true => (new, old),
                    false => (old, new),
                };
                let refused = refused(&exchange, writer, reader.api);
                all.extend(refused.map_err(|error| format!("{}{back}: {error}", case.name))?);
            }
        }
        let breaking = || changes.iter().filter(|it| it.wire == Wire::Breaking);
        for refused in &all {
            if !breaking().any(|it| reaches(it, refused)) {
                let what = describe(refused);
                self.wrong
                    .push(format!("{}{back}: nothing breaks, but {what}", case.name));
            }
        }
        for change in breaking().filter(|it| is_of_bodies(it.kind)) {
            if all
                .iter()
                .any(|it| reaches(change, it) && is_for(change, it))
            {
                self.witnessed += 1;
            } else {
                let (kind, item) = (change.kind.name(), &change.place.item);
                self.wrong.push(format!(
                    "{}{back}: {kind} of {item} breaks no body",
                    case.name
                ));
            }
        }
        self.wrong.dedup();
        Ok(())
    }
}

/// Returns whether changes of this kind affect which bodies are valid.
///
/// `discriminator-changed` does not, because a JSON Schema validator ignores discriminators and treats them as ordinary
/// properties.
fn is_of_bodies(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::TypeChanged
            | Kind::ItemBecameNullable
            | Kind::ItemBecameNonNullable
            | Kind::MemberAdded
            | Kind::MemberRemoved
            | Kind::MemberBecameRequired
            | Kind::MemberBecameOptional
            | Kind::MemberBecameNullable
            | Kind::MemberBecameNonNullable
            | Kind::AdditionalAdded
            | Kind::AdditionalRemoved
            | Kind::EnumValueAdded
            | Kind::EnumValueRemoved
            | Kind::EnumValueChanged
            | Kind::MemberWireNameChanged
            | Kind::UnionShapeAdded
            | Kind::UnionShapeRemoved
            | Kind::ConstraintChanged
    )
}

/// Returns whether a change affects the operation whose body is refused.
fn reaches(change: &Change, refused: &Refused) -> bool {
    let operations = &change.place.operations;
    refused.operations.iter().any(|it| operations.contains(it))
}

/// Returns whether a body is refused at the location of the change.
fn is_for(change: &Change, refused: &Refused) -> bool {
    let place = &change.place;
    if place.part.as_ref().is_some_and(|it| *it != refused.part) {
        return false;
    }
    let path = place.path.as_deref().unwrap_or("$");
    if let Some(parameter) = &refused.parameter {
        // In the report, a component's path begins at the component's schema, and a parameter's location at its name.
        return path.strip_prefix(parameter.as_str()).is_some() || path.starts_with('$');
    }
    let path = parts(path);
    let exact = refused.departures.exact.keys();
    let is_at = |pointer: &String| {
        let steps: Vec<String> = steps(pointer).collect();
        let mut all = steps.windows(path.len().max(1));
        path.is_empty()
            || all.any(|it| it.iter().zip(&path).all(|(step, part)| is_step(step, part)))
    };
    // The union's variant is not known.
    !refused.departures.unions.is_empty() || exact.into_iter().any(is_at)
}

/// Splits a path of the report into steps. A step to any item or any property is empty.
fn parts(path: &str) -> Vec<String> {
    let path = path.trim_start_matches('$').replace("[*]", ".");
    let parts = path.split('.').skip(1);
    parts.map(str::to_owned).collect()
}

fn is_step(step: &str, part: &str) -> bool {
    part.is_empty() || step == part
}

fn describe(refused: &Refused) -> String {
    let departures = &refused.departures;
    let mut places = departures.exact.iter().chain(&departures.unions);
    let (path, why) = places.next().unzip();
    let [operation, _] = &refused.operations;
    format!(
        "{operation} {} is refused at {path:?}: {why:?}; {}",
        refused.part,
        short(&refused.body.to_string(), 200)
    )
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn splits_paths_into_steps() {
        assert!(parts("$").is_empty());
        assert_eq!(parts("$.a[*].b"), ["a", "", "b"]);
        assert_eq!(parts("$[*]"), [""]);
    }
}
