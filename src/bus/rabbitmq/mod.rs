//! The RabbitMQ bus: one connection, kept by a supervisor of our own, and publisher confirms with many in flight.
//!
//! In: settings and events. Out: messages on a topic exchange, and what the broker made of each. An event is answered
//! only by its own confirmation; whatever ends a connection, all that isn't confirmed is sent again on the next one,
//! in its order. Nothing that a broker does or doesn't do makes starting fail.
//!
//! Rules from CloudStack's `RabbitMQEventBus` (exchange, routing key, properties) and RabbitMQ's documentation of
//! publisher confirms. lapin is used without its own recovery, which knows one address only and nothing of confirms.

mod confirms;
mod connect;
mod failure;
mod handle;
mod probe;
mod publication;
mod publishing;
mod session;
mod subscription;
mod supervisor;
mod window;

pub use handle::RabbitMqBus;
pub(super) use probe::probe;
