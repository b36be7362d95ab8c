package org.serai.runtime.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.serai.status.StatusSource.Row;

/** What is wrong with bundles, in a real framework. */
@Timeout(60)
class BundleStatusTest {
    @TempDir
    Path storage;

    private Framework framework;

    @BeforeEach
    void start() throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString(), "felix.log.level", "0"));
        framework.start();
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(0);
    }

    private Bundle install(String name, Map<String, String> headers) throws IOException, BundleException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
        attributes.putValue(Constants.BUNDLE_VERSION, "1.2.3");
        headers.forEach(attributes::putValue);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        new JarOutputStream(jar, manifest).close();
        return framework.getBundleContext().installBundle(name, new ByteArrayInputStream(jar.toByteArray()));
    }

    private Row row(String name) {
        return new BundleStatus(framework.getBundleContext())
                .rows().stream()
                        .filter(row -> row.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void anActiveBundleIsWell() throws Exception {
        install("org.example.good", Map.of()).start();
        assertEquals(new Row("org.example.good", "active", "1.2.3", true), row("org.example.good"));
    }

    @Test
    void anUnresolvedBundleTellsWhatItLacks() throws Exception {
        install("org.example.needy", Map.of(Constants.IMPORT_PACKAGE, "org.example.missing;version=\"[1,2)\""));
        Row row = row("org.example.needy");
        assertEquals("unresolved", row.state());
        assertTrue(row.detail().contains("it lacks package"), row.detail());
        assertTrue(row.detail().contains("org.example.missing"), row.detail());
        assertTrue(!row.healthy());
    }

    @Test
    void aBundleThatWaitsForAnotherUnresolvedOneSaysSo() throws Exception {
        install(
                "org.example.needy",
                Map.of(Constants.IMPORT_PACKAGE, "org.example.missing", Constants.EXPORT_PACKAGE, "org.example.half"));
        install("org.example.behind", Map.of(Constants.IMPORT_PACKAGE, "org.example.half"));
        String detail = row("org.example.behind").detail();
        assertTrue(detail.contains("org.example.half"), detail);
        assertTrue(detail.contains("of org.example.needy, which is not resolved either"), detail);
    }

    @Test
    void whatIsOptionalIsNotMissed() throws Exception {
        install("org.example.modest", Map.of(Constants.IMPORT_PACKAGE, "org.example.missing;resolution:=optional"))
                .start();
        assertEquals("active", row("org.example.modest").state());
    }

    @Test
    void aBundleThatSomebodyStoppedIsWell() throws Exception {
        Bundle bundle = install("org.example.stopped", Map.of());
        bundle.start();
        bundle.stop();
        assertEquals(new Row("org.example.stopped", "resolved", "1.2.3", true), row("org.example.stopped"));
    }
}
