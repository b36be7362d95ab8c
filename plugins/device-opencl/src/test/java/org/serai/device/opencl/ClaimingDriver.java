package org.serai.device.opencl;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.serai.device.opencl.driver.Functions;
import org.serai.device.opencl.driver.OpenClLibrary;

/** The installed driver, which says other things of its devices than are true. */
final class ClaimingDriver {
    /** What can be claimed, with its number in {@code cl.h}. */
    enum Claim {
        MAX_WORK_GROUP_SIZE(0x1004),
        MAX_MEM_ALLOC_SIZE(0x1010),
        LOCAL_MEM_SIZE(0x1023),
        ENDIAN_LITTLE(0x1026),
        AVAILABLE(0x1027),
        COMPILER_AVAILABLE(0x1028),
        VERSION(0x102F);

        private final int number;

        Claim(int number) {
            this.number = number;
        }
    }

    private final Map<Integer, byte[]> claims = new HashMap<>();

    ClaimingDriver claim(Claim what, long number) {
        claims.put(
                what.number,
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(number)
                        .array());
        return this;
    }

    ClaimingDriver claim(Claim what, String text) {
        claims.put(what.number, (text + "\0").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A device of this driver, with its compiled kernels where those of the other tests are. */
    OpenClDevice device() {
        Functions real = OpenClLibrary.find();
        Functions claiming = (name, signature) -> name.equals("clGetDeviceInfo")
                ? over(real.bind(name, signature), signature)
                : real.bind(name, signature);
        return new OpenClDevice(
                Settings.parse("gpu,accelerator,cpu", "", 50), TestDevices.cacheFolder(), () -> claiming);
    }

    private MethodHandle over(MethodHandle real, FunctionDescriptor signature) {
        try {
            MethodHandle info = MethodHandles.lookup()
                    .findVirtual(
                            ClaimingDriver.class,
                            "info",
                            signature.toMethodType().insertParameterTypes(0, MethodHandle.class));
            return MethodHandles.insertArguments(info, 0, this, real);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("info", e);
        }
    }

    /** {@code clGetDeviceInfo}: the size of an answer, or the answer, or both. */
    @SuppressWarnings({"UnusedMethod", "restricted"}) // found by name; memory is as large as the caller says
    private int info(
            MethodHandle real, MemorySegment device, int what, long size, MemorySegment target, MemorySegment needed)
            throws Throwable {
        byte[] claim = claims.get(what);
        if (claim == null) {
            return (int) real.invokeExact(device, what, size, target, needed);
        }
        if (target.address() != 0) {
            MemorySegment.copy(
                    MemorySegment.ofArray(claim), 0, target.reinterpret(size), 0, Math.min(size, claim.length));
        }
        if (needed.address() != 0) {
            needed.reinterpret(Long.BYTES).set(ValueLayout.JAVA_LONG, 0, claim.length);
        }
        return 0;
    }
}
