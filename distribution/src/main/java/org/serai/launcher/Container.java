package org.serai.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.util.tracker.ServiceTracker;
import org.serai.error.SeraiException;

/** The OSGi framework with the bundles of the distribution. Thread-safe. */
final class Container implements AutoCloseable {
    private final Framework framework;
    private final List<String> problems;

    private Container(Framework framework, List<String> problems) {
        this.framework = framework;
        this.problems = List.copyOf(problems);
    }

    /**
     * Boots the framework and returns when it has reached its start level. A bundle that cannot start is a
     * {@linkplain #problems() problem}, and the others run.
     *
     * @param properties as {@link FrameworkConfiguration} makes them
     * @param started which of the bundles are started; the others are only there to be imported from
     * @throws SeraiException where the framework or a bundle's file cannot be used
     */
    static Container boot(Map<String, String> properties, List<SystemBundle> bundles, Predicate<SystemBundle> started) {
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(properties);
        try {
            framework.init();
            List<Bundle> toStart = install(framework.getBundleContext(), bundles, started);
            framework.start();
            return new Container(framework, problems(toStart));
        } catch (BundleException e) {
            throw new SeraiException(
                    LauncherErrors.INSTALLATION_DAMAGED,
                    "The framework does not start (" + e.getMessage() + "): unpack the distribution again, and see that"
                            + " nobody else writes into " + properties.get(Constants.FRAMEWORK_STORAGE) + ".",
                    e);
        }
    }

    private static List<Bundle> install(
            BundleContext context, List<SystemBundle> bundles, Predicate<SystemBundle> started) throws BundleException {
        List<Bundle> toStart = new ArrayList<>();
        for (SystemBundle each : bundles) {
            // "reference:" leaves the file where it is instead of copying it into the bundle cache
            Bundle bundle = context.installBundle("reference:" + each.jar().toUri());
            bundle.adapt(BundleStartLevel.class).setStartLevel(each.startLevel());
            if (started.test(each) && bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                toStart.add(bundle);
            }
        }
        for (Bundle bundle : toStart) {
            bundle.start(); // takes effect when the framework reaches the bundle's level
        }
        return toStart;
    }

    /** Bundles that should run and do not, each with the reason, which a second try gives. */
    private static List<String> problems(List<Bundle> bundles) {
        List<String> problems = new ArrayList<>();
        for (Bundle bundle : bundles) {
            if (bundle.getState() != Bundle.ACTIVE) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                } catch (BundleException e) {
                    problems.add("The bundle " + bundle.getSymbolicName() + " does not start: " + reason(e));
                }
            }
        }
        return problems;
    }

    private static String reason(BundleException failure) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        return Optional.ofNullable(cause.getMessage()).orElseGet(cause::toString);
    }

    /** The bundles that did not start, a line each with the reason. */
    List<String> problems() {
        return problems;
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** A service that bundles offer, at once where it is there already. */
    <T> Optional<T> service(Class<T> type, String filter, long waitMillis) throws InterruptedException {
        try {
            var tracker = new ServiceTracker<T, T>(
                    context(),
                    context().createFilter("(&(" + Constants.OBJECTCLASS + "=" + type.getName() + ")" + filter + ")"),
                    null);
            tracker.open();
            return Optional.ofNullable(tracker.waitForService(waitMillis));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A service that may be there or not. */
    <T> Optional<T> service(Class<T> type) {
        ServiceReference<T> reference = context().getServiceReference(type);
        return Optional.ofNullable(reference).map(context()::getService);
    }

    /** All services of a type that are there now. */
    <T> List<T> services(Class<T> type) {
        try {
            return context().getServiceReferences(type, null).stream()
                    .map(context()::getService)
                    .filter(Objects::nonNull)
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** False once somebody has asked the framework to stop. */
    boolean isRunning() {
        return framework.getState() == Bundle.ACTIVE;
    }

    /** Waits until somebody has stopped the framework and it is down. */
    void awaitStop() throws InterruptedException {
        framework.waitForStop(0);
    }

    /** Asks the framework to stop; bundles finish their work in flight first. Returns at once. */
    void requestStop() {
        try {
            framework.stop();
        } catch (BundleException e) {
            throw new IllegalStateException("The framework cannot be stopped", e);
        }
    }

    /** Stops, and waits until all is down or the time is over. */
    void stop(Duration timeout) {
        requestStop();
        try {
            framework.waitForStop(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops, and waits as long as it takes. */
    @Override
    public void close() {
        stop(Duration.ZERO); // the framework takes zero for no limit
    }
}
