//! The table of a struct: one row for each of its members, out of which all that it can do is made.

/// Makes a struct a value.
///
/// A row has the field; the name on the wire where that is another; in parentheses whether the member
/// is `required` or `optional`, whether it may be null, and the one value that it may have; then its
/// setter, if it has one. Behind the struct's name stand its fields that are no members, and behind the
/// rows their numbers: a macro cannot count, and a match on numbers is what compiles fastest.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    ($name:ident $(with $($extra:ident),+)? {
        $($field:ident $($wire:literal)? ($is:ident $($also:ident)? $(= $only:literal)?) $($setter:ident($($kind:tt)+))?;)*
    } $($index:literal)*) => {
        impl $name {
            const MEMBERS: &'static [$crate::value::Member] = &[$(
                $crate::value::Member::$is($crate::table!(@wire $field $($wire)?))
                    $(.$also())?
                    $(.only($only))?
            ),*];
        }

        $crate::object! { $name { $($index $field),* } $($($extra),+)? }
        $crate::setters! { $name { $($($setter($field, $($kind)+),)?)* } }
    };
    (@wire $field:ident) => {
        ::core::stringify!($field)
    };
    (@wire $field:ident $wire:literal) => {
        $wire
    };
}
