package org.apache.cloudstack.mom.inmemory;

import com.cloud.utils.component.ManagerBase;
import org.apache.cloudstack.framework.events.EventBus;

/** Stands in for the server's class of this name. */
public class InMemoryEventBus extends ManagerBase implements EventBus {}
