package org.serai.format.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * Reads the header of one file of GGUF version 2 or 3, little endian. Each number in it is checked against the file
 * before anything is allocated for it, so that memory is bounded by a small multiple of the header's own size.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">The GGUF specification</a>
 */
final class HeaderReader {
    static final int MAGIC = 0x46554747; // "GGUF", read as a little-endian number
    static final int MAX_KEYS = 1 << 20;
    static final int MAX_TENSORS = 1 << 20;

    private static final int MAX_KEY_BYTES = 65_535;
    private static final int MAX_TENSOR_NAME_BYTES = 64;
    private static final int MAX_DIMENSIONS = 4;
    private static final int LEAST_KEY_VALUE_BYTES = 8 + 1 + 4 + 1;
    private static final int LEAST_TENSOR_BYTES = 8 + 1 + 4 + 4 + 8;
    private static final int DEFAULT_ALIGNMENT = 32;
    private static final int SPARSEST_ELEMENTS_PER_BYTE = 8;

    private final MemorySegment bytes;
    private final String file;
    private final HeaderCursor cursor;

    private HeaderReader(MemorySegment bytes, String file) {
        this.bytes = bytes;
        this.file = file;
        this.cursor = new HeaderCursor(bytes, file);
    }

    /**
     * Reads a header. The result does not refer to {@code bytes}.
     *
     * @param bytes the whole file
     * @param file what messages call it
     */
    static GgufHeader read(MemorySegment bytes, String file) {
        return new HeaderReader(bytes, file).read();
    }

    private GgufHeader read() {
        checkMagicAndVersion();
        int tensorCount = cursor.count("tensors", LEAST_TENSOR_BYTES, MAX_TENSORS);
        int keyCount = cursor.count("metadata keys", LEAST_KEY_VALUE_BYTES, MAX_KEYS);
        Map<String, MetadataValue> values = readKeyValues(keyCount);
        byte[] copy = bytes.asSlice(0, cursor.position()).toArray(ValueLayout.JAVA_BYTE);
        GgufMetadata metadata = new GgufMetadata(file, MemorySegment.ofArray(copy), values);
        return new GgufHeader(metadata, readTensors(tensorCount, alignment(metadata)));
    }

    private void checkMagicAndVersion() {
        if (bytes.byteSize() < 4 || cursor.u32("the magic number") != MAGIC) {
            throw new SeraiException(
                    GgufErrors.NOT_GGUF,
                    file + (bytes.byteSize() == 0 ? " is empty" : " does not begin with \"GGUF\"")
                            + ": it is no GGUF model file, or it is damaged");
        }
        int version = cursor.u32("the version");
        if (version == 2 || version == 3) {
            return;
        }
        int swapped = Integer.reverseBytes(version);
        String reason = swapped >= 1 && swapped <= 3
                ? " is a big-endian GGUF file; only little-endian ones are read: convert it"
                : " has GGUF version " + Integer.toUnsignedString(version) + "; versions 2 and 3 are read";
        throw new SeraiException(GgufErrors.VERSION, file + reason);
    }

