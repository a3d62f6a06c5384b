//! What the tests and the commands of this package share.

pub mod bodies;
pub mod changes;
pub mod check;
pub mod decode;
pub mod description;
pub mod fixture;
pub mod golden;
pub mod in_turn;
pub mod judge;
pub mod kill;
pub mod laws;
pub mod mutation;
pub mod parsed;
pub mod pointer;
pub mod random;
pub mod removal;
pub mod replay;
pub mod report;
pub mod same;
pub mod server;
pub mod shapes;
pub mod site;
pub mod subject;
pub mod validator;
pub mod violation;
pub mod whole;
