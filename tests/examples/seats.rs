//! An example program: one seat, all seats across pages, and an error by its status.
//!
//! ```console
//! $ GITHUB_TOKEN=… cargo run -p conformance --example seats -- octo-org octocat
//! ```

use github_rest::copilot::GetCopilotSeatDetailsForUserError as SeatError;
use github_rest::{AnyError, Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(org), Some(username)) = (arguments.next(), arguments.next()) else {
        return Err("usage: seats ORG USERNAME".into());
    };
    for line in seats(&Client::from_env()?, &org, &username).await? {
        println!("{line}");
    }
    Ok(())
}

/// Returns one line for the single seat, and then one line for each seat of all pages.
pub async fn seats(github: &Client, org: &str, username: &str) -> Result<Vec<String>, AnyError> {
    let mut lines = Vec::new();
    match github
        .copilot()
        .get_copilot_seat_details_for_user(org, username)
        .await
    {
        Ok(seat) => lines.push(format!(
            "{username}: {:?}, {:?}",
            seat.last_activity_at,
            seat.rate_limit().map(|limit| limit.remaining)
        )),
        Err(Error::Api(error)) => match error.kind() {
            SeatError::NotFound(body) => {
                let message = body.as_ref().and_then(|body| body.message.as_deref());
                lines.push(format!("{username}: {}", message.unwrap_or("no seat")));
            }
            _ => return Err(Error::Api(error).into()),
        },
        Err(error) => return Err(error.into()),
    }
    let mut seats = github
        .copilot()
        .list_copilot_seats(org)
        .per_page(100)
        .items();
    while let Some(seat) = seats.try_next().await? {
        let login = seat.assignee.map(|user| user.login);
        lines.push(format!(
            "{}: {:?}",
            login.unwrap_or_default(),
            seat.plan_type
        ));
    }
    Ok(lines)
}
