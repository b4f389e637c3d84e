package dev.keryx.redisserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RedisBuildTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, LINUX_AMD64",
        "Linux, aarch64, LINUX_ARM64",
        "Mac OS X, x86_64, MACOS_AMD64",
        "Mac OS X, aarch64, MACOS_ARM64"
    })
    void comesAlongForLinuxAndMacOs(String system, String processor, RedisBuild build) {
        assertThat(RedisBuild.of(system, processor)).isEqualTo(build);
    }

    @Test
    void tellsWhatToDoOnOtherSystems() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RedisBuild.of("Windows 11", "amd64"))
                .withMessageContaining(RedisServer.URI_PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(RedisBuild.class)
    void hasTheFingerprintThatIsExpected(RedisBuild build) {
        Path program = RedisBinary.extract(build);
        assertThat(program).isExecutable();
        Folders.delete(program.getParent());
    }
}
