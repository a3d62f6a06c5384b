//! One operation to one file: the tag's method, the call that it makes, its errors, its own types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::{self, From, ident};
use super::{doc, example};
use crate::model::{
    Api, Content, Failure, Given, Location, Operation, Pagination, Parameter, Shape, Tag, Type,
};

/// Returns the code of an operation's file.
pub(super) fn file(api: &Api, tag: &Tag, operation: &Operation) -> TokenStream {
    let module_doc = doc::attributes([format!("`{} {}`", operation.method, operation.path)]);
    let module_doc = inner(module_doc);
    let types_used = uses_shared(operation).then(|| {
        quote!(
            use super::super::types;
        )
    });
    let method = method(api, tag, operation);
    let descriptor = descriptor(operation);
    let call = call(tag, operation);
    let contract = contract(operation);
    let paginated = operation
        .pagination
        .as_ref()
        .map(|it| paginated(operation, it));
    let failures = failures(operation);
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
        #contract
        #paginated
        #failures
        #(#types)*
    }
}

/// Turns documentation of an item into that of the module around it.
fn inner(doc: TokenStream) -> TokenStream {
    doc.into_iter()
        .flat_map(|token| match token {
            proc_macro2::TokenTree::Punct(it) if it.as_char() == '#' => quote!(#!),
            other => TokenStream::from(other),
        })
        .collect()
}

/// Returns whether an operation's file names a component schema's type.
fn uses_shared(operation: &Operation) -> bool {
    fn in_type(kind: &Type) -> bool {
        match kind {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => in_type(inner),
            Type::Named(named) => named.shared,
            _ => false,
        }
    }
    let bodies = operation.failures.iter().filter_map(|it| it.body.as_ref());
    let bodies = bodies.chain(operation.body.as_ref().map(|it| &it.kind));
    let bodies = bodies.chain(match &operation.success.content {
        Content::Empty => None,
        Content::Json(kind) | Content::JsonOrEmpty(kind) => Some(kind),
    });
    bodies.into_iter().any(in_type)
        || operation.types.iter().any(|def| match &def.shape {
            Shape::Struct(body) => {
                body.members.iter().any(|it| in_type(&it.kind))
                    || body.additional.as_ref().is_some_and(in_type)
            }
            Shape::Union(variants) => variants.iter().any(|it| in_type(&it.kind)),
            Shape::Alias(kind) => in_type(kind),
            Shape::Enum(_) => false,
        })
}

/// Returns the method of the tag's handle.
fn method(api: &Api, tag: &Tag, operation: &Operation) -> TokenStream {
    let doc = method_doc(api, tag, operation);
    let deprecated = deprecated(operation);
    let (handle, name) = (ident(&tag.handle), ident(&operation.name));
    let call = ident(&operation.type_name);
    let required = || operation.parameters.iter().filter(|it| it.required);
    let arguments = required().map(argument);
    let body = operation.body.as_ref();
    let body_argument = body.filter(|it| it.given == Given::Always).map(|body| {
        let kind = types::path(&body.kind, From::Operation);
        quote!(body: #kind)
    });
    let values = required().map(|it| {
        let (wire, name) = (&it.wire, ident(&it.name));
        let value = match it.kind {
            Type::Str | Type::Named(_) => quote!(#name.into()),
            _ => quote!(#name),
        };
        let kind = types::path(&it.kind, From::Operation);
        let put = match it.location {
            Location::Path => quote!(path),
            Location::Query => quote!(query),
        };
        match it.kind {
            Type::Str | Type::Named(_) => quote!(.#put::<#kind>(#wire, #value)),
            _ => quote!(.#put(#wire, #value)),
        }
    });
    let body_value = match body {
        Some(_) if body_argument.is_some() => Some(quote!(.body(&body))),
        Some(body) if body.given == Given::OrEmpty => {
            let kind = types::path(&body.kind, From::Operation);
            Some(quote!(.body(&<#kind>::default())))
        }
        _ => None,
    };
    let arguments = arguments.chain(body_argument);
    quote! {
        impl super::#handle {
            #doc
            #deprecated
            pub fn #name(&self, #(#arguments),*) -> #call {
                let call = runtime::Call::new(&self.core, &OPERATION) #(#values)* #body_value;
                #call { call }
            }
        }
    }
}

fn deprecated(operation: &Operation) -> Option<TokenStream> {
    let why = operation.deprecated.as_ref()?;
    Some(quote!(#[deprecated = #why]))
}

fn argument(parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let kind = types::path(&parameter.kind, From::Operation);
    match parameter.kind {
        Type::Str | Type::Named(_) => quote!(#name: impl Into<#kind>),
        _ => quote!(#name: #kind),
    }
}

fn method_doc(api: &Api, tag: &Tag, operation: &Operation) -> TokenStream {
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
    let described = operation.parameters.iter().filter(|it| it.required);
    let described: Vec<_> = described.filter(|it| !it.doc.trim().is_empty()).collect();
    if !described.is_empty() {
        lines.extend([String::new(), "# Arguments".to_owned(), String::new()]);
        for parameter in described {
            lines.push(format!(
                "- `{}`: {}",
                parameter.name,
                doc::line(&parameter.doc)
            ));
        }
    }
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    lines.push(format!(
        "[`Error::Api`](runtime::Error::Api) holds a [`{}Error`]; its other variants say why there \
         is no answer.",
        operation.type_name
    ));
    lines.extend([String::new(), "# Examples".to_owned(), String::new()]);
    lines.extend(example::lines(api, tag, operation));
    doc::attributes(lines)
}

fn descriptor(operation: &Operation) -> TokenStream {
    let (id, method, path) = (&operation.id, &operation.method, &operation.path);
    let success = operation.success.statuses.iter().map(|it| number(*it));
    let failure = operation.failures.iter().map(|it| number(it.status));
    quote! {
        static OPERATION: runtime::Descriptor = runtime::Descriptor {
            id: #id,
            method: #method,
            path: #path,
            success: &[#(#success),*],
            failure: &[#(#failure),*],
        };
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
    if let Some(body) = &operation.body
        && body.given != Given::Always
    {
        let mut lines = doc::lines(&body.doc);
        if lines.is_empty() {
            lines.push("Sets the request body.".to_owned());
        }
        let doc = doc::attributes(lines);
        let kind = types::path(&body.kind, From::Operation);
        setters.push(quote! {
            #doc
            pub fn body(mut self, body: #kind) -> Self {
                self.call = self.call.body(&body);
                self
            }
        });
    }
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
    if let Some(default) = &parameter.default {
        lines.extend([String::new(), format!("Default: {}.", types::code(default))]);
    }
    let doc = doc::attributes(lines);
    let (wire, name) = (&parameter.wire, ident(&parameter.name));
    let argument = argument(parameter);
    let kind = types::path(&parameter.kind, From::Operation);
    let value = match parameter.kind {
        Type::Str | Type::Named(_) => quote!(query::<#kind>(#wire, #name.into())),
        _ => quote!(query(#wire, #name)),
    };
    quote! {
        #doc
        pub fn #name(mut self, #argument) -> Self {
            self.call = self.call.#value;
            self
        }
    }
}

/// Returns what ties the call to its answer and its errors.
fn contract(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let error = ident(&format!("{}Error", operation.type_name));
    let success = success(operation);
    quote! {
        impl runtime::Operation for #name {
            const DESCRIPTOR: &'static runtime::Descriptor = &OPERATION;
            type Success = #success;
            type Failure = #error;
        }

        runtime::operation!(#name);
    }
}

fn success(operation: &Operation) -> TokenStream {
    match &operation.success.content {
        Content::Empty => quote!(runtime::Empty),
        Content::Json(kind) => {
            let kind = types::path(kind, From::Operation);
            quote!(runtime::Json<#kind>)
        }
        Content::JsonOrEmpty(kind) => {
            let kind = types::path(kind, From::Operation);
            quote!(runtime::JsonOrEmpty<#kind>)
        }
    }
}

fn paginated(operation: &Operation, pagination: &Pagination) -> TokenStream {
    let name = ident(&operation.type_name);
    let item = types::path(&pagination.item, From::Operation);
    let body = match &operation.success.content {
        Content::Json(kind) => types::path(kind, From::Operation),
        Content::Empty | Content::JsonOrEmpty(_) => quote!(()),
    };
    let number = option(pagination.number.as_ref().map(|it| quote!(#it)));
    let size = option(pagination.size.as_ref().map(|(wire, default)| {
        let default = Literal::i64_unsuffixed(*default);
        quote!((#wire, #default))
    }));
    let items = match &pagination.envelope {
        None => quote!(body),
        Some(envelope) => {
            let field = ident(&envelope.items);
            let default = envelope.optional.then(|| quote!(.unwrap_or_default()));
            quote!(body.#field #default)
        }
    };
    let total = pagination
        .envelope
        .as_ref()
        .and_then(|it| it.total.as_ref());
    let total = total.map(|(field, optional)| {
        let field = ident(field);
        let total = if *optional {
            quote!(body.#field)
        } else {
            quote!(Some(body.#field))
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
            const PAGINATION: runtime::Pagination = runtime::Pagination {
                number: #number,
                size: #size,
            };

            fn items(body: #body) -> Vec<#item> {
                #items
            }

            #total
        }

        runtime::paginated!(#name);
    }
}

fn number(value: u16) -> Literal {
    Literal::u16_unsuffixed(value)
}

fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// Returns the enum of what the server may answer if all is not well.
fn failures(operation: &Operation) -> TokenStream {
    let name = ident(&format!("{}Error", operation.type_name));
    let doc = doc::attributes([format!(
        "What the server may answer to [`{0}`] if all is not well, by status.",
        operation.type_name
    )]);
    let variants = operation.failures.iter().map(|failure| {
        let doc = doc::attributes([format!("{}: {}", failure.status, doc::line(&failure.doc))]);
        let (variant, kind) = (ident(&failure.variant), failure_type(failure));
        quote!(#doc #variant(Option<#kind>))
    });
    let arms = operation.failures.iter().map(|failure| {
        let (variant, status) = (ident(&failure.variant), number(failure.status));
        quote!(#status => Self::#variant(payload.lenient()))
    });
    let (status, read) = if operation.failures.is_empty() {
        (quote!(_status), quote!(Self::Other(payload.lenient())))
    } else {
        let read = quote! {
            match status {
                #(#arms,)*
                _ => Self::Other(payload.lenient()),
            }
        };
        (quote!(status), read)
    };
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A status that the description does not have.
            Other(Option<runtime::serde_json::Value>),
        }

        impl runtime::Failure for #name {
            fn read(#status: u16, payload: &mut runtime::Payload<'_>) -> Self {
                #read
            }
        }
    }
}

fn failure_type(failure: &Failure) -> TokenStream {
    match &failure.body {
        Some(kind) => types::path(kind, From::Operation),
        None => quote!(runtime::serde_json::Value),
    }
}
