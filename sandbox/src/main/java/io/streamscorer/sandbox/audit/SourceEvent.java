package io.streamscorer.sandbox.audit;

/** The event that an answer names: its topic, partition and offset, as the answer gives them. */
record SourceEvent(String topic, int partition, long offset) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
