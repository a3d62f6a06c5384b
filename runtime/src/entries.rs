//! The rows by which a generated crate lists its operations for [`conformance`](crate::conformance).

/// Lists the operations of a client: makes `operations()`.
///
/// A row has the tag's feature, which is the name of its module and of the client's method too; the
/// operation's method and its builder; the required parameters by their wire names; the setters with
/// theirs; and how its request body is given: `no`, as an argument (`given`), by a setter (`set`), as a
/// text by the argument (`text`) or by a setter (`text_by`), or as bytes (`upload`); then whether it
/// answers in `pages`.
#[doc(hidden)]
#[macro_export]
macro_rules! entries {
    ($client:ident {$(
        $feature:literal $module:ident $method:ident $call:ident
        ($($wire:literal: $kind:ty),*) [$($setter:ident $name:literal: $value:ty),*] $body:ident $(($($of:tt)+))? $(, $pages:ident)?;
    )*}) => {
        /// Returns all operations.
        pub fn operations() -> ::std::vec::Vec<$crate::conformance::Entry<$client>> {
            #[allow(unused_mut)]
            let mut operations = ::std::vec::Vec::new();
            $(
                #[cfg(feature = $feature)]
                operations.push({
                    #[allow(unused_mut, unused_variables)]
                    fn make(
                        client: &$client,
                        given: &$crate::conformance::Given,
                    ) -> ::core::result::Result<super::$module::$call, $crate::conformance::GivenError> {
                        let mut call = $crate::entries!(
                            @call client.$module(), $method, given, ($(given.argument::<$kind>($wire)?),*), $body $(($($of)+))?
                        );
                        $(
                            if let ::core::option::Option::Some(value) = given.setter::<$value>($name)? {
                                call = call.$setter(value);
                            }
                        )*
                        ::core::result::Result::Ok(call)
                    }
                    $crate::entries!(@entry make $body $(($($of)+))?)$(.$pages(make))?
                });
            )*
            operations
        }
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), no) => {
        $tag.$method($($argument),*)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), given ($body:ty)) => {
        $tag.$method($($argument,)* $given.body::<$body>()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), text) => {
        $tag.$method($($argument,)* $given.text_body()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), upload) => {
        $tag.$method($($argument,)* $given.upload()?)
    };
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), set ($body:ty)) => {{
        let call = $tag.$method($($argument),*);
        match $given.optional_body::<$body>()? {
            ::core::option::Option::Some(body) => call.body(body),
            ::core::option::Option::None => call,
        }
    }};
    (@call $tag:expr, $method:ident, $given:ident, ($($argument:expr),*), text_by ($setter:ident)) => {{
        let call = $tag.$method($($argument),*);
        match $given.optional_body::<::std::string::String>()? {
            ::core::option::Option::Some(body) => call.$setter(body),
            ::core::option::Option::None => call,
        }
    }};
    (@entry $make:ident text_by ($setter:ident)) => {
        $crate::conformance::Entry::of($make).with_raw_body()
    };
    (@entry $make:ident $how:ident ($body:ty)) => {
        $crate::conformance::Entry::of($make).with_body::<$body>()
    };
    (@entry $make:ident no) => {
        $crate::conformance::Entry::of($make)
    };
    (@entry $make:ident $raw:ident) => {
        $crate::conformance::Entry::of($make).with_raw_body()
    };
}
