//! The requests and responses of an operation.

use super::context::Lowering;
use super::example::Stated;
use super::parsed::Parsed;
use super::response::Responses;
use super::types::Types;
use super::{parameter, path_style, payload, response};
use crate::api::{Body, Parameter, TypeDef};

/// The requests and responses of an operation, with their types.
pub(super) struct Exchanged {
    /// The operationId without the tag's name.
    pub(super) short: String,
    /// The path template in the form in which it is sent.
    pub(super) path: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) responses: Responses,
    pub(super) types: Vec<TypeDef>,
    pub(super) examples: Vec<Stated>,
    /// The notes to append to the operation's documentation.
    pub(super) notes: Vec<String>,
}

/// Lowers the requests and responses of an operation.
pub(super) fn lower(lowering: &mut Lowering<'_>, parsed: &Parsed<'_>) -> Option<Exchanged> {
    let mut types = Types::of_operation();
    let mut examples = Vec::new();
    lowering.notes.clear();
    lowering.prefixes.clear();
    let parameters = parameter::lower(lowering, &mut types, parsed);
    let body = payload::lower(lowering, &mut types, parsed, &mut examples);
    let responses = response::lower(lowering, &mut types, parsed, &mut examples)?;
    let path = path_style::with_prefixes(parsed.sent_path(), &lowering.prefixes);
    Some(Exchanged {
        path,
        short: parsed.short(),
        parameters,
        body,
        responses,
        types: types.into_defs(),
        examples,
        notes: std::mem::take(&mut lowering.notes),
    })
}
