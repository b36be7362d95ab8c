package org.serai.camel.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.StringHelper;
import org.serai.camel.component.SeraiEndpoint;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;

/**
 * Looks at every endpoint that a file names, so that all that is wrong is told at once: components, options, aliases.
 * Made for one file and one trial context.
 */
final class EndpointCheck {
    private static final Pattern UNKNOWN_PARAMETERS = Pattern.compile("Unknown parameters=\\[\\{(.*)\\}\\]");

    private final DefaultCamelContext camel;
    private final RouteSource source;
    private final Set<String> components;
    private final Aliases aliases;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> usedAliases = new TreeSet<>();

    /** @param components the names of the components that can be had */
    EndpointCheck(DefaultCamelContext camel, RouteSource source, Set<String> components, Aliases aliases) {
        this.camel = camel;
        this.source = source;
        this.components = components;
        this.aliases = aliases;
    }

    void check(Collection<RouteDefinition> routes) {
        routes.stream().flatMap(EndpointCheck::nodes).forEach(this::check);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** The aliases that the endpoints ask. */
    Set<String> usedAliases() {
        return Set.copyOf(usedAliases);
    }

    private static Stream<OptionalIdentifiedDefinition<?>> nodes(RouteDefinition route) {
        Set<OptionalIdentifiedDefinition<?>> nodes = new LinkedHashSet<>();
        if (route.getInput() != null) {
            nodes.add(route.getInput());
        }
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            nodes.add(step);
        }
        return nodes.stream();
    }

    private void check(OptionalIdentifiedDefinition<?> node) {
        if (!(node instanceof EndpointRequiredDefinition step) || step.getEndpointUri() == null) {
            return;
        }
        String uri = step.getEndpointUri();
        int line = Lines.of(node, source, uri);
        String scheme = StringHelper.before(uri, ":", uri);
        if (!scheme.contains("{{") && !scheme.equals("ref") && camel.getComponent(scheme) == null) {
            problems.add(new Problem(
                    RouteErrors.UNKNOWN_COMPONENT,
                    line,
                    "There is no component " + scheme + ". " + Nearest.sentence(scheme, components, "components")
                            + " A component that is missing can be dropped into plugins/."));
            return;
        }
        try {
            Endpoint endpoint = camel.getEndpoint(uri);
            if (endpoint instanceof SeraiEndpoint serai) {
                checkAlias(serai.requireModel(), line);
            }
        } catch (RuntimeException e) {
            problems.add(diagnose(scheme, line, e));
        }
    }

    private void checkAlias(String alias, int line) {
        usedAliases.add(alias);
        Set<String> known = aliases.names();
        if (!known.contains(alias)) {
            problems.add(new Problem(
                    RouteErrors.UNKNOWN_ALIAS,
                    line,
                    "There is no alias " + alias + ". " + Nearest.sentence(alias, known, "aliases")
                            + " An alias is made by a file etc/org.serai.alias~" + alias + ".cfg."));
            return;
        }
        aliases.notReady(alias)
                .ifPresent(reason -> problems.add(new Problem(
                        RouteErrors.ALIAS_NOT_READY,
                        line,
                        "Alias " + alias + " cannot be asked yet: " + reason + ".")));
    }

    private Problem diagnose(String scheme, int line, RuntimeException failure) {
        List<Throwable> chain = Diagnosis.chain(failure);
        Optional<SeraiException> typed = Diagnosis.find(chain, SeraiException.class);
        if (typed.isPresent()) {
            return new Problem(typed.get().code(), line, Diagnosis.withoutCode(typed.get()));
        }
        Matcher unknown = UNKNOWN_PARAMETERS.matcher(String.valueOf(failure.getMessage()));
        if (unknown.find()) {
            String option = StringHelper.before(unknown.group(1), "=", unknown.group(1));
            return new Problem(
                    RouteErrors.UNKNOWN_OPTION,
                    line,
                    "Component " + scheme + " has no option " + option + ". "
                            + Nearest.sentence(option, options(scheme), "options"));
        }
        Optional<PropertyBindingException> binding = Diagnosis.find(chain, PropertyBindingException.class);
        if (binding.isPresent()) {
            return new Problem(
                    RouteErrors.INVALID_ENDPOINT,
                    line,
                    "Option " + binding.get().getPropertyName() + " of component " + scheme + " cannot have the value "
                            + binding.get().getValue() + ": " + chain.getLast().getMessage());
        }
        return new Problem(
                RouteErrors.INVALID_ENDPOINT,
                line,
                String.valueOf(chain.getLast().getMessage()));
    }

    private Set<String> options(String scheme) {
        EndpointUriFactory factory = camel.getCamelContextExtension().getEndpointUriFactory(scheme);
        return factory == null ? Set.of() : factory.propertyNames();
    }
}
