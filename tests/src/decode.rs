//! Compares the decoding of the largest examples with serde derives of the same types. `whole --decode` builds this
//! program.

use std::fmt;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use tagsmith_runtime::Payload;
use tagsmith_runtime::value::Value;

use crate::in_turn;

/// The number of rounds for each example.
const ROUNDS: usize = 200;

/// The minimum duration of a round, for each of the two ways to decode.
const ROUND: Duration = Duration::from_millis(2);

/// An example response, and two functions that decode it.
pub struct Example {
    /// The operationId, the status and the name of the example.
    pub name: &'static str,
    /// The body.
    pub body: &'static [u8],
    /// Decodes the body by the generated type, and counts the corrections.
    pub tolerant: fn(&[u8]) -> Result<usize, String>,
    /// Decodes the body by the derived type.
    pub derived: fn(&[u8]) -> Result<(), String>,
}

/// Decodes a body tolerantly, as a generated client does.
///
/// # Errors
///
/// Fails if the top level has the wrong shape.
pub fn tolerant<T: Value>(body: &[u8]) -> Result<usize, String> {
    let mut payload = Payload::new(body);
    let read = payload.json::<T>().map_err(|error| error.to_string())?;
    drop(black_box(read));
    Ok(payload.drift().len())
}

/// Decodes a body by serde derives.
///
/// # Errors
///
/// Fails at any difference from the type.
pub fn derived<T: DeserializeOwned>(body: &[u8]) -> Result<(), String> {
    let read = serde_json::from_slice::<T>(body).map_err(|error| error.to_string())?;
    drop(black_box(read));
    Ok(())
}

/// Measures the first `count` examples that both functions can decode. Prints a table in Markdown.
pub fn main(examples: &[Example], count: usize) -> ExitCode {
    let table = Table::measured(examples, count);
    print!("{table}");
    ExitCode::from(u8::from(table.rows.len() != count))
}

struct Table {
    rows: Vec<Row>,
    left_out: Vec<String>,
}

/// One example, with the times of both functions.
struct Row {
    name: &'static str,
    body: &'static [u8],
    drift: usize,
    tolerant: Duration,
    derived: Duration,
}

impl Table {
    fn measured(examples: &[Example], count: usize) -> Self {
        let (mut rows, mut left_out) = (Vec::new(), Vec::new());
        for example in examples {
            if rows.len() == count {
                break;
            }
            let is_same = |it: &Row| it.body == example.body;
            if rows.iter().any(is_same) {
                continue;
            }
            let name = example.name;
            let refusals = [
                ("the generated type", (example.tolerant)(example.body).err()),
                ("the derived type", (example.derived)(example.body).err()),
            ];
            let refused = refusals.into_iter().filter_map(|(who, error)| {
                error.map(|error| format!("`{name}`: {who} refuses it: {error}"))
            });
            let refused: Vec<String> = refused.collect();
            if refused.is_empty() {
                rows.push(Row::measured(example));
            }
            left_out.extend(refused);
        }
        Self { rows, left_out }
    }
}

impl Row {
    fn measured(example: &Example) -> Self {
        let body = example.body;
        let tolerant = || drop(black_box((example.tolerant)(black_box(body))));
        let derived = || drop(black_box((example.derived)(black_box(body))));
        let times = times(derived);
        let many = |once: &dyn Fn()| (0..times).for_each(|_| once());
        let (ours, theirs) = in_turn::measure(ROUNDS, || many(&tolerant), || many(&derived));
        Self {
            name: example.name,
            body,
            drift: (example.tolerant)(body).unwrap_or_default(),
            tolerant: ours / times,
            derived: theirs / times,
        }
    }
}

/// Returns how many repetitions fill a round. The first repetitions warm up and do not count.
fn times(once: impl Fn()) -> u32 {
    once();
    let mut times = 1;
    loop {
        let begin = Instant::now();
        (0..times).for_each(|_| once());
        if begin.elapsed() >= ROUND {
            return times;
        }
        times *= 2;
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| example | bytes | drift | here | derives | times |")?;
        writeln!(f, "|---|---|---|---|---|---|")?;
        for row in &self.rows {
            let (name, bytes, drift) = (row.name, row.body.len(), row.drift);
            writeln!(
                f,
                "| `{name}` | {bytes} | {drift} | {} |",
                Sides(row.tolerant, row.derived)
            )?;
        }
        let bytes: usize = self.rows.iter().map(|it| it.body.len()).sum();
        let drift: usize = self.rows.iter().map(|it| it.drift).sum();
        let tolerant = self.rows.iter().map(|it| it.tolerant).sum();
        let derived = self.rows.iter().map(|it| it.derived).sum();
        writeln!(
            f,
            "| all examples, once each | {bytes} | {drift} | {} |",
            Sides(tolerant, derived)
        )?;
        if !self.left_out.is_empty() {
            writeln!(
                f,
                "\nThe next largest examples replace these, which serde derives refuse:\n"
            )?;
        }
        for line in &self.left_out {
            writeln!(f, "- {line}")?;
        }
        Ok(())
    }
}

/// The times of both functions. `Display` prints them and their ratio.
struct Sides(Duration, Duration);

impl fmt::Display for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(tolerant, derived) = self;
        let ratio = tolerant.as_secs_f64() / derived.as_secs_f64();
        write!(f, "{tolerant:.1?} | {derived:.1?} | {ratio:.2}")
    }
}
