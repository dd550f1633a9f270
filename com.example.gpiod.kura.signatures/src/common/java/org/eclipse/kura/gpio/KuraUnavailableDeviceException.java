package org.eclipse.kura.gpio;

import org.eclipse.kura.KuraException;

public class KuraUnavailableDeviceException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraUnavailableDeviceException(Object argument) {
        this(null, argument);
    }

    public KuraUnavailableDeviceException(Throwable cause, Object argument) {
        super(cause, "Device " + argument + " is unavailable.");
    }
}
