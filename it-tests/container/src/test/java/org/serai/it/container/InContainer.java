package org.serai.it.container;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainerException;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.ExamReactor;
import org.ops4j.pax.exam.spi.StagedExamReactor;
import org.ops4j.pax.exam.spi.reactors.ReactorManager;

/**
 * A JUnit 5 extension that runs each {@code @Test} of a class inside the OSGi framework that its method with Pax Exam's
 * {@code @Configuration} describes. The class and its test methods are public; fields with {@code javax.inject.Inject}
 * are filled from the service registry; JUnit's own {@code @BeforeEach} and its like have no effect inside.
 */
final class InContainer implements BeforeAllCallback, AfterAllCallback, InvocationInterceptor {
    private final ReactorManager manager = ReactorManager.getInstance();
    private final Map<String, TestAddress> addresses = new HashMap<>();
    private @Nullable StagedExamReactor reactor;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Class<?> type = context.getRequiredTestClass();
        Object instance = type.getDeclaredConstructor().newInstance();
        ExamReactor exam = manager.prepareReactor(type, instance);
        TestProbeBuilder probe = manager.createProbeBuilder(instance);
        for (Method method : type.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                manager.storeTestMethod(probe.addTest(type, method.getName()), method);
            }
        }
        exam.addProbe(probe);
        StagedExamReactor staged = manager.stageReactor();
        reactor = staged;
        for (TestAddress address : staged.getTargets()) {
            if (manager.lookupTestMethod(address.root()) instanceof Method method
                    && method.getDeclaringClass() == type) {
                addresses.put(method.getName(), address);
            }
        }
        manager.beforeSuite(staged);
        manager.beforeClass(staged, instance);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        invocation.skip();
        TestAddress address =
                Objects.requireNonNull(addresses.get(method.getExecutable().getName()));
        try {
            Objects.requireNonNull(reactor).invoke(address);
        } catch (Exception e) { // TestContainerException around what the test threw, or that itself
            throw rootOf(e);
        }
    }

    private static Throwable rootOf(Throwable wrapper) {
        Throwable cause = wrapper;
        while (cause.getCause() != null
                && (cause instanceof TestContainerException || cause instanceof InvocationTargetException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (reactor != null) {
            manager.afterClass(reactor, context.getRequiredTestClass());
            manager.afterSuite(reactor);
        }
    }
}
