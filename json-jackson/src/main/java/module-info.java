/** The Json port of Keryx by Jackson. */
module dev.keryx.json.jackson {
    requires transitive dev.keryx.core;
    requires transitive tools.jackson.databind;
    requires static org.jspecify;

    exports dev.keryx.json.jackson;

    provides dev.keryx.Json with
            dev.keryx.json.jackson.JacksonJson;
}
