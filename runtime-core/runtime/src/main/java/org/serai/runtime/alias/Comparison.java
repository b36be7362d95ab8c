package org.serai.runtime.alias;

/**
 * What came of running a second model beside the first.
 *
 * @param shadow the alias of the second model
 * @param model the second model
 * @param digest its digest
 * @param compared pairs of answers
 * @param agreed pairs that said the same
 * @param failed requests that the second model had no answer to
 * @param schemas pairs whose request had a schema
 * @param passed answers of the first model that fitted it
 * @param shadowPassed answers of the second model that fitted it
 * @param seconds that the first model worked on an answer, on average
 * @param shadowSeconds that the second model did
 */
public record Comparison(
        String shadow,
        String model,
        String digest,
        long compared,
        long agreed,
        long failed,
        long schemas,
        long passed,
        long shadowPassed,
        double seconds,
        double shadowSeconds) {
    /** The part of the requests that both answered alike, 0 to 1; one without an answer counts as unlike. */
    public double agreement() {
        long all = compared + failed;
        return all == 0 ? 0 : (double) agreed / all;
    }

    /** The part of the second model's answers that fitted their schema, 0 to 1; 1 where none had one. */
    public double schemaPass() {
        return schemas == 0 ? 1 : (double) shadowPassed / schemas;
    }
}
