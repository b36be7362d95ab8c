package org.serai.camel.command;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.camel.context.ContextFactory;
import org.serai.camel.routes.Aliases;
import org.serai.camel.routes.ConfiguredAliases;
import org.serai.camel.routes.RouteChecker;
import org.serai.camel.routes.RouteStore;
import org.serai.camel.runtime.AliasDirectory;
import org.serai.command.Command;
import org.serai.command.CommandStreams;

/** {@code serai route …}: in a running instance everything, without one {@code check} alone. */
@Component(
        service = Command.class,
        property = {Command.NAME + "=route", Command.SCOPE + "=" + Command.ANY})
public final class RouteCommand implements Command {
    private final ContextFactory contexts;
    private final AliasDirectory served;
    private final RoutePace pace;
    private final Path home;
    private volatile @Nullable RouteStore routes;

    @Activate
    public RouteCommand(
            BundleContext bundleContext,
            @Reference ContextFactory contexts,
            @Reference AliasDirectory served,
            @Reference RoutePace pace) {
        String property = bundleContext.getProperty("serai.home");
        this.home = Path.of(property == null ? "" : property);
        this.contexts = contexts;
        this.served = served;
        this.pace = pace;
    }

    @Override
    public String summary() {
        return "list, show, check, stop and start routes";
    }

    @Override
    public int run(List<String> arguments, CommandStreams streams) {
        RouteStore store = routes;
        Aliases aliases = store != null ? served : new ConfiguredAliases(home);
        return RouteCommandLine.execute(store, new RouteChecker(contexts, aliases), pace, arguments, streams);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRoutes(RouteStore store) {
        routes = store;
    }

    void unbindRoutes(RouteStore gone) {
        if (routes == gone) {
            routes = null;
        }
    }
}
