package dev.keryx.json.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keryx.ErrorCode;
import dev.keryx.KeryxException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What every refusal of a text must look like. */
final class Refusals {
    private Refusals() {}

    /** Has the code, and no cause: one of Jackson's would quote the text. Returns the message. */
    static String badValue(ThrowingCallable reading) {
        KeryxException refusal = catchThrowableOfType(KeryxException.class, reading);
        assertThat(refusal).as("the refusal").isNotNull().hasNoCause();
        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_VALUE);
        return refusal.getMessage();
    }
}
