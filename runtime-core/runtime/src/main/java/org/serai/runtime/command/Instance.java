package org.serai.runtime.command;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.error.SeraiException;
import org.serai.status.InstanceInfo;

/** What this process is: a running instance, or a process that runs one command beside it. Immutable. */
@Component(service = {Instance.class, InstanceInfo.class})
public final class Instance implements InstanceInfo {
    /** Framework property: {@code instance} or {@code command}. */
    public static final String MODE = "serai.mode";

    /** Framework property: the folder with {@code etc}, {@code routes}, {@code models} and {@code data}. */
    public static final String HOME = "serai.home";

    private final Path home;
    private final boolean running;

    @Activate
    public Instance(BundleContext context) {
        this(Path.of(property(context, HOME)), property(context, MODE).equals("instance"));
    }

    /**
     * @param home the home folder
     * @param running true for an instance, false for a process that runs one command
     */
    public Instance(Path home, boolean running) {
        this.home = home.toAbsolutePath().normalize();
        this.running = running;
    }

    @Override
    public Path home() {
        return home;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new SeraiException(
                    CommandErrors.MISSING_PROPERTY,
                    "The framework property " + name + " is not set; start Serai with bin/serai, which sets it");
        }
        return value;
    }
}
