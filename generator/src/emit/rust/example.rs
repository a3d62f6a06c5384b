//! Prints an example in documentation, which is compiled and not run.

use quote::quote;

use super::format;

/// Returns an example's lines between fences.
pub(super) fn lines(statements: &str, feature: Option<&str>) -> Vec<String> {
    let statements = format::parsed(statements);
    let code = format::plain(quote! {
        async fn example() -> Result<(), Box<dyn std::error::Error>> {
            #statements
            Ok(())
        }
    });
    let condition = feature.map(|it| format!("# #[cfg(feature = {it:?})]"));
    let opening = ["```no_run".to_owned()].into_iter().chain(condition);
    let code = code.lines().map(display);
    opening.chain(code).chain(["```".to_owned()]).collect()
}

/// Returns a visible line of the call, or hides a line of the code around it.
fn display(line: &str) -> String {
    match line.strip_prefix("    ") {
        Some("Ok(())") | None => format!("# {}", line.trim_start()),
        Some(body) => body.to_owned(),
    }
}
