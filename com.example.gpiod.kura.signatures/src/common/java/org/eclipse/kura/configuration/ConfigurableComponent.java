package org.eclipse.kura.configuration;

import org.osgi.annotation.versioning.ConsumerType;

@ConsumerType
public interface ConfigurableComponent {}
