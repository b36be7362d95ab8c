package org.serai.runtime.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.serai.settings.SettingsReader;

/**
 * The configuration {@code org.serai.ledger}; {@code docs/ledger.md} lists the keys.
 *
 * @param enabled false where nothing is remembered
 * @param database where entries are kept
 * @param lease how long a claim holds that is not renewed
 * @param keep how long answers are kept
 * @param keepBytes how much of them is kept
 * @param computeWhenUnavailable true to do work anew while the database cannot be used; false to let it wait
 */
record LedgerSettings(
        boolean enabled,
        DatabaseSettings database,
        Duration lease,
        Duration keep,
        long keepBytes,
        boolean computeWhenUnavailable) {
    static final Duration DEFAULT_LEASE = Duration.ofSeconds(60);
    static final int DEFAULT_KEEP_DAYS = 30;
    static final int DEFAULT_KEEP_MEGABYTES = 1_024;

    /** @throws SeraiException that names every problem */
    static LedgerSettings parse(Map<String, ?> configuration, Path home, UnaryOperator<@Nullable String> environment) {
        SettingsReader reader = new SettingsReader(configuration);
        LedgerSettings settings = read(reader, home, environment);
        List<String> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SeraiException(
                    LedgerErrors.BAD_CONFIGURATION,
                    "The configuration of the ledger is wrong: " + String.join("; ", problems)
                            + ". Correct etc/org.serai.ledger.cfg");
        }
        return settings;
    }

    /** Asks for every key; the reader gathers what is wrong. */
    static LedgerSettings read(SettingsReader reader, Path home, UnaryOperator<@Nullable String> environment) {
        return new LedgerSettings(
                reader.flag("enabled", true),
                DatabaseSettings.read(reader, home, environment),
                Duration.ofSeconds(reader.integer("leaseSeconds", 3, 86_400, (int) DEFAULT_LEASE.toSeconds())),
                Duration.ofDays(reader.integer("keepDays", 1, 36_500, DEFAULT_KEEP_DAYS)),
                reader.integer("keepMegabytes", 1, Integer.MAX_VALUE, DEFAULT_KEEP_MEGABYTES) * 1_000_000L,
                reader.choice("whenUnavailable", List.of("wait", "compute")).equals("compute"));
    }
}
