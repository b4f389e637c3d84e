package dev.keryx.gateway;

import java.util.concurrent.CompletableFuture;

/** Answers HTTP requests beside the gateway's own path. */
@FunctionalInterface
public interface WebHandler {
    /**
     * Answers. Never called on an I/O thread; may block.
     *
     * @return a failure, or an exception, is answered 500 without its text
     */
    CompletableFuture<WebResponse> handle(WebRequest request) throws Exception;
}
