package org.serai.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The program of the child JVM: formats the data folder once, runs the broker, says {@value #READY} on standard output
 * when it answers clients, and ends in good order on SIGTERM and when the process that it belongs to is gone.
 *
 * <p>Arguments: the file of the broker's properties, and the id of the process whose death ends this one.
 */
public final class BrokerProcess {
    /** The line that tells that the broker answers. */
    static final String READY = "ready";

    /** Not a broker's property: an address for the program itself, to see whether the broker answers. */
    static final String OWN_ADDRESS = "serai.own.address";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = read(Path.of(arguments[0]));
        ProcessHandle owner = ProcessHandle.of(Long.parseLong(arguments[1]))
                .orElseThrow(() -> new IllegalStateException("The process " + arguments[1] + " has ended already"));
        String address = (String) properties.remove(OWN_ADDRESS);
        format(properties);

        var server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
        var unused = owner.onExit().thenRun(() -> System.exit(0));
        try {
            server.startup();
        } catch (RuntimeException e) {
            // Threads that run already would keep the process alive, and its shutdown waits for those that never ran.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        awaitAnswer(address);
        System.out.println(READY);
        server.awaitShutdown();
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static void format(Properties properties) throws Exception {
        String data = properties.getProperty("log.dirs");
        if (Files.exists(Path.of(data, "meta.properties"))) {
            return;
        }
        Files.createDirectories(Path.of(data));
        new Formatter()
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .setMetadataLogDirectory(data)
                .addDirectory(data)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .run();
    }

    /** The broker is up before it is registered with the controller; only then clients find it. */
    private static void awaitAnswer(String address) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            while (admin.describeCluster().nodes().get().isEmpty()) {
                Thread.sleep(20);
            }
        }
    }
}
