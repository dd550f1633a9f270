package org.eclipse.kura.gpio;

import java.util.Map;

public class KuraGPIODescription {
    public static final String DISPLAY_NAME_PROPERTY = "display.name";

    private final Map<String, String> properties;

    public KuraGPIODescription(Map<String, String> properties) {
        if (!properties.containsKey(DISPLAY_NAME_PROPERTY)) {
            throw new IllegalArgumentException("no " + DISPLAY_NAME_PROPERTY);
        }
        this.properties = Map.copyOf(properties);
    }

    public Map<String, String> getProperties() {
        return properties;
    }

    public String getDisplayName() {
        return properties.get(DISPLAY_NAME_PROPERTY);
    }
}
