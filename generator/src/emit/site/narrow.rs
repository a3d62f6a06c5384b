//! Wraps the documentation's example for the narrow column of the form: one method call or argument per line.
//! `generator/web/src/snippet/layout.ts` wraps code in the same way, which `npm run rust -- --docs` checks.

/// The maximum length of a line whose arguments can be wrapped.
const WIDTH: usize = 44;
const STEP: &str = "    ";

/// Returns wrapped code. The input has one statement per line.
pub(super) fn narrow(code: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for statement in code.lines() {
        lay_out("", statement, true, &mut lines);
    }
    lines.join("\n")
}

/// Adds a line, wrapped if necessary.
fn lay_out(indent: &str, line: &str, is_statement: bool, lines: &mut Vec<String>) {
    let whole = format!("{indent}{line}");
    if whole.encode_utf16().count() <= WIDTH {
        lines.push(whole);
        return;
    }
    let inner = format!("{indent}{STEP}");
    let links = if is_statement {
        links(line)
    } else {
        Vec::new()
    };
    if let Some((base, links)) = links.split_first().filter(|(_, links)| !links.is_empty()) {
        lines.push(format!("{indent}{base}"));
        for link in links {
            lay_out(&inner, link, false, lines);
        }
        return;
    }
    match call(line) {
        Some((head, arguments, behind)) => {
            lines.push(format!("{indent}{head}"));
            for argument in arguments {
                lay_out(&inner, &format!("{argument},"), false, lines);
            }
            lines.push(format!("{indent}{behind}"));
        }
        None => lines.push(whole),
    }
}

/// Returns the start of a method chain, and its calls.
fn links(line: &str) -> Vec<String> {
    let Some(assigned) = line.find(" = ").map(|at| at + 3) else {
        return Vec::new();
    };
    let mut cuts = vec![0];
    scan(line, |at, it, depth| {
        let behind = line.get(at + 1..).unwrap_or("");
        if it == '.' && depth == 0 && at > assigned && behind.starts_with(is_name) {
            cuts.push(at);
        }
    });
    cuts.push(line.len());
    let parts = cuts.iter().zip(cuts.iter().skip(1));
    parts
        .filter_map(|(from, to)| line.get(*from..*to))
        .map(str::to_owned)
        .collect()
}

fn is_name(it: char) -> bool {
    it.is_alphabetic() || it == '_'
}

/// Returns the three parts of a call: the text up to the opening bracket of its arguments, the arguments, and the text
/// from the closing bracket.
fn call(line: &str) -> Option<(&str, Vec<&str>, &str)> {
    let (mut open, mut close) = (None, None);
    let mut commas = Vec::new();
    scan(line, |at, it, depth| match it {
        '(' | '[' if depth == 0 && close.is_none() => {
            open = Some(at + 1);
            commas.clear();
        }
        ')' | ']' if depth == 0 && close.is_none() && open != Some(at) => close = Some(at),
        ',' if depth == 1 && close.is_none() => commas.push(at),
        _ => {}
    });
    let (open, close) = open.zip(close)?;
    let mut arguments = Vec::new();
    let mut from = open;
    for to in commas.into_iter().chain([close]) {
        arguments.push(line.get(from..to)?.trim());
        from = to + 1;
    }
    Some((line.get(..open)?, arguments, line.get(close..)?))
}

/// Visits all characters outside strings, with their bracket depth. A bracket itself has the depth of the text around
/// it.
fn scan(line: &str, mut see: impl FnMut(usize, char, usize)) {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (at, it) in line.char_indices() {
        if in_string {
            match it {
                '"' if !is_escaped => in_string = false,
                '\\' => is_escaped = !is_escaped,
                _ => is_escaped = false,
            }
            continue;
        }
        match it {
            '"' => in_string = true,
            '(' | '[' | '{' => {
                see(at, it, depth);
                depth += 1;
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                see(at, it, depth);
            }
            _ => see(at, it, depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn each_method_call_and_each_argument_gets_a_line() {
        let code = "let client = github_rest::Client::from_env()?;\nlet response = client.copilot().add_seats(\"a (b, c\", \
                    types::Body::new([\"x\", \"y\"])).await?;\nprintln!(\"{response:?}\");";
        let expected = "let client = github_rest::Client::from_env()?;\nlet response = client\n    .copilot()\n    .add_seats(\n        \
                        \"a (b, c\",\n        types::Body::new([\"x\", \"y\"]),\n    )\n    .await?;\nprintln!(\"{response:?}\");";
        assert_eq!(narrow(code), expected);
    }
}
