package org.serai.camel;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.serai.alias.AliasService;
import org.serai.camel.context.ContextFactory;
import org.serai.camel.context.ManagedContext;

/** Contexts without OSGi: what is on the class path is there. */
public final class PlainContexts implements ContextFactory {
    private final Path home;
    private final AliasService aliases;
    private final Consumer<DefaultCamelContext> additions;

    public PlainContexts(Path home, AliasService aliases) {
        this(home, aliases, camel -> {});
    }

    /** @param additions puts further parts into each context */
    public PlainContexts(Path home, AliasService aliases, Consumer<DefaultCamelContext> additions) {
        this.home = home;
        this.aliases = aliases;
        this.additions = additions;
    }

    @Override
    public ManagedContext live(String name) {
        return new Plain(create());
    }

    @Override
    public ManagedContext trial() {
        DefaultCamelContext camel = create();
        camel.setAutoStartup(false);
        return new Plain(camel);
    }

    private DefaultCamelContext create() {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.disableJMX();
        camel.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        camel.getRegistry().bind("aliases", AliasService.class, aliases);
        additions.accept(camel);
        return camel;
    }

    @Override
    public Set<String> componentNames() {
        return new TreeSet<>(Set.of("bean", "direct", "file", "log", "mock", "seda", "serai", "timer"));
    }

    @Override
    public Subscription subscribe(Listener listener) {
        return () -> {};
    }

    private record Plain(DefaultCamelContext camel) implements ManagedContext {
        @Override
        public Set<Long> suppliers() {
            return Set.of();
        }

        @Override
        public void close() {
            camel.stop();
        }
    }
}
