//! Compares the change report with the expected changes of the cases.

use tagsmith::api::Api;
use tagsmith::crate_ir::Crate;
use tagsmith::diff::diff;

use super::cases::{Cases, Expected};

/// Returns the differences between the report and the expectations, in both directions. The result is empty if there
/// are none.
///
/// # Errors
///
/// Fails if a description is refused.
pub fn departures(cases: &Cases) -> Result<String, String> {
    let mut text = String::new();
    for case in &cases.all {
        let base = cases.old(case)?;
        let edited = cases.edited(case)?;
        text += &departure(&case.name, &base, &edited, &case.there());
        let back = format!("{} (reversed)", case.name);
        text += &departure(&back, &edited, &base, &case.back());
    }
    Ok(text)
}

fn departure(name: &str, old: &Api, new: &Api, expected: &[Expected]) -> String {
    let found = Expected::of(&diff(&Crate::of(old), &Crate::of(new)).changes);
    if found == expected {
        return String::new();
    }
    let lines = |of: &[Expected], others: &[Expected], what: &str| -> String {
        let missing = of.iter().filter(|it| !others.contains(it));
        missing.map(|it| format!("  {what} {it}\n")).collect()
    };
    let should_be = lines(expected, &found, "should be");
    let is = lines(&found, expected, "is       ");
    format!("{name}:\n{should_be}{is}")
}
