//! Compares the availability of operations and the declared response headers. Source code is not affected by these
//! changes, but callers are.

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::walk::{Location, Walk};
use crate::api::{Availability, ResponseHead};
use crate::crate_ir::Operation;

/// The verdicts of a change that does not affect source code.
const UNSEEN: (Wire, Rust) = (Wire::Compatible, Rust::Same);

impl<'a> Walk<'a> {
    /// Compares the availability of an operation.
    pub(super) fn availability(
        &mut self,
        old: &Operation,
        new: &Operation,
        location: &Location<'a>,
    ) {
        let (before, now) = (&old.availability, &new.availability);
        match (before.preview, now.preview) {
            (false, true) => self.note(Kind::PreviewBegun, location, (None, None), UNSEEN),
            (true, false) => self.note(Kind::PreviewEnded, location, (None, None), UNSEEN),
            _ => {}
        }
        self.otherwise(Kind::AccessChanged, (access(before), access(now)), location);
        self.otherwise(
            Kind::VersionsChanged,
            (versions(before), versions(now)),
            location,
        );
        for head in &old.heads {
            if let Some(now) = new.heads.iter().find(|it| it.status == head.status) {
                let location = location.body(Direction::Response, &head.status.to_string());
                self.head(head, now, &location);
            }
        }
    }

    fn head(&mut self, old: &ResponseHead, new: &ResponseHead, location: &Location<'a>) {
        self.otherwise(
            Kind::ResponseHeadersChanged,
            (headers(old), headers(new)),
            location,
        );
        // Ignores successes, since other changes report theirs.
        let is_error = old.status >= 400;
        if is_error && !old.media_types.is_empty() && !new.media_types.is_empty() {
            let both = (media_types(old), media_types(new));
            self.otherwise(Kind::ErrorMediaTypesChanged, both, location);
        }
        self.text(&old.doc, &new.doc, &location.item);
        for header in &old.headers {
            if let Some(now) = new.headers.iter().find(|it| it.name == header.name) {
                self.text(header, now, &location.item);
            }
        }
    }

    /// Reports a change if two texts differ.
    fn otherwise(
        &mut self,
        kind: Kind,
        (old, new): (Option<String>, Option<String>),
        location: &Location<'a>,
    ) {
        if old != new {
            self.note(kind, location, (old, new), UNSEEN);
        }
    }
}

/// Describes who may call an operation. Returns `None` if the description does not state it.
fn access(availability: &Availability) -> Option<String> {
    let apps = availability.github_apps.map(|it| match it {
        true => "GitHub Apps".to_owned(),
        false => "not for GitHub Apps".to_owned(),
    });
    let cloud = availability.cloud_only.then(|| "cloud only".to_owned());
    let scopes = availability.scopes.iter().map(|it| format!("scope `{it}`"));
    let permissions = availability.permissions.iter();
    let permissions = permissions.map(|it| format!("permission `{it}`"));
    joined(
        apps.into_iter()
            .chain(cloud)
            .chain(scopes)
            .chain(permissions),
    )
}

/// Describes what other API versions change.
fn versions(availability: &Availability) -> Option<String> {
    let versions = availability.versions.iter();
    joined(versions.map(|it| format!("{}: {} ({})", it.version, it.changeset, it.parts.join(", "))))
}

fn headers(head: &ResponseHead) -> Option<String> {
    let mut names: Vec<String> = head
        .headers
        .iter()
        .map(|it| it.name.to_lowercase())
        .collect();
    names.sort();
    joined(names.into_iter())
}

fn media_types(head: &ResponseHead) -> Option<String> {
    let mut names = head.media_types.clone();
    names.sort();
    joined(names.into_iter())
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
