//! Lists the Copilot seats that were not used for 90 days. After an interruption, the next run resumes at the same
//! page: `GITHUB_TOKEN=… seats ORG STATE_FILE`

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use github_rest::jiff::{SignedDuration, Timestamp};
use github_rest::{Client, Pages};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let org = arguments.next().context("ORG is missing")?;
    let state = arguments.next().context("STATE_FILE is missing")?;
    audit(&Client::from_env()?, &org, state.as_ref(), |login| {
        println!("{login}")
    })
    .await
}

pub async fn audit(
    github: &Client,
    org: &str,
    state: &Path,
    mut idle: impl FnMut(&str),
) -> anyhow::Result<()> {
    let limit = Timestamp::now() - SignedDuration::from_hours(90 * 24);
    let call = github.copilot().list_copilot_seats(org).per_page(100);
    let mut pages = match fs::read(state) {
        Ok(saved) => Pages::resume(call, serde_json::from_slice(&saved)?),
        Err(_) => call.pages(),
    };
    while let Some(page) = pages.try_next().await? {
        for seat in page.seats.iter().flatten() {
            if seat.last_activity_at.is_none_or(|it| it < limit) {
                idle(seat.assignee.as_ref().map_or("-", |user| &user.login));
            }
        }
        fs::write(state, serde_json::to_vec(&pages.position())?)?;
    }
    Ok(fs::remove_file(state)?)
}
