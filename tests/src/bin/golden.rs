//! Writes the crates that golden descriptions are expected to give anew, and that of the description whose
//! changes are reported: review them before they are committed. A program of its own, since the tests compile with the crates that there are.

use std::process::ExitCode;

use conformance::changes::Cases;
use conformance::golden::{cases, folder};

fn main() -> ExitCode {
    let cases = match cases(&folder()) {
        Ok(cases) => cases,
        Err(error) => {
            eprintln!("error: {}: {error}", folder().display());
            return ExitCode::from(2);
        }
    };
    let mut code = ExitCode::SUCCESS;
    for case in cases {
        if let Err(refused) = case.output().and_then(|output| output.write()) {
            eprintln!("{}:\n{refused}\n", case.name);
            code = ExitCode::from(2);
        }
    }
    let base = Cases::read().and_then(|cases| cases.base_crate());
    let written = base.and_then(|output| output.write().map_err(|error| error.to_string()));
    if let Err(refused) = written {
        eprintln!("tests/changes/base:\n{refused}\n");
        code = ExitCode::from(2);
    }
    code
}
