//! Prints a table and Mermaid charts of the growth of time and memory, as Markdown.

use std::fmt::Write as _;

use super::figures::mega;

/// The time and memory for a crate with this many operations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub operations: usize,
    pub tags: usize,
    /// The size of the source in bytes.
    pub source: u64,
    /// The CPU time of generating the crate, in seconds.
    pub generate: f64,
    /// The peak memory of generating the crate, in bytes.
    pub generate_peak: u64,
    /// The CPU time of checking the crate by cargo, in seconds.
    pub check: f64,
    /// The peak memory of checking the crate, in bytes.
    pub check_peak: u64,
}

/// Returns a table with a row for each point, and two charts.
pub(super) fn markdown(points: &[Point]) -> String {
    let mut text = "| operations | tags | source | generating | each operation | peak | check | each operation | peak |\n\
                    |---|---|---|---|---|---|---|---|---|\n"
        .to_owned();
    for it in points {
        let each = |seconds: f64| seconds * 1e3 / it.operations.max(1) as f64;
        let _ = writeln!(
            text,
            "| {} | {} | {:.2} MB | {:.0} ms | {:.2} ms | {:.0} MB | {:.2} s | {:.1} ms | {:.0} MB |",
            it.operations,
            it.tags,
            mega(it.source),
            it.generate * 1e3,
            each(it.generate),
            mega(it.generate_peak),
            it.check,
            each(it.check),
            mega(it.check_peak),
        );
    }
    let check = points.iter().map(|it| it.check);
    text += &chart("cargo check: seconds of CPU time", points, check);
    let generate = points.iter().map(|it| it.generate);
    text += &chart("generating: seconds of CPU time", points, generate);
    text
}

fn chart(title: &str, points: &[Point], values: impl Iterator<Item = f64> + Clone) -> String {
    let most = values.clone().fold(0.0, f64::max).ceil();
    let operations: Vec<String> = points.iter().map(|it| it.operations.to_string()).collect();
    let values: Vec<String> = values.map(|it| format!("{it:.2}")).collect();
    format!(
        "\n```mermaid\nxychart-beta\n    title {title:?}\n    x-axis \"operations\" [{}]\n    \
         y-axis \"seconds\" 0 --> {most}\n    line [{}]\n```\n",
        operations.join(", "),
        values.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::{Point, markdown};

    #[test]
    fn each_point_is_a_row_and_in_both_charts() {
        let point = |operations: usize| Point {
            operations,
            tags: 1,
            source: 1_500_000,
            generate: 0.5,
            generate_peak: 80_000_000,
            check: operations as f64 / 100.0,
            check_peak: 900_000_000,
        };
        let text = markdown(&[point(50), point(100)]);
        let row = "| 50 | 1 | 1.50 MB | 500 ms | 10.00 ms | 80 MB | 0.50 s | 10.0 ms | 900 MB |";
        assert!(text.contains(row), "{text}");
        assert_eq!(text.matches("x-axis \"operations\" [50, 100]").count(), 2);
        assert!(text.contains("0 --> 1\n    line [0.50, 1.00]"), "{text}");
    }
}
