//! Findings as a table.

use tagsmith::diff::Rust;

use super::compare::Finding;

/// Returns the findings of which the change report says something else than the compiler, or all of them.
pub fn table(findings: &[Finding], all: bool) -> String {
    let mut table = String::new();
    for finding in findings.iter().filter(|it| all || !it.agrees()) {
        let agrees = if finding.agrees() { "agree" } else { "DIFFER" };
        table += &format!("{agrees}  {}\n", finding.name);
        let breaks = finding.breaks.as_deref().unwrap_or("compiles");
        table += &format!("        compiler: {breaks}\n");
        for change in &finding.changes {
            if all || change.rust == Rust::Breaking || finding.breaks.is_some() {
                let (kind, item) = (change.kind.name(), &change.place.item);
                table += &format!("        report:   {:?} {kind} {item}\n", change.rust);
            }
        }
        if finding.changes.is_empty() {
            table += "        report:   nothing\n";
        }
    }
    table
}
