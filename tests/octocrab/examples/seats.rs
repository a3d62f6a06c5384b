//! The program `seats` with octocrab, to compare with `seats` in `tests/programs`.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use chrono::{Duration, Utc};
use octocrab::Octocrab;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let org = arguments.next().context("ORG is missing")?;
    let state = arguments.next().context("STATE_FILE is missing")?;
    let token = std::env::var("GITHUB_TOKEN")?;
    let github = Octocrab::builder().personal_token(token).build()?;
    audit(&github, &org, state.as_ref(), |login| println!("{login}")).await
}

pub async fn audit(
    github: &Octocrab,
    org: &str,
    state: &Path,
    mut idle: impl FnMut(&str),
) -> anyhow::Result<()> {
    let limit = Utc::now() - Duration::days(90);
    let mut page: u32 = match fs::read_to_string(state) {
        Ok(saved) => saved.parse()?,
        Err(_) => 1,
    };
    loop {
        let handler = github.orgs(org);
        let call = handler.copilot().per_page(100).page(page);
        let seats = call.billing_seats().await?.seats;
        for seat in &seats {
            if seat.last_activity_at.is_none_or(|it| it < limit) {
                idle(seat.assignee.as_ref().map_or("-", |user| &user.login));
            }
        }
        if seats.len() < 100 {
            break;
        }
        page += 1;
        fs::write(state, page.to_string())?;
    }
    if state.exists() {
        fs::remove_file(state)?;
    }
    Ok(())
}
