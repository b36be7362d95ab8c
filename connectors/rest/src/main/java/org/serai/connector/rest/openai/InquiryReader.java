package org.serai.connector.rest.openai;

/** Reads the arguments of one endpoint. */
interface InquiryReader {
    /**
     * Reads a request.
     *
     * @param id names the answer, without the prefix of its kind
     * @param created the time now, in seconds since 1970
     * @throws org.serai.connector.rest.http.HttpException for the first argument that is wrong, unknown or would not be honoured
     */
    Inquiry read(Arguments arguments, String id, long created);
}
