//! A TCP proxy between busboot and a broker, whose connections can be cut, refused and delayed.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::support::free_ports;

/// How connections fare. Those of an older `epoch` end.
#[derive(Clone, Copy, Debug)]
struct Conditions {
    target: u16,
    epoch: u64,
    reachable: bool,
    delay: Duration,
}

/// Listens on 127.0.0.1 from the start.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    conditions: watch::Sender<Conditions>,
    _runtime: Runtime,
}

impl Proxy {
    pub(crate) fn open() -> Self {
        let [port] = free_ports();
        let clear = Conditions { target: 0, epoch: 0, reachable: true, delay: Duration::ZERO };
        let (conditions, seen) = watch::channel(clear);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port))).unwrap();
        runtime.spawn(accept(listener, seen));
        Self { port, conditions, _runtime: runtime }
    }

    /// Where connections lead.
    pub(crate) fn lead_to(&self, port: u16) {
        self.conditions.send_modify(|conditions| conditions.target = port);
    }

    /// Cuts every connection.
    pub(crate) fn cut(&self) {
        self.conditions.send_modify(|conditions| conditions.epoch += 1);
    }

    /// Whether new connections come up.
    pub(crate) fn set_reachable(&self, reachable: bool) {
        self.conditions.send_modify(|conditions| conditions.reachable = reachable);
    }

    /// How long each piece of data is kept, both ways.
    pub(crate) fn set_delay(&self, delay: Duration) {
        self.conditions.send_modify(|conditions| conditions.delay = delay);
    }
}

async fn accept(listener: TcpListener, conditions: watch::Receiver<Conditions>) {
    loop {
        // A connection that is gone before it was accepted is none.
        let Ok((near, _)) = listener.accept().await else { continue };
        let now = *conditions.borrow();
        if now.reachable {
            tokio::spawn(connect(near, now, conditions.clone()));
        }
    }
}

async fn connect(near: TcpStream, now: Conditions, mut conditions: watch::Receiver<Conditions>) {
    let Ok(far) = TcpStream::connect((Ipv4Addr::LOCALHOST, now.target)).await else { return };
    let ((from_near, to_near), (from_far, to_far)) = (near.into_split(), far.into_split());
    tokio::select! {
        () = pass(from_near, to_far, conditions.clone()) => {}
        () = pass(from_far, to_near, conditions.clone()) => {}
        _ = conditions.wait_for(|conditions| conditions.epoch != now.epoch) => {}
    }
}

/// Passes bytes on until either side ends.
async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    conditions: watch::Receiver<Conditions>,
) {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let Ok(length @ 1..) = from.read(&mut buffer).await else { return };
        let delay = conditions.borrow().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
