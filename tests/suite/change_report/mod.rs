//! The change report: every kind of change, verdicts against a validator, and properties of random changes.

mod cases;
mod kinds;
mod properties;
mod wire_verdicts;
