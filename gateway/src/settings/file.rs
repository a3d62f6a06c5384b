//! The configuration file: supplies values for settings that neither flags nor environment variables set.

use std::ffi::OsString;
use std::path::Path;

use clap::parser::ValueSource;
use clap::{ArgMatches, Command};

use crate::refused::{Refused, Result, quoted, reason};

/// Parses arguments, and fills unset settings from the configuration file. Flags and environment variables take
/// precedence over the file.
///
/// # Errors
///
/// Fails for an unreadable file, an unknown key or an invalid value. For invalid arguments, clap reports the error.
pub fn parse(
    command: &Command,
    arguments: &[OsString],
) -> Result<std::result::Result<ArgMatches, clap::Error>> {
    let first = match command.clone().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return Ok(Err(error)),
    };
    let Some(path) = first.get_one::<std::path::PathBuf>("config") else {
        return Ok(Ok(first));
    };
    let mut all = arguments.to_vec();
    all.extend(
        flags(command, &first, path)?
            .into_iter()
            .map(OsString::from),
    );
    Ok(command.clone().try_get_matches_from(all).map_err(|error| {
        let note = format!(
            "{}\n\n  from the configuration file {}\n",
            error.render(),
            path.display()
        );
        clap::Error::raw(error.kind(), note)
    }))
}

fn flags(command: &Command, given: &ArgMatches, path: &Path) -> Result<Vec<String>> {
    let displayed = quoted(&path.display().to_string());
    let text = std::fs::read_to_string(path).map_err(|error| {
        Refused::new(
            format!(
                "the configuration file {displayed} cannot be read: {}",
                reason(&error)
            ),
            "check --config",
        )
    })?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        // The error omits the line's text, which may contain a secret.
        let line = error.span().and_then(|span| text.get(..span.start));
        let line = line.map_or(1, |before| before.matches('\n').count() + 1);
        Refused::new(
            format!("the configuration file {displayed} is invalid TOML at line {line}"),
            "write `key = value` lines",
        )
    })?;
    let mut flags = Vec::new();
    for (key, value) in &table {
        let known = command
            .get_arguments()
            .find(|it| it.get_long() == Some(key.as_str()));
        let Some(known) = known.filter(|_| key != "config") else {
            let names = command.get_arguments().filter_map(|it| it.get_long());
            let near = names
                .min_by_key(|it| strsim::levenshtein(it, key))
                .unwrap_or_default();
            return Err(Refused::new(
                format!(
                    "the configuration file {displayed} has the unknown key {}",
                    quoted(key)
                ),
                format!("the most similar key is `{near}`; `--help` lists all settings"),
            ));
        };
        let is_given = match given.value_source(known.get_id().as_str()) {
            None | Some(ValueSource::DefaultValue) => false,
            Some(_) => true,
        };
        if is_given {
            continue;
        }
        let refused = || {
            Refused::new(
                format!(
                    "the configuration file {displayed} has a value of the wrong type for `{key}`"
                ),
                "give a string, a number, a boolean, or a list of strings",
            )
        };
        let values = match value {
            toml::Value::Array(values) => values.iter().collect(),
            value => vec![value],
        };
        let takes_value = known.get_action().takes_values();
        for value in values {
            match value {
                toml::Value::String(text) if takes_value => flags.push(format!("--{key}={text}")),
                toml::Value::Integer(number) if takes_value => {
                    flags.push(format!("--{key}={number}"))
                }
                toml::Value::Boolean(true) if !takes_value || key == "site" => {
                    flags.push(format!("--{key}"))
                }
                toml::Value::Boolean(false) if !takes_value || key == "site" => {}
                _ => return Err(refused()),
            }
        }
    }
    Ok(flags)
}
