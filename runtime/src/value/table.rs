//! The table of a struct: one row for each of its members, out of which all that it can do is made.

/// Makes a struct a value.
///
/// A row has the field, its name on the wire, whether the member is `REQUIRED` or `OPTIONAL`, or either
/// and `_NULLABLE`, and its setter, if it has one. Before the rows stand the field of the members that
/// have no row, the field that remembers which of them came as `null`, the members with one allowed
/// value, whether other members are forbidden, and the members whose shape another member names. Behind the rows stand their numbers: a macro cannot count, and a match on numbers is what
/// compiles fastest.
#[doc(hidden)]
#[macro_export]
macro_rules! table {
    // An object that has no members.
    ($name:ident is($closed:ident) {}) => {
        impl $crate::value::Value for $name {
            $crate::rules! { .$closed() ; }
        }

        $crate::standard!($name);
    };
    (
        $name:ident
        $(rest($rest:ident))?
        $(nulls($nulls:ident))?
        $(only($($only:literal = $value:literal),+))?
        $(is($closed:ident))?
        $(shape($member:literal by $named_by:literal { $($said:literal => $variant:literal),* $(,)? }))*
        { $($field:ident $wire:literal $is:ident $($setter:ident($($kind:tt)+))?;)* }
        $($index:literal)*
    ) => {
        impl $crate::value::Value for $name {
            const MEMBERS: &'static [$crate::value::Member] = &[$(($wire, $crate::value::$is)),*];
            $crate::rules! {
                $(.only(&[$(($only, $value)),+]))?
                $(.$closed())?
                ; $($crate::value::Sibling::new($member, $named_by, &[$(($said, $variant)),*]);)*
            }

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

/// Says what sets a struct apart, where anything does: a constant for each struct would cost time to check.
#[doc(hidden)]
#[macro_export]
macro_rules! rules {
    (;) => {};
    ($(.$rule:ident($($value:expr)?))* ; $($sibling:expr;)*) => {
        const RULES: $crate::value::Rules = $crate::value::Rules::NONE
            $(.$rule($($value)?))*
            .siblings(&[$($sibling),*]);
    };
}
