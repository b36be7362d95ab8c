package org.serai.runtime.alias;

import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Keeps the aliases as Configuration Admin has them: each factory configuration {@code org.serai.alias~NAME} makes one. A
 * configuration without a name makes one that is failed and says so.
 */
@Component(
        service = {ManagedServiceFactory.class, ManagedService.class},
        immediate = true,
        property = Constants.SERVICE_PID + "=" + AliasManager.PID)
public final class AliasConfigurations implements ManagedServiceFactory, ManagedService {
    private final AliasManager aliases;

    @Activate
    public AliasConfigurations(@Reference(name = "aliases") AliasManager aliases) {
        this.aliases = aliases;
    }

    @Override
    public String getName() {
        return "Aliases";
    }

    @Override
    public void updated(String pid, Dictionary<String, ?> properties) {
        aliases.configure(pid, values(properties));
    }

    @Override
    public void deleted(String pid) {
        aliases.remove(pid);
    }

    @Override
    public void updated(@Nullable Dictionary<String, ?> properties) {
        if (properties == null) {
            aliases.remove(AliasManager.PID);
        } else {
            aliases.configure(AliasManager.PID, values(properties));
        }
    }

    private static Map<String, Object> values(Dictionary<String, ?> properties) {
        Map<String, Object> values = new HashMap<>();
        Collections.list(properties.keys()).forEach(key -> values.put(key, properties.get(key)));
        return values;
    }
}
