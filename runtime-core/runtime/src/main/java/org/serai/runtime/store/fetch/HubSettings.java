package org.serai.runtime.store.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;

/**
 * Where the model hub is and who asks.
 *
 * @param endpoint its address
 * @param token a secret that is sent to this address only, and never shown
 */
public record HubSettings(URI endpoint, Optional<String> token) {
    private static final String PUBLIC = "https://huggingface.co";

    /** Reads {@code HF_ENDPOINT} and {@code HF_TOKEN}, as the hub's own tools do. */
    @SuppressWarnings("NullAway") // an operator over environment variables answers null for those that are not set
    static HubSettings of(UnaryOperator<String> environment) {
        String address = Optional.ofNullable(environment.apply("HF_ENDPOINT"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(PUBLIC);
        Optional<String> token = Optional.ofNullable(environment.apply("HF_TOKEN"))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        try {
            URI endpoint = new URI(address.replaceAll("/+$", ""));
            if (WebAddress.isAllowed(endpoint)) {
                return new HubSettings(endpoint, token);
            }
        } catch (URISyntaxException e) {
            throw bad(address, e);
        }
        throw bad(address, null);
    }

    /** The address of a file. */
    URI resolve(ModelSource.Hub source) {
        String path = "/" + source.repository() + "/resolve/" + source.revision() + "/" + source.file();
        try {
            return new URI(endpoint + new URI(null, null, path, null).getRawPath());
        } catch (URISyntaxException e) {
            throw new SeraiException(FetchErrors.BAD_SOURCE, "'" + source + "' makes no address: " + e.getReason(), e);
        }
    }

    private static SeraiException bad(String address, @Nullable Throwable cause) {
        return new SeraiException(
                FetchErrors.BAD_ENDPOINT,
                "HF_ENDPOINT is '" + address + "'; it must be an https address (http for this machine only)",
                cause);
    }

    @Override
    public String toString() {
        return "HubSettings[" + endpoint + (token.isPresent() ? ", with a token]" : "]");
    }
}
