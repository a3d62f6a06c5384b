//! How an operation stands, and what is declared of its answers beyond their bodies: what no source sees, and
//! whoever calls it wants to know.

use super::change::{Direction, Rust, Wire};
use super::kind::Kind;
use super::walk::{Spot, Walk};
use crate::api::{AnswerHead, Standing};
use crate::crate_ir::Operation;

/// What no source sees.
const UNSEEN: (Wire, Rust) = (Wire::Compatible, Rust::Same);

impl<'a> Walk<'a> {
    /// Compares how an operation stands.
    pub(super) fn standing(&mut self, old: &Operation, new: &Operation, spot: &Spot<'a>) {
        let (before, now) = (&old.standing, &new.standing);
        match (before.preview, now.preview) {
            (false, true) => self.note(Kind::PreviewBegun, spot, (None, None), UNSEEN),
            (true, false) => self.note(Kind::PreviewEnded, spot, (None, None), UNSEEN),
            _ => {}
        }
        self.otherwise(Kind::AccessChanged, (access(before), access(now)), spot);
        self.otherwise(
            Kind::VersionsChanged,
            (versions(before), versions(now)),
            spot,
        );
        for head in &old.heads {
            if let Some(now) = new.heads.iter().find(|it| it.status == head.status) {
                let spot = spot.body(Direction::Response, &head.status.to_string());
                self.head(head, now, &spot);
            }
        }
    }

    fn head(&mut self, old: &AnswerHead, new: &AnswerHead, spot: &Spot<'a>) {
        self.otherwise(
            Kind::AnswerHeadersChanged,
            (headers(old), headers(new)),
            spot,
        );
        // Those of a success are told by what becomes of the call, and whether there is a body by its type.
        let is_error = old.status >= 400;
        if is_error && !old.media_types.is_empty() && !new.media_types.is_empty() {
            let both = (media_types(old), media_types(new));
            self.otherwise(Kind::ErrorMediaTypesChanged, both, spot);
        }
        self.text(&old.doc, &new.doc, &spot.item);
        for header in &old.headers {
            if let Some(now) = new.headers.iter().find(|it| it.name == header.name) {
                self.text(header, now, &spot.item);
            }
        }
    }

    /// Notes a change if two descriptions of one thing differ.
    fn otherwise(
        &mut self,
        kind: Kind,
        (old, new): (Option<String>, Option<String>),
        spot: &Spot<'a>,
    ) {
        if old != new {
            self.note(kind, spot, (old, new), UNSEEN);
        }
    }
}

/// Says who may call an operation, if anything is said of that.
fn access(standing: &Standing) -> Option<String> {
    let apps = standing.github_apps.map(|it| match it {
        true => "GitHub Apps".to_owned(),
        false => "no GitHub Apps".to_owned(),
    });
    let cloud = standing.cloud_only.then(|| "cloud only".to_owned());
    let scopes = standing.scopes.iter().map(|it| format!("scope `{it}`"));
    let permissions = standing.permissions.iter();
    let permissions = permissions.map(|it| format!("permission `{it}`"));
    joined(
        apps.into_iter()
            .chain(cloud)
            .chain(scopes)
            .chain(permissions),
    )
}

/// Says what other versions of the API change.
fn versions(standing: &Standing) -> Option<String> {
    let versions = standing.versions.iter();
    joined(versions.map(|it| format!("{}: {} ({})", it.version, it.changeset, it.parts.join(", "))))
}

fn headers(head: &AnswerHead) -> Option<String> {
    let mut names: Vec<String> = head
        .headers
        .iter()
        .map(|it| it.name.to_lowercase())
        .collect();
    names.sort();
    joined(names.into_iter())
}

fn media_types(head: &AnswerHead) -> Option<String> {
    let mut names = head.media_types.clone();
    names.sort();
    joined(names.into_iter())
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
