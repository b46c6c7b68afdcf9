//! A TCP connection, and the handle that cuts it.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::os::fd::AsFd;
use std::time::Duration;

use async_rs::Tokio;
use async_rs::traits::Reactor;
use lapin::AsyncTcpStream;
use tokio::net::lookup_host;

use super::within;
use crate::bus::rabbitmq::failure::Failure;
use crate::config::settings::Address;

/// What lapin speaks AMQP on.
pub(super) type Stream = AsyncTcpStream<<Tokio as Reactor>::TcpStream>;

/// The socket beneath a stream. Dropping it cuts the connection, whoever else holds the stream: lapin's thread has no
/// time-out of its own and ends only when its socket does.
pub(super) struct Socket(TcpStream);

impl Drop for Socket {
    fn drop(&mut self) {
        // It may be cut already.
        drop(self.0.shutdown(Shutdown::Both));
    }
}

/// Connects to the first of the host's addresses that answers, waiting at most `limit` for each.
///
/// # Errors
/// The name has no address, or the last of them didn't answer.
pub(super) async fn connect(address: &Address, limit: Duration) -> Result<(Stream, Socket), Failure> {
    let host = address.host.as_str();
    let resolving = lookup_host((host, address.port));
    let unresolved = |reason| Failure::Unresolved { host: host.to_owned(), reason };
    let addresses = within(limit, "the name's resolution", resolving).await?.map_err(unresolved)?;
    let mut failure = unresolved(io::Error::other("it has no address"));
    for address in addresses {
        match within(limit, "a TCP connection", open(address)).await {
            Ok(Ok(connected)) => return Ok(connected),
            Ok(Err(error)) => failure = Failure::Unreachable(error),
            Err(timed_out) => failure = timed_out,
        }
    }
    Err(failure)
}

async fn open(address: SocketAddr) -> io::Result<(Stream, Socket)> {
    let stream = Tokio::current().tcp_connect_addr(address).await?;
    let socket = stream.get_ref().as_fd().try_clone_to_owned()?;
    Ok((AsyncTcpStream::Plain(stream), Socket(socket.into())))
}
