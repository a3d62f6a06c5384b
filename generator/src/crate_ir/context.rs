//! Resolves types and spells them for code outside the crate, such as examples.

use super::spelling::From;
use super::types::{Named, Type, TypeDef};
use super::{Crate, Operation, Tag};

/// The types in the scope of an operation: its own types, and those of component schemas.
#[derive(Clone, Copy)]
pub struct Types<'k> {
    krate: &'k Crate<'k>,
    own: &'k [TypeDef<'k>],
}

impl<'k> Types<'k> {
    /// Returns the types of a crate. `own` contains the operation's own types.
    pub fn new(krate: &'k Crate<'k>, own: &'k [TypeDef<'k>]) -> Self {
        Self { krate, own }
    }

    /// Returns the definition of a named type.
    pub fn find(&self, named: &Named) -> Option<&'k TypeDef<'k>> {
        self.krate.find(named, self.own)
    }
}

/// The context of code that calls an operation.
pub struct Context<'k> {
    /// The name of the crate in code.
    pub krate: String,
    /// The module of the operation's tag.
    tag: &'k str,
    /// The types in the operation's scope.
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

/// Returns the name of the crate in code.
pub fn krate_name(krate: &Crate<'_>) -> String {
    krate.package.name.replace('-', "_")
}
