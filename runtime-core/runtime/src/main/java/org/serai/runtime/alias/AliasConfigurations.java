package org.serai.runtime.alias;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the aliases as Configuration Admin has them. The PID {@code org.serai.alias~NAME} makes an alias, whether it is
 * the PID of a factory configuration or, as fileinstall makes it of such a file name, one of its own; that is why this
 * listens for configurations and is no managed service factory.
 */
@Component(
        service = {},
        immediate = true)
public final class AliasConfigurations {
    private static final String ALL = "(|(service.pid=" + AliasManager.PID + "~*)(service.pid=" + AliasManager.PID
            + ")(service.factoryPid=" + AliasManager.PID + "))";

    private final ConfigurationAdmin admin;
    private final AliasManager aliases;
    private final ServiceRegistration<ConfigurationListener> registration;
    private final Map<String, Long> changes = new HashMap<>();

    @Activate
    public AliasConfigurations(
            BundleContext context,
            @Reference(name = "admin") ConfigurationAdmin admin,
            @Reference(name = "aliases") AliasManager aliases) {
        this.admin = admin;
        this.aliases = aliases;
        // Listening begins before the first look, so that nothing falls between the two.
        registration = context.registerService(
                ConfigurationListener.class,
                this::hear,
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, AliasManager.PID)));
        synchronise();
    }

    @Deactivate
    void close() {
        registration.unregister();
    }

    private void hear(ConfigurationEvent event) {
        if (event.getPid().startsWith(AliasManager.PID)) {
            synchronise();
        }
    }

    private synchronized void synchronise() {
        Set<String> gone = new HashSet<>(changes.keySet());
        for (Configuration configuration : configurations()) {
            String pid = configuration.getPid();
            gone.remove(pid);
            long change = configuration.getChangeCount();
            Long known = changes.put(pid, change);
            if (known == null || known != change) {
                aliases.configure(pid, values(configuration));
            }
        }
        for (String pid : gone) {
            changes.remove(pid);
            aliases.remove(pid);
        }
    }

    private Configuration[] configurations() {
        try {
            Configuration[] found = admin.listConfigurations(ALL);
            return found == null ? new Configuration[0] : found;
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("The configurations of aliases cannot be listed", e);
        }
    }

    private static Map<String, Object> values(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Map<String, Object> values = new HashMap<>();
        Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
        return values;
    }
}
