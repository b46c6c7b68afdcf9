package com.cloud.utils.component;

import busboot.oracle.Recorder;
import java.util.HashMap;
import java.util.Map;

/** Stands in for the server's class of this name: what its setters are given is recorded. */
public class ComponentLifecycleBase implements ComponentLifecycle {
    @Override
    public String getName() {
        return getClass().getSimpleName();
    }

    @Override
    public void setName(String name) {
        Recorder.set("name", name);
    }

    @Override
    public void setConfigParams(Map<String, Object> params) {
        Recorder.set("configParams", params);
    }

    @Override
    public Map<String, Object> getConfigParams() {
        return new HashMap<>();
    }

    @Override
    public int getRunLevel() {
        return 0;
    }

    @Override
    public void setRunLevel(int level) {
        Recorder.set("runLevel", level);
    }

    public boolean configure(String name, Map<String, Object> params) {
        return true;
    }

    public boolean start() {
        return true;
    }

    public boolean stop() {
        return true;
    }
}
