package org.serai.it.container;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.serai.command.Command;
import org.serai.command.CommandStreams;

/** Asks {@code serai alias show NAME --json} whether a model is being exchanged. Runs inside the container. */
final class ExchangeWatch {
    private static final Pattern UNDER_WAY = Pattern.compile("\"exchange\"\\s*:\\s*\"[^\"]");

    private final Command command;
    private final String alias;

    ExchangeWatch(BundleContext context, String alias) throws Exception {
        Collection<ServiceReference<Command>> found =
                context.getServiceReferences(Command.class, "(" + Command.NAME + "=alias)");
        this.command = context.getService(found.iterator().next());
        this.alias = alias;
    }

    boolean isUnderWay() {
        return UNDER_WAY.matcher(shown()).find();
    }

    /** All that is known of the alias, as JSON. */
    String shown() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        try {
            command.run(
                    List.of("show", alias, "--json"),
                    new CommandStreams(InputStream.nullInputStream(), out, out, false, Path.of("")));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
