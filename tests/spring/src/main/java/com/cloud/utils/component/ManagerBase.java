package com.cloud.utils.component;

/** Stands in for the server's class of this name. */
public class ManagerBase extends ComponentLifecycleBase {}
