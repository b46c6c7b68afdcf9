package org.apache.cloudstack.framework.events;

/** Stands in for the server's interface of this name. */
public interface EventBus {
    String getName();
}
