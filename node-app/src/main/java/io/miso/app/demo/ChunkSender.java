package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** Sends chunks to the instances in turn, with a bounded number under way. A chunk is sent once; the first that fails ends it. */
final class ChunkSender {
  private static final int UNDER_WAY_PER_FUNCTION = 4;

  private final List<FunctionClient> functions;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();

  ChunkSender(List<FunctionClient> functions) {
    this.functions = functions;
  }

  /**
   * Sends all chunks.
   *
   * @param progress is told how many are done, from several threads
   * @throws UserFailure where a chunk fails; names it
   */
  void send(List<long[]> chunks, IntConsumer progress) {
    int workers = Math.min(chunks.size(), functions.size() * UNDER_WAY_PER_FUNCTION);
    Callable<Object> worker = Executors.callable(() -> work(chunks, progress));
    Parallel.call(Collections.nCopies(workers, worker));
  }

  private void work(List<long[]> chunks, IntConsumer progress) {
    int index = next.getAndIncrement();
    while (index < chunks.size() && !failed.get()) {
      sendOne(index, chunks.get(index));
      progress.accept(done.incrementAndGet());
      index = next.getAndIncrement();
    }
  }

  private void sendOne(int index, long[] chunk) {
    try {
      long sum = functions.get(index % functions.size()).reduce(chunk);
      long expected = LongStream.of(chunk).sum();
      if (sum != expected) {
        throw new UserFailure("its sum came back as " + sum + ", it is " + expected);
      }
    } catch (UserFailure e) {
      failed.set(true);
      throw new UserFailure("chunk " + (index + 1) + " failed: " + e.getMessage(), e);
    }
  }
}
