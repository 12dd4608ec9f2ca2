package io.streamscorer.telemetry;

/** Meters of Kafka's clients and of Java that the dashboard, the alerts and the documents speak of; there are many more of them. */
public enum BorrowedMeter {
    COMMIT_LATENCY_AVG(
            "kafka_stream_thread_commit_latency_avg",
            "ms",
            "Time that a stream thread's commit took, mean of the last 30 s; `…_max` is the largest."),
    COMMIT_LATENCY_MAX("kafka_stream_thread_commit_latency_max", "ms", "The largest of them."),
    POLL_LATENCY_AVG(
            "kafka_stream_thread_poll_latency_avg", "ms", "Time that a stream thread's poll took, waiting included."),
    RECORDS_LAG(
            "kafka_consumer_fetch_manager_records_lag",
            "records",
            "What the consumer has not fetched, as of its last fetch. It stands still while a thread is stuck, and leaves out what was fetched"
                    + " and is not answered; `scorer_partition_lag` does neither."),
    REBALANCES("kafka_consumer_coordinator_rebalance_total", "", "Rebalances that the consumer took part in."),
    HEAP("jvm_memory_used_bytes", "bytes", "Java's memory; `area=\"heap\"` is the heap."),
    BUFFERS(
            "jvm_buffer_memory_used_bytes",
            "bytes",
            "`id=\"direct\"`: memory outside of the heap that Java itself manages, such as the feature batches. What the engine takes is in neither;"
                    + " `scorer_process_resident_bytes` has all."),
    CPU("process_cpu_time_ns_total", "ns", "CPU time of all threads."),
    START("process_start_time_seconds", "seconds", "When the process started.");

    private final String prometheusName;
    private final String unit;
    private final String description;

    BorrowedMeter(String prometheusName, String unit, String description) {
        this.prometheusName = prometheusName;
        this.unit = unit;
        this.description = description;
    }

    /** The name that Prometheus scrapes. */
    public String prometheusName() {
        return prometheusName;
    }

    /** All of them as a table in Markdown, each line ending in a line break. */
    public static String table() {
        StringBuilder table = new StringBuilder("| In Prometheus | Unit | Meaning |\n|---|---|---|\n");
        for (BorrowedMeter meter : values()) {
            table.append("| `")
                    .append(meter.prometheusName)
                    .append("` | ")
                    .append(meter.unit)
                    .append(" | ")
                    .append(meter.description)
                    .append(" |\n");
        }
        return table.toString();
    }
}
