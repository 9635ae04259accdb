package io.miso.sdk.binding;

import io.miso.sdk.EWFlag;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

record BoundEWFlag(Binding binding, CrdtRef ref) implements EWFlag {

  @Override
  public void assign(boolean value) {
    Await.write(assignAsync(value), binding.callTimeout());
  }

  @Override
  public CompletionStage<@Nullable Void> assignAsync(boolean value) {
    return binding.assign(ref, value);
  }

  @Override
  public boolean getValue() {
    return Await.read(getValueAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Boolean> getValueAsync() {
    return binding.isEnabled(ref);
  }
}
