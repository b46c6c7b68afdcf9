//! Lines of bounded length from a file or standard input.

use std::path::Path;

use busboot::event::Event;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

/// The longest line that is taken, in bytes.
const LONGEST: usize = 16 << 20;

/// Reads lines and counts them from 1.
pub(super) struct Lines {
    reader: BufReader<Box<dyn AsyncRead + Send + Unpin>>,
    /// Whether only what is in hand is still taken.
    closed: bool,
    number: u64,
    /// What was read of the line that has no end yet, at most [`LONGEST`] bytes of it, and its length so far. Kept
    /// here so that a read that is cancelled loses nothing.
    unfinished: Vec<u8>,
    length: usize,
}

/// One line, or why it is none.
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    /// Its text without the line end.
    pub(super) text: Result<String, String>,
}

impl Line {
    /// The event on it, with a UUID, or why there is none.
    pub(super) fn event(self) -> Result<Event, String> {
        let mut event = Event::from_json_line(&self.text?).map_err(|error| error.to_string())?;
        event.ensure_uuid();
        Ok(event)
    }
}

impl Lines {
    pub(super) async fn open(path: Option<&Path>) -> Result<Self, String> {
        let source: Box<dyn AsyncRead + Send + Unpin> = match path {
            None => Box::new(tokio::io::stdin()),
            Some(path) => {
                let file = tokio::fs::File::open(path).await;
                let file = file.map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
                Box::new(file)
            }
        };
        Ok(Self::over(source))
    }

    fn over(source: Box<dyn AsyncRead + Send + Unpin>) -> Self {
        let reader = BufReader::with_capacity(1 << 16, source);
        Self { reader, closed: false, number: 0, unfinished: Vec::new(), length: 0 }
    }

    /// Reads nothing more: what has been read already is still given, so that it isn't lost, then comes the end. What
    /// lies in a pipe stays there for whoever reads it next.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// The next line that isn't blank; `None` at the end. May be cancelled and called again.
    pub(super) async fn next(&mut self) -> std::io::Result<Option<Line>> {
        while self.read().await? {
            self.number += 1;
            let (bytes, length) = (std::mem::take(&mut self.unfinished), std::mem::take(&mut self.length));
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
        Ok(None)
    }

    /// Reads up to a line end or the end. False when there was no line any more.
    async fn read(&mut self) -> std::io::Result<bool> {
        loop {
            if self.closed && self.reader.buffer().is_empty() {
                return Ok(self.length > 0);
            }
            let buffer = self.reader.fill_buf().await?;
            if buffer.is_empty() {
                return Ok(self.length > 0);
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            self.length += part.len();
            if self.length <= LONGEST {
                self.unfinished.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[tokio::test]
    async fn a_read_that_is_cancelled_in_the_middle_of_a_line_loses_nothing() {
        let (mut writer, reader) = tokio::io::duplex(64);
        let mut lines = Lines::over(Box::new(reader));
        writer.write_all(b"first\nsec").await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap().text.unwrap(), "first");
        assert!(lines.next().now_or_never().is_none());
        writer.write_all(b"ond\n\n last").await.unwrap();
        drop(writer);
        assert_eq!(lines.next().await.unwrap().unwrap().text.unwrap(), "second");
        let last = lines.next().await.unwrap().unwrap();
        assert_eq!((last.number, last.text.unwrap().as_str()), (4, " last"));
        assert!(lines.next().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn what_was_read_before_the_end_was_asked_for_is_given_and_nothing_more_is_read() {
        let (mut writer, reader) = tokio::io::duplex(64);
        let mut lines = Lines::over(Box::new(reader));
        writer.write_all(b"first\nsecond\n").await.unwrap();
        assert_eq!(lines.next().await.unwrap().unwrap().text.unwrap(), "first");
        writer.write_all(b"stays in the pipe\n").await.unwrap();
        lines.close();
        assert_eq!(lines.next().await.unwrap().unwrap().text.unwrap(), "second");
        assert!(lines.next().await.unwrap().is_none());
    }
}
