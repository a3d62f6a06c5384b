//! The probe: a program that uses every public item of a crate in every way that the crate promises.
//! It is made from the model, and not by what the crate emits, so that neither can hide from the other.

mod call;
mod forms;
mod item;
mod path;
mod requests;
mod types;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tagsmith::model::{Api, Home, Named};

use self::forms::Forms;
use self::path::{ident, named_path};
use self::types::{Types, shared};

/// Returns the probe of a whole crate, which it knows as `krate`.
pub(super) fn whole(api: &Api) -> String {
    let types = Types::new(api);
    let mut functions = vec![client(api), item::traits()];
    let mut count = 0..;
    let mut define = |named: &Named, def, tag| {
        let forms = Forms { types: &types, tag };
        let index = count.next().unwrap_or_default();
        item::functions(index, &named_path(named, tag), def, &forms)
    };
    for tag in &api.tags {
        for operation in &tag.operations {
            let forms = Forms {
                types: &types,
                tag: &tag.module,
            };
            functions.push(call::function(tag, operation, &forms));
            functions.push(call::mocked(tag, operation, &forms));
            functions.push(call::failure(tag, operation));
            functions.extend(operation.types.iter().map(|def| {
                let name = def.name.clone();
                define(
                    &Named {
                        name,
                        home: Home::Operation,
                    },
                    def,
                    &tag.module,
                )
            }));
        }
    }
    for (named, def) in api.schemas.iter().flat_map(shared) {
        functions.push(define(&named, def, ""));
    }
    functions.push(requests::function(api, &types));
    printed(functions)
}

/// Returns the probe of a crate that is compiled with the feature of one tag: it names the types.
pub(super) fn with_tag(api: &Api, module: &str) -> String {
    let files = api.schemas.iter();
    let files = files.filter(|it| it.tags.iter().any(|tag| tag == module));
    let mut names: Vec<TokenStream> = files
        .flat_map(shared)
        .map(|(named, _)| named_path(&named, module))
        .collect();
    for tag in api.tags.iter().filter(|it| it.module == module) {
        names.extend(tag.operations.iter().flat_map(|it| call::names(tag, it)));
    }
    let module = ident(module);
    printed([quote! {
        fn names(client: &krate::Client) {
            let _ = client.#module();
            #(let _: Option<#names> = None;)*
        }
    }])
}

/// Returns the modules of the component schemas that are compiled with the feature of a tag.
pub(super) fn schemas_with<'a>(api: &'a Api, module: &str) -> BTreeSet<&'a str> {
    let files = api.schemas.iter();
    let files = files.filter(|it| it.tags.iter().any(|tag| tag == module));
    files.map(|it| it.module.as_str()).collect()
}

/// Returns the function that makes a client and asks it for each handle.
fn client(api: &Api) -> TokenStream {
    let handles = api.tags.iter().map(|tag| {
        let (module, handle) = (ident(&tag.module), ident(&tag.handle));
        quote!(let _: krate::#module::#handle = client.#module();)
    });
    let from_env = (api.profile.reads_environment())
        .then(|| quote!(let _: krate::Client = krate::Client::from_env()?;));
    quote! {
        fn client() -> Result<(), krate::BuildError> {
            let client: krate::Client = krate::Client::builder().token("a").build()?;
            #from_env
            #(#handles)*
            Ok(())
        }
    }
}

/// Returns items as a file: each on a line, since a printer would take longer than the compiler.
fn printed(items: impl IntoIterator<Item = TokenStream>) -> String {
    let head = "//! Uses a crate in every way that it promises.\n#![allow(warnings)]\n";
    let lines = items.into_iter().map(|item| format!("\n{item}\n"));
    [head.to_owned()].into_iter().chain(lines).collect()
}
