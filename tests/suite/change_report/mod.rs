//! Tests of the change report: every kind of change, wire verdicts against a validator, and properties of random
//! changes.

mod cases;
mod kinds;
mod properties;
mod wire_verdicts;
