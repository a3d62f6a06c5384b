//! The runtime against real servers on loopback, through operations as they are generated.
// Clippy's allowance for tests does not reach what tests share.
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod accounts;
mod answers;
mod any;
mod api;
#[cfg(feature = "app")]
mod app;
#[cfg(feature = "blocking")]
mod blocking;
#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
mod canary;
mod certificates;
mod chains;
#[cfg(feature = "cache")]
mod conditional;
#[cfg(feature = "conformance")]
mod conformance;
#[cfg(all(feature = "app", feature = "device"))]
mod device;
mod downloads;
mod drift;
mod extras;
mod facts;
mod failures;
#[cfg(feature = "app")]
mod fakes;
mod faults;
#[cfg(all(feature = "gh", unix))]
mod gh;
mod graphql;
#[cfg(feature = "cache")]
mod growth;
mod idle;
#[cfg(feature = "app")]
mod installation;
mod limit_scopes;
mod limit_sockets;
mod limits;
#[cfg(all(feature = "app", feature = "device"))]
mod logins;
mod middleware;
#[cfg(all(feature = "app", feature = "device", feature = "gh", unix))]
mod overheard;
mod paging;
mod parameters;
mod pointers;
mod positions;
mod proxies;
mod published;
mod read_ahead;
mod reasons;
mod redirects;
#[cfg(feature = "app")]
mod renewal;
mod repeats;
#[cfg(all(feature = "app", feature = "device"))]
mod replication;
mod reports;
mod request;
mod request_pages;
mod resumed;
mod retries;
mod runtimes;
mod secrets;
mod sending;
mod server;
mod servers;
mod several;
mod sources;
mod stage;
mod stalled;
mod statuses;
mod streams;
mod truncated;
mod uploads;
#[cfg(all(feature = "app", feature = "device"))]
mod user;
mod without_runtime;
mod yes_or_no;
