package org.serai.connector.file;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.serai.error.ErrorCode;

/** Counts with Micrometer, where there is a registry. */
@Component(service = LetterMeters.class)
public final class MicrometerLetterMeters implements LetterMeters {
    private final MeterRegistry registry;

    @Activate
    public MicrometerLetterMeters(@Reference MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void deadLetter(String source, String route, ErrorCode reason) {
        Counter.builder("serai.dead.letters")
                .description("Pieces of work that were given up")
                .tag("source", source)
                .tag("route", route)
                .tag("reason", reason.toString())
                .tag("category", reason.category().name())
                .register(registry)
                .increment();
    }
}
