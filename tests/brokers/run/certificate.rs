//! A client certificate as PEM files that `busboot.properties` names.

use std::fs;

use serde_json::json;

use super::program::{Run, complaint, finish, report};
use super::samples::{KAFKA, adapt, by_resource, events, guide, record, records};
use super::{BUS, confirmed};
use crate::support::{KafkaBroker, Pki};

#[test]
fn pem_files_let_the_kafka_bus_in_where_a_certificate_is_wanted() {
    let broker = KafkaBroker::start_with("ssl.client.auth=required\n");
    let Pki { authority, client, .. } = Pki::shared();
    let root = guide("kafka");
    let servers = format!("security.protocol=SSL\nbootstrap.servers=localhost:{}", broker.ssl_port);
    adapt(&root, KAFKA, "bootstrap.servers=:9092", &servers);
    let files = [
        ("ca", &authority.certificate_pem),
        ("certificate", &client.certificate_pem),
        ("key", &client.key_pem),
    ];
    let settings = files.map(|(setting, file)| {
        fs::copy(file, root.path().join(format!("{setting}.pem"))).unwrap();
        format!("tls.{setting}.file={setting}.pem\n")
    });
    fs::write(root.path().join("busboot.properties"), settings.concat()).unwrap();
    let events = events(100);

    let output = finish(Run::start(&root).feed(&events));

    assert!(output.status.success(), "{}", complaint(&output));
    assert_eq!(report(&output)["buses"], json!({ BUS: confirmed(100) }));
    assert_eq!(by_resource(records(&broker, "cs")), by_resource(events.iter().map(record)));
}
