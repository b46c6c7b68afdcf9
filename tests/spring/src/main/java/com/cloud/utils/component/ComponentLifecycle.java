package com.cloud.utils.component;

import java.util.Map;

/** Stands in for the server's interface of this name. */
public interface ComponentLifecycle {
    String getName();

    void setName(String name);

    void setConfigParams(Map<String, Object> params);

    Map<String, Object> getConfigParams();

    int getRunLevel();

    void setRunLevel(int level);
}
