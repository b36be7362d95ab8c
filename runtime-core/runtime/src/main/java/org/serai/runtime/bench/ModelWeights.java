package org.serai.runtime.bench;

import java.util.List;
import java.util.Optional;
import org.serai.model.ModelFile;
import org.serai.model.TensorInfo;

/**
 * How much of a model a token needs.
 *
 * @param inBlocks weights that every token is multiplied with
 * @param inHead weights of the output, with which only those tokens are multiplied after which another one is chosen
 * @param bytes what is read to choose a token, as the file has it: everything but a table of embeddings that is only looked up
 */
record ModelWeights(long inBlocks, long inHead, long bytes) {
    private static final String EMBEDDINGS = "token_embd.weight";
    private static final String OUTPUT = "output.weight";

    static ModelWeights of(ModelFile file) {
        Optional<TensorInfo> output = file.tensor(OUTPUT);
        List<TensorInfo> blocks = file.tensors().stream()
                .filter(tensor ->
                        !tensor.name().equals(EMBEDDINGS) && !tensor.name().equals(OUTPUT))
                .toList();
        Optional<TensorInfo> head = output.or(() -> file.tensor(EMBEDDINGS));
        return new ModelWeights(
                blocks.stream()
                        .filter(tensor -> tensor.rows() > 1)
                        .mapToLong(TensorInfo::elements)
                        .sum(),
                head.map(TensorInfo::elements).orElse(0L),
                blocks.stream().mapToLong(TensorInfo::bytes).sum()
                        + head.map(TensorInfo::bytes).orElse(0L));
    }
}
