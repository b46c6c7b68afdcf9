package com.bwsw.cloudstack.event.bus;

import busboot.oracle.Recorder;
import org.apache.cloudstack.framework.events.EventBus;

/** Stands in for the third party's class of this name. */
public class HybridEventBus implements EventBus {
    private String name;

    @Override
    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
        Recorder.set("name", name);
    }

    public void setInternalEventBus(EventBus bus) {
        Recorder.set("internalEventBus", bus);
    }

    public void setExternalEventBus(EventBus bus) {
        Recorder.set("externalEventBus", bus);
    }
}
