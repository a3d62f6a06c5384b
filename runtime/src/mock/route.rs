//! Finds the operation of a request by matching its path to the templates.

use percent_encoding::percent_decode_str;

/// A path that matches a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PathMatch {
    pub(super) looseness: Looseness,
    /// The decoded parameters.
    pub(super) arguments: Vec<(String, String)>,
}

/// How loosely a path matches a template. Compared in order: the number of values that are empty or have several
/// segments, the number of their slashes, and the number of values.
pub(super) type Looseness = (usize, usize, usize);

/// Matches a percent-encoded path to a template such as `/orgs/{org}`.
pub(super) fn path_match(template: &str, path: &str) -> Option<PathMatch> {
    let values = values(template, path)?;
    Some(PathMatch {
        looseness: looseness(&values),
        arguments: values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), decoded(value)))
            .collect(),
    })
}

fn values<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let Some((before, after)) = template.split_once('{') else {
        return (template == path).then(Vec::new);
    };
    let path = path.strip_prefix(before)?;
    let (name, rest) = after.split_once('}')?;
    let literal = rest.split('{').next().unwrap_or_default();
    let ends = (0..=path.len()).filter(|it| path.is_char_boundary(*it));
    let fits = ends.filter_map(|end| {
        let (value, remaining) = path.split_at(end);
        let is_end = match literal {
            "" => remaining.is_empty(),
            _ => !value.is_empty() && remaining.starts_with(literal),
        };
        let mut found = is_end.then(|| values(rest, remaining))??;
        found.insert(0, (name, value));
        Some(found)
    });
    fits.min_by_key(|it| looseness(it))
}

fn looseness(values: &[(&str, &str)]) -> Looseness {
    let slashes = |value: &str| value.matches('/').count();
    let is_loose = |value: &str| value.is_empty() || value.contains('/');
    (
        values.iter().filter(|(_, value)| is_loose(value)).count(),
        values.iter().map(|(_, value)| slashes(value)).sum(),
        values.len(),
    )
}

fn decoded(value: &str) -> String {
    percent_decode_str(value).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::path_match;

    fn arguments(template: &str, path: &str) -> Option<Vec<String>> {
        let path_match = path_match(template, path)?;
        Some(
            path_match
                .arguments
                .into_iter()
                .map(|(_, value)| value)
                .collect(),
        )
    }

    #[test]
    fn encoded_values_round_trip() {
        let template = "/repos/{owner}/{repo}/git/{ref}";
        for (path, values) in [
            ("/repos/a/b/git/c", Some(["a", "b", "c"])),
            ("/repos/a%2Fb/%C3%BC/git/%25", Some(["a/b", "ü", "%"])),
            ("/repos/a/b/git/c/d", Some(["a", "b", "c/d"])),
            ("/repos/a/b/git/git/git", Some(["a", "b", "git/git"])),
            ("/repos/a/b/git/", Some(["a", "b", ""])),
            ("/repos/a/b/git", None),
            ("/repos//b/git/c", None),
            ("/repos/a/b/c", None),
        ] {
            let values = values.map(|it| it.map(str::to_owned).to_vec());
            assert_eq!(arguments(template, path), values, "{path}");
        }
        let compared = arguments("/{a}...{b}", "/x.y...z").unwrap();
        assert_eq!(compared, ["x.y", "z"]);
    }

    #[test]
    fn literals_win_over_parameters_and_single_segments_over_several() {
        let looseness = |template| path_match(template, "/users/me/keys").map(|it| it.looseness);
        assert!(looseness("/users/me/keys") < looseness("/users/{name}/keys"));
        assert!(looseness("/users/{name}/{what}") < looseness("/users/{path}"));
        assert_eq!(looseness("/users/{name}"), Some((1, 1, 1)));
    }
}
