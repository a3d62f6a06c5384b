//! Prints the error of an operation, with one variant per status.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::types::{self, ident, number};
use crate::crate_ir::{From, Operation, Type};

/// Returns the enum of an operation's declared errors.
pub(super) fn failures(operation: &Operation) -> TokenStream {
    let name = ident(&operation.error_name());
    let doc = doc::outer(&operation.error_doc());
    let variants = operation.failures.iter().map(|failure| {
        let doc = doc::outer(&failure.variant_doc());
        let (variant, kind) = (ident(&failure.variant), body(failure.body.as_ref()));
        quote!(#doc #variant(Option<#kind>))
    });
    let rows = operation.failures.iter().map(|failure| {
        let (variant, status) = (ident(&failure.variant), number(failure.status));
        quote!(#variant = #status)
    });
    let other = body(operation.other.as_ref());
    quote! {
        #doc
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// An undeclared status.
            Other(Option<#other>),
        }

        runtime::failures! {
            enum #name {
                #(#rows,)*
            }
        }
    }
}

fn body(kind: Option<&Type>) -> TokenStream {
    match kind {
        Some(kind) => types::path(kind, From::Operation),
        None => quote!(runtime::serde_json::Value),
    }
}
