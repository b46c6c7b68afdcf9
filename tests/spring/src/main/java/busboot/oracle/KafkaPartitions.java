package busboot.oracle;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Says which partition the Java producer picks for a key.
 *
 * <p>{@code <bootstrap servers> <topic>} sends one record for each line of standard input, which is its key, and prints
 * the number of its partition.
 */
public final class KafkaPartitions {
    private KafkaPartitions() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        List<String> keys = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines().collect(Collectors.toList());
        StringSerializer text = new StringSerializer();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", arguments[0]), text, text)) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String key : keys) {
                sent.add(producer.send(new ProducerRecord<>(arguments[1], key, "")));
            }
            for (Future<RecordMetadata> record : sent) {
                out.println(record.get().partition());
            }
        }
        out.flush();
    }
}
