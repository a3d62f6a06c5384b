//! What an operation takes and answers.

use super::context::Lowering;
use super::example::Stated;
use super::parsed::Parsed;
use super::response::Responses;
use super::types::Types;
use super::{parameter, payload, response};
use crate::api::{Body, Parameter, TypeDef};

/// What an operation takes and answers, with the types of that.
pub(super) struct Exchanged {
    /// The operationId without what names the operation's tag.
    pub(super) short: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) responses: Responses,
    pub(super) types: Vec<TypeDef>,
    pub(super) examples: Vec<Stated>,
}

/// Lowers what an operation takes and answers.
pub(super) fn lower(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> Option<Exchanged> {
    let short = parsed.short(lowering)?;
    let mut types = Types::of_operation();
    let mut examples = Vec::new();
    Some(Exchanged {
        short,
        parameters: parameter::lower(lowering, &mut types, parsed),
        body: payload::lower(lowering, &mut types, parsed, &mut examples),
        responses: response::lower(lowering, &mut types, parsed, &mut examples)?,
        types: types.into_defs(),
        examples,
    })
}
