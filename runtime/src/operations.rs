//! The table by which a generated crate lists its operations, for what needs them all.

/// Lists the operations of a client, by their tags: makes the module `conformance` with the feature
/// of that name, and the module `mock` with the feature `mock`.
///
/// A tag is a method of the client, which returns the tag's handle; its module has the method's name. A
/// row begins with an operation's method and its builder. A parameter has its type, its name on the
/// wire and the method by which a mock matches it; an `optional` one has its setter too. `body` says
/// how a request body is given: as an argument (`given`), by the setter `body` (`set`), as a text by
/// the argument (`text`) or by a setter (`text_by`), or as bytes (`upload`). `pages` says that the answer
/// is one page of a list.
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
