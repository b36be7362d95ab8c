package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix into the layout of the kernels with all threads, for that is most of the time of loading a model. */
final class Pack implements ThreadTeam.Units {
    private final Packing packing;

    private Pack(Packing packing) {
        this.packing = packing;
    }

    static void pack(Packing packing, MemorySegment data, ThreadTeam team) {
        if (team.canRead(data)) {
            team.run(packing.units(), new Pack(packing));
        } else {
            packing.pack(0, packing.units());
        }
    }

    @Override
    public void run(int member, int from, int to) {
        packing.pack(from, to);
    }
}
