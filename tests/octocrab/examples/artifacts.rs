//! The program `artifacts` with octocrab, to compare with `artifacts` in `tests/programs`.

use std::path::Path;

use anyhow::Context as _;
use http_body_util::BodyExt as _;
use octocrab::Octocrab;
use tokio::fs::{File, rename};
use tokio::io::AsyncWriteExt as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [owner, repo, run, folder] = &arguments[..] else {
        anyhow::bail!("usage: artifacts OWNER REPO RUN_ID FOLDER");
    };
    let run = run.parse().context("RUN_ID is no number")?;
    let token = std::env::var("GITHUB_TOKEN")?;
    let github = Octocrab::builder().personal_token(token).build()?;
    let bytes = save(&github, owner, repo, run, folder.as_ref()).await?;
    println!("{bytes} bytes");
    Ok(())
}

pub async fn save(
    github: &Octocrab,
    owner: &str,
    repo: &str,
    run: u64,
    folder: &Path,
) -> anyhow::Result<u64> {
    let base = format!("/repos/{owner}/{repo}/actions");
    let logs = format!("{base}/runs/{run}/logs");
    let mut bytes = to_file(github, &logs, &folder.join("logs.zip")).await?;
    let actions = github.actions();
    let list = actions.list_workflow_run_artifacts(owner, repo, run.into());
    let first = list.per_page(100).send().await?.value;
    let first = first.context("an unconditional call has a body")?;
    for artifact in github.all_pages(first).await? {
        let zip = format!("{base}/artifacts/{}/zip", artifact.id);
        let path = folder.join(format!("{}.zip", artifact.id));
        bytes += to_file(github, &zip, &path).await?;
    }
    Ok(bytes)
}

async fn to_file(github: &Octocrab, route: &str, path: &Path) -> anyhow::Result<u64> {
    let response = github._get(route).await?;
    let response = github.follow_location_to_data(response).await?;
    let response = octocrab::map_github_error(response).await?;
    let total = response.headers().get("content-length").cloned();
    let part = path.with_extension("part");
    let mut file = File::create(&part).await?;
    let mut body = response.into_body();
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            file.write_all(&data).await?;
            bytes += data.len() as u64;
            eprint!("\r{}: {bytes} of {total:?}", path.display());
        }
    }
    file.flush().await?;
    rename(&part, path).await?;
    Ok(bytes)
}
