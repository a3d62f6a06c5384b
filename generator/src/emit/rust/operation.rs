//! Prints the file of an operation: the tag's method, the call, its errors, and its own types.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, ident, number};
use super::{body, doc, failure, linked, methods, paginated, success};
use crate::crate_ir::{Crate, From, Lists, Operation, Parameter, ParameterLocation, Tag, Takes};

/// Returns the code of an operation's file.
pub(super) fn file(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let module_doc = doc::inner(&operation.module_doc());
    let types_used = operation.names_components().then(|| {
        quote!(
            use super::types;
        )
    });
    let method = method(krate, tag, operation);
    let call = call(tag, operation);
    let spec = spec(operation);
    let paginated = operation
        .pagination
        .as_ref()
        .map(|it| paginated::paginated(operation, it));
    let links = operation.links.as_ref();
    let linked = links.map(|it| linked::linked(operation, it));
    let choices = success::choices(operation);
    let by_status = success::by_status(operation);
    let failures = failure::failures(operation);
    let types = operation
        .types
        .iter()
        .map(|def| types::item(def, From::Operation));
    quote! {
        #module_doc

        use tagsmith_runtime as runtime;
        #types_used

        #method
        #call
        #choices
        #spec
        #paginated
        #linked
        #by_status
        #failures
        #(#types)*
    }
}

/// Returns the method of the tag's handle.
fn method(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let doc = doc::outer(&operation.method_doc(krate, tag));
    let deprecated = deprecated(operation);
    let handle = ident(&tag.handle);
    let spec = ident(&operation.spec_name());
    let signature = signature(operation);
    let required = operation.parameters.iter().filter(|it| it.required);
    let values = required.map(|it| {
        let put = put(it);
        quote!(.#put)
    });
    let body_value = body::value(operation);
    quote! {
        impl super::#handle {
            #doc
            #deprecated
            #signature {
                runtime::Call::of::<#spec>(&self.core) #(#values)* #body_value.into()
            }
        }
    }
}

/// Returns the signature of the tag's method.
fn signature(operation: &Operation) -> TokenStream {
    let signature = operation.signature();
    let (name, call) = (ident(signature.name), ident(signature.call));
    let arguments = signature.arguments.iter();
    let arguments = arguments.map(|(name, kind)| methods::argument(name, kind));
    quote!(pub fn #name(&self, #(#arguments),*) -> #call)
}

fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let why = operation.deprecated.as_ref()?;
    Some(quote!(#[deprecated = #why]))
}

/// Returns the call's method for a parameter's value, with the value.
fn put(parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.wire, ident(&parameter.name));
    let put = match (parameter.location, parameter.list) {
        (ParameterLocation::Path, _) => quote!(path),
        (ParameterLocation::Segments, _) => quote!(segments),
        (ParameterLocation::Query, Lists::Repeated) => quote!(query),
        (ParameterLocation::Query, Lists::Joined) => quote!(query_joined),
        (ParameterLocation::Header, _) => quote!(header),
    };
    let kind = types::path(&parameter.kind, From::Operation);
    match parameter.takes() {
        Takes::Into => quote!(#put::<#kind>(#wire, #name.into())),
        Takes::Items(item) => {
            let items = methods::collected(&quote!(#name), item);
            quote!(#put::<#kind>(#wire, #items))
        }
        Takes::Itself | Takes::OrNull => quote!(#put(#wire, #name)),
    }
}

/// Returns the operation's constant data.
fn descriptor(operation: &Operation) -> TokenStream {
    let (id, method, path) = (&operation.id, &operation.method, &operation.path);
    let success = operation.success.statuses.iter().map(|it| number(*it));
    let failure = operation.failures.iter().map(|it| number(it.status));
    let accept = operation.success.accept.as_ref();
    let accept = accept.map(|media_type| quote!(.accept(#media_type)));
    let notifies = operation.notifies.then(|| quote!(.notifies()));
    let idempotent = operation.idempotent_despite_method();
    let idempotent = idempotent.map(|it| quote!(.idempotent(#it)));
    let server = operation.server.as_ref();
    let server = server.map(|url| quote!(.server(#url)));
    let failure = (!operation.failures.is_empty()).then(|| quote!(.failure(&[#(#failure),*])));
    quote! {
        runtime::Descriptor::new(#id, #method, #path)
            .success(&[#(#success),*])
            #failure
            #accept
            #notifies
            #idempotent
            #server
    }
}

fn call(tag: &Tag, operation: &Operation) -> TokenStream {
    let (name, spec) = (ident(&operation.type_name), ident(&operation.spec_name()));
    let doc = doc::outer(&operation.call_doc(tag));
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let mut setters: Vec<TokenStream> = optional.map(setter).collect();
    setters.extend(body::setters(operation));
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
    quote! {
        #doc
        pub type #name = super::client::Call<#spec>;

        #setters
    }
}

fn setter(parameter: &Parameter) -> TokenStream {
    let doc = doc::outer(&parameter.setter_doc());
    let name = ident(&parameter.name);
    let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
    let argument = methods::argument(&parameter.name, &parameter.argument());
    let put = put(parameter);
    quote! {
        #doc
        #deprecated
        pub fn #name(mut self, #argument) -> Self {
            self.call = self.call.#put;
            self
        }
    }
}

/// Returns the type of the operation, which tells its calls from others, with its constant data and types.
fn spec(operation: &Operation) -> TokenStream {
    let name = ident(&operation.spec_name());
    let descriptor = descriptor(operation);
    let error = ident(&operation.error_name());
    let success = success::reader(&operation.success.content);
    quote! {
        pub enum #name {}

        impl runtime::OperationSpec for #name {
            const DESCRIPTOR: runtime::Descriptor = #descriptor;
            type Success = #success;
            type Failure = #error;
        }
    }
}
