package dev.keryx.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "localhost:6379, localhost:6379",
        "http://localhost:6379/0, http://localhost:6379/0",
        "'redis-sentinel://one:26379,two:26379', 'redis-sentinel://one:26379,two:26379'",
        "redis://ada:secret@localhost:6379, redis://***@localhost:6379",
        "redis://:sec/ret@lo:cal@localhost:6379, redis://***@localhost:6379",
        "ada:secret@localhost, ***@localhost",
        "redis://:secret, redis://:***",
        "redis://ada:12secret, redis://ada:***",
        "redis:secret, redis:***"
    })
    void of_what_was_mistyped_all_is_shown_but_what_may_be_a_password(String typed, String shown) {
        assertThat(RedisAddress.withoutPassword(typed)).isEqualTo(shown);
    }
}
