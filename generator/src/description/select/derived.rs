//! Derives the operationId and the tag of an operation that does not declare these. The derived names depend only on
//! the method and the path, so changes of other operations do not rename an operation.

use heck::ToSnakeCase;

/// The tag of operations whose path has no suitable segment.
const DEFAULT: &str = "default";

/// Returns the derived operationId: the method and all words of the path. The word `by` precedes each path parameter.
pub(crate) fn id(method: &str, path: &str) -> String {
    let mut words = method.to_owned();
    for character in path.chars() {
        match character {
            '{' => words.push_str(" by "),
            '~' => words.push_str(" tilde "),
            it if it.is_ascii_alphanumeric() => words.push(it),
            it if it.is_ascii() => words.push(' '),
            it => words.push_str(&format!(" u{:x} ", u32::from(it))),
        }
    }
    words.to_snake_case()
}

/// Returns the derived operationId with the word `slash` for each slash of the path, in case the shorter one is already
/// used.
pub(crate) fn spelled_id(method: &str, path: &str) -> String {
    id(method, &path.replace('/', " slash "))
}

/// Returns the derived tag: the first path segment that is not a parameter, a version or `api`; otherwise `default`.
pub(crate) fn tag(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_word = |it: &&str| {
        let has_word = it.chars().any(char::is_alphanumeric);
        has_word && !it.contains('{') && !is_version(it) && !it.eq_ignore_ascii_case("api")
    };
    path.split('/').find(is_word).unwrap_or(DEFAULT).to_owned()
}

/// Returns whether a path segment is a version: `v1`, `V2.1`, `2.0`, `2022-11-28`, `v1beta1`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    let mut characters = number.chars();
    let starts = characters.next().is_some_and(|it| it.is_ascii_digit());
    let rest = number.trim_start_matches(|it: char| it.is_ascii_digit() || ".-_".contains(it));
    let stage = rest.trim_end_matches(|it: char| it.is_ascii_digit());
    starts && ["", "alpha", "beta", "rc"].contains(&stage)
}

#[cfg(test)]
mod tests {
    use super::{id, tag};

    #[test]
    fn an_operation_id_is_derived_from_method_and_path() {
        for (method, path, expected) in [
            ("get", "/", "get"),
            ("GET", "/users", "get_users"),
            ("get", "/users/{id}/keys", "get_users_by_id_keys"),
            ("get", "/users/{userId}", "get_users_by_user_id"),
            ("post", "/v1/jobs/{id}:run", "post_v1_jobs_by_id_run"),
            ("get", "/a/{b}.{c}", "get_a_by_b_by_c"),
            ("get", "/users/~", "get_users_tilde"),
            ("get", "/é", "get_ue9"),
        ] {
            assert_eq!(id(method, path), expected, "{path}");
        }
    }

    #[test]
    fn a_tag_is_derived_from_the_first_word_of_the_path() {
        for (path, expected) in [
            ("/", "default"),
            ("/{id}", "default"),
            ("/users/{id}/keys", "users"),
            ("/api/v1/users", "users"),
            ("/v1.2/2022-11-28/users", "users"),
            ("/v1beta1/v2rc/{id}/users", "users"),
            ("/2fa/codes", "2fa"),
            ("/-/status", "status"),
            ("/v1/?Action=Run", "default"),
        ] {
            assert_eq!(tag(path), expected, "{path}");
        }
    }
}
