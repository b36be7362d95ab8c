package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.Tensor;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** A device whose bundle is stopped while models are loaded on it: a driver that is asked too late ends the process. */
class DeviceGoesTest {
    private static final int ROUNDS = 8;
    private static final int THREADS = 3;
    private static final DeviceOptions OPTIONS = new DeviceOptions(OptionalInt.of(1), false, Optional.empty());

    private static OpenClDevice device() {
        return TestDevices.opencl().with(null, null);
    }

    @Test
    void aSessionOutlivesItsDevice() {
        OpenClDevice device = device();
        DeviceSession session = device.open(OPTIONS);

        device.close();

        try (session) {
            Tensor tensor = session.allocate(2, 3);
            assertEquals(2, tensor.rows());
        }
    }

    @Test
    void aDeviceThatWentOpensNothing() {
        OpenClDevice device = device();
        device.close();

        SeraiException refusal = assertThrows(SeraiException.class, () -> device.open(OPTIONS));

        assertEquals(ErrorCategory.UNAVAILABLE, refusal.code().category());
        assertEquals(Optional.empty(), device.inUse());
    }

    @Test
    void whatIsOpenedAtThatMomentWorksOrIsRefused() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                OpenClDevice device = device();
                CountDownLatch begun = new CountDownLatch(1);
                List<Future<?>> loads = new ArrayList<>();
                for (int thread = 0; thread < THREADS; thread++) {
                    loads.add(threads.submit(() -> openUntilItGoes(device, begun)));
                }
                begun.await();
                device.close();
                for (Future<?> load : loads) {
                    load.get();
                }
            }
        }
    }

    private static void openUntilItGoes(OpenClDevice device, CountDownLatch begun) {
        while (true) {
            try (DeviceSession session = device.open(OPTIONS)) {
                begun.countDown();
                assertEquals(2, session.allocate(2, 3).rows());
            } catch (SeraiException e) {
                assertEquals(ErrorCategory.UNAVAILABLE, e.code().category());
                return;
            }
        }
    }
}
