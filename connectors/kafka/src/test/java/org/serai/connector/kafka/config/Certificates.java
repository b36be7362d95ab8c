package org.serai.connector.kafka.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes the keys and certificates of a test with the JDK's keytool: an authority, and a broker and a client signed by it. */
final class Certificates {
    private final Path folder;
    private final String password;

    private Certificates(Path folder, String password) {
        this.folder = folder;
        this.password = password;
    }

    /** Writes {@code broker.p12}, {@code client.p12}, {@code trust.p12} and {@code ca.pem} into the folder. */
    static void create(Path folder, String password) throws Exception {
        var certificates = new Certificates(folder, password);
        certificates.keytool("ca.p12", "-genkeypair", "-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c");
        certificates.keytool("ca.p12", "-exportcert", "-rfc", "-alias", "ca", "-file", "ca.pem");
        certificates.keytool("trust.p12", "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem");
        certificates.signed("broker", "-ext", "san=ip:127.0.0.1");
        certificates.signed("client");
    }

    private void signed(String name, String... extension) throws Exception {
        String store = name + ".p12";
        keytool(store, "-genkeypair", "-alias", name, "-dname", "CN=" + name);
        keytool(store, "-certreq", "-alias", name, "-file", name + ".csr");
        List<String> sign = new ArrayList<>(
                List.of("-gencert", "-rfc", "-alias", "ca", "-infile", name + ".csr", "-outfile", name + ".pem"));
        Collections.addAll(sign, extension);
        keytool("ca.p12", sign.toArray(String[]::new));
        keytool(store, "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem");
        keytool(store, "-importcert", "-noprompt", "-alias", name, "-file", name + ".pem");
    }

    private void keytool(String store, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        Collections.addAll(command, arguments);
        Collections.addAll(command, "-keystore", store, "-storetype", "PKCS12", "-storepass", password);
        if (arguments[0].equals("-genkeypair")) {
            Collections.addAll(command, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30");
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + output);
        }
    }
}
