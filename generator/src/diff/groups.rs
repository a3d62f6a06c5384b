//! Compares groups of `required`: whether the objects of one description satisfy the groups of the other.

use std::collections::BTreeSet;

use crate::api::{Member, Rule, Struct};

/// The maximum number of properties whose combinations are checked.
const MOST: usize = 16;

/// Returns whether each object that `narrow` allows satisfies the groups of `wide`.
///
/// Assumes that objects contain all other properties that `wide` requires, since other changes report these. Assumes
/// that objects contain no property that `narrow` does not declare. `is_needed` returns whether an object always
/// contains a property.
pub(super) fn hold(narrow: &Struct, wide: &Struct, is_needed: fn(&Member) -> bool) -> bool {
    let members = narrow.members.iter().chain(&wide.members);
    let needed: BTreeSet<&str> = members
        .filter(|it| is_needed(it))
        .map(|it| it.wire.as_str())
        .collect();
    let rules = || narrow.rules.iter().chain(&wide.rules);
    let named = rules().flat_map(|it| it.sets.iter().flatten());
    let declares = |name: &str| narrow.members.iter().any(|it| it.wire == name);
    let free: BTreeSet<&str> = named
        .map(String::as_str)
        .filter(|it| !needed.contains(it) && declares(it))
        .collect();
    if free.len() > MOST {
        let mut rules = wide.rules.iter();
        return rules.all(|it| narrow.rules.contains(it));
    }
    let free: Vec<&str> = free.into_iter().collect();
    (0_u32..1 << free.len()).all(|choice| {
        let is_chosen = |name: &str| {
            let place = free.iter().position(|it| *it == name);
            place.is_some_and(|it| choice & (1 << it) != 0)
        };
        let has = |name: &str| needed.contains(name) || is_chosen(name);
        let satisfies = |rules: &[Rule]| rules.iter().all(|it| is_satisfied(it, &has));
        !satisfies(&narrow.rules) || satisfies(&wide.rules)
    })
}

/// Returns whether an object with these properties satisfies a group.
fn is_satisfied(rule: &Rule, has: &impl Fn(&str) -> bool) -> bool {
    let sets = rule.sets.iter();
    let count = sets.filter(|set| set.iter().all(|it| has(it))).count();
    match rule.just_one {
        true => count == 1,
        false => count > 0,
    }
}

#[cfg(test)]
mod tests {
    use super::hold;
    use crate::api::{Member, Rule, Struct, Type};

    fn member(wire: &str) -> Member {
        let name = wire.trim_start_matches('?');
        Member {
            wire: name.to_owned(),
            pointer: String::new(),
            kind: Type::Str,
            required: name == wire,
            nullable: false,
            only: None,
            named_by: None,
            default: None,
            bounds: Vec::new(),
            doc: String::new(),
            deprecated: false,
            read_only: false,
            secret: false,
            write_only: false,
        }
    }

    /// Parses texts such as `a ?x|one b,c+d|any e,f`: required and optional properties, then groups of sets.
    fn object(text: &str) -> Struct {
        let mut parts = text.split('|');
        let declared = parts.next().unwrap().split_whitespace();
        let mut members: Vec<Member> = declared.map(member).collect();
        let groups: Vec<&str> = parts.collect();
        let names = groups
            .iter()
            .flat_map(|it| it.split([' ', ',', '+']).skip(1));
        for name in names {
            if !members.iter().any(|it| it.wire == name) {
                members.push(member(&format!("?{name}")));
            }
        }
        let rules = groups.iter().map(|group| {
            let (which, sets) = group.split_once(' ').unwrap();
            let set = |it: &str| it.split('+').map(str::to_owned).collect();
            Rule {
                text: (*group).to_owned(),
                just_one: which == "one",
                sets: sets.split(',').map(set).collect(),
            }
        });
        Struct {
            members,
            additional: None,
            closed: false,
            rules: rules.collect(),
        }
    }

    #[test]
    fn groups_allow_more_or_fewer_objects() {
        for (old, new, there, back) in [
            ("|any a,b", "|any a,b", true, true),
            ("|any a,b", "|any b,a", true, true),
            ("|any a,b", "|any a,b,c", true, false),
            ("|any a+b,c", "|any a,c", true, false),
            ("|one a,b", "|any a,b", true, false),
            ("|one a,b", "|one a,b,c", true, false),
            ("?c|one a,b", "|one a,b,c", false, false),
            ("", "|any a,b", false, true),
            // A required property moved into a group, which allows all objects that were allowed before.
            ("a", "|any a,b", true, true),
            ("a b", "|any a,b", true, true),
            ("a b", "|one a,b", false, true),
            ("a", "|one a,b", true, true),
            ("a ?b", "|one a,b", false, true),
            // The first group implies the second group, or the reverse.
            ("|any a,b|any a,c", "|any a,b", true, false),
            ("|any a,b+c", "|any a,b|any a,c", true, true),
        ] {
            let (before, now) = (object(old), object(new));
            let found = (
                hold(&before, &now, |it| it.required),
                hold(&now, &before, |it| it.required),
            );
            assert_eq!(found, (there, back), "{old} to {new}");
        }
    }

    #[test]
    fn groups_with_too_many_properties_are_not_compared() {
        let names: Vec<String> = (0..20).map(|it| format!("m{it}")).collect();
        let wide = object(&format!("|any {}", names.join(",")));
        assert!(hold(&wide, &wide, |it| it.required));
        let optional: Vec<String> = names.iter().map(|it| format!("?{it}")).collect();
        let free = object(&optional.join(" "));
        assert!(!hold(&free, &wide, |it| it.required));
    }
}
