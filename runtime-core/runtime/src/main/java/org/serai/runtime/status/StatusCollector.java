package org.serai.runtime.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.serai.device.Device;
import org.serai.runtime.command.Instance;
import org.serai.status.StatusSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what all parts report. Thread-safe. */
@Component(service = StatusCollector.class)
public final class StatusCollector {
    private static final Logger LOG = LoggerFactory.getLogger(StatusCollector.class);
    private static final List<String> FIRST =
            List.of("bundles", "components", "configuration", "models", "aliases", "queue", "routes");

    private final Instance instance;
    private final Supplier<String> launcherWarnings;
    private final List<StatusSource> sources = new CopyOnWriteArrayList<>();
    private final List<Device> devices = new CopyOnWriteArrayList<>();

    @Activate
    public StatusCollector(BundleContext context, @Reference(name = "instance") Instance instance) {
        this(instance, () -> {
            String warnings = context.getProperty("serai.warnings");
            return warnings == null ? "" : warnings;
        });
    }

    /** @param launcherWarnings what the launcher found at the start, a line each */
    StatusCollector(Instance instance, Supplier<String> launcherWarnings) {
        this.instance = instance;
        this.launcherWarnings = launcherWarnings;
    }

    /** A source came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(StatusSource source) {
        sources.add(source);
    }

    /** A source went. */
    void removeSource(StatusSource source) {
        sources.remove(source);
    }

    /** A device came. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDevice(Device device) {
        devices.add(device);
    }

    /** A device went. */
    void removeDevice(Device device) {
        devices.remove(device);
    }

    StatusReport report() {
        Map<String, List<StatusSource.Row>> sections = new LinkedHashMap<>();
        sources.stream().sorted(order()).forEach(source -> sections.computeIfAbsent(
                        source.section(), key -> new ArrayList<>())
                .addAll(rows(source)));
        return new StatusReport(instance.home().toString(), JvmStatus.now(), warnings(), sections);
    }

    private static Comparator<StatusSource> order() {
        return Comparator.<StatusSource>comparingInt(source -> {
                    int place = FIRST.indexOf(source.section());
                    return place < 0 ? FIRST.size() : place;
                })
                .thenComparing(StatusSource::section);
    }

    /** A source that fails is a finding of its own, and hides none of the others. */
    private static List<StatusSource.Row> rows(StatusSource source) {
        try {
            return source.rows();
        } catch (RuntimeException e) {
            LOG.error("The section {} of the status failed", source.section(), e);
            return List.of(new StatusSource.Row(
                    source.getClass().getSimpleName(),
                    "failed",
                    "it cannot report: " + e + "; the log has the details",
                    false));
        }
    }

    private List<String> warnings() {
        Stream<String> fromDevices = devices.stream()
                .map(Device::info)
                .filter(info -> !info.warning().isEmpty())
                .map(info -> "device " + info.name() + ": " + info.warning());
        return Stream.concat(launcherWarnings.get().lines().filter(line -> !line.isBlank()), fromDevices)
                .toList();
    }
}
