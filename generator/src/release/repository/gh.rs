//! Pull requests, their labels, and workflows, by gh.

use std::process::Command;

use serde::Deserialize;

use super::child;
use crate::diff::Verdict;
use crate::report::{Diagnostic, Result, told};

/// What a pull request is to say.
#[derive(Debug)]
pub struct Proposal<'a> {
    /// The branch with its commits.
    pub branch: &'a str,
    /// The branch that it is for.
    pub base: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its text, in Markdown.
    pub body: &'a str,
    /// The one label of ours that it has.
    pub label: Label,
    /// Whether it is not to be merged as it is.
    pub is_draft: bool,
}

/// An open pull request of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    number: u64,
    labels: Vec<Label>,
    is_draft: bool,
    title: String,
}

/// What a pull request means for users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Source that was right may not compile any more.
    Breaking,
    /// There is more, or something happens otherwise.
    Feature,
    /// Texts, or nothing at all.
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

const HELP: &str = "the branch is pushed; check what gh may do here, and run it again";

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
            Self::Breaking => "Source that was right may not compile any more",
            Self::Feature => "There is more, or something happens otherwise",
            Self::Docs => "Nothing that source can tell",
        }
    }
}

/// Returns the open pull request of a branch of this repository.
///
/// # Errors
///
/// Fails if gh does.
pub fn open_pull_request(branch: &str) -> Result<Option<Existing>> {
    let fields = "number,labels,isCrossRepository,isDraft,title";
    let open = ["--state", "open", "--limit", "100", "--json", fields];
    let arguments = [&["pr", "list", "--head", branch], open.as_slice()].concat();
    let listed = gh(&arguments, "")?;
    let listed: Vec<Open> = serde_json::from_str(&listed).map_err(|error| {
        Diagnostic::new(
            format!("gh's answer is not understood: {}", told(&error)),
            "install a newer gh",
        )
    })?;
    // Anyone's fork may have a branch of the same name.
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

/// Opens a pull request, or says anew what the open one says; returns where it is.
///
/// # Errors
///
/// Fails if gh does.
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
        // A draft of someone else's making stays one.
        (true, false) if open.title.contains(REMOVES) => _ = gh(&["pr", "ready", &number], "")?,
        _ => {}
    }
    Ok(place)
}

/// What the title of a draft says.
pub const REMOVES: &str = ": removes ";

/// Makes a label, if there is none of its name: a maintainer's own stays.
///
/// # Errors
///
/// Fails if gh does.
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
/// Fails if gh does.
pub fn start(workflow: &str, branch: &str) -> Result<()> {
    gh(&["workflow", "run", workflow, "--ref", branch], "").map(|_| ())
}

/// Runs gh, which reads a text, and returns what it prints.
fn gh(arguments: &[&str], input: &str) -> Result<String> {
    let mut gh = Command::new("gh");
    gh.args(arguments)
        .env("GH_PROMPT_DISABLED", "1")
        .env("NO_COLOR", "1");
    let printed = child::run(&mut gh, input.as_bytes(), HELP)?;
    Ok(String::from_utf8_lossy(&printed).trim().to_owned())
}
