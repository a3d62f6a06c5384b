//! The Rust code of README.md, so that the compiler checks that code. A test compares the two texts.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let github = github_rest::Client::from_env()?;
    let copilot = github.copilot();
    let details = copilot.get_copilot_organization_details("octo-org").await?;
    println!("{:?}", details.seat_breakdown);
    Ok(())
}

#[allow(dead_code, reason = "the README shows only the body of this function")]
async fn print_seats() -> Result<(), Box<dyn std::error::Error>> {
    let github = github_rest::Client::from_env()?; // reads GITHUB_TOKEN
    let mut seats = github.copilot().list_copilot_seats("octo-org").items(); // follows every page
    while let Some(seat) = seats.try_next().await? {
        let login = seat.assignee.map(|user| user.login);
        println!("{login:?} was last active at {:?}", seat.last_activity_at);
    }
    Ok(())
}
