//! Splits a stream of JSON into rows.

use crate::body::json::without_mark;

/// Splits a stream of JSON values into rows. The items of a list are separate rows. The splitter finds only the end of
/// each row; the reader checks whether the row is valid JSON.
#[derive(Debug)]
pub(super) struct Split {
    /// The current row, as far as it was received.
    row: Vec<u8>,
    limit: usize,
    /// Whether the splitter is within a top-level list, whose items are rows.
    in_list: bool,
    /// The number of objects and lists of the current row that are still open.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
}

/// A row is longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooLong;

impl Split {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            row: Vec::new(),
            limit,
            in_list: false,
            depth: 0,
            in_string: false,
            is_escaped: false,
        }
    }

    /// Consumes a chunk, and passes each complete row to `take`.
    ///
    /// # Errors
    ///
    /// Fails for a row that is longer than the limit.
    pub(super) fn push(
        &mut self,
        piece: &[u8],
        mut take: impl FnMut(&[u8]),
    ) -> Result<(), TooLong> {
        for &byte in piece {
            if self.in_string {
                self.add(byte)?;
                self.in_string = self.is_escaped || byte != b'"';
                self.is_escaped = !self.is_escaped && byte == b'\\';
            } else if self.depth > 0 {
                self.add(byte)?;
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth -= 1,
                    _ => {}
                }
            } else {
                self.top(byte, &mut take)?;
                continue;
            }
            if self.depth == 0 && !self.in_string {
                self.finish(&mut take);
            }
        }
        Ok(())
    }

    /// Ends the input. Returns whether the last row and list are complete.
    pub(super) fn end(&mut self, mut take: impl FnMut(&[u8])) -> bool {
        if self.depth > 0 || self.in_string {
            return false;
        }
        self.finish(&mut take);
        !self.in_list
    }

    /// Consumes a byte that is in no string, object or list of a row.
    fn top(&mut self, byte: u8, take: &mut impl FnMut(&[u8])) -> Result<(), TooLong> {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => self.finish(take),
            b',' if self.in_list => self.finish(take),
            b']' if self.in_list => {
                self.finish(take);
                self.in_list = false;
            }
            b'[' if !self.in_list && without_mark(&self.row).is_empty() => {
                self.row.clear();
                self.in_list = true;
            }
            b'{' | b'[' => {
                self.finish(take);
                self.depth = 1;
                self.add(byte)?;
            }
            b'"' => {
                self.finish(take);
                self.in_string = true;
                self.add(byte)?;
            }
            _ => self.add(byte)?,
        }
        Ok(())
    }

    fn add(&mut self, byte: u8) -> Result<(), TooLong> {
        if self.row.len() >= self.limit {
            return Err(TooLong);
        }
        self.row.push(byte);
        Ok(())
    }

    fn finish(&mut self, take: &mut impl FnMut(&[u8])) {
        let row = without_mark(&self.row);
        if !row.is_empty() {
            take(row);
        }
        self.row.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Split, TooLong};

    /// Splits a text in chunks of every length, and asserts that the rows are the same.
    fn rows(text: &str) -> (Vec<String>, bool) {
        let mut all = (1..=text.len().max(1)).map(|length| {
            let (mut split, mut rows) = (Split::new(100), Vec::new());
            let mut take = |row: &[u8]| rows.push(String::from_utf8(row.to_vec()).unwrap());
            for piece in text.as_bytes().chunks(length) {
                split.push(piece, &mut take).unwrap();
            }
            let is_whole = split.end(&mut take);
            (rows, is_whole)
        });
        let first = all.next().unwrap();
        assert!(all.all(|it| it == first), "{text}");
        first
    }

    #[test]
    fn lines_lists_and_single_objects_are_rows() {
        for text in [
            "{\"a\":1}\n{\"a\":[{}]}\n",
            "\r\n{\"a\":1}\r\n\r\n{\"a\":[{}]}",
            "[{\"a\":1},{\"a\":[{}]}]",
            " [ {\"a\":1} , {\"a\":[{}]} ] \n",
            "[{\"a\":1}]\n[{\"a\":[{}]}]",
            "{\"a\":1}{\"a\":[{}]}",
        ] {
            let expected = ["{\"a\":1}", "{\"a\":[{}]}"].map(str::to_owned).to_vec();
            assert_eq!(rows(text), (expected, true), "{text}");
        }
        let pretty = "{\n  \"a\": {\n    \"b\": []\n  }\n}";
        assert_eq!(rows(pretty), (vec![pretty.to_owned()], true));
        for text in ["", " \r\n\n", "[]", "[ ]\n"] {
            assert_eq!(rows(text), (Vec::new(), true), "{text}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        for text in [
            "\u{feff}{}",
            "\u{feff}\n{}",
            "\u{feff}[{}]",
            "\u{feff} [{}]\n",
        ] {
            assert_eq!(rows(text), (vec!["{}".to_owned()], true), "{text:?}");
        }
        assert_eq!(rows("\u{feff}1 \"\u{feff}\"").0, ["1", "\"\u{feff}\""]);
        assert_eq!(rows("\u{feff}"), (Vec::new(), true));
    }

    #[test]
    fn brackets_in_strings_are_ignored() {
        for row in [r#"{"a":"}]\"\\"}"#, r#""[,\\\" ""#, r#"{"\\":"\\\\"}"#] {
            assert_eq!(rows(row), (vec![row.to_owned()], true));
            assert_eq!(rows(&format!("[{row},{row}]")).0, [row, row]);
        }
    }

    #[test]
    fn other_values_are_rows_too() {
        assert_eq!(rows("1 true\nnull").0, ["1", "true", "null"]);
        assert_eq!(rows("[1,\"a\",[2]]").0, ["1", "\"a\"", "[2]"]);
        assert_eq!(rows("<html> ]").0, ["<html>", "]"]);
    }

    #[test]
    fn an_open_row_or_list_at_the_end_is_detected() {
        for text in ["{", "{\"a\":\"", "[", "[{}", "[{},", "\"a", "[1,[2]"] {
            assert!(!rows(text).1, "{text}");
        }
    }

    #[test]
    fn a_row_has_a_limit() {
        let mut split = Split::new(4);
        split.push(b"\"ab\" \"ab\"", |_| ()).unwrap();
        assert_eq!(split.push(b"[\"abc\"]", |_| ()), Err(TooLong));
        assert_eq!(Split::new(4).push(b"12345", |_| ()), Err(TooLong));
    }
}
