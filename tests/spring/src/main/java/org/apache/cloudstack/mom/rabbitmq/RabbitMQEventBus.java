package org.apache.cloudstack.mom.rabbitmq;

import busboot.oracle.Recorder;
import com.cloud.utils.component.ManagerBase;
import org.apache.cloudstack.framework.events.EventBus;

/** Stands in for the server's class of this name; all of its own setters are static there too. */
public class RabbitMQEventBus extends ManagerBase implements EventBus {
    public static void setServer(String amqpHost) {
        Recorder.set("server", amqpHost);
    }

    public static void setPort(Integer port) {
        Recorder.set("port", port);
    }

    public static void setUsername(String username) {
        Recorder.set("username", username);
    }

    public static void setPassword(String password) {
        Recorder.set("password", password);
    }

    public static void setExchange(String exchange) {
        Recorder.set("exchange", exchange);
    }

    public static void setVirtualHost(String virtualHost) {
        Recorder.set("virtualHost", virtualHost);
    }

    public static void setUseSsl(String useSsl) {
        Recorder.set("useSsl", useSsl);
    }

    public static void setSecureProtocol(String protocol) {
        Recorder.set("secureProtocol", protocol);
    }

    public static void setRetryInterval(Integer retryInterval) {
        Recorder.set("retryInterval", retryInterval);
    }
}
