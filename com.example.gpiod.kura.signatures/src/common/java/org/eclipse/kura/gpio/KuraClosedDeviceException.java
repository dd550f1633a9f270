package org.eclipse.kura.gpio;

import org.eclipse.kura.KuraException;

public class KuraClosedDeviceException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraClosedDeviceException(Object argument) {
        this(null, argument);
    }

    public KuraClosedDeviceException(Throwable cause, Object argument) {
        super(cause, "Device " + argument + " is closed.");
    }
}
