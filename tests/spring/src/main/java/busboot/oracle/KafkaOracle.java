package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Says what the Java producer makes of {@code kafka.producer.properties}, handled as CloudStack's bus handles it.
 *
 * <p>Arguments: a directory whose folders are the cases, each with {@code in/kafka.producer.properties}, in which
 * {@code @in@} stands for the folder {@code in}; and the directory that {@code @stores@} stands for. Output: a JSON object by case, {@code ok} or the innermost exception's
 * message (its class where it has none).
 */
public final class KafkaOracle {
    private static final String STRINGS = "org.apache.kafka.common.serialization.StringSerializer";

    private KafkaOracle() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        List<Path> cases;
        try (Stream<Path> folders = Files.list(Path.of(arguments[0]).toAbsolutePath())) {
            cases = folders.sorted().collect(Collectors.toList());
        }
        String stores = Path.of(arguments[1]).toAbsolutePath().toString();
        JsonObject answers = new JsonObject();
        for (Path folder : cases) {
            answers.addProperty(folder.getFileName().toString(), answer(folder.resolve("in").toString(), stores));
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.println(new Gson().toJson(answers));
        out.flush();
    }

    private static String answer(String folder, String stores) throws IOException {
        String text = Files.readString(Path.of(folder, "kafka.producer.properties"), StandardCharsets.ISO_8859_1);
        Properties properties = new Properties();
        properties.load(new StringReader(text.replace("@in@", folder).replace("@stores@", stores)));
        properties.remove("topic");
        properties.putIfAbsent("key.serializer", STRINGS);
        properties.putIfAbsent("value.serializer", STRINGS);
        try {
            new KafkaProducer<String, String>(properties).close(Duration.ZERO);
            return "ok";
        } catch (RuntimeException failure) {
            Throwable innermost = failure;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            String message = innermost.getMessage();
            return message == null ? innermost.getClass().getName() : message.replace(folder, "@in@").replace(stores, "@stores@");
        }
    }
}
