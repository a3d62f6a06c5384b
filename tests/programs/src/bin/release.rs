//! Creates a release, uploads its files in parallel, and publishes the release when all uploads are complete:
//! `GITHUB_TOKEN=… release OWNER REPO TAG FILE…`

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use github_rest::repos::{CreateReleaseBody, UpdateReleaseBody};
use github_rest::{Client, OperationExt as _, Upload};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [owner, repo, tag, files @ ..] = &arguments[..] else {
        anyhow::bail!("usage: release OWNER REPO TAG FILE…");
    };
    let files = files.iter().map(PathBuf::from).collect();
    let url = release(&Client::from_env()?, owner, repo, tag, files).await?;
    println!("{url}");
    Ok(())
}

pub async fn release(
    github: &Client,
    owner: &str,
    repo: &str,
    tag: &str,
    files: Vec<PathBuf>,
) -> anyhow::Result<String> {
    let repos = github.repos();
    let draft = CreateReleaseBody::new(tag).draft(true);
    let id = repos.create_release(owner, repo, draft).await?.id;
    let mut uploads = JoinSet::new();
    for path in files {
        let (repos, owner, repo) = (repos.clone(), owner.to_owned(), repo.to_owned());
        uploads.spawn(async move {
            let name = path.file_name().context("a file without a name")?;
            let name = name.to_string_lossy().into_owned();
            let file = Upload::file(&path).await?;
            repos
                .upload_release_asset(owner, repo, id, name, file)
                .timeout(Duration::from_secs(3600))
                .await?;
            anyhow::Ok(())
        });
    }
    while let Some(upload) = uploads.join_next().await {
        upload??;
    }
    let publish = UpdateReleaseBody::default().draft(false);
    let published = repos.update_release(owner, repo, id).body(publish).await?;
    Ok(published.html_url.clone())
}
