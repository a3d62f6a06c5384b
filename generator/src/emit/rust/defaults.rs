//! Prints the client's defaults: the facts of the profile.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::api::{
    GraphQlEndpoint, HostServer, HostVariable, Profile, TokenVariables, UploadServer,
};
use crate::crate_ir::{Crate, docs};

/// Returns the expression for the crate's defaults.
pub(super) fn of(api: &Crate) -> TokenStream {
    let Profile {
        name: _,
        base_url_variable,
        host_variable,
        tokens,
        media_type,
        version_header,
        redirect_writes,
        unlimited_paths,
        limit_messages,
        result_cap,
        error_message,
        error_documentation_url,
        uploads,
        graphql,
    } = &api.profile;
    let server = &api.server;
    let media_type = (media_type != "application/json").then(|| quote!(.media_type(#media_type)));
    let version_header = version_header.as_ref();
    let version_header = version_header.map(|name| quote!(.version_header(#name)));
    let version = api.api_version.as_ref();
    let version = version.map(|version| quote!(.api_version(#version)));
    let base_url = base_url_variable.as_ref();
    let base_url = base_url.map(|name| quote!(.base_url_variable(#name)));
    let host = host_variable
        .as_ref()
        .map(|HostVariable { name, servers }| {
            let servers = servers
                .iter()
                .map(|HostServer { host, base_url }| quote!((#host, #base_url)));
            quote!(.host_variable(#name, &[#(#servers),*]))
        });
    let tokens = list("token_variables", tokens, |it| {
        let TokenVariables {
            variables,
            hosts,
            named_server,
        } = it;
        let named_server = named_server.then(|| quote!(.named_server()));
        quote!(runtime::TokenVariables::new(&[#(#variables),*], &[#(#hosts),*]) #named_server)
    });
    let redirect_writes = redirect_writes.then(|| quote!(.redirect_writes(true)));
    let unlimited = list("unlimited_paths", unlimited_paths, |it| quote!(#it));
    let limits = list("limit_messages", limit_messages, |it| quote!(#it));
    let cap = result_cap.map(proc_macro2::Literal::u32_unsuffixed);
    let cap = cap.map(|items| quote!(.result_cap(#items)));
    let message = list("error_message", error_message, |it| quote!(#it));
    let documentation = list(
        "error_documentation_url",
        error_documentation_url,
        |it| quote!(#it),
    );
    let uploads = list("uploads", uploads, |it| {
        let UploadServer { base, uploads } = it;
        quote!((#base, #uploads))
    });
    let graphql = list("graphql", graphql, |it| {
        let GraphQlEndpoint { base, url } = it;
        quote!((#base, #url))
    });
    quote! {
        runtime::Defaults::new(
            #server,
            concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        ) #media_type #version_header #version #base_url #host #tokens #redirect_writes #unlimited #limits #cap
            #message #documentation #uploads #graphql
    }
}

/// Returns the setter call of a list, unless the list is empty.
fn list<T>(setter: &str, items: &[T], code: impl Fn(&T) -> TokenStream) -> Option<TokenStream> {
    let setter = super::types::ident(setter);
    let values = items.iter().map(code);
    (!items.is_empty()).then(|| quote!(.#setter(&[#(#values),*])))
}

/// Returns the function that creates a client from environment variables, if the profile names any.
pub(super) fn from_env(profile: &Profile) -> Option<TokenStream> {
    if !profile.reads_environment() {
        return None;
    }
    let docs = doc::outer(&docs::from_env(profile));
    Some(quote! {
        #docs
        pub fn from_env() -> Result<Self, runtime::BuildError> {
            Self::builder().from_env().build()
        }
    })
}
