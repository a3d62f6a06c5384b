//! Compares the tags and operations of two crates.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::change::{Rust, Wire};
use super::kind::Kind;
use super::order;
use super::parameters::outline;
use super::profile;
use super::verdict;
use super::walk::{Location, Walk};
use crate::api::{Package, Profile};
use crate::crate_ir::{Crate, Operation, Tag};

/// An operation with its tag.
type Tagged<'a> = (&'a Tag<'a>, &'a Operation<'a>);

impl<'a> Walk<'a> {
    /// Compares the facts that apply to all calls.
    pub(super) fn api(&mut self, old: &'a Crate<'a>, new: &'a Crate<'a>) {
        let location = Location::new(BTreeSet::new(), "Client".to_owned());
        if old.server != new.server {
            let both = (Some(old.server.clone()), Some(new.server.clone()));
            // Calls still work if the new description lists the old server, or if each operation has its own server.
            let is_listed = new.other_servers.contains(&old.server);
            let is_used = self
                .stays()
                .any(|(before, now)| before.server.is_none() && server(new, now) != old.server);
            let wire = Wire::breaking_if(is_used && !is_listed);
            let verdicts = (wire, Rust::Behaviour);
            self.note(Kind::ServerChanged, &location, both, verdicts);
        }
        if old.api_version != new.api_version {
            let both = (old.api_version.clone(), new.api_version.clone());
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::ApiVersionChanged, &location, both, verdicts);
        }
        self.profile(&old.profile, &new.profile, &location);
        self.package(&old.package, &new.package, &location);
        self.text(&old.skipped, &new.skipped, "SURFACE.md");
        let wires = |api: &'a Crate<'a>| api.tags.iter().map(|it| it.wire.as_str());
        let (before, after) = order::both(wires(old), wires(new));
        self.text(&before, &after, "Client");
        self.end(&location);
        self.tags(&old.tags, &new.tags);
    }

    /// Compares the profiles.
    fn profile(&mut self, old: &Profile, new: &Profile, location: &Location<'a>) {
        match (old.reads_environment(), new.reads_environment()) {
            (false, true) => {
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::FromEnvAdded, location, (None, None), verdicts);
            }
            (true, false) => {
                let verdicts = (Wire::Compatible, Rust::Breaking);
                self.note(Kind::FromEnvRemoved, location, (None, None), verdicts);
            }
            _ => {}
        }
        let (before, now) = (profile::facts(old), profile::facts(new));
        for (before, now) in before.into_iter().zip(now) {
            if before != now {
                let verdicts = (Wire::Compatible, Rust::Behaviour);
                self.note(Kind::ProfileChanged, location, (before, now), verdicts);
            }
        }
    }

    /// Compares the package metadata, except for the version.
    fn package(&mut self, old: &Package, new: &Package, location: &Location<'a>) {
        let location = &location.at_item("Cargo.toml".to_owned());
        if old.name != new.name {
            let names = (Some(old.name.clone()), Some(new.name.clone()));
            let verdicts = (Wire::Compatible, Rust::Breaking);
            self.note(Kind::CrateRenamed, location, names, verdicts);
        }
        let (before, now) = (&old.runtime_version, &new.runtime_version);
        if before != now {
            let is_other = verdict::line(before) != verdict::line(now);
            let verdicts = (Wire::Compatible, Rust::breaking_if(is_other));
            let versions = (Some(before.clone()), Some(now.clone()));
            self.note(Kind::RuntimeChanged, location, versions, verdicts);
        }
        self.text(&old.description, &new.description, &location.item);
        self.text(&old.repository, &new.repository, &location.item);
        self.text(&old.runtime_path, &new.runtime_path, &location.item);
    }

    fn tags(&mut self, old: &'a [Tag<'a>], new: &'a [Tag<'a>]) {
        let at = |tag: &Tag| {
            let operations = tag.operations.iter().map(|it| it.id.clone());
            Location::new(
                operations.collect(),
                format!("{}::{}", tag.module, tag.handle),
            )
        };
        let is_in = |tags: &[Tag], tag: &Tag| tags.iter().any(|it| it.wire == tag.wire);
        // Pairs tags by name, otherwise by module, since source still compiles in that case.
        let same = |tag: &Tag| {
            let mut all = new.iter();
            match is_in(new, tag) {
                true => all.find(|it| it.wire == tag.wire),
                false => all.find(|it| it.module == tag.module && !is_in(old, it)),
            }
        };
        for tag in old {
            match same(tag) {
                Some(now) => {
                    if now.module == tag.module && now.wire != tag.wire {
                        let names = (Some(tag.wire.clone()), Some(now.wire.clone()));
                        let verdicts = (Wire::Compatible, Rust::Same);
                        self.note(Kind::TagRenamed, &at(now), names, verdicts);
                    }
                    if now.module != tag.module {
                        let names = (Some(tag.module.clone()), Some(now.module.clone()));
                        let verdicts = (Wire::Compatible, Rust::Breaking);
                        self.note(Kind::TagRenamed, &at(now), names, verdicts);
                    }
                    let location = Location::new(BTreeSet::new(), tag.module.clone());
                    self.text(&tag.doc, &now.doc, &tag.module);
                    let (before, after) = order::both(ids(tag), ids(now));
                    self.text(&before, &after, &tag.module);
                    self.end(&location);
                }
                None => {
                    let was = (Some(tag.wire.clone()), None);
                    let verdicts = (Wire::Compatible, Rust::Breaking);
                    self.note(Kind::TagRemoved, &at(tag), was, verdicts);
                }
            }
        }
        for tag in new {
            if !old.iter().filter_map(same).any(|it| std::ptr::eq(it, tag)) {
                let is = (None, Some(tag.wire.clone()));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::TagAdded, &at(tag), is, verdicts);
                let (module, handle) = (&tag.module, &tag.handle);
                self.used_by(format!("Client::{module}() -> {module}::{handle}"));
            }
        }
    }

    /// Pairs and compares all operations: by operationId, then by method and path.
    pub(super) fn operations(&mut self) {
        let old: Vec<Tagged<'a>> = self.old.operations().collect();
        let new: Vec<Tagged<'a>> = self.new.operations().collect();
        let by_id =
            |id: &str, those: &[Tagged<'a>]| those.iter().copied().find(|(_, it)| it.id == id);
        let call = |it: &Operation| format!("{} {}", it.method, outline(&it.path));
        let lonely: Vec<Tagged<'a>> = new
            .iter()
            .copied()
            .filter(|(_, it)| by_id(&it.id, &old).is_none())
            .collect();
        let mut followed = BTreeSet::new();
        for (tag, operation) in &old {
            let now = by_id(&operation.id, &new).or_else(|| {
                let mut those = lonely.iter().copied();
                those.find(|(_, it)| call(it) == call(operation))
            });
            match now {
                Some(now) => {
                    followed.insert(now.1.id.as_str());
                    self.operation((tag, operation), now);
                }
                None => {
                    let was = (Some(describe(operation)), None);
                    // Ignores a skipped operation, which still exists on the server.
                    let mut skipped = self.new.api.skipped.iter();
                    let is_skipped = skipped.any(|it| it.id == operation.id);
                    let verdicts = (Wire::breaking_if(!is_skipped), Rust::Breaking);
                    self.note(Kind::OperationRemoved, &at(tag, operation), was, verdicts);
                    self.was_deprecated(operation.deprecated.clone());
                }
            }
        }
        for (tag, operation) in lonely {
            if !followed.contains(operation.id.as_str()) {
                let is = (None, Some(describe(operation)));
                let verdicts = (Wire::Compatible, Rust::Addition);
                self.note(Kind::OperationAdded, &at(tag, operation), is, verdicts);
                self.used_by(operation.display(tag));
            }
        }
    }

    /// Returns the operations that both crates contain, by operationId.
    fn stays(&self) -> impl Iterator<Item = (&'a Operation<'a>, &'a Operation<'a>)> + use<'a> {
        let new: BTreeMap<&str, &Operation> = self
            .new
            .operations()
            .map(|(_, it)| (it.id.as_str(), it))
            .collect();
        let old = self.old.operations();
        old.filter_map(move |(_, it)| Some((it, *new.get(it.id.as_str())?)))
    }

    fn operation(&mut self, (tag, old): Tagged<'a>, (new_tag, new): Tagged<'a>) {
        self.walked.clear();
        let first = self.changes.len();
        let location = Location {
            own: (&old.types, &new.types),
            module: &new_tag.module,
            names: (&old.type_name, &new.type_name),
            operations: Rc::new(BTreeSet::from([old.id.clone(), new.id.clone()])),
            ..at(new_tag, new)
        };
        let unseen = (Wire::Compatible, Rust::Breaking);
        let is_moved = tag.wire != new_tag.wire && tag.module != new_tag.module;
        if is_moved {
            let tags = (Some(tag.wire.clone()), Some(new_tag.wire.clone()));
            self.note(Kind::OperationTagChanged, &location, tags, unseen);
        }
        if (&old.id, &old.name, &old.type_name) != (&new.id, &new.name, &new.type_name) {
            // No signature contains the operationId.
            let is_seen = old.name != new.name || old.type_name != new.type_name;
            let describe = |tag: &Tag, it: &Operation| match old.id == new.id {
                true => Some(format!("{}::{}", tag.module, it.type_name)),
                false => Some(it.id.clone()),
            };
            let ids = (describe(tag, old), describe(new_tag, new));
            let verdicts = (Wire::Compatible, Rust::breaking_if(is_seen));
            self.note(Kind::OperationRenamed, &location, ids, verdicts);
        }
        let otherwise = (Wire::Breaking, Rust::Behaviour);
        if old.method != new.method || outline(&old.path) != outline(&new.path) {
            let both = (Some(describe(old)), Some(describe(new)));
            self.note(Kind::OperationPathChanged, &location, both, otherwise);
        }
        if old.server != new.server {
            let both = (old.server.clone(), new.server.clone());
            let (before, now) = (self.old.api, self.new.api);
            // An operation with its own server does not use a configured base URL.
            let is_other = server(before, old) != server(now, new);
            let verdicts = (Wire::breaking_if(is_other), Rust::Behaviour);
            self.note(Kind::OperationServerChanged, &location, both, verdicts);
        }
        if old.notifies != new.notifies {
            let both = (
                Some(old.notifies.to_string()),
                Some(new.notifies.to_string()),
            );
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            self.note(Kind::OperationNotifiesChanged, &location, both, verdicts);
        }
        // If the method changed, a separate change reports it.
        let is_stated = |it: &Operation| it.idempotent_despite_method().is_some();
        let is_own = old.method == new.method || is_stated(old) || is_stated(new);
        if is_own && old.idempotent != new.idempotent {
            let describe = |it: &Operation| match it.idempotent {
                true => Some("idempotent".to_owned()),
                false => Some("not idempotent".to_owned()),
            };
            let verdicts = (Wire::Compatible, Rust::Behaviour);
            let kind = Kind::OperationIdempotencyChanged;
            self.note(kind, &location, (describe(old), describe(new)), verdicts);
        }
        self.deprecated(old, new, &location);
        self.availability(old, new, &location);
        self.parameters(old, new, &location);
        self.bodies(old.body.as_ref(), new.body.as_ref(), &location);
        self.responses(old, new, &location);
        let parts = ((&*old.types, &*tag.module), (&*new.types, &*new_tag.module));
        self.parts(parts.0, parts.1, first, &location);
        self.texts_of(old, new, &location);
        self.end(&location);
    }

    fn deprecated(&mut self, old: &Operation, new: &Operation, location: &Location<'a>) {
        let (kind, rust) = match (&old.deprecated, &new.deprecated) {
            (None, Some(_)) => (Kind::OperationDeprecated, Rust::Behaviour),
            (Some(_), None) => (Kind::OperationUndeprecated, Rust::Addition),
            (Some(old), Some(new)) if old != new => (Kind::DeprecationChanged, Rust::Behaviour),
            _ => return,
        };
        let both = (old.deprecated.clone(), new.deprecated.clone());
        self.note(kind, location, both, (Wire::Compatible, rust));
    }

    fn texts_of(
        &mut self,
        old: &'a Operation<'a>,
        new: &'a Operation<'a>,
        location: &Location<'a>,
    ) {
        let item = &location.item;
        self.text(&old.summary, &new.summary, item);
        self.text(&old.doc, &new.doc, item);
        self.text(&old.docs_url, &new.docs_url, item);
        self.text(&old.group, &new.group, item);
        self.text(&old.examples, &new.examples, item);
    }
}

/// Returns the server that an operation's calls are sent to.
fn server<'a>(api: &'a Crate<'a>, operation: &'a Operation<'a>) -> &'a str {
    operation.server.as_deref().unwrap_or(&api.server)
}

fn at<'a>(tag: &'a Tag<'a>, operation: &'a Operation<'a>) -> Location<'a> {
    let id = BTreeSet::from([operation.id.clone()]);
    Location::new(id, format!("{}::{}", tag.module, operation.type_name))
}

/// Returns the operationIds of a tag, in order.
fn ids<'a>(tag: &'a Tag<'a>) -> impl Iterator<Item = &'a str> {
    tag.operations.iter().map(|it| it.id.as_str())
}

fn describe(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}
