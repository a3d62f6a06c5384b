//! A mock server on this machine, with a client that calls the server. A test runs the whole program, including its
//! client, connections and retries. The compiler checks that each mocked operation returns its declared type. Enable
//! the feature `mock` of the generated crate in tests:
//!
//! ```toml
//! [dev-dependencies]
//! github-rest = { version = "0.1", features = ["mock"] }
//! ```
//!
//! A mock has a method for each tag, which has a method for each operation of the tag.
//!
//! ```
//! use github_rest::mock::Mock;
//! use github_rest::types::CopilotSeatDetails;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::start().await;
//! let mut seat = CopilotSeatDetails::default();
//! seat.plan_type = Some("business".into());
//! mock.copilot().get_copilot_seat_details_for_user().returns(seat);
//!
//! let github: github_rest::Client = mock.client();
//! let seat = github.copilot().get_copilot_seat_details_for_user("octo-org", "octocat").await?;
//! assert_eq!(seat.plan_type.as_ref().unwrap().as_str(), "business");
//! # Ok(())
//! # }
//! ```
//!
//! # Values
//!
//! Create a response body by `Default`, and assign its public fields, as above. Struct literals do not compile outside
//! the crate, because an API may add fields. Create the value of a string enum by `into`. A closure helps if a test
//! needs many similar values:
//!
//! ```
//! use github_rest::copilot::ListCopilotSeatsResponse;
//! use github_rest::types::{CopilotSeatDetails, SimpleUser};
//!
//! let seat = |login: &str| {
//!     let mut user = SimpleUser::default();
//!     user.login = login.to_owned();
//!     let mut seat = CopilotSeatDetails::default();
//!     seat.assignee = Some(user);
//!     seat
//! };
//! let mut seats = ListCopilotSeatsResponse::default();
//! seats.total_seats = Some(2);
//! seats.seats = Some(vec![seat("octocat"), seat("hubot")]);
//! ```
//!
//! # Matchers
//!
//! By default, a rule matches all calls of the operation. `with_…` matches a parameter, `sending` matches the request
//! body, and `matching` accepts any condition. The most recently added rule wins, so add general rules first. A call
//! without a matching rule gets the status 501, with a message that names the operation and the existing rules.
//!
//! ```
//! use github_rest::copilot::GetCopilotSeatDetailsForUserError as SeatError;
//! # use github_rest::{Error, mock::Mock, types::CopilotSeatDetails};
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await;
//! let seat = || mock.copilot().get_copilot_seat_details_for_user();
//! seat().fails(SeatError::NotFound(None));
//! seat().with_username("octocat").returns(CopilotSeatDetails::default());
//! seat().matching(|call| call.header("accept").is_none()).fails_with_status(406, "?".into());
//!
//! let copilot = mock.client().copilot();
//! assert!(copilot.get_copilot_seat_details_for_user("octo-org", "octocat").await.is_ok());
//! let error = copilot.get_copilot_seat_details_for_user("octo-org", "ghost").await.unwrap_err();
//! let Error::Api(error) = error else { panic!("{error}") };
//! assert!(matches!(error.kind(), SeatError::NotFound(_)));
//! # Ok(())
//! # }
//! ```
//!
//! # Responses
//!
//! [`returns`](MockCall::returns) accepts the operation's response body, and [`returns_pages`](MockCall::returns_pages)
//! accepts several pages. [`fails`](MockCall::fails) accepts a variant of the operation's error enum, which determines
//! the status. [`rate_limited`](MockCall::rate_limited) and [`drops_connection`](MockCall::drops_connection) simulate
//! failures of any operation. [`then`](MockResponse::then) builds a sequence whose last response repeats.
//! [`times`](MockResponse::times) repeats a response, and [`delay`](MockResponse::delay) delays it.
//! [`Server::redirect`] creates a redirect as a response; [`Server::serves`] also serves its target.
//!
//! The mock's client retries as every client does. A call that meets a dropped connection or the status 500 is retried
//! a moment later, and gets the next response.
//!
//! ```
//! use std::time::Duration;
//! use github_rest::copilot::ListCopilotSeatsResponse;
//! use github_rest::{Error, LimitKind};
//! # use github_rest::mock::Mock;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await;
//! let pages = [ListCopilotSeatsResponse::default(), ListCopilotSeatsResponse::default()];
//! mock.copilot()
//!     .list_copilot_seats()
//!     .drops_connection()
//!     .then()
//!     .rate_limited(LimitKind::Secondary, Duration::ZERO)
//!     .then()
//!     .returns_pages(pages)
//!     .delay(Duration::from_millis(1));
//!
//! let copilot = mock.client().copilot();
//! let limited = copilot.list_copilot_seats("octo-org").await;
//! assert!(matches!(limited, Err(Error::RateLimited(_))));
//! let mut pages = copilot.list_copilot_seats("octo-org").pages();
//! while let Some(page) = pages.try_next().await? {
//!     assert_eq!(page.seats, None);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Verification
//!
//! [`Server::calls`] returns all received calls, and [`MockCall::calls`] those that match. [`MockResponse::expect`]
//! sets how many calls are expected. Dropping the mock checks the number. [`Server::verify`] checks it too, and also
//! panics if a call had no matching rule.
//!
//! ```
//! use github_rest::copilot::AddCopilotSeatsForUsersBody;
//! # use github_rest::mock::Mock;
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await;
//! let body = AddCopilotSeatsForUsersBody::new(["octocat"]);
//! mock.copilot().add_copilot_seats_for_users().sending(body.clone()).returns(Default::default()).expect(1);
//!
//! mock.client().copilot().add_copilot_seats_for_users("octo-org", body).await?;
//! let calls = mock.copilot().add_copilot_seats_for_users().with_org("octo-org").calls();
//! assert_eq!(calls[0].argument("org"), Some("octo-org"));
//! assert_eq!(calls[0].json().unwrap()["selected_usernames"][0], "octocat");
//! mock.verify();
//! # Ok(())
//! # }
//! ```

mod matcher;
mod mock_response;
mod received;
mod reply;
mod route;
mod rows;
mod rule;
mod server;
mod state;

pub use self::mock_response::{MockCall, MockResponse};
pub use self::received::Received;
#[doc(hidden)]
pub use self::server::RuleRegistry;
pub use self::server::Server;
pub use crate::call::success::{Binary, Json, Text};
