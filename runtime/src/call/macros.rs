//! Macros for generated code: the type of calls, and `Failure` for an enum.

/// Defines `Call<O>` in a generated crate: a call of the operation `O`, which `.await` sends. Each operation has an
/// alias of `Call`, with an inherent impl for its setters. Such an impl must be in the crate that defines the type.
///
/// The documentation hides `Call`, because the page of each alias lists the alias's own methods.
#[doc(hidden)]
#[macro_export]
macro_rules! call {
    (pub struct Call<O>;) => {
        #[doc(hidden)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct Call<O> {
            pub(crate) call: $crate::Call,
            operation: ::core::marker::PhantomData<fn() -> O>,
        }

        impl<O> ::core::convert::From<$crate::Call> for Call<O> {
            fn from(call: $crate::Call) -> Self {
                Self {
                    call,
                    operation: ::core::marker::PhantomData,
                }
            }
        }

        impl<O> ::core::clone::Clone for Call<O> {
            fn clone(&self) -> Self {
                Self::from(self.call.clone())
            }
        }

        impl<O> ::core::fmt::Debug for Call<O> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.call, f)
            }
        }

        impl<O: $crate::OperationSpec> $crate::Operation for Call<O> {
            const DESCRIPTOR: &'static $crate::Descriptor = &O::DESCRIPTOR;
            type Success = O::Success;
            type Failure = O::Failure;

            fn call_mut(&mut self) -> &mut $crate::Call {
                &mut self.call
            }
        }

        impl<O: $crate::OperationSpec> ::core::future::IntoFuture for Call<O> {
            type Output = $crate::CallResult<Self>;
            type IntoFuture = $crate::ResponseFuture<Self>;

            fn into_future(self) -> Self::IntoFuture {
                $crate::ResponseFuture::new(self)
            }
        }
    };
}

/// Implements [`Failure`](crate::Failure) for an enum. A row has a variant and its status; `Other` has none.
#[doc(hidden)]
#[macro_export]
macro_rules! failures {
    (enum $name:ident { $($variant:ident = $status:literal,)* }) => {
        impl $crate::Failure for $name {
            #[allow(clippy::match_single_binding, unused_variables)]
            fn read(status: u16, payload: &mut $crate::Payload<'_>) -> Self {
                match status {
                    $($status => Self::$variant(payload.lenient()),)*
                    _ => Self::Other(payload.lenient()),
                }
            }

            $crate::if_mock! {
                fn prepare(&self) -> $crate::Prepared {
                    use ::core::option::Option::{None, Some};
                    match self {
                        $(Self::$variant(body) => $crate::Prepared::failure(Some($status), body.as_ref()),)*
                        Self::Other(body) => $crate::Prepared::failure(None, body.as_ref()),
                    }
                }
            }
        }
    };
}

/// Expands to its content, since this crate's feature `mock` is enabled.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_mock {
    ($($code:tt)*) => { $($code)* };
}

/// Expands to nothing, since this crate's feature `mock` is disabled.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! if_mock {
    ($($code:tt)*) => {};
}
