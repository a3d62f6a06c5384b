//! The example in an operation's documentation: code that compiles and is not run.

use proc_macro2::TokenStream;
use quote::quote;

use super::format;
use super::types::{ident, parsed};
use crate::crate_ir::context::krate_name;
use crate::crate_ir::{Crate, Operation, Tag, snippet};

/// Returns the example's lines, with its fence.
pub(super) fn lines(krate: &Crate, tag: &Tag, operation: &Operation) -> Vec<String> {
    fenced("```no_run", code(krate, tag, operation))
}

fn code(krate: &Crate, tag: &Tag, operation: &Operation) -> TokenStream {
    let statements = parsed(&snippet::example(krate, tag, operation));
    quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            #statements
            Ok(())
        }
    }
}

/// Returns the lines of an example of how an operation is mocked.
pub(super) fn mocked(krate: &Crate, tag: &Tag, operation: &Operation) -> Vec<String> {
    let (handle, method) = (ident(&tag.module), ident(&operation.name));
    let arguments = parsed(&snippet::arguments(krate, tag, operation));
    let krate = ident(&krate_name(krate));
    let code = quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            let mock = #krate::mock::Mock::start().await;
            mock.#handle().#method().returns(Default::default());
            let answer = mock.client().#handle().#method(#arguments).await?;
            println!("{answer:?}");
            Ok(())
        }
    };
    let mut lines = fenced("```no_run", code);
    lines.insert(1, "# #[cfg(feature = \"mock\")]".to_owned());
    lines
}

/// Returns the lines of an example's body, between fences.
fn fenced(fence: &str, code: TokenStream) -> Vec<String> {
    let mut lines = vec![fence.to_owned()];
    for line in parted(&format::plain(code)) {
        lines.push(line.unwrap_or_else(|hidden| format!("# {hidden}")));
    }
    lines.push("```".to_owned());
    lines
}

/// Tells what the call needs, which is shown, from what is compiled around it.
fn parted(code: &str) -> Vec<Result<String, String>> {
    let part = |line: &str| match line.strip_prefix("    ") {
        Some("Ok(())") | None => Err(line.trim_start().to_owned()),
        Some(body) => Ok(body.to_owned()),
    };
    code.lines().map(part).collect()
}
