package org.serai.device.opencl;

import org.serai.device.Device;
import org.serai.tck.DeviceContract;

/** The kernels keep to the contract. */
class OpenClDeviceContractTest extends DeviceContract {
    @Override
    protected Device device() {
        return TestDevices.opencl();
    }
}
