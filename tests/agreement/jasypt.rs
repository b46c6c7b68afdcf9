//! Ours against jasypt 1.9.3 on the JDK: each decrypts what the other encrypted, and both make the same of garbage.

use std::io::Write as _;
use std::process::Stdio;

use busboot::source::Secret;
use busboot::spring::jasypt::{Algorithm, Encryptor, IvGenerator, OutputType, PbeSettings, SaltGenerator};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::java;

/// Long enough for every algorithm, and with equal halves, for which the JDK has an extra rule.
const FIXED_SALT: &str = "abcdabcdabcdabcd";
const FIXED_IV: &str = "0123456789abcdef";

/// One way to set up an encryptor, on both sides.
#[derive(Clone, Debug)]
struct Setup {
    algorithm: Algorithm,
    password: String,
    iterations: u32,
    salt: &'static str,
    iv: &'static str,
    output: &'static str,
}

impl Setup {
    fn ours(&self) -> Encryptor {
        let salt = match self.salt {
            "random" => SaltGenerator::Random,
            "zero" => SaltGenerator::Zero,
            _ => SaltGenerator::Fixed(FIXED_SALT.into()),
        };
        let iv = match self.iv {
            "none" => IvGenerator::None,
            "random" => IvGenerator::Random,
            _ => IvGenerator::Fixed(FIXED_IV.into()),
        };
        Encryptor::new(PbeSettings {
            algorithm: self.algorithm,
            iterations: self.iterations,
            password: Secret::new(self.password.as_str()),
            salt,
            iv,
            output: OutputType::by_name(self.output),
        })
        .unwrap()
    }

    fn question(&self, op: &str, text: &str) -> Value {
        let salt = if self.salt == "fixed" { format!("fixed:{FIXED_SALT}") } else { self.salt.to_owned() };
        let iv = if self.iv == "fixed" { format!("fixed:{FIXED_IV}") } else { self.iv.to_owned() };
        json!({
            "op": op, "text": text, "algorithm": self.algorithm.name(), "password": self.password,
            "iterations": self.iterations, "salt": salt, "iv": iv, "output": self.output,
        })
    }

    /// Every algorithm with every kind of salt, IV and output that it works with, and passwords of many lengths.
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for &algorithm in Algorithm::all() {
            for salt in ["random", "zero", "fixed"] {
                for iv in ["none", "random", "fixed"] {
                    if algorithm.needs_iv() && iv == "none" {
                        continue;
                    }
                    for output in ["base64", "hexadecimal"] {
                        // Around the block sizes of the hashes, 64 and 128 bytes.
                        let length = [1, 8, 19, 31, 63, 64, 65, 127, 128, 129, 300][all.len() % 11];
                        let password =
                            " Aa0~!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}".chars().cycle().take(length).collect();
                        let iterations = [1, 2, 3, 50, 1000][all.len() % 5];
                        all.push(Self { algorithm, password, iterations, salt, iv, output });
                    }
                }
            }
        }
        all
    }
}

/// jasypt's answers, in the order of the questions.
fn ask(questions: &[Value]) -> Vec<Value> {
    let mut oracle = java::oracle("JasyptOracle")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("java starts");
    let mut input = oracle.stdin.take().unwrap();
    let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = oracle.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "JasyptOracle failed");
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

const PLAIN: &str = "p\u{e4}ss w\u{f6}rd \u{2603} \u{1f680} of more than one block of any cipher";

#[test]
fn jasypt_decrypts_what_we_encrypt() {
    let setups = Setup::all();
    let questions: Vec<Value> =
        setups.iter().map(|setup| setup.question("decrypt", &setup.ours().encrypt(PLAIN).unwrap())).collect();
    for (setup, answer) in setups.iter().zip(ask(&questions)) {
        assert_eq!(answer, json!({ "text": PLAIN }), "{setup:?}");
    }
}

#[test]
fn we_decrypt_what_jasypt_encrypts() {
    let setups = Setup::all();
    let questions: Vec<Value> = setups.iter().map(|setup| setup.question("encrypt", PLAIN)).collect();
    for (setup, answer) in setups.iter().zip(ask(&questions)) {
        let encrypted = answer["text"].as_str().unwrap_or_else(|| panic!("{setup:?}: {answer}"));
        assert_eq!(setup.ours().decrypt(encrypted).unwrap().reveal(), PLAIN, "{setup:?}");
    }
}

/// What both make of a text: the plaintext, or that there is none.
fn assert_same_answers(cases: &[(Setup, String)]) {
    let questions: Vec<Value> = cases.iter().map(|(setup, text)| setup.question("decrypt", text)).collect();
    for ((setup, text), theirs) in cases.iter().zip(ask(&questions)) {
        let ours = match setup.ours().decrypt(text) {
            Ok(plain) => json!({ "text": plain.reveal() }),
            Err(error) => json!({ "error": error.spring() }),
        };
        assert_eq!(ours, theirs, "{setup:?} {text:?}");
    }
}

/// Texts that a strategy gives, the same ones in every run.
fn samples(strategy: impl Strategy<Value = String>, count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn both_make_the_same_of_garbage() {
    // A stream cipher takes any bytes at all, so that the decoders show.
    let algorithms = ["PBEWithSHA1AndRC4_40", "PBEWithMD5AndDES", "PBEWithHmacSHA1AndAES_128"];
    let base64 =
        prop_oneof!["[A-Za-z0-9+/]{0,60}={0,6}", "[A-D=]{0,12}", "[AB= \\n_\\-\u{e4}\u{1f680}(.]{0,40}"];
    let hexadecimal = prop_oneof!["[0-9a-fA-F]{0,80}", "[0-9a-gG \u{e4}]{0,8}"];
    let mut cases = Vec::new();
    for name in algorithms {
        let algorithm = Algorithm::by_name(name).unwrap();
        let iv = if algorithm.needs_iv() { "fixed" } else { "none" };
        for (output, texts) in
            [("base64", samples(base64.clone(), 500)), ("hexadecimal", samples(hexadecimal.clone(), 200))]
        {
            for salt in ["zero", "random"] {
                let setup =
                    Setup { algorithm, password: "secret".to_owned(), iterations: 1, salt, iv, output };
                cases.extend(texts.iter().map(|text| (setup.clone(), text.clone())));
            }
        }
    }
    assert_same_answers(&cases);
}

#[test]
fn both_make_the_same_of_plaintexts_that_are_no_utf8() {
    let algorithm = Algorithm::by_name("PBEWithSHA1AndRC4_128").unwrap();
    let password = "secret".to_owned();
    let setup = Setup { algorithm, password, iterations: 1, salt: "zero", iv: "none", output: "hexadecimal" };
    // With the salt known, encrypted NULs are the key stream.
    let stream = setup.ours().encrypt(&"\0".repeat(8)).unwrap();
    let stream = u64::from_str_radix(&stream, 16).unwrap();
    let lead = prop_oneof![Just(0xED), Just(0xE0), Just(0xF0), Just(0xF4), 0xC0..=0xFFu64];
    let rest = prop_oneof![0x7Fu64..=0xC0, Just(0x41), Just(0xED)];
    let bytes = prop::collection::vec(prop_oneof![lead, rest], 8);
    let text = bytes.prop_map(move |bytes| {
        let plain = bytes.into_iter().fold(0, |number, byte| (number << 8) | byte);
        format!("{:016X}", plain ^ stream)
    });
    let cases: Vec<(Setup, String)> =
        samples(text, 3000).into_iter().map(|text| (setup.clone(), text)).collect();
    assert_same_answers(&cases);
}
