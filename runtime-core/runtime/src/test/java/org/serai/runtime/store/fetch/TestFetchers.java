package org.serai.runtime.store.fetch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Fetchers for tests of the store. */
public final class TestFetchers {
    private TestFetchers() {}

    /** A fetcher that takes this hub for the real one, never waits, and finds no pip. */
    public static Fetcher of(FakeHub hub) {
        DiskSpace space = new DiskSpace();
        HttpOpener opener = new HttpOpener(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                InstantSource.system(),
                () -> ProxySettings.of(name -> ""));
        return new Fetcher(
                () -> new HubSettings(hub.endpoint(), Optional.empty()),
                new HttpDownload(opener, space, pause -> {}),
                new PipDownload(new PipCommand(List.of()), space),
                new FileCopy(space));
    }
}
