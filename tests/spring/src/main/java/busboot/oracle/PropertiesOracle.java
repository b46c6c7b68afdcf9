package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Says of each file in a directory what java.util.Properties reads from it, as Spring calls it: a name in .xml means the
 * XML form; the second argument, if there is one, is the encoding of all other files.
 *
 * <p>Prints one JSON object: file name to {"entries": {key: value}} or {"error": the innermost exception's message}.
 */
public final class PropertiesOracle {
    private PropertiesOracle() {}

    public static void main(String[] arguments) throws Exception {
        String encoding = arguments.length > 1 ? arguments[1] : null;
        JsonObject answers = new JsonObject();
        for (Path file : XmlOracle.filesIn(Path.of(arguments[0]))) {
            answers.add(file.getFileName().toString(), answer(file, encoding));
        }
        System.out.println(new Gson().toJson(answers));
    }

    private static JsonObject answer(Path file, String encoding) {
        JsonObject answer = new JsonObject();
        try {
            JsonObject entries = new JsonObject();
            load(file, encoding).forEach((key, value) -> entries.addProperty((String) key, (String) value));
            answer.add("entries", entries);
        } catch (Exception exception) {
            Throwable innermost = exception;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            answer.addProperty("error", String.valueOf(innermost.getMessage()));
        }
        return answer;
    }

    private static Properties load(Path file, String encoding) throws Exception {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(file)) {
            if (file.toString().endsWith(".xml")) {
                properties.loadFromXML(stream);
            } else if (encoding == null) {
                properties.load(stream);
            } else {
                try (Reader reader = new InputStreamReader(stream, encoding)) {
                    properties.load(reader);
                }
            }
        }
        return properties;
    }
}
