//! The table of a struct: one row for each of its members, out of which all that it can do is made.

/// Makes a struct a value.
///
/// A row has the field, its name on the wire, whether the member is `REQUIRED` or `OPTIONAL`, or either
/// and `_NULLABLE`, and its setter, if it has one. Before the rows stand the field of the members that
/// have no row, the field that remembers which of them came as `null`, and the members with one allowed
/// value. Behind the rows stand their numbers: a macro cannot count, and a match on numbers is what
/// compiles fastest.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    (
        $name:ident
        $(rest($rest:ident))?
        $(nulls($nulls:ident))?
        $(only($($only:literal = $value:literal),+))?
        { $($field:ident $wire:literal $is:ident $($setter:ident($($kind:tt)+))?;)* }
        $($index:literal)*
    ) => {
        impl $crate::value::Value for $name {
            const MEMBERS: &'static [$crate::value::Member] = &[$(($wire, $crate::value::$is)),*];
            $(const ONLY: &'static [(&'static str, &'static str)] = &[$(($only, $value)),+];)?

            fn member(&mut self, index: usize) -> ::core::option::Option<&mut dyn $crate::value::Slot> {
                ::core::option::Option::Some(match index {
                    $($index => &mut self.$field,)*
                    $($crate::value::REST => &mut self.$rest,)?
                    _ => return ::core::option::Option::None,
                })
            }

            fn shown(&self, index: usize) -> ::core::option::Option<&dyn $crate::value::Slot> {
                ::core::option::Option::Some(match index {
                    $($index => &self.$field,)*
                    $($crate::value::REST => &self.$rest,)?
                    _ => return ::core::option::Option::None,
                })
            }

            $(
                fn nulls(&self) -> ::core::option::Option<&$crate::value::Nulls> {
                    ::core::option::Option::Some(&self.$nulls)
                }

                fn nulls_mut(&mut self) -> ::core::option::Option<&mut $crate::value::Nulls> {
                    ::core::option::Option::Some(&mut self.$nulls)
                }
            )?
        }

        $crate::standard!($name);
        $crate::setters! { $name $($($setter($field, $($kind)+))?)* }
    };
}
