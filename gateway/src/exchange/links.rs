//! Rewrites links in a response. Links to the upstream become links to the gateway, so that clients stay on the
//! gateway.

use http::header::LINK;
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::operations::path;
use crate::operations::table::{Route, Table};
use crate::operations::target::Target;
use crate::upstream::url::Upstream;

/// Path templates by name, each with the path by number that GitHub's page links use for the same resource. The
/// description declares no paths by number. The gateway treats such a link as one to a different page of the requested
/// path.
const BY_NUMBER: &[(&str, &str)] = &[
    (
        "/orgs/{org}/teams/{team_slug}",
        "/organizations/{number}/team/{number}",
    ),
    ("/orgs/{org}", "/organizations/{number}"),
    ("/repos/{owner}/{repo}", "/repositories/{number}"),
    ("/users/{username}", "/user/{number}"),
];

/// The context of a response's links.
pub struct Links<'a> {
    /// All operations.
    pub table: &'a Table,
    /// The upstream that responded.
    pub upstream: &'a Upstream,
    /// The requested operation.
    pub route: &'a Route,
    /// The path and query of the upstream request.
    pub sent: &'a str,
}

impl Links<'_> {
    /// Rewrites the links to the upstream. `own` is the gateway's URL without a trailing slash.
    pub fn rewrite(&self, headers: &mut HeaderMap, own: &str) {
        let Some(base) = self.upstream.request_url(self.sent) else {
            return;
        };
        let values: Vec<HeaderValue> = headers.get_all(LINK).iter().cloned().collect();
        headers.remove(LINK);
        for value in values {
            let text = value.to_str().ok();
            let rewritten =
                text.map(|it| each_target(it, |target| self.own_url(&base, target, own)));
            let rewritten = rewritten.and_then(|it| HeaderValue::try_from(it).ok());
            headers.append(LINK, rewritten.unwrap_or(value));
        }
    }

    /// Returns the gateway's URL for a URL of the upstream. Returns `None` for other hosts.
    fn own_url(&self, base: &Url, target: &str, own: &str) -> Option<String> {
        let url = base.join(target).ok()?;
        if url.origin() != base.origin() {
            return None;
        }
        let linked = self.upstream.without_prefix(url.path())?;
        let sent = self.upstream.without_prefix(self.sent)?;
        let sent = sent.split('?').next().unwrap_or(sent);
        let path = match is_by_number(&self.route.template, sent, linked) {
            true => sent,
            false => linked,
        };
        let target = Target::read(self.table, &Method::GET, path, url.query(), "");
        let path = match (target, url.query()) {
            (Ok(target), _) => target.path,
            // If a client follows a refused link, the gateway responds with a problem that explains the refusal.
            (Err(_), Some(query)) => format!("{path}?{query}"),
            (Err(_), None) => path.to_owned(),
        };
        Some(format!("{own}{path}"))
    }
}

/// Replaces the targets in a `Link` header. Only the text between `<` and `>` changes.
fn each_target(value: &str, replace: impl Fn(&str) -> Option<String>) -> String {
    let mut to = String::with_capacity(value.len() + 64);
    let mut rest = value;
    let mut is_quoted = false;
    while let Some(at) = rest.find(['<', '"', '\\']) {
        let (before, from) = rest.split_at(at);
        to.push_str(before);
        let target = from.strip_prefix('<').and_then(|it| it.split_once('>'));
        rest = match (target, is_quoted) {
            (Some((target, after)), false) => {
                let replaced = replace(target);
                to.extend(["<", replaced.as_deref().unwrap_or(target), ">"]);
                after
            }
            _ => {
                is_quoted ^= from.starts_with('"');
                // A quote after a backslash does not end a quoted string.
                let taken = if from.starts_with('\\') && is_quoted {
                    2
                } else {
                    1
                };
                let (passed, after) = from.split_at_checked(taken).unwrap_or((from, ""));
                to.push_str(passed);
                after
            }
        };
    }
    to.push_str(rest);
    to
}

/// Returns whether a link is the requested path with the resource's number in place of its name.
fn is_by_number(template: &str, sent: &str, linked: &str) -> bool {
    let Ok(linked) = path::read(linked) else {
        return false;
    };
    let Ok(sent) = path::read(sent) else {
        return false;
    };
    BY_NUMBER.iter().any(|(named, numbered)| {
        let rest = template.strip_prefix(named);
        if !rest.is_some_and(|it| it.is_empty() || it.starts_with('/')) {
            return false;
        }
        let names = named.split('/').skip(1).count();
        let numbers: Vec<&str> = numbered.split('/').skip(1).collect();
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let fits = |(wanted, it): (&&str, &std::borrow::Cow<'_, str>)| match *wanted {
            "{number}" => is_number(it),
            fixed => fixed == it,
        };
        linked.segments.len() >= numbers.len()
            && numbers.iter().zip(&linked.segments).all(fits)
            && linked.segments.get(numbers.len()..) == sent.segments.get(names..)
    })
}

#[cfg(test)]
mod tests {
    use super::{each_target, is_by_number};

    #[test]
    fn replaces_only_the_targets_of_links() {
        let replace = |target: &str| target.strip_prefix("up:").map(|it| format!("own:{it}"));
        for (value, expected) in [
            ("", ""),
            ("<up:a>; rel=\"next\"", "<own:a>; rel=\"next\""),
            (
                "<up:a,b>; rel=next, <else>; title=\"<up:c>\", <up:d>",
                "<own:a,b>; rel=next, <else>; title=\"<up:c>\", <own:d>",
            ),
            (
                "<up:a>; title=\"\\\"<up:b>\", <up:c>",
                "<own:a>; title=\"\\\"<up:b>\", <own:c>",
            ),
            ("<up:a", "<up:a"),
            ("\"", "\""),
            ("<>; x, <<up:a>", "<>; x, <<up:a>"),
        ] {
            assert_eq!(each_target(value, replace), expected);
        }
    }

    #[test]
    fn accepts_links_by_number_only_for_the_requested_path() {
        let issues = "/repos/{owner}/{repo}/issues";
        let members = "/orgs/{org}/teams/{team_slug}/members";
        for (template, sent, linked, expected) in [
            (issues, "/repos/o/r/issues", "/repositories/12/issues", true),
            (issues, "/repos/o/r/issues", "/repositories/12/pulls", false),
            (issues, "/repos/o/r/issues", "/repositories/x/issues", false),
            (issues, "/repos/o/r/issues", "/repositories", false),
            (
                issues,
                "/repos/o/r/issues",
                "/organizations/1/issues",
                false,
            ),
            (
                members,
                "/orgs/o/teams/t/members",
                "/organizations/1/team/2/members",
                true,
            ),
            (
                "/orgs/{org}/repos",
                "/orgs/o/repos",
                "/organizations/1/repos",
                true,
            ),
            (
                "/users/{username}/repos",
                "/users/o/repos",
                "/user/1/repos",
                true,
            ),
            ("/orgsx", "/orgsx", "/organizations/1", false),
        ] {
            assert_eq!(
                is_by_number(template, sent, linked),
                expected,
                "{sent} {linked}"
            );
        }
    }
}
