//! Saves the logs and the artifacts of a workflow run, with progress: `GITHUB_TOKEN=… artifacts OWNER REPO RUN_ID
//! FOLDER`

use std::path::Path;

use anyhow::Context as _;
use github_rest::{Client, Redirect};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [owner, repo, run, folder] = &arguments[..] else {
        anyhow::bail!("usage: artifacts OWNER REPO RUN_ID FOLDER");
    };
    let run = run.parse().context("RUN_ID is no number")?;
    let bytes = save(&Client::from_env()?, owner, repo, run, folder.as_ref()).await?;
    println!("{bytes} bytes");
    Ok(())
}

pub async fn save(
    github: &Client,
    owner: &str,
    repo: &str,
    run: i64,
    folder: &Path,
) -> anyhow::Result<u64> {
    let actions = github.actions();
    let logs = actions.download_workflow_run_logs(owner, repo, run).await?;
    let mut bytes = to_file(&logs, &folder.join("logs.zip")).await?;
    let list = actions.list_workflow_run_artifacts(owner, repo, run);
    let mut artifacts = list.per_page(100).items();
    while let Some(artifact) = artifacts.try_next().await? {
        let zip = actions.download_artifact(owner, repo, artifact.id, "zip");
        let zip = zip.await?;
        let path = folder.join(format!("{}.zip", artifact.id));
        bytes += to_file(&zip, &path).await?;
    }
    Ok(bytes)
}

async fn to_file(from: &Redirect, path: &Path) -> anyhow::Result<u64> {
    let name = path.display().to_string();
    let download = from
        .download()
        .on_progress(move |it| eprint!("\r{name}: {} of {:?}", it.bytes, it.total));
    Ok(download.to_file(path).await?)
}
