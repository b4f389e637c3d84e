package dev.keryx.gateway;

import java.util.concurrent.CompletableFuture;

/** Answers HTTP requests beside the gateway's own path. */
@FunctionalInterface
public interface WebHandler {
    /**
     * Answers. Never called on an I/O thread; may block.
     *
     * @param request whole, its body too
     * @return a failure, or an exception, is answered 500 without its text
     * @throws Exception anything; answered 500
     */
    CompletableFuture<WebResponse> handle(WebRequest request) throws Exception;
}
