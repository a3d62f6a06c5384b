//! Parses a query strictly, and encodes it again. The result contains only declared parameters.

use crate::operations::path::{encode, percent_decode};

/// A query parameter that an operation declares.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Whether the parameter may be repeated.
    pub repeats: bool,
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The query is ambiguous.
    Unreadable(&'static str),
    /// The operation does not declare this parameter.
    Undeclared(String),
    /// The query repeats a parameter that accepts only a single value.
    Repeated(String),
}

/// Parses a query, encodes it again, and appends a `?` and the result to `to`.
///
/// # Errors
///
/// Fails for undeclared parameters and for ambiguous text.
pub fn rewrite(query: &str, declared: &[Parameter], to: &mut String) -> Result<(), Refused> {
    let mut seen: Vec<&str> = Vec::new();
    for pair in query.split('&').filter(|it| !it.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name)?;
        let value = decode(value)?;
        let Some(parameter) = declared.iter().find(|it| it.name == name) else {
            return Err(Refused::Undeclared(name));
        };
        if seen.contains(&parameter.name.as_str()) && !parameter.repeats {
            return Err(Refused::Repeated(name));
        }
        to.push(if seen.is_empty() { '?' } else { '&' });
        seen.push(&parameter.name);
        encode(&parameter.name, to);
        to.push('=');
        encode(&value, to);
    }
    Ok(())
}

fn decode(raw: &str) -> Result<String, Refused> {
    if !raw.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refused::Unreadable(
            "the query has a character that must be percent-encoded",
        ));
    }
    let text = percent_decode(&raw.replace('+', "%20")).map_err(Refused::Unreadable)?;
    if text.chars().any(char::is_control) {
        return Err(Refused::Unreadable("the query has a control character"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{Parameter, Refused, rewrite};

    fn rewritten(query: &str) -> Result<String, Refused> {
        let parameter = |name: &str, repeats| Parameter {
            name: name.to_owned(),
            repeats,
        };
        let declared = [parameter("per_page", false), parameter("label", true)];
        let mut to = String::new();
        rewrite(query, &declared, &mut to)?;
        Ok(to)
    }

    #[test]
    fn encodes_declared_query_parameters_again() {
        for (query, expected) in [
            ("", ""),
            ("per_page=1", "?per_page=1"),
            ("per%5Fpage=%31&", "?per_page=1"),
            ("label=a+b&label=c%26d;e", "?label=a%20b&label=c%26d%3Be"),
            ("per_page", "?per_page="),
            ("label=a=b", "?label=a%3Db"),
        ] {
            assert_eq!(rewritten(query).as_deref(), Ok(expected), "{query}");
        }
    }

    #[test]
    fn undeclared_and_ambiguous_queries_are_refused() {
        let undeclared = |name: &str| Err(Refused::Undeclared(name.to_owned()));
        assert_eq!(rewritten("page=1"), undeclared("page"));
        assert_eq!(rewritten("label[]=1"), undeclared("label[]"));
        assert_eq!(rewritten("_method=delete"), undeclared("_method"));
        assert_eq!(
            rewritten("per_page=1;page=2&PER_PAGE=1"),
            undeclared("PER_PAGE")
        );
        let repeated = Err(Refused::Repeated("per_page".to_owned()));
        assert_eq!(rewritten("per_page=1&per%5fpage=2"), repeated);
        for query in [
            "label=%",
            "label=%zz",
            "label=%ff",
            "label=%c0%af",
            "label=%00",
            "label=%0d%0a",
            "%00=1",
        ] {
            assert!(
                matches!(rewritten(query), Err(Refused::Unreadable(_))),
                "{query}"
            );
        }
    }
}
