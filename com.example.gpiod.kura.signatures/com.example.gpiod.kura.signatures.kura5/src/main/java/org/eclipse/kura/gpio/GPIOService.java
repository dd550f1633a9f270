package org.eclipse.kura.gpio;

import org.osgi.annotation.versioning.ProviderType;

import java.util.Map;

@ProviderType
public interface GPIOService {
    KuraGPIOPin getPinByName(String pinName);

    KuraGPIOPin getPinByName(
            String pinName,
            KuraGPIODirection direction,
            KuraGPIOMode mode,
            KuraGPIOTrigger trigger);

    KuraGPIOPin getPinByTerminal(int terminal);

    KuraGPIOPin getPinByTerminal(
            int terminal, KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger);

    Map<Integer, String> getAvailablePins();
}
