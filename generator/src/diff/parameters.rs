//! Compares the parameters of an operation.

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::krate::Crate;
use super::order;
use super::walk::{Location, Walk};
use crate::crate_ir::{Lists, Operation, Parameter, ParameterLocation, Shape, Type, TypeDef};

/// A parameter in the old and the new crate.
type Pair<'a> = (&'a Parameter<'a>, &'a Parameter<'a>);

impl<'a> Walk<'a> {
    /// Compares the parameters of an operation.
    pub(super) fn parameters(
        &mut self,
        old: &'a Operation<'a>,
        new: &'a Operation<'a>,
        location: &Location<'a>,
    ) {
        let pairs = pairs(old, new);
        for (before, now) in &pairs {
            self.parameter(before, now, &at(now, location));
        }
        let gone = old.parameters.iter();
        for gone in gone.filter(|it| !pairs.iter().any(|(old, _)| std::ptr::eq(*old, *it))) {
            let was = (Some(gone.kind.display()), None);
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(Kind::ParameterRemoved, &at(gone, location), was, verdicts);
            self.was_deprecated(gone.deprecated.then(|| "deprecated".to_owned()));
        }
        let added = new.parameters.iter();
        for added in added.filter(|it| !pairs.iter().any(|(_, new)| std::ptr::eq(*new, *it))) {
            let is = (None, Some(added.kind.display()));
            let rust = match added.required {
                true => Rust::Breaking,
                false => Rust::Addition,
            };
            let verdicts = (Wire::breaking_if(added.required), rust);
            self.note(Kind::ParameterAdded, &at(added, location), is, verdicts);
            self.used_by(match added.required {
                true => format!(
                    "{}({}: {})",
                    location.item,
                    added.name,
                    added.kind.display()
                ),
                false => format!(
                    "{}::{}({})",
                    location.item,
                    added.name,
                    added.kind.display()
                ),
            });
        }
        self.order_of_parameters(&pairs, old, new, location);
    }

    fn parameter(
        &mut self,
        old: &'a Parameter<'a>,
        new: &'a Parameter<'a>,
        location: &Location<'a>,
    ) {
        let given = |it: &Parameter| {
            let given = if it.required { "argument" } else { "setter" };
            Some(given.to_owned())
        };
        match (old.required, new.required) {
            (false, true) => {
                let verdicts = (Wire::Breaking, Rust::Breaking);
                self.note(
                    Kind::ParameterBecameRequired,
                    location,
                    (given(old), given(new)),
                    verdicts,
                );
            }
            (true, false) => {
                let verdicts = (Wire::Compatible, Rust::Breaking);
                self.note(
                    Kind::ParameterBecameOptional,
                    location,
                    (given(old), given(new)),
                    verdicts,
                );
            }
            _ => {}
        }
        if old.name != new.name || old.wire != new.wire {
            // Parameter names in path templates are not sent. Rust arguments have no names, but mock matchers do.
            let is_sent = !is_same_on_wire(old, new) && !is_in_path(old);
            let is_named = old.name != new.name;
            let rust = match (is_named, is_sent) {
                (true, _) => Rust::Breaking,
                (false, true) => Rust::Behaviour,
                (false, false) => Rust::Same,
            };
            let verdicts = (Wire::breaking_if(is_sent), rust);
            let names = match is_named {
                true => (Some(old.name.clone()), Some(new.name.clone())),
                false => (Some(old.wire.clone()), Some(new.wire.clone())),
            };
            self.note(Kind::ParameterRenamed, location, names, verdicts);
        }
        let otherwise = (Wire::Breaking, Rust::Behaviour);
        if old.location != new.location {
            let describe = |it: &Parameter| Some(part(it.location).to_owned());
            let location = &Location {
                part: None,
                ..location.clone()
            };
            self.note(
                Kind::ParameterMoved,
                location,
                (describe(old), describe(new)),
                otherwise,
            );
        }
        // The serialization of lists does not affect single values.
        let is_single = is_single(self.old, &old.kind, location.own.0)
            && is_single(self.new, &new.kind, location.own.1);
        if old.list != new.list && !is_single {
            let describe = |it: &Parameter| Some(format!("{:?}", it.list).to_lowercase());
            self.note(
                Kind::ParameterListChanged,
                location,
                (describe(old), describe(new)),
                otherwise,
            );
        }
        if old.default != new.default {
            let defaults = (old.default.clone(), new.default.clone());
            // A default has no effect if every call must set the parameter.
            let rust = match old.required && new.required {
                true => Rust::Same,
                false => Rust::Behaviour,
            };
            let verdicts = (Wire::Compatible, rust);
            self.note(Kind::DefaultChanged, location, defaults, verdicts);
        }
        if old.deprecated != new.deprecated {
            let (kind, seen) = match new.deprecated {
                true => (Kind::ParameterDeprecated, Rust::Behaviour),
                false => (Kind::ParameterUndeprecated, Rust::Addition),
            };
            // The compiler can warn about a deprecated setter, but not about an argument.
            let rust = match old.required || new.required {
                true => Rust::Same,
                false => seen,
            };
            self.note(kind, location, (None, None), (Wire::Compatible, rust));
        }
        let mut value = location.bounded(&old.bounds, &new.bounds);
        value.as_text = true;
        value.repeats = new.list == Lists::Repeated;
        let first = self.changes.len();
        self.types(&old.kind, &new.kind, &value);
        self.bounds(&old.bounds, &new.bounds, first, location);
        self.text(&old.doc, &new.doc, &location.item);
    }

