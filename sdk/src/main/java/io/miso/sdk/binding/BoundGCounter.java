package io.miso.sdk.binding;

import io.miso.sdk.GCounter;
import java.util.concurrent.CompletionStage;

record BoundGCounter(Binding binding, CrdtRef ref) implements GCounter {

  @Override
  public long add(long amount) {
    return Await.write(addAsync(amount), binding.callTimeout());
  }

  @Override
  public CompletionStage<Long> addAsync(long amount) {
    return binding.add(ref, amount);
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
