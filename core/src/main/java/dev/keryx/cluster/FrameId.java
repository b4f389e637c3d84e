package dev.keryx.cluster;

/** Sixteen bytes that no other frame has; the copies of one frame on several topics share them. */
record FrameId(long high, long low) {}
