//! Names that are reserved in every crate.

/// Reserved names of types, because generated code uses Rust's types with these names.
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

/// Reserved names of a tag's module, feature and method.
pub(super) const OWN_MODULES: &[&str] = &[
    "all",
    "app",
    // Cargo builds a program from each file in `src/bin`.
    "bin",
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
    "runtime",
    "serde",
    "shared_errors",
    "start",
    "tagsmith_runtime",
    "types",
    "with_credentials",
];

/// Reserved names of an operation's module and method, because every tag's module has these names.
pub(super) const TAG_MODULES: &[&str] = &[
    "client",
    "mod",
    "runtime",
    "shared_errors",
    "tagsmith_runtime",
    "types",
];

/// Reserved names of arguments and setters, because every call has methods with these names.
pub(super) const CALL_METHODS: &[&str] = &["accept", "items", "pages", "reports"];
