//! Tests how long limits stay stored.

use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;

use super::{Caller, Known, MANY, Scope, Tracker};
use crate::base::account::Account;
use crate::limits::limit::{Limit, LimitKind};

#[test]
fn expired_limits_are_removed_without_a_scan_for_each_request() {
    let mut known = Known::default();
    let mut remember = |number: usize, until: i64, now: i64| {
        let limit = Limit {
            kind: LimitKind::Primary,
            until: Timestamp::from_second(until).unwrap(),
            resource: Some(number.to_string()),
            host: None,
        };
        let scope = Scope::Resource(number.to_string());
        let now = Timestamp::from_second(now).unwrap();
        known.remember((Account::Anonymous, scope), limit, now);
        known.used_up.len()
    };
    for number in 0..MANY {
        remember(number, 100, 0);
    }
    // All limits are active. The tracker scans them once, and not again until their number has doubled.
    assert_eq!(remember(MANY, 1, 0), MANY + 1);
    for number in MANY + 1..2 * MANY {
        assert_eq!(remember(number, 100, 50), number + 1);
    }
    assert_eq!(remember(2 * MANY, 100, 50), 2 * MANY);
    for number in 2 * MANY + 1..4 * MANY {
        remember(number, 300, 200);
    }
    assert!(remember(4 * MANY, 300, 200) <= 2 * MANY + 1);
}

#[test]
fn the_queue_ends_with_its_limit() {
    let time = |second| Timestamp::from_second(second).unwrap();
    let limit = |until| Limit {
        kind: LimitKind::Primary,
        until: time(until),
        resource: Some("core".to_owned()),
        host: None,
    };
    let caller = Caller {
        account: &Account::Anonymous,
        operation: "things/get",
        method: &Method::GET,
        is_safe: true,
        host: None,
        is_exempt: false,
    };
    let tracker = Tracker::default();
    let meet = |until| {
        let (status, sent) = (StatusCode::FORBIDDEN, tracker.moment());
        let headers = HeaderMap::new();
        let limit = Some(limit(until));
        let met = tracker.record(&caller, status, &headers, limit, time(0), sent);
        let turn = tracker.reserve(&caller, &met.unwrap(), time(0), time(10_000));
        turn.unwrap().as_second()
    };
    assert_eq!(meet(3600), 3600);
    let left = [
        ("x-ratelimit-limit", "60"),
        ("x-ratelimit-remaining", "5"),
        ("x-ratelimit-reset", "100"),
        ("x-ratelimit-resource", "core"),
    ];
    let mut headers = HeaderMap::new();
    for (name, value) in left {
        headers.insert(name, value.parse().unwrap());
    }
    let (status, sent) = (StatusCode::OK, tracker.moment());
    assert!(
        tracker
            .record(&caller, status, &headers, None, time(0), sent)
            .is_none()
    );
    assert_eq!(meet(60), 60);
}
