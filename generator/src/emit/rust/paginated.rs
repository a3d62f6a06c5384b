//! Prints the pagination of a call.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::success;
use super::types::{self, ident};
use crate::crate_ir::{From, Operation, Pagination};

/// Returns the trait implementation of a paginated call.
pub(super) fn paginated(operation: &Operation, pagination: &Pagination) -> TokenStream {
    let name = ident(&operation.type_name);
    let item = types::path(&pagination.item, From::Operation);
    let body = success::body(&operation.success.content);
    let number = pagination.number.as_ref();
    let number = number.map(|it| quote!(.number(#it)));
    let size = pagination.size.as_ref().map(|(wire, default)| {
        let default = Literal::i64_unsuffixed(*default);
        quote!(.size(#wire, #default))
    });
    let list = pagination.envelope.as_ref().map(|it| {
        let wire = &it.wire;
        quote!(.items(#wire))
    });
    let given = pagination.optional.then(|| quote!(.unwrap_or_default()));
    let items = match &pagination.envelope {
        None if pagination.boxed => quote!(*body),
        None => quote!(body #given),
        Some(envelope) => {
            let field = ident(&envelope.items);
            let default = envelope.optional.then(|| quote!(.unwrap_or_default()));
            quote!(body #given .#field #default)
        }
    };
    let items = match &pagination.case {
        None => items,
        Some((response, variant)) => {
            let (response, variant) = (ident(response), ident(variant));
            quote! {
                match body {
                    #response::#variant(body) => #items,
                    _ => Vec::new(),
                }
            }
        }
    };
    let total = pagination
        .envelope
        .as_ref()
        .and_then(|it| it.total.as_ref());
    let total = total.map(|(field, optional)| {
        let field = ident(field);
        let total = match (pagination.optional, optional) {
            (false, false) => quote!(Some(body.#field)),
            (false, true) => quote!(body.#field),
            (true, false) => quote!(body.as_ref().map(|body| body.#field)),
            (true, true) => quote!(body.as_ref().and_then(|body| body.#field)),
        };
        let total = match &pagination.case {
            None => total,
            Some((response, variant)) => {
                let (response, variant) = (ident(response), ident(variant));
                quote! {
                    match body {
                        #response::#variant(body) => #total,
                        _ => None,
                    }
                }
            }
        };
        quote! {
            fn total(body: &#body) -> Option<i64> {
                #total
            }
        }
    });
    quote! {
        impl runtime::Paginated for #name {
            type Item = #item;
            const PAGINATION: runtime::Pagination = runtime::Pagination::new() #number #size #list;

            fn items(body: #body) -> Vec<#item> {
                #items
            }

            #total
        }

        runtime::paginated!(#name);
    }
}
