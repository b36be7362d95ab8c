package org.serai.connector.rest.security;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.connector.rest.http.Role;
import org.serai.error.SeraiException;
import org.serai.status.InstanceInfo;

/** The API keys of a home. A change by any process counts at once. Thread-safe. */
@Component(service = ApiKeys.class)
public final class ApiKeys {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final KeyFile file;
    private final Clock clock;
    private Loaded loaded = new Loaded(FileStamp.NONE, List.of());

    private record Loaded(FileStamp stamp, List<ApiKey> keys) {}

    /**
     * A key without its secret.
     *
     * @param name how people call it
     * @param role what it allows
     * @param created when it was made
     */
    public record Entry(String name, Role role, Instant created) {}

    @Activate
    public ApiKeys(@Reference(name = "instance") InstanceInfo instance) {
        this(instance.home(), Clock.systemUTC());
    }

    public ApiKeys(Path home, Clock clock) {
        this.file = new KeyFile(home);
        this.clock = clock;
    }

    /** Who sends this secret. */
    public Optional<Caller> find(String secret) {
        // every key is compared, so that the time tells nothing about the order of the keys
        Caller found = null;
        for (ApiKey key : keys()) {
            if (key.matches(secret)) {
                found = new Caller(key.name(), key.role());
            }
        }
        return Optional.ofNullable(found);
    }

    public List<Entry> list() {
        return keys().stream()
                .map(key -> new Entry(key.name(), key.role(), key.created()))
                .toList();
    }

    /**
     * Makes a key.
     *
     * @return the secret, which cannot be had again
     */
    public String create(String name, Role role) {
        if (!NAME.matcher(name).matches()) {
            throw new SeraiException(
                    RestErrors.BAD_KEY_NAME,
                    "'" + name + "' cannot be the name of a key: it has 1 to 64 letters, digits, '.', '_' and '-',"
                            + " and begins with a letter or digit.");
        }
        String secret = ApiKey.newSecret();
        file.change(keys -> {
            if (keys.stream().anyMatch(key -> key.name().equals(name))) {
                throw new SeraiException(
                        RestErrors.KEY_EXISTS,
                        "There is a key '" + name + "' already: choose another name, or take that one away first with"
                                + " `serai key revoke " + name + "`.");
            }
            List<ApiKey> more = new ArrayList<>(keys);
            more.add(ApiKey.of(name, role, clock.instant(), secret));
            return more;
        });
        return secret;
    }

    /** Takes a key away: requests that come with it from now on are refused. */
    public void revoke(String name) {
        file.change(keys -> {
            List<ApiKey> rest =
                    keys.stream().filter(key -> !key.name().equals(name)).toList();
            if (rest.size() == keys.size()) {
                throw new SeraiException(
                        RestErrors.UNKNOWN_KEY, "There is no key '" + name + "'; `serai key list` lists them.");
            }
            return rest;
        });
    }

    private synchronized List<ApiKey> keys() {
        FileStamp stamp = FileStamp.of(file.path());
        if (!stamp.equals(loaded.stamp())) {
            loaded = new Loaded(stamp, file.read());
        }
        return loaded.keys();
    }
}
