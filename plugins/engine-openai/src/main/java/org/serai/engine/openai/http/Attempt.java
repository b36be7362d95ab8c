package org.serai.engine.openai.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One request under way. Aborting it closes its connection, so that the server can stop working on it. Thread-safe. */
public final class Attempt implements AutoCloseable {
    private final CompletableFuture<HttpResponse<InputStream>> response;
    private @Nullable InputStream body;
    private boolean closed;

    Attempt(CompletableFuture<HttpResponse<InputStream>> response) {
        this.response = response;
    }

    /** Waits for the head of the response; its body can then be read. */
    HttpResponse<InputStream> await() throws IOException {
        HttpResponse<InputStream> answer;
        try {
            answer = response.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (CancellationException e) {
            throw new IOException("aborted", e);
        }
        keep(answer.body());
        return answer;
    }

    private void keep(InputStream stream) throws IOException {
        boolean late;
        synchronized (this) {
            body = stream;
            late = closed;
        }
        if (late) {
            stream.close();
            throw new IOException("aborted");
        }
    }

    /** Aborts it, wherever it is; harmless at its end. */
    @Override
    public void close() {
        InputStream open;
        synchronized (this) {
            closed = true;
            open = body;
        }
        response.cancel(true);
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new IllegalStateException("Closing a response never fails", e);
            }
        }
    }
}
