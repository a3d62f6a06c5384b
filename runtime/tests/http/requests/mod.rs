//! Tests of requests: parameters, headers, undeclared endpoints and GraphQL.

#[cfg(feature = "conformance")]
mod by_operation_id;
mod extra_headers_and_queries;
mod graphql;
mod parameters;
mod sent;
mod undeclared_endpoints;
