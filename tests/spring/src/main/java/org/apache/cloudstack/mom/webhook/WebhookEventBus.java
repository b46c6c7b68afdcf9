package org.apache.cloudstack.mom.webhook;

import com.cloud.utils.component.ManagerBase;
import org.apache.cloudstack.framework.events.EventBus;

/** Stands in for the server's class of this name. */
public class WebhookEventBus extends ManagerBase implements EventBus {}
