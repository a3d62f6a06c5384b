//! Applies a change to a part of the description, and preserves the order of members. An object is a JSON merge patch
//! (RFC 7396). A list is a JSON patch (RFC 6902).

use serde::Deserialize;
use serde_yaml::{Mapping, Value as Tree};

use crate::description::pointer::unescape;
use crate::report::{describe, quoted};

/// One operation of a JSON patch.
#[derive(Deserialize)]
struct Edit {
    path: String,
    #[serde(flatten)]
    act: Act,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
enum Act {
    Add { value: Tree },
    Remove,
    Replace { value: Tree },
}

/// Applies a patch. Returns an error message if it cannot be applied.
pub(super) fn apply(part: &mut Tree, patch: &Tree) -> Result<(), String> {
    match patch {
        Tree::Mapping(members) => merge(part, members),
        Tree::Sequence(edits) => {
            for edit in edits {
                let edit = serde_yaml::from_value(edit.clone()).map_err(|it| describe(&it))?;
                apply_edit(part, edit)?;
            }
        }
        _ => return Err("the patch is neither an object nor a list".to_owned()),
    }
    Ok(())
}

fn merge(at: &mut Tree, patch: &Mapping) {
    if !at.is_mapping() {
        *at = Tree::Mapping(Mapping::new());
    }
    let Some(members) = at.as_mapping_mut() else {
        return;
    };
    for (name, value) in patch {
        match value {
            Tree::Null => {
                members.shift_remove(name);
            }
            Tree::Mapping(patch) => merge(members.entry(name.clone()).or_insert(Tree::Null), patch),
            value => {
                members.insert(name.clone(), value.clone());
            }
        }
    }
}

fn apply_edit(part: &mut Tree, Edit { path, act }: Edit) -> Result<(), String> {
    let steps: Option<Vec<String>> = path
        .strip_prefix('/')
        .map(|steps| steps.split('/').map(unescape).collect());
    let Some((last, parents)) = steps.as_deref().and_then(<[_]>::split_last) else {
        return Err(format!(
            "{} does not name a member of the part",
            quoted(&path)
        ));
    };
    let missing = || format!("{} does not exist", quoted(&path));
    let parent = parents.iter().try_fold(part, |at, step| match at {
        Tree::Sequence(items) => items.get_mut(index(step)?),
        at => at.get_mut(step.as_str()),
    });
    match (parent, act) {
        (Some(Tree::Mapping(members)), Act::Add { value }) => {
            members.insert(Tree::from(last.as_str()), value);
        }
        (Some(Tree::Sequence(items)), Act::Add { value }) => {
            let end = items.len();
            let place = if last == "-" { Some(end) } else { index(last) };
            items.insert(place.filter(|it| *it <= end).ok_or_else(missing)?, value);
        }
        (Some(Tree::Sequence(items)), Act::Remove) => {
            let place = index(last).filter(|it| *it < items.len());
            items.remove(place.ok_or_else(missing)?);
        }
        // GitHub's patches remove some members that do not exist in its examples. Ignoring these is harmless.
        (Some(Tree::Mapping(members)), Act::Remove) => {
            members.shift_remove(last.as_str());
        }
        (None, Act::Remove) => {}
        (Some(Tree::Sequence(items)), Act::Replace { value }) => {
            *index(last)
                .and_then(|it| items.get_mut(it))
                .ok_or_else(missing)? = value;
        }
        (Some(Tree::Mapping(members)), Act::Replace { value }) => {
            *members.get_mut(last.as_str()).ok_or_else(missing)? = value;
        }
        _ => return Err(missing()),
    }
    Ok(())
}

fn index(step: &str) -> Option<usize> {
    let is_index = step == "0" || !step.starts_with(['0', '+']);
    is_index.then(|| step.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value as Tree;

    fn applied(part: &str, patch: &str) -> Result<String, String> {
        let mut part: Tree = serde_json::from_str(part).unwrap();
        let patch: Tree = serde_json::from_str(patch).unwrap();
        super::apply(&mut part, &patch)?;
        Ok(serde_json::to_string(&part).unwrap())
    }

    #[test]
    fn an_object_is_applied_as_a_merge_patch() {
        for (part, patch, expected) in [
            (r#"{"z":1,"a":2}"#, r#"{"a":3}"#, r#"{"z":1,"a":3}"#),
            (r#"{"z":1,"a":2}"#, r#"{"z":null}"#, r#"{"a":2}"#),
            (
                r#"{"z":1,"a":2,"m":3}"#,
                r#"{"z":[],"b":4}"#,
                r#"{"z":[],"a":2,"m":3,"b":4}"#,
            ),
            (r#"{"a":[1,2]}"#, r#"{"a":[null,3]}"#, r#"{"a":[null,3]}"#),
            (
                r#"{"p":{"z":{"x":1,"y":2},"a":{}}}"#,
                r#"{"p":{"z":{"x":null,"w":3}}}"#,
                r#"{"p":{"z":{"y":2,"w":3},"a":{}}}"#,
            ),
            ("{}", r#"{"a":{"b":{"c":null}}}"#, r#"{"a":{"b":{}}}"#),
            (
                r#"{"a":[1]}"#,
                r#"{"a":{"b":1,"c":null}}"#,
                r#"{"a":{"b":1}}"#,
            ),
            (r#"{"a":{"b":1}}"#, r#"{"a":"c","d":null}"#, r#"{"a":"c"}"#),
        ] {
            assert_eq!(applied(part, patch).unwrap(), expected, "{patch}");
        }
    }

    #[test]
    fn a_list_is_applied_as_a_json_patch() {
        let part = r#"{"z":{"a/b":1,"~":2},"l":[1,2,3]}"#;
        for (edits, expected) in [
            ("", part),
            (
                r#"{"op":"remove","path":"/z/a~1b"},{"op":"remove","path":"/l/1"}"#,
                r#"{"z":{"~":2},"l":[1,3]}"#,
            ),
            (
                r#"{"op":"remove","path":"/l/0"},{"op":"remove","path":"/l/0"}"#,
                r#"{"z":{"a/b":1,"~":2},"l":[3]}"#,
            ),
            (
                r#"{"op":"remove","path":"/z/c"},{"op":"remove","path":"/x/c"}"#,
                part,
            ),
            (
                r#"{"op":"replace","path":"/z","value":null},{"op":"replace","path":"/l/2","value":4}"#,
                r#"{"z":null,"l":[1,2,4]}"#,
            ),
            (
                r#"{"op":"add","path":"/z/~0","value":3},{"op":"add","path":"/a","value":{}}"#,
                r#"{"z":{"a/b":1,"~":3},"l":[1,2,3],"a":{}}"#,
            ),
            (
                r#"{"op":"add","path":"/l/0","value":0},{"op":"add","path":"/l/-","value":4}"#,
                r#"{"z":{"a/b":1,"~":2},"l":[0,1,2,3,4]}"#,
            ),
        ] {
            assert_eq!(
                applied(part, &format!("[{edits}]")).unwrap(),
                expected,
                "{edits}"
            );
        }
    }

    #[test]
    fn patches_that_do_not_apply_are_refused() {
        let nothing = |path: &str| format!("`{path}` does not exist");
        for (patch, expected) in [
            ("1", "the patch is neither an object nor a list".to_owned()),
            ("[1]", "invalid type".to_owned()),
            (
                r#"[{"op":"move","path":"/a"}]"#,
                "unknown variant `move`, expected".to_owned(),
            ),
            (
                r#"[{"op":"remove","path":""}]"#,
                "`` does not name a member of the part".to_owned(),
            ),
            (
                r#"[{"op":"remove","path":"a"}]"#,
                "`a` does not name a member of the part".to_owned(),
            ),
            (r#"[{"op":"remove","path":"/l/1"}]"#, nothing("/l/1")),
            (r#"[{"op":"remove","path":"/l/00"}]"#, nothing("/l/00")),
            (r#"[{"op":"remove","path":"/n/a"}]"#, nothing("/n/a")),
            (r#"[{"op":"replace","path":"/a","value":1}]"#, nothing("/a")),
            (r#"[{"op":"add","path":"/a/b","value":1}]"#, nothing("/a/b")),
            (r#"[{"op":"add","path":"/l/2","value":1}]"#, nothing("/l/2")),
        ] {
            let error = applied(r#"{"l":[1],"n":1}"#, patch).unwrap_err();
            assert!(error.starts_with(&expected), "{patch}: {error}");
        }
    }
}
