package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.cloudstack.framework.events.EventBus;

/**
 * Says what the real Spring makes of root directories.
 *
 * <p>Argument: a directory whose folders are the roots, each with an optional {@code case.json}: {@code env} is the
 * whole environment, {@code systemProperties} come on top of the JVM's. Output: a JSON object by folder name, with
 * {@code buses} ({@code class}, {@code properties}: only what the configuration sets) or {@code error} (the innermost
 * exception's {@code spring} message, or its class where it has none, and its class as {@code exception}).
 */
public final class SpringOracle {
    private static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private SpringOracle() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        List<Path> roots;
        try (Stream<Path> folders = Files.list(Path.of(arguments[0]).toAbsolutePath())) {
            roots = folders.filter(Files::isDirectory).sorted().collect(Collectors.toList());
        }
        JsonObject answers = new JsonObject();
        for (Path root : roots) {
            answers.add(root.getFileName().toString(), answer(root));
        }
        System.out.write((GSON.toJson(answers) + "\n").getBytes(StandardCharsets.UTF_8));
        System.out.flush();
    }

    private static JsonObject answer(Path root) throws Exception {
        JsonObject description = description(root);
        Properties kept = (Properties) System.getProperties().clone();
        environment().clear();
        strings(description, "env").forEach(environment()::put);
        strings(description, "systemProperties").forEach(System::setProperty);
        try (ManagementServer server = new ManagementServer(root)) {
            server.load();
            JsonObject answer = new JsonObject();
            answer.add("buses", buses(server));
            return answer;
        } catch (Exception | Error failure) {
            return error(failure, root);
        } finally {
            System.setProperties(kept);
        }
    }

    private static JsonObject description(Path root) throws IOException {
        Path file = root.resolve("case.json");
        return Files.exists(file) ? GSON.fromJson(Files.readString(file), JsonObject.class) : new JsonObject();
    }

    private static Map<String, String> strings(JsonObject description, String key) {
        JsonObject object = description.has(key) ? description.getAsJsonObject(key) : new JsonObject();
        return object.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getAsString()));
    }

    /** The map behind {@code System.getenv()}; needs {@code --add-opens java.base/java.util=ALL-UNNAMED}. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> environment() throws ReflectiveOperationException {
        Map<String, String> unmodifiable = System.getenv();
        var field = unmodifiable.getClass().getDeclaredField("m");
        field.setAccessible(true);
        return (Map<String, String>) field.get(unmodifiable);
    }

    private static JsonObject buses(ManagementServer server) {
        JsonObject buses = new JsonObject();
        server.buses().forEach((name, bus) -> {
            JsonObject bean = new JsonObject();
            bean.addProperty("class", bus.getClass().getName());
            bean.add("properties", json(server.recorder().properties(bus), server.recorder()));
            buses.add(name, bean);
        });
        return buses;
    }

    private static JsonElement json(Object value, Recorder recorder) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof Integer number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject object = new JsonObject();
            map.forEach((key, element) -> object.add(String.valueOf(key), json(element, recorder)));
            return object;
        }
        if (value instanceof EventBus && recorder.name(value) != null) {
            return new JsonPrimitive(recorder.name(value));
        }
        return new JsonPrimitive(String.valueOf(value));
    }

    /** Paths are given relative to the root, which stands somewhere else on every machine. */
    private static JsonObject error(Throwable failure, Path root) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String type = innermost.getClass().getName();
        String message = innermost.getMessage() == null ? type : innermost.getMessage().replace(root + "/", "");
        JsonObject error = new JsonObject();
        error.addProperty("spring", message);
        error.addProperty("exception", type);
        JsonObject answer = new JsonObject();
        answer.add("error", error);
        return answer;
    }
}
