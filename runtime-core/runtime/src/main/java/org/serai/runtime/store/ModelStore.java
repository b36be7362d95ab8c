package org.serai.runtime.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.engine.ModelReference;

/** Finds the files of models by name or path, and checks them. Thread-safe. */
@Component(service = ModelStore.class)
public final class ModelStore {
    private final Path home;

    @Activate
    public ModelStore(BundleContext context) {
        this(Path.of(Optional.ofNullable(context.getProperty("serai.home")).orElse(".")));
    }

    /** @param home what relative paths are relative to */
    public ModelStore(Path home) {
        this.home = home;
    }

    /** As {@link #resolve(String, Path)}, with paths relative to the home folder. */
    public ModelReference resolve(String nameOrPath) {
        return resolve(nameOrPath, home);
    }

    /**
     * Finds a model and checks its digest.
     *
     * @param nameOrPath the name of a model in the store, or the path of a model file
     * @param base what a relative path is relative to
     * @throws org.serai.error.SeraiException where there is no such model, or its file is not the one that was recorded
     */
    public ModelReference resolve(String nameOrPath, Path base) {
        Path file = base.resolve(nameOrPath).toAbsolutePath().normalize();
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            String digest = "sha256:" + HexFormat.of().formatHex(sha256.digest());
            return new ModelReference(nameOrPath, Optional.of(file), digest, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
