//! Key stores, certificates and what else Kafka's properties name.

use crate::Root;
use std::fs;

fn kafka(properties: &str) -> Root {
    let bus = "<bean id=\"bus\" class=\"org.apache.cloudstack.mom.kafka.KafkaEventBus\">\
               <property name=\"name\" value=\"bus\"/></bean>";
    Root::of_beans(bus).with(
        "kafka.producer.properties",
        format!(
            "bootstrap.servers=localhost:9092\nkey.serializer=org.apache.kafka.common.serialization.StringSerializer\n\
             value.serializer=org.apache.kafka.common.serialization.StringSerializer\nsecurity.protocol=SSL\n\
             {properties}\n"
        ),
    )
}

fn with_store(kind: &str, bytes: &[u8]) -> crate::Outcome {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    fs::write(&store, bytes).unwrap();
    let location = store.display();
    kafka(&format!(
        "ssl.truststore.type={kind}\nssl.truststore.location={location}\nssl.truststore.password=changeit"
    ))
    .show()
}

#[test]
fn broken_stores_are_refused() {
    for (kind, name) in [("PKCS12", "trust.p12"), ("JKS", "trust.jks"), ("PEM", "ca.pem")] {
        let sound = fs::read(format!("fixtures/stores/{name}")).unwrap();
        for cut in [0, 1, 4, 12, sound.len() / 2, sound.len() - 1] {
            assert_eq!(with_store(kind, &sound[..cut]).code, 1, "{name} cut at {cut}");
        }
        for at in [4, 5, 9, 20, 40, sound.len() / 2] {
            let mut changed = sound.clone();
            changed[at..at + 4].fill(0xFF);
            assert_eq!(with_store(kind, &changed).code, 1, "{name} changed at {at}");
        }
    }
}

#[test]
fn stores_that_promise_more_than_they_have_are_refused() {
    // A JKS of two thousand million entries, one of whose names has 65,535 bytes, and no end.
    let mut jks = vec![0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2, 0xFF, 0xFF];
    jks.extend([b'a'; 1_000]);
    assert_eq!(with_store("JKS", &jks).code, 1);
    // DER: sequences in sequences, and one of four thousand million bytes.
    let nested = [0x30, 0x80].repeat(100_000);
    assert_eq!(with_store("PKCS12", &nested).code, 1);
    assert_eq!(with_store("PKCS12", &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 2, 1, 3]).code, 1);
}

#[test]
fn huge_stores_are_refused() {
    for kind in ["PKCS12", "JKS", "PEM"] {
        let refused = with_store(kind, &vec![b'0'; 100 << 20]);
        assert_eq!(refused.code, 1, "{kind}: {}", refused.start());
    }
    let pem = fs::read_to_string("fixtures/stores/ca.pem").unwrap().repeat(20_000);
    with_store("PEM", pem.as_bytes()).is_refused("kafka-store", "");
}

#[test]
fn stores_that_are_no_files_are_refused() {
    for path in ["/dev/zero", "/dev/random", "/proc/self/mem", "/"] {
        for kind in ["PKCS12", "JKS", "PEM"] {
            let properties = format!("ssl.truststore.type={kind}\nssl.truststore.location={path}");
            assert_eq!(kafka(&properties).show().code, 1, "{kind} {path}");
        }
    }
}

#[test]
fn hostile_settings_of_kafka_are_refused() {
    let jaas = format!(
        "sasl.mechanism=PLAIN\nsecurity.protocol=SASL_SSL\nsasl.jaas.config={}",
        "a b=\"".repeat(50_000)
    );
    assert_eq!(kafka(&jaas).show().code, 1);
    let servers = vec!["localhost:9092"; 100_000].join(",");
    kafka(&format!("security.protocol=PLAINTEXT\nbootstrap.servers={servers}")).show().is_fine();
    let unknown: String = (0..100_000).map(|n| format!("unknown.{n}=1\n")).collect();
    let shown = kafka(&format!("security.protocol=PLAINTEXT\n{unknown}")).show();
    assert!(shown.stderr.len() < 4 << 20, "{} bytes of messages", shown.stderr.len());
}

#[test]
fn key_derivations_without_end_are_refused() {
    let encryptor = "<bean id=\"e\" class=\"org.jasypt.encryption.pbe.StandardPBEStringEncryptor\">\
                     <property name=\"password\" value=\"x\"/><property name=\"keyObtentionIterations\" \
                     value=\"2000000000\"/></bean>\
                     <bean class=\"org.jasypt.spring31.properties.EncryptablePropertyPlaceholderConfigurer\">\
                     <constructor-arg ref=\"e\"/><property name=\"location\" value=\"a.properties\"/></bean>";
    let bus = crate::BUS.replace("value=\"bus\"", "value=\"${a}\"");
    let root = Root::of_beans(&format!("{encryptor}{bus}"));
    root.with("a.properties", "a=ENC(AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA)\n")
        .show()
        .is_refused("encryptor-setup", "more than the 10000000 that are tried");
}
