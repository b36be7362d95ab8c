package org.serai.connector.file;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.serai.delivery.Backoff;
import org.serai.delivery.RouteCapacity;
import org.serai.delivery.RouteCapacity.Room;
import org.serai.engine.Residency;
import org.serai.error.SeraiException;

/** Takes documents from a folder and writes what the route makes of them, with its provenance, to another. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "serai-file",
        title = "Serai File",
        syntax = "serai-file:inbox",
        consumerOnly = true,
        category = {Category.FILE, Category.AI},
        headersClass = SeraiFileConstants.class)
public class SeraiFileEndpoint extends DefaultEndpoint {
    private static final int MAX_DOCUMENT_BYTES = 1 << 30;

    /** Where the route asks no alias whose slots could be counted. */
    private static final int WITHOUT_ALIAS = 2;

    private final SeraiFileComponent component;

    @UriPath(description = "The folder that documents are dropped into. It is made where it is missing")
    @Metadata(required = true)
    private String inbox;

    @UriParam(
            description =
                    "The folder that answers and their sidecars go to. Default: the folder outbox beside the inbox")
    private @Nullable String outbox;

    @UriParam(
            description = "The folder that documents go to which cannot be answered, each with the reason."
                    + " Default: the folder failed beside the inbox")
    private @Nullable String failed;

    @UriParam(description = "The folder that answered documents go to. Default: the folder done beside the inbox")
    private @Nullable String done;

    @UriParam(description = "Whether answered documents are deleted instead of being moved to the folder done")
    private boolean delete;

    @UriParam(description = "Globs, with commas between, of the names that are taken, such as *.txt,*.md. Default: all")
    private @Nullable String include;

    @UriParam(description = "Globs, with commas between, of the names that are left alone. Default: none")
    private @Nullable String exclude;

    @UriParam(description = "Whether folders in the inbox are looked into", defaultValue = "false")
    private boolean recursive;

    @UriParam(description = "Which document goes first", defaultValue = "name")
    private InboxOrder order = InboxOrder.name;

    @UriParam(description = "The charset of the documents", defaultValue = "UTF-8")
    private String charset = "UTF-8";

    @UriParam(description = "The most bytes of a document", defaultValue = "10000000", javaType = "int")
    private int maxBytes = 10_000_000;

    @UriParam(
            label = "security",
            description =
                    "Where documents may be worked on: local-only keeps them off servers, whatever engines an alias"
                            + " names",
            enums = "anywhere,local-only",
            defaultValue = "anywhere")
    private String residency = Residency.ANYWHERE.wireName();

    @UriParam(
            description = "The most documents that are worked on at once. Unset: as many as the aliases that the route"
                    + " asks have free slots, so that polling pauses while they have none")
    private @Nullable Integer maxInFlight;

    @UriParam(
            description = "How long a document must have been the same before it is taken",
            defaultValue = "500",
            javaType = "java.time.Duration")
    private long settle = 500;

    @UriParam(
            description = "How long to wait between two looks into the inbox",
            defaultValue = "500",
            javaType = "java.time.Duration")
    private long pollInterval = 500;

    @UriParam(
            description =
                    "How often a document is tried where the failure can pass, such as a model that is being loaded",
            defaultValue = "20")
    private int maxAttempts = 20;

    @UriParam(
            description = "How long to wait after a failure that can pass; twice as long after each further one",
            defaultValue = "1000",
            javaType = "java.time.Duration")
    private long retryDelay = 1_000;

    @UriParam(
            description = "The longest wait after a failure that can pass",
            defaultValue = "60000",
            javaType = "java.time.Duration")
    private long maxRetryDelay = 60_000;

    SeraiFileEndpoint(String uri, SeraiFileComponent component, String inbox) {
        super(uri, component);
        this.component = component;
        this.inbox = inbox;
    }

    /** Where documents may be worked on. */
    Residency documentResidency() {
        return Residency.ofWireName(residency)
                .orElseThrow(() -> invalid(
                        "Option residency=" + residency + " is not possible: give anywhere or local-only.", null));
    }

    /** Checks the options, so that a wrong endpoint is refused before its route runs. Touches no folder. */
    void prepare() {
        folders();
        nameFilter();
        documentCharset();
        documentResidency();
        requireWithin("maxBytes", maxBytes, 1, MAX_DOCUMENT_BYTES);
        if (maxInFlight != null) {
            requireWithin("maxInFlight", maxInFlight, 1, 1_000);
        }
        requireWithin("settle", settle, 0, Duration.ofDays(1).toMillis());
        requireWithin("pollInterval", pollInterval, 1, Duration.ofDays(1).toMillis());
        requireWithin("maxAttempts", maxAttempts, 1, Integer.MAX_VALUE);
        requireWithin("retryDelay", retryDelay, 1, Duration.ofDays(1).toMillis());
        requireWithin(
                "maxRetryDelay", maxRetryDelay, retryDelay, Duration.ofDays(1).toMillis());
        if (delete && done != null) {
            throw invalid("Options delete and done exclude each other: choose one.", null);
        }
    }

    private static void requireWithin(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw invalid("Option " + option + "=" + value + " must be from " + least + " to " + most + ".", null);
        }
    }

    private static SeraiException invalid(String message, @Nullable Throwable cause) {
        return new SeraiException(FileErrors.INVALID_OPTION, message, cause);
    }

    Folders folders() {
        Path in = absolute("inbox", inbox);
        if (in.getParent() == null) {
            throw invalid("The root of a file system cannot be an inbox: name a folder, as in serai-file:inbox.", null);
        }
        Folders folders = new Folders(
                in,
                beside(in, "outbox", outbox),
                beside(in, "failed", failed),
                delete ? null : beside(in, "done", done));
        folders.validate(recursive);
        return folders;
    }

    private Path beside(Path in, String option, @Nullable String value) {
        return value == null ? in.resolveSibling(option) : absolute(option, value);
    }

    private Path absolute(String option, String value) {
        if (value.isBlank()) {
            throw invalid("Option " + option + " is empty: name a folder.", null);
        }
        try {
            return component.home().resolve(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw invalid("Option " + option + "=" + value + " is no path: " + e.getMessage() + ".", e);
        }
    }

    NameFilter nameFilter() {
        return new NameFilter(include, exclude);
    }

    InboxWalk walk() {
        return new InboxWalk(folders().inbox(), nameFilter(), recursive);
    }

    FailedFolders failedFolders() {
        return component.requireFailedFolders();
    }

    RunningInboxes runningInboxes() {
        return component.requireRunningInboxes();
    }

    Charset documentCharset() {
        try {
            return Charset.forName(charset);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw invalid(
                    "Option charset=" + charset + " is not known here. Known are UTF-8, ISO-8859-1, windows-1252"
                            + " and more.",
                    e);
        }
    }

    /**
     * How many more documents can be begun.
     *
     * @param busy documents of this inbox that are worked on or whose outcome is on its way
     */
    int room(String route, int busy) {
        if (maxInFlight != null) {
            return Room.upTo(maxInFlight, busy).more();
        }
        @Nullable RouteCapacity capacity = component.getRouteCapacity();
        return Optional.ofNullable(capacity)
                .flatMap(known -> known.room(route, busy))
                .orElseGet(() -> Room.upTo(WITHOUT_ALIAS, busy))
                .more();
    }

    Backoff backoff() {
        return new Backoff(Duration.ofMillis(retryDelay), Duration.ofMillis(maxRetryDelay));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeraiFileConsumer consumer = new SeraiFileConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException(
                "serai-file: endpoints begin a route; they cannot be written to. What the route ends with goes to the"
                        + " outbox by itself; for other files use the file: component.");
    }

    public String getInbox() {
        return inbox;
    }

    public void setInbox(String inbox) {
        this.inbox = Objects.requireNonNull(inbox);
    }

    public @Nullable String getOutbox() {
        return outbox;
    }

    public void setOutbox(@Nullable String outbox) {
        this.outbox = outbox;
    }

    public @Nullable String getFailed() {
        return failed;
    }

    public void setFailed(@Nullable String failed) {
        this.failed = failed;
    }

    public @Nullable String getDone() {
        return done;
    }

    public void setDone(@Nullable String done) {
        this.done = done;
    }

    public boolean isDelete() {
        return delete;
    }

    public void setDelete(boolean delete) {
        this.delete = delete;
    }

    public @Nullable String getInclude() {
        return include;
    }

    public void setInclude(@Nullable String include) {
        this.include = include;
    }

    public @Nullable String getExclude() {
        return exclude;
    }

    public void setExclude(@Nullable String exclude) {
        this.exclude = exclude;
    }

    public boolean isRecursive() {
        return recursive;
    }

    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    public InboxOrder getOrder() {
        return order;
    }

    public void setOrder(InboxOrder order) {
        this.order = order;
    }

    public String getCharset() {
        return charset;
    }

    public void setCharset(String charset) {
        this.charset = charset;
    }

    public int getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public String getResidency() {
        return residency;
    }

    public void setResidency(String residency) {
        this.residency = residency;
    }

    public @Nullable Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(@Nullable Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public long getSettle() {
        return settle;
    }

    public void setSettle(long settle) {
        this.settle = settle;
    }

    public long getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }

    public long getMaxRetryDelay() {
        return maxRetryDelay;
    }

    public void setMaxRetryDelay(long maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }
}
