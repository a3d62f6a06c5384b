//! Prints the results of pairs as a table.

use super::compare::Finding;

/// Returns the results in which report and compiler disagree, or all of them.
pub fn table(findings: &[Finding], all: bool) -> String {
    let mut table = String::new();
    for finding in findings.iter().filter(|it| all || !it.agrees()) {
        let agrees = if finding.agrees() { "agree" } else { "DIFFER" };
        let (changes, breaking) = (finding.changes.len(), finding.breaking().count());
        table += &format!(
            "{agrees}  {}: {changes} changes, {breaking} breaking; {} errors\n",
            finding.name,
            finding.breaks.len()
        );
        for untold in &finding.untold {
            table += &format!("        untold:   {untold}\n");
        }
        for unproved in &finding.unproved {
            table += &format!("        unproved: {unproved}\n");
        }
        if all {
            for error in &finding.breaks {
                table += &format!("        compiler: {error}\n");
            }
            for change in &finding.changes {
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
