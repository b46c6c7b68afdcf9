package com.cloud.utils.component;

import busboot.oracle.Recorder;
import java.util.HashMap;
import java.util.Map;

/** Stands in for the server's class of this name: what its setters are given is recorded. */
public class ComponentLifecycleBase implements ComponentLifecycle {
    private String name = getClass().getSimpleName();
    private int runLevel = 5;
    private Map<String, Object> configParams = new HashMap<>();

    @Override
    public String getName() {
        return name;
    }

    @Override
    public void setName(String name) {
        this.name = name;
        Recorder.set("name", name);
    }

    @Override
    public void setConfigParams(Map<String, Object> params) {
        configParams = params;
        Recorder.set("configParams", params);
    }

    @Override
    public Map<String, Object> getConfigParams() {
        return configParams;
    }

    @Override
    public int getRunLevel() {
        return runLevel;
    }

    @Override
    public void setRunLevel(int level) {
        runLevel = level;
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
