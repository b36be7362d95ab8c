package org.serai.device.opencl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.serai.device.opencl.driver.DeviceKind;
import org.serai.device.opencl.driver.Hardware;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;

/**
 * Which device to use, and how much of it.
 *
 * @param kinds that may be used
 * @param name a part of the name of the device or of its platform; may be empty
 * @param memoryPercent hundredths of its memory that models may take
 */
record Settings(Set<DeviceKind> kinds, String name, int memoryPercent) {
    static Settings parse(OpenClConfiguration configuration) {
        return parse(configuration.kinds(), configuration.device(), configuration.memory_percent());
    }

    static Settings parse(String kinds, String name, int memoryPercent) {
        if (memoryPercent < 1 || memoryPercent > 100) {
            throw wrong("memory.percent = " + memoryPercent + " is not between 1 and 100");
        }
        Set<DeviceKind> parsed = Arrays.stream(kinds.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(Settings::kind)
                .collect(Collectors.toUnmodifiableSet());
        if (parsed.isEmpty()) {
            throw wrong("kinds is empty, so that no device could ever be used: name one of " + words());
        }
        return new Settings(parsed, name.strip(), memoryPercent);
    }

    /** These settings, but for what is given. */
    Settings with(@Nullable String newKinds, @Nullable String newName) {
        String allKinds = kinds.stream().map(DeviceKind::word).collect(Collectors.joining(","));
        return parse(newKinds == null ? allKinds : newKinds, newName == null ? name : newName, memoryPercent);
    }

    private static DeviceKind kind(String word) {
        return DeviceKind.ofWord(word).orElseThrow(() -> wrong("kinds = " + word + " is not one of " + words()));
    }

    private static String words() {
        return Arrays.stream(DeviceKind.values()).map(DeviceKind::word).collect(Collectors.joining(", "));
    }

    private static SeraiException wrong(String complaint) {
        return new SeraiException(OpenClErrors.CONFIGURATION, complaint + ", in org.serai.device.opencl");
    }

    /** True where a device is one of those that these settings ask for. */
    boolean wants(Hardware hardware) {
        return kinds.contains(hardware.kind()) && (has(hardware.name()) || has(hardware.platform()));
    }

    private boolean has(String text) {
        return text.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        String wanted = kinds.stream().map(DeviceKind::word).sorted().collect(Collectors.joining(", "));
        return "kinds = " + wanted + (name.isEmpty() ? "" : ", device = " + name);
    }
}
