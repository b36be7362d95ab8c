package org.serai.runtime.memory;

import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;

/** Memory that is set aside for a session, until it is released. Thread-safe. */
public final class Reservation {
    private final MemoryLedger ledger;
    private final String owner;
    private MemoryNeed need;
    private boolean released;

    Reservation(MemoryLedger ledger, String owner, MemoryNeed need) {
        this.ledger = ledger;
        this.owner = owner;
        this.need = need;
    }

    /** Who holds it. */
    public String owner() {
        return owner;
    }

    /** What is set aside. */
    public synchronized MemoryNeed need() {
        return need;
    }

    long bytes(MemoryKind kind) {
        return need().bytes(kind);
    }

    /** Takes note of what the session holds in fact; what was not foreseen counts as weights. */
    public synchronized void loaded(String device, long bytes) {
        long others = need.kvCache() + need.scratch();
        need = bytes >= others
                ? new MemoryNeed(
                        device, need.weightsKind(), bytes - others, need.workKind(), need.kvCache(), need.scratch())
                : new MemoryNeed(device, need.weightsKind(), bytes, 0, 0);
    }

    /** Gives the memory back. Idempotent. */
    public void release() {
        synchronized (this) {
            if (released) {
                return;
            }
            released = true;
        }
        ledger.release(this);
    }
}
