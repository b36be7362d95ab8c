package org.serai.camel.component;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.annotations.ServiceScope;
import org.serai.alias.AliasService;
import org.serai.error.SeraiException;
import org.serai.settings.Nearest;

/**
 * The {@code serai:} component. In OSGi the alias service comes and goes as a dynamic reference; elsewhere Camel takes it
 * from its registry.
 */
@org.apache.camel.spi.annotations.Component("serai")
@Component(
        service = org.apache.camel.Component.class,
        scope = ServiceScope.PROTOTYPE,
        property = "camel.component=serai")
public class SeraiComponent extends DefaultComponent {
    @Metadata(label = "advanced", autowired = true, description = "The service that knows the aliases")
    private volatile @Nullable AliasService aliasService;

    private volatile @Nullable ExecutorService executor;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeraiEndpoint endpoint = new SeraiEndpoint(uri, this, operation(remaining), new SeraiConfiguration());
        setProperties(endpoint, parameters);
        if (parameters.isEmpty()) {
            endpoint.prepare();
        }
        return endpoint;
    }

    private static SeraiOperation operation(String name) {
        return Arrays.stream(SeraiOperation.values())
                .filter(operation -> operation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SeraiException(
                        SeraiComponentErrors.INVALID_OPTION,
                        "serai:" + name + " does not exist. "
                                + Nearest.sentence(
                                        name,
                                        Arrays.stream(SeraiOperation.values())
                                                .map(SeraiOperation::name)
                                                .collect(Collectors.toList()),
                                        "operations")));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        executor = getCamelContext().getExecutorServiceManager().newCachedThreadPool(this, "SeraiAnswers");
    }

    @Override
    protected void doShutdown() throws Exception {
        ExecutorService running = executor;
        if (running != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(running);
        }
        super.doShutdown();
    }

    /** Where exchanges go on. An answer that comes after the end of the context is handed on by the thread that brings it. */
    Executor executor() {
        ExecutorService running = executor;
        return task -> {
            try {
                if (running == null) {
                    throw new RejectedExecutionException("not started");
                }
                running.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    public @Nullable AliasService getAliasService() {
        return aliasService;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            unbind = "unsetAliasService")
    public void setAliasService(@Nullable AliasService aliasService) {
        this.aliasService = aliasService;
    }

    /** Forgets the service, unless a better one took its place already. */
    public void unsetAliasService(AliasService gone) {
        if (aliasService == gone) {
            aliasService = null;
        }
    }
}