    private Map<String, MetadataValue> readKeyValues(int count) {
        Map<String, MetadataValue> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = cursor.name("a metadata key", MAX_KEY_BYTES);
            if (values.put(key, readValue(key)) != null) {
                throw malformed("has the metadata key " + Names.quote(key) + " twice");
            }
        }
        return values;
    }

    private MetadataValue readValue(String key) {
        String what = "the value of " + Names.quote(key);
        ValueType type = valueType(key, what);
        if (type != ValueType.ARRAY) {
            return new MetadataValue(type, false, skipValues(type, 1, what), 1);
        }
        ValueType elements = valueType(key, what);
        if (elements == ValueType.ARRAY) {
            throw refuse(
                    GgufErrors.HEADER_LIMIT,
                    "has an array of arrays under " + Names.quote(key) + "; only plain arrays are read");
        }
        int leastBytes = elements == ValueType.STRING ? 8 : elements.bytes();
        int count = cursor.count("elements of " + Names.quote(key), leastBytes, Integer.MAX_VALUE);
        return new MetadataValue(elements, true, skipValues(elements, count, what), count);
    }

    private ValueType valueType(String key, String what) {
        long number = Integer.toUnsignedLong(cursor.u32(what));
        ValueType type = ValueType.ofNumber(number);
        if (type == null) {
            throw malformed("has a value of the unknown type number " + number + " under " + Names.quote(key));
        }
        return type;
    }

    private long skipValues(ValueType type, int count, String what) {
        long start = cursor.position();
        if (type == ValueType.STRING) {
            for (int i = 0; i < count; i++) {
                cursor.skipString(what);
            }
            return start;
        }
        cursor.advance((long) count * type.bytes(), what);
        if (type == ValueType.BOOL) {
            checkBooleans(start, what);
        }
        return start;
    }

    private void checkBooleans(long start, String what) {
        for (long offset = start; offset < cursor.position(); offset++) {
            byte value = cursor.byteAt(offset);
            if (value != 0 && value != 1) {
                throw malformed(
                        "has the boolean " + Byte.toUnsignedInt(value) + " in " + what + "; 0 and 1 are allowed");
            }
        }
    }

    private long alignment(GgufMetadata metadata) {
        long alignment = metadata.integer("general.alignment").orElse(DEFAULT_ALIGNMENT);
        if (alignment < 8 || Long.bitCount(alignment) != 1 || alignment > 1L << 31) {
            throw malformed("has the alignment " + alignment + "; it must be a power of two from 8 to 2147483648");
        }
        return alignment;
    }

    private List<TensorPlacement> readTensors(int count, long alignment) {
        List<RelativeTensor> relative = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            RelativeTensor tensor = readTensor(alignment);
            if (!names.add(tensor.info.name())) {
                throw malformed("has the tensor " + Names.quote(tensor.info.name()) + " twice");
            }
            relative.add(tensor);
        }
        long dataStart = (cursor.position() + alignment - 1) & -alignment;
        List<TensorPlacement> placements = new ArrayList<>(relative.size());
        for (RelativeTensor tensor : relative) {
            placements.add(place(tensor, dataStart));
        }
        checkOverlaps(placements);
        return placements;
    }

    /** A tensor whose offset counts from the start of the tensor data, which is known only after the last of them. */
    private record RelativeTensor(TensorInfo info, long offset) {}

    private RelativeTensor readTensor(long alignment) {
        String name = cursor.name("a tensor name", MAX_TENSOR_NAME_BYTES);
        String what = "the description of tensor " + Names.quote(name);
        List<Long> shape = readShape(name, what);
        long number = Integer.toUnsignedLong(cursor.u32(what));
        TensorType type = TensorType.ofNumber(number)
                .orElseThrow(() -> refuse(
                        GgufErrors.TENSOR_TYPE,
                        "cannot be used: tensor " + Names.quote(name) + " " + RetiredTypes.describe(number)
                                + "; take a file of another quantisation"));
        TensorInfo info = new TensorInfo(name, type, shape);
        if (info.columns() % type.blockElements() != 0) {
            throw malformed("has rows of " + info.columns() + " elements in tensor " + Names.quote(name) + "; those of "
                    + type + " are multiples of " + type.blockElements());
        }
        long offset = cursor.u64(what);
        if (offset % alignment != 0) {
            throw malformed("has tensor " + Names.quote(name) + " at offset " + Long.toUnsignedString(offset)
                    + ", which is no multiple of the alignment " + alignment);
        }
        return new RelativeTensor(info, offset);
    }

    private List<Long> readShape(String name, String what) {
        int dimensions = cursor.u32(what);
        if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
            throw malformed("has " + Integer.toUnsignedString(dimensions) + " dimensions in tensor " + Names.quote(name)
                    + "; at most " + MAX_DIMENSIONS + " are allowed");
        }
        List<Long> shape = new ArrayList<>(dimensions);
        long elements = 1;
        for (int i = 0; i < dimensions; i++) {
            long length = cursor.u64(what);
            if (length < 1 || length > mostElements() / elements) {
                throw malformed("has a dimension of " + Long.toUnsignedString(length) + " in tensor "
                        + Names.quote(name) + "; it must be at least 1, and all elements must fit into the file of "
                        + bytes.byteSize() + " bytes");
            }
            elements *= length;
            shape.add(length);
        }
        return shape;
    }

    /** More elements than any type can store in the file: a bound that keeps the products far from overflow. */
    private long mostElements() {
        return Math.min(bytes.byteSize(), Long.MAX_VALUE / SPARSEST_ELEMENTS_PER_BYTE) * SPARSEST_ELEMENTS_PER_BYTE;
    }

    private TensorPlacement place(RelativeTensor tensor, long dataStart) {
        long size = bytes.byteSize();
        long length = tensor.info.bytes();
        if (dataStart > size
                || tensor.offset < 0
                || tensor.offset > size - dataStart
                || length > size - dataStart - tensor.offset) {
            throw refuse(
                    GgufErrors.TRUNCATED,
                    "has " + size + " bytes, but tensor " + Names.quote(tensor.info.name()) + " takes " + length
                            + " bytes from offset " + Long.toUnsignedString(tensor.offset) + " after byte " + dataStart
                            + ": the file is damaged or incomplete, fetch it again");
        }
        return new TensorPlacement(tensor.info, dataStart + tensor.offset, length);
    }

    private void checkOverlaps(List<TensorPlacement> placements) {
        List<TensorPlacement> byOffset = new ArrayList<>(placements);
        byOffset.sort(Comparator.comparingLong(TensorPlacement::offset));
        for (int i = 1; i < byOffset.size(); i++) {
            TensorPlacement before = byOffset.get(i - 1);
            TensorPlacement after = byOffset.get(i);
            if (before.end() > after.offset()) {
                throw malformed("has the tensors " + Names.quote(before.info().name()) + " and "
                        + Names.quote(after.info().name()) + " in the same place");
            }
        }
    }

    private SeraiException malformed(String what) {
        return refuse(GgufErrors.MALFORMED, what + ": the file is damaged, fetch it again");
    }

    private SeraiException refuse(ErrorCode code, String what) {
        return new SeraiException(code, file + " " + what);
    }
}
