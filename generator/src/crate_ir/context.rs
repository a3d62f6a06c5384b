//! What code outside of the crate can name.

use super::spelling::From;
use super::types::{Named, Type, TypeDef};
use super::{Crate, Operation, Tag};

/// The types that an operation names: its own ones, and those of component schemas.
#[derive(Clone, Copy)]
pub struct Types<'k> {
    krate: &'k Crate<'k>,
    own: &'k [TypeDef<'k>],
}

impl<'k> Types<'k> {
    /// Returns the types of a crate; an operation's own types are `own`.
    pub fn new(krate: &'k Crate<'k>, own: &'k [TypeDef<'k>]) -> Self {
        Self { krate, own }
    }

    /// Returns a named type's definition.
    pub fn find(&self, named: &Named) -> Option<&'k TypeDef<'k>> {
        self.krate.find(named, self.own)
    }
}

/// What code that calls one operation names.
pub struct Context<'k> {
    /// The crate's name in code.
    pub krate: String,
    /// The module of the operation's tag.
    tag: &'k str,
    /// The types that the operation names.
    pub types: Types<'k>,
}

impl<'k> Context<'k> {
    /// Returns what calls of an operation name.
    pub fn new(krate: &'k Crate<'k>, tag: &'k Tag<'k>, operation: &'k Operation<'k>) -> Self {
        Self {
            krate: krate_name(krate),
            tag: &tag.module,
            types: Types::new(krate, &operation.types),
        }
    }

    /// Returns the path of a named type.
    pub(super) fn path(&self, named: &Named) -> String {
        named.spelled(self.from()).code()
    }

    /// Returns a type in code.
    pub(super) fn kind(&self, kind: &Type) -> String {
        kind.spelled(self.from()).code()
    }

    fn from(&self) -> From<'_> {
        From::User {
            krate: &self.krate,
            tag: self.tag,
        }
    }
}

/// Returns the crate's name in code.
pub fn krate_name(krate: &Crate<'_>) -> String {
    krate.package.name.replace('-', "_")
}
