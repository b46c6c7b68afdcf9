//! The lines that `--acknowledge` prints. A thread of their own writes them: whoever doesn't read them holds up neither
//! a signal nor what is on its way to the disk.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::signals::Signals;
use crate::cli::output::Output;

/// How long whoever reads them may leave off reading after a signal.
pub(super) const READ_WITHIN: Duration = Duration::from_secs(5);

/// Takes lines, and writes them as they are read.
pub(super) struct Answers {
    lines: mpsc::Sender<String>,
    written: oneshot::Receiver<()>,
    /// How many were written.
    count: Arc<AtomicU64>,
}

impl Answers {
    /// At most `room` lines wait to be written.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(super) fn start(room: usize, output: Output) -> io::Result<Self> {
        let (lines, mut waiting) = mpsc::channel::<String>(room);
        let (done, written) = oneshot::channel::<()>();
        let count = Arc::new(AtomicU64::new(0));
        let counted = count.clone();
        std::thread::Builder::new().name("answers".to_owned()).spawn(move || {
            while let Some(line) = waiting.blocking_recv() {
                // A closed pipe must not keep the events from the journal.
                drop(output.line(line));
                counted.fetch_add(1, Ordering::Relaxed);
            }
            drop(done);
        })?;
        Ok(Self { lines, written, count })
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

    /// Waits until all are written; after a signal only while somebody reads them. False if they aren't.
    pub(super) async fn end(self, mut signalled: bool, signals: &mut Signals) -> bool {
        let Self { lines, mut written, count } = self;
        drop(lines);
        let mut seen = count.load(Ordering::Relaxed);
        loop {
            tokio::select! {
                _ = &mut written => return true,
                () = signals.next(), if !signalled => signalled = true,
                () = tokio::time::sleep(READ_WITHIN), if signalled => {
                    let now = count.load(Ordering::Relaxed);
                    if std::mem::replace(&mut seen, now) == now {
                        return false;
                    }
                }
            }
        }
    }
}
