package org.serai.runtime.alias;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The aliases as they are configured, and those that finish their work before they go. Thread-safe. */
final class AliasTable {
    private static final Logger LOG = LoggerFactory.getLogger(AliasTable.class);

    private final Map<String, Alias> aliases;
    private final Set<Alias> leaving = ConcurrentHashMap.newKeySet();
    private final Function<String, Alias> maker;
    private final LocalAliases locals;
    private final Function<String, Path> files;
    private final boolean loads;
    private final Runnable changed;

    /**
     * @param aliases by name; nobody else changes it, but for {@code locals}
     * @param maker makes an alias of a name
     * @param locals finds who works on what must stay on this machine
     * @param files says where the configuration of a PID stands
     * @param loads false in a process that loads no models
     * @param changed is told when an alias goes
     */
    AliasTable(
            Map<String, Alias> aliases,
            Function<String, Alias> maker,
            LocalAliases locals,
            Function<String, Path> files,
            boolean loads,
            Runnable changed) {
        this.aliases = aliases;
        this.maker = maker;
        this.locals = locals;
        this.files = files;
        this.loads = loads;
        this.changed = changed;
    }

    /** All that are configured, by name. */
    Collection<Alias> all() {
        return aliases.values();
    }

    Optional<Alias> get(String name) {
        return Optional.ofNullable(aliases.get(name));
    }

    /** @throws SeraiException of category NOT_FOUND where there is none of that name */
    Alias find(String name) {
        return get(name).orElseThrow(() -> unknown(name));
    }

    /**
     * Who works on requests to an alias that may be done in some places only.
     *
     * @throws SeraiException where nobody may
     */
    Alias worker(Alias asked, Residency residency) {
        return locals.worker(asked, residency);
    }

    /** Does something to every alias, also to those that are about to go. */
    void each(Consumer<Alias> action) {
        aliases.values().forEach(action);
        leaving.forEach(action);
        leaving.removeIf(Alias::isGone);
    }

    /** Takes a new or changed configuration; one that is wrong makes an alias that is failed and says why. */
    void configure(String pid, Map<String, ?> values) {
        String name = aliasName(pid);
        Alias alias = aliases.computeIfAbsent(name, maker);
        try {
            if (!pid.startsWith(AliasManager.PID + "~")) {
                throw new SeraiException(
                        AliasErrors.BAD_CONFIGURATION,
                        "The configuration " + pid + " has no alias name; name the file etc/" + AliasManager.PID
                                + "~NAME.cfg");
            }
            AliasSettings settings = AliasSettingsParser.parse(name, values);
            if (!loads) {
                throw new SeraiException(
                        AliasErrors.NOT_LOADED, "This process runs a single command and loads no models");
            }
            Goal goal = new Goal(settings, AliasContent.of(values, files.apply(pid)));
            alias.configure(goal);
            locals.configure(name, goal);
        } catch (SeraiException e) {
            if (loads) {
                LOG.warn("{}", e.getMessage());
                alias.misconfigure(e);
            } else {
                alias.refuse(e);
            }
        }
    }

    /** Forgets a configuration: its alias finishes what it has, and goes. */
    void remove(String pid) {
        String name = aliasName(pid);
        Alias alias = aliases.get(name);
        if (alias != null) {
            leaving.removeIf(Alias::isGone);
            leaving.add(alias); // first, so that an engine that goes at this moment reaches it
            aliases.remove(name);
            alias.remove();
            locals.nameOf(alias).ifPresent(twin -> remove(AliasManager.PID + "~" + twin));
            changed.run();
        }
    }

    private static String aliasName(String pid) {
        return pid.startsWith(AliasManager.PID + "~") ? pid.substring(AliasManager.PID.length() + 1) : pid;
    }

    SeraiException unknown(String name) {
        return new SeraiException(
                AliasErrors.UNKNOWN_ALIAS,
                "There is no alias '" + name + "'" + Nearest.hint(name, aliases.keySet())
                        + (aliases.isEmpty()
                                ? "; none is configured"
                                : "; there are " + String.join(", ", aliases.keySet()))
                        + ". An alias is a file etc/" + AliasManager.PID + "~NAME.cfg");
    }
}
