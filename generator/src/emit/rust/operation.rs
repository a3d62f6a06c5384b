//! One operation to one file: the tag's method, the call that it makes, its errors, its own types.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{self, ident, number};
use super::{body, doc, example, failure, linked, methods, paginated, success};
use crate::crate_ir::{
    Content, Crate, From, Lists, Location, Operation, Parameter, Shape, Tag, Takes, Type,
};

/// Returns the code of an operation's file.
pub(super) fn file(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let module_doc = doc::inner([format!("`{} {}`", operation.method, operation.path)]);
    let types_used = uses_shared(operation).then(|| {
        quote!(
            use super::super::types;
        )
    });
    let method = method(krate, tag, operation);
    let descriptor = descriptor(operation);
    let call = call(tag, operation);
    let contract = contract(operation);
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
        #descriptor
        #call
        #choices
        #contract
        #paginated
        #linked
        #by_status
        #failures
        #(#types)*
    }
}

/// Returns whether an operation's file names a component schema's type.
fn uses_shared(operation: &Operation) -> bool {
    fn is_shared(kind: &Type) -> bool {
        match kind {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => is_shared(inner),
            Type::Named(named) => named.is_shared(),
            _ => false,
        }
    }
    let within = operation.types.iter().any(|def| match &def.shape {
        Shape::Struct(body) => {
            let members = body.members.iter().map(|it| &it.kind);
            members.chain(body.additional.as_ref()).any(is_shared)
        }
        Shape::Union(union) => union.variants.iter().any(|it| is_shared(&it.kind)),
        Shape::Alias(kind) => is_shared(kind),
        Shape::Enum(_) => false,
    });
    within || operation.kinds().into_iter().any(is_shared)
}

/// Returns the method of the tag's handle.
fn method(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let doc = method_doc(krate, tag, operation);
    let deprecated = deprecated(operation);
    let handle = ident(&tag.handle);
    let call = ident(&operation.type_name);
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
                let call = runtime::Call::new(&self.core, &OPERATION) #(#values)* #body_value;
                #call { call }
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

/// Returns the method of a call that takes a parameter's value, with the value.
fn put(parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.wire, ident(&parameter.name));
    let put = match (parameter.location, parameter.list) {
        (Location::Path, _) => quote!(path),
        (Location::Segments, _) => quote!(segments),
        (Location::Query, Lists::Repeated) => quote!(query),
        (Location::Query, Lists::Joined) => quote!(query_joined),
        (Location::Header, _) => quote!(header),
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

fn method_doc(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let mut lines = vec![doc::line(&operation.summary), String::new()];
    let text = doc::lines(&operation.doc);
    if !text.is_empty() {
        lines.extend(text);
        lines.push(String::new());
    }
    lines.push(match &operation.docs_url {
        Some(url) => format!(
            "`{} {}`, see the [API's documentation]({}).",
            operation.method,
            operation.path,
            doc::url(url)
        ),
        None => format!("`{} {}`", operation.method, operation.path),
    });
    if let Some(idempotent) = operation.idempotent_despite_method() {
        lines.extend([String::new(), retries(idempotent).to_owned()]);
    }
    if operation.success.content == Content::YesOrNo {
        let text = "The answer is `false` with the status 404. A server may also send 404 for what the path names and does \
             not exist, or is hidden from the caller.";
        lines.extend([String::new(), text.to_owned()]);
    }
    let described = operation.parameters.iter().filter(|it| it.required);
    let is_told = |it: &&Parameter| it.deprecated || !it.doc.trim().is_empty();
    let described: Vec<_> = described.filter(is_told).collect();
    if !described.is_empty() {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        for parameter in described {
            let deprecated = if parameter.deprecated {
                "deprecated. "
            } else {
                ""
            };
            lines.push(format!(
                "- `{}`: {deprecated}{}",
                parameter.name,
                doc::line(&parameter.doc)
            ));
        }
    }
    lines.extend([String::new(), "# Response".to_owned(), String::new()]);
    lines.push(success::told(&operation.success.content));
    if operation.pagination.is_some() {
        lines.push(format!(
            "[`items`]({0}::items) and [`pages`]({0}::pages) follow all pages.",
            operation.type_name
        ));
    }
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    lines.push(format!(
        "[`{}Error`] by status, in an [`Error`](runtime::Error).",
        operation.type_name
    ));
    lines.extend([String::new(), "# Examples".to_owned(), String::new()]);
    lines.extend(example::lines(krate, tag, operation));
    doc::attributes(lines)
}

/// Returns what the client does otherwise than the method says.
fn retries(idempotent: bool) -> &'static str {
    match idempotent {
        false => {
            "Repeating this call may have another effect, so it is retried only if the server cannot have received \
             it; [`idempotent(true)`](runtime::OperationExt::idempotent) overrides that."
        }
        true => {
            "Repeating this call has no other effect, so it is retried even if the server may have received it; \
             [`idempotent(false)`](runtime::OperationExt::idempotent) overrides that."
        }
    }
}

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
        static OPERATION: runtime::Descriptor = runtime::Descriptor::new(#id, #method, #path)
            .success(&[#(#success),*])
            #failure
            #accept
            #notifies
            #idempotent
            #server;
    }
}

fn call(tag: &Tag, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let doc = doc::attributes([format!(
        "The call that [`{0}::{1}`](super::{0}::{1}) makes; it is sent when it is awaited.",
        tag.handle, operation.name
    )]);
    let optional = operation.parameters.iter().filter(|it| !it.required);
    let mut setters: Vec<TokenStream> = optional.map(setter).collect();
    setters.extend(body::setters(operation));
    let setters = (!setters.is_empty()).then(|| quote!(impl #name { #(#setters)* }));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct #name {
            call: runtime::Call,
        }

        #setters
    }
}

fn setter(parameter: &Parameter) -> TokenStream {
    let mut lines = doc::lines(&parameter.doc);
    if lines.is_empty() {
        lines.push(format!(
            "Sets the parameter `{}`.",
            doc::line(&parameter.wire)
        ));
    }
    types::add_default(&mut lines, parameter.default.as_deref());
    let doc = doc::attributes(lines);
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

/// Returns what ties the call to its answer and its errors.
fn contract(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let error = ident(&format!("{}Error", operation.type_name));
    let success = success::reader(&operation.success.content);
    let body = success::body(&operation.success.content);
    quote! {
        runtime::operation! {
            impl Operation for #name {
                const DESCRIPTOR: &Descriptor = &OPERATION;
                type Success = #success;
                type Body = #body;
                type Failure = #error;
            }
        }
    }
}
