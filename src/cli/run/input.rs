//! Lines of bounded length from a file or standard input.

use std::path::Path;

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, BufReader};

/// The longest line that is taken, in bytes.
const LONGEST: usize = 16 << 20;

/// Reads lines and counts them from 1.
pub(super) struct Lines {
    reader: Box<dyn AsyncBufRead + Send + Unpin>,
    number: u64,
}

/// One line, or why it is none.
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its text without the line end.
    pub(super) text: Result<String, String>,
}

impl Lines {
    pub(super) async fn open(path: Option<&Path>) -> Result<Self, String> {
        let reader: Box<dyn AsyncBufRead + Send + Unpin> = match path {
            None => Box::new(BufReader::new(tokio::io::stdin())),
            Some(path) => {
                let file = tokio::fs::File::open(path).await;
                let file = file.map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
                Box::new(BufReader::with_capacity(1 << 16, file))
            }
        };
        Ok(Self { reader, number: 0 })
    }

    /// The next line that isn't blank; `None` at the end. Cancelling it may lose a part of a line.
    pub(super) async fn next(&mut self) -> std::io::Result<Option<Line>> {
        loop {
            let mut bytes = Vec::new();
            let mut length = 0;
            if !self.read(&mut bytes, &mut length).await? {
                return Ok(None);
            }
            self.number += 1;
            if length > LONGEST {
                let text = Err(format!("longer than {LONGEST} bytes"));
                return Ok(Some(Line { number: self.number, text }));
            }
            match String::from_utf8(bytes) {
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => return Ok(Some(Line { number: self.number, text: Ok(text) })),
                Err(_) => return Ok(Some(Line { number: self.number, text: Err("not UTF-8".to_owned()) })),
            }
        }
    }

    /// Reads up to a line end or the end; keeps at most [`LONGEST`] bytes. False at the end.
    async fn read(&mut self, bytes: &mut Vec<u8>, length: &mut usize) -> std::io::Result<bool> {
        let mut any = false;
        loop {
            let buffer = self.reader.fill_buf().await?;
            if buffer.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            *length += part.len();
            if *length <= LONGEST {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}
