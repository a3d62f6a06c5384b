//! A server on this machine that answers as a test says, and a client that calls it: so what is
//! tested is the program with its client, connections and retries included, and the compiler checks
//! that each operation answers what it can answer. It comes with the feature `mock` of a generated
//! crate, which tests turn on:
//!
//! ```toml
//! [dev-dependencies]
//! github-rest = { version = "0.1", features = ["mock"] }
//! ```
//!
//! A mock has a method for each tag, and that one for each operation of the tag.
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
//! What the API answers is made by `Default` and by assigning to public fields, as above: an API that
//! grows may add fields, so there are no struct literals outside the crate. Enums of texts are made
//! `into` from their text. A closure keeps this in one place where many are needed:
//!
//! ```
//! use github_rest::copilot::ListCopilotSeatsResponse;
//! use github_rest::types::{CopilotSeatDetails, NullableSimpleUser};
//!
//! let seat = |login: &str| {
//!     let mut user = NullableSimpleUser::default();
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
//! # Which calls
//!
//! Without more, all calls of the operation are meant. `with_…` is there for each of its parameters,
//! `sending` for its request body, and `on` takes any condition. What was said last goes first, so that
//! the general comes before the particular. What is said nothing of is answered with the status 501 and
//! a message that names the operation and what is mocked.
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
//! seat().on(|call| call.header("accept").is_none()).fails_with_status(406, "?".into());
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
//! # Which answers
//!
//! [`returns`](Answering::returns) takes the operation's own answer, and
//! [`returns_pages`](Answering::returns_pages) several of them; [`fails`](Answering::fails) takes a
//! variant of its error, and with it the status. [`rate_limited`](Answering::rate_limited) and
//! [`drops_connection`](Answering::drops_connection) are what any operation may meet.
//! [`then`](Mocked::then) makes a sequence, of which the last answer stays, [`times`](Mocked::times)
//! repeats one of it, and [`after`](Mocked::after) lets it come late. An answer that is a redirect is
//! made by [`Server::redirect`], or by [`Server::serves`] with what is there.
//!
//! The client of a mock tries again, as every client does: a call that meets a dropped connection or
//! the status 500 comes back, a moment later, for the next answer.
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
//!     .after(Duration::from_millis(1));
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
//! # What was called
//!
//! [`Server::calls`] has all that was received, and [`Answering::calls`] what is of one kind.
//! [`Mocked::expect`] says how often; that is checked when the mock is dropped, and by
//! [`Server::verify`], which also panics if anything was called that is not mocked.
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

mod answering;
mod matcher;
mod received;
mod reply;
mod route;
mod rows;
mod rule;
mod server;
mod state;

pub use self::answering::{Answering, Mocked};
pub use self::received::Received;
pub use self::server::Server;
#[doc(hidden)]
pub use self::server::Tell;
pub use crate::call::success::{Binary, Json, Text};
