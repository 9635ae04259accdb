package io.miso.sdk.binding;

import io.miso.sdk.ElementType;
import io.miso.sdk.MVRegister;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

record BoundMVRegister<E>(Binding binding, CrdtRef ref, ElementType<E> type)
    implements MVRegister<E> {

  @Override
  public void assign(E value) {
    Await.write(assignAsync(value), binding.callTimeout());
  }

  @Override
  public CompletionStage<@Nullable Void> assignAsync(E value) {
    return binding.assign(ref, type.encode(value));
  }

  @Override
  public Set<E> getValue() {
    return Await.read(getValueAsync(), binding.callTimeout());
  }

  @Override
  public CompletionStage<Set<E>> getValueAsync() {
    return binding.elements(ref, type.kind()).thenApply(new Typed<>(ref, type)::decode);
  }
}
