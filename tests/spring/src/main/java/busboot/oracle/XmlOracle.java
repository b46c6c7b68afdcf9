package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/**
 * Says of each file in a directory whether the JDK's parser takes it, set up as Spring's DefaultDocumentLoader does
 * (namespace aware, errors thrown), without validation.
 *
 * <p>Prints one JSON object: file name to {"ok": true} or {"error": the exception's message}.
 */
public final class XmlOracle {
    private XmlOracle() {}

    public static void main(String[] arguments) throws Exception {
        JsonObject verdicts = new JsonObject();
        for (Path file : filesIn(Path.of(arguments[0]))) {
            verdicts.add(file.getFileName().toString(), verdict(file));
        }
        System.out.println(new Gson().toJson(verdicts));
    }

    static List<Path> filesIn(Path directory) throws Exception {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static JsonObject verdict(Path file) {
        JsonObject verdict = new JsonObject();
        try (InputStream stream = Files.newInputStream(file)) {
            builder().parse(new InputSource(stream));
            verdict.addProperty("ok", true);
        } catch (Exception exception) {
            verdict.addProperty("error", String.valueOf(exception.getMessage()));
        }
        return verdict;
    }

    private static DocumentBuilder builder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setEntityResolver((publicId, systemId) -> new InputSource(new StringReader("")));
        builder.setErrorHandler(new Thrown());
        return builder;
    }

    /** Spring's SimpleSaxErrorHandler without the log. */
    private static final class Thrown implements ErrorHandler {
        @Override
        public void warning(SAXParseException exception) {}

        @Override
        public void error(SAXParseException exception) throws SAXParseException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXParseException {
            throw exception;
        }
    }
}
