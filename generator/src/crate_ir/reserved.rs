//! Names that are taken in every crate.

/// Names that a type cannot have: generated code uses them for what they stand for in Rust.
pub(super) const PRELUDE: &[&str] = &[
    "Box",
    "Clone",
    "Default",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Some",
    "String",
    "ToString",
    "Vec",
];

/// Names that a tag's module, feature and method cannot have.
pub(super) const OWN_MODULES: &[&str] = &[
    "all",
    "app",
    "blocking",
    "builder",
    "cache",
    "client",
    "conformance",
    "default",
    "device",
    "from_env",
    "gh",
    "graphql",
    "lib",
    "main",
    "mock",
    "mod",
    "operations",
    "request",
    "request_url",
    "serde",
    "start",
    "types",
    "with_credentials",
];
