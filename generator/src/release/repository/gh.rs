//! Creates pull requests, labels and workflow runs with gh.

use std::process::Command;

use serde::Deserialize;

use super::child;
use crate::diff::Verdict;
use crate::report::{Diagnostic, Result, describe};

/// The content of a pull request.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The branch with the commits.
    pub branch: &'a str,
    /// The base branch.
    pub base: &'a str,
    /// The title.
    pub title: &'a str,
    /// The description, in Markdown.
    pub body: &'a str,
    /// The label for the verdict of the changes.
    pub label: Label,
    /// Whether the pull request is a draft, because it must not be merged as it is.
    pub is_draft: bool,
}

/// The open pull request of a branch, as gh prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    number: u64,
    labels: Vec<Label>,
    is_draft: bool,
    title: String,
}

/// The label of a pull request: its effect on users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Existing code may not compile any more.
    Breaking,
    /// Additions, or changed behaviour.
    Feature,
    /// Changed texts only, or no changes.
    Docs,
}

/// An open pull request.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    number: u64,
    labels: Vec<Named>,
    is_cross_repository: bool,
    #[serde(default)]
    is_draft: bool,
    #[serde(default)]
    title: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Named {
    name: String,
}

const HELP: &str = "the branch was pushed; check the permissions of gh, and run the command again";

impl Label {
    const ALL: [Self; 3] = [Self::Breaking, Self::Feature, Self::Docs];

    /// Returns the label of a verdict.
    pub fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Major => Self::Breaking,
            Verdict::Minor => Self::Feature,
            Verdict::Patch | Verdict::None => Self::Docs,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Feature => "feature",
            Self::Docs => "docs",
        }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Breaking => "Valid source may not compile any more",
            Self::Feature => "Additions, or changed behaviour",
            Self::Docs => "No effect on source",
        }
    }
}

/// Returns the open pull request of a branch in this repository.
///
/// # Errors
///
/// Fails if gh fails.
pub fn open_pull_request(branch: &str) -> Result<Option<Existing>> {
    let fields = "number,labels,isCrossRepository,isDraft,title";
    let open = ["--state", "open", "--limit", "100", "--json", fields];
    let arguments = [&["pr", "list", "--head", branch], open.as_slice()].concat();
    let listed = gh(&arguments, "")?;
    let listed: Vec<Open> = serde_json::from_str(&listed).map_err(|error| {
        Diagnostic::new(
            format!("cannot parse the output of gh: {}", describe(&error)),
            "install a newer gh",
        )
    })?;
    // Ignores pull requests of forks, which may have a branch with the same name.
    let own = listed.into_iter().find(|it| !it.is_cross_repository);
    Ok(own.map(|it| {
        let has = |label: &Label| it.labels.iter().any(|it| it.name == label.name());
        Existing {
            number: it.number,
            labels: Label::ALL.into_iter().filter(has).collect(),
            is_draft: it.is_draft,
            title: it.title,
        }
    }))
}

/// Opens a pull request, or updates the open one. Returns its URL.
///
/// # Errors
///
/// Fails if gh fails.
pub fn pull_request(open: Option<Existing>, proposal: &Proposal<'_>) -> Result<String> {
    let label = proposal.label.name();
    let says = ["--title", proposal.title, "--body-file", "-"];
    let Some(open) = open else {
        let branches = ["--head", proposal.branch, "--base", proposal.base];
        let mut arguments = [&["pr", "create"], branches.as_slice(), &says].concat();
        arguments.extend(["--label", label]);
        arguments.extend(proposal.is_draft.then_some("--draft"));
        return gh(&arguments, proposal.body);
    };
    let number = open.number.to_string();
    let mut arguments = [&["pr", "edit", &number], says.as_slice()].concat();
    if !open.labels.contains(&proposal.label) {
        arguments.extend(["--add-label", label]);
    }
    for other in open.labels.iter().filter(|it| **it != proposal.label) {
        arguments.extend(["--remove-label", other.name()]);
    }
    let place = gh(&arguments, proposal.body)?;
    match (open.is_draft, proposal.is_draft) {
        (false, true) => _ = gh(&["pr", "ready", &number, "--undo"], "")?,
        // Keeps a draft, since a maintainer may have converted the pull request to a draft.
        (true, false) if open.title.contains(REMOVES) => _ = gh(&["pr", "ready", &number], "")?,
        _ => {}
    }
    Ok(place)
}

/// The marker in the title of a pull request that removes operations.
pub const REMOVES: &str = ": removes ";

/// Creates a label. Keeps an existing label, since a maintainer may have edited it.
///
/// # Errors
///
/// Fails if gh fails.
pub fn label(label: Label) -> Result<()> {
    let described = ["--description", label.description()];
    let arguments = [&["label", "create", label.name()], described.as_slice()].concat();
    match gh(&arguments, "") {
        Err(error) if !error.to_string().contains("already exists") => Err(error),
        _ => Ok(()),
    }
}

/// Starts a workflow on a branch.
///
/// # Errors
///
/// Fails if gh fails.
pub fn start(workflow: &str, branch: &str) -> Result<()> {
    gh(&["workflow", "run", workflow, "--ref", branch], "").map(|_| ())
}

/// Runs gh with a text as standard input, and returns its output.
fn gh(arguments: &[&str], input: &str) -> Result<String> {
    let mut gh = Command::new("gh");
    gh.args(arguments)
        .env("GH_PROMPT_DISABLED", "1")
        .env("NO_COLOR", "1");
    let printed = child::run(&mut gh, input.as_bytes(), HELP)?;
    Ok(String::from_utf8_lossy(&printed).trim().to_owned())
}
