//! The constant data and the types of an operation.

use crate::base::descriptor::Descriptor;
use crate::call::arguments::Call;
use crate::call::operation::Failure;
use crate::call::success::Success;
use crate::core::client::Core;

/// The constant data and the types of an operation. Generated calls are generic over it.
pub trait OperationSpec: 'static {
    /// The operation's constant data.
    const DESCRIPTOR: Descriptor;

    /// How a success is decoded.
    type Success: Success;

    /// The operation's error enum.
    type Failure: Failure;
}

impl Call {
    /// Creates a call of the operation `O` without arguments.
    pub fn of<O: OperationSpec>(core: &Core) -> Self {
        Self::new(core, &O::DESCRIPTOR)
    }
}
