package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Brings a file from wherever it is. Thread-safe. */
public final class Fetcher {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final Supplier<HubSettings> hub;
    private final HttpDownload http;
    private final PipDownload pip;
    private final FileCopy copy;

    /** @param hub asked for when a source needs it, so that a wrong setting disturbs nothing else */
    Fetcher(Supplier<HubSettings> hub, HttpDownload http, PipDownload pip, FileCopy copy) {
        this.hub = hub;
        this.http = http;
        this.pip = pip;
        this.copy = copy;
    }

    /** A fetcher that takes its settings from environment variables. */
    public static Fetcher of(UnaryOperator<String> environment) {
        DiskSpace space = new DiskSpace();
        HttpOpener opener = new HttpOpener(
                CONNECT_TIMEOUT, READ_TIMEOUT, InstantSource.system(), () -> ProxySettings.of(environment));
        return new Fetcher(
                () -> HubSettings.of(environment),
                new HttpDownload(opener, space, Thread::sleep),
                new PipDownload(PipCommand.of(environment), space),
                new FileCopy(space));
    }

    /**
     * Fetches one file.
     *
     * @param bytes its length, where it is known
     * @param base what the path of a local file is relative to
     * @return the digest that the source announces, where it does
     */
    public Optional<String> fetch(
            ModelSource source, PartialFile target, OptionalLong bytes, Path base, Progress progress)
            throws IOException, InterruptedException {
        return switch (source) {
            case ModelSource.Hub file -> {
                HubSettings settings = hub.get();
                yield http.fetch(settings.resolve(file), settings.token(), target, progress);
            }
            case ModelSource.Web file -> http.fetch(file.uri(), Optional.empty(), target, progress);
            case ModelSource.LocalFile file -> {
                Path path = base.resolve(file.path());
                if (file.link()) {
                    copy.link(path, target);
                } else {
                    copy.fetch(path, target, progress);
                }
                yield Optional.empty();
            }
            case ModelSource.Pip wheels -> {
                pip.fetch(wheels, target, bytes, progress);
                yield Optional.empty();
            }
        };
    }
}
