//! Rewrites the expected crates of the golden descriptions, and the base crate of the change report. Review the diff
//! before you commit it. This is a separate program, since the tests compile with the existing crates.

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
