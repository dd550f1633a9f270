package org.eclipse.kura.gpio;

import org.eclipse.kura.KuraException;

public class KuraUnavailableDeviceException extends KuraException {
    private static final long serialVersionUID = 1L;

    public KuraUnavailableDeviceException(Object argument) {
        super(null, argument);
    }

    public KuraUnavailableDeviceException(Throwable cause, Object argument) {
        super(cause, argument);
    }
}
