package org.serai.format.gguf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.serai.error.SeraiException;
import org.serai.model.ModelFile;
import org.serai.model.ModelMetadata;
import org.serai.model.TensorInfo;

/**
 * An open GGUF model. Its tensors are mapped, so memory is taken as they are read, and by the page cache.
 *
 * <p>The extent of every tensor was checked when the file was opened. A file must not be changed in place while it is
 * open: whoever replaces a model writes a new file and renames it, which leaves an open one as it was. Where somebody
 * shortens the file nevertheless, reading a tensor beyond its new end throws {@link InternalError}; the metadata is a
 * copy and stays usable, also after {@link #close()}.
 */
final class GgufModelFile implements ModelFile {
    private final Arena arena;
    private final List<MappedPart> parts;
    private final List<TensorInfo> tensors;
    private final Map<String, Located> byName;
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Located(MappedPart part, TensorPlacement placement) {}

    /**
     * @param arena owns the mappings of all parts; closed with this file
     * @param parts all parts, in order
     */
    GgufModelFile(Arena arena, List<MappedPart> parts) {
        this.arena = arena;
        this.parts = List.copyOf(parts);
        this.byName = new LinkedHashMap<>();
        List<TensorInfo> all = new ArrayList<>();
        for (MappedPart part : parts) {
            for (TensorPlacement placement : part.header().tensors()) {
                TensorInfo info = placement.info();
                Located before = byName.put(info.name(), new Located(part, placement));
                if (before != null) {
                    throw new SeraiException(
                            GgufErrors.PARTS_DIFFER,
                            "Both " + before.part.path() + " and " + part.path() + " have the tensor "
                                    + Names.quote(info.name())
                                    + ": the parts are of different models, fetch them again");
                }
                all.add(info);
            }
        }
        this.tensors = List.copyOf(all);
    }

    @Override
    public List<Path> parts() {
        return parts.stream().map(MappedPart::path).toList();
    }

    @Override
    public ModelMetadata metadata() {
        return parts.getFirst().header().metadata();
    }

    @Override
    public List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Optional<TensorInfo> tensor(String name) {
        return Optional.ofNullable(byName.get(name)).map(located -> located.placement.info());
    }

    @Override
    public MemorySegment data(TensorInfo tensor) {
        Located located = byName.get(tensor.name());
        if (located == null || !located.placement.info().equals(tensor)) {
            throw new IllegalArgumentException(parts.getFirst().path() + " has no tensor " + tensor);
        }
        return located.part.bytes().asSlice(located.placement.offset(), located.placement.bytes());
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arena.close();
        }
    }
}
