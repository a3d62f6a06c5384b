//! Prints the implementation that leads from a response to its reports.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::ident;
use crate::crate_ir::{Links, Operation};

/// Returns the trait implementation of a call whose response links to reports.
pub(super) fn linked(operation: &Operation, links: &Links) -> TokenStream {
    let name = ident(&operation.type_name);
    let field = ident(&links.field);
    let links = match (links.no_body, links.optional) {
        (false, false) => quote!(&body.#field),
        (false, true) => quote!(body.#field.as_deref().unwrap_or_default()),
        (true, false) => quote!(body.as_ref().map(|body| &*body.#field).unwrap_or_default()),
        (true, true) => {
            quote!(body.as_ref().and_then(|body| body.#field.as_deref()).unwrap_or_default())
        }
    };
    quote! {
        impl runtime::ReportLinks for #name {
            fn links(body: &runtime::Body<Self>) -> &[String] {
                #links
            }
        }

        runtime::report_links!(#name);
    }
}
