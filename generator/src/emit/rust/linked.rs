//! How a call's answer leads to reports.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::crate_ir::{Links, Operation};

/// Returns what makes a call one whose answer leads to reports.
pub(super) fn linked(operation: &Operation, links: &Links) -> TokenStream {
    let name = ident(&operation.type_name);
    let field = ident(&links.field);
    let no_body = links.no_body.then(|| quote!(?));
    let optional = links.optional.then(|| quote!(?));
    quote! {
        runtime::linked!(#name, #no_body #field #optional);
    }
}
