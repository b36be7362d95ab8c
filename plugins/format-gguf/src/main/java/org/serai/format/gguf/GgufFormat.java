package org.serai.format.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.osgi.service.component.annotations.Component;
import org.serai.model.ModelFile;
import org.serai.model.ModelFormat;
import org.serai.model.Support;

/** GGUF, the format of llama.cpp: versions 2 and 3, little endian, in one file or split. */
@Component(service = ModelFormat.class, property = ModelFormat.NAME + "=gguf")
public final class GgufFormat implements ModelFormat {
    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Support supports(Path file) {
        if (!Files.isRegularFile(file)) {
            return Support.no(file + " is no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)
                    ? Support.yes()
                    : Support.no(file + " does not begin with \"GGUF\"");
        } catch (IOException e) {
            return Support.no(file + " cannot be read: " + e);
        }
    }

    @Override
    public ModelFile open(Path file) {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            MappedPart first = MappedPart.open(file, arena, GgufErrors.NOT_FOUND);
            ModelFile model = new GgufModelFile(arena, SplitModel.parts(first, arena));
            opened = true;
            return model;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }
}
