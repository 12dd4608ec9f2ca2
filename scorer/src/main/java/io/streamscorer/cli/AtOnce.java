package io.streamscorer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Questions that do not need one another's answers, asked at the same time. */
final class AtOnce {
    private AtOnce() {}

    /**
     * Asks all questions, each on a thread of its own, and waits until each has its answer or has failed.
     *
     * @return the answers in the questions' order; what the questions wrote is seen by the caller
     * @throws RuntimeException what the first of the questions that failed threw; or an {@link Error}
     */
    @SafeVarargs
    static <T> List<T> call(Supplier<T>... questions) {
        List<CompletableFuture<T>> answers = new ArrayList<>();
        try {
            for (Supplier<T> question : questions) {
                answers.add(CompletableFuture.supplyAsync(question, AtOnce::start));
            }
        } finally {
            // None may still be at work when the caller goes on, to close what it asked, say.
            answers.forEach(answer -> answer.handle((done, failed) -> true).join());
        }
        try {
            return answers.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException unchecked ? unchecked : e;
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "set-up");
        thread.setDaemon(true);
        thread.start();
    }
}
