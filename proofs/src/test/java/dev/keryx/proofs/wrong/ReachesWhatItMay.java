package dev.keryx.proofs.wrong;

import org.junit.jupiter.api.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Right: Java, the logging API, and any annotation. */
@Tag("annotations do nothing")
class ReachesWhatItMay {
    private static final Logger LOG = LoggerFactory.getLogger(ReachesWhatItMay.class);

    int[] log(String... texts) {
        LOG.info("{}", texts.length);
        return new int[texts.length];
    }
}
