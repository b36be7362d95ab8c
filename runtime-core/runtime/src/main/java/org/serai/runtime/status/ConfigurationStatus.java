package org.serai.runtime.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.serai.settings.Nearest;
import org.serai.status.InstanceInfo;
import org.serai.status.StatusSource;

/**
 * The section {@code configuration}: files that cannot be read, and configurations that nobody takes, which is mostly a
 * file with a wrong name.
 */
@Component
public final class ConfigurationStatus implements StatusSource {
    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final ServiceComponentRuntime components;
    private final InstanceInfo instance;

    @Activate
    public ConfigurationStatus(
            BundleContext context,
            @Reference(name = "admin") ConfigurationAdmin admin,
            @Reference(name = "components") ServiceComponentRuntime components,
            @Reference(name = "instance") InstanceInfo instance) {
        this.context = context;
        this.admin = admin;
        this.components = components;
        this.instance = instance;
    }

    @Override
    public String section() {
        return "configuration";
    }

    @Override
    public List<Row> rows() {
        Set<String> taken = takenPids();
        Set<String> heard = pids(ConfigurationListener.class);
        List<Row> rows =
                new ArrayList<>(ConfigurationFiles.unreadable(instance.home().resolve("etc")));
        for (Configuration configuration : configurations()) {
            String factory = configuration.getFactoryPid();
            String wanted = factory == null ? configuration.getPid() : factory;
            rows.add(
                    taken.contains(wanted) || heard.contains(beforeName(wanted))
                            ? new Row(configuration.getPid(), "used", "", true)
                            : new Row(
                                    configuration.getPid(),
                                    "unused",
                                    "nothing that is installed takes the configuration " + wanted
                                            + hint(wanted, taken, heard),
                                    false));
        }
        return rows;
    }

    private Set<String> takenPids() {
        Set<String> pids = new TreeSet<>();
        components.getComponentDescriptionDTOs().forEach(component -> pids.addAll(List.of(component.configurationPid)));
        pids.addAll(pids(ManagedService.class));
        pids.addAll(pids(ManagedServiceFactory.class));
        return pids;
    }

    /** A listener that names a PID takes every configuration of that PID with {@code ~} and a name behind it. */
    private static String beforeName(String pid) {
        int end = pid.indexOf('~');
        return end < 0 ? pid : pid.substring(0, end);
    }

    private static String hint(String wanted, Set<String> taken, Set<String> heard) {
        Set<String> known = new TreeSet<>(taken);
        known.addAll(heard);
        return Nearest.hint(beforeName(wanted), known);
    }

    private Set<String> pids(Class<?> type) {
        Set<String> pids = new TreeSet<>();
        for (ServiceReference<?> reference : references(type)) {
            switch (reference.getProperty(Constants.SERVICE_PID)) {
                case String pid -> pids.add(pid);
                case String[] several -> pids.addAll(List.of(several));
                case null, default -> {
                    // a service without a PID takes no configuration
                }
            }
        }
        return pids;
    }

    private Configuration[] configurations() {
        try {
            Configuration[] all = admin.listConfigurations(null);
            return all == null ? new Configuration[0] : all;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Configurations cannot be listed", e);
        }
    }

    private ServiceReference<?>[] references(Class<?> type) {
        try {
            ServiceReference<?>[] all = context.getAllServiceReferences(type.getName(), null);
            return all == null ? new ServiceReference<?>[0] : all;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("Services cannot be listed", e);
        }
    }
}
