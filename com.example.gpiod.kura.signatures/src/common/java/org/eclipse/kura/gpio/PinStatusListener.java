package org.eclipse.kura.gpio;

import org.osgi.annotation.versioning.ConsumerType;

@ConsumerType
public interface PinStatusListener {
    void pinStatusChange(boolean value);
}
