//! Macros for generated code: implement `Operation` for a struct and `Failure` for an enum.

/// Implements [`Operation`](crate::Operation) for a struct with the field `call: Call`, so that `.await` sends it.
/// `Body` is the body of `Success`: with it, documentation shows the output in plain types, not as a projection.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    (
        impl Operation for $name:ident {
            const DESCRIPTOR: &Descriptor = &$descriptor:ident;
            type Success = $success:ty;
            type Body = $body:ty;
            type Failure = $failure:ty;
        }
    ) => {
        impl $crate::Operation for $name {
            const DESCRIPTOR: &'static $crate::Descriptor = &$descriptor;
            type Success = $success;
            type Failure = $failure;

            fn call_mut(&mut self) -> &mut $crate::Call {
                &mut self.call
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$crate::Response<$body>, $crate::Error<$failure>>;
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
