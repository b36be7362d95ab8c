package org.serai.device.cpu;

import org.serai.device.Device;
import org.serai.tck.DeviceContract;

/** The vector kernels keep to the contract. */
class VectorDeviceTest extends DeviceContract {
    @Override
    protected Device device() {
        return new CpuDevice("vector", 2, Keeping.NOTHING);
    }
}
