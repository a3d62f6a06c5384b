//! The program `release` with octocrab, to compare with `release` in `tests/programs`.

use std::path::PathBuf;

use anyhow::Context as _;
use octocrab::Octocrab;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [owner, repo, tag, files @ ..] = &arguments[..] else {
        anyhow::bail!("usage: release OWNER REPO TAG FILE…");
    };
    let files = files.iter().map(PathBuf::from).collect();
    let token = std::env::var("GITHUB_TOKEN")?;
    let github = Octocrab::builder().personal_token(token).build()?;
    let url = release(&github, owner, repo, tag, files).await?;
    println!("{url}");
    Ok(())
}

pub async fn release(
    github: &Octocrab,
    owner: &str,
    repo: &str,
    tag: &str,
    files: Vec<PathBuf>,
) -> anyhow::Result<String> {
    let repos = github.repos(owner, repo);
    let releases = repos.releases();
    let id = releases
        .create(tag)
        .draft(true)
        .send()
        .await?
        .id
        .into_inner();
    let mut uploads = JoinSet::new();
    for path in files {
        let (github, owner, repo) = (github.clone(), owner.to_owned(), repo.to_owned());
        uploads.spawn(async move {
            let repos = github.repos(owner, repo);
            let name = path.file_name().context("a file without a name")?;
            let name = name.to_string_lossy().into_owned();
            let file = tokio::fs::read(&path).await?;
            repos
                .releases()
                .upload_asset(id, &name, file.into())
                .send()
                .await?;
            anyhow::Ok(())
        });
    }
    while let Some(upload) = uploads.join_next().await {
        upload??;
    }
    let published = releases.update(id).draft(false).send().await?;
    Ok(published.html_url.into())
}
