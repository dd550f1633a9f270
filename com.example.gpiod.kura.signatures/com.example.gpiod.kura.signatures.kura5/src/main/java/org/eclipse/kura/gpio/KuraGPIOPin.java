package org.eclipse.kura.gpio;

import org.osgi.annotation.versioning.ProviderType;

import java.io.IOException;

@ProviderType
public interface KuraGPIOPin {
    void setValue(boolean active)
            throws KuraUnavailableDeviceException, KuraClosedDeviceException, IOException;

    boolean getValue()
            throws KuraUnavailableDeviceException, KuraClosedDeviceException, IOException;

    void addPinStatusListener(PinStatusListener listener)
            throws KuraClosedDeviceException, IOException;

    void removePinStatusListener(PinStatusListener listener)
            throws KuraClosedDeviceException, IOException;

    void open() throws KuraGPIODeviceException, KuraUnavailableDeviceException, IOException;

    void close() throws IOException;

    KuraGPIODirection getDirection();

    KuraGPIOMode getMode();

    KuraGPIOTrigger getTrigger();

    String getName();

    int getIndex();

    boolean isOpen();
}
