//! Resolves and spells the types that code outside the crate names.

use super::spelling::From;
use super::types::{Named, Type, TypeDef};
use super::{Crate, Operation, Tag};

/// The types in scope of an operation: its own, and those of component schemas.
#[derive(Clone, Copy)]
pub struct Types<'k> {
    krate: &'k Crate<'k>,
    own: &'k [TypeDef<'k>],
}

impl<'k> Types<'k> {
    /// Returns the types of a crate; `own` are the operation's own types.
    pub fn new(krate: &'k Crate<'k>, own: &'k [TypeDef<'k>]) -> Self {
        Self { krate, own }
    }

    /// Returns a named type's definition.
    pub fn find(&self, named: &Named) -> Option<&'k TypeDef<'k>> {
        self.krate.find(named, self.own)
    }
}

/// The context of code that calls an operation.
pub struct Context<'k> {
    /// The crate's name in code.
    pub krate: String,
    /// The module of the operation's tag.
    tag: &'k str,
    /// The types in scope.
    pub types: Types<'k>,
}

impl<'k> Context<'k> {
    /// Creates the context of an operation's calls.
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

    /// Returns the code of a type.
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
