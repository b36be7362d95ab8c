package org.serai.camel.component;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of a prompt that stands in a file. A change takes effect with the next message; one that cannot be read or
 * compiled is told once, and the text before it stays. Thread-safe.
 */
final class PromptFile implements Supplier<Expression> {
    private static final Logger LOG = LoggerFactory.getLogger(PromptFile.class);
    private static final String FILE = "file:";
    private static final String CLASSPATH = "classpath:";

    private final CamelContext context;
    private final String option;
    private final String location;
    private final Function<String, Expression> compiler;
    private volatile Version current;

    /** What a file looks like from outside; the same as long as nobody changes it. */
    private record Stamp(FileTime modified, long bytes) {}

    /** @param stamp null for what lies in no file and never changes */
    private record Version(@Nullable Stamp stamp, Expression expression) {}

    /**
     * Reads the file.
     *
     * @param option the option that names it, for messages
     * @param location {@code file:PATH}, relative to the Serai home, or {@code classpath:PATH}
     * @throws SeraiException where it cannot be read
     */
    PromptFile(CamelContext context, String option, String location, Function<String, Expression> compiler) {
        this.context = context;
        this.option = option;
        this.location = resolve(location);
        this.compiler = compiler;
        this.current = read();
    }

    @Override
    public Expression get() {
        Version known = current;
        if (known.stamp() != null && !known.stamp().equals(stamp())) {
            renew(known.stamp());
        }
        return current.expression();
    }

    private synchronized void renew(Stamp old) {
        Version known = current;
        if (!old.equals(known.stamp())) {
            return; // another thread was here
        }
        try {
            current = read();
            LOG.info("The text of option {} was read again from {}.", option, location);
        } catch (RuntimeException e) {
            LOG.warn("{} The text from before the change stays.", e.getMessage());
            current = new Version(stamp(), known.expression());
        }
    }

    /** The stamp is taken first: a change while the file is read is seen by the next message. */
    private Version read() {
        Stamp stamp = stamp();
        return new Version(stamp, compiler.apply(text()));
    }

    private @Nullable Stamp stamp() {
        if (!location.startsWith(FILE)) {
            return null;
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(Path.of(location.substring(FILE.length())), BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return new Stamp(FileTime.fromMillis(0), -1); // gone, which is a change, too
        }
    }

    private String text() {
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        try (InputStream in = resource.getInputStream()) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString()
                    .stripTrailing(); // the line end that editors add is not meant for the model
        } catch (CharacterCodingException e) {
            throw unreadable(location, "it is not UTF-8; save it as UTF-8", e);
        } catch (IOException e) {
            throw unreadable(
                    location, e.getMessage() + "; paths are relative to the Serai home unless they begin with /", e);
        }
    }

    /** Files are relative to the Serai home, which is the property {@code serai.home} of the context. */
    private String resolve(String wanted) {
        if (wanted.startsWith(CLASSPATH)) {
            return wanted;
        }
        if (!wanted.startsWith(FILE)) {
            throw unreadable(wanted, "write resource:file:PATH or resource:classpath:PATH", null);
        }
        Path home = Path.of(
                context.getPropertiesComponent().resolveProperty("serai.home").orElse(""));
        return FILE
                + home.resolve(wanted.substring(FILE.length())).toAbsolutePath().normalize();
    }

    private SeraiException unreadable(String where, String reason, @Nullable Exception cause) {
        return new SeraiException(
                SeraiComponentErrors.PROMPT_UNREADABLE,
                "The text of option " + option + " cannot be read from " + where + ": " + reason + ".",
                cause);
    }
}
