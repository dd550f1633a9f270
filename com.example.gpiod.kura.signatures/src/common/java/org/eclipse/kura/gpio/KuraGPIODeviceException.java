package org.eclipse.kura.gpio;

import org.eclipse.kura.KuraException;

public class KuraGPIODeviceException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraGPIODeviceException(Object argument) {
        this(null, argument);
    }

    public KuraGPIODeviceException(Throwable cause, Object argument) {
        super(cause, "Device " + argument + ": error.");
    }
}
