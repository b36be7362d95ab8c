package org.serai.runtime.status;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.status.StatusSource;

/** The section {@code bundles}: all bundles, and what those lack that cannot be used. */
@Component
public final class BundleStatus implements StatusSource {
    private final BundleContext context;

    @Activate
    public BundleStatus(BundleContext context) {
        this.context = context;
    }

    @Override
    public String section() {
        return "bundles";
    }

    @Override
    public List<Row> rows() {
        return Arrays.stream(context.getBundles()).map(this::row).toList();
    }

    private Row row(Bundle bundle) {
        String problem = problem(bundle);
        String name = Objects.requireNonNullElse(bundle.getSymbolicName(), bundle.getLocation());
        String version = bundle.getVersion().toString();
        return new Row(name, state(bundle), problem.isEmpty() ? version : version + "; " + problem, problem.isEmpty());
    }

    private static String state(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> "unresolved";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.ACTIVE -> "active";
            case Bundle.STOPPING -> "stopping";
            default -> "uninstalled";
        };
    }

    private String problem(Bundle bundle) {
        if (bundle.getState() == Bundle.INSTALLED) {
            return unresolved(bundle);
        }
        BundleStartLevel level = bundle.adapt(BundleStartLevel.class);
        boolean wanted = level != null
                && level.isPersistentlyStarted()
                && bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null;
        return wanted && bundle.getState() == Bundle.RESOLVED
                ? "it should be started and is not; the log has the reason"
                : "";
    }

    /** Why a bundle is not resolved, as far as one can see: nobody provides what it needs, or only others in need do. */
    private String unresolved(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        if (revision == null) {
            return "it is not resolved";
        }
        List<String> missing = new ArrayList<>();
        List<String> waiting = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (!isMandatory(requirement)) {
                continue;
            }
            Collection<BundleCapability> providers = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkWiring.class)
                    .findProviders(requirement);
            if (providers.isEmpty()) {
                missing.add(describe(requirement));
            } else if (providers.stream().noneMatch(BundleStatus::isResolved)) {
                waiting.add(describe(requirement) + " of "
                        + providers.iterator().next().getRevision().getSymbolicName()
                        + ", which is not resolved either");
            }
        }
        missing.addAll(waiting);
        return missing.isEmpty()
                ? "its requirements cannot be met together; the log has the resolver's message"
                : missing.stream().distinct().collect(Collectors.joining("; ", "it lacks ", ""));
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String effective =
                requirement.getDirectives().getOrDefault(Constants.EFFECTIVE_DIRECTIVE, Constants.EFFECTIVE_RESOLVE);
        return effective.equals(Constants.EFFECTIVE_RESOLVE)
                && !Constants.RESOLUTION_OPTIONAL.equals(
                        requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE))
                && !"dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
    }

    private static boolean isResolved(BundleCapability provider) {
        return (provider.getRevision().getBundle().getState() & (Bundle.INSTALLED | Bundle.UNINSTALLED)) == 0;
    }

    private static String describe(BundleRequirement requirement) {
        String kind = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? "package"
                : requirement.getNamespace();
        String filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        return filter == null ? kind : kind + " " + filter;
    }
}
