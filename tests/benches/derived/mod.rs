//! Copilot's seats as handwritten types: plain structs with serde derives.
//!
//! Such structs are the fastest way to decode a response, but they fail at the first deviation from the description.
//! The benchmark fills the fields and never reads them.

#![allow(dead_code)]

use conformance::parsed::{Date, Time};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Seats {
    pub total_seats: Option<i64>,
    pub seats: Option<Vec<Seat>>,
}

#[derive(Deserialize)]
pub struct Seat {
    assignee: Option<User>,
    organization: Option<Organization>,
    assigning_team: Option<AssigningTeam>,
    pending_cancellation_date: Option<Date>,
    last_activity_at: Option<Time>,
    last_activity_editor: Option<String>,
    last_authenticated_at: Option<Time>,
    created_at: Time,
    updated_at: Option<Time>,
    plan_type: Option<PlanType>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum AssigningTeam {
    Team(Box<Team>),
    EnterpriseTeam(Box<EnterpriseTeam>),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlanType {
    Business,
    Enterprise,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
struct User {
    name: Option<String>,
    email: Option<String>,
    login: String,
    id: i64,
    node_id: String,
    avatar_url: String,
    gravatar_id: Option<String>,
    url: String,
    html_url: String,
    followers_url: String,
    following_url: String,
    gists_url: String,
    starred_url: String,
    subscriptions_url: String,
    organizations_url: String,
    repos_url: String,
    events_url: String,
    received_events_url: String,
    r#type: String,
    site_admin: bool,
    starred_at: Option<String>,
    user_view_type: Option<String>,
}

#[derive(Deserialize)]
struct Organization {
    login: String,
    id: i64,
    node_id: String,
    url: String,
    repos_url: String,
    events_url: String,
    hooks_url: String,
    issues_url: String,
    members_url: String,
    public_members_url: String,
    avatar_url: String,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Team {
    id: i64,
    node_id: String,
    name: String,
    slug: String,
    description: Option<String>,
    privacy: Option<String>,
    notification_setting: Option<String>,
    permission: String,
    permissions: Option<Permissions>,
    url: String,
    html_url: String,
    members_url: String,
    repositories_url: String,
    r#type: TeamType,
    access_source: Option<AccessSource>,
    organization_id: Option<i64>,
    enterprise_id: Option<i64>,
    parent: Option<ParentTeam>,
}

#[derive(Deserialize)]
struct Permissions {
    pull: bool,
    triage: bool,
    push: bool,
    maintain: bool,
    admin: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum TeamType {
    Enterprise,
    Organization,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AccessSource {
    Direct,
    Organization,
    Enterprise,
    #[serde(other)]
    Unknown,
}

#[derive(Deserialize)]
struct ParentTeam {
    id: i64,
    node_id: String,
    url: String,
    members_url: String,
    name: String,
    description: Option<String>,
    permission: String,
    privacy: Option<String>,
    notification_setting: Option<String>,
    html_url: String,
    repositories_url: String,
    slug: String,
    ldap_dn: Option<String>,
    r#type: TeamType,
    organization_id: Option<i64>,
    enterprise_id: Option<i64>,
}

#[derive(Deserialize)]
struct EnterpriseTeam {
    id: i64,
    name: String,
    description: Option<String>,
    slug: String,
    url: String,
    sync_to_organizations: Option<String>,
    organization_selection_type: Option<String>,
    group_id: Option<String>,
    group_name: Option<String>,
    html_url: String,
    members_url: String,
    created_at: Time,
    updated_at: Time,
    notification_setting: Option<NotificationSetting>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NotificationSetting {
    NotificationsEnabled,
    NotificationsDisabled,
    #[serde(other)]
    Unknown,
}
