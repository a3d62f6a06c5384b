//! The crate as data: modules, items, signatures and fields, with all decisions about Rust. `Crate` is built once from
//! the API, and all printers use this data.
//!
//! Each item dereferences to its API item. For example, a [`Member`] dereferences to its [`api::Member`], and adds the
//! name of the field.

mod call;
pub mod context;
mod display;
pub mod docs;
mod errors;
mod features;
mod field;
mod fill;
mod groups;
pub mod index;
mod links;
mod make;
mod make_errors;
mod make_types;
mod media;
pub mod name;
mod names;
mod nesting;
pub(crate) mod offered;
mod operation;
mod rename;
mod reserved;
mod rings;
mod same;
pub mod sample;
mod signature;
mod signs;
pub mod slot;
pub mod snippet;
mod spelling;
mod takes;
mod type_names;
mod types;
mod variants;

use std::collections::BTreeMap;
use std::ops::Deref;

use crate::api::{self, Api};

pub use self::errors::{ErrorVariant, SharedError, body_type};
pub use self::groups::Group;
pub use self::operation::{
    Body, BodyContent, Case, Choice, Content, Envelope, Failure, Given, Links, Operation,
    Pagination, Parameter, Success, Tag, TextMedia,
};
pub use self::rename::{Collision, Naming, Renames};
pub use self::signature::Signature;
pub use self::spelling::{From, Spelled};
pub use self::takes::{Sets, Takes};
pub use self::types::{
    Discriminator, EnumValue, Field, Member, Named, SchemaFile, Shape, Struct, Type, TypeDef,
    TypeScope, Union, Variant,
};
pub use crate::api::{
    Availability, Bound, Example, Lists, Package, ParameterLocation, Profile, ResponseHead,
    ResponseHeader, Rule, Skipped,
};

/// A crate to generate.
#[derive(Clone, Debug)]
pub struct Crate<'a> {
    /// The API.
    pub api: &'a Api,
    /// The tags with their operations.
    pub tags: Vec<Tag<'a>>,
    /// The modules of component schemas, sorted by name.
    pub schemas: Vec<SchemaFile<'a>>,
    /// The error enums that operations share, sorted by module.
    pub errors: Vec<SharedError>,
    /// The recursion limit that the compiler needs, if the default one may not suffice.
    pub recursion_limit: Option<usize>,
    /// The indices of the schemas' modules, by type name.
    places: BTreeMap<String, usize>,
}

impl<'a> Crate<'a> {
    /// Names all items of an API's crate. Returns the renames and the collisions.
    pub fn naming(api: &Api) -> Naming {
        make::naming(api)
    }

    /// Builds the crate of an API whose names do not collide.
    pub fn of(api: &'a Api) -> Self {
        make::of(api)
    }

    /// Returns the definition of a named type. `own` contains the operation's own types.
    pub fn find<'k>(&'k self, named: &Named, own: &'k [TypeDef<'a>]) -> Option<&'k TypeDef<'a>> {
        let part = |types: &'k [TypeDef<'a>]| types.iter().find(|def| def.name == named.name);
        match &named.home {
            TypeScope::Operation => part(own),
            TypeScope::Types => {
                let place = self.places.get(&named.name)?;
                self.schemas.get(*place)?.types.first()
            }
            TypeScope::Within(module) => {
                let by_module = |it: &SchemaFile<'a>| it.module.as_str().cmp(module);
                let place = self.schemas.binary_search_by(by_module).ok()?;
                part(self.schemas.get(place)?.types.get(1..)?)
            }
        }
    }
}

/// Implements `Deref` from items to their API items.
macro_rules! reads_as_api {
    ($($item:ident)*) => {
        $(impl Deref for $item<'_> {
            type Target = api::$item;

            fn deref(&self) -> &Self::Target {
                self.api
            }
        })*
    };
}

reads_as_api! { Body Case Choice EnumValue Failure Member Operation Parameter SchemaFile Struct Success Tag TypeDef Union Variant }

impl Deref for Crate<'_> {
    type Target = Api;

    fn deref(&self) -> &Self::Target {
        self.api
    }
}
