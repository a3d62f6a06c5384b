//! The macro by which a generated crate lists all its operations, for mocks and conformance tests.

/// Lists the operations of a client by tag. Generates the module `conformance` with the feature `conformance`, and the
/// module `mock` with the feature `mock`.
///
/// A tag is a method of the client that returns the tag's handle. The tag's module has the same name. A row begins with
/// an operation's method and its builder. A row lists each parameter with its type, its wire name, and the method by
/// which a mock matches it. For an `optional` parameter, the row also lists the setter.
///
/// `body` defines how the caller sets the request body: as an argument (`given`) or by the setter `body` (`set`). For
/// text, the argument is `text` and the setter is `text_by`. An upload is `upload`. `pages` marks an operation whose
/// response is one page of a list.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ($($table:tt)*) => {
        #[cfg(feature = "conformance")]
        $crate::entries! { $($table)* }

        #[cfg(feature = "mock")]
        $crate::mocks! { $($table)* }
    };
}
