package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jasypt.encryption.pbe.StandardPBEStringEncryptor;
import org.jasypt.iv.IvGenerator;
import org.jasypt.iv.NoIvGenerator;
import org.jasypt.iv.RandomIvGenerator;
import org.jasypt.iv.StringFixedIvGenerator;
import org.jasypt.salt.RandomSaltGenerator;
import org.jasypt.salt.SaltGenerator;
import org.jasypt.salt.StringFixedSaltGenerator;
import org.jasypt.salt.ZeroSaltGenerator;

/** What jasypt makes of texts: one JSON object a line on standard input, one a line on standard output. */
public final class JasyptOracle {
    private static final String FIXED = "fixed:";

    /** A question: {@code encrypt} or {@code decrypt} this text with an encryptor set up like this. */
    private static final class Question {
        String op;
        String text;
        String algorithm;
        String password;
        int iterations;
        String salt;
        String iv;
        String output;
    }

    private JasyptOracle() {
    }

    public static void main(String[] none) throws IOException {
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(gson.toJson(answer(gson.fromJson(line, Question.class))));
        }
    }

    private static Map<String, String> answer(Question question) {
        try {
            return Map.of("text", text(question));
        } catch (Exception failure) {
            Throwable innermost = failure;
            while (innermost.getCause() != null) {
                innermost = innermost.getCause();
            }
            return Map.of("error", innermost.getClass().getName() + ": " + innermost.getMessage());
        }
    }

    private static String text(Question question) {
        StandardPBEStringEncryptor encryptor = encryptor(question);
        return question.op.equals("encrypt") ? encryptor.encrypt(question.text) : encryptor.decrypt(question.text);
    }

    private static StandardPBEStringEncryptor encryptor(Question question) {
        StandardPBEStringEncryptor encryptor = new StandardPBEStringEncryptor();
        encryptor.setAlgorithm(question.algorithm);
        encryptor.setPassword(question.password);
        encryptor.setKeyObtentionIterations(question.iterations);
        encryptor.setSaltGenerator(salt(question.salt));
        encryptor.setIvGenerator(iv(question.iv));
        encryptor.setStringOutputType(question.output);
        return encryptor;
    }

    /** {@code random}, {@code zero}, or {@code fixed:} and a text. */
    private static SaltGenerator salt(String salt) {
        if (salt.startsWith(FIXED)) {
            return new StringFixedSaltGenerator(salt.substring(FIXED.length()));
        }
        return salt.equals("zero") ? new ZeroSaltGenerator() : new RandomSaltGenerator();
    }

    /** {@code none}, {@code random}, or {@code fixed:} and a text. */
    private static IvGenerator iv(String iv) {
        if (iv.startsWith(FIXED)) {
            return new StringFixedIvGenerator(iv.substring(FIXED.length()));
        }
        return iv.equals("none") ? new NoIvGenerator() : new RandomIvGenerator();
    }
}
