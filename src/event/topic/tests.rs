use proptest::prelude::*;

use super::*;

fn start_of(resource: &str) -> Event {
    Event {
        event_category: Some("ActionEvent".to_owned()),
        resource_type: Some("VirtualMachine".to_owned()),
        resource_uuid: Some(resource.to_owned()),
        ..Event::new("VM.START")
    }
}

fn parsed(text: &str) -> EventTopic {
    EventTopic::parse(text).unwrap()
}

#[test]
fn five_parts_are_read_as_in_a_routing_key() {
    let topic = parsed("management-server.ActionEvent.VM-START.*.");
    assert_eq!(topic.source.as_deref(), Some("management-server"));
    assert_eq!(topic.category.as_deref(), Some("ActionEvent"));
    assert_eq!(topic.event_type.as_deref(), Some("VM-START"));
    assert_eq!((topic.resource_type, topic.resource_uuid), (None, None));
}

#[test]
fn a_hash_stands_for_all_the_rest() {
    assert_eq!(parsed("#"), EventTopic::any());
    assert_eq!(parsed("*.ActionEvent.#"), parsed("*.ActionEvent.*.*.*"));
    assert_eq!(parsed("*.*.*.*.*.#"), EventTopic::any());
}

#[test]
fn other_texts_are_refused_with_what_is_missing() {
    let refusal = |text| EventTopic::parse(text).unwrap_err();
    assert_eq!(refusal("#.VM-START"), TopicError::HashNotLast("#.VM-START".to_owned()));
    assert_eq!(refusal("*.*.#.#"), TopicError::HashNotLast("*.*.#.#".to_owned()));
    assert_eq!(refusal(""), TopicError::Parts(String::new(), 1));
    assert_eq!(
        refusal("*.*.VM.START.*.*").to_string(),
        "the topic \"*.*.VM.START.*.*\" has 6 part(s); it needs five, source.category.type.resourceType.resourceUUID: \
         `*` for any, `#` at the end for all the rest, and `-` for a `.` within a part, as in VM-START"
    );
}

#[test]
fn a_part_that_is_open_on_either_side_matches() {
    assert!(EventTopic::any().matches(&start_of("u")));
    assert!(parsed("*.*.VM-START.*.u").matches(&start_of("u")));
    assert!(!parsed("*.*.VM-START.*.v").matches(&start_of("u")));
    assert!(parsed("*.*.VM-START.*.v").matches(&Event::new("VM.START")));
}

#[test]
fn case_is_ignored_as_java_ignores_it() {
    let matches = |ours, theirs| part_matches(Some(ours), Some(theirs));
    assert!(matches("vm.start", "VM-START"));
    // Answers of java.lang.String.equalsIgnoreCase.
    assert!(matches("ı", "I"));
    assert!(matches("İ", "i"));
    assert!(matches("ΑΣ", "ας"));
    assert!(matches("\u{212A}", "k"));
    assert!(!matches("ß", "SS"));
}

/// Whether a RabbitMQ topic exchange passes a message on: word by word, `*` for any one.
fn passes(binding: &str, routing: &str) -> bool {
    let words = binding.split('.').zip(routing.split('.'));
    binding.split('.').count() == routing.split('.').count()
        && words.into_iter().all(|(bound, word)| bound == "*" || bound == word)
}

fn part() -> impl Strategy<Value = Option<String>> {
    prop::option::of("[a-cA-C.]{0,2}")
}

proptest! {
    #[test]
    fn what_an_exchange_passes_on_matches_in_memory_too(ours in [part(), part(), part(), part(), part()],
                                                        theirs in [part(), part(), part(), part()],
                                                        event_type in "[a-c.]{1,2}") {
        let [source, category, its_type, resource_type, resource_uuid] = ours;
        let topic = EventTopic { source, category, event_type: its_type, resource_type, resource_uuid };
        let [event_source, event_category, resource_type, resource_uuid] = theirs;
        let event = Event { event_source, event_category, resource_type, resource_uuid, ..Event::new(event_type) };
        prop_assert_eq!(event.routing_key().split('.').count(), 5);
        prop_assert!(topic.matches(&event) || !passes(&topic.binding_key(), &event.routing_key()));
    }

    #[test]
    fn reading_never_panics_and_gives_back_its_binding_key(text in "[a-b*#.]{0,12}") {
        if let Ok(topic) = EventTopic::parse(&text) {
            prop_assert_eq!(parsed(&topic.binding_key()), topic);
        }
    }
}
