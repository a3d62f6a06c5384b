//! The foundation of all other modules: descriptors, drift, time, tasks and text.

pub(crate) mod account;
pub(crate) mod attempt_count;
pub(crate) mod attempts;
pub(crate) mod build_error;
pub(crate) mod clock;
pub(crate) mod defaults;
pub(crate) mod descriptor;
pub(crate) mod drift;
pub(crate) mod drift_report;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod driver;
pub(crate) mod runtime;
#[cfg_attr(target_family = "wasm", path = "wasm_task.rs")]
pub(crate) mod task;
pub(crate) mod text;
pub(crate) mod timer;
