package org.serai.device.opencl;

import org.junit.jupiter.api.BeforeAll;
import org.serai.device.Device;
import org.serai.tck.DeviceContract;

/** The kernels keep to the contract. */
class OpenClDeviceContractTest extends DeviceContract {
    @BeforeAll
    static void needsADriver() {
        TestDevices.opencl();
    }

    @Override
    protected Device device() {
        return TestDevices.opencl();
    }
}
