//! Rows in columns for people, and as CSV for programs.
//!
//! What stands in a cell comes from whoever publishes events: it must neither speak to the terminal nor become a formula
//! in a spreadsheet.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::cli::output::printable;

/// A table that grows by pages; a column never becomes narrower again.
#[derive(Debug)]
pub(super) struct Table {
    widths: Vec<usize>,
    with_heads: bool,
    heads: Vec<&'static str>,
}

impl Table {
    pub(super) fn new(heads: &[&'static str]) -> Self {
        let widths = heads.iter().map(|head| head.width()).collect();
        Self { widths, with_heads: true, heads: heads.to_vec() }
    }

    /// The rows as lines, the first time with the heads above them.
    pub(super) fn page(&mut self, rows: &[Vec<String>]) -> String {
        let mut lines: Vec<Vec<String>> = Vec::with_capacity(rows.len() + 1);
        if std::mem::take(&mut self.with_heads) {
            lines.push(self.heads.iter().map(|head| (*head).to_owned()).collect());
        }
        lines.extend(rows.iter().map(|row| row.iter().map(|cell| printable(&harmless(cell))).collect()));
        for line in &lines {
            for (width, cell) in self.widths.iter_mut().zip(line) {
                *width = (*width).max(cell.width());
            }
        }
        let aligned = lines.iter().map(|line| {
            let cells = line.iter().zip(&self.widths);
            let padded: String = cells
                .map(|(cell, width)| format!("{cell}{}  ", " ".repeat(width.saturating_sub(cell.width()))))
                .collect();
            padded.trim_end().to_owned()
        });
        aligned.collect::<Vec<_>>().join("\n")
    }
}

/// Rows as RFC 4180 has them; a cell that a spreadsheet would take for a formula gets a `'` in front.
pub(super) fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Cut to a width, with `…` for what is left out.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut used = 1;
    let fits = |character: &char| {
        used += character.width().unwrap_or(0);
        used <= width
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

/// A text that no spreadsheet takes for a formula. A number stays one.
fn harmless(cell: &str) -> Cow<'_, str> {
    const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(FORMULA) && cell.parse::<i64>().is_err();
    if formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn columns_are_as_wide_as_what_is_seen() {
        let mut table = Table::new(&["id", "type"]);
        let first = table.page(&[row(&["1", "가상 머신"]), row(&["22", "VM"])]);
        assert_eq!(first, "id  type\n1   가상 머신\n22  VM");
        assert_eq!(table.page(&[row(&["333", ""]), row(&["4", "x"])]), "333\n4    x");
    }

    #[test]
    fn a_cell_speaks_to_no_terminal_and_no_spreadsheet() {
        let mut table = Table::new(&["a"]);
        let page = table.page(&[row(&["\u{1b}[2J\nx\u{202e}y"]), row(&["=1+1"]), row(&["-5"])]);
        assert_eq!(page, "a\n\\u{1b}[2J\\nx\\u{202e}y\n'=1+1\n-5");
    }

    #[test]
    fn csv_is_that_of_rfc_4180_and_holds_no_formula() {
        let rows = [row(&["a", "say \"x\", twice\nor more", "=cmd()"]), row(&["", "-5", "@x"])];
        let text = csv(rows).unwrap();
        assert_eq!(
            text,
            "a,\"say \"\"x\"\", twice\nor more\",'=cmd()\r\n\"\",-5,'@x\r\n".replace("\"\",-5", ",-5")
        );
    }

    #[test]
    fn what_is_too_long_is_cut_by_width() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("abcd", 3), "ab…");
        assert_eq!(cut("가나다", 4), "가…");
    }
}