    fn order_of_parameters(
        &mut self,
        pairs: &[Pair<'a>],
        old: &'a Operation<'a>,
        new: &'a Operation<'a>,
        location: &Location<'a>,
    ) {
        // Uses the old names in both orders.
        let before = |all: bool| {
            let those = old.parameters.iter();
            those.filter(move |it| {
                let pair = pairs.iter().find(|(old, _)| std::ptr::eq(*old, *it));
                pair.is_some_and(|(old, new)| all || (old.required && new.required))
            })
        };
        let now = |all: bool| {
            let those = new.parameters.iter();
            those.filter_map(move |it| {
                let pair = pairs.iter().find(|(_, new)| std::ptr::eq(*new, it))?;
                (all || (pair.0.required && pair.1.required)).then_some(pair.0)
            })
        };
        let name = |it: &'a Parameter<'a>| it.wire.as_str();
        if order::differs(before(true).map(name), now(true).map(name)) {
            let is_seen = order::differs(before(false).map(name), now(false).map(name));
            let orders = order::both(before(true).map(name), now(true).map(name));
            let verdicts = (Wire::Compatible, Rust::breaking_if(is_seen));
            self.note(Kind::ParametersReordered, location, orders, verdicts);
        }
    }
}

/// Pairs parameters. Path parameters are paired by position, since their names are not sent. Other parameters are
/// paired by name, first in the same location and then in any. The rest is paired by Rust name, since source still
/// compiles in that case.
fn pairs<'a>(old: &'a Operation<'a>, new: &'a Operation<'a>) -> Vec<Pair<'a>> {
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    if outline(&old.path) == outline(&new.path) {
        let in_path = |operation: &'a Operation<'a>| {
            let names = names_in(&operation.path);
            names.filter_map(|name| {
                let parameters = operation.parameters.iter();
                parameters
                    .filter(|it| is_in_path(it))
                    .find(|it| it.wire == name)
            })
        };
        pairs.extend(in_path(old).zip(in_path(new)));
    }
    let passes: [fn(&Parameter, &Parameter) -> bool; 3] = [
        |old, new| is_same_on_wire(old, new) && old.location == new.location,
        |old, new| old.wire == new.wire,
        |old, new| old.name == new.name && old.location == new.location,
    ];
    for is_same in passes {
        for before in &old.parameters {
            let is_free = |it: &&Parameter| !pairs.iter().any(|(_, new)| std::ptr::eq(*new, *it));
            let now = new
                .parameters
                .iter()
                .filter(is_free)
                .find(|it| is_same(before, it));
            let is_done = pairs.iter().any(|(old, _)| std::ptr::eq(*old, before));
            if let (Some(now), false) = (now, is_done) {
                pairs.push((before, now));
            }
        }
    }
    pairs
}

/// Returns a path template without its parameter names.
pub(super) fn outline(path: &str) -> String {
    let mut parts = path.split('{');
    let mut outline = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        outline.push_str("{}");
        outline.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    outline
}

fn names_in(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|it| it.split_once('}').map(|(name, _)| name))
}

/// Returns whether two parameters have the same wire name. Names of headers are case-insensitive.
fn is_same_on_wire(old: &Parameter, new: &Parameter) -> bool {
    let is_header = |it: &Parameter| it.location == ParameterLocation::Header;
    match is_header(old) && is_header(new) {
        true => old.wire.eq_ignore_ascii_case(&new.wire),
        false => old.wire == new.wire,
    }
}

/// Returns whether a type is a scalar or an enum.
fn is_single<'a>(krate: &Crate<'a>, kind: &Type, own: &'a [TypeDef<'a>]) -> bool {
    match kind {
        Type::Named(named) => {
            let def = krate.find(named, own);
            def.is_some_and(|it| matches!(it.shape, Shape::Enum(_)))
        }
        Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Json => false,
        Type::Bool | Type::Int | Type::Uint | Type::Float | Type::Str | Type::Time | Type::Date => {
            true
        }
    }
}

fn is_in_path(parameter: &Parameter) -> bool {
    matches!(
        parameter.location,
        ParameterLocation::Path | ParameterLocation::Segments
    )
}

/// Returns the location of a parameter.
fn at<'a>(parameter: &Parameter, location: &Location<'a>) -> Location<'a> {
    let mut location = location.at_item(format!("{}::{}", location.item, parameter.name));
    location.direction = Some(Direction::Request);
    location.part = Some(part(parameter.location).to_owned());
    location.path = Some(parameter.wire.clone());
    location
}

fn part(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Segments => "multi-segment path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
    }
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn parameter_names_in_a_path_are_not_compared() {
        assert_eq!(outline("/a/{b}/c{d}e"), "/a/{}/c{}e");
        assert_eq!(outline("/a"), "/a");
        assert_eq!(outline("/{a"), "/{}");
    }
}
