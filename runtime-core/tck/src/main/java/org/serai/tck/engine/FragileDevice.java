package org.serai.tck.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.serai.device.Device;
import org.serai.device.DeviceInfo;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvShape;
import org.serai.device.MemoryKind;
import org.serai.model.Support;
import org.serai.model.TensorType;

/** A device that loses its driver when a test says so, in the middle of the work. Thread-safe, as the device behind it is. */
public final class FragileDevice implements Device {
    /** Passes that still succeed after the order to break down, so that answers have begun. */
    private static final int LAST_PASSES = 3;

    private final Device device;

    /** Passes until the driver is lost; negative while all is well. */
    private final AtomicInteger passes = new AtomicInteger(-1);

    public FragileDevice(Device device) {
        this.device = device;
    }

    /** From now on a few passes succeed, and then none. */
    public void breakDown() {
        passes.set(LAST_PASSES);
    }

    /** From now on all is well again. */
    public void recover() {
        passes.set(-1);
    }

    @Override
    public DeviceInfo info() {
        return device.info();
    }

    @Override
    public MemoryKind weightsMemory() {
        return device.weightsMemory();
    }

    @Override
    public MemoryKind workMemory() {
        return device.workMemory();
    }

    @Override
    public int cacheNumberBytes(KvShape shape, boolean exact) {
        return device.cacheNumberBytes(shape, exact);
    }

    @Override
    public Support supports(TensorType weights) {
        return device.supports(weights);
    }

    @Override
    public DeviceSession open(DeviceOptions options) {
        DeviceSession session = device.open(options);
        return (DeviceSession) Proxy.newProxyInstance(
                DeviceSession.class.getClassLoader(),
                new Class<?>[] {DeviceSession.class},
                (proxy, method, arguments) -> call(session, method, arguments));
    }

    private @Nullable Object call(DeviceSession session, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("embed")) {
            requireDriver(); // what each pass begins with
        }
        try {
            return method.invoke(session, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private void requireDriver() {
        int left = passes.getAndUpdate(count -> count > 0 ? count - 1 : count);
        if (left == 0) {
            throw new IllegalStateException("the driver is lost");
        }
    }
}
