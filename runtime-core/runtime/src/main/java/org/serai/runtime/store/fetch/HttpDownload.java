package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/**
 * Fetches a file from a web server. A transfer that breaks off goes on where it was (RFC 9110, Range with If-Range), in
 * this process or in a later one; a server that cannot be reached at all fails at once.
 */
public final class HttpDownload {
    private static final int MAX_FAILURES = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
    private static final int BUFFER_BYTES = 1 << 17;

    private final HttpOpener opener;
    private final DiskSpace space;
    private final Pauses pauses;

    /** Waits. */
    @FunctionalInterface
    interface Pauses {
        void pause(Duration duration) throws InterruptedException;
    }

    /** A failure after which another attempt makes sense. */
    private static final class BreakOff extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SeraiException failure;
        private final @Nullable Duration wanted;

        BreakOff(SeraiException failure, @Nullable Duration wanted) {
            super(failure);
            this.failure = failure;
            this.wanted = wanted;
        }
    }

    HttpDownload(HttpOpener opener, DiskSpace space, Pauses pauses) {
        this.opener = opener;
        this.space = space;
        this.pauses = pauses;
    }

    /**
     * Fetches the whole file.
     *
     * @param token sent to the server of {@code uri}, and to no other that it redirects to
     * @return the digest that the server announces, where it does
     */
    Optional<String> fetch(URI uri, Optional<String> token, PartialFile target, Progress progress)
            throws IOException, InterruptedException {
        int failures = 0;
        boolean reached = false;
        while (true) {
            long before = target.length();
            try {
                return attempt(uri, token, target, progress, reached);
            } catch (BreakOff e) {
                reached = true;
                failures = target.length() > before ? 1 : failures + 1;
                Duration pause = pause(e, failures);
                progress.note(e.failure.getMessage() + "; trying again in " + Math.max(1, pause.toSeconds()) + " s");
                pauses.pause(pause);
            }
        }
    }

    private static Duration pause(BreakOff breakOff, int failures) {
        Duration pause = breakOff.wanted != null ? breakOff.wanted : FIRST_PAUSE.multipliedBy(1L << (failures - 1));
        if (failures >= MAX_FAILURES || pause.compareTo(LONGEST_PAUSE) > 0) {
            throw breakOff.failure;
        }
        return pause;
    }

    private Optional<String> attempt(
            URI uri, Optional<String> token, PartialFile target, Progress progress, boolean reached)
            throws IOException, BreakOff {
        long have = target.length();
        String validator = target.resumable().map(PartialFile.State::validator).orElse("");
        Optional<HttpOpener.Range> range = have > 0 && !validator.isEmpty()
                ? Optional.of(new HttpOpener.Range(have, validator))
                : Optional.empty();
        HttpOpener.Response response = open(uri, token, range, reached);
        try {
            receive(response, range, target, progress);
            return response.announcedDigest();
        } finally {
            response.connection().disconnect();
        }
    }

    private HttpOpener.Response open(URI uri, Optional<String> token, Optional<HttpOpener.Range> range, boolean reached)
            throws BreakOff {
        try {
            return opener.open(uri, token, range);
        } catch (IOException e) {
            SeraiException failure = new SeraiException(
                    FetchErrors.UNREACHABLE,
                    uri.getHost() + " cannot be reached (" + e + "); check the network and the proxy settings",
                    e);
            if (reached) {
                throw new BreakOff(failure, null);
            }
            throw failure;
        }
    }

    private void receive(
            HttpOpener.Response response, Optional<HttpOpener.Range> range, PartialFile target, Progress progress)
            throws IOException, BreakOff {
        switch (response.status()) {
            case HttpURLConnection.HTTP_OK -> {
                target.restart(response.validator());
                copy(response, target, response.contentLength(), progress);
            }
            case HttpURLConnection.HTTP_PARTIAL -> {
                ContentRange part = response.contentRange();
                if (range.isEmpty() || part.start() != range.get().start()) {
                    target.restart("");
                    throw breakOff(FetchErrors.SERVER_FAILED, response, "sent another part than was asked for");
                }
                copy(response, target, part.total(), progress);
            }
            case HttpStatus.RANGE_NOT_SATISFIABLE -> {
                if (response.contentRange().total() != target.length()) {
                    target.restart("");
                    throw breakOff(FetchErrors.SERVER_FAILED, response, "has another file now");
                }
            }
            default -> refuse(response);
        }
    }

    private static void refuse(HttpOpener.Response response) throws BreakOff {
        String server = response.uri().getHost();
        int status = response.status();
        switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                throw new SeraiException(
                        FetchErrors.DENIED,
                        server + " refuses " + response.uri().getPath() + " (" + status
                                + "); where the model needs an account, accept its terms on its page and put your access"
                                + " token into the environment variable HF_TOKEN");
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_GONE ->
                throw new SeraiException(
                        FetchErrors.SOURCE_MISSING,
                        server + " has no " + response.uri().getPath() + " (" + status
                                + "); check owner, repository, revision and file");
            case HttpStatus.TOO_MANY_REQUESTS ->
                throw new BreakOff(
                        new SeraiException(
                                FetchErrors.RATE_LIMITED, server + " asks for fewer requests (429); try again later"),
                        response.retryAfter());
            default -> {
                SeraiException failure = new SeraiException(
                        FetchErrors.SERVER_FAILED, server + " answers with status " + status + "; try again later");
                if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                    throw new BreakOff(failure, response.retryAfter());
                }
                throw failure;
            }
        }
    }

    private void copy(HttpOpener.Response response, PartialFile target, long total, Progress progress)
            throws IOException, BreakOff {
        long done = target.length();
        if (total >= 0) {
            space.require(target.path().resolveSibling(""), total - done);
        }
        progress.begin(String.valueOf(target.path().getFileName()).replaceFirst("\\.part$", ""), done, total);
        try (FileChannel out = target.append()) {
            receiveBytes(response, out, done, progress);
        } finally {
            progress.end();
        }
        if (total >= 0 && target.length() != total) {
            throw breakOff(
                    FetchErrors.BROKEN_OFF,
                    response,
                    "sent " + target.length() + " of " + total + " bytes and closed the connection");
        }
    }

    private static void receiveBytes(HttpOpener.Response response, FileChannel out, long have, Progress progress)
            throws IOException, BreakOff {
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = have;
        try (InputStream in = response.connection().getInputStream()) {
            for (int n = read(in, buffer, response); n >= 0; n = read(in, buffer, response)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                done += n;
                progress.advanceTo(done);
            }
        }
    }

    /** Reads from the network: what fails here can be tried again, what fails while writing to the disk cannot. */
    private static int read(InputStream in, byte[] buffer, HttpOpener.Response response) throws BreakOff {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw breakOff(FetchErrors.BROKEN_OFF, response, "broke off the transfer (" + e + ")");
        }
    }

    private static BreakOff breakOff(ErrorCode code, HttpOpener.Response response, String what) {
        return new BreakOff(
                new SeraiException(
                        code,
                        response.uri().getHost() + " " + what
                                + "; what has arrived is kept, so the same command goes on from there"),
                null);
    }
}
