package org.apache.cloudstack.mom.kafka;

import com.cloud.utils.component.ManagerBase;
import org.apache.cloudstack.framework.events.EventBus;

/** Stands in for the server's class of this name. */
public class KafkaEventBus extends ManagerBase implements EventBus {}
