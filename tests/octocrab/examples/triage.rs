//! The program `triage` with octocrab, to compare with `triage` in `tests/programs`.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use octocrab::Octocrab;
use octocrab::params::State;
use octocrab::service::middleware::retry::{NoOpRateLimitMetrics, RetryConfig};
use tokio::time::sleep;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let owner = arguments.next().context("OWNER is missing")?;
    let repo = arguments.next().context("REPO is missing")?;
    let token = std::env::var("GITHUB_TOKEN")?;
    let retries = RetryConfig::HandleRateLimits {
        metrics: Arc::new(NoOpRateLimitMetrics),
        max_retries: 3,
        min_wait_seconds: 60,
        retry_on_forbidden: false,
    };
    let github = Octocrab::builder().personal_token(token);
    let github = github.add_retry_config(retries).build()?;
    println!("{} triaged", triage(&github, &owner, &repo).await?);
    Ok(())
}

pub async fn triage(github: &Octocrab, owner: &str, repo: &str) -> anyhow::Result<usize> {
    let issues = github.issues(owner, repo);
    let first = issues.list().state(State::Open).per_page(100).send();
    let open = github.all_pages(first.await?).await?;
    let mut triaged = 0;
    for issue in open {
        if !issue.labels.is_empty() || issue.pull_request.is_some() {
            continue;
        }
        let labels = ["needs-triage".to_owned()];
        sleep(Duration::from_secs(1)).await;
        issues.add_labels(issue.number, &labels).await?;
        let comment = format!("@{}, which version is it?", issue.user.login);
        sleep(Duration::from_secs(1)).await;
        issues.create_comment(issue.number, &comment).await?;
        triaged += 1;
    }
    Ok(triaged)
}
