package org.serai.device.cpu;

import org.serai.device.Device;
import org.serai.tck.DeviceContract;

/** The definition keeps to the contract. */
class ScalarDeviceTest extends DeviceContract {
    @Override
    protected Device device() {
        return new CpuDevice("scalar", 2, Keeping.NOTHING);
    }
}
