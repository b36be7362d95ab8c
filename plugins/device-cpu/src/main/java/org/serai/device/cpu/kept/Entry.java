package org.serai.device.cpu.kept;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.serai.model.TensorInfo;

/**
 * One tensor in the file.
 *
 * @param name of the tensor
 * @param type the type that it has in the model file
 * @param offset of its first byte from the beginning of the payload
 * @param bytes its length
 */
record Entry(String name, String type, long rows, long columns, long offset, long bytes) {
    static Entry of(TensorInfo tensor, long offset, long bytes) {
        return new Entry(tensor.name(), tensor.type().name(), tensor.rows(), tensor.columns(), offset, bytes);
    }

    boolean isOf(TensorInfo tensor) {
        return type.equals(tensor.type().name()) && rows == tensor.rows() && columns == tensor.columns();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(name);
        out.writeUTF(type);
        out.writeLong(rows);
        out.writeLong(columns);
        out.writeLong(offset);
        out.writeLong(bytes);
    }

    static Entry read(DataInputStream in) throws IOException {
        return new Entry(in.readUTF(), in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
