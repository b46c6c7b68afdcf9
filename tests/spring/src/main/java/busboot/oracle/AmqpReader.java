package busboot.oracle;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A receiver of events that shares no code with busboot: the Java AMQP client that CloudStack uses, as user guest.
 *
 * <p>{@code <port> declare <exchange> <queue> <binding>} makes a durable queue and binds it to a durable topic
 * exchange; {@code declare-full} makes one that takes a single message and refuses the rest. {@code <port> drain <queue>} prints every message that waits in it, as a line of JSON, in order.
 */
public final class AmqpReader {
    private AmqpReader() {}

    public static void main(String[] arguments) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(Integer.parseInt(arguments[0]));
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            if (arguments[1].startsWith("declare")) {
                boolean full = arguments[1].equals("declare-full");
                Map<String, Object> small = Map.of("x-max-length", 1, "x-overflow", "reject-publish");
                channel.exchangeDeclare(arguments[2], "topic", true);
                channel.queueDeclare(arguments[3], true, false, false, full ? small : null);
                channel.queueBind(arguments[3], arguments[2], arguments[4]);
            } else {
                drain(channel, arguments[2]);
            }
        }
    }

    private static void drain(Channel channel, String queue) throws IOException {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Gson gson = new Gson();
        for (GetResponse message = channel.basicGet(queue, true); message != null; message = channel.basicGet(queue, true)) {
            AMQP.BasicProperties properties = message.getProps();
            JsonObject line = new JsonObject();
            line.addProperty("key", message.getEnvelope().getRoutingKey());
            line.addProperty("body", new String(message.getBody(), StandardCharsets.UTF_8));
            line.addProperty("contentType", properties.getContentType());
            line.addProperty("deliveryMode", properties.getDeliveryMode());
            line.addProperty("priority", properties.getPriority());
            line.addProperty("messageId", properties.getMessageId());
            out.println(gson.toJson(line));
        }
        out.flush();
    }
}
