//! The program `triage` of `tests/programs`, with octocrab.

use std::time::Duration;

use anyhow::Context as _;
use octocrab::Octocrab;
use octocrab::params::State;
use tokio::time::sleep;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let owner = arguments.next().context("OWNER is missing")?;
    let repo = arguments.next().context("REPO is missing")?;
    let token = std::env::var("GITHUB_TOKEN")?;
    let github = Octocrab::builder().personal_token(token).build()?;
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
        paced(|| issues.add_labels(issue.number, &labels)).await?;
        let comment = format!("@{}, which version is it?", issue.user.login);
        paced(|| issues.create_comment(issue.number, &comment)).await?;
        triaged += 1;
    }
    Ok(triaged)
}

/// Writes after a second, and again after a minute while GitHub says that it is too often.
async fn paced<T, F: Future<Output = octocrab::Result<T>>>(
    write: impl Fn() -> F,
) -> octocrab::Result<T> {
    loop {
        sleep(Duration::from_secs(1)).await;
        match write().await {
            Err(octocrab::Error::GitHub { source, .. })
                if matches!(source.status_code.as_u16(), 403 | 429)
                    && source.message.contains("rate limit") =>
            {
                sleep(Duration::from_secs(60)).await;
            }
            outcome => return outcome,
        }
    }
}
