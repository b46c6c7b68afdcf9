package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A receiver of events that shares no code with busboot: the Java Kafka client.
 *
 * <p>{@code <bootstrap servers> <topic>} prints every record that the topic holds at that moment, as a line of JSON,
 * partition by partition in order.
 */
public final class KafkaReader {
    private KafkaReader() {}

    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        StringDeserializer text = new StringDeserializer();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Gson gson = new GsonBuilder().serializeNulls().create();
        try (var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", arguments[0]), text, text)) {
            List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .sorted((one, other) -> one.partition() - other.partition())
                    .collect(Collectors.toList());
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                while (consumer.position(partition) < ends.get(partition)) {
                    consumer.poll(Duration.ofSeconds(1)).forEach(record -> out.println(gson.toJson(line(record))));
                }
            }
        }
        out.flush();
    }

    private static JsonObject line(ConsumerRecord<String, String> record) {
        JsonObject headers = new JsonObject();
        for (Header header : record.headers()) {
            headers.addProperty(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        JsonObject line = new JsonObject();
        line.addProperty("partition", record.partition());
        line.addProperty("key", record.key());
        line.addProperty("value", record.value());
        line.add("headers", headers);
        return line;
    }
}
