//! What `fixtures/kafka` says of Java's producer, against Java's producer.

use std::collections::BTreeMap;
use std::path::Path;

use crate::java;

#[test]
fn java_says_of_every_case_what_is_written_there() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let cases = fixtures.join("kafka");
    let mut oracle = java::oracle("KafkaOracle");
    oracle.arg(&cases).arg(fixtures.join("stores"));
    for entry in std::fs::read_dir(&cases).unwrap() {
        let environment = entry.unwrap().path().join("in/environment");
        let variables = std::fs::read_to_string(environment).unwrap_or_default();
        oracle.envs(variables.lines().map(|line| line.split_once('=').unwrap()));
    }
    let output = oracle.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers: BTreeMap<String, String> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!answers.is_empty());
    for (case, answer) in answers {
        let file = cases.join(&case).join("java.txt");
        let answer = answer + "\n";
        if std::env::var_os("BUSBOOT_REWRITE").is_some() {
            std::fs::write(&file, &answer).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), answer, "{}", file.display());
    }
}
