//! Labels each open issue without a label, and asks its author for details. The program paces its writes as GitHub
//! recommends, and waits for rate limits to reset: `GITHUB_TOKEN=… triage OWNER REPO`

use std::time::Duration;

use anyhow::Context as _;
use github_rest::Client;
use github_rest::issues::{AddLabelsBody, CreateCommentBody};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let owner = arguments.next().context("OWNER is missing")?;
    let repo = arguments.next().context("REPO is missing")?;
    let github = Client::builder()
        .from_env()
        .pace_writes(true)
        .rate_limit_wait(Duration::from_secs(3600))
        .timeout(Duration::from_secs(3660))
        .build()?;
    println!("{} triaged", triage(&github, &owner, &repo).await?);
    Ok(())
}

pub async fn triage(github: &Client, owner: &str, repo: &str) -> anyhow::Result<usize> {
    let issues = github.issues();
    let mut open = issues.list_for_repo(owner, repo).per_page(100).items();
    let mut triaged = 0;
    while let Some(issue) = open.try_next().await? {
        if !issue.labels.is_empty() || issue.pull_request.is_some() {
            continue;
        }
        let user = issue.user.map_or("ghost".to_owned(), |user| user.login);
        let labels = AddLabelsBody::default().labels(["needs-triage".to_owned()]);
        let call = issues.add_labels(owner, repo, issue.number).body(labels);
        call.await?;
        let comment = CreateCommentBody::new(format!("@{user}, which version is it?"));
        issues
            .create_comment(owner, repo, issue.number, comment)
            .await?;
        triaged += 1;
    }
    Ok(triaged)
}
