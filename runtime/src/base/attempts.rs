//! The number of requests of a call, and whether an earlier one may have succeeded.

use std::fmt;

use http::{Method, StatusCode};

/// Whether an earlier attempt of a retried write may have succeeded, although the write failed.
///
/// A write is a request of any method but `GET`, `HEAD`, `OPTIONS` and `TRACE`. An attempt that the server cannot have
/// received, or that it refused because of a rate limit, does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EarlierAttempt {
    /// The server may have received and executed an earlier attempt.
    MayHaveSucceeded,
    /// The status of the last response is typical after an earlier success: `404` or `410` for a `DELETE`; `409`, `412`
    /// or `422` for a `POST`, `PUT` or `PATCH`.
    LikelySucceeded,
}

/// The number of requests of a call, including redirects, and whether an earlier request may have succeeded.
///
/// `Display` prints the end of an error message.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Attempts {
    pub(crate) count: u32,
    pub(crate) earlier: Option<EarlierAttempt>,
}

impl Attempts {
    /// Updates the likelihood of an earlier success by the status of the last response.
    pub(crate) fn responded(self, method: &Method, status: StatusCode) -> Self {
        let is_likely = match *method {
            Method::DELETE => matches!(status.as_u16(), 404 | 410),
            Method::POST | Method::PUT | Method::PATCH => {
                matches!(status.as_u16(), 409 | 412 | 422)
            }
            _ => false,
        };
        let likely = |earlier| match is_likely {
            true => EarlierAttempt::LikelySucceeded,
            false => earlier,
        };
        Self {
            earlier: self.earlier.map(likely),
            ..self
        }
    }

    /// Returns the attempts for an error that mentions them only for a retried write; otherwise returns no attempts.
    pub(crate) fn of_write(self) -> Self {
        match self.earlier {
            Some(_) => self,
            None => Self::default(),
        }
    }
}

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = self.earlier.map(|earlier| match earlier {
            EarlierAttempt::MayHaveSucceeded => "may have succeeded",
            EarlierAttempt::LikelySucceeded => "probably succeeded",
        });
        match (self.count, effect) {
            (0 | 1, None) => Ok(()),
            (count, None) => write!(f, " (after {count} attempts)"),
            // The retry failed before its request was sent.
            (0 | 1, Some(effect)) => write!(f, " (after 1 attempt, which {effect})"),
            (count, Some(effect)) => {
                write!(f, " (after {count} attempts; an earlier one {effect})")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{Method, StatusCode};

    use super::{Attempts, EarlierAttempt};

    #[test]
    fn the_usual_status_after_a_success_makes_a_success_likely() {
        let earlier = |method: &Method, status| {
            let attempts = Attempts {
                count: 2,
                earlier: Some(EarlierAttempt::MayHaveSucceeded),
            };
            let status = StatusCode::from_u16(status).unwrap();
            attempts.responded(method, status).earlier.unwrap()
        };
        let likely = |method| -> Vec<u16> {
            let is_likely = |it: &u16| earlier(&method, *it) == EarlierAttempt::LikelySucceeded;
            (100..600).filter(is_likely).collect()
        };
        assert_eq!(likely(Method::DELETE), [404, 410]);
        for method in [Method::POST, Method::PUT, Method::PATCH] {
            assert_eq!(likely(method), [409, 412, 422]);
        }
        assert!(likely(Method::GET).is_empty());
        let once = Attempts {
            count: 1,
            earlier: None,
        };
        let once = once.responded(&Method::DELETE, StatusCode::NOT_FOUND);
        assert_eq!(once.earlier, None);
    }

    #[test]
    fn an_error_message_ends_with_the_attempts() {
        let line = |count, earlier| Attempts { count, earlier }.to_string();
        assert_eq!(line(1, None), "");
        assert_eq!(line(3, None), " (after 3 attempts)");
        let may = Some(EarlierAttempt::MayHaveSucceeded);
        assert_eq!(line(1, may), " (after 1 attempt, which may have succeeded)");
        assert_eq!(
            line(1, Some(EarlierAttempt::LikelySucceeded)),
            " (after 1 attempt, which probably succeeded)"
        );
        assert_eq!(
            line(2, may),
            " (after 2 attempts; an earlier one may have succeeded)"
        );
        assert_eq!(
            line(2, Some(EarlierAttempt::LikelySucceeded)),
            " (after 2 attempts; an earlier one probably succeeded)"
        );
    }
}
