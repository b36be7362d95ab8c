package org.serai.tck.engine;

import java.io.IOException;
import org.serai.engine.InferenceEngine;

/** An engine whose device or server breaks down when a test says so. */
public interface FragileEngine extends AutoCloseable {
    /** The engine, as soon as it is there; also after it broke down and recovered. */
    InferenceEngine engine() throws InterruptedException;

    /** From now on nothing that is asked comes to its end. */
    void breakDown();

    /** From now on all is well again. */
    void recover();

    @Override
    void close() throws IOException;

    /** An engine of this machine, which breaks down with its device. */
    record OnDevice(FragileDevice device, InferenceEngine engine) implements FragileEngine {
        @Override
        public void breakDown() {
            device.breakDown();
        }

        @Override
        public void recover() {
            device.recover();
        }

        @Override
        public void close() {
            // nothing of it is open
        }
    }

    /**
     * An engine in front of a server.
     *
     * @param desk where the engine is offered while the server is there
     * @param client takes the engine away for good
     */
    record OnServer(FragileServer server, EngineDesk desk, Runnable client) implements FragileEngine {
        @Override
        public InferenceEngine engine() throws InterruptedException {
            return desk.await();
        }

        @Override
        public void breakDown() {
            server.breakDown();
        }

        @Override
        public void recover() {
            server.recover();
        }

        @Override
        public void close() throws IOException {
            client.run();
            server.close();
        }
    }
}
