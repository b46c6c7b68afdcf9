//! The lines that `--acknowledge` prints. A thread of their own writes them: whoever doesn't read them holds up neither
//! a signal nor what is on its way to the disk.

use std::io;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use crate::cli::output::Output;

/// How long whoever reads them has for the last ones.
pub(super) const READ_WITHIN: Duration = Duration::from_secs(5);

/// Takes lines, and writes them as they are read.
pub(super) struct Answers {
    lines: mpsc::Sender<String>,
    written: oneshot::Receiver<()>,
}

impl Answers {
    /// At most `room` lines wait to be written.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(super) fn start(room: usize, output: Output) -> io::Result<Self> {
        let (lines, mut waiting) = mpsc::channel::<String>(room);
        let (done, written) = oneshot::channel::<()>();
        std::thread::Builder::new().name("answers".to_owned()).spawn(move || {
            while let Some(line) = waiting.blocking_recv() {
                // A closed pipe must not keep the events from the journal.
                drop(output.line(line));
            }
            drop(done);
        })?;
        Ok(Self { lines, written })
    }

    /// Whether so many more find room.
    pub(super) fn has_room(&self, count: usize) -> bool {
        self.lines.capacity() >= count
    }

    /// Waits until so many more find room.
    pub(super) async fn room(&self, count: usize) {
        drop(self.lines.reserve_many(count.min(self.lines.max_capacity())).await);
    }

    /// Has a line written for which there is room.
    pub(super) fn line(&self, text: String) {
        drop(self.lines.try_send(text));
    }

    /// Waits until all are written, but not for ever; false if they aren't.
    pub(super) async fn end(self) -> bool {
        drop(self.lines);
        tokio::time::timeout(READ_WITHIN, self.written).await.is_ok()
    }
}
