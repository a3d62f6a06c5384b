//! Builds a page of Copilot's seats from the seats in the description's example.

use std::error::Error;

use conformance::fixture;
use github_rest::Read;
use github_rest::copilot::ListCopilotSeatsResponse;
use serde_json::{Value as Json, json};

/// Returns a body with this many seats and no drift. Half of the seats are assigned through a team, alternating between
/// both kinds of teams. GitHub sends properties in the order of the description, and so does this function.
pub fn body(count: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let path = fixture::folder().join("copilot/list_copilot_seats.json");
    let fixture: Json = serde_json::from_slice(&std::fs::read(path)?)?;
    let example = fixture
        .pointer("/examples/0/body/seats")
        .and_then(Json::as_array)
        .ok_or("the fixture has no seats")?;
    let seats: Vec<Json> = example
        .iter()
        .cycle()
        .take(count)
        .enumerate()
        .map(|(index, seat)| varied(seat, index))
        .collect();
    // `serde_json` sorts the properties of a tree by name. So the body is encoded from a value of the generated type,
    // which writes properties in the order of the description.
    let page = Read::<ListCopilotSeatsResponse>::from_value(
        &json!({"total_seats": count, "seats": seats}),
    )?;
    match page.drift.is_empty() && page.unknown.is_empty() {
        true => Ok(serde_json::to_vec(&page.value)?),
        false => Err("the body deviates from the description".into()),
    }
}

fn varied(seat: &Json, index: usize) -> Json {
    let mut seat = seat.clone();
    if let Some(assignee) = seat.get_mut("assignee") {
        let login = format!("octocat-{index}");
        for value in assignee
            .as_object_mut()
            .into_iter()
            .flat_map(|it| it.values_mut())
        {
            if let Some(text) = value.as_str().map(|it| it.replace("octocat", &login)) {
                *value = Json::from(text);
            }
        }
        if let Some(id) = assignee.get_mut("id") {
            *id = Json::from(index);
        }
    }
    if let Some(team) = seat.get_mut("assigning_team") {
        if index.is_multiple_of(4) {
            if let Some(team) = team.as_object_mut() {
                team.insert("type".to_owned(), Json::from("organization"));
            }
        } else {
            *team = enterprise_team(index);
        }
    }
    seat
}

fn enterprise_team(index: usize) -> Json {
    json!({
        "created_at": "2019-01-26T19:01:12Z",
        "description": "A great team.",
        "group_id": null,
        "html_url": format!("https://github.com/enterprises/dc/teams/team-{index}"),
        "id": index,
        "members_url": format!("https://api.github.com/enterprises/1/teams/{index}/members{{/member}}"),
        "name": "Justice League",
        "notification_setting": "notifications_enabled",
        "organization_selection_type": "selected",
        "slug": "justice-league",
        "sync_to_organizations": "disabled",
        "updated_at": "2019-01-26T19:14:43Z",
        "url": format!("https://api.github.com/enterprises/1/teams/{index}"),
    })
}
