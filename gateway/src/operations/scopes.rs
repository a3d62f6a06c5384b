//! OAuth scopes: those that operations need, and the excess scopes of a credential.

/// All scopes of <https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps>.
const SCOPES: &[&str] = &[
    "repo",
    "repo:status",
    "repo_deployment",
    "public_repo",
    "repo:invite",
    "security_events",
    "admin:repo_hook",
    "write:repo_hook",
    "read:repo_hook",
    "admin:org",
    "write:org",
    "read:org",
    "manage_runners:org",
    "admin:public_key",
    "write:public_key",
    "read:public_key",
    "admin:org_hook",
    "gist",
    "notifications",
    "user",
    "read:user",
    "user:email",
    "user:follow",
    "project",
    "read:project",
    "delete_repo",
    "write:packages",
    "read:packages",
    "delete:packages",
    "admin:gpg_key",
    "write:gpg_key",
    "read:gpg_key",
    "codespace",
    "codespace:secrets",
    "workflow",
    "read:audit_log",
    "audit_log",
    "admin:enterprise",
    "manage_runners:enterprise",
    "manage_billing:enterprise",
    "read:enterprise",
    "copilot",
    "manage_billing:copilot",
    "write:discussion",
    "read:discussion",
];

/// Returns the scopes that a documentation text names in backticks.
pub fn named(doc: &str) -> impl Iterator<Item = String> {
    let quoted = doc.split('`').skip(1).step_by(2);
    let is_scope = |it: &&str| SCOPES.contains(it);
    quoted.filter(is_scope).map(str::to_owned)
}

/// Returns the scopes in `x-oauth-scopes` that no allowed operation needs.
pub fn beyond(granted: &str, needed: &[String]) -> Vec<String> {
    let granted = granted
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty());
    granted
        .filter(|it| !needed.iter().any(|own| own == it))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{beyond, named};

    #[test]
    fn reports_excess_scopes() {
        let doc =
            "tokens need either the `manage_billing:copilot` or `read:org` scopes, not `per_page`";
        let needed: Vec<String> = named(doc).collect();
        assert_eq!(needed, ["manage_billing:copilot", "read:org"]);
        assert_eq!(beyond("read:org", &needed), [""; 0]);
        assert_eq!(beyond("", &needed), [""; 0]);
        assert_eq!(
            beyond("repo, read:org, delete_repo", &needed),
            ["repo", "delete_repo"]
        );
        assert_eq!(beyond("admin:org", &needed), ["admin:org"]);
    }
}
