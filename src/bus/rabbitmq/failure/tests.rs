use super::*;
use crate::config::settings::TlsSettings;
use crate::source::Secret;

fn settings() -> RabbitMqSettings {
    RabbitMqSettings {
        addresses: Vec::new(),
        username: "cloud".to_owned(),
        password: Secret::new("hidden"),
        virtual_host: "/mold".to_owned(),
        exchange: "events".to_owned(),
        tls: None,
        longest_pause: Duration::ZERO,
        connect_timeout: Duration::ZERO,
        in_flight: 1,
    }
}

fn of_reply(code: u16, text: &str) -> Failure {
    let error = AMQPError::from_id(code, text.into()).unwrap();
    Failure::of_connection(&ErrorKind::ProtocolError(error).into(), &settings())
}

#[test]
fn the_brokers_replies_are_told_apart() {
    let login = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.";
    assert!(matches!(of_reply(403, login), Failure::Login { .. }));
    let exchange = "ACCESS_REFUSED - access to exchange 'events' in vhost '/' refused for user 'cloud'";
    assert!(matches!(of_reply(403, exchange), Failure::Denied { .. }));
    let topic =
        "ACCESS_REFUSED - access to topic 'a.b' in exchange 'events' in vhost '/' refused for user 'cloud'";
    assert!(matches!(of_reply(403, topic), Failure::KeyDenied { .. }));
    let size = "PRECONDITION_FAILED - message size 9 is larger than configured max size 8";
    assert!(matches!(of_reply(406, size), Failure::TooLarge { limit: 8, .. }));
    let other = "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'events' in vhost '/'";
    assert!(matches!(of_reply(406, other), Failure::OtherExchange { .. }));
    assert!(matches!(
        of_reply(404, "NOT_FOUND - no exchange 'events' in vhost '/'"),
        Failure::ExchangeGone { .. }
    ));
    assert!(matches!(of_reply(530, "NOT_ALLOWED - vhost /mold not found"), Failure::NoVirtualHost { .. }));
    let denied = "NOT_ALLOWED - access to vhost '/mold' refused for user 'cloud'";
    assert!(matches!(of_reply(530, denied), Failure::VirtualHostDenied { .. }));
    let limit = format!("{denied}: connection limit (1) is reached");
    assert!(matches!(of_reply(530, &limit), Failure::Closed(_)));
}

#[test]
fn what_the_broker_says_otherwise_is_passed_on() {
    let forced = of_reply(320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'");
    assert_eq!(
        forced.to_string(),
        "the broker closed the connection: CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'"
    );
}

#[test]
fn a_hand_shake_that_fails_names_the_likely_reason() {
    let broken = || Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
    let plain = Failure::of_handshake(&broken(), &settings()).to_string();
    assert!(plain.contains("it may want TLS (`useSsl`)"), "{plain}");
    let tls = RabbitMqSettings { tls: Some(TlsSettings::default()), ..settings() };
    let secured = Failure::of_handshake(&broken(), &tls).to_string();
    assert!(secured.contains("it may want a client certificate"), "{secured}");
}

#[test]
fn a_denied_routing_key_is_found_in_the_reply_even_if_that_was_cut_short() {
    let whole = "ACCESS_REFUSED - access to topic 'a.b' in exchange 'events' refused";
    assert!(denies(whole, "a.b"));
    assert!(!denies(whole, "a.bc") && !denies(whole, "a"));
    let newer = "ACCESS_REFUSED - write access to topic 'a.b' in exchange 'events' refused";
    assert!(denies(newer, "a.b"));
    let cut = "ACCESS_REFUSED - access to topic 'a.b.c...";
    assert!(denies(cut, "a.b.c.d"));
    assert!(!denies(cut, "a.c"));
}

#[test]
fn a_message_is_refused_for_its_own_faults_only() {
    let event =
        crate::event::Event { description: Some("12345".to_owned()), ..crate::event::Event::new("A") };
    let message = Publication::of(event.into()).ok().unwrap();
    let text = String::new();
    assert!(Failure::TooLarge { limit: 4, text: text.clone() }.refuses(&message).is_some());
    assert!(Failure::TooLarge { limit: 5, text: text.clone() }.refuses(&message).is_none());
    assert!(Failure::Closed(text).refuses(&message).is_none());
}
