//! Undeclared 2xx statuses, which decode as one of the declared successes.

use super::kind::Success;
use crate::base::descriptor::Descriptor;
use crate::base::drift::Drift;
use crate::call::payload::Payload;
use crate::value::ReadError;

/// Returns whether a status is a 2xx that the operation does not declare.
pub(crate) fn is_undeclared(descriptor: &Descriptor, status: u16) -> bool {
    (200..300).contains(&status)
        && !descriptor.success.contains(&status)
        && !descriptor.failure.contains(&status)
}

/// Returns the drift of an undeclared status. The drift's path is empty, because the status concerns the whole
/// response.
pub(crate) fn status_drift(descriptor: &Descriptor, status: u16) -> Drift {
    let declared: Vec<String> = descriptor.success.iter().map(u16::to_string).collect();
    let expected = match declared.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => declared.concat(),
    };
    Drift::new("", format!("status {expected}"), format!("status {status}"))
}

/// Chooses among several declared successes for a response with an undeclared 2xx status.
///
/// Without a body, the first success without a body is chosen, or else the default of the first success. With a body,
/// the success that decodes with the fewest corrections wins; ties go to the lower status. If no JSON success matches,
/// the first text or binary one wins. An undeclared property counts as a correction.
#[derive(Debug)]
pub struct BestFit<'a, 'p, T> {
    status: u16,
    payload: &'p mut Payload<'a>,
    best: Option<(Rank, T, Payload<'a>)>,
    error: Option<ReadError>,
}

/// How badly a success matches the response. The lowest score wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Corrected(usize),
    Raw,
    Default,
}

impl<'a, 'p, T> BestFit<'a, 'p, T> {
    /// Creates a choice without candidates.
    pub fn new(status: u16, payload: &'p mut Payload<'a>) -> Self {
        Self {
            status,
            payload,
            best: None,
            error: None,
        }
    }

    /// Adds a candidate without a body.
    pub fn empty(&mut self, success: T) {
        if self.payload.is_blank() {
            let payload = self.payload.undecoded();
            self.consider(Rank::Corrected(0), success, payload);
        }
    }

    /// Adds a candidate whose body `S` decodes.
    pub fn body<S: Success>(&mut self, success: impl FnOnce(S::Body) -> T) {
        let mut payload = self.payload.undecoded();
        let rank = |payload: &Payload<'_>| match (payload.is_blank(), S::IS_RAW) {
            (true, _) => Rank::Default,
            (false, true) => Rank::Raw,
            (false, false) => Rank::Corrected(payload.deviations()),
        };
        match S::read_undeclared(self.status, &mut payload) {
            Ok(body) => self.consider(rank(&payload), success(body), payload),
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }

    /// Returns the best match.
    ///
    /// # Errors
    ///
    /// Fails with the error of the first candidate if no candidate matches.
    pub fn choose(self) -> Result<T, ReadError> {
        match self.best {
            Some((_, success, payload)) => {
                *self.payload = payload;
                Ok(success)
            }
            None => Err(self.error.unwrap_or(ReadError::Empty)),
        }
    }

    fn consider(&mut self, rank: Rank, success: T, payload: Payload<'a>) {
        if self.best.as_ref().is_none_or(|(best, ..)| rank < *best) {
            self.best = Some((rank, success, payload));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_undeclared, status_drift};
    use crate::base::descriptor::Descriptor;

    const DESCRIPTOR: Descriptor = Descriptor::new("things/do", "GET", "/things")
        .success(&[200, 202, 302])
        .failure(&[206, 404]);

    #[test]
    fn only_successes_are_undeclared() {
        let undeclared: Vec<u16> = (100..600)
            .filter(|it| is_undeclared(&DESCRIPTOR, *it))
            .collect();
        let declared = [200, 202, 206];
        let expected: Vec<u16> = (200..300).filter(|it| !declared.contains(it)).collect();
        assert_eq!(undeclared, expected);
    }

    #[test]
    fn the_drift_names_the_declared_statuses() {
        let of = |statuses| {
            let drift = status_drift(&DESCRIPTOR.success(statuses), 203);
            assert_eq!((drift.path.as_str(), &*drift.found), ("", "status 203"));
            drift.expected
        };
        assert_eq!(of(&[201]), "status 201");
        assert_eq!(of(&[200, 204]), "status 200 or 204");
        assert_eq!(of(&[200, 202, 204]), "status 200, 202 or 204");
    }
}
