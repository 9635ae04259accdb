package io.miso.sdk.binding;

import io.miso.sdk.PNCounter;
import java.util.concurrent.CompletionStage;

record BoundPNCounter(Binding binding, CrdtRef ref) implements PNCounter {

  @Override
  public long add(long amount) {
    return Await.write(addAsync(amount), binding.callTimeout());
  }

  @Override
  public CompletionStage<Long> addAsync(long amount) {
    return binding.add(ref, amount);
  }

  @Override
  public long subtract(long amount) {
    return Await.write(subtractAsync(amount), binding.callTimeout());
  }

  @Override
  public CompletionStage<Long> subtractAsync(long amount) {
    return binding.subtract(ref, amount);
  }

  @Override
  public long getValue() {
    return Await.read(getValueAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Long> getValueAsync() {
    return binding.count(ref);
  }
}
